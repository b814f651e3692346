//! Large bodies in object storage: written first, read back, the row last; what ends in between leaves nothing behind.

mod faults;

use crate::support::objects::{Server, age};
use crate::support::proxy::{Proxy, Wire};
use crate::support::*;
use hub::config::Objects;
use hub::doctor::{self, Finding};
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, Response, StatusCode};
use std::time::{Duration, Instant};
use wire::{Code, EnvelopeId, Label, State};

/// Larger than what stands beside the row.
const LARGE: usize = 600_000;

/// A hub with object storage, and a wire between them.
struct Place {
    hub: TestHub,
    storage: Server,
    wire: Proxy,
    manager: Caller,
    visits: Caller,
}

impl Place {
    /// None where there is no server to be started.
    async fn start() -> Option<Self> {
        if !objects::is_installed() {
            return None;
        }
        let storage = tokio::task::spawn_blocking(Server::start).await.unwrap();
        let wire = Proxy::start(storage.port).await;
        let hub = TestHub::start_with(|config| {
            config.objects = object_storage(wire.port);
            config.sweep_seconds = 1;
            config.body_days = 10;
        })
        .await;
        let manager = hub.ready_office("9970100018-43").await;
        let visits = hub.ready_office("9970200024-11").await;
        Some(Self {
            hub,
            storage,
            wire,
            manager,
            visits,
        })
    }

    async fn findings(&self) -> Vec<Finding> {
        let store = self.hub.store().await;
        let report = doctor::examine(self.hub.config(), &store).await.unwrap();
        report.findings
    }

