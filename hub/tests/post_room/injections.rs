//! Words that mean something to a database, a shell or a parser: to the hub they are letters like any other (T53).

use crate::strangers::inventory;
use crate::support::*;
use reqwest::{Method, StatusCode};
use wire::Problem;

const WORDS: [&str; 12] = [
    "' or '1'='1",
    "'; drop table letters; --",
    "\") or (\"1\"=\"1",
    "1; select pg_sleep(9)",
    "x' union select text, signature from cards --",
    "%27%20or%201=1",
    "$1",
    "{\"$gt\":\"\"}",
    "../../../../etc/passwd",
    "\u{0}",
    "(a+)+$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
    "%_%",
];

/// As it stands in an address.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn t53_no_route_takes_words_for_commands() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let before = manager.outbox("").await;
    let mut asked = 0;
    for (method, route) in inventory() {
        for word in WORDS {
            let word = escaped(word);
            let place = route.replace("{id}", &word).replace("{number}", &word);
            for query in [
                format!("?office={word}"),
                format!("?query={word}"),
                format!("?after={word}&limit={word}&changed_after={word}"),
                format!("?leaf={word}&index={word}&size={word}&first={word}&second={word}"),
                format!("?letter={word}&own={word}&{word}={word}"),
            ] {
                let request = manager.request(method.clone(), &format!("{place}{query}"));
                let request = request
                    .header("last-event-id", &word)
                    .header("range", &word);
                let body = format!("{{\"{word}\":\"{word}\"}}");
                let request = request
                    .header("content-type", "application/json")
                    .body(body);
                let answer = request.send().await.unwrap();
                let status = answer.status();
                assert!(status.as_u16() < 500, "{method} {route}{query}: {status}");
                if status.is_client_error() {
                    let problem: Problem = answer.json().await.unwrap();
                    assert!(!format!("{problem:?}").contains(&word));
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 800, "{asked}");
    assert_eq!(manager.outbox("").await, before);
    assert_eq!(visits.body(id).await.status(), StatusCode::OK);
    // A search takes its wildcards for letters.
    let found: wire::hub_api::Directory = manager.json("/v1/offices?query=%25_%25").await;
    assert_eq!(found.offices, []);
    assert!(hub.told("/health/ready").await.0.is_success());
}

#[tokio::test]
async fn t53_json_that_is_nested_too_deep_is_refused() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    for depth in [200, 50_000] {
        for (open, close) in [("[", "]"), ("{\"text\":", "}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let path = format!("/v1/envelopes/{id}/collected");
            let request = visits.request(Method::POST, &path);
            let request = request.header("content-type", "application/json");
            let answer = request.body(deep.clone()).send().await.unwrap();
            assert!(answer.status().is_client_error(), "{depth} {open}");
            let label = manager.label(&visits.address, 4);
            let answer = manager.deposit_text(label.id, &deep, b"plan").await;
            assert!(answer.status().is_client_error(), "{depth} {open}");
        }
    }
}
