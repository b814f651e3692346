//! The hub goes away and comes back; the server is started again in between.

use crate::support::{A, B, LetterForm, two_offices, wait_for};
use std::time::Duration;
use wire::{Code, EnvelopeId, State};

#[tokio::test]
async fn a_letter_waits_for_the_hub_and_arrives_once() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    // Once before, so that B's card is pinned.
    let first = EnvelopeId::new();
    a.put_letter(first, &LetterForm::plan()).await;
    b.wait_received(first).await;

    hub.stop().await;
    let id = EnvelopeId::new();
    let answer = a.put_letter(id, &LetterForm::plan().note("二通目")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let waiting = wait_for("a reason", || async {
        Some(a.sent(id).await).filter(|letter| letter.problem.is_some())
    })
    .await;
    assert_eq!(waiting.state, State::Queued);
    assert_eq!(waiting.problem.unwrap().code, Code::HubUnreachable);

    hub.restart().await;
    a.wait_sent(id, State::Arrived).await;
    b.wait_received(id).await;
    assert_eq!(b.inbox().await.letters.len(), 2, "each letter once");
}

#[tokio::test]
async fn an_unknown_receiver_is_not_guessed_while_the_hub_is_away() {
    let (mut hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    hub.stop().await;
    let answer = a.put_letter(EnvelopeId::new(), &LetterForm::plan()).await;
    assert_eq!(answer.code(), Code::HubUnreachable);
}

#[tokio::test]
async fn a_waiting_letter_can_be_taken_back_while_the_hub_is_away() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let first = EnvelopeId::new();
    a.put_letter(first, &LetterForm::plan()).await;
    b.wait_received(first).await;
    hub.stop().await;
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan().note("取り消す")).await;
    wait_for("an attempt", || async { a.sent(id).await.problem }).await;
    // Nothing was sent, or it is not known whether it was; in both cases the wish is kept.
    let answer = a.withdraw(id).await;
    assert!(
        answer.status == 200 || answer.code() == Code::HubUnreachable,
        "{}",
        answer.text()
    );
    hub.restart().await;
    a.wait_sent(id, State::Withdrawn).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(b.inbox().await.letters.len(), 1);
}

#[tokio::test]
async fn a_restart_in_the_middle_of_the_hold_loses_nothing() {
    let (hub, mut site) = two_offices().await;
    site.stop().await;
    site.config.hold = Duration::from_secs(2);
    site.restart().await;
    let a = site.sign_in("staff", A).await;
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    site.stop().await;
    site.restart().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    a.wait_sent(id, State::Arrived).await;
    b.wait_received(id).await;
    assert_eq!(b.inbox().await.letters.len(), 1);
    drop(hub);
}

#[tokio::test]
async fn an_opened_letter_stays_readable_and_its_statement_is_delivered_later() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    b.wait_received(id).await;
    assert_eq!(b.open(id).await.status, 200);
    hub.stop().await;
    assert_eq!(b.open(id).await.status, 200);
    assert_eq!(
        b.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    hub.restart().await;
    a.wait_sent(id, State::Collected).await;
}

#[tokio::test]
async fn when_nobody_knows_whether_a_letter_arrived_taking_it_back_waits_for_the_hub() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let first = EnvelopeId::new();
    a.put_letter(first, &LetterForm::plan()).await;
    b.wait_received(first).await;

    let deaf = hub.go_deaf().await;
    let (back, sent) = (EnvelopeId::new(), EnvelopeId::new());
    for id in [back, sent] {
        let answer = a.put_letter(id, &LetterForm::plan().note("届いた？")).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        wait_for("an attempt", || async { a.sent(id).await.problem }).await;
    }
    assert_eq!(a.withdraw(back).await.code(), Code::HubUnreachable);
    assert_eq!(a.sent(back).await.state, State::Queued, "the wish is kept");
    deaf.abort();
    let _ = deaf.await;
    hub.restart().await;
    a.wait_sent(back, State::Withdrawn).await;
    a.wait_sent(sent, State::Arrived).await;
    b.wait_received(sent).await;
    let ids: Vec<_> = b
        .inbox()
        .await
        .letters
        .into_iter()
        .map(|letter| letter.id)
        .collect();
    assert_eq!(ids, [sent, first]);
}
