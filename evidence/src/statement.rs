//! The receiving office's word on a letter: collected, taken in, returned, refused.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey, digest};
use wire::signed::Statable as _;
use wire::statement::Act;
use wire::{Digest, Octets, Receipt, Signed, Statement, Time};

/// What an office states about a letter.
#[derive(Debug, Clone)]
pub struct Facts {
    /// What is stated.
    pub act: Act,
    /// SHA-256 of the plain contents as opened; none when the letter could not be opened.
    pub contents_sha256: Option<Digest>,
    /// Why, for `returned` and `refused`: a stable code.
    pub reason: Option<String>,
    /// A comment, sealed to the sender.
    pub comment: Option<Octets>,
    /// The office's time.
    pub time: Time,
}

/// State something about the letter of a receipt, by the connection key and its certificate (DER).
///
/// # Errors
/// [`Error::Text`] when the receipt cannot be read; [`Error::Mismatch`] when key and certificate do not belong together,
/// or a reason is missing or too much.
pub fn make(
    key: &SigningKey,
    certificate: &[u8],
    receipt: &Signed<Receipt>,
    facts: Facts,
) -> Result<Signed<Statement>, Error> {
    fits(
        VerifyingKey::from_certificate(certificate)? == key.verifying_key(),
        "the certificate is of another key",
    )?;
    let about = receipt.read().map_err(Error::Text)?;
    let statement = Statement {
        r#type: Statement::TYPE.to_owned(),
        format: Statement::FORMAT,
        id: about.id,
        act: facts.act,
        office: about.to.number,
        certificate_sha256: digest(certificate),
        receipt_sha256: digest(receipt.text.as_bytes()),
        contents_sha256: facts.contents_sha256,
        reason: facts.reason,
        comment: facts.comment,
        time: facts.time,
    };
    reason_fits(&statement)?;
    key.sign(&statement)
}

/// Check a statement: signed by the receiver's connection certificate (DER), and about the letter of this receipt.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it is about another letter, or by another office.
pub fn verify(
    certificate: &[u8],
    signed: &Signed<Statement>,
    receipt: &Signed<Receipt>,
) -> Result<Statement, Error> {
    let statement = VerifyingKey::from_certificate(certificate)?.verify(signed)?;
    fits(
        statement.certificate_sha256 == digest(certificate),
        "the statement names another certificate",
    )?;
    fits(
        statement.receipt_sha256 == digest(receipt.text.as_bytes()),
        "the statement is about another receipt",
    )?;
    let about = receipt.read().map_err(Error::Text)?;
    fits(
        statement.id == about.id,
        "the statement is about another letter",
    )?;
    fits(
        statement.office == about.to.number,
        "the statement is by another office than the receiver",
    )?;
    reason_fits(&statement)?;
    Ok(statement)
}

/// A letter is returned or refused for a reason, and collected or taken in without one.
fn reason_fits(statement: &Statement) -> Result<(), Error> {
    let negative = matches!(statement.act, Act::Returned | Act::Refused);
    fits(
        negative == statement.reason.is_some(),
        "a reason is missing or too much",
    )?;
    fits(
        statement.act != Act::TakenIn || statement.contents_sha256.is_some(),
        "nobody takes in what could not be opened",
    )
}
