//! The hub's audit of what it refused.

use super::query::{query, query_as};
use super::{Connection, digest, unsigned};
use crate::error::Result;
use sqlx::FromRow;
use wire::{Digest, Time};

/// Something that was refused. No name of a person, no name of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// When.
    pub time: Time,
    /// The code that the caller was told ([`wire::Code`]).
    pub code: String,
    /// Method and route, without what stood in their place.
    pub route: String,
    /// The caller's certificate, if it got as far as showing one.
    pub fingerprint: Option<Digest>,
    /// The sender that the request claimed.
    pub claimed_from: Option<String>,
    /// The recipient that the request claimed.
    pub claimed_to: Option<String>,
    /// How many of this kind this one stands for: more than one only in a flood of them.
    pub times: u64,
}

#[derive(FromRow)]
struct Row {
    time: i64,
    code: String,
    route: String,
    fingerprint: Option<Vec<u8>>,
    claimed_from: Option<String>,
    claimed_to: Option<String>,
    times: i64,
}

/// Record a refusal.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, refused: &Refused) -> Result<()> {
    query(
        "insert into refusals (time, code, route, fingerprint, claimed_from, claimed_to, times)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(refused.time.0)
    .bind(&refused.code)
    .bind(&refused.route)
    .bind(refused.fingerprint.as_ref().map(AsRef::<[u8]>::as_ref))
    .bind(&refused.claimed_from)
    .bind(&refused.claimed_to)
    .bind(super::signed(refused.times)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest refusals, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn newest(connection: &mut Connection, limit: u32) -> Result<Vec<Refused>> {
    let rows: Vec<Row> = query_as(
        "select time, code, route, fingerprint, claimed_from, claimed_to, times
           from refusals order by refusal desc limit $1",
    )
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Refused {
                time: Time(row.time),
                code: row.code,
                route: row.route,
                fingerprint: row.fingerprint.as_deref().map(digest).transpose()?,
                claimed_from: row.claimed_from,
                claimed_to: row.claimed_to,
                times: unsigned(row.times)?,
            })
        })
        .collect()
}

/// How often each code was given, by code.
///
/// # Errors
/// When the store fails.
pub async fn counts(connection: &mut Connection) -> Result<Vec<(String, u64)>> {
    let rows: Vec<(String, i64)> = query_as(
        "select code, cast(sum(times) as bigint) from refusals group by code order by code",
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(code, count)| Ok((code, unsigned(count)?)))
        .collect()
}
