//! The embedded SQLite, with a write-ahead log and `synchronous = full`.

use super::{Engine, READERS};
use crate::error::{Error, Result};
use crate::folder::write_private;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::File;
use std::path::Path;
use std::time::Duration;

/// Not a plain `begin`: a transaction that begins by reading cannot always become one that writes.
pub(super) const BEGIN: &str = "begin immediate";

/// How long a statement waits for another process's lock.
const BUSY: Duration = Duration::from_secs(10);

/// Open the store in a file, make it if it is not there, and bring it to this version's form.
pub(super) async fn open(path: &Path) -> Result<Engine> {
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
    let writers = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_lazy_with(options.clone());
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        // It is a file: no connection to it is lost while it lies in the pool.
        .test_before_acquire(false)
        .connect_with(options.pragma("query_only", "on"))
        .await?;
    Ok(Engine::Sqlite { readers, writers })
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
