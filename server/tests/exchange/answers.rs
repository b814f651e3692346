//! 取り込みました, もう一度送ってください, 取り込めません: from one office's screen to the other's.

use crate::support::{A, B, Browser, LetterForm, Site, TestHub, two_offices, wait_for};
use serde_json::{Value, json};
use wire::server_api::{AnswerKind, ReceivedLetter};
use wire::{Code, EnvelopeId, Reason, State};

const COMMENT: &str = "見本花子さんの11月分が入っていません。";

fn returned() -> Value {
    json!({"answer": "returned", "reason": "file_missing", "comment": COMMENT})
}

async fn opened(a: &Browser, b: &Browser) -> EnvelopeId {
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    b.wait_received(id).await;
    assert_eq!(b.open(id).await.status, 200);
    id
}

async fn world() -> (TestHub, Site, Browser, Browser) {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let b = site.sign_in("staff", B).await;
    (hub, site, a, b)
}

#[tokio::test]
async fn an_answer_reaches_the_sender_with_its_reason_and_comment() {
    let (hub, _site, a, b) = world().await;
    let id = opened(&a, &b).await;
    let before: ReceivedLetter = b.received(id).await;
    assert!(before.can_be_answered && before.answer.is_none());
    let answer = b.answer(id, &returned()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let given: ReceivedLetter = answer.json();
    assert_eq!(given.state, State::Returned);
    let seen = a.wait_sent(id, State::Returned).await;
    assert_eq!(seen.answer, given.answer);
    let seen = seen.answer.unwrap();
    assert_eq!(seen.answer, AnswerKind::Returned);
    assert_eq!(seen.reason, Some(Reason::FileMissing));
    assert_eq!(seen.comment.as_deref(), Some(COMMENT));

    // Changed while the sender has not acted on it.
    let taken_in = json!({"answer": "taken_in"});
    assert_eq!(b.answer(id, &taken_in).await.status, 200);
    let seen = a.wait_sent(id, State::TakenIn).await.answer.unwrap();
    assert_eq!((seen.reason, seen.comment), (None, None));

    // What the hub holds says nothing of the comment.
    for file in ["hub.db", "hub.db-wal"] {
        let octets = std::fs::read(hub.folder().join(file)).unwrap_or_default();
        let found = octets
            .windows("見本花子".len())
            .any(|window| window == "見本花子".as_bytes());
        assert!(!found, "{file}");
    }
}

#[tokio::test]
async fn an_answer_is_settled_once_the_sender_has_sent_the_letter_again() {
    let (_hub, _site, a, b) = world().await;
    let id = opened(&a, &b).await;
    assert_eq!(b.answer(id, &returned()).await.status, 200);
    let mut again = LetterForm::plan();
    again.letter.replaces = Some(id);
    let next = EnvelopeId::new();
    assert_eq!(a.put_letter(next, &again).await.status, 201);
    b.wait_received(next).await;
    // Whether B's server has heard of it yet or not.
    let taken_in = json!({"answer": "taken_in"});
    assert_eq!(b.answer(id, &taken_in).await.code(), Code::AnswerSettled);
    let letter = b.received(id).await;
    assert_eq!(letter.state, State::Returned);
    assert!(!letter.can_be_answered);
    assert_eq!(letter.answer.unwrap().reason, Some(Reason::FileMissing));
}

#[tokio::test]
async fn an_answer_waits_for_the_hub() {
    let (mut hub, mut site, a, b) = world().await;
    let id = opened(&a, &b).await;
    a.wait_sent(id, State::Collected).await;
    hub.stop().await;
    let answer = b.answer(id, &returned()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(b.received(id).await.state, State::Returned);
    site.stop().await;
    site.restart().await;
    hub.restart().await;
    let a = site.sign_in("staff", A).await;
    let seen = a.wait_sent(id, State::Returned).await;
    assert_eq!(seen.answer.unwrap().comment.as_deref(), Some(COMMENT));
}

#[tokio::test]
async fn what_is_no_answer_is_refused_in_words() {
    let (_hub, site, a, b) = world().await;
    let waiting = EnvelopeId::new();
    a.put_letter(waiting, &LetterForm::plan()).await;
    b.wait_received(waiting).await;
    let taken_in = json!({"answer": "taken_in"});
    assert_eq!(
        b.answer(waiting, &taken_in).await.code(),
        Code::NotCollected
    );
    let id = opened(&a, &b).await;
    for wrong in [
        json!({"answer": "returned"}),
        json!({"answer": "taken_in", "reason": "other"}),
    ] {
        assert_eq!(b.answer(id, &wrong).await.code(), Code::Invalid);
    }
    let long = json!({"answer": "refused", "reason": "other", "comment": "あ".repeat(1001)});
    assert_eq!(b.answer(id, &long).await.code(), Code::TooLarge);
    assert_eq!(
        a.answer(id, &taken_in).await.code(),
        Code::NotFound,
        "not A's to answer"
    );
    let reader = site.sign_in("reader", B).await;
    assert_eq!(reader.answer(id, &taken_in).await.code(), Code::Forbidden);
    assert_eq!(b.received(id).await.state, State::Collected);
    wait_for("the sender", || async {
        Some(a.sent(id).await).filter(|letter| letter.state == State::Collected)
    })
    .await;
}
