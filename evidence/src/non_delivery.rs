//! The hub's notice that nobody has collected a letter in time.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey, digest};
use wire::signed::Statable as _;
use wire::{NonDelivery, Receipt, Signed, Time};

/// State that the letter of a receipt was never collected, by the journal key.
///
/// # Errors
/// [`Error::Text`] when the receipt cannot be read.
pub fn make(
    journal_key: &SigningKey,
    receipt: &Signed<Receipt>,
    time: Time,
) -> Result<Signed<NonDelivery>, Error> {
    let about = receipt.read().map_err(Error::Text)?;
    journal_key.sign(&NonDelivery {
        r#type: NonDelivery::TYPE.to_owned(),
        format: NonDelivery::FORMAT,
        id: about.id,
        journal: about.journal,
        receipt_sha256: digest(receipt.text.as_bytes()),
        deposited: about.time,
        time,
    })
}

/// Check a notice: the journal key's signature, and that it is about the letter of this receipt.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it is about another letter.
pub fn verify(
    journal_key: &VerifyingKey,
    signed: &Signed<NonDelivery>,
    receipt: &Signed<Receipt>,
) -> Result<NonDelivery, Error> {
    let notice = journal_key.verify(signed)?;
    let about = receipt.read().map_err(Error::Text)?;
    fits(
        notice.receipt_sha256 == digest(receipt.text.as_bytes()),
        "the notice is about another receipt",
    )?;
    fits(
        notice.id == about.id
            && notice.journal == about.journal
            && notice.deposited == about.time
            && notice.time >= about.time,
        "the notice is about another letter",
    )?;
    Ok(notice)
}
