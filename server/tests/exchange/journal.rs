//! T05 and T41: a hub that lies about what happened. Its store is changed behind its back, and each lie is found out.

use crate::support::{
    A, B, Browser, Credentials, LetterForm, Site, SiteBuilder, TestHub, number, wait_for,
};
use evidence::SigningKey;
use evidence::card::{self, SealingCertificate};
use evidence::receipt::{self, Deposit};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use sqlx::SqlitePool;
use std::path::Path;
use std::time::Duration;
use wire::{AlarmKind, Code, EnvelopeId, Label, State, Time};

pub async fn database(file: &Path) -> SqlitePool {
    let url = format!("sqlite://{}", file.display());
    SqlitePool::connect(&url).await.unwrap()
}

pub async fn hub_store(hub: &TestHub) -> SqlitePool {
    database(&hub.folder().join("hub.db")).await
}

pub async fn run(store: &SqlitePool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(store).await.unwrap();
}

fn private_key(pem: &[u8]) -> SigningKey {
    let key = PrivatePkcs8KeyDer::from_pem_slice(pem).unwrap();
    SigningKey::from_pkcs8(key.secret_pkcs8_der()).unwrap()
}

/// A hub with two offices, each at a server of its own that looks at the journal all the time.
pub struct World {
    pub hub: TestHub,
    pub sites: [Site; 2],
}

impl World {
    pub async fn new() -> Self {
        let hub = TestHub::start().await;
        let one = SiteBuilder::new(&hub).await.watchful().office(A).await;
        let other = SiteBuilder::new(&hub).await.watchful().office(B).await;
        let sites = [one.start().await, other.start().await];
        wait_for("both cards", || async {
            let offices = hub.operator().await.offices("").await.unwrap();
            offices.iter().all(|office| office.ready).then_some(())
        })
        .await;
        Self { hub, sites }
    }

    pub async fn a(&self) -> Browser {
        self.sites[0].sign_in("staff", A).await
    }

    pub async fn b(&self) -> Browser {
        self.sites[1].sign_in("staff", B).await
    }

