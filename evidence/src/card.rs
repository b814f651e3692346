//! An office's card: its word on itself and on the keys that letters are sealed for.

use crate::error::fits;
use crate::{Error, KeyKind, SigningKey, VerifyingKey, digest};
use wire::signed::Statable as _;
use wire::{
    MandateId, Octets, OfficeCard, OfficeNumber, SealingKey, SealingKeyStatement, ServiceType,
    Signed, Time,
};

/// What goes onto a card.
#[derive(Debug, Clone)]
pub struct Facts {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// The service types under which the office sends and receives.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// What it can take, as media types.
    pub accepts: Vec<String>,
    /// The mandates under which agents receive; their sealing certificates stand among the others.
    pub mandates: Vec<MandateId>,
    /// The connection certificate (X.509, DER).
    pub connection_certificate: Vec<u8>,
    /// The sealing certificates, at least one.
    pub sealing_certificates: Vec<SealingCertificate>,
    /// When the card is made.
    pub time: Time,
}

/// A sealing certificate, and when it may be sealed for.
#[derive(Debug, Clone)]
pub struct SealingCertificate {
    /// X.509, DER, with a P-256 key.
    pub certificate: Vec<u8>,
    /// From.
    pub from: Time,
    /// Until.
    pub until: Time,
}

/// Make a card, signed by the key of its connection certificate.
///
/// # Errors
/// [`Error::Mismatch`] when the card would not pass [`verify`].
pub fn make(key: &SigningKey, facts: Facts) -> Result<Signed<OfficeCard>, Error> {
    let signed = sign(key, key, facts)?;
    verify(&signed)?;
    Ok(signed)
}

/// Make a card with a new connection certificate, signed by the key of the one before it,
/// so that everybody who knows the old card accepts the new one without asking.
///
/// # Errors
/// [`Error::Mismatch`] when the card would not pass [`verify_renewal`].
pub fn renew(
    previous_key: &SigningKey,
    previous: &OfficeCard,
    key: &SigningKey,
    facts: Facts,
) -> Result<Signed<OfficeCard>, Error> {
    let signed = sign(previous_key, key, facts)?;
    verify_renewal(&signed, previous)?;
    Ok(signed)
}

fn sign(
    card_key: &SigningKey,
    connection_key: &SigningKey,
    facts: Facts,
) -> Result<Signed<OfficeCard>, Error> {
    let sealing_keys = facts
        .sealing_certificates
        .into_iter()
        .map(|sealing| {
            let statement = connection_key.sign(&SealingKeyStatement {
                r#type: SealingKeyStatement::TYPE.to_owned(),
                format: OfficeCard::FORMAT,
                number: facts.number.clone(),
                certificate_sha256: digest(&sealing.certificate),
                from: sealing.from,
                until: sealing.until,
            })?;
            Ok(SealingKey {
                certificate: Octets(sealing.certificate),
                statement,
            })
        })
        .collect::<Result<_, Error>>()?;
    card_key.sign(&OfficeCard {
        r#type: OfficeCard::TYPE.to_owned(),
        format: OfficeCard::FORMAT,
        number: facts.number,
        service_types: facts.service_types,
        name: facts.name,
        accepts: facts.accepts,
        connection_certificate: Octets(facts.connection_certificate),
        sealing_keys,
        mandates: facts.mandates.iter().map(MandateId::to_string).collect(),
        time: facts.time,
    })
}

/// Check a card by the connection certificate that stands on it.
///
/// It proves that whoever holds that certificate's key made the card; *whose* certificate it is,
/// the caller must know: the hub by its register, a server by the card that it has pinned.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when a sealing key is not stated, not P-256, or of another office.
pub fn verify(signed: &Signed<OfficeCard>) -> Result<OfficeCard, Error> {
    let unverified = signed.read().map_err(Error::Text)?;
    let key = VerifyingKey::from_certificate(unverified.connection_certificate.as_ref())?;
    let card = key.verify(signed)?;
    content_fits(&card, &key)?;
    Ok(card)
}

/// Check a card that takes the place of one known to be good: signed by the connection key of the card before it.
///
/// The sealing keys are stated by the new connection key. So whoever sees a renewed card first, and knows nothing of the old key,
/// still knows that letters are sealed for keys of the office whose certificate is on the card.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it is of another office, or not newer.
pub fn verify_renewal(
    signed: &Signed<OfficeCard>,
    previous: &OfficeCard,
) -> Result<OfficeCard, Error> {
    let previous_key = VerifyingKey::from_certificate(previous.connection_certificate.as_ref())?;
    let card = previous_key.verify(signed)?;
    fits(
        card.number == previous.number,
        "the card is of another office",
    )?;
    fits(
        card.time > previous.time,
        "the card is not newer than the one before it",
    )?;
    let key = VerifyingKey::from_certificate(card.connection_certificate.as_ref())?;
    content_fits(&card, &key)?;
    Ok(card)
}

/// The certificates of a verified card that may be sealed for at a time.
pub fn sealing_certificates(card: &OfficeCard, now: Time) -> Vec<&[u8]> {
    card.sealing_keys
        .iter()
        .filter(|sealing| {
            sealing
                .statement
                .read()
                .is_ok_and(|statement| statement.from <= now && now < statement.until)
        })
        .map(|sealing| sealing.certificate.as_ref())
        .collect()
}

fn content_fits(card: &OfficeCard, key: &VerifyingKey) -> Result<(), Error> {
    fits(
        !card.service_types.is_empty(),
        "the card names no service type",
    )?;
    fits(
        !card.sealing_keys.is_empty(),
        "the card names no sealing key",
    )?;
    for sealing in &card.sealing_keys {
        let statement = key
            .verify(&sealing.statement)
            .map_err(|_| Error::Mismatch("a sealing key is not stated by the connection key"))?;
        fits(
            statement.number == card.number,
            "a sealing key is of another office",
        )?;
        fits(
            statement.certificate_sha256 == digest(sealing.certificate.as_ref()),
            "a sealing key's statement is about another certificate",
        )?;
        fits(
            statement.from < statement.until,
            "a sealing key is never valid",
        )?;
        let key = VerifyingKey::from_certificate(sealing.certificate.as_ref())?;
        fits(key.kind() == KeyKind::P256, "a sealing key is not P-256")?;
    }
    Ok(())
}
