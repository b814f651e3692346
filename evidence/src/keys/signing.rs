//! The private side.

use super::{KeyKind, VerifyingKey};
use crate::Error;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PSS_SHA256, RsaKeyPair,
};
use std::fmt;
use wire::Signed;
use wire::signed::Statable;
use zeroize::Zeroizing;

/// A key that signs: an office's connection key, or the hub's journal key.
///
/// Prints as stars. The key material lives in the library's own memory, which wipes it when the key is dropped.
pub struct SigningKey(Inner);

enum Inner {
    Rsa(Box<RsaKeyPair>),
    P256(EcdsaKeyPair),
}

impl SigningKey {
    /// A key from an unencrypted PKCS#8 `PrivateKeyInfo` (RFC 5208), DER.
    ///
    /// # Errors
    /// [`Error::Key`] for anything but RSA of at least 2048 bits and P-256.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, Error> {
        if let Ok(key) = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der) {
            return Ok(Self(Inner::P256(key)));
        }
        let key = RsaKeyPair::from_pkcs8(der).map_err(|_| Error::Key)?;
        if key.public_modulus_len() < 256 {
            return Err(Error::Key);
        }
        Ok(Self(Inner::Rsa(Box::new(key))))
    }

    /// A new P-256 key, and its PKCS#8 for keeping.
    pub fn generate() -> (Self, Zeroizing<Vec<u8>>) {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)
            .expect("the system gives random numbers");
        let pkcs8 = key.to_pkcs8v1().expect("a P-256 key can be written");
        let pkcs8 = Zeroizing::new(pkcs8.as_ref().to_vec());
        (Self(Inner::P256(key)), pkcs8)
    }

    /// Whether this is an RSA or a P-256 key.
    pub fn kind(&self) -> KeyKind {
        match &self.0 {
            Inner::Rsa(_) => KeyKind::Rsa,
            Inner::P256(_) => KeyKind::P256,
        }
    }

    /// The public key as SubjectPublicKeyInfo (RFC 5280 section 4.1), DER.
    pub fn public_key(&self) -> Vec<u8> {
        use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
        let der: Result<PublicKeyX509Der<'static>, _> = match &self.0 {
            Inner::Rsa(key) => key.public_key().as_der(),
            Inner::P256(key) => key.public_key().as_der(),
        };
        der.expect("a public key can be written").as_ref().to_vec()
    }

    /// The public side, to verify with.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey::from_spki(&self.public_key()).expect("our own public key is one")
    }

    /// Write a statement as JSON and sign that text.
    ///
    /// # Errors
    /// [`Error::Unwritable`] and [`Error::Signing`], which a healthy system does not give.
    pub fn sign<T: Statable>(&self, statement: &T) -> Result<Signed<T>, Error> {
        let text = serde_json::to_string(statement).map_err(Error::Unwritable)?;
        let signature = self.sign_octets(text.as_bytes())?;
        Ok(Signed::new(text, signature))
    }

    /// Sign octets: RSASSA-PSS with SHA-256 and a salt of 32 octets, or ECDSA with SHA-256 in DER.
    ///
    /// # Errors
    /// [`Error::Signing`], which a healthy system does not give.
    pub fn sign_octets(&self, octets: &[u8]) -> Result<Vec<u8>, Error> {
        let random = SystemRandom::new();
        match &self.0 {
            Inner::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PSS_SHA256, &random, octets, &mut signature)
                    .map_err(|_| Error::Signing)?;
                Ok(signature)
            }
            Inner::P256(key) => key
                .sign(&random, octets)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| Error::Signing),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(***)")
    }
}
