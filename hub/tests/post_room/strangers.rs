//! Other offices and unknown certificates: nobody acts for, sees or touches what is not theirs.

use crate::support::*;
use hub::router::routes;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use wire::hub_api::path;
use wire::statement::Act;
use wire::{Code, EnvelopeId, State};

/// Every method and path of the OpenAPI document, which is made of the router's own lines.
pub fn inventory() -> Vec<(Method, String)> {
    let document: Value = serde_json::to_value(routes().to_openapi()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            if let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes())
                && method.as_str().len() <= 7
                && ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"]
                    .contains(&method.as_str())
            {
                found.push((method, path.clone()));
            }
        }
    }
    assert!(found.len() >= 13, "{found:?}");
    found
}

#[tokio::test]
async fn t01_no_office_sends_in_the_name_of_another() {
    let (hub, callers) = TestHub::with_offices().await;
    let mut operator = hub.operator().await;
    for caller in &callers {
        for claimed in &callers {
            if claimed.address == caller.address {
                continue;
            }
            for to in &callers {
                let label = label(&claimed.address, &to.address, 4);
                assert_problem(caller.deposit(&label, b"plan").await, Code::SenderMismatch).await;
                let newest = operator.refusals(1).await.unwrap().remove(0);
                assert_eq!(newest.code, "sender_mismatch");
                assert_eq!(newest.route, "PUT /v1/envelopes/{id}");
                assert_eq!(
                    newest.fingerprint,
                    Some(evidence::digest(&caller.certificate))
                );
                assert_eq!(
                    newest.claimed_from.as_deref(),
                    Some(claimed.address.number.as_str())
                );
                assert_eq!(
                    newest.claimed_to.as_deref(),
                    Some(to.address.number.as_str())
                );
            }
        }
    }
    assert_eq!(
        operator.refusal_counts().await.unwrap(),
        [("sender_mismatch".to_owned(), 18)]
    );
    for caller in &callers {
        assert_eq!(caller.inbox("").await.letters, []);
        assert_eq!(caller.outbox("").await.letters, []);
    }
}

/// What a route answers, without what differs between any two answers.
async fn answer(
    caller: &Caller,
    method: &Method,
    path: &str,
    body: Option<&Value>,
) -> (StatusCode, String) {
    let mut request = caller.request(method.clone(), path);
    if let Some(body) = body {
        request = request.json(body);
    }
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn t06_to_a_third_office_a_letter_is_not_there_on_any_route() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    let absent = EnvelopeId::new();
    let statement = serde_json::to_value(day.statement(&receipt, Act::Collected)).unwrap();
    let label = serde_json::to_string(&day.label(&visits.address, 4)).unwrap();
    let withdrawal = serde_json::to_value(day.withdrawal(&label)).unwrap();
    let mut tried = 0;
    for (method, route) in inventory() {
        let body = match (method.as_str(), route.as_str()) {
            (_, path::OFFICES | path::OFFICE | path::CARD) => continue, // the directory is for all; see t06 below
            (_, path::INBOX | path::KEPT_FROM | path::OUTBOX | path::EVENTS) => continue, // by ?office=; see t06 below
            (_, path::CHECKPOINT | path::OPENAPI) => continue, // name nothing
            (_, path::INCLUSION | path::CONSISTENCY) => continue, // hashes are for all
            (_, path::ENTRIES) => continue,                    // see the tests of the journal
            ("PUT", path::ENVELOPE) => continue,               // t06 below
            (_, path::MANDATES | path::MANDATE) => continue,   // see the tests of mandates
            (_, path::ANNOUNCEMENTS) => continue,              // for all
            (_, path::LICENCE) => continue, // one's own; see the tests of licences
            ("GET", path::ENVELOPE | path::BODY | path::LETTER_MANDATES) => None,
            ("POST", path::COLLECTED | path::ANSWER) => Some(&statement),
            ("POST", path::WITHDRAWN) => Some(&withdrawal),
            (method, route) => panic!("T06 does not know {method} {route}"),
        };
        for query in ["", "?office=9970300035"] {
            let real = route.replace("{id}", &id.to_string()) + query;
            let none = route.replace("{id}", &absent.to_string()) + query;
            let (status, text) = answer(&day, &method, &real, body).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{method} {route}");
            assert_eq!(
                (status, text),
                answer(&day, &method, &none, body).await,
                "{method} {route}"
            );
        }
        // Naming a party does not help.
        let named = route.replace("{id}", &id.to_string()) + "?office=9970200024";
        let (status, _) = answer(&day, &method, &named, body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{method} {route}");
        tried += 1;
    }
    assert_eq!(tried, 6);
    assert_eq!(visits.letter(id).await.state, State::Arrived);
}

#[tokio::test]
async fn t06_lists_and_events_of_another_office_are_refused_like_those_of_none() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    manager.send(&visits.address, b"plan").await;
    for route in [
        path::INBOX,
        path::KEPT_FROM,
        path::OUTBOX,
        path::EVENTS,
        path::ENTRIES,
    ] {
        let other = answer(
            &day,
            &Method::GET,
            &format!("{route}?office=9970200024"),
            None,
        )
        .await;
        let none = answer(
            &day,
            &Method::GET,
            &format!("{route}?office=0000000000"),
            None,
        )
        .await;
        assert_eq!(other.0, StatusCode::FORBIDDEN);
        assert_eq!(other, none, "{route}");
    }
    let card = serde_json::to_value(day.card(now())).unwrap();
    let put = |number: &str| format!("/v1/offices/{number}/card");
    let other = answer(&day, &Method::PUT, &put("9970200024"), Some(&card)).await;
    let none = answer(&day, &Method::PUT, &put("0000000000"), Some(&card)).await;
    assert_eq!(other.0, StatusCode::NOT_FOUND);
    assert_eq!(other, none);
}

