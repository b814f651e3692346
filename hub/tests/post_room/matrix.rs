//! Every route of the contract against every caller who must not be heard.
//!
//! The routes are read off the OpenAPI document, which is made of the router's own lines: a new route is tried by itself.

use crate::strangers::inventory;
use crate::support::*;
use hub::ca::{Ca, Issued};
use reqwest::{Client, Method};
use std::time::{Duration, SystemTime};
use wire::Code;

/// A path with something in the place of each name.
fn fill(route: &str, number: &str) -> String {
    let mut path = String::new();
    let mut rest = route;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        path += before;
        path += match name {
            "number" => number,
            _ => "018f0000-0000-7000-8000-000000000000",
        };
        rest = after;
    }
    path + rest
}

async fn send(
    hub: &TestHub,
    client: &Client,
    method: &Method,
    route: &str,
) -> Option<reqwest::Response> {
    let path = fill(route, "9970100018");
    let address = format!("https://localhost:{}{path}", hub.address.port());
    client
        .request(method.clone(), address)
        .body("{}")
        .send()
        .await
        .ok()
}

/// Nobody without a certificate that counts gets as far as a route.
#[tokio::test]
async fn t07_no_route_is_reached_without_a_certificate_that_counts() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let number = &manager.address.number;
    let place = tempfile::tempdir().unwrap();
    let other = Ca::create(&place.path().join("ca"), "Careplan Link hub CA").unwrap();
    let hour = Duration::from_secs(3600);
    let now = SystemTime::now();
    let callers: [(&str, Option<Issued>); 4] = [
        ("no certificate", None),
        (
            "a CA of the same name",
            Some(other.issue_office(number, 30).unwrap()),
        ),
        (
            "expired",
            Some(issue(&hub, |params| params.not_after = (now - hour).into())),
        ),
        (
            "not yet valid",
            Some(issue(&hub, |params| {
                params.not_before = (now + hour).into();
            })),
        ),
    ];
    for (what, issued) in &callers {
        if let Some(issued) = issued {
            hub.register_unchecked(number, &issued.der).await;
        }
        for (method, route) in inventory() {
            let client = hub.client(issued.as_ref());
            let answer = send(&hub, &client, &method, &route).await;
            assert!(answer.is_none(), "{what}: {method} {route}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn t07_no_route_answers_whom_the_register_does_not_know_any_longer() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let mut operator = hub.operator().await;
    let unknown = hub.ca().issue_office(&manager.address.number, 30).unwrap();
    let revoked = evidence::digest(&visits.certificate);
    assert!(operator.revoke_certificate(&revoked).await.unwrap());
    for (what, issued) in [("unknown", Some(&unknown)), ("revoked", None)] {
        for (method, route) in inventory() {
            // A new connection for each: one that is open may have been cut.
            let client = match issued {
                Some(issued) => hub.client(Some(issued)),
                None => visits.client.clone(),
            };
            let mut answer = send(&hub, &client, &method, &route).await;
            if answer.is_none() {
                answer = send(&hub, &client, &method, &route).await;
            }
            let answer = answer.unwrap_or_else(|| panic!("{what}: {method} {route}"));
            let problem = assert_problem(answer, Code::CertificateUnknown).await;
            assert!(
                problem.title.contains("登録されていません"),
                "{what}: {method} {route}"
            );
        }
    }
    let counts = operator.refusal_counts().await.unwrap();
    assert!(
        counts
            .iter()
            .any(|(code, times)| code == "certificate_unknown" && *times >= 20)
    );
}

/// Another office's number in the path or the query is no way in, on whatever route takes one.
#[tokio::test]
async fn t06_no_route_acts_for_an_office_that_is_not_the_callers() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let other = visits.address.number.as_str();
    let mut tried = 0;
    for (method, route) in inventory() {
        let named = format!("{}?office={other}", fill(&route, other));
        let response = manager
            .request(method.clone(), &named)
            .header("content-type", "application/json")
            .body("{}");
        let response = response.send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        // What is for everybody, is for everybody: the directory, hashes, the contract.
        if status.is_success() {
            assert_eq!(method, Method::GET, "{method} {route}: {text}");
            assert!(
                !route.contains("envelopes")
                    && !route.contains("inbox")
                    && !route.contains("outbox"),
                "{method} {route}: {text}"
            );
        } else {
            assert!(
                status.is_client_error(),
                "{method} {route}: {status} {text}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 8, "{tried}");
    assert_eq!(
        hub.operator().await.certificates(None).await.unwrap().len(),
        3
    );
}
