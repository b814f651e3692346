//! Connections: accepted within their limits, shaken hands with, served, and ended when the hub stops.
//!
//! Each is a task of its own, with a time-out around the handshake, another around the headers, and a least speed
//! for whoever reads our answers, so that clients that are slow or silent delay nobody (T25).

use crate::limits::{Crowded, Handshake};
use crate::metrics::Shed;
use crate::patient::Patient;
use crate::peer::PeerCertificate;
use crate::trust::Trust;
use crate::{Hub, audit, router, tls};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

/// How long open requests may go on when the hub stops.
const GRACE: Duration = Duration::from_secs(10);
/// How long to wait when the system has no more file handles.
const OUT_OF_HANDLES: Duration = Duration::from_millis(100);

/// Accept connections until `shutdown` is done, then let open requests end.
///
/// A connection keeps the keys that it began with; whom the hub believes is looked at again and again ([`crate::trust`]).
pub(crate) async fn accept(
    listener: TcpListener,
    hub: Hub,
    shutdown: impl Future<Output = ()> + Send,
) {
    let stopping = hub.stopping.clone();
    let service = Service {
        router: router::router(hub.clone()),
        hub,
    };
    let connections = TaskTracker::new();
    tokio::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(OUT_OF_HANDLES).await;
                continue;
            }
        };
        // Before a handshake, there is no cheaper answer than none.
        let Some(place) = service.hub.limits.connect(address.ip()) else {
            service.hub.metrics.shed(Shed::Connection);
            continue;
        };
        connections.spawn(service.clone().connection(stream, address, place));
    }
    drop((listener, service));
    stopping.cancel();
    connections.close();
    connections.wait().await;
}

#[derive(Clone)]
struct Service {
    router: Router,
    hub: Hub,
}

impl Service {
    /// One connection, from handshake to end.
    async fn connection(self, stream: TcpStream, address: SocketAddr, place: Handshake) {
        let trust = self.hub.trust.get();
        let acceptor = TlsAcceptor::from(Arc::clone(&trust.offices));
        // Small answers should not wait for each other; a failure costs time only.
        let _ = stream.set_nodelay(true);
        let handshake = timeout(self.hub.config.handshake_timeout(), acceptor.accept(stream));
        let accepted = tokio::select! {
            () = self.hub.stopping.cancelled() => return,
            accepted = handshake => accepted,
        };
        let (stream, certificate) = match accepted {
            Ok(Ok(stream)) => match certificate_of(&stream, &trust) {
                Some(certificate) => (stream, certificate),
                None => return,
            },
            Ok(Err(error)) => {
                self.hub.metrics.shed(Shed::Handshake);
                tracing::info!(%address, %error, "a handshake was refused");
                let (code, why) = tls::refusal(&error);
                audit::note(&self.hub, code, &format!("(handshake: {why})"), None).await;
                return;
            }
            Err(_) => {
                self.hub.metrics.shed(Shed::Handshake);
                tracing::info!(%address, "a handshake took too long");
                return;
            }
        };
        let (_place, crowded) = place.done(&self.hub.limits, certificate.fingerprint);
        self.serve(stream, address, certificate, crowded).await;
    }

    /// Answer the requests of one connection, until it ends or the hub does.
    async fn serve(
        self,
        stream: TlsStream<TcpStream>,
        address: SocketAddr,
        certificate: Arc<PeerCertificate>,
        crowded: Option<Crowded>,
    ) {
        let Self { router, hub } = self;
        let shown = Arc::clone(&certificate);
        let service = hyper::service::service_fn(move |request: hyper::Request<_>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Arc::clone(&shown));
            if let Some(crowded) = crowded {
                request.extensions_mut().insert(crowded);
            }
            router.clone().oneshot(request)
        });
        let stream = Patient::new(stream, hub.config.limits.slowness());
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(hub.config.header_timeout())
            .serve_connection(TokioIo::new(stream), service);
        tokio::pin!(serving);
        let ended = tokio::select! {
            ended = serving.as_mut() => ended,
            error = certificate.until_unwelcome(&hub) => {
                tracing::info!(%address, %error, "a connection was cut: its certificate does not count any longer");
                let fingerprint = Some(certificate.fingerprint);
                audit::note(&hub, error.code(), "(open connection)", fingerprint).await;
                return;
            }
            () = hub.stopping.cancelled() => {
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
}

/// The certificate that the handshake has verified.
fn certificate_of(stream: &TlsStream<TcpStream>, trust: &Trust) -> Option<Arc<PeerCertificate>> {
    let chain = stream.get_ref().1.peer_certificates()?;
    match PeerCertificate::shown(chain, trust) {
        Ok(certificate) => Some(Arc::new(certificate)),
        Err(error) => {
            tracing::info!(%error, "a certificate cannot be read");
            None
        }
    }
}
