//! Opening: an envelope becomes a letter again, or is refused.

use super::error::{Cause, OpenError};
use super::keys::OpeningKey;
use super::signed::{Attributes, Verified};
use super::{Envelope, enveloped, signed};
use wire::{Digest, Label, Manifest};

/// A part of a letter that was opened and whose signature is good.
pub struct Opened<T> {
    /// What was inside.
    pub content: T,
    /// SHA-256 of the plain octets: of the manifest's JSON, or of the contents.
    pub sha256: Digest,
    /// The sender's certificate (DER), one of those that were trusted.
    pub certificate: Vec<u8>,
    /// The opened `SignedData` (CMS, DER), so that a third party can check the signature without a key.
    pub signed: Vec<u8>,
}

impl<T> std::fmt::Debug for Opened<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is inside is about persons.
        f.write_str("Opened(***)")
    }
}

/// Open the manifest of a letter.
///
/// `label_text` is the label exactly as the hub gave it.
/// `sender_certificates` are the connection certificates (DER) that are known to be those of the label's `from`:
/// the one on its card, and those of earlier cards; for one's own letters, one's own.
///
/// # Errors
/// [`OpenError::CannotOpen`], which always says the same and tells its cause to the log only.
pub fn open_manifest(
    label_text: &str,
    manifest: &[u8],
    keys: &[OpeningKey],
    sender_certificates: &[impl AsRef<[u8]>],
) -> Result<Opened<Manifest>, OpenError> {
    Part::open(label_text, manifest, keys, sender_certificates)?.manifest()
}

/// Open the body of a letter whose manifest is open: the plain ZIP of the files.
///
/// # Errors
/// As [`open_manifest`]; also when body and manifest are not of one letter and one sender.
pub fn open_body(
    label_text: &str,
    manifest: &Opened<Manifest>,
    body: &[u8],
    keys: &[OpeningKey],
) -> Result<Opened<Vec<u8>>, OpenError> {
    let trusted = [manifest.certificate.as_slice()];
    Part::open(label_text, body, keys, &trusted)?.body(manifest)
}

/// Open a whole letter: its manifest and its contents, the plain ZIP of the files.
///
/// # Errors
/// As [`open_manifest`] and [`open_body`].
pub fn open(
    envelope: &Envelope,
    keys: &[OpeningKey],
    sender_certificates: &[impl AsRef<[u8]>],
) -> Result<(Manifest, Vec<u8>), OpenError> {
    let label = &envelope.label;
    let manifest = open_manifest(label, &envelope.manifest, keys, sender_certificates)?;
    let body = open_body(label, &manifest, &envelope.body, keys)?;
    Ok((manifest.content, body.content))
}

/// Verify the opened `SignedData` of a manifest, as it stands in an evidence file: without any secret key.
///
/// # Errors
/// As [`open_manifest`].
pub fn verify_manifest(
    label_text: &str,
    signed: &[u8],
    sender_certificate: &[u8],
) -> Result<Opened<Manifest>, OpenError> {
    let part = Part::verify(label_text, signed.to_vec(), &[sender_certificate])?;
    part.manifest()
}

/// Verify the opened `SignedData` of a body whose manifest is verified.
///
/// # Errors
/// As [`open_body`].
pub fn verify_body(
    label_text: &str,
    manifest: &Opened<Manifest>,
    signed: &[u8],
) -> Result<Opened<Vec<u8>>, OpenError> {
    let part = Part::verify(
        label_text,
        signed.to_vec(),
        &[manifest.certificate.as_slice()],
    )?;
    part.body(manifest)
}

/// A part that was decrypted and verified, and is about its label.
struct Part {
    label: Label,
    attributes: Attributes,
    verified: Verified,
    /// The opened `SignedData`.
    signed: Vec<u8>,
}

impl Part {
    fn open(
        label_text: &str,
        sealed: &[u8],
        keys: &[OpeningKey],
        sender_certificates: &[impl AsRef<[u8]>],
    ) -> Result<Self, Cause> {
        let decrypted = enveloped::decrypt(sealed, keys)?;
        let digest = evidence::digest(label_text.as_bytes());
        if decrypted.ukm.as_deref() != Some(digest.as_ref()) {
            return Err(Cause::Label);
        }
        Self::verify(label_text, decrypted.octets.to_vec(), sender_certificates)
    }

    fn verify(
        label_text: &str,
        signed: Vec<u8>,
        sender_certificates: &[impl AsRef<[u8]>],
    ) -> Result<Self, Cause> {
        let label: Label = serde_json::from_str(label_text).map_err(|_| Cause::Label)?;
        if label.format != Label::FORMAT {
            return Err(Cause::Label);
        }
        let verified = signed::verify(&signed, sender_certificates)?;
        let attributes = verified.attributes().ok_or(Cause::Label)?;
        let about_this_label = attributes.label == evidence::digest(label_text.as_bytes())
            && attributes.time.0 / 1000 == label.time.0 / 1000;
        if !about_this_label {
            return Err(Cause::Label);
        }
        Ok(Self {
            label,
            attributes,
            verified,
            signed,
        })
    }

    fn manifest(self) -> Result<Opened<Manifest>, OpenError> {
        if self.attributes.manifest.is_some() {
            // A body in the manifest's place.
            return Err(Cause::Manifest.into());
        }
        let content: Manifest =
            serde_json::from_slice(&self.verified.content).map_err(|_| Cause::Manifest)?;
        if content.format != Manifest::FORMAT {
            return Err(Cause::Manifest.into());
        }
        Ok(self.opened(content))
    }

    fn body(mut self, manifest: &Opened<Manifest>) -> Result<Opened<Vec<u8>>, OpenError> {
        if self.attributes.manifest != Some(manifest.sha256) {
            return Err(Cause::Manifest.into());
        }
        let contents = &self.verified.content;
        let described = manifest.content.contents_sha256 == evidence::digest(contents)
            && u64::try_from(contents.len()).is_ok_and(|size| size == self.label.size);
        if !described {
            return Err(Cause::Contents.into());
        }
        let contents = std::mem::take(&mut self.verified.content);
        let mut opened = self.opened(contents);
        opened.sha256 = manifest.content.contents_sha256;
        Ok(opened)
    }

    fn opened<T>(self, content: T) -> Opened<T> {
        Opened {
            content,
            sha256: evidence::digest(&self.verified.content),
            certificate: self.verified.certificate,
            signed: self.signed,
        }
    }
}
