//! A hub that lies, or has lost something: its store is changed behind its back.

use crate::letters::Stranger;
use crate::support::{
    A, B, Browser, LetterForm, Site, SiteBuilder, TestHub, address, number, two_offices, wait_for,
};
use evidence::SigningKey;
use evidence::receipt::{self, Deposit};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use server::seal::Envelope;
use sqlx::SqlitePool;
use std::path::Path;
use std::time::Duration;
use wire::{Code, EnvelopeId, Label, State, Time};

/// A database that a program has open.
async fn database(file: &Path) -> SqlitePool {
    let url = format!("sqlite://{}", file.display());
    SqlitePool::connect(&url).await.unwrap()
}

/// The key of the journal of the hub in a folder.
fn journal_key(hub: &Path) -> SigningKey {
    let pem = std::fs::read(hub.join("journal/key.pem")).unwrap();
    let key = PrivatePkcs8KeyDer::from_pem_slice(&pem).unwrap();
    SigningKey::from_pkcs8(key.secret_pkcs8_der()).unwrap()
}

/// A letter from A to B that has arrived.
async fn arrived(a: &Browser, b: &Browser) -> EnvelopeId {
    let id = EnvelopeId::new();
    let answer = a.put_letter(id, &LetterForm::plan()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    a.wait_sent(id, State::Arrived).await;
    b.wait_received(id).await;
    id
}

async fn both(site: &Site) -> (Browser, Browser) {
    (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    )
}

#[tokio::test]
async fn t41_a_body_that_is_not_the_one_of_the_receipt_is_not_kept() {
    let (hub, site) = two_offices().await;
    let (a, b) = both(&site).await;
    let id = arrived(&a, &b).await;
    let store = database(&hub.folder().join("hub.db")).await;
    let key = id.as_bytes().as_slice();
    let (manifest, body): (Vec<u8>, Vec<u8>) =
        sqlx::query_as("select manifest, body from letters where id = $1")
            .bind(key)
            .fetch_one(&store)
            .await
            .unwrap();
    let mut damaged = body.clone();
    damaged[body.len() / 2] ^= 1;
    for (octets, code) in [(&damaged, Some(Code::HubRefused)), (&body, None)] {
        // A hub that lies writes a digest that fits; a bit that only the disk has turned it finds by itself.
        let stored = receipt::stored_digest(&manifest, octets);
        sqlx::query("update letters set body = $2, stored_sha256 = $3 where id = $1")
            .bind(key)
            .bind(octets)
            .bind(stored.as_ref())
            .execute(&store)
            .await
            .unwrap();
        let answer = b.open(id).await;
        match code {
            Some(code) => {
                assert_eq!(answer.code(), code);
                assert!(b.inbox().await.letters[0].unread, "it can be opened later");
            }
            None => assert_eq!(answer.status, 200, "{}", answer.text()),
        }
    }
    assert_eq!(
        b.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
}

#[tokio::test]
async fn t42_a_letter_that_comes_back_under_another_senders_name_is_not_opened() {
    let (hub, site) = two_offices().await;
    let (a, b) = both(&site).await;
    let id = arrived(&a, &b).await;
    assert!(a.sent(id).await.contents.is_some(), "A's own list knows it");

    // The hub turns A's letter round: from B, to A, under the same id, with a receipt that fits.
    let store = database(&hub.folder().join("hub.db")).await;
    let (label, manifest): (String, Vec<u8>) =
        sqlx::query_as("select label, manifest from letters where id = $1")
            .bind(id.as_bytes().as_slice())
            .fetch_one(&store)
            .await
            .unwrap();
    let mut label: Label = serde_json::from_str(&label).unwrap();
    (label.from, label.to) = (address(B), address(A));
    let text = serde_json::to_string(&label).unwrap();
    let made = receipt::make(
        &journal_key(hub.folder()),
        &Deposit {
            label: &label,
            label_text: &text,
            manifest: &manifest,
            body: b"anything",
            sequence: 1,
            time: Time(1_764_000_000_000),
            journal: "any",
            salt: [0; 16],
        },
    )
    .unwrap();
    let mut change = store.begin().await.unwrap();
    sqlx::query(
        "update mailboxes set cursor = cursor + 1, received = received + 1 where number = $1",
    )
    .bind(number(A).as_str())
    .execute(&mut *change)
    .await
    .unwrap();
    sqlx::query(
        "update letters set recipient = $2, sender = $3, sequence = 1, sender_sequence = 1000, sender_changed = 1000,
                recipient_changed = (select cursor from mailboxes where number = $2),
                label = $4, receipt = $5, receipt_signature = $6
         where id = $1",
    )
    .bind(id.as_bytes().as_slice())
    .bind(number(A).as_str())
    .bind(number(B).as_str())
    .bind(&text)
    .bind(&made.signed.text)
    .bind(made.signed.signature.as_ref())
    .execute(&mut *change)
    .await
    .unwrap();
    change.commit().await.unwrap();
    // A letter of B's wakes A's server.
    let next = EnvelopeId::new();
    b.put_letter(next, &LetterForm::plan().from(B).to(A)).await;
    a.wait_received(next).await;

    let turned = a.wait_received(id).await;
    assert_eq!(turned.from.address, address(B), "it says that it is B's");
    assert!(turned.contents.is_none(), "but B has not signed it");
    assert_eq!(turned.problem.unwrap().code, Code::CannotOpen);
}

#[tokio::test]
async fn r19_after_a_restored_backup_of_the_hub_new_letters_arrive() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = both(&site).await;
    let first = arrived(&a, &b).await;
    hub.stop().await;
    let backup: Vec<_> = std::fs::read_dir(hub.folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    hub.restart().await;
    let lost = [arrived(&a, &b).await, arrived(&a, &b).await];
    assert_eq!(b.open(lost[0]).await.status, 200);
    hub.stop().await;
    for left_over in ["hub.db-wal", "hub.db-shm"] {
        let _ = std::fs::remove_file(hub.folder().join(left_over));
    }
    for (path, octets) in backup {
        std::fs::write(path, octets).unwrap();
    }
    hub.restart().await;

    let new = arrived(&a, &b).await;
    assert_eq!(b.open(new).await.status, 200);
    assert_eq!(b.open(first).await.status, 200);
    assert_eq!(
        b.inbox().await.letters.len(),
        4,
        "what was known stays known"
    );
    assert_eq!(b.open(lost[0]).await.status, 200, "it is in the archive");
}

#[tokio::test]
async fn t55_a_letter_that_was_taken_back_and_comes_to_the_hub_late_is_withdrawn_there() {
    let hub = TestHub::start().await;
    let credentials = hub.register(A).await;
    let site = SiteBuilder::new(&hub)
        .await
        .with(|config| config.hold = Duration::from_secs(3600))
        .office_with(A, &credentials)
        .await
        .office(B)
        .await
        .start()
        .await;
    let (a, b) = both(&site).await;
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    assert_eq!(a.withdraw(id).await.status, 200);

    // An attempt whose octets were still on the wire when the line broke, as far as the hub can tell.
    let store = database(&site.folder().join("server.db")).await;
    let (label, manifest, body): (String, Vec<u8>, Vec<u8>) =
        sqlx::query_as("select label, manifest, body from sent where id = $1")
            .bind(id.as_bytes().as_slice())
            .fetch_one(&store)
            .await
            .unwrap();
    let envelope = Envelope {
        label,
        manifest,
        body,
    };
    Stranger::new(&hub, &credentials)
        .deposit(id, envelope)
        .await;

    wait_for("the withdrawal at the receiver", || async {
        let letters = b.inbox().await.letters;
        letters
            .into_iter()
            .find(|letter| letter.id == id && letter.state == State::Withdrawn)
    })
    .await;
    assert_eq!(a.sent(id).await.state, State::Withdrawn);
}

#[tokio::test]
async fn t41_a_hub_with_another_journal_is_not_believed_and_no_letter_is_passed_over() {
    let (mut hub, mut site) = two_offices().await;
    let (a, b) = both(&site).await;
    arrived(&a, &b).await;
    hub.stop().await;
    let other = tempfile::tempdir().unwrap();
    hub::init(&hub::Folder::new(other.path()), &["localhost".to_owned()]).unwrap();
    for file in ["journal/id", "journal/key.pem"] {
        std::fs::copy(other.path().join(file), hub.folder().join(file)).unwrap();
    }
    hub.restart().await;
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    wait_for("a refusal of the receipt", || async {
        let problem = a.sent(id).await.problem;
        problem.filter(|problem| problem.code == Code::HubRefused)
    })
    .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(b.inbox().await.letters.len(), 1);

    // The operator has said why, and the offices have taken the new journal.
    site.stop().await;
    let journal = std::fs::read_to_string(other.path().join("journal/id")).unwrap();
    let key = journal_key(other.path()).public_key();
    let store = database(&site.folder().join("server.db")).await;
    sqlx::query("update offices set journal = $1, journal_key = $2")
        .bind(journal.trim())
        .bind(key)
        .execute(&store)
        .await
        .unwrap();
    site.restart().await;
    let (a, b) = both(&site).await;
    b.wait_received(id).await;
    a.wait_sent(id, State::Arrived).await;
}

#[tokio::test]
async fn r19_a_card_that_the_hub_has_lost_is_published_again() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = both(&site).await;
    arrived(&a, &b).await;
    hub.stop().await;
    let store = database(&hub.folder().join("hub.db")).await;
    sqlx::query("delete from cards where number = $1")
        .bind(number(B).as_str())
        .execute(&store)
        .await
        .unwrap();
    store.close().await;
    hub.restart().await;
    wait_for("B's card", || async {
        let answer = a.put_letter(EnvelopeId::new(), &LetterForm::plan()).await;
        (answer.status == 201).then_some(())
    })
    .await;
}
