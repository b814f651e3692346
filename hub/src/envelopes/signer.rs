//! Who has signed a statement: a certificate that was the office's when it signed.
//!
//! Not only that of this connection: an office renews its certificate, and what it signed the day before is still its word.
//! An agent signs by its own certificate, under a mandate that held at that time.

use crate::Hub;
use crate::error::{Error, Result};
use crate::lookup::LookUp;
use crate::peer::PeerCertificate;
use crate::store::certificates::Known;
use crate::store::{Connection, certificates, mandates};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use wire::{Code, Digest, OfficeNumber, Scope, Time};

/// How far an office's clock may be ahead of ours, in seconds.
const AHEAD: i64 = 24 * 60 * 60;

/// The certificates with a fingerprint, one for each office that it acts or has acted for.
#[derive(Debug)]
pub(crate) struct Signers;

impl LookUp for Signers {
    type Key = Digest;
    type Found = Vec<Known>;

    fn all<'a>(
        connection: &'a mut Connection,
        fingerprints: &'a [Digest],
    ) -> BoxFuture<'a, Result<HashMap<Digest, Vec<Known>>>> {
        certificates::known(connection, fingerprints).boxed()
    }
}

/// The certificate (DER) by which an office, or its agent, has signed at a time.
///
/// # Errors
/// `statement_invalid` when no such certificate was the office's at that time.
pub(super) async fn certificate(
    hub: &Hub,
    fingerprint: &Digest,
    office: &OfficeNumber,
    scope: Scope,
    signed: Time,
) -> Result<Vec<u8>> {
    if signed > hub.now().plus_seconds(AHEAD) {
        return Err(invalid("the time is not plausible"));
    }
    let known = hub.signers.ask(*fingerprint).await?;
    for known in known.unwrap_or_default() {
        let acts = known.number == *office || {
            let connection = &mut hub.store.read().await?;
            let scopes = mandates::scope(connection, office, &known.number, signed).await?;
            scopes.contains(&scope)
        };
        if acts && held(&known, signed)? {
            return Ok(known.certificate);
        }
    }
    Err(invalid(
        "it is signed by no certificate that was the office's then",
    ))
}

/// Whether a certificate was in its time and not revoked.
fn held(known: &Known, signed: Time) -> Result<bool> {
    let read = PeerCertificate::read(&known.certificate)?;
    Ok(read.not_before <= signed
        && signed <= read.not_after
        && known.revoked.is_none_or(|revoked| signed < revoked))
}

pub(super) fn invalid(why: impl Into<String>) -> Error {
    Error::refused(Code::StatementInvalid, why)
}
