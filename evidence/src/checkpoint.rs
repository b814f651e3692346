//! Signed checkpoints: the hub's word on its whole journal at one moment.
//!
//! Two checkpoints of one journal of which the later does not continue the earlier show that the hub has kept two stories:
//! both are signed by it, so anybody who holds them can show it to anybody else.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey};
use wire::signed::Statable as _;
use wire::statement::Checkpoint;
use wire::{Digest, Signed, Time};

/// Sign a checkpoint of a journal: its number of leaves and its root.
///
/// # Errors
/// [`Error::Unwritable`] and [`Error::Signing`], which a healthy system does not give.
pub fn make(
    key: &SigningKey,
    journal: &str,
    size: u64,
    root: Digest,
    time: Time,
) -> Result<Signed<Checkpoint>, Error> {
    key.sign(&Checkpoint {
        r#type: Checkpoint::TYPE.to_owned(),
        format: Checkpoint::FORMAT,
        journal: journal.to_owned(),
        size,
        root,
        time,
    })
}

/// Check a checkpoint: the journal key's signature, and that it is of this journal.
///
/// # Errors
/// Those of [`VerifyingKey::verify`]; [`Error::Mismatch`] when it is of another journal.
pub fn verify(
    key: &VerifyingKey,
    journal: &str,
    signed: &Signed<Checkpoint>,
) -> Result<Checkpoint, Error> {
    let checkpoint = key.verify(signed)?;
    fits(
        checkpoint.journal == journal,
        "the checkpoint is of another journal",
    )?;
    Ok(checkpoint)
}
