//! The sending office's word that it has taken a letter back.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey, digest};
use wire::signed::Statable as _;
use wire::{Label, Signed, Time, Withdrawal};

/// State that a letter is taken back, by the connection key and its certificate (DER).
///
/// # Errors
/// [`Error::Mismatch`] when key and certificate do not belong together, or the label cannot be read.
pub fn make(
    key: &SigningKey,
    certificate: &[u8],
    label_text: &str,
    time: Time,
) -> Result<Signed<Withdrawal>, Error> {
    fits(
        VerifyingKey::from_certificate(certificate)? == key.verifying_key(),
        "the certificate is of another key",
    )?;
    let label = read(label_text)?;
    key.sign(&Withdrawal {
        r#type: Withdrawal::TYPE.to_owned(),
        format: Withdrawal::FORMAT,
        id: label.id,
        office: label.from.number,
        certificate_sha256: digest(certificate),
        label_sha256: digest(label_text.as_bytes()),
        time,
    })
}

/// Check a withdrawal: signed by the sender's connection certificate (DER), and about the letter of this label.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it is about another letter, or by another office.
pub fn verify(
    certificate: &[u8],
    signed: &Signed<Withdrawal>,
    label_text: &str,
) -> Result<Withdrawal, Error> {
    let withdrawal = VerifyingKey::from_certificate(certificate)?.verify(signed)?;
    fits(
        withdrawal.certificate_sha256 == digest(certificate),
        "the withdrawal names another certificate",
    )?;
    fits(
        withdrawal.label_sha256 == digest(label_text.as_bytes()),
        "the withdrawal is about another label",
    )?;
    let label = read(label_text)?;
    fits(
        withdrawal.id == label.id,
        "the withdrawal is about another letter",
    )?;
    fits(
        withdrawal.office == label.from.number,
        "the withdrawal is by another office than the sender",
    )?;
    Ok(withdrawal)
}

fn read(label_text: &str) -> Result<Label, Error> {
    serde_json::from_str(label_text).map_err(|_| Error::Mismatch("the label cannot be read"))
}
