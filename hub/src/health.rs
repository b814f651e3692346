//! Health and metrics, for whoever looks after the hub: on a loopback address, in plain HTTP, and nothing else there.
//!
//! | Path | Answer |
//! |---|---|
//! | `/health/live` | 200 as long as the process answers at all |
//! | `/health/ready` | 200 when it takes deposits, 503 when not; why stands in the JSON |
//! | `/metrics` | counters for Prometheus ([`crate::metrics`]) |

use crate::Hub;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::timeout;

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// The media type of what Prometheus reads.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Whether the hub takes deposits.
#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    /// Each is one of `stopping`, `store`, `disk`.
    lacks: Vec<&'static str>,
}

/// Tell health and metrics until the hub stops.
pub(crate) async fn run(hub: Hub, listener: TcpListener) {
    let stopping = hub.stopping.clone();
    let router = Router::new()
        .route("/health/live", get(async || "live\n"))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(hub);
    let serving = axum::serve(listener, router);
    let serving = serving.with_graceful_shutdown(stopping.cancelled_owned());
    if let Err(error) = serving.await {
        tracing::error!(%error, "health and metrics are not told any longer");
    }
}

async fn ready(State(hub): State<Hub>) -> impl IntoResponse {
    let mut lacks = Vec::new();
    if hub.stopping.is_cancelled() {
        lacks.push("stopping");
    }
    if !matches!(timeout(PATIENCE, hub.store.read()).await, Ok(Ok(_))) {
        lacks.push("store");
    }
    if hub.is_full() {
        lacks.push("disk");
    }
    let ready = lacks.is_empty();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(Readiness { ready, lacks }))
}

async fn metrics(State(hub): State<Hub>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, OPEN_METRICS)],
        hub.metrics.text(&hub),
    )
}
