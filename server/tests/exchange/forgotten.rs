//! A new server of an office whose mailbox is older than what the hub keeps: no false alarm, and nothing can be hidden by that.

use crate::journal::hub_store;
use crate::support::{A, B, Credentials, LetterForm, Site, SiteBuilder, TestHub, number, wait_for};
use sqlx::SqlitePool;
use std::time::Duration;
use wire::{AlarmKind, EnvelopeId, State, Time};

const DAY: i64 = 24 * 60 * 60;

/// A hub with five letters to B, of which it has forgotten the first two, as it does when their time is over.
async fn old_mailbox(left: Time) -> (TestHub, Site, Credentials, SqlitePool) {
    let hub = TestHub::start().await;
    let credentials = hub.register(B).await;
    let a = SiteBuilder::new(&hub)
        .await
        .watchful()
        .office(A)
        .await
        .start()
        .await;
    let mut first = site(&hub, &credentials).await;
    wait_for("the cards", || async {
        let offices = hub.operator().await.offices("").await.unwrap();
        offices.iter().all(|office| office.ready).then_some(())
    })
    .await;
    let (sender, receiver) = (a.sign_in("staff", A).await, first.sign_in("staff", B).await);
    for _ in 0..5 {
        let id = EnvelopeId::new();
        assert_eq!(sender.put_letter(id, &LetterForm::plan()).await.status, 201);
        receiver.wait_received(id).await;
    }
    first.stop().await;
    let store = hub_store(&hub).await;
    sqlx::query("delete from letters where recipient = $1 and sequence <= 2")
        .bind(number(B).as_str())
        .execute(&store)
        .await
        .unwrap();
    sqlx::query("update mailboxes set forgotten = 2, forgotten_left = $2 where number = $1")
        .bind(number(B).as_str())
        .bind(left.0)
        .execute(&store)
        .await
        .unwrap();
    (hub, a, credentials, store)
}

async fn site(hub: &TestHub, credentials: &Credentials) -> Site {
    let builder = SiteBuilder::new(hub).await.watchful();
    builder.office_with(B, credentials).await.start().await
}

fn years_ago() -> Time {
    let now: Time = std::time::SystemTime::now().into();
    now.plus_seconds(-2 * 365 * DAY)
}

#[tokio::test]
async fn a_new_server_misses_no_letter_that_the_hub_has_forgotten_in_time() {
    let (hub, a, credentials, _) = old_mailbox(years_ago()).await;
    let new = site(&hub, &credentials).await;
    let (sender, receiver) = (a.sign_in("staff", A).await, new.sign_in("staff", B).await);
    let id = EnvelopeId::new();
    assert_eq!(sender.put_letter(id, &LetterForm::plan()).await.status, 201);
    let last = receiver.wait_received(id).await;
    assert_eq!(
        (last.sequence, receiver.inbox().await.letters.len()),
        (6, 4)
    );
    tokio::time::sleep(Duration::from_millis(500)).await;
    let alarms = receiver.alarms().await;
    let missing = alarms
        .iter()
        .find(|alarm| alarm.kind == AlarmKind::LetterMissing);
    assert!(missing.is_none(), "{alarms:?}");
}

#[tokio::test]
async fn t41_a_hub_that_hides_letters_by_calling_them_forgotten_is_found_out() {
    // Too young to be forgotten.
    let now: Time = std::time::SystemTime::now().into();
    let (hub, _a, credentials, store) = old_mailbox(now.plus_seconds(-DAY)).await;
    let new = site(&hub, &credentials).await;
    let receiver = new.sign_in("staff", B).await;
    receiver.wait_alarm(AlarmKind::LetterMissing).await;
    // And one that is not called forgotten at all.
    sqlx::query("update mailboxes set forgotten = 0, forgotten_left = 0")
        .execute(&store)
        .await
        .unwrap();
    let another = site(&hub, &credentials).await;
    let receiver = another.sign_in("staff", B).await;
    receiver.wait_alarm(AlarmKind::LetterMissing).await;
}

#[tokio::test]
async fn t41_a_server_that_has_seen_numbers_is_not_told_that_later_ones_are_forgotten() {
    let (hub, a, credentials, store) = old_mailbox(years_ago()).await;
    let mut new = site(&hub, &credentials).await;
    let receiver = new.sign_in("staff", B).await;
    wait_for("what is kept", || async {
        (receiver.inbox().await.letters.len() == 3).then_some(())
    })
    .await;
    new.stop().await;
    // The sixth comes and is hidden while nobody looks; the seventh is shown.
    let sender = a.sign_in("staff", A).await;
    for _ in 0..2 {
        let id = EnvelopeId::new();
        assert_eq!(sender.put_letter(id, &LetterForm::plan()).await.status, 201);
        sender.wait_sent(id, State::Arrived).await;
    }
    for change in [
        "delete from letters where sequence = 6",
        "update mailboxes set forgotten = 6 where received = 7",
    ] {
        let done = sqlx::query(change).execute(&store).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{change}");
    }
    new.restart().await;
    let receiver = new.sign_in("staff", B).await;
    receiver.wait_alarm(AlarmKind::LetterMissing).await;
}
