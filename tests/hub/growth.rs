//! A hub that has grown: a mailbox of a million letters (R13), and as many mailboxes as there are offices (R14).
//!
//! The rows are made by SQL, after the image of a letter that was really left.
//! What is judged is how many octets of its files the hub reads for one request: that does not grow with the rest.

use crate::soak::{self, Dice, p99};
use crate::support::*;
use evidence::statement::{self, Facts};
use hub::store::query::query;
use hub::store::{Database, Store};
use reqwest::{Method, StatusCode};
use std::time::{Duration, Instant};
use wire::hub_api::Mailbox;
use wire::statement::Act;
use wire::{EnvelopeId, Receipt, Signed};

/// Octets that the hub may read for one page of 50 letters, or for one letter left: some hundred pages of its file.
const READ: u64 = 512 * 1024;
/// Pages that are asked for of each kind.
const PAGES: u64 = 12;

const MANY_LETTERS: &str = "
    insert into letters (recipient, sequence, id, sender, sender_sequence, recipient_changed, sender_changed, state,
                         since, deposited, label_sha256, stored_sha256, body_size, label, receipt, receipt_signature,
                         manifest, body, due)
    with recursive numbers (number) as (select 2 union all select number + 1 from numbers where number < $1)
    select recipient, number, randomblob(16), sender, number, number, number, state,
           since, deposited, label_sha256, stored_sha256, body_size, label, receipt, receipt_signature,
           manifest, body, due
      from letters, numbers where sequence = 1";
const COUNTED: &str = "update mailboxes set received = $1, sent = $1, cursor = $1";

const MANY_OFFICES: &str = "
    insert into offices (number, name, service_types, active_from, active_until, registered)
    with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < $1)
    select printf('88%08d', number), '', '43', 0, 0, 0 from numbers";
const THEIR_MAILBOXES: &str = "
    insert into mailboxes (number, received, sent, cursor)
    select number, $1, $1, $1 from offices where number glob '88*'";
const THEIR_LETTERS: &str = "
    insert into letters (recipient, sequence, id, sender, sender_sequence, recipient_changed, sender_changed, state,
                         since, deposited, label_sha256, stored_sha256, body_size, label, receipt, receipt_signature,
                         manifest, due)
    with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < $1)
    select offices.number, numbers.number, randomblob(16), offices.number, numbers.number, numbers.number,
           numbers.number, 'arrived', 0, 0, randomblob(32), randomblob(32), 0, '', '', x'', x'', 4102444800000
      from offices, numbers where offices.number glob '88*'";

/// A place whose hub has two offices and one letter from one to the other.
async fn place() -> (Place, [Office; 2]) {
    let place = Place::with_hub();
    let [from, to] = ["9970100018-43", "9970200024-11"].map(|address| place.office(address));
    let hub = place.serve();
    from.publish_card(&hub).await;
    to.publish_card(&hub).await;
    leave(&hub, &from, &to).await;
    assert_eq!(hub.stop(), Some(0));
    (place, [from, to])
}

/// Do some SQL in the store of a hub that does not run.
async fn change(place: &Place, text: &'static str, count: u64) {
    let file = Database::File(place.hub_folder().join("hub.db"));
    let store = Store::open(&file).await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    let query = query(text).bind(i64::try_from(count).unwrap());
    query.execute(&mut transaction).await.unwrap();
    transaction.commit().await.unwrap();
    store.close().await;
}

/// Leave a letter, which is taken.
async fn leave(hub: &Running, from: &Office, to: &Office) -> (EnvelopeId, Signed<Receipt>) {
    let label = from.label(&to.address, 2_000);
    let text = serde_json::to_string(&label).unwrap();
    let request = from.deposit(hub, label.id, &text, b"manifest", &[b'x'; 2_000]);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    (label.id, answer.json().await.unwrap())
}

/// State that a letter was collected.
async fn collect(hub: &Running, office: &Office, id: EnvelopeId, receipt: &Signed<Receipt>) {
    let facts = Facts {
        act: Act::Collected,
        contents_sha256: Some(evidence::digest(b"contents")),
        reason: None,
        comment: None,
        time: now(),
    };
    let stated = statement::make(&office.key(), &office.certificate, receipt, facts).unwrap();
    let path = format!("/v1/envelopes/{id}/collected");
    let request = office.request(hub, Method::POST, &path).json(&stated);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
}

