//! The public listener: 利用申請, and nothing else.
//!
//! It shows the hub's certificate and asks for none, so anybody can speak to it.
//! Therefore: its own port, its own few routes, small bodies, few connections, and a rate for each address.
//! Letters and offices cannot be reached from here: the other router is not behind it.

mod rate;

use crate::error::Error;
use crate::{Hub, applications, audit};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use rate::Rate;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{Code, Problem};

/// The largest body: an application with its certificate.
const SMALL: usize = 32 * 1024;
/// Connections at the same time.
const CONNECTIONS: usize = 256;
/// How long one connection may last, from handshake to end.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Careplan Link hub: applications",
        description = "利用申請: how an office asks to take part. TLS 1.3 without a client certificate, on a port of its own."
    ),
    components(schemas(Problem))
)]
struct Document;

/// The routes with their documentation.
pub fn routes() -> OpenApiRouter<Hub> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(applications::apply))
        .routes(routes!(applications::standing))
}

/// The address that a request comes from.
#[derive(Debug, Clone, Copy)]
struct Caller(IpAddr);

fn router(hub: Hub) -> Router {
    let rate = Arc::new(Rate::default());
    let (router, _) = routes().split_for_parts();
    router
        .fallback(|| async { Error::from(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Error::from(Code::MethodNotAllowed) })
        .layer(DefaultBodyLimit::max(SMALL))
        .layer(middleware::from_fn_with_state((hub.clone(), rate), guard))
        .with_state(hub)
}

/// Hold the address to its rate, record what is refused, and log how the request ended.
async fn guard(
    State((hub, rate)): State<(Hub, Arc<Rate>)>,
    request: Request,
    next: Next,
) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str);
    let route = format!("{} {route} (public)", request.method());
    let admitted = request
        .extensions()
        .get::<Caller>()
        .is_some_and(|Caller(address)| rate.admit(*address, Instant::now()));
    let mut response = if admitted {
        next.run(request).await
    } else {
        Error::from(Code::RateLimited).into_response()
    };
    let refusal = response.extensions_mut().remove::<crate::error::Refusal>();
    if let Some(refusal) = refusal
        && refusal.code.status() < 500
    {
        audit::note(&hub, refusal.code, &route, None).await;
    }
    let status = response.status().as_u16();
    tracing::info!(route, status, "a public request was answered");
    response
}

/// Accept connections until the hub stops.
pub(crate) async fn accept(listener: TcpListener, hub: Hub) {
    let router = router(hub.clone());
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = hub.stopping.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => {
                // Where all places are taken, whoever comes is not heard.
                if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                    let serving = connection(stream, address, hub.clone(), router.clone());
                    let stopping = hub.stopping.clone();
                    connections.spawn(async move {
                        tokio::select! {
                            () = stopping.cancelled() => {}
                            _ = timeout(PATIENCE, serving) => {}
                        }
                        drop(place);
                    });
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    connections.close();
    connections.wait().await;
}

async fn connection(stream: TcpStream, address: SocketAddr, hub: Hub, router: Router) {
    let acceptor = TlsAcceptor::from(Arc::clone(&hub.trust.get().public));
    let Ok(Ok(stream)) = timeout(hub.config.handshake_timeout(), acceptor.accept(stream)).await
    else {
        return;
    };
    let service = hyper::service::service_fn(move |request: hyper::Request<_>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(Caller(address.ip()));
        router.clone().oneshot(request)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(hub.config.header_timeout())
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a public connection broke off");
    }
}
