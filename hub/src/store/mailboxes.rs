//! The counters of each office: its mailbox numbers and the cursor of its changes.
//!
//! A counter's row stays locked until the commit, so numbers are given in the order of commits.
//! Whoever counts for two offices takes their rows in the order of their numbers: two who do so never wait for each other.

use super::query::{query, query_as, query_scalar};
use super::{Connection, offices, unsigned};
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

/// Count one letter from an office to another: mailbox number and new cursor of the receiver, and of the sender.
///
/// # Errors
/// When the store fails.
pub async fn carry(
    connection: &mut Connection,
    recipient: &OfficeNumber,
    sender: &OfficeNumber,
) -> Result<((u64, u64), (u64, u64))> {
    if recipient <= sender {
        let received = receive(connection, recipient).await?;
        Ok((received, send(connection, sender).await?))
    } else {
        let sent = send(connection, sender).await?;
        Ok((receive(connection, recipient).await?, sent))
    }
}

/// Count one change of a letter: the new cursors of its receiver and of its sender.
///
/// # Errors
/// When the store fails.
pub async fn advance_both(
    connection: &mut Connection,
    recipient: &OfficeNumber,
    sender: &OfficeNumber,
) -> Result<(u64, u64)> {
    if recipient <= sender {
        let received = advance(connection, recipient).await?;
        Ok((received, advance(connection, sender).await?))
    } else {
        let sent = advance(connection, sender).await?;
        Ok((advance(connection, recipient).await?, sent))
    }
}

/// Count one letter received: its mailbox number, and the receiver's new cursor.
async fn receive(connection: &mut Connection, number: &OfficeNumber) -> Result<(u64, u64)> {
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
async fn send(connection: &mut Connection, number: &OfficeNumber) -> Result<(u64, u64)> {
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

/// The newest cursors of several offices.
///
/// # Errors
/// When the store fails.
pub async fn cursors(
    connection: &mut Connection,
    numbers: &[OfficeNumber],
) -> Result<Vec<(OfficeNumber, u64)>> {
    let numbers: Vec<_> = numbers.iter().map(OfficeNumber::as_str).collect();
    let list = serde_json::to_string(&numbers).expect("numbers are plain texts");
    let rows: Vec<(String, i64)> = query_as(
        "select number, cursor from mailboxes where number in (select value from json_each($1))",
    )
    .on_postgres(
        "select number, cursor from mailboxes
          where number in (select json_array_elements_text(cast($1 as json)))",
    )
    .bind(&list)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(number, cursor)| Ok((offices::number(&number)?, unsigned(cursor)?)))
        .collect()
}
