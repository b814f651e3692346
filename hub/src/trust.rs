//! Whom the hub believes: the CAs of the offices, what those have revoked, and the certificate that the hub itself shows.
//!
//! All of it lies in files. They are looked at again every few seconds, and when one has changed, it counts from then on:
//! new handshakes are judged by the new files at once, open connections at their next request or the next look at them.
//! Files that cannot be used leave what counted before in force, and the log says so.

use crate::Hub;
use crate::config::Config;
use crate::crl::{self, List};
use crate::error::{Error, Result};
use crate::hangup::Hangup;
use crate::tls;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wire::{Digest, Time};

/// What handshakes and open connections are judged by.
pub struct Trust {
    /// For the offices: mutual TLS.
    pub(crate) offices: Arc<ServerConfig>,
    /// For the public listener: our certificate is shown, and none is asked for.
    pub(crate) public: Arc<ServerConfig>,
    /// Counts the changes of the files while the hub runs.
    pub(crate) generation: u64,
    verifier: Arc<dyn ClientCertVerifier>,
    lists: Vec<List>,
    /// Of all the files.
    digest: Digest,
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trust")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl Trust {
    /// Read the files.
    ///
    /// # Errors
    /// When certificates, keys or revocation lists cannot be read or do not fit together.
    pub fn load(config: &Config) -> Result<Self> {
        Self::build(config, &Files::read(config)?, 0)
    }

    fn build(config: &Config, files: &Files, generation: u64) -> Result<Self> {
        let digest = files.digest();
        let (verifier, lists) = files.verifier(0)?;
        let chain = tls::certificates(&files.certificate.0, &files.certificate.1)?;
        let (key_path, key) = &files.key;
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|error| Error::Certificate(format!("{}: {error}", key_path.display())))?;
        let builder = || {
            let clock = Arc::new(config.clock.clone());
            ServerConfig::builder_with_details(Arc::new(tls::provider()), clock)
                .with_protocol_versions(&[&rustls::version::TLS13])
        };
        let offices = builder()?
            .with_client_cert_verifier(Arc::clone(&verifier))
            .with_single_cert(chain.clone(), key.clone_key())?;
        let public = builder()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        Ok(Self {
            offices: Arc::new(without_memory(offices)),
            public: Arc::new(without_memory(public)),
            generation,
            verifier,
            lists,
            digest,
        })
    }

    /// Whether a chain of certificates, its holder's first, is to be believed at a time.
    ///
    /// # Errors
    /// [`Error::Certificate`] with the reason.
    pub fn judge(&self, chain: &[CertificateDer<'_>], now: Time) -> Result<()> {
        judge(&*self.verifier, chain, now)
    }
}