    /// A letter from A to B that has arrived at the hub.
    pub async fn sent(&self) -> EnvelopeId {
        let (a, id) = (self.a().await, EnvelopeId::new());
        let answer = a.put_letter(id, &LetterForm::plan()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        a.wait_sent(id, State::Arrived).await;
        id
    }

    /// Wait until a site has proved so many entries of its letters.
    pub async fn proved(&self, site: usize, count: i64) {
        let store = database(&self.sites[site].folder().join("server.db")).await;
        wait_for("the proofs", || async {
            let proofs: i64 = sqlx::query_scalar("select count(*) from proofs")
                .fetch_one(&store)
                .await
                .unwrap();
            (proofs == count).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn of_an_honest_hub_everything_is_proved_and_nothing_is_raised() {
    let mut world = World::new().await;
    let id = world.sent().await;
    let (a, b) = (world.a().await, world.b().await);
    b.wait_received(id).await;
    assert_eq!(b.open(id).await.status, 200);
    let seen = a.wait_sent(id, State::Collected).await;
    assert!(seen.collected.is_some());
    // The deposit and the statement, at either office.
    world.proved(0, 2).await;
    world.proved(1, 2).await;
    world.hub.stop().await;
    world.hub.restart().await;
    let next = world.sent().await;
    b.wait_received(next).await;
    world.proved(0, 3).await;
    world.proved(1, 3).await;
    let store = database(&world.sites[1].folder().join("server.db")).await;
    wait_for("A's checkpoints held against B's", || async {
        let heard: i64 = sqlx::query_scalar("select count(*) from heard")
            .fetch_one(&store)
            .await
            .unwrap();
        (heard == 0).then_some(())
    })
    .await;
    assert_eq!(a.alarms().await, []);
    assert_eq!(b.alarms().await, []);
}

#[tokio::test]
async fn t41_a_rewritten_journal_is_found_out_and_letters_go_on() {
    let mut world = World::new().await;
    world.sent().await;
    world.proved(0, 1).await;
    world.hub.stop().await;
    // Another past, whole in itself: one entry is another one, and all checkpoints are signed anew.
    let store = hub_store(&world.hub).await;
    run(
        &store,
        "update journal_entries set hash = randomblob(32) where position = 1;
         update journal_entries set position = null;
         delete from journal_nodes; delete from journal_checkpoints;",
    )
    .await;
    store.close().await;
    world.hub.restart().await;
    let (a, b) = (world.a().await, world.b().await);
    let alarm = a.wait_alarm(AlarmKind::HistoryChanged).await;
    assert!(!alarm.title.is_empty() && !alarm.advice.is_empty());
    b.wait_alarm(AlarmKind::HistoryChanged).await;
    let id = world.sent().await;
    b.wait_received(id).await;
    // Staff see it, an administrator clears it up, and it does not come back.
    assert_eq!(a.clear_alarm(alarm.alarm).await.code(), Code::Forbidden);
    let admin = world.sites[0].sign_in("admin", A).await;
    for alarm in admin.alarms().await {
        assert_eq!(admin.clear_alarm(alarm.alarm).await.status, 204);
        assert_eq!(admin.clear_alarm(alarm.alarm).await.code(), Code::NotFound);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(a.alarms().await, []);
    assert_ne!(b.alarms().await, [], "the other office's is its own");
}

#[tokio::test]
async fn t41_an_entry_that_was_deleted_is_missed() {
    let world = World::new().await;
    let store = hub_store(&world.hub).await;
    // Deposits leave no trace in the journal.
    run(
        &store,
        "create trigger forget after insert on journal_entries when new.letter is not null
         begin delete from journal_entries where ticket = new.ticket; end;",
    )
    .await;
    let id = world.sent().await;
    let alarm = world.a().await.wait_alarm(AlarmKind::EntryMissing).await;
    assert_eq!(alarm.letter, Some(id));
    world.b().await.wait_alarm(AlarmKind::EntryMissing).await;
}

#[tokio::test]
async fn t41_an_entry_that_was_rewritten_is_found_out() {
    let world = World::new().await;
    let store = hub_store(&world.hub).await;
    // The text behind a hash is another one.
    run(
        &store,
        "create trigger lie after insert on journal_entries when new.letter is not null
         begin update journal_entries set entry = replace(entry, 'deposit', 'expiry') where ticket = new.ticket; end;",
    )
    .await;
    let id = world.sent().await;
    let alarm = world.a().await.wait_alarm(AlarmKind::EntryChanged).await;
    assert_eq!(alarm.letter, Some(id));
}

#[tokio::test]
async fn t41_a_hidden_letter_leaves_a_gap() {
    let mut world = World::new().await;
    let first = world.sent().await;
    world.b().await.wait_received(first).await;
    world.sites[1].stop().await;
    let hidden = world.sent().await;
    let last = world.sent().await;
    let store = hub_store(&world.hub).await;
    sqlx::query("delete from letters where id = $1")
        .bind(hidden.as_bytes().as_slice())
        .execute(&store)
        .await
        .unwrap();
    world.sites[1].restart().await;
    let b = world.b().await;
    b.wait_received(last).await;
    b.wait_alarm(AlarmKind::LetterMissing).await;
    assert_eq!(b.inbox().await.letters.len(), 2);
}

/// The hub gives a letter another receipt, with another number or time, and an entry that fits.
pub async fn rewrite_receipt(
    hub: &TestHub,
    id: EnvelopeId,
    sequence_wanted: Option<u64>,
    time: Time,
) {
    let store = hub_store(hub).await;
    let (label, manifest, body, sequence): (String, Vec<u8>, Vec<u8>, i64) =
        sqlx::query_as("select label, manifest, body, sequence from letters where id = $1")
            .bind(id.as_bytes().as_slice())
            .fetch_one(&store)
            .await
            .unwrap();
    let pem = std::fs::read(hub.folder().join("journal/key.pem")).unwrap();
    let journal = std::fs::read_to_string(hub.folder().join("journal/id")).unwrap();
    let read: Label = serde_json::from_str(&label).unwrap();
    let made = receipt::make(
        &private_key(&pem),
        &Deposit {
            label: &read,
            label_text: &label,
            manifest: &manifest,
            body: &body,
            sequence: sequence_wanted.unwrap_or_else(|| sequence.try_into().unwrap()),
            time,
            journal: journal.trim(),
            salt: [1; 16],
        },
    )
    .unwrap();
    sqlx::query(
        "update letters set receipt = $2, receipt_signature = $3, sequence = $4 where id = $1",
    )
    .bind(id.as_bytes().as_slice())
    .bind(&made.signed.text)
    .bind(made.signed.signature.as_ref())
    .bind(i64::try_from(made.receipt.sequence).unwrap())
    .execute(&store)
    .await
    .unwrap();
    sqlx::query(
        "insert into journal_entries (hash, entry, time, office, other, letter) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(made.receipt.leaf_hash.as_ref())
    .bind(&made.leaf)
    .bind(made.receipt.time.0)
    .bind(number(B).as_str())
    .bind(number(A).as_str())
    .bind(id.as_bytes().as_slice())
    .execute(&store)
    .await
    .unwrap();
    store.close().await;
}

#[tokio::test]
async fn t41_a_letter_that_was_back_dated_is_found_out() {
    let mut world = World::new().await;
    let first = world.sent().await;
    world.b().await.wait_received(first).await;
    world.proved(1, 1).await;
    world.sites[1].stop().await;
    let id = world.sent().await;
    world.hub.stop().await;
    // The hub says that it came yesterday, with a receipt and an entry that fit.
    let now: Time = std::time::SystemTime::now().into();
    rewrite_receipt(&world.hub, id, None, now.plus_seconds(-86_400)).await;
    world.hub.restart().await;
    world.sites[1].restart().await;
    let b = world.b().await;
    b.wait_received(id).await;
    let alarm = b.wait_alarm(AlarmKind::TimeWrong).await;
    assert_eq!(alarm.letter, Some(id));
}

#[tokio::test]
async fn t41_collected_without_the_receivers_signature_is_not_believed() {
    let mut world = World::new().await;
    let id = world.sent().await;
    world.b().await.wait_received(id).await;
    world.sites[1].stop().await;
    let store = hub_store(&world.hub).await;
    sqlx::query("update letters set state = 'collected', collected = 1, sender_changed = sender_changed + 1 where id = $1")
        .bind(id.as_bytes().as_slice())
        .execute(&store)
        .await
        .unwrap();
    run(&store, "update mailboxes set cursor = cursor + 1").await;
    let a = world.a().await;
    let alarm = a.wait_alarm(AlarmKind::StatementMissing).await;
    assert_eq!(alarm.letter, Some(id));
    assert_eq!(a.sent(id).await.state, State::Arrived);
    assert_eq!(a.sent(id).await.collected, None);
}

/// A card under B's number with keys of the hub's own making.
fn forged(certificate: &Credentials) -> wire::Signed<wire::OfficeCard> {
    let (sealing, _) =
        server::seal::new_sealing_key(&number(B), Time(0), Time(4_000_000_000_000)).unwrap();
    forged_with(certificate, vec![sealing])
}

/// The same with these sealing certificates.
pub fn forged_with(
    certificate: &Credentials,
    sealing: Vec<Vec<u8>>,
) -> wire::Signed<wire::OfficeCard> {
    let der = CertificateDer::from_pem_slice(certificate.certificate.as_bytes()).unwrap();
    let facts = card::Facts {
        number: number(B),
        service_types: vec!["11".parse().unwrap()],
        name: "見本事業所".to_owned(),
        accepts: Vec::new(),
        mandates: Vec::new(),
        connection_certificate: der.to_vec(),
        sealing_certificates: sealing
            .into_iter()
            .map(|certificate| SealingCertificate {
                certificate,
                from: Time(0),
                until: Time(4_000_000_000_000),
            })
            .collect(),
        time: Time(1_764_000_000_000),
    };
    card::make(&private_key(certificate.key.as_bytes()), facts).unwrap()
}

#[tokio::test]
async fn t05_a_card_that_the_office_did_not_make_is_found_out_by_its_own_server() {
    let world = World::new().await;
    let certificate = world.hub.certify(&number(B)).await;
    let card = forged(&certificate);
    let store = hub_store(&world.hub).await;
    sqlx::query(
        "insert into cards (number, version, text, signature, stored) values ($1, 99, $2, $3, 0)",
    )
    .bind(number(B).as_str())
    .bind(&card.text)
    .bind(card.signature.as_ref())
    .execute(&store)
    .await
    .unwrap();
    world.b().await.wait_alarm(AlarmKind::CardForeign).await;
    assert_eq!(world.a().await.alarms().await, []);
}

#[tokio::test]
async fn t05_a_substituted_card_is_found_out_in_the_journal_though_the_directory_hides_it() {
    let world = World::new().await;
    let digest = evidence::digest(b"a card that nobody at B has made");
    let leaf = evidence::leaf::Leaf::new(
        evidence::leaf::salt(),
        evidence::leaf::What::Card,
        vec![digest],
        None,
        Time(1_764_000_000_000),
    );
    let text = leaf.text().unwrap();
    let store = hub_store(&world.hub).await;
    sqlx::query("insert into journal_entries (hash, entry, time, office) values ($1, $2, 0, $3)")
        .bind(evidence::leaf::hash(&text).as_ref())
        .bind(&text)
        .bind(number(B).as_str())
        .execute(&store)
        .await
        .unwrap();
    world.b().await.wait_alarm(AlarmKind::CardForeign).await;
}

#[tokio::test]
async fn t41_a_hub_that_shows_two_offices_different_histories_is_found_out_by_their_letters() {
    let mut world = World::new().await;
    let first = world.sent().await;
    world.b().await.wait_received(first).await;
    world.proved(0, 1).await;
    world.proved(1, 1).await;
    // Two stores with one key: from here on B is shown the other one.
    world.sites[1].stop().await;
    world.hub.stop().await;
    let other = TestHub::copy_of(&world.hub).await;
    let store = database(&world.sites[1].folder().join("server.db")).await;
    sqlx::query("update offices set hub_url = $1")
        .bind(other.url())
        .execute(&store)
        .await
        .unwrap();
    store.close().await;
    world.hub.restart().await;
    // Each goes its own way: A at the first, B at the second.
    let second = world.sent().await;
    world.proved(0, 2).await;
    let third = world.sent().await;
    world.sites[1].restart().await;
    let b = world.b().await;
    for _ in 0..3 {
        b.put_letter(EnvelopeId::new(), &LetterForm::plan().from(B).to(A))
            .await;
    }
    world.proved(1, 4).await;
    // Whoever keeps both passes A's letters on, with entries in the second journal that fit their receipts.
    let (from, to) = (hub_store(&world.hub).await, hub_store(&other).await);
    for id in [second, third] {
        pass_on(&from, &to, id).await;
    }
    // B's next letter wakes its mailbox.
    b.put_letter(EnvelopeId::new(), &LetterForm::plan().from(B).to(A))
        .await;
    b.wait_received(third).await;
    let alarm = b.wait_alarm(AlarmKind::TwoStories).await;
    assert_eq!(alarm.letter, Some(third));
}

/// Copy a letter and its entry from one hub's store into another's, as the next in the receiver's mailbox.
async fn pass_on(from: &SqlitePool, to: &SqlitePool, id: EnvelopeId) {
    let path: String =
        sqlx::query_scalar("select file from pragma_database_list where name = 'main'")
            .fetch_one(from)
            .await
            .unwrap();
    let mut connection = to.acquire().await.unwrap();
    let key = id.as_bytes().as_slice();
    sqlx::query("attach $1 as source")
        .bind(path)
        .execute(&mut *connection)
        .await
        .unwrap();
    for sql in [
        "insert into letters select * from source.letters where id = $1",
        "update letters set sender_sequence = 1000 + sequence, sender_changed = 1000 + sequence,
                recipient_changed = (select cursor + 1 from mailboxes where number = recipient) where id = $1",
        "insert into journal_entries (hash, entry, time, office, other, letter)
         select hash, entry, time, office, other, letter from source.journal_entries where letter = $1",
        "update mailboxes set cursor = cursor + 1, received = received + 1
          where number = (select recipient from letters where id = $1)",
    ] {
        sqlx::query(sql).bind(key).execute(&mut *connection).await.unwrap();
    }
    sqlx::query("detach source")
        .execute(&mut *connection)
        .await
        .unwrap();
}
