//! The comment of an answer: a text that only the letter's two offices read.
//!
//! It is not signed by itself: it travels inside the statement, which is.

use super::enveloped;
use super::error::{Cause, OpenError, SealError};
use super::keys::{OpeningKey, Recipient};

/// Seal a comment on the letter of a label.
///
/// # Errors
/// [`SealError::NoRecipient`]; the others do not happen on a healthy system.
pub fn seal_comment(
    comment: &str,
    label_text: &str,
    recipients: &[Recipient],
) -> Result<Vec<u8>, SealError> {
    let label = evidence::digest(label_text.as_bytes());
    enveloped::encrypt(comment.as_bytes().to_vec(), recipients, label.as_ref())
}

/// Open a comment on the letter of a label.
///
/// # Errors
/// [`OpenError::CannotOpen`]: not for these keys, about another letter, or no text.
pub fn open_comment(
    sealed: &[u8],
    label_text: &str,
    keys: &[OpeningKey],
) -> Result<String, OpenError> {
    let decrypted = enveloped::decrypt(sealed, keys)?;
    let label = evidence::digest(label_text.as_bytes());
    if decrypted.ukm.as_deref() != Some(label.as_ref()) {
        return Err(Cause::Label.into());
    }
    String::from_utf8(decrypted.octets.to_vec()).map_err(|_| Cause::Contents.into())
}