/// An id is taken for all: whoever tries to use it again learns that, and nothing else.
#[tokio::test]
async fn t06_a_taken_id_is_refused_without_a_word_about_the_letter() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let mut label = day.label(&visits.address, 4);
    label.id = id;
    let problem = assert_problem(day.deposit(&label, b"plan").await, Code::IdInUse).await;
    assert_eq!(problem.detail, None);
    // In the name of the sender: as for an id that is free.
    label.from = manager.address.clone();
    assert_problem(day.deposit(&label, b"plan").await, Code::SenderMismatch).await;
    assert_eq!(visits.inbox("").await.letters.len(), 1);
}

#[tokio::test]
async fn t07_no_route_answers_a_certificate_that_is_not_registered() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    // Of the right CA and with a registered office's number in its name.
    let issued = hub.ca().issue_office(&visits.address.number, 30).unwrap();
    let stranger = hub.caller(visits.address.clone(), &issued);
    let mut routes = inventory();
    routes.push((Method::GET, "/".to_owned()));
    routes.push((Method::GET, "/v2/anything".to_owned()));
    routes.push((Method::PATCH, path::INBOX.to_owned()));
    for (method, route) in routes {
        let place = route
            .replace("{id}", &id.to_string())
            .replace("{number}", visits.address.number.as_str());
        let response = stranger
            .request(method.clone(), &place)
            .send()
            .await
            .unwrap();
        let problem = assert_problem(response, Code::CertificateUnknown).await;
        assert_eq!(problem.status, 401, "{method} {route}");
    }
    let newest = hub.operator().await.refusals(1).await.unwrap().remove(0);
    assert_eq!(
        newest.fingerprint,
        Some(evidence::digest(&stranger.certificate))
    );
}

#[tokio::test]
async fn a_revoked_certificate_is_refused_at_once_on_an_open_connection() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    assert_eq!(manager.get("/v1/inbox").await.status(), StatusCode::OK);
    let mut operator = hub.operator().await;
    let fingerprint = evidence::digest(&manager.certificate);
    assert!(operator.revoke_certificate(&fingerprint).await.unwrap());
    assert_problem(manager.get("/v1/inbox").await, Code::CertificateUnknown).await;
    let number = &manager.address.number;
    operator
        .register_certificate(number, &manager.certificate)
        .await
        .unwrap();
    assert_eq!(manager.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn t51_a_flood_of_refusals_is_recorded_with_its_count_and_hides_nothing() {
    let (mut hub, [manager, visits, day]) = TestHub::with_offices().await;
    let other = EnvelopeId::new();
    for _ in 0..100 {
        assert_problem(day.body(other).await, Code::NotFound).await;
    }
    let label = label(&manager.address, &visits.address, 4);
    assert_problem(day.deposit(&label, b"plan").await, Code::SenderMismatch).await;
    let mut operator = hub.operator().await;
    let rows = operator.refusals(1000).await.unwrap();
    assert_eq!(rows.len(), 21, "twenty of the flood, and the other one");
    assert_eq!(rows[0].code, "sender_mismatch");
    // What was only counted is recorded at the latest when the hub stops.
    hub.restart().await;
    assert_eq!(
        operator.refusal_counts().await.unwrap(),
        [
            ("not_found".to_owned(), 100),
            ("sender_mismatch".to_owned(), 1)
        ]
    );
}
