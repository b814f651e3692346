//! The counters of each office: its mailbox numbers and the cursor of its changes.

use super::query::{query, query_as, query_scalar};
use super::{Connection, unsigned};
use crate::error::Result;
use wire::OfficeNumber;

/// Begin the counters of a new office.
///
/// # Errors
/// When the store fails.
pub async fn create(connection: &mut Connection, number: &OfficeNumber) -> Result<()> {
    query("insert into mailboxes (number, received, sent, cursor) values ($1, 0, 0, 0)")
        .bind(number.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Count one letter received: its mailbox number, and the receiver's new cursor.
///
/// # Errors
/// When the store fails.
pub async fn receive(connection: &mut Connection, number: &OfficeNumber) -> Result<(u64, u64)> {
    let (received, cursor): (i64, i64) = query_as(
        "update mailboxes set received = received + 1, cursor = cursor + 1
          where number = $1 returning received, cursor",
    )
    .bind(number.as_str())
    .fetch_one(connection)
    .await?;
    Ok((unsigned(received)?, unsigned(cursor)?))
}

/// Count one letter sent: its number among the sender's own, and the sender's new cursor.
///
/// # Errors
/// When the store fails.
pub async fn send(connection: &mut Connection, number: &OfficeNumber) -> Result<(u64, u64)> {
    let (sent, cursor): (i64, i64) = query_as(
        "update mailboxes set sent = sent + 1, cursor = cursor + 1
          where number = $1 returning sent, cursor",
    )
    .bind(number.as_str())
    .fetch_one(connection)
    .await?;
    Ok((unsigned(sent)?, unsigned(cursor)?))
}

/// Count one change: the office's new cursor.
///
/// # Errors
/// When the store fails.
pub async fn advance(connection: &mut Connection, number: &OfficeNumber) -> Result<u64> {
    let cursor: i64 =
        query_scalar("update mailboxes set cursor = cursor + 1 where number = $1 returning cursor")
            .bind(number.as_str())
            .fetch_one(connection)
            .await?;
    unsigned(cursor)
}

/// The office's newest cursor.
///
/// # Errors
/// When the store fails.
pub async fn cursor(connection: &mut Connection, number: &OfficeNumber) -> Result<u64> {
    let cursor: i64 = query_scalar("select cursor from mailboxes where number = $1")
        .bind(number.as_str())
        .fetch_one(connection)
        .await?;
    unsigned(cursor)
}
