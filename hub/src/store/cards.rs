//! The cards that offices have published.

use super::Connection;
use super::query::{query, query_as};
use crate::error::Result;
use wire::{OfficeCard, OfficeNumber, Signed, Time};

/// An office's newest cards, the newest first, at most two.
///
/// # Errors
/// When the store fails.
pub async fn newest(
    connection: &mut Connection,
    number: &OfficeNumber,
) -> Result<Vec<Signed<OfficeCard>>> {
    let rows: Vec<(String, Vec<u8>)> = query_as(
        "select text, signature from cards where number = $1 order by version desc limit 2",
    )
    .bind(number.as_str())
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(text, signature)| Signed::new(text, signature))
        .collect())
}

/// Publish a card in place of the one before it.
///
/// # Errors
/// When the store fails.
pub async fn insert(
    connection: &mut Connection,
    number: &OfficeNumber,
    card: &Signed<OfficeCard>,
    now: Time,
) -> Result<()> {
    query(
        "insert into cards (number, version, text, signature, stored)
         values ($1, (select coalesce(max(version), 0) + 1 from cards where number = $1), $2, $3, $4)",
    )
    .bind(number.as_str())
    .bind(&card.text)
    .bind(card.signature.as_ref())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}
