//! Licences: every period that an office has had or will have, with its fee.
//!
//! The period that counts stands with the office itself ([`super::offices`]); these are what it is charged for.

use super::query::{query, query_as, query_scalar};
use super::{Connection, offices};
use crate::error::{Error, Result};
use sqlx::FromRow;
use wire::{OfficeNumber, Time};

/// A period of a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// Its first moment.
    pub from: Time,
    /// Its end.
    pub until: Time,
    /// What it costs, in yen, tax included.
    pub fee_yen: u32,
    /// The campaign that made it cheaper, if one did.
    pub campaign: Option<String>,
    /// When it was agreed.
    pub made: Time,
}

#[derive(FromRow)]
struct Row {
    number: String,
    active_from: i64,
    active_until: i64,
    fee_yen: i64,
    campaign: Option<String>,
    made: i64,
}

impl TryFrom<Row> for Period {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            number: offices::number(&row.number)?,
            from: Time(row.active_from),
            until: Time(row.active_until),
            fee_yen: u32::try_from(row.fee_yen).map_err(|_| Error::Corrupt("fee"))?,
            campaign: row.campaign,
            made: Time(row.made),
        })
    }
}

/// Write a period down; one of the same office and beginning is written anew.
///
/// # Errors
/// When the store fails.
pub async fn put(connection: &mut Connection, period: &Period) -> Result<()> {
    query(
        "insert into licences (number, active_from, active_until, fee_yen, campaign, made)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (number, active_from) do update
            set active_until = excluded.active_until, fee_yen = excluded.fee_yen,
                campaign = excluded.campaign, made = excluded.made",
    )
    .bind(period.number.as_str())
    .bind(period.from.0)
    .bind(period.until.0)
    .bind(i64::from(period.fee_yen))
    .bind(&period.campaign)
    .bind(period.made.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The periods that begin from a time on and before another, by beginning and office.
///
/// # Errors
/// When the store fails.
pub async fn beginning(
    connection: &mut Connection,
    from: Time,
    before: Time,
) -> Result<Vec<Period>> {
    query_as::<Row>(
        "select number, active_from, active_until, fee_yen, campaign, made
           from licences where active_from >= $1 and active_from < $2
          order by active_from, number",
    )
    .bind(from.0)
    .bind(before.0)
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Period::try_from)
    .collect()
}

/// The period of an office that begins last.
///
/// # Errors
/// When the store fails.
pub async fn newest(connection: &mut Connection, number: &OfficeNumber) -> Result<Option<Period>> {
    query_as::<Row>(
        "select number, active_from, active_until, fee_yen, campaign, made
           from licences where number = $1 order by active_from desc limit 1",
    )
    .bind(number.as_str())
    .fetch_optional(connection)
    .await?
    .map(Period::try_from)
    .transpose()
}

/// Whether an office's licence is renewed by itself.
///
/// # Errors
/// When the store fails.
pub async fn renews(connection: &mut Connection, number: &OfficeNumber) -> Result<bool> {
    let renews: Option<i64> = query_scalar("select renews from offices where number = $1")
        .bind(number.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(renews == Some(1))
}

/// Set whether an office's licence is renewed by itself.
///
/// # Errors
/// When the store fails.
pub async fn set_renews(
    connection: &mut Connection,
    number: &OfficeNumber,
    renews: bool,
) -> Result<()> {
    query("update offices set renews = $2 where number = $1")
        .bind(number.as_str())
        .bind(i64::from(renews))
        .execute(connection)
        .await?;
    Ok(())
}

/// The offices that are renewed by themselves, are not suspended, and whose licence ends after one time and before another.
///
/// # Errors
/// When the store fails.
pub async fn due(
    connection: &mut Connection,
    after: Time,
    before: Time,
) -> Result<Vec<OfficeNumber>> {
    let numbers: Vec<String> = query_scalar(
        "select number from offices
          where renews = 1 and suspended is null and active_until > $1 and active_until <= $2
          order by number",
    )
    .bind(after.0)
    .bind(before.0)
    .fetch_all(connection)
    .await?;
    numbers.iter().map(|text| offices::number(text)).collect()
}

/// The office's e-mail address, for the operator.
///
/// # Errors
/// When the store fails.
pub async fn email(connection: &mut Connection, number: &OfficeNumber) -> Result<Option<String>> {
    let email: Option<Option<String>> = query_scalar("select email from offices where number = $1")
        .bind(number.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(email.flatten())
}

/// Set the office's e-mail address.
///
/// # Errors
/// When the store fails.
pub async fn set_email(
    connection: &mut Connection,
    number: &OfficeNumber,
    email: &str,
) -> Result<()> {
    query("update offices set email = $2 where number = $1")
        .bind(number.as_str())
        .bind(email)
        .execute(connection)
        .await?;
    Ok(())
}
