//! How browsers reach the server: HTTPS with an own certificate, or plain HTTP on a loopback address.
//!
//! One task a connection; nobody's slow handshake or header delays another.

use crate::config::Config;
use crate::error::{Error, Result};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

/// The address that a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// A handshake, or a request's header, may take so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// Requests under way may take so long when the server ends.
const FAREWELL: Duration = Duration::from_secs(10);

/// How connections are spoken to.
pub enum Speech {
    /// HTTP/1.1 in the clear, on a loopback address.
    Plain,
    /// TLS, with HTTP/2 or HTTP/1.1 as the browser likes.
    Tls(TlsAcceptor),
}

impl Speech {
    /// What the settings ask for; a bare server on an address that others reach is refused.
    pub fn of(config: &Config, address: SocketAddr) -> Result<Self> {
        match (&config.certificate, &config.key) {
            (Some(_), _) | (_, Some(_)) if config.behind_proxy => Err(Error::Setup(
                "`behind_proxy` and `certificate` exclude each other: either the proxy speaks HTTPS or this server"
                    .to_owned(),
            )),
            (Some(certificate), Some(key)) => tls(certificate, key).map(Self::Tls),
            (None, None) if address.ip().is_loopback() => Ok(Self::Plain),
            (None, None) => Err(Error::Setup(format!(
                "without a certificate the server listens on a loopback address only, not on {address}; \
                 give `certificate` and `key`, or put it behind a proxy"
            ))),
            _ => Err(Error::Setup("`certificate` and `key` belong together".to_owned())),
        }
    }
}

fn tls(certificate: &Path, key: &Path) -> Result<TlsAcceptor> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| Error::Io(path.display().to_string(), error))
    };
    let wrong = |path: &Path, what: &str| Error::Setup(format!("{}: {what}", path.display()));
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|_| wrong(certificate, "no certificates in PEM"))?;
    let secret = PrivateKeyDer::from_pem_slice(&zeroize::Zeroizing::new(read(key)?))
        .map_err(|_| wrong(key, "no private key in PEM"))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut tls = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| Error::Setup(error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| wrong(certificate, &error.to_string()))?;
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(tls)))
}

/// Accept and serve connections until the shutdown; then let requests under way finish.
pub async fn serve(
    listener: TcpListener,
    speech: Speech,
    router: Router,
    shutdown: CancellationToken,
) {
    let tasks = TaskTracker::new();
    let speech = Arc::new(speech);
    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (speech, router, shutdown) =
                    (Arc::clone(&speech), router.clone(), shutdown.clone());
                tasks.spawn(async move {
                    connection(stream, peer, &speech, router, &shutdown).await;
                });
            }
            Err(error) => {
                // Out of files, most likely: others will end.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    tasks.close();
    if tokio::time::timeout(FAREWELL, tasks.wait()).await.is_err() {
        tracing::warn!("some requests were cut off at the end");
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    speech: &Speech,
    router: Router,
    shutdown: &CancellationToken,
) {
    // Small answers must not wait for more to say.
    let _ = stream.set_nodelay(true);
    match speech {
        Speech::Plain => http1(stream, peer, router, shutdown).await,
        Speech::Tls(acceptor) => {
            let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await
            else {
                return;
            };
            if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                http2(stream, peer, router, shutdown).await;
            } else {
                http1(stream, peer, router, shutdown).await;
            }
        }
    }
}

async fn http1<S>(stream: S, peer: SocketAddr, router: Router, shutdown: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut connection = std::pin::pin!(
        hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service(router, peer))
    );
    tokio::select! {
        _ = connection.as_mut() => {}
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

async fn http2<S>(stream: S, peer: SocketAddr, router: Router, shutdown: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut connection = std::pin::pin!(
        hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service(router, peer))
    );
    tokio::select! {
        _ = connection.as_mut() => {}
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

fn service(
    router: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone {
    hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().call(request.map(Body::new))
    })
}
