//! Committing on SQLite: one after the other, many together.
//!
//! SQLite has one writer at a time, and a commit costs one `fsync` however much it holds.
//! So one task owns the writing connection, takes what waits, and commits it together:
//! one that is refused undoes only itself.

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

/// Most work succeeds: first all of it without savepoints, and only when one piece undoes itself, each inside its own.
async fn try_commit(
    connection: &mut Connection,
    mut group: Vec<Job>,
    done: &mut Vec<Done>,
) -> Result<()> {
    transaction::begin_group(connection).await?;
    let mut kept = Vec::with_capacity(group.len());
    for job in &mut group {
        match attempt(job, connection).await? {
            Some(changes) => kept.push(Some(changes)),
            None => break,
        }
    }
    if kept.len() < group.len() {
        transaction::abandon(connection).await;
        if group.len() > 1 {
            return one_by_one(connection, group, done).await;
        }
        kept.push(None);
    }
    let undone = kept.iter().all(Option::is_none);
    done.extend(
        group
            .into_iter()
            .zip(kept)
            .map(|(job, kept)| Done(job, kept)),
    );
    if undone {
        return Ok(());
    }
    transaction::commit(connection).await
}

/// Each piece of work inside a savepoint.
async fn one_by_one(
    connection: &mut Connection,
    group: Vec<Job>,
    done: &mut Vec<Done>,
) -> Result<()> {
    let mut kept = None;
    for mut job in group {
        match kept {
            None => transaction::begin_works(connection).await?,
            Some(kept) => transaction::next_work(connection, kept).await?,
        }
        let changes = attempt(&mut job, connection).await?;
        kept = Some(changes.is_some());
        done.push(Done(job, changes));
    }
    match kept {
        Some(kept) => transaction::commit_works(connection, kept).await,
        None => Ok(()),
    }
}

/// What a piece of work has changed; nothing when it undoes itself.
async fn attempt(job: &mut Job, connection: &mut Connection) -> Result<Option<Changes>> {
    // A panic is one failed request, not the end of all writing.
    let attempt = AssertUnwindSafe(job.attempt(connection)).catch_unwind();
    match attempt.await {
        // Pages go to the disk before the commit too, when they are many.
        Ok(Err(error)) if error.is_unsynced() => Err(error),
        Ok(changes) => Ok(changes.ok()),
        Err(_) => Ok(None),
    }
}
