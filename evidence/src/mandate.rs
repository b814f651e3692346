//! 代行: an office's word that another one may act for it.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey, digest};
use wire::signed::Statable as _;
use wire::{Mandate, MandateId, OfficeNumber, Scope, Signed, Time};

/// What goes into a mandate.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The mandate's id.
    pub id: MandateId,
    /// The office that gives it.
    pub office: OfficeNumber,
    /// The office that may act.
    pub agent: OfficeNumber,
    /// What it may do.
    pub scope: Vec<Scope>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// The office's time.
    pub time: Time,
}

/// Give a mandate, by the connection key and its certificate (DER).
///
/// # Errors
/// [`Error::Mismatch`] when it would not pass [`verify`].
pub fn make(key: &SigningKey, certificate: &[u8], facts: Facts) -> Result<Signed<Mandate>, Error> {
    let signed = key.sign(&Mandate {
        r#type: Mandate::TYPE.to_owned(),
        format: Mandate::FORMAT,
        id: facts.id,
        office: facts.office,
        agent: facts.agent,
        scope: facts.scope,
        from: facts.from,
        until: facts.until,
        certificate_sha256: digest(certificate),
        time: facts.time,
    })?;
    verify(certificate, &signed)?;
    Ok(signed)
}

/// Check a mandate by the connection certificate (DER) of the office that gives it.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it allows nothing, or names its own office as agent.
pub fn verify(certificate: &[u8], signed: &Signed<Mandate>) -> Result<Mandate, Error> {
    let mandate = VerifyingKey::from_certificate(certificate)?.verify(signed)?;
    fits(
        mandate.certificate_sha256 == digest(certificate),
        "the mandate names another certificate",
    )?;
    fits(
        mandate.agent != mandate.office,
        "an office needs no mandate for itself",
    )?;
    fits(mandate.from < mandate.until, "the mandate is never valid")?;
    let once = |scope: &Scope| mandate.scope.iter().filter(|other| *other == scope).count() == 1;
    fits(
        !mandate.scope.is_empty() && mandate.scope.iter().all(once),
        "the mandate's scope is empty or repeats itself",
    )?;
    Ok(mandate)
}
