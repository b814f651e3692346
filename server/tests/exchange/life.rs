//! What becomes of letters that nobody collects; and a hub that lies about it.

use crate::journal::{World, forged_with, hub_store, rewrite_receipt, run};
use crate::support::{A, B, LetterForm, number, two_offices, wait_for};
use server::evidence_file::check::check;
use wire::{AlarmKind, Code, EnvelopeId, State, Time};

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn the_sender_sees_that_a_letter_lies_uncollected_and_that_it_has_expired() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let b = site.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    a.wait_sent(id, State::Arrived).await;
    b.wait_received(id).await;
    for (days, told) in [(5, vec![5]), (15, vec![5, 20])] {
        hub.advance(days * DAY);
        wait_for("the reminder", || async {
            let letter = a.sent(id).await;
            let days: Vec<_> = letter.uncollected.iter().map(|told| told.days).collect();
            (days == told && letter.state == State::Arrived).then_some(())
        })
        .await;
    }
    hub.advance(5 * DAY);
    a.wait_sent(id, State::Expired).await;
    wait_for("the receiver", || async {
        (b.received(id).await.state == State::Expired).then_some(())
    })
    .await;
    assert_eq!(b.open(id).await.code(), Code::Expired);
    assert_eq!(b.inbox().await.unread, 0);
    // The sender's files stay, and the evidence holds the hub's notice.
    assert_eq!(a.sent_file(id, 0).await.status, 200);
    let evidence = a.sent_evidence(id).await;
    assert_eq!(check(&evidence, None), []);
    assert!(evidence.windows(10).any(|name| name == b"notice.txt"));
    assert_eq!(a.alarms().await, []);
    assert_eq!(b.alarms().await, []);
}

#[tokio::test]
async fn t41_withdrawn_or_expired_by_the_hubs_bare_word_is_not_believed_by_either_office() {
    for (state, kind) in [
        ("withdrawn", AlarmKind::WithdrawalUnsigned),
        ("expired", AlarmKind::ReceiptWrong),
    ] {
        let world = World::new().await;
        let id = world.sent().await;
        let (a, b) = (world.a().await, world.b().await);
        b.wait_received(id).await;
        let store = hub_store(&world.hub).await;
        sqlx::query(
            "update letters set state = $2, sender_changed = sender_changed + 1,
                    recipient_changed = recipient_changed + 1 where id = $1",
        )
        .bind(id.as_bytes().as_slice())
        .bind(state)
        .execute(&store)
        .await
        .unwrap();
        run(&store, "update mailboxes set cursor = cursor + 1").await;
        for browser in [&a, &b] {
            assert_eq!(browser.wait_alarm(kind).await.letter, Some(id));
        }
        assert_eq!(a.sent(id).await.state, State::Arrived);
        assert_eq!(b.received(id).await.state, State::Arrived);
    }
}

#[tokio::test]
async fn t41_two_letters_with_one_number_are_found_out() {
    let mut world = World::new().await;
    let first = world.sent().await;
    world.b().await.wait_received(first).await;
    world.sites[1].stop().await;
    let second = world.sent().await;
    world.hub.stop().await;
    let store = hub_store(&world.hub).await;
    sqlx::query("update letters set sequence = 1000 where id = $1")
        .bind(first.as_bytes().as_slice())
        .execute(&store)
        .await
        .unwrap();
    store.close().await;
    let now: Time = std::time::SystemTime::now().into();
    rewrite_receipt(&world.hub, second, Some(1), now).await;
    world.hub.restart().await;
    world.sites[1].restart().await;
    let b = world.b().await;
    let alarm = b.wait_alarm(AlarmKind::NumberReused).await;
    assert_eq!(alarm.letter, Some(second));
}

/// The hub shows the sender a card with a key of its own beside the receiver's, and hides it from the receiver.
#[tokio::test]
async fn t05_a_substituted_card_is_found_out_by_the_first_letter_that_was_sealed_for_it() {
    let mut world = World::new().await;
    world.sites[1].stop().await;
    let store = hub_store(&world.hub).await;
    let own: String = sqlx::query_scalar("select text from cards where number = $1")
        .bind(number(B).as_str())
        .fetch_one(&store)
        .await
        .unwrap();
    let own: wire::OfficeCard = serde_json::from_str(&own).unwrap();
    let mut sealing = vec![own.sealing_keys[0].certificate.0.clone()];
    let (hubs, _) =
        server::seal::new_sealing_key(&number(B), Time(0), Time(4_000_000_000_000)).unwrap();
    sealing.push(hubs);
    let certificate = world.hub.certify(&number(B)).await;
    let card = forged_with(&certificate, sealing);
    sqlx::query(
        "insert into cards (number, version, text, signature, stored) values ($1, 99, $2, $3, 0)",
    )
    .bind(number(B).as_str())
    .bind(&card.text)
    .bind(card.signature.as_ref())
    .execute(&store)
    .await
    .unwrap();
    let id = world.sent().await;
    run(&store, "delete from cards where version = 99").await;
    world.sites[1].restart().await;
    let b = world.b().await;
    b.wait_received(id).await;
    let alarm = b.wait_alarm(AlarmKind::CardForeign).await;
    assert_eq!(alarm.letter, Some(id));
}

#[tokio::test]
async fn what_the_hub_would_refuse_is_refused_in_words_before_it_is_acknowledged() {
    let (_hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    for month in ["202513", "202500"] {
        let mut letter = LetterForm::plan();
        letter.letter.month = Some(month.to_owned());
        let answer = a.put_letter(EnvelopeId::new(), &letter).await;
        assert_eq!(answer.code(), Code::LabelInvalid, "{month}");
    }
    let mut unit = LetterForm::plan();
    unit.letter.unit = Some("plan9".to_owned());
    let answer = a.put_letter(EnvelopeId::new(), &unit).await;
    assert_eq!(answer.code(), Code::LabelInvalid);
    // A manifest of more than 1 MiB.
    let mut large = LetterForm::plan();
    let person = large.letter.persons[0].clone();
    large.letter.persons = vec![person; 12_000];
    let answer = a.put_letter(EnvelopeId::new(), &large).await;
    assert_eq!(answer.code(), Code::TooLarge);
    assert_eq!(a.sent_list().await.letters, []);
}
