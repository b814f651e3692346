//! The public side.

use super::{FORMAT, Head, KeyKind};
use crate::Error;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use wire::Signed;
use wire::signed::{SignedError, Statable};
use x509_parser::oid_registry::{OID_EC_P256, OID_KEY_TYPE_EC_PUBLIC_KEY, OID_PKCS1_RSAENCRYPTION};
use x509_parser::prelude::FromDer as _;
use x509_parser::x509::SubjectPublicKeyInfo;

/// A public key that checks signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    kind: KeyKind,
    /// SubjectPublicKeyInfo, DER.
    spki: Vec<u8>,
    /// The key itself: an uncompressed point, or an `RSAPublicKey`.
    octets: Vec<u8>,
}

impl VerifyingKey {
    /// A key from its SubjectPublicKeyInfo, DER.
    ///
    /// # Errors
    /// [`Error::Key`] for anything but RSA of at least 2048 bits and P-256 with an uncompressed point.
    pub fn from_spki(der: &[u8]) -> Result<Self, Error> {
        let (rest, spki) = SubjectPublicKeyInfo::from_der(der).map_err(|_| Error::Key)?;
        if !rest.is_empty() {
            return Err(Error::Key);
        }
        Self::read(&spki)
    }

    /// The key of a certificate (X.509, DER). Nothing else of the certificate is looked at.
    ///
    /// # Errors
    /// [`Error::Certificate`] and [`Error::Key`].
    pub fn from_certificate(der: &[u8]) -> Result<Self, Error> {
        let (rest, certificate) =
            x509_parser::parse_x509_certificate(der).map_err(|_| Error::Certificate)?;
        if !rest.is_empty() {
            return Err(Error::Certificate);
        }
        Self::read(certificate.public_key())
    }

    fn read(spki: &SubjectPublicKeyInfo<'_>) -> Result<Self, Error> {
        let octets = spki.subject_public_key.data.to_vec();
        let algorithm = &spki.algorithm;
        let kind = if algorithm.algorithm == OID_KEY_TYPE_EC_PUBLIC_KEY {
            let curve = algorithm
                .parameters
                .as_ref()
                .and_then(|any| any.as_oid().ok());
            let uncompressed = octets.len() == 65 && octets.first() == Some(&4);
            if curve != Some(OID_EC_P256) || !uncompressed {
                return Err(Error::Key);
            }
            KeyKind::P256
        } else if algorithm.algorithm == OID_PKCS1_RSAENCRYPTION {
            match spki.parsed() {
                Ok(x509_parser::public_key::PublicKey::RSA(key)) if key.key_size() >= 2048 => {}
                _ => return Err(Error::Key),
            }
            KeyKind::Rsa
        } else {
            return Err(Error::Key);
        };
        Ok(Self {
            kind,
            spki: spki.raw.to_vec(),
            octets,
        })
    }

    /// Whether this is an RSA or a P-256 key.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// SubjectPublicKeyInfo, DER.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The key itself: an uncompressed point (P-256), or an `RSAPublicKey` (RFC 8017 appendix A.1.1).
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Check a signature over octets.
    ///
    /// # Errors
    /// [`Error::Signature`].
    pub fn verify_octets(&self, octets: &[u8], signature: &[u8]) -> Result<(), Error> {
        let verified = match self.kind {
            KeyKind::Rsa => UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, &self.octets)
                .verify(octets, signature),
            KeyKind::P256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.octets)
                .verify(octets, signature),
        };
        verified.map_err(|_| Error::Signature)
    }

    /// Check the signature first, then the type and the format, and give what was stated.
    ///
    /// # Errors
    /// [`Error::Signature`], [`Error::Text`] (another type, or not its JSON), [`Error::Format`].
    pub fn verify<T: Statable>(&self, signed: &Signed<T>) -> Result<T, Error> {
        self.verify_octets(signed.text.as_bytes(), signed.signature.as_ref())?;
        let content = signed.read().map_err(Error::Text)?;
        let head: Head = serde_json::from_str(&signed.text)
            .map_err(|error| Error::Text(SignedError::Text(error)))?;
        if head.format != FORMAT {
            return Err(Error::Format(head.format));
        }
        Ok(content)
    }
}
