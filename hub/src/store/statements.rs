//! What receiving offices have stated about letters.

use super::letters::Place;
use super::query::{query, query_as};
use super::{Connection, json, offices, signed, unsigned};
use crate::error::Result;
use std::collections::HashSet;
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

/// About which of some letters something has been stated already.
///
/// # Errors
/// When the store fails.
pub async fn stated<'p>(
    connection: &mut Connection,
    places: impl Iterator<Item = &'p Place>,
    act: Act,
) -> Result<HashSet<Place>> {
    let rows: Vec<_> = places
        .map(|place| (&place.recipient, place.sequence))
        .collect();
    let found: Vec<(String, i64)> = query_as(
        "select distinct recipient, sequence from json_each($1) join statements
             on recipient = value ->> 0 and sequence = value ->> 1
          where act = $2",
    )
    .on_postgres(
        "select distinct recipient, sequence
           from json_array_elements(cast($1 as json)) as rows(value) join statements
             on recipient = value ->> 0 and sequence = cast(value ->> 1 as bigint)
          where act = $2",
    )
    .bind(&json(rows))
    .bind(act_name(act))
    .fetch_all(connection)
    .await?;
    found
        .into_iter()
        .map(|(recipient, sequence)| {
            Ok(Place {
                recipient: offices::number(&recipient)?,
                sequence: unsigned(sequence)?,
            })
        })
        .collect()
}

/// Add statements of one act, each about another letter.
///
/// # Errors
/// When the store fails.
pub async fn insert(
    connection: &mut Connection,
    act: Act,
    statements: &[(&Place, &Signed<Statement>)],
    now: Time,
) -> Result<()> {
    let rows = statements.iter().map(|(place, signed)| {
        let signature = hex::encode(signed.signature.as_ref());
        (&place.recipient, place.sequence, &signed.text, signature)
    });
    query(
        "insert into statements (recipient, sequence, statement, act, text, signature, stored)
         select value ->> 0, value ->> 1,
                (select coalesce(max(statement), 0) + 1 from statements
                  where recipient = value ->> 0 and sequence = value ->> 1),
                $2, value ->> 2, unhex(value ->> 3), $3
           from json_each($1)",
    )
    .on_postgres(
        "insert into statements (recipient, sequence, statement, act, text, signature, stored)
         select value ->> 0, cast(value ->> 1 as bigint),
                (select coalesce(max(statement), 0) + 1 from statements
                  where recipient = value ->> 0 and sequence = cast(value ->> 1 as bigint)),
                $2, value ->> 2, decode(value ->> 3, 'hex'), $3
           from json_array_elements(cast($1 as json)) as rows(value)",
    )
    .bind(&json(rows.collect::<Vec<_>>()))
    .bind(act_name(act))
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
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
    query(
        "insert into statements (recipient, sequence, statement, act, text, signature, stored)
         values ($1, $2,
                 (select coalesce(max(statement), 0) + 1 from statements where recipient = $1 and sequence = $2),
                 $3, $4, $5, $6)",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(WITHDRAWN)
    .bind(&withdrawal.text)
    .bind(withdrawal.signature.as_ref())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
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
