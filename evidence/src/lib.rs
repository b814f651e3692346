//! The proof: what shows later who sent what, who kept it, and who opened it.
//!
//! Everything here is made with a [`SigningKey`] and checked with a [`VerifyingKey`].
//! What is signed is the JSON text of a `wire` type, and it travels as it was signed ([`wire::Signed`]),
//! so that `openssl dgst -sha256 -verify` checks it without knowing anything of us.
//!
//! - [`receipt`]: the hub's word that a letter is durably stored.
//! - [`statement`]: the receiving office's word on a letter.
//! - [`withdrawal`]: the sending office's word that it has taken a letter back.
//! - [`kept_from`]: the hub's word on the lowest number that a mailbox is kept from.
//! - [`non_delivery`]: the hub's notice that nobody has collected a letter in time.
//! - [`mandate`]: an office's word that another one may act for it.
//! - [`identity`]: whose certificate it is, read once and strictly, when it is registered.
//! - [`application`]: an office's wish to take part, with the word of its connection key.
//! - [`card`]: an office's word on itself and on the keys that letters are sealed for.
//! - [`leaf`] and [`merkle`]: the entries of the hub's journal, their tree and its proofs (RFC 9162).
//! - [`checkpoint`]: the hub's word on its whole journal at one moment.
//!
//! Nothing here does IO, and nothing here knows the time: times are arguments.

pub mod application;
pub mod card;
pub mod checkpoint;
mod error;
pub mod identity;
pub mod kept_from;
mod keys;
pub mod leaf;
pub mod mandate;
pub mod merkle;
pub mod non_delivery;
pub mod receipt;
pub mod statement;
pub mod withdrawal;

pub use error::Error;
pub use keys::{KeyKind, SigningKey, VerifyingKey};

/// The SHA-256 digest of some octets (FIPS 180-4).
pub fn digest(octets: &[u8]) -> wire::Digest {
    digest_parts(&[octets])
}

/// The SHA-256 digest of parts, as if they stood one after the other.
pub fn digest_parts(parts: &[&[u8]]) -> wire::Digest {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    wire::Digest(digest)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_is_sha_256() {
        assert_eq!(
            super::digest(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "FIPS 180-4, the example with one block"
        );
        assert_eq!(
            super::digest(b"abc"),
            super::digest_parts(&[b"a", b"", b"bc"])
        );
    }
}
