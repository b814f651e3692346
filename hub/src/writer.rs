//! The one queue in front of the store: whatever writes waits here for its turn.
//!
//! Nobody hears of success before the commit has returned.
//! How the work is committed depends on the engine: [`groups`] on SQLite, [`parallel`] on PostgreSQL.
//! What most callers ask for is done for many of them at once ([`gather`]).

mod gather;
mod groups;
mod parallel;
#[cfg(test)]
mod schedules;

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::news::News;
use crate::store::{Connection, Store};
use futures_util::future::BoxFuture;
pub(crate) use gather::{Batch, Gathering, Together};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire::{Code, OfficeNumber, Time};

/// How many pieces of work may wait; whoever comes later waits to be let in.
const QUEUE: usize = 256;
/// How long a caller's work waits to be let in, before it is refused: what was taken on is to be done soon (R18).
const PATIENCE: Duration = Duration::from_secs(1);

/// What a piece of work writes with.
#[derive(Debug)]
pub struct Writing<'c> {
    /// The connection, inside the work's transaction.
    pub connection: &'c mut Connection,
    clock: Clock,
    news: Changes,
}

/// The new cursors of offices.
type Changes = Vec<(OfficeNumber, u64)>;

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

/// A piece of work with somebody who waits for its end.
trait Work: Send {
    /// Do it, without committing. It may be done again when what it wrote was undone.
    fn attempt<'a>(&'a mut self, connection: &'a mut Connection) -> BoxFuture<'a, Result<Changes>>;

    /// Answer: with what the last attempt gave, or with the error that has undone it.
    fn answer(self: Box<Self>, undone: Result<()>);
}

type Job = Box<dyn Work>;

struct Piece<T, W> {
    work: W,
    clock: Clock,
    result: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T, W> Work for Piece<T, W>
where
    T: Send + 'static,
    W: for<'w, 'c> FnOnce(&'w mut Writing<'c>) -> BoxFuture<'w, Result<T>> + Clone + Send,
{
    fn attempt<'a>(&'a mut self, connection: &'a mut Connection) -> BoxFuture<'a, Result<Changes>> {
        Box::pin(async move {
            let mut writing = Writing {
                connection,
                clock: self.clock.clone(),
                news: Vec::new(),
            };
            self.result = None;
            let result = self.work.clone()(&mut writing).await;
            let error = result.as_ref().err().cloned();
            self.result = Some(result);
            error.map_or(Ok(writing.news), Err)
        })
    }

    fn answer(self: Box<Self>, undone: Result<()>) {
        let result = self.result.unwrap_or(Err(Error::Stopped));
        // Whoever asked may have gone; the work stays done.
        let _ = self.answer.send(undone.and(result));
    }
}

/// Enter a queue, while it is not too long.
///
/// # Errors
/// `unavailable` when it stays full; [`Error::Stopped`] when nobody takes anything out of it any longer.
async fn enter<T>(queue: &mpsc::Sender<T>, what: T) -> Result<()> {
    let entered = queue.send_timeout(what, PATIENCE).await;
    entered.map_err(|error| match error {
        SendTimeoutError::Timeout(_) => Error::Later {
            code: Code::Unavailable,
            seconds: 2,
            detail: "more is to be written than can be",
        },
        SendTimeoutError::Closed(_) => Error::Stopped,
    })
}

/// The entrance to the queue.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    broken: CancellationToken,
    clock: Clock,
}

impl Writer {
    /// Begin to write to a store; the task ends when the last `Writer` is gone.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn start(store: &Store, news: Arc<News>) -> Result<(Self, JoinHandle<()>)> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let broken = CancellationToken::new();
        let connection = store.writer().await?;
        let task = match connection {
            Connection::Sqlite(_) => {
                tokio::spawn(groups::write(connection, waiting, news, broken.clone()))
            }
            Connection::Postgres(_) => {
                connection.close().await?;
                tokio::spawn(parallel::write(store.clone(), waiting, news))
            }
        };
        let clock = Clock::default();
        let writer = Self {
            jobs,
            broken,
            clock,
        };
        Ok((writer, task))
    }

    /// The same, for work that asks another clock for the time.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Done when the disk could not be written to its end (`fsync` failed): nothing is written after that.
    ///
    /// What the system still holds is no longer what is on the disk, and a second try would succeed without being true.
    /// So the process has to end, and the next one begins with what is really there.
    pub fn broken(&self) -> CancellationToken {
        self.broken.clone()
    }

    /// Do a piece of work and commit it. What it returns is returned after the commit, and an error undoes it.
    ///
    /// The work is done even if the caller does not wait for it any longer.
    /// It can be copied, because it is done again where the store has to undo one of two that met (PostgreSQL):
    /// so it holds what is large by reference ([`Arc`], [`bytes::Bytes`]).
    ///
    /// # Errors
    /// The work's own; `unavailable` when the queue stays full; [`Error::Store`] when the commit fails;
    /// [`Error::Stopped`] when the hub is stopping.
    pub async fn run<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'w, 'c> FnOnce(&'w mut Writing<'c>) -> BoxFuture<'w, Result<T>>
            + Clone
            + Send
            + 'static,
    {
        let (job, answered) = self.piece(work);
        enter(&self.jobs, job).await?;
        answered.await.map_err(|_| Error::Stopped)?
    }

    /// The same for what the hub does of itself: it waits for its turn as long as it takes.
    ///
    /// # Errors
    /// As [`Writer::run`], but never because the queue is full.
    pub async fn insist<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'w, 'c> FnOnce(&'w mut Writing<'c>) -> BoxFuture<'w, Result<T>>
            + Clone
            + Send
            + 'static,
    {
        let (job, answered) = self.piece(work);
        self.jobs.send(job).await.map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }

    /// A piece of work for the queue, and where its result comes out.
    fn piece<T, W>(&self, work: W) -> (Job, oneshot::Receiver<Result<T>>)
    where
        T: Send + 'static,
        W: for<'w, 'c> FnOnce(&'w mut Writing<'c>) -> BoxFuture<'w, Result<T>>
            + Clone
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(Piece {
            work,
            clock: self.clock.clone(),
            result: None,
            answer,
        });
        (job, answered)
    }
}

/// Tell listeners what was committed.
fn tell(news: &News, changes: &Changes) {
    for (office, cursor) in changes {
        news.tell(office, *cursor);
    }
}
