//! Why something could not be signed, or does not hold.

use wire::signed::SignedError;

/// Why something could not be signed, or does not hold.
///
/// No variant carries what was found in a text: evidence names offices and letters, and errors go to logs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither an RSA key of 2048 bits or more nor a P-256 key.
    #[error("the key is neither RSA with at least 2048 bits nor P-256")]
    Key,
    /// Not an X.509 certificate.
    #[error("this is not an X.509 certificate")]
    Certificate,
    /// Signing failed in the library.
    #[error("signing failed")]
    Signing,
    /// The signature is not this key's signature over this text.
    #[error("the signature does not fit the text and the key")]
    Signature,
    /// The signed text is not what it should be.
    #[error("the signed text is not of the expected type")]
    Text(#[source] SignedError),
    /// The statement could not be written as JSON.
    #[error("the statement cannot be written")]
    Unwritable(#[source] serde_json::Error),
    /// A format that this version does not know.
    #[error("the format {0} is not known here")]
    Format(u16),
    /// Well signed, but not about what it is held against.
    #[error("the evidence does not fit: {0}")]
    Mismatch(&'static str),
}

/// `Ok` when a condition holds, otherwise the mismatch with its name.
pub(crate) fn fits(holds: bool, what: &'static str) -> Result<(), Error> {
    if holds {
        Ok(())
    } else {
        Err(Error::Mismatch(what))
    }
}
