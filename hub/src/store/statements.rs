//! What receiving offices have stated about letters.

use super::letters::Place;
use super::query::{query, query_as, query_scalar};
use super::{Connection, signed};
use crate::error::Result;
use wire::statement::Act;
use wire::{Signed, Statement, Time};

const fn act_name(act: Act) -> &'static str {
    match act {
        Act::Collected => "collected",
        Act::TakenIn => "taken_in",
        Act::Returned => "returned",
        Act::Refused => "refused",
    }
}

/// All statements about a letter, oldest first.
///
/// # Errors
/// When the store fails.
pub async fn list(connection: &mut Connection, place: &Place) -> Result<Vec<Signed<Statement>>> {
    let rows: Vec<(String, Vec<u8>)> = query_as(
        "select text, signature from statements
          where recipient = $1 and sequence = $2 order by statement",
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
    query(
        "insert into statements (recipient, sequence, statement, act, text, signature, stored)
         values ($1, $2,
                 (select coalesce(max(statement), 0) + 1 from statements where recipient = $1 and sequence = $2),
                 $3, $4, $5, $6)",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(act_name(act))
    .bind(&statement.text)
    .bind(statement.signature.as_ref())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
