//! The counters of each office: its mailbox numbers and the cursor of its changes.
//!
//! A counter's row stays locked until the commit, so numbers are given in the order of commits.
//! Whoever counts for two offices takes their rows in the order of their numbers: two who do so never wait for each other.

use super::query::{query, query_as, query_scalar};
use super::{Connection, json, offices, signed, unsigned};
use crate::error::{Error, Result};
use std::collections::HashMap;
use wire::{OfficeNumber, Time};

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

/// What is counted at an office.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    received: i64,
    sent: i64,
    changes: i64,
}

/// The counters of an office.
#[derive(Debug, Clone, Copy)]
struct Counters {
    received: i64,
    sent: i64,
    cursor: i64,
}

/// The numbers of a letter at one of its parties: in its mailbox or among those it sent, and the party's new cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// The letter's number.
    pub sequence: u64,
    /// The office's cursor.
    pub cursor: u64,
}

/// Count letters, each from one office to another, in their order: their numbers at the receiver and at the sender.
///
/// # Errors
/// When the store fails.
pub async fn carry(
    connection: &mut Connection,
    letters: &[(&OfficeNumber, &OfficeNumber)],
) -> Result<Vec<(Numbers, Numbers)>> {
    let mut counts = HashMap::<_, Count>::new();
    for (recipient, sender) in letters {
        let count = counts.entry(*recipient).or_default();
        (count.received, count.changes) = (count.received + 1, count.changes + 1);
        let count = counts.entry(*sender).or_default();
        (count.sent, count.changes) = (count.sent + 1, count.changes + 1);
    }
    let mut counters = add(connection, &counts).await?;
    let mut next = |office, received| -> Result<Numbers> {
        let counters = counters.get_mut(office).ok_or(Error::Corrupt("mailbox"))?;
        counters.cursor += 1;
        let number = if received {
            &mut counters.received
        } else {
            &mut counters.sent
        };
        *number += 1;
        Ok(Numbers {
            sequence: unsigned(*number)?,
            cursor: unsigned(counters.cursor)?,
        })
    };
    letters
        .iter()
        .map(|(recipient, sender)| Ok((next(recipient, true)?, next(sender, false)?)))
        .collect()
}

/// Count changes of letters, each between two offices, in their order: the new cursors of receiver and sender.
///
/// # Errors
/// When the store fails.
pub async fn advance(
    connection: &mut Connection,
    letters: &[(&OfficeNumber, &OfficeNumber)],
) -> Result<Vec<(u64, u64)>> {
    let mut counts = HashMap::<_, Count>::new();
    for office in letters
        .iter()
        .flat_map(|(recipient, sender)| [recipient, sender])
    {
        counts.entry(*office).or_default().changes += 1;
    }
    let mut counters = add(connection, &counts).await?;
    let mut next = |office| {
        let counters = counters.get_mut(office).ok_or(Error::Corrupt("mailbox"))?;
        counters.cursor += 1;
        unsigned(counters.cursor)
    };
    letters
        .iter()
        .map(|(recipient, sender)| Ok((next(recipient)?, next(sender)?)))
        .collect()
}

/// Add to the counters of some offices. Gives what they were before.
async fn add(
    connection: &mut Connection,
    counts: &HashMap<&OfficeNumber, Count>,
) -> Result<HashMap<OfficeNumber, Counters>> {
    let rows = counts
        .iter()
        .map(|(number, count)| (number, count.received, count.sent, count.changes));
    let rows: Vec<(String, i64, i64, i64)> = query_as(
        "update mailboxes
            set received = received + (value ->> 1), sent = sent + (value ->> 2), cursor = cursor + (value ->> 3)
           from json_each($1)
          where number = value ->> 0
      returning number, received, sent, cursor",
    )
    .on_postgres(
        "with counts as (
             select value ->> 0 as number, cast(value ->> 1 as bigint) as received,
                    cast(value ->> 2 as bigint) as sent, cast(value ->> 3 as bigint) as changes
               from json_array_elements(cast($1 as json)) as rows(value)),
         locked as (
             select m.number from mailboxes m join counts on counts.number = m.number order by m.number for update of m)
         update mailboxes
            set received = mailboxes.received + counts.received, sent = mailboxes.sent + counts.sent,
                cursor = mailboxes.cursor + counts.changes
           from locked join counts on counts.number = locked.number
          where mailboxes.number = locked.number
      returning mailboxes.number, mailboxes.received, mailboxes.sent, mailboxes.cursor",
    )
    .bind(&json(rows.collect::<Vec<_>>()))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(number, received, sent, cursor)| {
            let number = offices::number(&number)?;
            let count = counts.get(&number).copied().unwrap_or_default();
            let before = Counters {
                received: received - count.received,
                sent: sent - count.sent,
                cursor: cursor - count.changes,
            };
            Ok((number, before))
        })
        .collect()
}

/// Count one change that concerns one office: its new cursor.
///
/// # Errors
/// When the store fails.
pub async fn advance_one(connection: &mut Connection, number: &OfficeNumber) -> Result<u64> {
    let cursor: i64 =
        query_scalar("update mailboxes set cursor = cursor + 1 where number = $1 returning cursor")
            .bind(number.as_str())
            .fetch_one(connection)
            .await?;
    unsigned(cursor)
}

/// A letter is forgotten: a new server of the office will not find its number.
///
/// # Errors
/// When the store fails.
pub async fn forget(
    connection: &mut Connection,
    number: &OfficeNumber,
    sequence: u64,
    deposited: Time,
) -> Result<()> {
    query(
        "update mailboxes
            set forgotten = case when forgotten < $2 then $2 else forgotten end,
                forgotten_left = case when forgotten_left < $3 then $3 else forgotten_left end
          where number = $1",
    )
    .bind(number.as_str())
    .bind(signed(sequence)?)
    .bind(deposited.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The lowest number of a mailbox that is kept, and when the last letter below it was left at the latest.
///
/// # Errors
/// When the store fails.
pub async fn kept_from(connection: &mut Connection, number: &OfficeNumber) -> Result<(u64, Time)> {
    let (forgotten, left): (i64, i64) =
        query_as("select forgotten, forgotten_left from mailboxes where number = $1")
            .bind(number.as_str())
            .fetch_one(&mut *connection)
            .await?;
    // Letters are forgotten one by one: one of them may still be there below others.
    let kept: Option<i64> = query_scalar("select min(sequence) from letters where recipient = $1")
        .bind(number.as_str())
        .fetch_one(connection)
        .await?;
    let lowest = kept.map_or(forgotten + 1, |kept| kept.min(forgotten + 1));
    Ok((unsigned(lowest)?, Time(left)))
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
    let rows: Vec<(String, i64)> = query_as(
        "select number, cursor from mailboxes where number in (select value from json_each($1))",
    )
    .on_postgres(
        "select number, cursor from mailboxes
          where number in (select json_array_elements_text(cast($1 as json)))",
    )
    .bind(&json(numbers))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(number, cursor)| Ok((offices::number(&number)?, unsigned(cursor)?)))
        .collect()
}
