//! Committing on SQLite: one after the other, many together.
//!
//! SQLite has one writer at a time, and a commit costs one `fsync` however much it holds.
//! So one task owns the writing connection, takes what waits, and commits it together:
//! each piece of work inside a savepoint of its own, so that one that is refused undoes only itself.

use super::{Changes, Job, tell};
use crate::error::Result;
use crate::news::News;
use crate::store::{Connection, transaction};
use futures_util::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// How many pieces of work share one commit at most.
const GROUP: usize = 64;

/// A piece of work that was done in this group: what changed, or nothing where it undid itself.
struct Done(Job, Option<Changes>);

/// Write until the last entrance to the queue is gone, or the disk fails to keep what was written.
pub(super) async fn write(
    mut connection: Connection,
    mut waiting: mpsc::Receiver<Job>,
    news: Arc<News>,
    broken: CancellationToken,
) {
    while let Some(first) = waiting.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP {
            match waiting.try_recv() {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        let mut done = Vec::with_capacity(group.len());
        let committed = commit(&mut connection, group, &mut done).await;
        for Done(job, changes) in done {
            let Some(changes) = changes else {
                // Work that undid itself has its own error, whatever became of the others.
                job.answer(Ok(()));
                continue;
            };
            if committed.is_ok() {
                tell(&news, &changes);
            }
            job.answer(committed.clone());
        }
        if let Err(error) = committed {
            tracing::error!(%error, "a commit failed, and what was in it is undone");
            if error.is_unsynced() {
                broken.cancel();
                return;
            }
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the store could not be closed");
    }
}

/// Do the work of a group in one transaction. On an error nothing of it stays.
async fn commit(connection: &mut Connection, group: Vec<Job>, done: &mut Vec<Done>) -> Result<()> {
    let committed = try_commit(connection, group, done).await;
    if committed.is_err() {
        transaction::abandon(connection).await;
    }
    committed
}

async fn try_commit(
    connection: &mut Connection,
    group: Vec<Job>,
    done: &mut Vec<Done>,
) -> Result<()> {
    let mut kept = None;
    for mut job in group {
        match kept {
            None => transaction::begin_group(connection).await?,
            Some(kept) => transaction::next_work(connection, kept).await?,
        }
        // A panic is one failed request, not the end of all writing.
        let attempt = AssertUnwindSafe(job.attempt(connection)).catch_unwind();
        let changes = attempt.await.ok().and_then(Result::ok);
        kept = Some(changes.is_some());
        done.push(Done(job, changes));
    }
    match kept {
        Some(kept) => transaction::commit_group(connection, kept).await,
        None => Ok(()),
    }
}
