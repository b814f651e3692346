//! The journal's tree: every act gets its place in it, every checkpoint continues the one before, and everything is proved.

use crate::support::*;
use evidence::leaf::{Leaf, What};
use evidence::{VerifyingKey, checkpoint, merkle};
use wire::hub_api::{Journal, path};
use wire::journal::{ConsistencyProof, Entries, Entry, InclusionProof};
use wire::statement::{Act, Checkpoint};
use wire::{Code, Digest, EnvelopeId};

/// The newest checkpoint, verified, once it covers so many entries.
pub async fn checkpoint(caller: &Caller, size: u64) -> Checkpoint {
    for _ in 0..500 {
        let journal: Journal = caller.json(path::CHECKPOINT).await;
        if let Some(signed) = journal.checkpoint {
            let key = VerifyingKey::from_spki(journal.key.as_ref()).unwrap();
            let read = checkpoint::verify(&key, &journal.journal, &signed).unwrap();
            if read.size >= size {
                return read;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("no checkpoint over {size} entries");
}

pub async fn prove(caller: &Caller, leaf: &Digest, tree: &Checkpoint) -> InclusionProof {
    let place = format!("{}?leaf={leaf}&size={}", path::INCLUSION, tree.size);
    let proof: InclusionProof = caller.json(&place).await;
    merkle::verify_inclusion(leaf, &tree.root, &proof).unwrap();
    proof
}

pub async fn continues(caller: &Caller, first: &Checkpoint, second: &Checkpoint) {
    let place = format!(
        "{}?first={}&second={}",
        path::CONSISTENCY,
        first.size,
        second.size
    );
    let proof: ConsistencyProof = caller.json(&place).await;
    merkle::verify_consistency(&first.root, &second.root, &proof).unwrap();
}

async fn of_letter(caller: &Caller, id: EnvelopeId) -> Vec<Entry> {
    let place = format!("{}?letter={id}", path::ENTRIES);
    caller.json::<Entries>(&place).await.entries
}

#[tokio::test]
async fn every_receipt_is_proved_and_every_checkpoint_continues_the_one_before() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let mut last = checkpoint(&visits, 9).await;
    let mut receipts = Vec::new();
    for round in 1..=5 {
        for to in [&visits, &day, &visits] {
            receipts.push(manager.send(&to.address, b"plan").await.1.read().unwrap());
        }
        let newest = checkpoint(&visits, 9 + 3 * round).await;
        continues(&day, &last, &newest).await;
        last = newest;
    }
    let mut places = Vec::new();
    for receipt in &receipts {
        let proof = prove(&visits, &receipt.leaf_hash, &last).await;
        places.push(proof.index);
        let place = format!(
            "{}?index={}&size={}",
            path::INCLUSION,
            proof.index,
            last.size
        );
        assert_eq!(day.json::<InclusionProof>(&place).await, proof);
    }
    assert_eq!(places, (9..24).collect::<Vec<_>>(), "in the order of time");
}

#[tokio::test]
async fn entries_are_read_by_those_whom_they_are_about_and_all_others_see_hashes() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    visits.body(id).await.bytes().await.unwrap();
    let statement = visits.statement(&receipt, Act::Collected);
    visits.state(id, &statement).await;
    checkpoint(&visits, 12).await;

    let entries = of_letter(&manager, id).await;
    assert_eq!(of_letter(&visits, id).await, entries);
    assert_eq!(
        of_letter(&day, id).await,
        [],
        "as for a letter that is not there"
    );
    let label = receipt.read().unwrap().label_sha256;
    let read: Vec<Leaf> = entries
        .iter()
        .map(|entry| {
            let text = entry.text.as_deref().unwrap();
            assert_eq!(evidence::leaf::hash(text), entry.hash);
            serde_json::from_str(text).unwrap()
        })
        .collect();
    let whats: Vec<_> = read.iter().map(|leaf| leaf.what).collect();
    assert_eq!(whats, [What::Deposit, What::Collection, What::Statement]);
    assert!(read.iter().all(|leaf| leaf.digests[0] == label));
    assert_eq!(
        read[2].digests[1],
        evidence::digest(statement.text.as_bytes())
    );
    evidence::receipt::verify_leaf(
        &receipt.read().unwrap(),
        entries[0].text.as_deref().unwrap(),
    )
    .unwrap();

    let all: Entries = day.json(path::ENTRIES).await;
    assert_eq!(all.entries.len(), 12);
    assert!(!all.more);
    for entry in &all.entries[9..] {
        assert_eq!(
            (&entry.text, entry.letter),
            (&None, None),
            "not the third office's"
        );
    }
    // Its own registration, certificate and card, with the operator's records.
    let own: Entries = day.json(&format!("{}?own=true", path::ENTRIES)).await;
    assert_eq!(own.entries.len(), 3);
    for entry in &own.entries {
        let leaf: Leaf = serde_json::from_str(entry.text.as_deref().unwrap()).unwrap();
        if leaf.what == What::Operator {
            let record = entry.record.as_deref().unwrap();
            assert_eq!(leaf.digests, [evidence::digest(record.as_bytes())]);
        }
    }
    let page: Entries = day.json(&format!("{}?from=3&limit=2", path::ENTRIES)).await;
    assert_eq!(
        page.entries
            .iter()
            .map(|entry| entry.index)
            .collect::<Vec<_>>(),
        [3, 4]
    );
    assert!(page.more);
}

#[tokio::test]
async fn what_is_not_in_a_signed_tree_is_not_proved() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    let tree = checkpoint(&manager, 9).await;
    let leaf = evidence::digest(b"nothing");
    for (place, code) in [
        (
            format!("{}?leaf={leaf}&size={}", path::INCLUSION, tree.size),
            Code::NotFound,
        ),
        (
            format!("{}?index=9&size=9", path::INCLUSION),
            Code::NotFound,
        ),
        (
            format!("{}?index=9&size=10", path::INCLUSION),
            Code::NotFound,
        ),
        (format!("{}?size=9", path::INCLUSION), Code::Invalid),
        (
            format!("{}?index=1&leaf={leaf}&size=9", path::INCLUSION),
            Code::Invalid,
        ),
        (
            format!("{}?index=1&size=-1", path::INCLUSION),
            Code::Invalid,
        ),
        (
            format!("{}?leaf=xyz&size=9", path::INCLUSION),
            Code::Invalid,
        ),
        (
            format!("{}?first=1&second=10", path::CONSISTENCY),
            Code::NotFound,
        ),
        (
            format!("{}?first=2&second=1", path::CONSISTENCY),
            Code::Invalid,
        ),
        (format!("{}?first=2", path::CONSISTENCY), Code::Invalid),
        (format!("{}?limit=0", path::ENTRIES), Code::Invalid),
        (format!("{}?limit=1001", path::ENTRIES), Code::Invalid),
        (format!("{}?letter=x", path::ENTRIES), Code::Invalid),
    ] {
        assert_problem(manager.get(&place).await, code).await;
    }
    let end: Entries = manager
        .json(&format!("{}?from=9007199254740991", path::ENTRIES))
        .await;
    assert_eq!(end.entries, []);
}

