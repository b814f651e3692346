//! A withdrawal is the sender's own word, and the receiver is shown it.

use crate::support::*;
use wire::{Code, State};

#[tokio::test]
async fn a_withdrawal_is_shown_to_both_as_the_sender_signed_it() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let label = manager.letter(id).await.label;
    let signed = manager.withdrawal(&label);
    assert_state(manager.withdraw_by(id, &signed).await, State::Withdrawn).await;
    // Another one later is answered like the first, which stays.
    let second = manager.withdrawal(&label);
    assert_state(manager.withdraw_by(id, &second).await, State::Withdrawn).await;
    for letter in [manager.letter(id).await, visits.letter(id).await] {
        assert_eq!(letter.withdrawal.as_ref(), Some(&signed));
        assert_eq!(letter.statements, []);
        let shown = letter.withdrawal.unwrap();
        evidence::withdrawal::verify(&manager.certificate, &shown, &letter.label).unwrap();
    }
}

#[tokio::test]
async fn t41_without_the_senders_signature_nothing_is_withdrawn() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let (other, _) = manager.send(&visits.address, b"plan").await;
    let label = manager.letter(id).await.label;
    let good = manager.withdrawal(&label);
    let mut altered = good.clone();
    altered.text.push(' ');
    for wrong in [
        altered,
        visits.withdrawal(&label),
        day.withdrawal(&label),
        manager.withdrawal(&manager.letter(other).await.label),
    ] {
        let answer = manager.withdraw_by(id, &wrong).await;
        assert_problem(answer, Code::StatementInvalid).await;
    }
    assert_problem(day.withdraw_by(id, &good).await, Code::NotFound).await;
    assert_problem(visits.withdraw_by(id, &good).await, Code::Forbidden).await;
    assert_eq!(visits.letter(id).await.state, State::Arrived);
}
