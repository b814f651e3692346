//! R9: a bit that the disk has turned is found by `careplan hub doctor`, and one in a body is never served.
//!
//! `CAREPLAN_SOAK_TRIALS` says how many bits are turned (a few without it), `CAREPLAN_SOAK_SEED` which.

use crate::journal::checkpoint;
use crate::soak::{self, Dice};
use crate::support::*;
use hub::doctor::{self, Report};
use hub::store::query::{query, query_scalar};
use wire::Code;
use wire::statement::Act;

/// Octets over which something was signed or hashed: how they are read and written, by the number of the row.
const OCTETS: [(&str, &str); 8] = [
    (
        "select body from letters where sequence = $1",
        "update letters set body = $2 where sequence = $1",
    ),
    (
        "select manifest from letters where sequence = $1",
        "update letters set manifest = $2 where sequence = $1",
    ),
    (
        "select stored_sha256 from letters where sequence = $1",
        "update letters set stored_sha256 = $2 where sequence = $1",
    ),
    (
        "select receipt_signature from letters where sequence = $1",
        "update letters set receipt_signature = $2 where sequence = $1",
    ),
    (
        "select octets from body_pieces where piece = $1",
        "update body_pieces set octets = $2 where piece = $1",
    ),
    (
        "select hash from journal_entries where position = $1",
        "update journal_entries set hash = $2 where position = $1",
    ),
    (
        "select hash from journal_nodes where number = $1 - 1 and level = 1",
        "update journal_nodes set hash = $2 where number = $1 - 1 and level = 1",
    ),
    (
        "select signature from journal_checkpoints where size = (select max(size) from journal_checkpoints where size > $1)",
        "update journal_checkpoints set signature = $2 where size = (select max(size) from journal_checkpoints where size > $1)",
    ),
];

/// The same of texts.
const TEXTS: [(&str, &str); 4] = [
    (
        "select label from letters where sequence = $1",
        "update letters set label = $2 where sequence = $1",
    ),
    (
        "select receipt from letters where sequence = $1",
        "update letters set receipt = $2 where sequence = $1",
    ),
    (
        "select entry from journal_entries where position = $1",
        "update journal_entries set entry = $2 where position = $1",
    ),
    (
        "select text from statements where sequence = $1",
        "update statements set text = $2 where sequence = $1",
    ),
];

/// A hub with letters of every size, one of them with a statement, and all of it in the journal.
async fn hub_with_letters() -> (TestHub, [Caller; 3]) {
    let (hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (first, receipt) = manager.send(&visits.address, b"plan").await;
    manager.send(&visits.address, &octets(600_000)).await;
    let statement = visits.statement(&receipt, Act::Collected);
    visits.state(first, &statement).await;
    checkpoint(&visits, 12).await;
    (hub, [manager, visits, day])
}

async fn examine(hub: &TestHub) -> Report {
    doctor::examine(hub.config(), &hub.store().await)
        .await
        .unwrap()
}

/// Put octets in the place of others.
async fn write(hub: &TestHub, text: &'static str, row: i64, octets: &[u8]) {
    let mut transaction = hub.store().await.begin().await.unwrap();
    let changed = query(text).bind(row).bind(octets).execute(&mut transaction);
    assert_eq!(changed.await.unwrap(), 1, "{text}");
    transaction.commit().await.unwrap();
}

async fn write_text(hub: &TestHub, text: &'static str, row: i64, value: &str) {
    let mut transaction = hub.store().await.begin().await.unwrap();
    let changed = query(text).bind(row).bind(value).execute(&mut transaction);
    assert_eq!(changed.await.unwrap(), 1, "{text}");
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn r9_the_doctor_finds_every_turned_bit_of_what_was_signed() {
    let (hub, _offices) = hub_with_letters().await;
    let sound = examine(&hub).await;
    assert_eq!(sound.findings, [], "nothing is wrong yet");
    assert_eq!(sound.letters, 2);
    assert!(sound.entries >= 12, "{}", sound.entries);

    let mut dice = Dice::of("R9");
    let trials = soak::count("TRIALS", 48);
    let mut next = |below: usize| {
        let below = u64::try_from(below).unwrap();
        usize::try_from(dice.below(below)).unwrap()
    };
    for trial in 0..usize::try_from(trials).unwrap() {
        let place = trial % (OCTETS.len() + TEXTS.len());
        let row = 1;
        if let Some((read, change)) = OCTETS.get(place) {
            let mut connection = hub.store().await.read().await.unwrap();
            let sound: Vec<u8> = query_scalar(read)
                .bind(row)
                .fetch_one(&mut connection)
                .await
                .unwrap();
            drop(connection);
            let mut rotten = sound.clone();
            let bit = next(rotten.len() * 8);
            rotten[bit / 8] ^= 1 << (bit % 8);
            write(&hub, change, row, &rotten).await;
            assert!(
                !examine(&hub).await.findings.is_empty(),
                "{read}: bit {bit}"
            );
            write(&hub, change, row, &sound).await;
        } else {
            let (read, change) = TEXTS[place - OCTETS.len()];
            let mut connection = hub.store().await.read().await.unwrap();
            let sound: String = query_scalar(read)
                .bind(row)
                .fetch_one(&mut connection)
                .await
                .unwrap();
            drop(connection);
            let mut rotten = sound.clone().into_bytes();
            // The lowest bit, so that the engine still takes it for text.
            let at = next(rotten.len());
            rotten[at] ^= 1;
            let rotten = String::from_utf8(rotten).unwrap();
            write_text(&hub, change, row, &rotten).await;
            assert!(
                !examine(&hub).await.findings.is_empty(),
                "{read}: octet {at}"
            );
            write_text(&hub, change, row, &sound).await;
        }
    }
    assert_eq!(examine(&hub).await.findings, [], "all is as before");
    soak::record("R9", &[("bits_turned", trials), ("found", trials)]);
}

#[tokio::test]
async fn r9_a_row_or_an_entry_that_has_gone_is_missed() {
    let (hub, _offices) = hub_with_letters().await;
    hub.meddle("delete from body_pieces where piece = 1").await;
    assert_eq!(examine(&hub).await.findings.len(), 1);
    hub.meddle("delete from journal_entries where position = 3")
        .await;
    let findings = examine(&hub).await.findings;
    assert!(
        findings
            .iter()
            .any(|finding| finding.place == "journal entry 4"),
        "{findings:?}"
    );
}

#[tokio::test]
async fn r9_a_turned_bit_of_a_body_is_never_served() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let small = octets(30_000);
    let large = octets(600_000);
    let (first, _) = manager.send(&visits.address, &small).await;
    let (second, _) = manager.send(&visits.address, &large).await;
    for (body, id, change, row, piece) in [
        (&small, first, OCTETS[0].1, 1, 0..30_000),
        (&large, second, OCTETS[4].1, 1, 262_144..524_288),
    ] {
        assert!(visits.body(id).await.bytes().await.unwrap() == *body);
        let mut rotten = body[piece].to_vec();
        let middle = rotten.len() / 2;
        rotten[middle] ^= 1;
        write(&hub, change, row, &rotten).await;
        let response = visits.body(id).await;
        if id == first {
            assert_problem(response, Code::Internal).await;
        } else {
            assert!(response.bytes().await.is_err(), "broken off, not served");
        }
    }
}