    /// Wait until so many objects are there.
    async fn until_objects(&self, count: usize) {
        let begin = Instant::now();
        while self.storage.objects().len() != count {
            let found = self.storage.objects();
            assert!(begin.elapsed() < PATIENCE, "{count} objects, not {found:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn rows(&self) -> Vec<i64> {
        self.hub.numbers("select count(*) from letters").await
    }

    /// Leave a letter until it is kept, as an office's server does.
    async fn leave(&self, label: &Label, body: &[u8]) {
        let begin = Instant::now();
        loop {
            let response = self.manager.deposit(label, body).await;
            if response.status().is_success() {
                return;
            }
            assert_later(response).await;
            assert!(begin.elapsed() < PATIENCE, "it does not come back");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    fn letter(&self, size: usize) -> (Label, Vec<u8>) {
        let body = octets(size);
        (
            self.manager.label(&self.visits.address, length(&body)),
            body,
        )
    }
}

async fn range(caller: &Caller, id: EnvelopeId, range: &str) -> Response {
    let path = format!("/v1/envelopes/{id}/body");
    let request = caller.request(Method::GET, &path).header("range", range);
    request.send().await.unwrap()
}

/// Refused for now, in a way that lets its sender try again.
async fn assert_later(response: Response) {
    assert!(response.headers().contains_key(RETRY_AFTER));
    assert_problem(response, Code::Unavailable).await;
}

#[tokio::test]
async fn a_large_letter_lies_in_object_storage_and_comes_back_as_it_was() {
    let Some(place) = Place::start().await else {
        return;
    };
    let (manager, visits) = (&place.manager, &place.visits);
    let (small, _) = manager.send(&visits.address, &octets(64 * 1024)).await;
    assert_eq!(
        place.storage.objects().len(),
        0,
        "small ones stand in the row"
    );
    assert!(visits.body(small).await.bytes().await.unwrap() == octets(64 * 1024));

    for (count, size) in (1..).zip([
        64 * 1024 + 1,
        256 * 1024,
        256 * 1024 + 1,
        3 * 1024 * 1024 + 7,
    ]) {
        let body = octets(size);
        let (id, _) = manager.send(&visits.address, &body).await;
        assert_eq!(place.storage.objects().len(), count);
        let whole = visits.body(id).await;
        assert_eq!(whole.headers()["content-length"], size.to_string().as_str());
        assert!(whole.bytes().await.unwrap() == body, "{size} octets");
        let end = size - 1;
        let piece = (256 * 1024 - 1).min(end);
        for (first, last) in [(0, 0), (end, end), (piece, end), (size / 3, size / 2)] {
            let response = range(visits, id, &format!("bytes={first}-{last}")).await;
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
            assert!(
                response.bytes().await.unwrap() == body[first..=last],
                "{first}-{last} of {size}"
            );
        }
    }
    assert_eq!(
        place.hub.numbers("select count(*) from body_pieces").await,
        [0]
    );
    assert_eq!(place.findings().await, []);
}

#[tokio::test]
async fn the_same_letter_again_is_one_letter_and_one_object() {
    let Some(place) = Place::start().await else {
        return;
    };
    let (label, body) = place.letter(LARGE);
    let first = place.manager.deposit(&label, &body).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    let again = place.manager.deposit(&label, &body).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(first.text().await.unwrap(), again.text().await.unwrap());
    let mut other = body.clone();
    other[LARGE / 2] ^= 1;
    let response = place.manager.deposit(&label, &other).await;
    assert_problem(response, Code::IdInUse).await;

    // Whoever comes at the same time finds no row yet: what is of no use is deleted.
    let (label, body) = place.letter(LARGE);
    let deposit = || place.manager.deposit(&label, &body);
    let (one, two, three) = tokio::join!(deposit(), deposit(), deposit());
    let mut statuses = [one, two, three].map(|response| response.status().as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 201]);
    place.until_objects(2).await;
    assert!(place.visits.body(label.id).await.bytes().await.unwrap() == body);
}

#[tokio::test]
async fn what_would_be_refused_is_not_put_into_object_storage() {
    let Some(place) = Place::start().await else {
        return;
    };
    let body = octets(LARGE);
    let nobody = "9970900013-11".parse().unwrap();
    let label = place.manager.label(&nobody, length(&body));
    let response = place.manager.deposit(&label, &body).await;
    assert_problem(response, Code::RecipientUnknown).await;
    assert_eq!(place.storage.objects().len(), 0);
}

#[tokio::test]
async fn an_object_without_a_letter_is_swept_once_it_is_old() {
    let Some(place) = Place::start().await else {
        return;
    };
    // An answer that never comes: the object is there, and nobody was told.
    let (label, body) = place.letter(LARGE);
    place.wire.set(Wire::Mute);
    assert_later(place.manager.deposit(&label, &body).await).await;
    place.wire.set(Wire::Whole);
    let orphans = place.storage.objects();
    assert!(!orphans.is_empty(), "something was put");
    assert_eq!(place.rows().await, [0]);
    place.leave(&label, &body).await;
    assert_eq!(
        place.findings().await,
        [],
        "young ones may still get a letter"
    );
    assert!(
        orphans.iter().all(|orphan| orphan.exists()),
        "and are left alone"
    );

    for orphan in &place.storage.objects() {
        age(orphan, 3);
    }
    let named = place.findings().await;
    assert_eq!(named.len(), orphans.len(), "{named:?}");
    assert!(
        named
            .iter()
            .all(|finding| finding.place.starts_with("object "))
    );
    // What the hub finds at its next look is gone; the letter's own is as old, and stays.
    place.hub.advance(25 * 60 * 60);
    place.until_objects(1).await;
    assert!(place.visits.body(label.id).await.bytes().await.unwrap() == body);
    assert_eq!(place.findings().await, []);
}

#[tokio::test]
async fn what_was_withdrawn_or_has_run_out_is_deleted_there_too() {
    let Some(place) = Place::start().await else {
        return;
    };
    let (manager, visits) = (&place.manager, &place.visits);
    let (withdrawn, _) = manager.send(&visits.address, &octets(LARGE)).await;
    let (kept, _) = manager.send(&visits.address, &octets(LARGE + 1)).await;
    place.until_objects(2).await;
    assert_state(manager.withdraw(withdrawn).await, State::Withdrawn).await;
    place.until_objects(1).await;
    assert_problem(visits.body(withdrawn).await, Code::Withdrawn).await;
    assert!(visits.body(kept).await.bytes().await.unwrap() == octets(LARGE + 1));
    assert_eq!(place.findings().await, []);

    place.hub.advance(10 * 24 * 60 * 60);
    place.until_objects(0).await;
    assert_problem(visits.body(kept).await, Code::Expired).await;
    assert_eq!(place.findings().await, []);
}

#[tokio::test]
async fn a_hub_without_the_settings_does_not_begin_over_letters_that_lie_there() {
    let Some(place) = Place::start().await else {
        return;
    };
    let size = octets(LARGE);
    place.manager.send(&place.visits.address, &size).await;
    let mut config = place.hub.config().clone();
    config.objects = Objects::default();
    let store = place.hub.store().await;
    let findings = doctor::examine(&config, &store).await.unwrap().findings;
    let unnamed = findings
        .iter()
        .filter(|finding| finding.what.contains("the settings do not name"));
    assert_eq!(unnamed.count(), 1, "{findings:?}");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let listeners = hub::Listeners {
        offices: listener,
        operation: None,
        public: None,
    };
    let refused = hub::serve(listeners, config, std::future::ready(())).await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("`objects_bucket` is not set"), "{words}");
}
