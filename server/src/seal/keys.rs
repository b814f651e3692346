//! The keys of sealing: who signs, for whom, and who opens.

use super::SealError;
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use cms::cert::IssuerAndSerialNumber;
use der::{Decode as _, Encode as _};
use evidence::{KeyKind, SigningKey, VerifyingKey};
use std::fmt;
use std::time::Duration;
use wire::{OfficeNumber, Time};
use x509_cert::Certificate;
use zeroize::Zeroizing;

/// The sending office: its connection key and certificate, RSA or P-256.
#[derive(Debug)]
pub struct Signer {
    pub(super) key: SigningKey,
    pub(super) certificate: Certificate,
}

impl Signer {
    /// A key and its certificate (X.509, DER).
    ///
    /// # Errors
    /// [`SealError::Key`] when they do not belong together, [`SealError::Certificate`] for one that cannot be carried.
    pub fn new(key: SigningKey, certificate: &[u8]) -> Result<Self, SealError> {
        let verifying = verifying_key(certificate)?;
        if verifying != key.verifying_key() {
            return Err(SealError::Key);
        }
        let certificate = read(certificate)?;
        Ok(Self { key, certificate })
    }

    pub(super) fn id(&self) -> IssuerAndSerialNumber {
        id(&self.certificate)
    }
}

/// One whom a letter is sealed for: a sealing certificate with a P-256 key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub(super) id: IssuerAndSerialNumber,
    /// The uncompressed point.
    pub(super) point: Vec<u8>,
}

impl Recipient {
    /// A sealing certificate (X.509, DER).
    ///
    /// # Errors
    /// [`SealError::Certificate`], and [`SealError::Key`] when its key is not P-256.
    pub fn new(certificate: &[u8]) -> Result<Self, SealError> {
        let key = verifying_key(certificate)?;
        if key.kind() != KeyKind::P256 {
            return Err(SealError::Key);
        }
        Ok(Self {
            id: id(&read(certificate)?),
            point: key.octets().to_vec(),
        })
    }
}

/// The private side of a sealing certificate. Prints as stars; the library wipes the key when it is dropped.
pub struct OpeningKey {
    pub(super) recipient: Recipient,
    pub(super) key: PrivateKey,
}

impl OpeningKey {
    /// A sealing certificate (X.509, DER) and its key (PKCS#8, DER).
    ///
    /// # Errors
    /// [`SealError::Certificate`], and [`SealError::Key`] when the key is not P-256 or not the certificate's.
    pub fn new(certificate: &[u8], pkcs8: &[u8]) -> Result<Self, SealError> {
        let recipient = Recipient::new(certificate)?;
        let key =
            PrivateKey::from_private_key_der(&ECDH_P256, pkcs8).map_err(|_| SealError::Key)?;
        let public = key.compute_public_key().map_err(|_| SealError::Key)?;
        if public.as_ref() != recipient.point {
            return Err(SealError::Key);
        }
        Ok(Self { recipient, key })
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(***)")
    }
}

/// Make a sealing key: its self-signed certificate (DER) and the key (PKCS#8, DER).
///
/// The certificate makes the key usable with `openssl cms`; that it is the office's own says the statement on its card.
/// `from` and `until` are written into the certificate, in whole seconds.
///
/// # Errors
/// [`SealError::Library`], which a healthy system does not give.
pub fn new_sealing_key(
    office: &OfficeNumber,
    from: Time,
    until: Time,
) -> Result<(Vec<u8>, Zeroizing<Vec<u8>>), SealError> {
    let library = |_| SealError::Library;
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).map_err(library)?;
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters
        .distinguished_name
        .push(rcgen::DnType::OrganizationalUnitName, "sealing");
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, office.as_str());
    parameters.key_usages = vec![rcgen::KeyUsagePurpose::KeyAgreement];
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    parameters.not_before = epoch + since_1970(from)?;
    parameters.not_after = epoch + since_1970(until)?;
    let certificate = parameters.self_signed(&key).map_err(library)?;
    Ok((
        certificate.der().to_vec(),
        Zeroizing::new(key.serialize_der()),
    ))
}

/// A time as the whole seconds since 1970; a time before is refused.
pub(super) fn since_1970(time: Time) -> Result<Duration, SealError> {
    let seconds = u64::try_from(time.0 / 1000).map_err(|_| SealError::Library)?;
    Ok(Duration::from_secs(seconds))
}

fn verifying_key(certificate: &[u8]) -> Result<VerifyingKey, SealError> {
    VerifyingKey::from_certificate(certificate).map_err(|error| match error {
        evidence::Error::Key => SealError::Key,
        _ => SealError::Certificate,
    })
}

/// Reads a certificate that can travel: what we write is what we read, octet for octet.
fn read(der: &[u8]) -> Result<Certificate, SealError> {
    let certificate = Certificate::from_der(der).map_err(|_| SealError::Certificate)?;
    if certificate.to_der()? == der {
        Ok(certificate)
    } else {
        Err(SealError::Certificate)
    }
}

fn id(certificate: &Certificate) -> IssuerAndSerialNumber {
    let tbs = certificate.tbs_certificate();
    IssuerAndSerialNumber {
        issuer: tbs.issuer().clone(),
        serial_number: tbs.serial_number().clone(),
    }
}
