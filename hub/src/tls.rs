//! Mutual TLS: who gets as far as making a request.
//!
//! TLS 1.3 only, with a client certificate that a configured CA has issued.
//! Neither tickets nor early data: a request can not be replayed, and a certificate is looked at in each handshake.
//! Each connection is a task of its own, with a time-out around the handshake and another around the headers,
//! so that clients that are slow or silent delay nobody.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::peer::PeerCertificate;
use crate::{Hub, router};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

/// How long open requests may go on when the hub stops.
const GRACE: Duration = Duration::from_secs(10);
/// How long to wait when the system has no more file handles.
const OUT_OF_HANDLES: Duration = Duration::from_millis(100);

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

/// Accept connections until `shutdown` is done, then let open requests end.
pub(crate) async fn accept(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    hub: Hub,
    shutdown: impl Future<Output = ()> + Send,
) {
    let acceptor = TlsAcceptor::from(tls);
    let stopping = hub.stopping.clone();
    let limits = Limits {
        handshake: hub.config.handshake_timeout(),
        header: hub.config.header_timeout(),
    };
    let router = router::router(hub);
    let connections = TaskTracker::new();
    tokio::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => {
                connections.spawn(connection(
                    stream,
                    address,
                    acceptor.clone(),
                    router.clone(),
                    limits,
                    stopping.clone(),
                ));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(OUT_OF_HANDLES).await;
            }
        }
    }
    drop((listener, router));
    stopping.cancel();
    connections.close();
    connections.wait().await;
}

#[derive(Debug, Clone, Copy)]
struct Limits {
    handshake: Duration,
    header: Duration,
}

/// One connection, from handshake to end.
async fn connection(
    stream: TcpStream,
    address: SocketAddr,
    acceptor: TlsAcceptor,
    router: Router,
    limits: Limits,
    stopping: CancellationToken,
) {
    // Small answers should not wait for each other; a failure costs time only.
    let _ = stream.set_nodelay(true);
    let handshake = timeout(limits.handshake, acceptor.accept(stream));
    let accepted = tokio::select! {
        () = stopping.cancelled() => return,
        accepted = handshake => accepted,
    };
    let stream = match accepted {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            tracing::info!(%address, %error, "a handshake was refused");
            return;
        }
        Err(_) => {
            tracing::info!(%address, "a handshake took too long");
            return;
        }
    };
    let certificate = stream
        .get_ref()
        .1
        .peer_certificates()
        .and_then(|chain| chain.first())
        .map(|certificate| PeerCertificate::read(certificate));
    let certificate = match certificate {
        Some(Ok(certificate)) => Arc::new(certificate),
        Some(Err(error)) => {
            tracing::info!(%address, %error, "a certificate cannot be read");
            return;
        }
        None => return,
    };
    let service = hyper::service::service_fn(move |request: hyper::Request<_>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(Arc::clone(&certificate));
        router.clone().oneshot(request)
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(serving);
    let ended = tokio::select! {
        ended = serving.as_mut() => ended,
        () = stopping.cancelled() => {
            serving.as_mut().graceful_shutdown();
            let Ok(ended) = timeout(GRACE, serving).await else {
                tracing::warn!(%address, "a request was still open when the time to stop was over");
                return;
            };
            ended
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%address, %error, "a connection broke off");
    }
}
