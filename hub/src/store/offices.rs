//! The register of offices.

use super::query::{query, query_as};
use super::{Connection, json, mailboxes};
use crate::error::{Error, Result};
use sqlx::FromRow;
use wire::hub_api::{Office, Standing};
use wire::{OfficeNumber, ServiceType, Time};

/// An office as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// 事業所名.
    pub name: String,
    /// Its telephone number, if it gave one.
    pub telephone: Option<String>,
    /// The service types under which it sends and receives.
    pub service_types: Vec<ServiceType>,
    /// First moment of its licence.
    pub active_from: Time,
    /// End of its licence.
    pub active_until: Time,
    /// Since when the operator has suspended it.
    pub suspended: Option<Time>,
    /// Whether it has published a card.
    pub ready: bool,
}

impl Registered {
    /// Whether the office takes part at a time.
    pub fn standing(&self, now: Time) -> Standing {
        if self.suspended.is_some() {
            Standing::Suspended
        } else if now < self.active_from {
            Standing::NotYet
        } else if now >= self.active_until {
            Standing::Expired
        } else {
            Standing::Active
        }
    }

    /// The directory's entry at a time.
    pub fn entry(self, now: Time) -> Office {
        Office {
            standing: self.standing(now),
            number: self.number,
            service_types: self.service_types,
            name: self.name,
            telephone: self.telephone,
            active_from: self.active_from,
            active_until: self.active_until,
            ready: self.ready,
        }
    }
}

#[derive(FromRow)]
struct Row {
    number: String,
    name: String,
    telephone: Option<String>,
    service_types: String,
    active_from: i64,
    active_until: i64,
    suspended: Option<i64>,
    ready: i64,
}

impl TryFrom<Row> for Registered {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            number: number(&row.number)?,
            name: row.name,
            telephone: row.telephone,
            service_types: split(&row.service_types)?,
            active_from: Time(row.active_from),
            active_until: Time(row.active_until),
            suspended: row.suspended.map(Time),
            ready: row.ready != 0,
        })
    }
}

/// An office number as the store kept it.
pub(super) fn number(text: &str) -> Result<OfficeNumber> {
    text.parse().map_err(|_| Error::Corrupt("office number"))
}

/// Codes of service types as the store keeps them.
pub(super) fn joined(service_types: &[ServiceType]) -> String {
    let codes: Vec<_> = service_types.iter().map(ServiceType::as_str).collect();
    codes.join(" ")
}

/// The same, read again.
pub(super) fn split(codes: &str) -> Result<Vec<ServiceType>> {
    codes
        .split(' ')
        .map(|code| code.parse().map_err(|_| Error::Corrupt("service type")))
        .collect()
}

/// The office with a number.
///
/// # Errors
/// When the store fails.
pub async fn find(
    connection: &mut Connection,
    number: &OfficeNumber,
) -> Result<Option<Registered>> {
    query_as::<Row>(
        "select o.number, o.name, o.telephone, o.service_types, o.active_from, o.active_until, o.suspended,
                (select count(*) from cards c where c.number = o.number) as ready
           from offices o
          where o.number = $1",
    )
    .bind(number.as_str())
    .fetch_optional(connection)
    .await?
    .map(Registered::try_from)
    .transpose()
}

/// The offices with some numbers, as far as they are registered.
///
/// # Errors
/// When the store fails.
pub async fn find_all(
    connection: &mut Connection,
    numbers: &[&OfficeNumber],
) -> Result<Vec<Registered>> {
    query_as::<Row>(
        "select o.number, o.name, o.telephone, o.service_types, o.active_from, o.active_until, o.suspended,
                (select count(*) from cards c where c.number = o.number) as ready
           from offices o
          where o.number in (select value from json_each($1))",
    )
    .on_postgres(
        "select o.number, o.name, o.telephone, o.service_types, o.active_from, o.active_until, o.suspended,
                (select count(*) from cards c where c.number = o.number) as ready
           from offices o
          where o.number in (select json_array_elements_text(cast($1 as json)))",
    )
    .bind(&json(numbers))
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Registered::try_from)
    .collect()
}

/// Offices whose number begins with, or whose name contains, a text; by number, at most `limit`.
///
/// # Errors
/// When the store fails.
pub async fn search(
    connection: &mut Connection,
    text: &str,
    limit: i64,
) -> Result<Vec<Registered>> {
    query_as::<Row>(
        "select o.number, o.name, o.telephone, o.service_types, o.active_from, o.active_until, o.suspended,
                (select count(*) from cards c where c.number = o.number) as ready
           from offices o
          where o.number like $1 || '%' escape '\\' or lower(o.name) like '%' || lower($1) || '%' escape '\\'
          order by o.number
          limit $2",
    )
    .bind(&escaped(text))
    .bind(limit)
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Registered::try_from)
    .collect()
}

/// A text in which the wildcards of `like` stand for themselves.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Put a new office into the register. False when its number is there already.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, office: &Registered, now: Time) -> Result<bool> {
    let inserted = query(
        "insert into offices (number, name, telephone, service_types, active_from, active_until, suspended, registered)
         values ($1, $2, $3, $4, $5, $6, null, $7)
         on conflict (number) do nothing",
    )
    .bind(office.number.as_str())
    .bind(&office.name)
    .bind(&office.telephone)
    .bind(&joined(&office.service_types))
    .bind(office.active_from.0)
    .bind(office.active_until.0)
    .bind(now.0)
    .execute(&mut *connection)
    .await? == 1;
    if inserted {
        mailboxes::create(connection, &office.number).await?;
    }
    Ok(inserted)
}

/// Write an office's record anew.
///
/// # Errors
/// When the store fails.
pub async fn update(connection: &mut Connection, office: &Registered) -> Result<()> {
    query(
        "update offices
            set name = $2, telephone = $3, service_types = $4, active_from = $5, active_until = $6, suspended = $7
          where number = $1",
    )
    .bind(office.number.as_str())
    .bind(&office.name)
    .bind(&office.telephone)
    .bind(&joined(&office.service_types))
    .bind(office.active_from.0)
    .bind(office.active_until.0)
    .bind(office.suspended.map(|time| time.0))
    .execute(connection)
    .await?;
    Ok(())
}
