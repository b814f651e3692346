//! Which office may act for which other one.

use super::Connection;
use super::query::{query, query_as, query_scalar};
use crate::error::Result;
use wire::hub_api::MandateRecord;
use wire::{Mandate, MandateId, OfficeNumber, Scope, Signed, Time};

/// Keep a mandate. False when there is one under its id already.
///
/// # Errors
/// When the store fails.
pub async fn insert(
    connection: &mut Connection,
    mandate: &Mandate,
    signed: &Signed<Mandate>,
    now: Time,
) -> Result<bool> {
    let words: Vec<&str> = mandate.scope.iter().map(|scope| scope.as_str()).collect();
    let words = words.join(" ");
    let done = query(
        "insert into mandates (id, office, agent, scope, valid_from, valid_until, text, signature, given)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (id) do nothing",
    )
    .bind(mandate.id.as_bytes().as_slice())
    .bind(mandate.office.as_str())
    .bind(mandate.agent.as_str())
    .bind(&words)
    .bind(mandate.from.0)
    .bind(mandate.until.0)
    .bind(&signed.text)
    .bind(signed.signature.as_ref())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(done == 1)
}

/// A mandate by its id: whoever asks is told of it by the caller.
///
/// # Errors
/// When the store fails.
pub async fn find(connection: &mut Connection, id: MandateId) -> Result<Option<MandateRecord>> {
    let row: Option<(String, Vec<u8>, i64, Option<i64>)> =
        query_as("select text, signature, given, revoked from mandates where id = $1")
            .bind(id.as_bytes().as_slice())
            .fetch_optional(connection)
            .await?;
    Ok(row.map(record))
}

/// The mandates that an office has given or was given, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn list(
    connection: &mut Connection,
    office: &OfficeNumber,
) -> Result<Vec<MandateRecord>> {
    let rows: Vec<(String, Vec<u8>, i64, Option<i64>)> = query_as(
        "select text, signature, given, revoked from mandates
          where office = $1 or agent = $1 order by given desc, id",
    )
    .bind(office.as_str())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// Every mandate that one office has given another, the newest first, whether it holds or not.
///
/// # Errors
/// When the store fails.
pub async fn between(
    connection: &mut Connection,
    office: &OfficeNumber,
    agent: &OfficeNumber,
) -> Result<Vec<MandateRecord>> {
    let rows: Vec<(String, Vec<u8>, i64, Option<i64>)> = query_as(
        "select text, signature, given, revoked from mandates
          where office = $1 and agent = $2 order by given desc, id",
    )
    .bind(office.as_str())
    .bind(agent.as_str())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// Revoke a mandate. False when it is revoked already.
///
/// # Errors
/// When the store fails.
pub async fn revoke(connection: &mut Connection, id: MandateId, now: Time) -> Result<bool> {
    let done = query("update mandates set revoked = $2 where id = $1 and revoked is null")
        .bind(id.as_bytes().as_slice())
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(done == 1)
}

/// What an agent may do for an office at a time; nothing without a mandate.
///
/// # Errors
/// When the store fails.
pub async fn scope(
    connection: &mut Connection,
    office: &OfficeNumber,
    agent: &OfficeNumber,
    at: Time,
) -> Result<Vec<Scope>> {
    let words: Vec<String> = query_scalar(
        "select scope from mandates
          where office = $1 and agent = $2 and valid_from <= $3 and $3 < valid_until
            and (revoked is null or $3 < revoked)",
    )
    .bind(office.as_str())
    .bind(agent.as_str())
    .bind(at.0)
    .fetch_all(connection)
    .await?;
    let granted = |scope: &Scope| {
        words
            .iter()
            .any(|words| words.split(' ').any(|word| word == scope.as_str()))
    };
    Ok([Scope::Send, Scope::Receive]
        .into_iter()
        .filter(granted)
        .collect())
}

fn record((text, signature, given, revoked): (String, Vec<u8>, i64, Option<i64>)) -> MandateRecord {
    MandateRecord {
        mandate: Signed::new(text, signature),
        given: Time(given),
        revoked: revoked.map(Time),
    }
}
