//! Keys that sign and keys that verify: RSA with PSS, or P-256 with ECDSA.

mod signing;
mod verifying;

pub use signing::SigningKey;
pub use verifying::VerifyingKey;

use serde::Deserialize;

/// What a key is; it decides the form of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA of at least 2048 bits: RSASSA-PSS, SHA-256, salt of 32 octets (RFC 8017 section 8.1).
    Rsa,
    /// P-256: ECDSA with SHA-256, the signature in DER (RFC 3279 section 2.2.3).
    P256,
}

/// The version of the format of every statement that exists today.
const FORMAT: u16 = 1;

/// The field that all statements share beside `type`.
#[derive(Deserialize)]
struct Head {
    format: u16,
}
