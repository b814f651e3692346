//! The three answers: who may give them, and until when they can be changed.

use crate::support::*;
use reqwest::StatusCode;
use wire::journal::Entries;
use wire::statement::Act;
use wire::{Code, EnvelopeId, Receipt, Signed, State, Time};

async fn collected(from: &Caller, to: &Caller) -> (EnvelopeId, Signed<Receipt>) {
    let (id, receipt) = from.send(&to.address, b"plan").await;
    to.body(id).await.bytes().await.unwrap();
    (id, receipt)
}

/// A time so many milliseconds from now, so that answers have an order.
fn soon(milliseconds: i64) -> Time {
    Time(now().0 + milliseconds)
}

#[tokio::test]
async fn an_answer_is_kept_shown_to_both_and_entered_into_the_journal() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    for (act, state) in [
        (Act::TakenIn, State::TakenIn),
        (Act::Returned, State::Returned),
        (Act::Refused, State::Refused),
    ] {
        let (id, receipt) = collected(&manager, &visits).await;
        let cursor = manager.outbox("").await.cursor;
        let answer = visits.statement(&receipt, act);
        assert_state(visits.answer(id, &answer).await, state).await;
        for letter in [manager.letter(id).await, visits.letter(id).await] {
            assert_eq!(letter.state, state);
            assert_eq!(letter.statements, std::slice::from_ref(&answer));
        }
        assert!(
            manager.outbox("").await.cursor > cursor,
            "news for the sender"
        );
        // Once more is the same once.
        let entries = |entries: Entries| entries.entries.len();
        let path = format!("/v1/journal/entries?letter={id}");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let before = entries(visits.json(&path).await);
        assert_state(visits.answer(id, &answer).await, state).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(entries(visits.json(&path).await), before);
        assert_eq!(before, 3, "deposit, collection, answer");
    }
}

#[tokio::test]
async fn an_answer_can_be_changed_until_the_sender_has_sent_another_letter_in_its_place() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, receipt) = collected(&manager, &visits).await;
    let first = visits.statement_at(&receipt, Act::TakenIn, soon(0));
    let second = visits.statement_at(&receipt, Act::Returned, soon(10));
    let third = visits.statement_at(&receipt, Act::Refused, soon(20));
    assert_state(visits.answer(id, &first).await, State::TakenIn).await;
    assert_state(visits.answer(id, &second).await, State::Returned).await;
    // A repeated older one changes nothing, and one that was made before the last is refused.
    assert_state(visits.answer(id, &first).await, State::Returned).await;
    let late = visits.statement_at(&receipt, Act::TakenIn, soon(-60_000));
    assert_problem(visits.answer(id, &late).await, Code::StatementInvalid).await;

    let mut again = manager.label(&visits.address, 4);
    again.replaces = Some(id);
    let sent = manager.deposit(&again, b"plan").await;
    assert_eq!(sent.status(), StatusCode::CREATED);
    assert_eq!(manager.letter(id).await.replaced_by, Some(again.id));
    assert_problem(visits.answer(id, &third).await, Code::AnswerSettled).await;
    assert_eq!(visits.letter(id).await.state, State::Returned);
    assert_eq!(visits.letter(id).await.statements, [first, second]);

    // Taken back, it stands in for nothing.
    assert_state(manager.withdraw(again.id).await, State::Withdrawn).await;
    assert_state(visits.answer(id, &third).await, State::Refused).await;
}

#[tokio::test]
async fn a_letter_of_somebody_else_settles_nothing() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, receipt) = collected(&manager, &visits).await;
    let mut foreign = day.label(&visits.address, 4);
    foreign.replaces = Some(id);
    assert_eq!(
        day.deposit(&foreign, b"plan").await.status(),
        StatusCode::CREATED
    );
    let mut elsewhere = manager.label(&day.address, 4);
    elsewhere.replaces = Some(id);
    assert_eq!(
        manager.deposit(&elsewhere, b"plan").await.status(),
        StatusCode::CREATED
    );
    let answer = visits.statement(&receipt, Act::TakenIn);
    assert_state(visits.answer(id, &answer).await, State::TakenIn).await;
}

#[tokio::test]
async fn t08_only_the_receiver_answers_and_only_what_it_has_collected() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (waiting, waiting_receipt) = manager.send(&visits.address, b"plan").await;
    let early = visits.statement(&waiting_receipt, Act::TakenIn);
    assert_problem(visits.answer(waiting, &early).await, Code::NotCollected).await;

    let (id, receipt) = collected(&manager, &visits).await;
    let good = visits.statement(&receipt, Act::TakenIn);
    assert_problem(day.answer(id, &good).await, Code::NotFound).await;
    assert_problem(manager.answer(id, &good).await, Code::Forbidden).await;
    let mut altered = good.clone();
    altered.text = altered.text.replace("taken_in", "returned");
    let mut long = good.clone();
    long.text.push(' ');
    for wrong in [
        visits.statement(&receipt, Act::Collected),
        day.statement(&receipt, Act::TakenIn),
        visits.statement(&waiting_receipt, Act::TakenIn),
        visits.statement_at(&receipt, Act::TakenIn, soon(2 * 24 * 60 * 60 * 1000)),
        altered,
        long,
    ] {
        assert_problem(visits.answer(id, &wrong).await, Code::StatementInvalid).await;
    }
    assert_eq!(manager.letter(id).await.state, State::Collected);
    assert_state(visits.answer(id, &good).await, State::TakenIn).await;
}

/// An office renews its certificate while a statement still waits for the hub: it was its word when it signed.
#[tokio::test]
async fn what_was_signed_before_a_renewal_counts_and_what_was_signed_after_a_revocation_does_not() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, receipt) = collected(&manager, &visits).await;
    let before = visits.statement(&receipt, Act::Collected);

    let issued = hub.ca().issue_office(&visits.address.number, 30).unwrap();
    let mut operator = hub.operator().await;
    operator
        .register_certificate(&visits.address.number, &issued.der)
        .await
        .unwrap();
    let renewed = hub.caller(visits.address.clone(), &issued);
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let old = evidence::digest(&visits.certificate);
    operator.revoke_certificate(&old).await.unwrap();

    assert_state(renewed.state(id, &before).await, State::Collected).await;
    let after = visits.statement_at(&receipt, Act::TakenIn, soon(1000));
    assert_problem(renewed.answer(id, &after).await, Code::StatementInvalid).await;
    let own = renewed.statement(&receipt, Act::TakenIn);
    assert_state(renewed.answer(id, &own).await, State::TakenIn).await;
}