#[tokio::test]
async fn an_entry_without_its_text_leaves_the_tree_whole() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (_, receipt) = manager.send(&visits.address, b"plan").await;
    let tree = checkpoint(&manager, 10).await;
    hub.meddle("update journal_entries set entry = null").await;
    prove(&manager, &receipt.read().unwrap().leaf_hash, &tree).await;
}

#[tokio::test]
async fn of_two_processes_on_one_store_one_grows_the_tree_and_the_other_takes_over() {
    let (mut hub, [mut manager, mut visits, _]) = TestHub::with_offices().await;
    let before = checkpoint(&manager, 9).await;
    // Another process holds the lease: this one waits.
    hub.meddle(
        "update journal_lease set holder = 'another', token = token + 1, until = 9000000000000000",
    )
    .await;
    let (_, receipt) = manager.send(&visits.address, b"plan").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(checkpoint(&manager, 1).await.size, 9);
    // It has gone: this one takes over, with a higher token.
    hub.meddle("update journal_lease set until = 0").await;
    let after = checkpoint(&manager, 10).await;
    continues(&manager, &before, &after).await;
    prove(&visits, &receipt.read().unwrap().leaf_hash, &after).await;
    let mut tokens = hub
        .numbers("select token from journal_checkpoints order by size")
        .await;
    tokens.dedup();
    assert!(tokens.len() > 1 && tokens.is_sorted(), "{tokens:?}");
    // And after a restart it goes on where it was.
    hub.restart().await;
    hub.again(&mut manager);
    hub.again(&mut visits);
    manager.send(&visits.address, b"plan").await;
    let again = checkpoint(&manager, 11).await;
    continues(&visits, &after, &again).await;
}

#[tokio::test]
async fn the_tree_grows_by_two_nodes_an_entry_at_most() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let sends = (0..60).map(|_| manager.send(&visits.address, b"plan"));
    futures_util::future::join_all(sends).await;
    let tree = checkpoint(&manager, 69).await;
    let nodes = hub.numbers("select count(*) from journal_nodes").await[0];
    assert!(nodes < 69, "{nodes}");
    assert_eq!(tree.size, 69);
}
