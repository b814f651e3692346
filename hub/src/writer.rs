//! The one queue in front of the store: whatever writes waits here for its turn.
//!
//! SQLite has one writer at a time, and a commit costs one `fsync` however much it holds.
//! So one task owns the writing connection, takes what waits, and commits it together:
//! each piece of work inside a savepoint of its own, so that one that is refused undoes only itself.
//! Nobody hears of success before the commit has returned.

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::news::News;
use crate::store::{Connection, transaction};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use wire::{OfficeNumber, Time};

/// How many pieces of work may wait; whoever comes later waits to be let in.
const QUEUE: usize = 256;
/// How many pieces of work share one commit at most.
const GROUP: usize = 64;

/// What a piece of work writes with.
#[derive(Debug)]
pub struct Writing<'c> {
    /// The connection, inside the work's savepoint.
    pub connection: &'c mut Connection,
    clock: Clock,
    news: Vec<(OfficeNumber, u64)>,
}

impl Writing<'_> {
    /// The hub's time.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Note an office's new cursor; it is told to listeners after the commit.
    pub fn changed(&mut self, office: &OfficeNumber, cursor: u64) {
        self.news.push((office.clone(), cursor));
    }
}

/// Hands a result over, once it is known whether the commit has returned.
type Deliver = Box<dyn FnOnce(Result<()>) + Send>;

/// The end of a piece of work: keep it or undo it, what to tell, and how to answer.
struct Done {
    keep: bool,
    news: Vec<(OfficeNumber, u64)>,
    deliver: Deliver,
}

type Job = Box<dyn for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Done> + Send>;

/// The entrance to the queue.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    clock: Clock,
}

impl Writer {
    /// Begin to write on a connection; the task ends when the last `Writer` is gone.
    pub fn start(connection: Connection, news: Arc<News>) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(write(connection, waiting, news));
        let clock = Clock::default();
        (Self { jobs, clock }, task)
    }

    /// The same, for work that asks another clock for the time.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Do a piece of work and commit it. What it returns is returned after the commit, and an error undoes it.
    ///
    /// The work is done even if the caller does not wait for it any longer.
    /// It can be copied, because it is done again where the store has to undo one of two that met (PostgreSQL):
    /// so it holds what is large by reference ([`Arc`], [`bytes::Bytes`]).
    ///
    /// # Errors
    /// The work's own; [`Error::Store`] when the commit fails; [`Error::Stopped`] when the hub is stopping.
    pub async fn run<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'w, 'c> FnOnce(&'w mut Writing<'c>) -> BoxFuture<'w, Result<T>>
            + Clone
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let clock = self.clock.clone();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                let mut writing = Writing {
                    connection,
                    clock,
                    news: Vec::new(),
                };
                let result = work(&mut writing).await;
                Done {
                    keep: result.is_ok(),
                    news: writing.news,
                    deliver: Box::new(move |committed| {
                        // Whoever asked may have gone; the work stays done.
                        let _ = answer.send(committed.and(result));
                    }),
                }
            })
        });
        self.jobs.send(job).await.map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }
}

async fn write(mut connection: Connection, mut waiting: mpsc::Receiver<Job>, news: Arc<News>) {
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
        for Done {
            keep,
            news: changes,
            deliver,
        } in done
        {
            if keep && committed.is_ok() {
                for (office, cursor) in &changes {
                    news.tell(office, *cursor);
                }
            }
            // Work that undid itself has its own error, whatever became of the others.
            deliver(if keep { committed.clone() } else { Ok(()) });
        }
        if let Err(error) = committed {
            tracing::error!(%error, "a commit failed, and what was in it is undone");
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
    transaction::begin(connection).await?;
    for job in group {
        transaction::begin_work(connection).await?;
        // A panic is one failed request, not the end of all writing; who asked hears that the queue has dropped it.
        let result = AssertUnwindSafe(job(connection)).catch_unwind().await.ok();
        let keep = result.as_ref().is_some_and(|result| result.keep);
        done.extend(result);
        transaction::end_work(connection, keep).await?;
    }
    transaction::commit(connection).await
}
