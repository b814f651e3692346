//! Why a letter could not be sealed, and why one cannot be opened.

/// Why a letter could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// Nobody to seal for.
    #[error("a letter is sealed for at least one recipient")]
    NoRecipient,
    /// The certificate is no X.509 certificate that a letter can carry.
    #[error("the certificate cannot be used")]
    Certificate,
    /// The key is not of the kind that is needed, or not the certificate's.
    #[error("the key is of another kind, or not the certificate's")]
    Key,
    /// Label, manifest and contents do not describe each other.
    #[error("label, manifest and contents do not describe each other")]
    Disagree,
    /// The library refused, which it does not on a healthy system.
    #[error("sealing failed")]
    Library,
}

impl From<der::Error> for SealError {
    fn from(_: der::Error) -> Self {
        Self::Library
    }
}

impl From<aws_lc_rs::error::Unspecified> for SealError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Library
    }
}

/// Why a letter cannot be opened: always the same sentence, so that nobody learns from it how near a forgery came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It cannot be opened; the cause is for the log.
    #[error("the letter cannot be opened")]
    CannotOpen(Cause),
}

impl OpenError {
    /// The cause, for the log.
    pub fn cause(self) -> Cause {
        let Self::CannotOpen(cause) = self;
        cause
    }
}

impl From<Cause> for OpenError {
    fn from(cause: Cause) -> Self {
        Self::CannotOpen(cause)
    }
}

/// What was wrong with a letter that cannot be opened. It carries nothing of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Not the CMS structure that it should be, or of another version.
    Structure,
    /// An algorithm or a parameter that we do not take.
    Algorithm,
    /// Sealed for none of the keys.
    NotForUs,
    /// The key or the octets do not decrypt.
    Decryption,
    /// Signed with a certificate that is not the sender's.
    Signer,
    /// The signature does not fit.
    Signature,
    /// The label cannot be read, or the signature is not about this label.
    Label,
    /// The manifest cannot be read, or the signature of the body is not about this manifest.
    Manifest,
    /// The contents are not those that the manifest and the label describe.
    Contents,
}

impl From<der::Error> for Cause {
    fn from(_: der::Error) -> Self {
        Self::Structure
    }
}
