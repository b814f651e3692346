//! Around every request: who calls, what was answered, and a record of what was refused.

mod limit;

use crate::Hub;
use crate::admission;
use crate::error::{Error, Refusal};
use crate::incoming::Incoming;
use crate::limits::Turn;
use crate::peer::{Peer, PeerCertificate};
use crate::store::refusals::{self, Refused};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
pub(crate) use limit::Limit;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wire::{Code, Digest, Time};

/// The name under which a request stands in the log, given back to the caller.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How often counts of refusals are looked at.
const COUNTED: Duration = Duration::from_secs(10);

/// Identify the caller, let the request in, pass it on, record a refusal, and log how it ended.
pub(crate) async fn guard(State(hub): State<Hub>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = uuid::Uuid::now_v7();
    // The route and not the path: what stands in paths and queries stays out of the log.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    let certificate = request.extensions().get::<Arc<PeerCertificate>>().cloned();
    let skew = admission::skew(request.headers(), hub.now());

    let mut response = match let_in(&hub, certificate.clone(), &mut request, &route).await {
        Ok(turn) => {
            let answered = next.run(request).await;
            // A handler knows only that the body ended early.
            turn.stopped().map_or(answered, IntoResponse::into_response)
        }
        Err(error) => {
            admission::listen_on(&hub, request).await;
            error.into_response()
        }
    };

    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        hub.metrics.problem(refusal.code);
        let status = refusal.code.status();
        let route = format!("{method} {route}");
        let refused = refused(&hub, refusal, &route, certificate.as_deref());
        if status < 500
            && let Some(refused) = hub.refusals.admit(refused)
            && let Err(error) = record(&hub, refused).await
        {
            tracing::error!(request = %id, %error, "a refusal could not be recorded");
        }
    }
    response.headers_mut().insert(
        REQUEST_ID,
        HeaderValue::from_str(&id.to_string()).expect("a UUID is visible ASCII"),
    );
    admission::tell_time(response.headers_mut(), hub.now(), skew);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    hub.metrics.answered(&method, &route, status, took);
    tracing::info!(
        request = %id,
        route = format!("{method} {route}"),
        status,
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "a request was answered"
    );
    response
}

/// Identify the caller and let the request in. It is under way until the turn is dropped.
async fn let_in(
    hub: &Hub,
    certificate: Option<Arc<PeerCertificate>>,
    request: &mut Request,
    route: &str,
) -> Result<Turn, Error> {
    let certificate = certificate.ok_or(Code::Unauthenticated)?;
    let turn = hub.limits.begin(certificate.fingerprint)?;
    let offices = certificate.offices(hub).await?;
    turn.serves(offices.len());
    admission::check(hub, &turn, request, route)?;
    request
        .extensions_mut()
        .insert(Peer::new(certificate, offices));
    let body = std::mem::take(request.body_mut());
    *request.body_mut() = Body::new(Incoming::new(body, turn.held()));
    Ok(turn)
}

fn refused(
    hub: &Hub,
    refusal: Refusal,
    route: &str,
    certificate: Option<&PeerCertificate>,
) -> Refused {
    Refused {
        time: hub.now(),
        code: refusal.code.as_str().to_owned(),
        route: route.to_owned(),
        fingerprint: certificate.map(|certificate| certificate.fingerprint),
        claimed_from: refusal.from.map(String::from),
        claimed_to: refusal.to.map(String::from),
        times: 1,
    }
}

/// Record a refusal that no request brought about.
pub(crate) async fn note(hub: &Hub, code: Code, route: &str, fingerprint: Option<Digest>) {
    let refused = Refused {
        time: hub.now(),
        code: code.as_str().to_owned(),
        route: route.to_owned(),
        fingerprint,
        claimed_from: None,
        claimed_to: None,
        times: 1,
    };
    if let Some(refused) = hub.refusals.admit(refused)
        && let Err(error) = record(hub, refused).await
    {
        tracing::error!(%error, "a refusal could not be recorded");
    }
}

/// Record what was only counted, from time to time and at the end.
pub(crate) async fn run(hub: Hub) {
    loop {
        let stopped = tokio::select! {
            () = hub.stopping.cancelled() => true,
            () = tokio::time::sleep(COUNTED) => false,
        };
        let now = if stopped { Time(i64::MAX) } else { hub.now() };
        for refused in hub.refusals.due(now) {
            if let Err(error) = record(&hub, refused).await {
                tracing::error!(%error, "a count of refusals could not be recorded");
            }
        }
        if stopped {
            return;
        }
    }
}

async fn record(hub: &Hub, refused: Refused) -> Result<(), Error> {
    hub.writer
        .insist(move |writing| {
            Box::pin(async move { refusals::insert(writing.connection, &refused).await })
        })
        .await
}
