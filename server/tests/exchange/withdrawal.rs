//! 送信を取り消す.

use crate::support::{A, B, LetterForm, two_offices};
use std::time::Duration;
use wire::server_api::SentLetter;
use wire::{Code, EnvelopeId, State};

#[tokio::test]
async fn within_the_hold_nothing_reaches_the_hub() {
    let (hub, mut site) = two_offices().await;
    site.stop().await;
    site.config.hold = Duration::from_secs(3600);
    site.restart().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    let held: SentLetter = a.put_letter(id, &LetterForm::plan()).await.json();
    assert_eq!(held.state, State::Held);
    assert!(held.held_until.unwrap() > held.time);
    let answer = a.withdraw(id).await;
    assert_eq!(answer.json::<SentLetter>().state, State::Withdrawn);
    assert_eq!(
        a.withdraw(id).await.status,
        200,
        "asking twice is asking once"
    );
    assert!(b.inbox().await.letters.is_empty());
    drop(hub);
}

#[tokio::test]
async fn after_the_hold_until_it_is_collected() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    a.wait_sent(id, State::Arrived).await;
    b.wait_received(id).await;
    let answer = a.withdraw(id).await;
    assert_eq!(
        answer.json::<SentLetter>().state,
        State::Withdrawn,
        "{}",
        answer.text()
    );
    assert_eq!(b.open(id).await.code(), Code::Withdrawn);
    crate::support::wait_for("the withdrawal at the receiver", || async {
        let letter = b.inbox().await.letters.remove(0);
        (letter.state == State::Withdrawn && !letter.unread).then_some(letter)
    })
    .await;
    assert_eq!(b.inbox().await.unread, 0);
    drop(hub);
}

#[tokio::test]
async fn not_after_it_was_collected() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    b.wait_received(id).await;
    assert_eq!(b.open(id).await.status, 200);
    // Whether the sender has heard of it yet or not.
    assert_eq!(a.withdraw(id).await.code(), Code::AlreadyCollected);
    a.wait_sent(id, State::Collected).await;
    assert_eq!(a.withdraw(id).await.code(), Code::AlreadyCollected);
    drop(hub);
}