/// Whether a chain would be let in with these settings, without a hub that serves.
///
/// # Errors
/// [`Error::Certificate`] with the reason; those of reading the files.
pub(crate) fn would_let_in(config: &Config, chain: &[CertificateDer<'_>]) -> Result<()> {
    let between = chain.len().saturating_sub(1);
    let (verifier, _) = Files::of_callers(config)?.verifier(between)?;
    judge(&*verifier, chain, config.clock.now())
}

fn judge(verifier: &dyn ClientCertVerifier, chain: &[CertificateDer<'_>], now: Time) -> Result<()> {
    let (holder, others) = chain
        .split_first()
        .ok_or_else(|| Error::Certificate("there is no certificate".to_owned()))?;
    let milliseconds = u64::try_from(now.0).unwrap_or_default();
    let now = UnixTime::since_unix_epoch(Duration::from_millis(milliseconds));
    verifier
        .verify_client_cert(holder, others, now)
        .map(drop)
        .map_err(|error| Error::Certificate(error.to_string()))
}

/// Neither tickets nor early data nor remembered sessions: each connection begins with a whole handshake,
/// in which its certificate is looked at.
fn without_memory(mut tls: ServerConfig) -> ServerConfig {
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    tls.send_tls13_tickets = 0;
    tls.max_early_data_size = 0;
    tls.session_storage = Arc::new(NoServerSessionStorage {});
    tls
}

type Named = (PathBuf, Vec<u8>);

/// The files as they lie there.
struct Files {
    certificate: Named,
    key: Named,
    roots: Vec<Named>,
    lists: Vec<Named>,
}

impl Files {
    fn read(config: &Config) -> Result<Self> {
        let folder = config.folder();
        Ok(Self {
            certificate: named(&folder.server_certificate())?,
            key: named(&folder.server_key())?,
            ..Self::of_callers(config)?
        })
    }

    /// Only what callers are judged by.
    fn of_callers(config: &Config) -> Result<Self> {
        let read = |paths: Vec<PathBuf>| paths.iter().map(|path| named(path)).collect();
        let lists: Result<_> = read(crl::files(config.revocation_lists())?);
        let roots: Result<_> = read(config.client_roots().collect());
        Ok(Self {
            certificate: Named::default(),
            key: Named::default(),
            roots: roots?,
            lists: lists?,
        })
    }

    fn digest(&self) -> Digest {
        let named = [&self.certificate, &self.key].into_iter();
        let digests: Vec<_> = named
            .chain(&self.roots)
            .chain(&self.lists)
            .map(|(_, octets)| evidence::digest(octets))
            .collect();
        let parts: Vec<_> = digests.iter().map(AsRef::as_ref).collect();
        evidence::digest_parts(&parts)
    }

    /// What callers' certificates are judged by. A CA without a list is believed; one with a list only as far as it goes.
    ///
    /// Only CAs count that allow so many CAs `between` them and a caller: webpki takes a CA of ours for granted,
    /// and does not look at the length of paths that its own certificate allows (RFC 5280 section 4.2.1.9).
    fn verifier(&self, between: usize) -> Result<(Arc<dyn ClientCertVerifier>, Vec<List>)> {
        let mut roots = RootCertStore::empty();
        for (path, octets) in &self.roots {
            for certificate in tls::certificates(path, octets)? {
                if allows(&certificate, between) {
                    roots.add(certificate)?;
                }
            }
        }
        let mut lists = Vec::new();
        for (path, octets) in &self.lists {
            lists.extend(crl::read(path, octets)?);
        }
        let provider = Arc::new(tls::provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
            .with_crls(lists.iter().map(|list| list.der.clone()))
            .allow_unknown_revocation_status()
            .build()
            .map_err(|error| Error::Certificate(error.to_string()))?;
        Ok((verifier, lists))
    }
}

/// Whether a CA allows so many CAs below it.
fn allows(certificate: &CertificateDer<'_>, below: usize) -> bool {
    // One that cannot be read is refused by webpki, in better words.
    x509_parser::parse_x509_certificate(certificate).map_or(true, |(_, certificate)| {
        let constraints = certificate.basic_constraints().ok().flatten();
        let length = constraints.and_then(|found| found.value.path_len_constraint);
        length.is_none_or(|length| usize::try_from(length).is_ok_and(|length| below <= length))
    })
}

fn named(path: &Path) -> Result<Named> {
    let octets = std::fs::read(path).map_err(Error::file(path))?;
    Ok((path.to_owned(), octets))
}

/// What counts now, for everybody who asks.
#[derive(Debug, Clone)]
pub(crate) struct Current(Arc<watch::Sender<Arc<Trust>>>);

impl Current {
    pub fn new(trust: Trust) -> Self {
        Self(Arc::new(watch::Sender::new(Arc::new(trust))))
    }

    pub fn get(&self) -> Arc<Trust> {
        Arc::clone(&self.0.borrow())
    }
}

/// Look at the files again and again, until the hub stops.
pub(crate) async fn follow(hub: Hub) {
    let mut told = None;
    let mut hangup = Hangup::new();
    loop {
        let trust = hub.trust.get();
        if told != Some(trust.generation) {
            crl::warn_of_old(&trust.lists, hub.now());
            told = Some(trust.generation);
        }
        tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = hangup.asked() => {}
            () = tokio::time::sleep(hub.config.trust_period()) => {}
        }
        let config = Arc::clone(&hub.config);
        let again = tokio::task::spawn_blocking(move || {
            let files = Files::read(&config)?;
            if files.digest() == trust.digest {
                return Ok(None);
            }
            Trust::build(&config, &files, trust.generation + 1).map(Some)
        });
        match again.await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(trust))) => {
                tracing::info!(
                    "certificates, keys or revocation lists have changed, and count from now on"
                );
                hub.trust.0.send_replace(Arc::new(trust));
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "changed certificates or revocation lists cannot be used; those of before count");
            }
            Err(error) => tracing::error!(%error, "the files could not be looked at"),
        }
    }
}
