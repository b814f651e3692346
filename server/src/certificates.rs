//! An office's connection certificate: imported from PEM or PKCS#12, or asked for with a key made here.

use crate::error::{Error, Result};
use crate::relay::pem_certificates;
use evidence::{SigningKey, VerifyingKey};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use std::fmt::Write as _;
use wire::{Digest, OfficeNumber};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use zeroize::Zeroizing;

/// Certificate and key as they were brought.
#[derive(Clone)]
pub struct Imported {
    /// The connection certificate and its chain, PEM, its own first.
    pub certificates: String,
    /// Its key, PKCS#8 DER.
    pub key: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Imported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Imported(***)")
    }
}

/// What is shown of a certificate.
#[derive(Debug, Clone, Serialize)]
pub struct CertificateSummary {
    /// Whose it is.
    pub subject: String,
    /// Who has issued it.
    pub issuer: String,
    /// Seconds since 1970 from which it is valid.
    pub not_before: i64,
    /// Seconds since 1970 until which it is valid.
    pub not_after: i64,
    /// SHA-256 of the certificate: the hub's operator registers it by this.
    pub sha256: Digest,
}

impl CertificateSummary {
    /// The first certificate of a PEM text.
    pub fn of_pem(pem: &str) -> Option<Self> {
        let der = pem_certificates(pem)?.into_iter().next()?;
        let (_, certificate) = X509Certificate::from_der(&der).ok()?;
        Some(Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            not_before: certificate.validity().not_before.timestamp(),
            not_after: certificate.validity().not_after.timestamp(),
            sha256: evidence::digest(&der),
        })
    }
}

/// Certificate and key from PEM texts.
pub fn from_pem(certificates: &str, key: &str) -> Result<Imported> {
    let key = PrivatePkcs8KeyDer::from_pem_slice(key.as_bytes()).map_err(|_| {
        Error::Setup("the key is not PKCS#8 in PEM (`BEGIN PRIVATE KEY`)".to_owned())
    })?;
    Ok(Imported {
        certificates: certificates.to_owned(),
        key: Zeroizing::new(key.secret_pkcs8_der().to_vec()),
    })
}

/// Certificate and key from a PKCS#12 file (RFC 7292).
pub fn from_pkcs12(file: &[u8], password: &SecretString) -> Result<Imported> {
    let store = KeyStore::from_pkcs12(file, password.expose_secret(), Pkcs12ImportPolicy::Strict)
        .map_err(|_| {
        Error::Setup(
            "the file cannot be opened: the password is wrong, or it is no .p12 or .pfx".to_owned(),
        )
    })?;
    let (_, chain) = store
        .private_key_chain()
        .ok_or_else(|| Error::Setup("the file holds no certificate with its key".to_owned()))?;
    let mut certificates = String::new();
    for certificate in chain.certs() {
        certificates.push_str(&pem("CERTIFICATE", certificate.as_der()));
    }
    Ok(Imported {
        certificates,
        key: Zeroizing::new(chain.key().as_der().to_vec()),
    })
}

/// Check that certificate and key belong together and can sign letters. Returns the office's own certificate, DER.
pub fn check(certificates: &str, key: &[u8]) -> Result<Vec<u8>> {
    let wrong = |what: &str| Error::Setup(what.to_owned());
    let own = pem_certificates(certificates)
        .and_then(|chain| chain.into_iter().next())
        .ok_or_else(|| wrong("the certificate is not PEM"))?;
    let signing = SigningKey::from_pkcs8(key)
        .map_err(|_| wrong("the key is neither RSA of 2048 bits or more nor P-256"))?;
    let certified = VerifyingKey::from_certificate(&own)
        .map_err(|_| wrong("the certificate cannot be used"))?;
    if certified == signing.verifying_key() {
        Ok(own.to_vec())
    } else {
        Err(wrong("the certificate and the key do not belong together"))
    }
}

/// Whether a PEM text begins with this certificate (DER).
pub fn is_first(certificates: &str, own: &[u8]) -> bool {
    pem_certificates(certificates).is_some_and(|chain| chain.first().is_some_and(|it| **it == *own))
}

/// The public key (SubjectPublicKeyInfo, DER) of the first certificate of a PEM text.
pub fn public_key(certificates: &str) -> Result<Vec<u8>> {
    let wrong = || Error::Setup("the certificate is not PEM".to_owned());
    let own = pem_certificates(certificates)
        .and_then(|chain| chain.into_iter().next())
        .ok_or_else(wrong)?;
    let (_, certificate) = X509Certificate::from_der(&own).map_err(|_| wrong())?;
    Ok(certificate.public_key().raw.to_vec())
}

/// A new key and a signing request (PKCS#10, RFC 2986) for it: PEM text, public key (DER), key (PKCS#8).
pub fn request(number: &OfficeNumber) -> Result<(String, Vec<u8>, Zeroizing<Vec<u8>>)> {
    let failed = |_| Error::Setup("the certificate request cannot be made".to_owned());
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, number.as_str());
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    let request = params
        .serialize_request(&key)
        .map_err(failed)?
        .pem()
        .map_err(failed)?;
    let secret = Zeroizing::new(key.serialize_der());
    let signing = SigningKey::from_pkcs8(&secret)
        .map_err(|_| Error::Setup("the new key cannot be used".to_owned()))?;
    Ok((request, signing.public_key(), secret))
}

/// Octets as PEM (RFC 7468).
pub fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in encoded.as_bytes().chunks(64) {
        let line = std::str::from_utf8(line).expect("base64 is ASCII");
        writeln!(text, "{line}").expect("writing to a string succeeds");
    }
    writeln!(text, "-----END {label}-----").expect("writing to a string succeeds");
    text
}
