//! What receiving offices have stated about letters.

use super::letters::Place;
use super::query::{query, query_as, query_scalar};
use super::{Connection, signed};
use crate::error::Result;
use wire::statement::Act;
use wire::{Signed, Statement, Time, Withdrawal};

/// What a withdrawal is called among them.
const WITHDRAWN: &str = "withdrawn";

const fn act_name(act: Act) -> &'static str {
    match act {
        Act::Collected => "collected",
        Act::TakenIn => "taken_in",
        Act::Returned => "returned",
        Act::Refused => "refused",
    }
}

/// All statements of the receiver about a letter, oldest first.
///
/// # Errors
/// When the store fails.
pub async fn list(connection: &mut Connection, place: &Place) -> Result<Vec<Signed<Statement>>> {
    let rows: Vec<(String, Vec<u8>)> = query_as(
        "select text, signature from statements
          where recipient = $1 and sequence = $2 and act <> 'withdrawn' order by statement",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(text, signature)| Signed::new(text, signature))
        .collect())
}

/// Whether something has been stated already.
///
/// # Errors
/// When the store fails.
pub async fn exists(connection: &mut Connection, place: &Place, act: Act) -> Result<bool> {
    let count: i64 = query_scalar(
        "select count(*) from statements where recipient = $1 and sequence = $2 and act = $3",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(act_name(act))
    .fetch_one(connection)
    .await?;
    Ok(count > 0)
}

/// Add a statement about a letter.
///
/// # Errors
/// When the store fails.
pub async fn insert(
    connection: &mut Connection,
    place: &Place,
    act: Act,
    statement: &Signed<Statement>,
    now: Time,
) -> Result<()> {
    let (text, signature) = (&statement.text, statement.signature.as_ref());
    add(connection, place, act_name(act), text, signature, now).await
}

/// Keep the sender's withdrawal of a letter.
///
/// # Errors
/// When the store fails.
pub async fn withdraw(
    connection: &mut Connection,
    place: &Place,
    withdrawal: &Signed<Withdrawal>,
    now: Time,
) -> Result<()> {
    let (text, signature) = (&withdrawal.text, withdrawal.signature.as_ref());
    add(connection, place, WITHDRAWN, text, signature, now).await
}

/// The sender's withdrawal of a letter, if there is one.
///
/// # Errors
/// When the store fails.
pub async fn withdrawal(
    connection: &mut Connection,
    place: &Place,
) -> Result<Option<Signed<Withdrawal>>> {
    let row: Option<(String, Vec<u8>)> = query_as(
        "select text, signature from statements where recipient = $1 and sequence = $2 and act = $3",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(WITHDRAWN)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(text, signature)| Signed::new(text, signature)))
}

async fn add(
    connection: &mut Connection,
    place: &Place,
    act: &str,
    text: &str,
    signature: &[u8],
    now: Time,
) -> Result<()> {
    query(
        "insert into statements (recipient, sequence, statement, act, text, signature, stored)
         values ($1, $2,
                 (select coalesce(max(statement), 0) + 1 from statements where recipient = $1 and sequence = $2),
                 $3, $4, $5, $6)",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(act)
    .bind(text)
    .bind(signature)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
