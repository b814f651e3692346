//! Who has signed a statement: a certificate that was the office's when it signed.
//!
//! Not only that of this connection: an office renews its certificate, and what it signed the day before is still its word.
//! An agent signs by its own certificate, under a mandate that held at that time.

use crate::error::{Error, Result};
use crate::peer::PeerCertificate;
use crate::store::certificates::Known;
use crate::store::{Connection, certificates, mandates};
use wire::{Code, Digest, OfficeNumber, Scope, Time};

/// How far an office's clock may be ahead of ours, in seconds.
const AHEAD: i64 = 24 * 60 * 60;

/// The certificate (DER) by which an office, or its agent, has signed at a time.
///
/// # Errors
/// `statement_invalid` when no such certificate was the office's at that time.
pub(super) async fn certificate(
    connection: &mut Connection,
    fingerprint: &Digest,
    office: &OfficeNumber,
    scope: Scope,
    signed: Time,
    now: Time,
) -> Result<Vec<u8>> {
    if signed > now.plus_seconds(AHEAD) {
        return Err(invalid("the time is not plausible"));
    }
    for known in certificates::known(connection, fingerprint).await? {
        let acts = known.number == *office
            || mandates::scope(connection, office, &known.number, signed)
                .await?
                .contains(&scope);
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
