//! Listing letters: by number, by change, page by page.

use crate::support::*;
use reqwest::Method;
use wire::{Code, State};

#[tokio::test]
async fn a_mailbox_is_read_page_by_page() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    for _ in 0..7 {
        manager.send(&visits.address, b"plan").await;
        manager.send(&day.address, b"plan").await;
    }
    let mut seen = Vec::new();
    let mut after = 0;
    loop {
        let page = manager.outbox(&format!("?after={after}&limit=5")).await;
        seen.extend(page.letters.iter().map(|letter| letter.sequence));
        if !page.more {
            break;
        }
        assert_eq!(page.letters.len(), 5);
        after = page.letters.last().unwrap().sequence;
    }
    assert_eq!(seen, (1..=14).collect::<Vec<_>>());
    assert_eq!(visits.inbox("").await.letters.len(), 7);
    assert_eq!(visits.outbox("").await.letters, []);
}

#[tokio::test]
async fn what_has_changed_is_listed_after_a_cursor() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (first, _) = manager.send(&visits.address, b"plan").await;
    let (second, _) = manager.send(&visits.address, b"plan").await;
    let seen = manager.outbox("").await;
    assert_eq!(seen.cursor, seen.letters[1].changed);

    visits.body(first).await.bytes().await.unwrap();
    let changed = manager
        .outbox(&format!("?changed_after={}", seen.cursor))
        .await;
    assert_eq!(changed.letters.len(), 1);
    assert_eq!(changed.letters[0].id, first);
    assert_eq!(changed.letters[0].state, State::Collected);
    assert!(changed.cursor > seen.cursor);

    // The letter that changed last stands last.
    let order: Vec<_> = manager.outbox("?changed_after=0").await.letters;
    let order: Vec<_> = order.iter().map(|letter| letter.id).collect();
    assert_eq!(order, [second, first]);
    let nothing = manager
        .outbox(&format!("?changed_after={}", changed.cursor))
        .await;
    assert_eq!(nothing.letters, []);
}

#[tokio::test]
async fn a_page_ends_before_it_grows_too_large() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let manifest = vec![7; 1024 * 1024];
    for _ in 0..6 {
        let label = manager.label(&visits.address, 4);
        let text = serde_json::to_string(&label).unwrap();
        let form = reqwest::multipart::Form::new()
            .text("label", text)
            .part(
                "manifest",
                reqwest::multipart::Part::bytes(manifest.clone()),
            )
            .text("body", "plan");
        let path = format!("/v1/envelopes/{}", label.id);
        let response = manager
            .request(Method::PUT, &path)
            .multipart(form)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 201);
    }
    let page = visits.inbox("").await;
    assert_eq!(page.letters.len(), 4);
    assert!(page.more);
    let rest = visits.inbox("?after=4").await;
    assert_eq!(rest.letters.len(), 2);
    assert!(!rest.more);
}

#[tokio::test]
async fn a_query_that_cannot_be_meant_is_refused() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    for query in [
        "?limit=0",
        "?limit=201",
        "?limit=x",
        "?after=-1",
        "?after=9007199254740992",
        "?changed_after=18446744073709551615",
        "?after=1&changed_after=1",
    ] {
        let response = manager.get(&format!("/v1/inbox{query}")).await;
        let problem = assert_problem(response, Code::Invalid).await;
        assert_eq!(problem.code, Code::Invalid, "{query}");
    }
    assert_eq!(manager.inbox("?after=9007199254740991").await.letters, []);
}

#[tokio::test]
async fn a_certificate_that_serves_two_offices_names_one() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    hub.register_unchecked(&visits.address.number, &manager.certificate)
        .await;
    let (id, _) = visits.send(&manager.address, b"result").await;

    assert_problem(manager.get("/v1/inbox").await, Code::Invalid).await;
    let own = manager.inbox("?office=9970100018").await;
    assert_eq!(own.letters.len(), 1);
    let other = manager.outbox("?office=9970200024").await;
    assert_eq!(other.letters[0].id, id);
    assert_problem(
        manager.get("/v1/inbox?office=9970300035").await,
        Code::Forbidden,
    )
    .await;
    assert_problem(
        manager.get("/v1/inbox?office=0000000000").await,
        Code::Forbidden,
    )
    .await;
}
