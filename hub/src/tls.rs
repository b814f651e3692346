//! Mutual TLS: who gets as far as making a request.
//!
//! TLS 1.3 only, with a client certificate that a configured CA has issued.
//! Neither tickets nor early data: a request can not be replayed, and a certificate is looked at in each handshake.
//! How a connection is then served stands in [`crate::connections`].

pub(crate) mod reload;

use crate::config::Config;
use crate::error::{Error, Result};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use std::sync::Arc;

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

/// The hub's side of TLS, from its folder.
///
/// # Errors
/// When certificates or keys cannot be read or do not fit together.
pub fn server_config(config: &Config) -> Result<Arc<ServerConfig>> {
    let folder = config.folder();
    let provider = Arc::new(provider());
    let mut roots = RootCertStore::empty();
    for path in config.client_roots() {
        for certificate in certificates(&path)? {
            roots.add(certificate)?;
        }
    }
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|error| Error::Certificate(error.to_string()))?;
    let key_path = folder.server_key();
    let key = PrivateKeyDer::from_pem_file(&key_path)
        .map_err(|error| Error::Certificate(format!("{}: {error}", key_path.display())))?;
    let clock = Arc::new(config.clock.clone());
    let mut tls = ServerConfig::builder_with_details(provider, clock)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(certificates(&folder.server_certificate())?, key)?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    tls.send_tls13_tickets = 0;
    tls.max_early_data_size = 0;
    Ok(Arc::new(tls))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let error = |error| Error::Certificate(format!("{}: {error}", path.display()));
    let found: Vec<_> = CertificateDer::pem_file_iter(path)
        .map_err(error)?
        .collect::<std::result::Result<_, _>>()
        .map_err(error)?;
    if found.is_empty() {
        return Err(Error::Certificate(format!(
            "{}: no certificate in it",
            path.display()
        )));
    }
    Ok(found)
}
