//! Committing on PostgreSQL: many at once, each in a transaction of its own.
//!
//! The server itself lets commits that come together share an `fsync`.
//! What met another transaction and was undone is done again. A connection that fails is replaced by a new one.

use super::{Changes, Job, tell};
use crate::error::{Error, Result};
use crate::news::News;
use crate::store::fault::Fault;
use crate::store::{Connection, Store, transaction};
use futures_util::FutureExt as _;
use futures_util::future::join_all;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, sleep, timeout};

/// How many pieces of work are done at the same time.
const WRITERS: usize = 16;
/// How long one attempt may take: the store may be there and not answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often work is done anew that met another's.
const ATTEMPTS: u32 = 10;
/// How long nobody tries again after the store could not be reached.
const REST: Duration = Duration::from_secs(1);

/// What the writers share.
struct Shared {
    store: Store,
    waiting: Mutex<mpsc::Receiver<Job>>,
    news: Arc<News>,
    /// Until when the store is taken to be away.
    away: SyncMutex<Option<Instant>>,
}

/// Write until the last entrance to the queue is gone.
pub(super) async fn write(store: Store, waiting: mpsc::Receiver<Job>, news: Arc<News>) {
    let shared = Shared {
        store,
        waiting: Mutex::new(waiting),
        news,
        away: SyncMutex::default(),
    };
    join_all((0..WRITERS).map(|_| one(&shared))).await;
}

/// One of the writers.
async fn one(shared: &Shared) {
    let mut connection = None;
    loop {
        let job = shared.waiting.lock().await.recv().await;
        let Some(mut job) = job else { break };
        let settled = settle(shared, &mut connection, &mut job).await;
        if let Ok(changes) = &settled {
            tell(&shared.news, changes);
        }
        job.answer(settled.map(drop));
    }
    if let Some(connection) = connection
        && let Err(error) = connection.close().await
    {
        tracing::warn!(%error, "the store could not be closed");
    }
}

/// Do a piece of work, again where it met another's. An error is one that has undone it from outside.
async fn settle(shared: &Shared, held: &mut Option<Connection>, job: &mut Job) -> Result<Changes> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let mut connection = match held.take() {
            Some(connection) => connection,
            None => shared.connect().await?,
        };
        let ended = timeout(PATIENCE, once(&mut connection, job)).await;
        // A connection that was left in the middle of something is closed; that undoes what was done by it.
        let error = match ended {
            Err(_) => return Err(Error::Stopped),
            Ok(Ok(changes)) => {
                *held = Some(connection);
                return Ok(changes);
            }
            Ok(Err(error)) => error,
        };
        let fault = match &error {
            Error::Store(failure) => Some(Fault::of(failure)),
            Error::Changed => Some(Fault::Met),
            _ => None,
        };
        if fault.is_none_or(|fault| fault == Fault::Met)
            && transaction::abandon(&mut connection).await
        {
            *held = Some(connection);
        }
        if fault.is_none() {
            // The work says itself why it is not done.
            return Ok(Changes::new());
        }
        if fault != Some(Fault::Met) || attempt == ATTEMPTS {
            tracing::error!(%error, attempt, "a transaction failed and is undone");
            return Err(error);
        }
        sleep(Duration::from_millis(u64::from(attempt * attempt))).await;
    }
}

/// Do a piece of work once, and commit it.
async fn once(connection: &mut Connection, job: &mut Job) -> Result<Changes> {
    transaction::begin(connection).await?;
    // A panic is one failed request, not the end of all writing.
    let attempt = AssertUnwindSafe(job.attempt(connection)).catch_unwind();
    let changes = attempt.await.unwrap_or(Err(Error::Stopped))?;
    transaction::commit(connection).await?;
    Ok(changes)
}

impl Shared {
    /// A new connection. While the store is away, only one in a second tries.
    async fn connect(&self) -> Result<Connection> {
        let now = Instant::now();
        {
            let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
            if away.is_some_and(|until| now < until) {
                return Err(Error::Stopped);
            }
            if away.is_some() {
                *away = Some(now + REST);
            }
        }
        let connected = self.store.writer().await;
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        *away = connected.is_err().then(|| Instant::now() + REST);
        connected
    }
}
