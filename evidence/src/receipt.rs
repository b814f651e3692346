//! The hub's receipt: made inside the deposit, checked by whoever holds the letter.

use crate::error::fits;
use crate::leaf::{self, Leaf, Salt, What};
use crate::{Error, SigningKey, VerifyingKey, digest, digest_parts};
use wire::signed::Statable as _;
use wire::{Digest, Label, Receipt, Signed, Time};

/// What the hub knows of a deposit when it makes the receipt.
#[derive(Debug, Clone, Copy)]
pub struct Deposit<'a> {
    /// The label as read.
    pub label: &'a Label,
    /// The label's JSON text exactly as deposited.
    pub label_text: &'a str,
    /// The sealed manifest.
    pub manifest: &'a [u8],
    /// The sealed body.
    pub body: &'a [u8],
    /// The letter's number in the receiver's mailbox.
    pub sequence: u64,
    /// The hub's time.
    pub time: Time,
    /// The hub's journal.
    pub journal: &'a str,
    /// The salt of the journal's entry ([`leaf::salt`]).
    pub salt: Salt,
}

/// A receipt with the journal's entry that it names.
#[derive(Debug, Clone)]
pub struct Made {
    /// The receipt, signed.
    pub signed: Signed<Receipt>,
    /// What it says.
    pub receipt: Receipt,
    /// The text of the journal's entry; its hash is the receipt's `leaf_hash`.
    pub leaf: String,
}

/// Make the receipt of a deposit, and its entry in the journal.
///
/// # Errors
/// [`Error::Unwritable`] and [`Error::Signing`], which a healthy system does not give.
pub fn make(key: &SigningKey, deposit: &Deposit<'_>) -> Result<Made, Error> {
    let stored = stored_digest(deposit.manifest, deposit.body);
    make_with_digest(key, deposit, stored)
}

/// The same for a hub that has taken the digest of the stored octets while it received them.
///
/// # Errors
/// As [`make`].
pub fn make_with_digest(
    key: &SigningKey,
    deposit: &Deposit<'_>,
    stored_sha256: Digest,
) -> Result<Made, Error> {
    let label_sha256 = digest(deposit.label_text.as_bytes());
    let size = deposit.manifest.len().saturating_add(deposit.body.len());
    let leaf = Leaf::new(
        deposit.salt,
        What::Deposit,
        vec![label_sha256, stored_sha256],
        Some(deposit.sequence),
        deposit.time,
    )
    .text()?;
    let receipt = Receipt {
        r#type: Receipt::TYPE.to_owned(),
        format: Receipt::FORMAT,
        id: deposit.label.id,
        label_sha256,
        stored_sha256,
        from: deposit.label.from.clone(),
        to: deposit.label.to.clone(),
        size: u64::try_from(size).expect("sizes in memory fit 64 bits"),
        sequence: deposit.sequence,
        time: deposit.time,
        journal: deposit.journal.to_owned(),
        leaf_hash: leaf::hash(&leaf),
    };
    let signed = key.sign(&receipt)?;
    Ok(Made {
        signed,
        receipt,
        leaf,
    })
}

/// The digest of what the hub keeps: the sealed manifest followed by the sealed body.
pub fn stored_digest(manifest: &[u8], body: &[u8]) -> Digest {
    digest_parts(&[manifest, body])
}

/// Check a receipt: the journal key's signature, and that it is for this label.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when label and receipt disagree.
pub fn verify(
    journal_key: &VerifyingKey,
    signed: &Signed<Receipt>,
    label_text: &str,
) -> Result<Receipt, Error> {
    let receipt = journal_key.verify(signed)?;
    fits(
        receipt.label_sha256 == digest(label_text.as_bytes()),
        "the receipt is for another label",
    )?;
    let label: Label = serde_json::from_str(label_text)
        .map_err(|_| Error::Mismatch("the label cannot be read"))?;
    fits(receipt.id == label.id, "the receipt names another letter")?;
    fits(
        receipt.from == label.from,
        "the receipt names another sender",
    )?;
    fits(receipt.to == label.to, "the receipt names another receiver")?;
    Ok(receipt)
}

/// Check that a verified receipt is for these stored octets.
///
/// # Errors
/// [`Error::Mismatch`].
pub fn verify_stored(receipt: &Receipt, manifest: &[u8], body: &[u8]) -> Result<(), Error> {
    let size = u64::try_from(manifest.len().saturating_add(body.len()));
    fits(
        size.is_ok_and(|size| size == receipt.size),
        "the receipt names another size",
    )?;
    fits(
        receipt.stored_sha256 == stored_digest(manifest, body),
        "the receipt is for other octets",
    )
}

/// Check that a verified receipt names this entry of the journal, and that the entry is of this deposit.
///
/// # Errors
/// [`Error::Mismatch`].
pub fn verify_leaf(receipt: &Receipt, text: &str) -> Result<(), Error> {
    fits(
        receipt.leaf_hash == leaf::hash(text),
        "the receipt names another journal entry",
    )?;
    let leaf: Leaf = serde_json::from_str(text)
        .map_err(|_| Error::Mismatch("the journal entry cannot be read"))?;
    fits(
        leaf.r#type == Leaf::TYPE
            && leaf.format == Leaf::FORMAT
            && leaf.what == What::Deposit
            && leaf.digests == [receipt.label_sha256, receipt.stored_sha256]
            && leaf.sequence == Some(receipt.sequence)
            && leaf.time == receipt.time,
        "the journal entry is of another deposit",
    )
}
