//! The store: every table and all SQL of the hub.
//!
//! SQLite with a write-ahead log and `synchronous = full`: a commit that has returned is on the disk.
//! Reading goes through a pool; writing goes through the one queue of [`crate::writer`].
//! The text of the SQL is kept to what SQLite and PostgreSQL both understand.

pub mod bodies;
pub mod cards;
pub mod certificates;
pub mod journal;
pub mod letters;
pub mod mailboxes;
pub mod offices;
pub mod refusals;
pub mod statements;
pub mod transaction;
pub mod tree;

use crate::error::{Error, Result};
use crate::folder::write_private;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Sqlite, SqlitePool};
use std::fs::File;
use std::path::Path;
use std::time::Duration;
use wire::Digest;

/// One connection to the store, inside a transaction where it writes.
pub type Connection = sqlx::SqliteConnection;

/// How long a statement waits for another process's lock.
const BUSY: Duration = Duration::from_secs(10);
/// Connections that read at the same time.
const READERS: u32 = 8;

/// The reading side of the store.
#[derive(Debug, Clone)]
pub struct Store {
    readers: SqlitePool,
}

impl Store {
    /// Open the store at a path, make it if it is not there, and bring it to this version's form.
    ///
    /// The second value is the connection that writes.
    ///
    /// # Errors
    /// When the file cannot be opened or belongs to a later version.
    pub async fn open(path: &Path) -> Result<(Self, Connection)> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .disable_statement_logging();
        // The hub and its operator may open a new store at the same moment: one of them prepares it.
        let preparing = prepare(path).await?;
        // Migrations run on a connection of their own, before anybody else looks.
        let migrating = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("./migrations/sqlite")
            .run(&migrating)
            .await?;
        migrating.close().await;
        drop(preparing);
        let writer = options.connect().await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok((Self { readers }, writer))
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none becomes free in time.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// Close all connections.
    pub async fn close(&self) {
        self.readers.close().await;
    }
}

/// Make the store's file, readable by its owner alone, and keep other processes from preparing it
/// until the lock is dropped.
async fn prepare(path: &Path) -> Result<File> {
    let lock = path.with_extension("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock)
        .map_err(Error::file(&lock))?;
    let file = tokio::task::spawn_blocking(move || file.lock().map(|()| file))
        .await
        .map_err(|_| Error::Stopped)?
        .map_err(Error::file(&lock))?;
    match write_private(path, b"") {
        Ok(()) | Err(Error::Exists(_)) => Ok(file),
        Err(error) => Err(error),
    }
}

/// A count as the store keeps it.
fn signed(count: u64) -> Result<i64> {
    i64::try_from(count).map_err(|_| Error::Corrupt("count"))
}

/// A count as the store kept it.
fn unsigned(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Corrupt("count"))
}

/// A digest as the store kept it.
fn digest(octets: &[u8]) -> Result<Digest> {
    octets
        .try_into()
        .map(Digest)
        .map_err(|_| Error::Corrupt("digest"))
}
