//! What becomes of letters in time, by the hub's clock.

use crate::support::*;
use std::time::Duration;
use wire::hub_api::MailboxItem;
use wire::journal::Entries;
use wire::statement::Act;
use wire::{Code, EnvelopeId, State};

const DAY: i64 = 24 * 60 * 60;

async fn hub() -> (TestHub, Caller, Caller) {
    let hub = TestHub::start_with(|config| {
        config.sweep_seconds = 1;
        config.record_days = 365;
    })
    .await;
    let manager = hub.ready_office("9970100018-43").await;
    let visits = hub.ready_office("9970200024-11").await;
    (hub, manager, visits)
}

/// The letter, once it is as it should be.
async fn until(
    caller: &Caller,
    id: EnvelopeId,
    wanted: impl Fn(&MailboxItem) -> bool,
) -> MailboxItem {
    for _ in 0..100 {
        let letter = caller.letter(id).await;
        if wanted(&letter) {
            return letter;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the letter never comes to that");
}

#[tokio::test]
async fn the_sender_is_told_after_5_and_20_days_and_nobody_else() {
    let (hub, manager, visits) = hub().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let (read, _) = manager.send(&visits.address, b"plan").await;
    visits.body(read).await.bytes().await.unwrap();
    let (sent, received) = (
        manager.outbox("").await.cursor,
        visits.inbox("").await.cursor,
    );
    hub.advance(4 * DAY);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(manager.outbox("").await.cursor, sent, "nothing yet");

    hub.advance(DAY);
    let told = until(&manager, id, |letter| !letter.uncollected.is_empty()).await;
    assert_eq!(told.uncollected.len(), 1);
    assert_eq!(told.uncollected[0].days, 5);
    assert_eq!(told.state, State::Arrived);
    hub.advance(15 * DAY);
    let told = until(&manager, id, |letter| letter.uncollected.len() == 2).await;
    assert_eq!(told.uncollected[1].days, 20);
    assert_eq!(manager.outbox("").await.cursor, sent + 2, "and it is news");

    assert_eq!(visits.inbox("").await.cursor, received);
    assert_eq!(visits.letter(id).await.uncollected, []);
    assert_eq!(manager.letter(read).await.uncollected, []);
}

#[tokio::test]
async fn a_letter_that_nobody_collects_expires_with_a_notice_that_the_hub_has_signed() {
    let hub = TestHub::start_with(|config| {
        config.sweep_seconds = 1;
        config.body_days = 10;
    })
    .await;
    let manager = hub.ready_office("9970100018-43").await;
    let visits = hub.ready_office("9970200024-11").await;
    let (id, receipt) = manager.send(&visits.address, &octets(300_000)).await;
    let (read, read_receipt) = manager.send(&visits.address, &octets(300_000)).await;
    visits.body(read).await.bytes().await.unwrap();
    hub.advance(10 * DAY);

    let gone = until(&manager, id, |letter| letter.state == State::Expired).await;
    let journal: wire::hub_api::Journal = manager.json("/v1/journal/checkpoint").await;
    let key = evidence::VerifyingKey::from_spki(&journal.key.0).unwrap();
    let notice = gone.non_delivery.unwrap();
    evidence::non_delivery::verify(&key, &notice, &receipt).unwrap();
    assert!(evidence::non_delivery::verify(&key, &notice, &read_receipt).is_err());
    assert!(gone.deleted.is_some());
    assert_eq!(gone.manifest.0, b"");
    assert_problem(visits.body(id).await, Code::Expired).await;
    let late = visits.statement(&receipt, Act::Collected);
    assert_problem(visits.state(id, &late).await, Code::Expired).await;
    assert_problem(manager.withdraw(id).await, Code::Expired).await;

    // What was collected is deleted as well, and stays what it is; it can still be answered.
    let kept = until(&manager, read, |letter| letter.deleted.is_some()).await;
    assert_eq!(kept.state, State::Collected);
    assert_eq!(kept.non_delivery, None);
    assert_problem(visits.body(read).await, Code::Expired).await;
    let answer = visits.statement(&read_receipt, Act::TakenIn);
    assert_state(visits.answer(read, &answer).await, State::TakenIn).await;

    // Each deletion stands in the journal.
    for (letter, what) in [(id, "expiry"), (read, "deletion")] {
        let path = format!("/v1/journal/entries?letter={letter}");
        let mut found = false;
        for _ in 0..50 {
            let entries: Entries = visits.json(&path).await;
            let wanted = format!("\"what\":\"{what}\"");
            found = entries
                .entries
                .iter()
                .any(|entry| entry.text.as_deref().unwrap_or_default().contains(&wanted));
            if found {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(found, "{what}");
    }
    let left = hub.numbers("select count(*) from body_pieces").await;
    assert_eq!(left, [0]);
}

#[tokio::test]
async fn after_its_record_has_run_out_nothing_is_left_of_a_letter_but_hashes() {
    let hub = TestHub::start_with(|config| {
        config.sweep_seconds = 1;
        config.body_days = 10;
        config.record_days = 365;
    })
    .await;
    let manager = hub.ready_office_for("9970100018-43", 800).await;
    let visits = hub.ready_office_for("9970200024-11", 800).await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    visits.body(id).await.bytes().await.unwrap();
    let statement = visits.statement(&receipt, Act::Collected);
    assert_state(visits.state(id, &statement).await, State::Collected).await;
    let hashes = |entries: Entries| -> Vec<_> {
        let hashes = entries.entries.iter().map(|entry| entry.hash);
        hashes.collect()
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = hashes(visits.json("/v1/journal/entries").await);

    hub.advance(365 * DAY);
    for _ in 0..100 {
        if visits.get(&format!("/v1/envelopes/{id}")).await.status() == 404 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let path = format!("/v1/envelopes/{id}");
    assert_problem(visits.get(&path).await, Code::NotFound).await;
    assert_eq!(visits.inbox("").await.letters, []);
    assert_eq!(hub.numbers("select count(*) from letters").await, [0]);
    assert_eq!(hub.numbers("select count(*) from statements").await, [0]);
    let of_letter = "select count(*) from journal_entries where letter is not null";
    assert_eq!(hub.numbers(of_letter).await, [0]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let after = hashes(visits.json("/v1/journal/entries").await);
    assert_eq!(after[..before.len()], before, "the tree stays whole");
    assert_eq!(after.len(), before.len() + 2, "both deletions are in it");
}

#[tokio::test]
async fn the_lowest_number_that_is_kept_is_signed_and_rises_only_when_letters_are_forgotten() {
    let (hub, _, _) = hub().await;
    let manager = hub.ready_office_for("9970300035-43", 800).await;
    let visits = hub.ready_office_for("9970400046-11", 800).await;
    let journal: wire::hub_api::Journal = manager.json("/v1/journal/checkpoint").await;
    let key = evidence::VerifyingKey::from_spki(&journal.key.0).unwrap();
    let number = &visits.address.number;
    let said = async || {
        let signed: wire::Signed<wire::KeptFrom> =
            visits.json(wire::hub_api::path::KEPT_FROM).await;
        evidence::kept_from::verify(&key, &signed, &journal.journal, number, hub.now()).unwrap()
    };
    assert_eq!(said().await.lowest, 1);
    let mut last = None;
    for _ in 0..3 {
        let (_, receipt) = manager.send(&visits.address, b"plan").await;
        last = Some(receipt.read().unwrap());
    }
    hub.advance(100 * DAY);
    manager.send(&visits.address, b"plan").await;
    assert_eq!(
        said().await.lowest,
        1,
        "the octets are gone, the letters are not"
    );
    hub.advance(266 * DAY);
    for _ in 0..100 {
        if visits.inbox("").await.letters.len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let kept = said().await;
    assert_eq!(visits.inbox("").await.letters[0].sequence, kept.lowest);
    assert_eq!((kept.lowest, kept.before), (4, last.unwrap().time));
}
