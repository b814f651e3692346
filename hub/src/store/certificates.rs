//! The register of certificates: which certificate may act for which office.

use super::query::{query, query_as, query_scalar};
use super::{Connection, digest, json, offices};
use crate::error::Result;
use serde::Serialize;
use sqlx::FromRow;
use std::collections::{HashMap, HashSet};
use wire::{Digest, OfficeNumber, Time};

/// A certificate in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisteredCertificate {
    /// SHA-256 of the certificate (DER).
    pub fingerprint: Digest,
    /// The office that it may act for.
    pub number: OfficeNumber,
    /// End of its validity.
    pub not_after: Time,
    /// Since when it stands in the register.
    pub registered: Time,
    /// Since when it is no longer accepted.
    pub revoked: Option<Time>,
}

#[derive(FromRow)]
struct Row {
    fingerprint: Vec<u8>,
    number: String,
    not_after: i64,
    registered: i64,
    revoked: Option<i64>,
}

/// The offices that some certificates may act for now, of each in the order of their numbers. None when it is unknown or revoked.
///
/// # Errors
/// When the store fails.
pub async fn offices_of(
    connection: &mut Connection,
    fingerprints: &[Digest],
) -> Result<HashMap<Digest, Vec<OfficeNumber>>> {
    let asked: HashSet<_> = fingerprints.iter().collect();
    let rows: Vec<(Vec<u8>, String)> = query_as(
        "select fingerprint, number from certificates
          where fingerprint in (select unhex(value) from json_each($1)) and revoked is null
          order by number",
    )
    .on_postgres(
        "select fingerprint, number from certificates
          where fingerprint in (select decode(value, 'hex')
                                  from json_array_elements_text(cast($1 as json)) as asked(value))
            and revoked is null
          order by number",
    )
    .bind(&json(asked))
    .fetch_all(connection)
    .await?;
    let mut offices = HashMap::<_, Vec<_>>::new();
    for (fingerprint, number) in rows {
        let of = offices.entry(digest(&fingerprint)?).or_default();
        of.push(offices::number(&number)?);
    }
    Ok(offices)
}

/// The offices that a certificate acts or has acted for.
///
/// # Errors
/// When the store fails.
pub async fn offices_ever(
    connection: &mut Connection,
    fingerprint: &Digest,
) -> Result<Vec<OfficeNumber>> {
    let numbers: Vec<String> =
        query_scalar("select number from certificates where fingerprint = $1 order by number")
            .bind(fingerprint.as_ref())
            .fetch_all(connection)
            .await?;
    numbers.iter().map(|text| offices::number(text)).collect()
}

/// A certificate that was registered for an office once, with what is needed to say whether it held at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The office.
    pub number: OfficeNumber,
    /// The certificate (X.509, DER).
    pub certificate: Vec<u8>,
    /// Since when it is no longer accepted.
    pub revoked: Option<Time>,
}

/// Fingerprint, office, certificate, and since when it is no longer accepted.
type KnownRow = (Vec<u8>, String, Vec<u8>, Option<i64>);

/// Some certificates by their fingerprints, for each office that they act or have acted for.
///
/// # Errors
/// When the store fails.
pub async fn known(
    connection: &mut Connection,
    fingerprints: &[Digest],
) -> Result<HashMap<Digest, Vec<Known>>> {
    let asked: HashSet<_> = fingerprints.iter().collect();
    let rows: Vec<KnownRow> = query_as(
        "select fingerprint, number, certificate, revoked from certificates
          where fingerprint in (select unhex(value) from json_each($1)) order by number",
    )
    .on_postgres(
        "select fingerprint, number, certificate, revoked from certificates
          where fingerprint in (select decode(value, 'hex')
                                  from json_array_elements_text(cast($1 as json)) as asked(value))
          order by number",
    )
    .bind(&json(asked))
    .fetch_all(connection)
    .await?;
    let mut certificates = HashMap::<_, Vec<_>>::new();
    for (fingerprint, number, certificate, revoked) in rows {
        let of = certificates.entry(digest(&fingerprint)?).or_default();
        of.push(Known {
            number: offices::number(&number)?,
            certificate,
            revoked: revoked.map(Time),
        });
    }
    Ok(certificates)
}

/// Register a certificate (DER) for an office; one that was revoked for it counts again.
///
/// # Errors
/// When the store fails.
pub async fn register(
    connection: &mut Connection,
    number: &OfficeNumber,
    fingerprint: &Digest,
    certificate: &[u8],
    not_after: Time,
    now: Time,
) -> Result<()> {
    query(
        "insert into certificates (fingerprint, number, certificate, not_after, registered, revoked)
         values ($1, $2, $3, $4, $5, null)
         on conflict (fingerprint, number) do update set revoked = null",
    )
    .bind(fingerprint.as_ref())
    .bind(number.as_str())
    .bind(certificate)
    .bind(not_after.0)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Accept a certificate no longer. False when it was not accepted anyway.
///
/// # Errors
/// When the store fails.
pub async fn revoke(connection: &mut Connection, fingerprint: &Digest, now: Time) -> Result<bool> {
    let revoked =
        query("update certificates set revoked = $2 where fingerprint = $1 and revoked is null")
            .bind(fingerprint.as_ref())
            .bind(now.0)
            .execute(connection)
            .await?;
    Ok(revoked > 0)
}

/// All certificates, or those of one office, by office.
///
/// # Errors
/// When the store fails.
pub async fn list(
    connection: &mut Connection,
    number: Option<&OfficeNumber>,
) -> Result<Vec<RegisteredCertificate>> {
    let rows: Vec<Row> = query_as(
        "select fingerprint, number, not_after, registered, revoked
           from certificates
          where $1 is null or number = $1
          order by number, registered",
    )
    .bind(number.map(OfficeNumber::as_str))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RegisteredCertificate {
                fingerprint: digest(&row.fingerprint)?,
                number: offices::number(&row.number)?,
                not_after: Time(row.not_after),
                registered: Time(row.registered),
                revoked: row.revoked.map(Time),
            })
        })
        .collect()
}
