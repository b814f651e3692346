//! The same deposit again: one letter, one receipt, however the first answer was lost.

use crate::support::*;
use reqwest::StatusCode;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use wire::{Code, EnvelopeId, Receipt, Signed};

#[tokio::test]
async fn t09_a_deposit_replayed_a_thousand_times_is_one_letter_with_one_receipt() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let label = manager.label(&visits.address, 4);
    let text = serde_json::to_string(&label).unwrap();
    let mut receipts: Vec<Signed<Receipt>> = Vec::new();
    let mut created = 0;
    for _ in 0..25 {
        let replays = (0..40).map(|_| manager.deposit_text(label.id, &text, b"plan"));
        for response in futures_util::future::join_all(replays).await {
            created += usize::from(response.status() == StatusCode::CREATED);
            assert!(response.status().is_success());
            receipts.push(response.json().await.unwrap());
        }
    }
    assert_eq!(created, 1);
    assert_eq!(receipts.len(), 1000);
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    let inbox = visits.inbox("").await;
    assert_eq!(inbox.letters.len(), 1);
    assert_eq!(inbox.cursor, 1);
    // The next letter's number shows that no replay took one.
    let (_, next) = manager.send(&visits.address, b"plan").await;
    assert_eq!(next.read().unwrap().sequence, 2);
}

#[tokio::test]
async fn t10_anything_else_under_the_same_id_is_refused() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let label = manager.label(&visits.address, 4);
    let text = serde_json::to_string(&label).unwrap();
    assert_eq!(
        manager
            .deposit_text(label.id, &text, b"plan")
            .await
            .status(),
        201
    );

    assert_problem(
        manager.deposit_text(label.id, &text, b"PLAN").await,
        Code::IdInUse,
    )
    .await;
    let spaced = text.replacen(':', ": ", 1);
    assert_problem(
        manager.deposit_text(label.id, &spaced, b"plan").await,
        Code::IdInUse,
    )
    .await;
    let mut elsewhere = label.clone();
    elsewhere.to = day.address.clone();
    assert_problem(manager.deposit(&elsewhere, b"plan").await, Code::IdInUse).await;
    assert_eq!(day.inbox("").await.letters, []);
    let response = manager.deposit_text(label.id, &text, b"plan").await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_retry_hears_the_same_whatever_happened_since() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let label = manager.label(&visits.address, 4);
    let first: Signed<Receipt> = manager.deposit(&label, b"plan").await.json().await.unwrap();
    let mut operator = hub.operator().await;
    operator.suspend(&manager.address.number).await.unwrap();
    manager.withdraw(label.id).await;
    let again = manager.deposit(&label, b"plan").await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(again.json::<Signed<Receipt>>().await.unwrap(), first);
}

/// Send a whole deposit and go away without waiting for the answer.
async fn deposit_and_vanish(hub: &TestHub, caller: &Caller, id: EnvelopeId, label: &str) {
    let issued = hub.ca().issue_office(&caller.address.number, 30).unwrap();
    let mut operator = hub.operator().await;
    operator
        .register_certificate(&caller.address.number, &issued.der)
        .await
        .unwrap();
    let part = |name: &str, content: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    };
    let body = part("label", label)
        + &part("manifest", "sealed manifest")
        + &part("body", "plan")
        + "--x--\r\n";
    let request = format!(
        "PUT /v1/envelopes/{id} HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = hub.connect(&issued).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    // Wait until it is stored, read nothing, and cut the wire.
    while caller
        .outbox("")
        .await
        .letters
        .iter()
        .all(|letter| letter.id != id)
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(stream);
}

#[tokio::test]
async fn t10_an_answer_lost_between_store_and_reply_comes_again() {
    let (mut hub, [mut manager, mut visits, _]) = TestHub::with_offices().await;
    for stop_in_between in [false, true] {
        let label = manager.label(&visits.address, 4);
        let text = serde_json::to_string(&label).unwrap();
        deposit_and_vanish(&hub, &manager, label.id, &text).await;
        if stop_in_between {
            hub.restart().await;
            hub.again(&mut manager);
            hub.again(&mut visits);
        }
        let stored = manager.letter(label.id).await;
        let again = manager.deposit_text(label.id, &text, b"plan").await;
        assert_eq!(again.status(), StatusCode::OK);
        assert_eq!(
            again.json::<Signed<Receipt>>().await.unwrap(),
            stored.receipt
        );
    }
    assert_eq!(visits.inbox("").await.letters.len(), 2);
}
