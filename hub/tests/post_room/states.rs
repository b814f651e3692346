//! Collected and withdrawn: who may say so, and that exactly one of them wins.

use crate::support::*;
use reqwest::StatusCode;
use wire::statement::Act;
use wire::{Code, State};

#[tokio::test]
async fn the_receivers_first_fetch_collects() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    assert_eq!(manager.letter(id).await.collected, None);
    visits.body(id).await.bytes().await.unwrap();
    let letter = manager.letter(id).await;
    assert_eq!(letter.state, State::Collected);
    assert_eq!(letter.collected, Some(letter.since));
    assert_problem(manager.withdraw(id).await, Code::AlreadyCollected).await;
    assert_eq!(
        visits.body(id).await.bytes().await.unwrap(),
        "plan",
        "and again"
    );
    assert_eq!(
        manager.letter(id).await.since,
        letter.since,
        "collected once"
    );
}

#[tokio::test]
async fn a_withdrawn_letter_is_not_opened() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    assert_state(manager.withdraw(id).await, State::Withdrawn).await;
    assert_problem(visits.body(id).await, Code::Withdrawn).await;
    let statement = visits.statement(&receipt, Act::Collected);
    assert_problem(visits.state(id, &statement).await, Code::Withdrawn).await;
    assert_eq!(visits.letter(id).await.state, State::Withdrawn);
    assert_state(manager.withdraw(id).await, State::Withdrawn).await;
}

#[tokio::test]
async fn a_statement_is_kept_and_shown_to_both() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    visits.body(id).await.bytes().await.unwrap();
    let fetched = manager.outbox("").await.cursor;
    let statement = visits.statement(&receipt, Act::Collected);
    assert_state(visits.state(id, &statement).await, State::Collected).await;
    assert_eq!(
        manager.letter(id).await.statements,
        std::slice::from_ref(&statement)
    );
    assert_eq!(
        visits.letter(id).await.statements,
        std::slice::from_ref(&statement)
    );
    assert!(
        manager.outbox("").await.cursor > fetched,
        "it is a change for the sender"
    );

    let second = visits.statement(&receipt, Act::Collected);
    assert_state(visits.state(id, &second).await, State::Collected).await;
    assert_eq!(
        manager.letter(id).await.statements,
        [statement],
        "the first counts"
    );
}

#[tokio::test]
async fn a_statement_alone_collects_too() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    let statement = visits.statement(&receipt, Act::Collected);
    assert_state(visits.state(id, &statement).await, State::Collected).await;
    assert_problem(manager.withdraw(id).await, Code::AlreadyCollected).await;
}

#[tokio::test]
async fn t08_nobody_else_states_or_withdraws() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    let (other, other_receipt) = manager.send(&visits.address, b"plan").await;

    // A third office: as if there were no letter, whatever it signs.
    let foreign = day.statement(&receipt, Act::Collected);
    assert_problem(day.state(id, &foreign).await, Code::NotFound).await;
    assert_problem(day.withdraw(id).await, Code::NotFound).await;
    // Each party has its own part.
    let own = visits.statement(&receipt, Act::Collected);
    assert_problem(manager.state(id, &own).await, Code::Forbidden).await;
    assert_problem(visits.withdraw(id).await, Code::Forbidden).await;
    // The receiver, with what does not fit.
    let of_other = visits.statement(&other_receipt, Act::Collected);
    let mut altered = own.clone();
    altered.text = altered.text.replace("collected", "collectee");
    let mut of_other_letter = own.clone();
    of_other_letter.text = of_other_letter
        .text
        .replace(&id.to_string(), &other.to_string());
    for wrong in [
        visits.statement(&receipt, Act::TakenIn),
        foreign,
        of_other,
        altered,
        of_other_letter,
    ] {
        assert_problem(visits.state(id, &wrong).await, Code::StatementInvalid).await;
    }
    assert_eq!(manager.letter(id).await.state, State::Arrived);
    assert_eq!(manager.letter(other).await.state, State::Arrived);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t55_of_a_fetch_and_a_withdrawal_exactly_one_wins() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let mut fetched_first = 0;
    for round in 0..60_u64 {
        let (id, _) = manager.send(&visits.address, b"plan").await;
        let withdrawal = manager.withdrawal(&manager.letter(id).await.label);
        // Neither side always has the head start.
        let lead = std::time::Duration::from_micros(round % 6 * 150);
        let fetch = async {
            tokio::time::sleep(if round % 2 == 0 {
                lead
            } else {
                std::time::Duration::ZERO
            })
            .await;
            visits.body(id).await
        };
        let withdraw = async {
            tokio::time::sleep(if round % 2 == 1 {
                lead
            } else {
                std::time::Duration::ZERO
            })
            .await;
            manager.withdraw_by(id, &withdrawal).await
        };
        let (fetched, withdrawn) = tokio::join!(fetch, withdraw);
        if fetched.status() == StatusCode::OK {
            assert_problem(withdrawn, Code::AlreadyCollected).await;
            assert_eq!(manager.letter(id).await.state, State::Collected);
            fetched_first += 1;
        } else {
            assert_problem(fetched, Code::Withdrawn).await;
            assert_state(withdrawn, State::Withdrawn).await;
            assert_eq!(visits.letter(id).await.state, State::Withdrawn);
        }
    }
    eprintln!("of 60 races, {fetched_first} were won by the fetch");
}
