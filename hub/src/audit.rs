//! Around every request: who calls, what was answered, and a record of what was refused.

mod limit;

use crate::Hub;
use crate::error::{Error, Refusal};
use crate::peer::{Peer, PeerCertificate};
use crate::store::refusals::{self, Refused};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
pub(crate) use limit::Limit;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wire::{Code, Time};

/// The name under which a request stands in the log, given back to the caller.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How often counts of refusals are looked at.
const COUNTED: Duration = Duration::from_secs(10);

/// Identify the caller, pass the request on, record a refusal, and log how it ended.
pub(crate) async fn guard(State(hub): State<Hub>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = uuid::Uuid::now_v7();
    // The route and not the path: what stands in paths and queries stays out of the log.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str);
    let route = format!("{} {route}", request.method());
    let certificate = request.extensions().get::<Arc<PeerCertificate>>().cloned();

    let mut response = match identify(&hub, certificate.clone()).await {
        Ok(peer) => {
            request.extensions_mut().insert(peer);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };

    let code = response
        .extensions_mut()
        .remove::<Refusal>()
        .map(|refusal| {
            let code = refusal.code;
            (code, refused(&hub, refusal, &route, certificate.as_deref()))
        });
    if let Some((code, refused)) = code
        && code.status() < 500
        && let Some(refused) = hub.refusals.admit(refused)
        && let Err(error) = record(&hub, refused).await
    {
        tracing::error!(request = %id, %error, "a refusal could not be recorded");
    }
    response.headers_mut().insert(
        REQUEST_ID,
        HeaderValue::from_str(&id.to_string()).expect("a UUID is visible ASCII"),
    );
    tracing::info!(
        request = %id,
        route,
        status = response.status().as_u16(),
        ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        "a request was answered"
    );
    response
}

async fn identify(hub: &Hub, certificate: Option<Arc<PeerCertificate>>) -> Result<Peer, Error> {
    let certificate = certificate.ok_or(Code::Unauthenticated)?;
    let offices = certificate.offices(hub).await?;
    Ok(Peer::new(certificate, offices))
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
        .run(move |writing| {
            Box::pin(async move { refusals::insert(writing.connection, &refused).await })
        })
        .await
}
