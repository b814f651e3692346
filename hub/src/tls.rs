//! Mutual TLS: who gets as far as making a request.
//!
//! TLS 1.3 only, with a client certificate that a configured CA has issued.
//! Neither tickets nor early data: a request can not be replayed, and a certificate is looked at in each handshake.
//! Who is believed stands in [`crate::trust`], how a connection is then served in [`crate::connections`].

use crate::error::{Error, Result};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use std::path::Path;
use wire::Code;

/// The cipher suites and groups that we speak: those of TLS 1.3 with 128 bits of security and more.
pub fn provider() -> CryptoProvider {
    CryptoProvider {
        cipher_suites: vec![
            aws_lc_rs::cipher_suite::TLS13_AES_256_GCM_SHA384,
            aws_lc_rs::cipher_suite::TLS13_AES_128_GCM_SHA256,
            aws_lc_rs::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
        ],
        kx_groups: vec![
            aws_lc_rs::kx_group::X25519,
            aws_lc_rs::kx_group::SECP256R1,
            aws_lc_rs::kx_group::SECP384R1,
        ],
        ..aws_lc_rs::default_provider()
    }
}

/// The certificates of a file (PEM), in their order.
///
/// # Errors
/// [`Error::Certificate`] when there is none in it, or something else.
pub(crate) fn certificates(path: &Path, octets: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let wrong = |what: String| Error::Certificate(format!("{}: {what}", path.display()));
    let found: Vec<_> = CertificateDer::pem_slice_iter(octets)
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| wrong(error.to_string()))?;
    if found.is_empty() {
        return Err(wrong("no certificate in it".to_owned()));
    }
    Ok(found)
}

/// Why a handshake was refused, in a word that tells the operator what to look for; no name is in it.
pub(crate) fn refusal(error: &std::io::Error) -> (Code, &'static str) {
    use rustls::{CertificateError as Wrong, Error as Tls};
    let error = error
        .get_ref()
        .and_then(|error| error.downcast_ref::<Tls>());
    let word = match error {
        Some(Tls::NoCertificatesPresented) => return (Code::Unauthenticated, "no certificate"),
        Some(Tls::InvalidCertificate(wrong)) => match wrong {
            Wrong::Expired | Wrong::ExpiredContext { .. } => "expired",
            Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => "not valid yet",
            Wrong::Revoked => "revoked",
            Wrong::UnknownIssuer => "unknown issuer",
            Wrong::InvalidPurpose | Wrong::InvalidPurposeContext { .. } => "wrong purpose",
            Wrong::BadEncoding => "encoding",
            Wrong::BadSignature
            | Wrong::UnsupportedSignatureAlgorithmContext { .. }
            | Wrong::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => "signature",
            _ => "certificate",
        },
        Some(Tls::PeerIncompatible(_)) => return (Code::Invalid, "protocol"),
        _ => return (Code::Invalid, "broken off"),
    };
    (Code::CertificateUnknown, word)
}