/// Ask for pages here and there: what each took, and how many octets the hub has read for one.
async fn pages(hub: &Running, office: &Office, kind: &str, letters: u64) -> (Vec<Duration>, u64) {
    let mut dice = Dice::of(kind);
    let mut took = Vec::new();
    // What only the first request needs is not counted.
    office.get(hub, "/v1/inbox?limit=1").await;
    let before = hub.octets_read();
    for _ in 0..PAGES {
        let after = dice.below(letters - 60);
        let began = Instant::now();
        let answer = office
            .get(hub, &format!("/v1/{kind}={after}&limit=50"))
            .await;
        let page: Mailbox = answer.json().await.unwrap();
        took.push(began.elapsed());
        assert_eq!((page.letters.len(), page.more), (50, true));
        assert_eq!(page.letters[0].sequence, after + 1);
    }
    (took, (hub.octets_read() - before) / PAGES)
}

#[tokio::test]
async fn r13_a_page_of_a_huge_mailbox_costs_a_page() {
    let letters = soak::count("MAILBOX", 20_000);
    let (place, [from, to]) = place().await;
    change(&place, MANY_LETTERS, letters).await;
    change(&place, COUNTED, letters).await;

    let hub = place.serve();
    let (mut took, mut most) = (Vec::new(), 0);
    for (office, kind) in [
        (&to, "inbox?after"),
        (&to, "inbox?changed_after"),
        (&from, "outbox?after"),
        (&from, "outbox?changed_after"),
    ] {
        let (each, octets) = pages(&hub, office, kind, letters).await;
        assert!(octets < READ, "{kind}: {octets} octets a page");
        took.extend(each);
        most = most.max(octets);
    }
    let mut acknowledged = Vec::new();
    for number in 1..=20 {
        let (id, receipt) = leave(&hub, &from, &to).await;
        assert_eq!(receipt.read().unwrap().sequence, letters + number);
        let began = Instant::now();
        collect(&hub, &to, id, &receipt).await;
        acknowledged.push(began.elapsed());
    }
    let mebibytes = hub.resident() / 1024 / 1024;
    assert!(mebibytes < 300, "{mebibytes} MiB");
    let figures = [
        ("letters", letters),
        ("page_p99_us", p99(took)),
        ("ack_p99_us", p99(acknowledged)),
        ("octets_a_page", most),
        ("resident_mib", mebibytes),
    ];
    soak::record("R13", &figures);

    // The test of the test: without its index a page is looked for among all letters, and that is noticed.
    assert_eq!(hub.stop(), Some(0));
    change(&place, "drop index letters_by_recipient_change", 0).await;
    let hub = place.serve();
    let (_, octets) = pages(&hub, &to, "inbox?changed_after", letters).await;
    assert!(octets > READ, "{octets} octets a page");
}

/// Letters left one after the other: what each took, and how many octets the hub has read for one.
async fn letters(place: &Place, [from, to]: &[Office; 2]) -> (u64, u64) {
    let hub = place.serve();
    leave(&hub, from, to).await;
    let (mut took, count, before) = (Vec::new(), 60, hub.octets_read());
    for _ in 0..count {
        let began = Instant::now();
        leave(&hub, from, to).await;
        took.push(began.elapsed());
    }
    let octets = (hub.octets_read() - before) / count;
    assert_eq!(hub.stop(), Some(0));
    (p99(took), octets)
}

#[tokio::test]
async fn r14_among_very_many_mailboxes_a_letter_costs_what_it_did() {
    let (mailboxes, each) = (
        soak::count("MAILBOXES", 500),
        soak::count("LETTERS_EACH", 40),
    );
    let (place, offices) = place().await;
    let (empty, _) = letters(&place, &offices).await;
    change(&place, MANY_OFFICES, mailboxes).await;
    change(&place, THEIR_MAILBOXES, each).await;
    change(&place, THEIR_LETTERS, each).await;

    let (full, octets) = letters(&place, &offices).await;
    assert!(octets < READ, "{octets} octets a letter");
    let figures = [
        ("mailboxes", mailboxes),
        ("letters", mailboxes * each),
        ("send_p99_empty_us", empty),
        ("send_p99_full_us", full),
        ("octets_read_a_letter", octets),
    ];
    soak::record("R14", &figures);

    // The test of the test: without its index the sender's number is looked for among all letters.
    change(&place, "drop index letters_by_id", 0).await;
    let (_, octets) = letters(&place, &offices).await;
    assert!(octets > READ, "{octets} octets a letter");
}
