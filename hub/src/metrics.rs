//! What the hub counts of itself, in the text form that Prometheus reads (OpenMetrics 1.0).
//!
//! Routes, statuses and codes only: no office, no letter, no address stands in a label.

use crate::Hub;
use axum::http::Method;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;
use wire::Code;

/// The upper ends of the buckets of answering times, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// The counters of one hub.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram>,
    refusals: Family<Refused, Counter>,
    shed: Family<ShedLabel, Counter>,
    objects: Family<ObjectLabel, Counter>,
    connections: Gauge,
    bodies: Gauge,
    disk: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    code: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ShedLabel {
    what: Shed,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ObjectLabel {
    what: ObjectAct,
}

/// What was done in object storage, or could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum ObjectAct {
    /// A body was written and read back.
    Written,
    /// A body could not be written, and its letter was refused.
    Failed,
    /// A body was read back otherwise than it was written.
    Differed,
    /// An object was deleted because its letter's time is over.
    Deleted,
    /// An object was deleted because it belongs to no letter.
    Swept,
}

/// What was sent away before it could ask for anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum Shed {
    /// A connection over a limit.
    Connection,
    /// A handshake that failed or took too long.
    Handshake,
}

impl Metrics {
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("careplan_hub"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            refusals: Family::default(),
            shed: Family::default(),
            objects: Family::default(),
            connections: Gauge::default(),
            bodies: Gauge::default(),
            disk: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        let requests = metrics.requests.clone();
        registry.register("requests", "Requests answered", requests);
        let seconds = metrics.seconds.clone();
        registry.register(
            "request_seconds",
            "How long it took until the head of the answer was ready",
            seconds,
        );
        let refusals = metrics.refusals.clone();
        registry.register("problems", "Answers that were a problem, by code", refusals);
        let shed = metrics.shed.clone();
        registry.register("shed", "Connections sent away before a request", shed);
        let objects = metrics.objects.clone();
        registry.register("objects", "What was done in object storage", objects);
        let connections = metrics.connections.clone();
        registry.register("connections", "Open connections", connections);
        let bodies = metrics.bodies.clone();
        registry.register("bodies_octets", "Octets of bodies on their way in", bodies);
        let disk = metrics.disk.clone();
        registry.register("disk_percent", "How full the disk is", disk);
        metrics
    }

    /// A request was answered.
    pub fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let route = route_label(method, route);
        let status = u32::from(status);
        self.seconds
            .get_or_create(&Asked {
                route: route.clone(),
            })
            .observe(took.as_secs_f64());
        self.requests
            .get_or_create(&Answered { route, status })
            .inc();
    }

    /// An answer was a problem.
    pub fn problem(&self, code: Code) {
        let code = code.as_str();
        self.refusals.get_or_create(&Refused { code }).inc();
    }

    /// A connection was sent away.
    pub fn shed(&self, what: Shed) {
        self.shed.get_or_create(&ShedLabel { what }).inc();
    }

    /// Something was done in object storage.
    pub fn object(&self, what: ObjectAct) {
        self.objects.get_or_create(&ObjectLabel { what }).inc();
    }

    /// All of it as text.
    pub fn text(&self, hub: &Hub) -> String {
        let gauge = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        self.connections.set(gauge(hub.limits.connections()));
        self.bodies.set(gauge(hub.limits.held()));
        self.disk.set(gauge(hub.disk.percent()));
        let mut written = String::new();
        text::encode(&mut written, &self.registry).expect("a text takes whatever is written to it");
        written
    }
}

/// Method and route; callers invent neither of them.
fn route_label(method: &Method, route: &str) -> String {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::POST,
        Method::DELETE,
    ];
    if known.contains(method) {
        format!("{method} {route}")
    } else {
        format!("(other) {route}")
    }
}
