//! R3 and R4: a primary with a synchronous standby, as DESIGN.md section 6 has it.
//!
//! `CAREPLAN_SOAK_FAILOVERS` says how often the primary is killed (once without it), `CAREPLAN_SOAK_SEED` when.

use crate::journal::{checkpoint, continues, prove};
use crate::soak::{self, Dice};
use crate::support::postgres::{self, Server};
use crate::support::*;
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use wire::{Address, Code, EnvelopeId, Receipt, Signed};

/// Offices that send at the same time.
const WRITERS: usize = 4;
/// How long the hub may take to come back, at most; no figure of ours, only an end to the waiting.
const END: Duration = Duration::from_secs(90);

/// A primary and its standby, and an empty database on them.
fn pair() -> (Server, Server, String) {
    let primary = Server::start(&[]);
    let standby = primary.standby("one");
    primary.wait_for("one");
    let database = primary.database();
    (primary, standby, database)
}

/// What was acknowledged: the receipt of each letter, with the body that was sent.
type Acknowledged = BTreeMap<EnvelopeId, (Signed<Receipt>, Vec<u8>)>;

/// Send letters, each again and again until it is acknowledged, until told to stop.
async fn send_all(
    from: Caller,
    to: Address,
    stop: CancellationToken,
    count: Arc<AtomicUsize>,
) -> Acknowledged {
    let mut acknowledged = Acknowledged::new();
    while !stop.is_cancelled() {
        let body = octets(500 + 30_000 * (acknowledged.len() % 4));
        let label = from.label(&to, length(&body));
        let receipt = loop {
            let response = from.deposit(&label, &body).await;
            if response.status().is_success() {
                break response.json().await.unwrap();
            }
            assert!(response.headers().contains_key(RETRY_AFTER));
            assert_problem(response, Code::Unavailable).await;
            if stop.is_cancelled() {
                return acknowledged;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        acknowledged.insert(label.id, (receipt, body));
        count.fetch_add(1, Ordering::Relaxed);
    }
    acknowledged
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < END, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Everything that was acknowledged lies in the mailbox once, as it was sent; the numbers have no gap.
async fn assert_kept(to: &Caller, acknowledged: &Acknowledged) {
    let mut found = BTreeMap::new();
    let mut last = 0;
    loop {
        let page = to.inbox(&format!("?after={last}&limit=200")).await;
        for item in page.letters {
            last += 1;
            assert_eq!(item.sequence, last, "no gap");
            let twice = found.insert(item.id, item.receipt);
            assert!(twice.is_none(), "kept twice");
        }
        if !page.more {
            break;
        }
    }
    for (id, (receipt, body)) in acknowledged {
        assert_eq!(found.get(id), Some(receipt), "acknowledged and lost");
        assert!(to.body(*id).await.bytes().await.unwrap() == *body);
    }
}

/// Kill the primary after `delay` of load, promote the standby, and go on.
async fn fail_over(delay: Duration) -> usize {
    let (mut primary, standby, database) = tokio::task::spawn_blocking(pair).await.unwrap();
    let url = format!(
        "postgres://hub@127.0.0.1:{},127.0.0.1:{}/{database}",
        primary.port, standby.port
    );
    let hub = TestHub::start_with(|config| config.database = url.parse().unwrap()).await;
    let visits = hub.ready_office("9970200024-11").await;
    let (stop, count) = (CancellationToken::new(), Arc::new(AtomicUsize::new(0)));
    let mut sending = Vec::new();
    for writer in 0..WRITERS {
        let office = hub.ready_office(&format!("99701{writer:05}-43")).await;
        let to = visits.address.clone();
        sending.push(tokio::spawn(send_all(
            office,
            to,
            stop.clone(),
            Arc::clone(&count),
        )));
    }
    let acks = || count.load(Ordering::Relaxed);
    until("no letter was kept", || acks() > WRITERS).await;
    tokio::time::sleep(delay).await;
    let before = checkpoint(&visits, 1).await;

    primary.kill();
    standby.sql("postgres", "select pg_promote()");
    let promoted = acks();
    until("the hub does not find the new primary", || {
        acks() > promoted + 4 * WRITERS
    })
    .await;

    // The old one comes back and takes itself for the primary.
    primary.start_again(&[]);
    let both = acks();
    until("the hub stands still", || acks() > both + 2 * WRITERS).await;
    stop.cancel();
    let mut acknowledged = Acknowledged::new();
    for sent in sending {
        acknowledged.extend(sent.await.unwrap());
    }
    assert_kept(&visits, &acknowledged).await;
    let tree = checkpoint(&visits, before.size + 1).await;
    continues(&visits, &before, &tree).await;
    for (receipt, _) in acknowledged.values() {
        let leaf = receipt.read().unwrap().leaf_hash;
        let tree = covering(&visits, &leaf).await;
        prove(&visits, &leaf, &tree).await;
    }
    // A hub that starts now leaves the old one alone too.
    let another = hub.another().await;
    assert_kept(&another.at(&visits), &acknowledged).await;
    acknowledged.len()
}

/// The newest checkpoint, once the leaf has its place below it.
async fn covering(caller: &Caller, leaf: &wire::Digest) -> wire::statement::Checkpoint {
    let begin = Instant::now();
    loop {
        let tree = checkpoint(caller, 1).await;
        let path = wire::hub_api::path::INCLUSION;
        let asked = format!("{path}?leaf={leaf}&size={}", tree.size);
        if caller.get(&asked).await.status() == StatusCode::OK {
            return tree;
        }
        assert!(begin.elapsed() < END, "a leaf without a place");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r3_nothing_acknowledged_is_lost_when_the_primary_is_killed() {
    if !postgres::is_installed() {
        return;
    }
    let mut dice = Dice::of("R3");
    let failovers = soak::count("FAILOVERS", 1);
    let mut acknowledged = 0;
    for _ in 0..failovers {
        acknowledged += fail_over(Duration::from_millis(dice.below(1500))).await;
    }
    let acknowledged = u64::try_from(acknowledged).unwrap();
    // Whatever is lost or there twice has ended the test already.
    let figures = [
        ("failovers", failovers),
        ("acknowledged", acknowledged),
        ("lost", 0),
        ("twice", 0),
    ];
    soak::record("R3", &figures);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r4_without_a_second_copy_nothing_is_acknowledged() {
    if !postgres::is_installed() {
        return;
    }
    let (primary, mut standby, database) = tokio::task::spawn_blocking(pair).await.unwrap();
    let url = primary.url(&database);
    let hub = TestHub::start_with(|config| config.database = url.parse().unwrap()).await;
    let manager = hub.ready_office("9970100018-43").await;
    let visits = hub.ready_office("9970200024-11").await;
    manager.send(&visits.address, b"plan").await;

    standby.kill();
    let labels: Vec<_> = (0..6).map(|_| manager.label(&visits.address, 4)).collect();
    let deposits = labels.iter().map(|label| manager.deposit(label, b"plan"));
    for response in futures_util::future::join_all(deposits).await {
        assert!(response.headers().contains_key(RETRY_AFTER));
        assert_problem(response, Code::Unavailable).await;
    }
    // Reading goes on, and shows nothing that has no second copy.
    assert_eq!(visits.inbox("").await.letters.len(), 1);

    standby.start_again(&[]);
    let begin = Instant::now();
    for label in &labels {
        while !manager.deposit(label, b"plan").await.status().is_success() {
            assert!(begin.elapsed() < END, "the hub does not go on");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    let inbox = visits.inbox("").await;
    let numbers: Vec<_> = inbox.letters.iter().map(|item| item.sequence).collect();
    assert_eq!(numbers, (1..=7).collect::<Vec<_>>(), "each once");
    soak::record("R4", &[("refused", 6), ("acknowledged_without_copy", 0)]);
}
