//! The hub's own CA: certificates for offices that have none of their own.
//!
//! It works on its folder alone, so that the folder can live on a machine that is never online.

use crate::error::{Error, Result};
use crate::folder::{make_private_folder, read_text, write_private};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertificateSigningRequestParams,
    DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PublicKey, PublicKeyData,
};
use rustls_pki_types::CertificateSigningRequestDer;
use rustls_pki_types::pem::PemObject as _;
use std::path::Path;
use std::time::{Duration, SystemTime};
use wire::OfficeNumber;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the CA's own certificate holds.
const CA_DAYS: u32 = 3650;
/// Clocks of offices are not exact: a new certificate holds from this long ago.
const BACKDATED: Duration = Duration::from_secs(5 * 60);

/// A CA with its key, ready to issue.
pub struct Ca {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

impl std::fmt::Debug for Ca {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ca(***)")
    }
}

/// A certificate and the key that was made for it.
pub struct Issued {
    /// The certificate (PEM).
    pub certificate: String,
    /// The certificate (DER).
    pub der: Vec<u8>,
    /// The key (PKCS#8, PEM); none when the certificate answers a signing request.
    pub key: Option<String>,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Issued(certificate, ***)")
    }
}

impl Ca {
    /// Make a new CA in a folder.
    ///
    /// # Errors
    /// [`Error::Exists`] when there is one already.
    pub fn create(folder: &Path, name: &str) -> Result<Self> {
        make_private_folder(folder)?;
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = params(name, CA_DAYS);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key)?.pem();
        write_private(&folder.join("key.pem"), key.serialize_pem().as_bytes())?;
        write_private(&folder.join("certificate.pem"), certificate.as_bytes())?;
        Ok(Self {
            issuer: Issuer::new(params, key),
            certificate,
        })
    }

    /// Open the CA in a folder.
    ///
    /// # Errors
    /// When its two files cannot be read.
    pub fn open(folder: &Path) -> Result<Self> {
        let certificate = read_text(&folder.join("certificate.pem"))?;
        let key = KeyPair::from_pem(&read_text(&folder.join("key.pem"))?)?;
        let issuer = Issuer::from_ca_cert_pem(&certificate, key)?;
        Ok(Self {
            issuer,
            certificate,
        })
    }

    /// The CA's certificate (PEM).
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// A certificate and key for a server that answers to these names.
    ///
    /// # Errors
    /// When a name is neither a DNS name nor an IP address.
    pub fn issue_server(&self, names: &[String], days: u32) -> Result<Issued> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = CertificateParams::new(names)?;
        let first = names.first().map_or("hub", String::as_str);
        fill(&mut params, first, days);
        leaf(&mut params, ExtendedKeyUsagePurpose::ServerAuth);
        self.sign(&params, &key)
            .map(|certificate| issued(&certificate, Some(&key)))
    }

    /// A certificate and key for an office. The number is its common name.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue_office(&self, number: &OfficeNumber, days: u32) -> Result<Issued> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        self.sign(&office_params(number, days), &key)
            .map(|certificate| issued(&certificate, Some(&key)))
    }

    /// A certificate for an office's own key, from its signing request (PKCS#10, PEM).
    ///
    /// Only the key is taken from the request; name and purpose are ours to say.
    ///
    /// # Errors
    /// When the request cannot be read or its signature is wrong.
    pub fn issue_for_request(
        &self,
        number: &OfficeNumber,
        request: &str,
        days: u32,
    ) -> Result<Issued> {
        let octets = CertificateSigningRequestDer::from_pem_slice(request.as_bytes())
            .map_err(certificate_error)?;
        self.issue_for_request_der(number, &octets, days)
    }

    /// The same for a request in DER.
    ///
    /// # Errors
    /// When the request cannot be read, its signature is wrong, or its key is too weak.
    pub fn issue_for_request_der(
        &self,
        number: &OfficeNumber,
        request: &[u8],
        days: u32,
    ) -> Result<Issued> {
        let public_key = check_request(request)?;
        self.sign(&office_params(number, days), &public_key)
            .map(|certificate| issued(&certificate, None))
    }

    fn sign(&self, params: &CertificateParams, key: &impl PublicKeyData) -> Result<Certificate> {
        Ok(params.signed_by(key, &self.issuer)?)
    }
}

/// Check a request (PKCS#10, DER): signed by its own key, and with a key that we accept.
///
/// # Errors
/// [`Error::Certificate`] and [`Error::Evidence`].
pub fn check_request(request: &[u8]) -> Result<PublicKey> {
    evidence::application::With::Request(request.to_vec()).key()?;
    Ok(CertificateSigningRequestParams::from_der(&request.into())?.public_key)
}

fn params(name: &str, days: u32) -> CertificateParams {
    let mut params = CertificateParams::default();
    fill(&mut params, name, days);
    params
}

fn fill(params: &mut CertificateParams, name: &str, days: u32) {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    let now = SystemTime::now();
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + DAY * days).into();
    params.use_authority_key_identifier_extension = true;
}

fn leaf(params: &mut CertificateParams, purpose: ExtendedKeyUsagePurpose) {
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![purpose];
}

fn office_params(number: &OfficeNumber, days: u32) -> CertificateParams {
    let mut params = params(number.as_str(), days);
    leaf(&mut params, ExtendedKeyUsagePurpose::ClientAuth);
    params
}

fn issued(certificate: &Certificate, key: Option<&KeyPair>) -> Issued {
    Issued {
        certificate: certificate.pem(),
        der: certificate.der().to_vec(),
        key: key.map(KeyPair::serialize_pem),
    }
}

/// The error of a certificate that cannot be used, in words.
pub(crate) fn certificate_error(what: impl std::fmt::Display) -> Error {
    Error::Certificate(what.to_string())
}
