//! The transaction of the one connection that writes, in SQL's own words.
//!
//! Not by sqlx's: on a full disk, and whenever a commit fails, SQLite undoes the whole transaction by itself.
//! sqlx goes on counting it as open, and never begins another one on that connection.

use super::query::batch;
use super::{Connection, postgres};
use crate::error::Result;

/// Begin to write (PostgreSQL).
///
/// # Errors
/// When the store fails.
pub async fn begin(connection: &mut Connection) -> Result<()> {
    execute(connection, postgres::BEGIN).await
}

/// Begin a transaction for all pieces of work of a group together (SQLite).
///
/// # Errors
/// When another process writes for too long, or the store fails.
pub async fn begin_group(connection: &mut Connection) -> Result<()> {
    execute(connection, "begin immediate").await
}

/// The same for pieces of work each of which can be undone by itself, and begin the first.
///
/// For that SQLite copies every page before it is changed.
///
/// # Errors
/// As [`begin_group`].
pub async fn begin_works(connection: &mut Connection) -> Result<()> {
    execute(connection, "begin immediate; savepoint work").await
}

/// Keep what the last piece of work wrote or undo it, and begin the next.
///
/// # Errors
/// When the store fails, or has undone the whole transaction already.
pub async fn next_work(connection: &mut Connection, keep: bool) -> Result<()> {
    let text = if keep {
        "release savepoint work; savepoint work"
    } else {
        // The savepoint itself stays.
        "rollback to savepoint work"
    };
    execute(connection, text).await
}

/// Keep what the last piece of work wrote or undo it, and commit: when this has returned, everything is on the disk.
///
/// # Errors
/// When the store fails; then nothing of it is kept.
pub async fn commit_works(connection: &mut Connection, keep: bool) -> Result<()> {
    if !keep {
        execute(connection, "rollback to savepoint work").await?;
    }
    commit(connection).await
}

/// Commit: when this has returned, everything is on the disk.
///
/// # Errors
/// When the store fails; then nothing of it is kept.
pub async fn commit(connection: &mut Connection) -> Result<()> {
    execute(connection, "commit").await
}

/// Undo what is left of a transaction that failed. False when the connection is of no more use.
pub async fn abandon(connection: &mut Connection) -> bool {
    let undone = execute(connection, "rollback").await;
    match connection {
        // An error says that nothing is left of it.
        Connection::Sqlite(_) => true,
        Connection::Postgres(_) => undone.is_ok(),
    }
}

async fn execute(connection: &mut Connection, text: &'static str) -> Result<()> {
    Ok(batch(connection, text).await?)
}
