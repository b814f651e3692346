//! Sealing: a letter's contents, label and manifest become an envelope, and an envelope a letter again.
//!
//! The form is CMS, so that anyone with the key reads a letter with `openssl cms -decrypt`, `-verify` and `unzip`:
//!
//! ```text
//! ContentInfo id-ct-authEnvelopedData      AES-256-GCM, a fresh key and nonce each      (enveloped.rs)
//!   recipients: ECDH P-256, one ephemeral key each, ukm = digest of the label           (agreement.rs)
//!   content: id-data, the octets of
//!     ContentInfo id-signedData            by the sender's connection key               (signed.rs)
//!       signed attributes: content type, message digest, signing time,
//!                          digest of the label, and on the body digest of the manifest
//!       content: id-data, the manifest's JSON or the ZIP of the files
//! ```
//!
//! The signature names the label, so a letter re-addressed, or inserted by the hub, is refused;
//! the body's names the manifest, so parts of two letters cannot be put together.
//! The envelope's outer fields are not authenticated: every version, OID and parameter is checked all the same,
//! and the hash of the outer octets is never taken for the letter's identity.

mod agreement;
mod algorithm;
mod comment;
mod enveloped;
mod error;
mod keys;
mod oid;
mod open;
mod signed;
#[cfg(test)]
mod tests;

pub use comment::{open_comment, seal_comment};
pub use error::{Cause, OpenError, SealError};
pub use keys::{OpeningKey, Recipient, Signer, new_sealing_key};
pub use open::{Opened, open, open_body, open_manifest, verify_body, verify_manifest};

use wire::{Label, Manifest};

/// A sealed letter, as it goes to the hub.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The label's exact JSON text; its digest is bound into both signatures.
    pub label: String,
    /// The sealed manifest (CMS, DER).
    pub manifest: Vec<u8>,
    /// The sealed contents (CMS, DER).
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Envelope")
            .field("label", &self.label)
            .field("manifest", &self.manifest.len())
            .field("body", &self.body.len())
            .finish()
    }
}

/// Seal a letter for its recipients.
///
/// `contents` is the plain ZIP of the files ([`crate::contents::pack`]).
/// The recipients are every sealing key of the receiver's card, and one of the sender's own,
/// so that what was sent can be opened again; the same certificate twice is one recipient.
///
/// # Errors
/// [`SealError::Disagree`] when label, manifest and contents do not describe each other;
/// [`SealError::NoRecipient`]; the others do not happen on a healthy system.
pub fn seal(
    label: &Label,
    manifest: &Manifest,
    contents: &[u8],
    signer: &Signer,
    recipients: &[Recipient],
) -> Result<Envelope, SealError> {
    let agree = label.format == Label::FORMAT
        && manifest.format == Manifest::FORMAT
        && u64::try_from(contents.len()).is_ok_and(|size| size == label.size)
        && manifest.contents_sha256 == evidence::digest(contents);
    if !agree {
        return Err(SealError::Disagree);
    }
    let label_text = serde_json::to_string(label).map_err(|_| SealError::Library)?;
    let label_digest = evidence::digest(label_text.as_bytes());
    let plain_manifest = serde_json::to_vec(manifest).map_err(|_| SealError::Library)?;
    let manifest_digest = evidence::digest(&plain_manifest);

    let seal_part = |octets: &[u8], manifest_digest| {
        let statement = signed::Attributes {
            time: label.time,
            label: label_digest,
            manifest: manifest_digest,
        };
        let signed = signed::sign(octets, signer, &statement)?;
        enveloped::encrypt(signed, recipients, label_digest.as_ref())
    };
    Ok(Envelope {
        manifest: seal_part(&plain_manifest, None)?,
        body: seal_part(contents, Some(manifest_digest))?,
        label: label_text,
    })
}
