//! A statement that travels with its signature.

use crate::Octets;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::marker::PhantomData;

/// A type of which signed statements are made.
///
/// The name stands in the signed text itself, so that a signature over one kind of statement never passes for another.
pub trait Statable: Serialize + DeserializeOwned {
    /// The value of the text's field `type`, for example `careplan-link/receipt`.
    const TYPE: &'static str;

    /// The field `type` as it was read.
    fn stated_type(&self) -> &str;
}

/// The exact text that was signed, and its signature.
///
/// The text is the JSON of a `T`.
/// It travels as it was signed, octet for octet, so that `openssl dgst -verify` can check it without knowing JSON.
/// The signature is RSASSA-PSS with SHA-256 and a salt of 32 octets (RFC 8017) for RSA keys, and ECDSA with SHA-256 in DER (RFC 3279) for P-256 keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Signed<T> {
    /// The signed JSON text.
    pub text: String,
    /// The signature over the octets of `text`.
    pub signature: Octets,
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    kind: PhantomData<T>,
}

/// Why a signed text cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SignedError {
    /// The text is not the JSON of its type.
    #[error("the signed text cannot be read: {0}")]
    Text(#[from] serde_json::Error),
    /// The text is a statement of another type.
    #[error("the signed text is a {found}, not a {expected}")]
    Type {
        /// The type that was asked for.
        expected: &'static str,
        /// The type that the text names.
        found: String,
    },
}

impl<T: Statable> Signed<T> {
    /// Put a text and its signature together; nothing is verified here.
    pub fn new(text: String, signature: Vec<u8>) -> Self {
        Self {
            text,
            signature: Octets(signature),
            kind: PhantomData,
        }
    }

    /// Read what was signed. The signature is *not* verified: that is the work of `evidence`.
    pub fn read(&self) -> Result<T, SignedError> {
        let content: T = serde_json::from_str(&self.text)?;
        if content.stated_type() == T::TYPE {
            Ok(content)
        } else {
            Err(SignedError::Type {
                expected: T::TYPE,
                found: content.stated_type().to_owned(),
            })
        }
    }
}
