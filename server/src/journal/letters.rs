//! The entries of the office's letters: each receipt and each believed statement is proved to stand in the journal.

use super::checkpoints::Seen;
use super::is_answer;
use crate::Server;
use crate::alarms::raise;
use crate::inbox::sync::SyncError;
use crate::mandates::signers;
use crate::offices::Office;
use crate::store::ProofDue;
use evidence::leaf::{Leaf, What};
use evidence::{digest, merkle, receipt};
use serde_json::json;
use wire::journal::{Entries, Entry};
use wire::{AlarmKind, Receipt, Time};

/// How far the hub's times may stray from the order of its journal, in seconds: several processes, each with its clock.
const SLACK: i64 = 300;

/// What became of a letter's proofs.
enum Outcome {
    /// Everything stands there.
    Proved,
    /// Not yet.
    Waiting,
    /// Something does not fit.
    Wrong(AlarmKind),
}

/// Have everything proved that is due. Returns whether something is left.
pub async fn prove(server: &Server, office: &Office, newest: &Seen) -> Result<bool, SyncError> {
    let number = &office.number;
    let mut left = false;
    for due in server.store.proofs_due(number).await? {
        let kind = match letter(server, office, newest, &due).await? {
            Outcome::Proved => None,
            Outcome::Waiting if due.asked < server.config.patience => {
                server.store.asked_in_vain(number, due.id).await?;
                left = true;
                continue;
            }
            Outcome::Waiting if due.unsigned => Some(AlarmKind::StatementMissing),
            Outcome::Waiting => Some(AlarmKind::EntryMissing),
            Outcome::Wrong(kind) => Some(kind),
        };
        if let Some(kind) = kind {
            let subject = due.id.to_string();
            let found = json!({ "receipt": due.kept.receipt, "statements": due.kept.statements, "checkpoint": newest.signed });
            raise(server, office, kind, &subject, Some(due.id), Some(found)).await?;
        }
        server.store.proofs_done(number, due.id, due.told).await?;
    }
    Ok(left)
}

async fn letter(
    server: &Server,
    office: &Office,
    newest: &Seen,
    due: &ProofDue,
) -> Result<Outcome, SyncError> {
    let Ok(said) = due.kept.receipt.read() else {
        return Ok(Outcome::Wrong(AlarmKind::ReceiptWrong));
    };
    let entries = match office.connection()?.relay.entries_of(due.id).await {
        Ok(Entries { entries, .. }) => entries,
        Err(error) if is_answer(&error) => return Ok(Outcome::Waiting),
        Err(error) => return Err(error.into()),
    };
    let mut wanted = Vec::new();
    match entries.iter().find(|entry| entry.hash == said.leaf_hash) {
        Some(entry) => wanted.push(entry),
        None => return Ok(Outcome::Waiting),
    }
    let text = |entry: &Entry| entry.text.clone().unwrap_or_default();
    if receipt::verify_leaf(&said, &text(wanted[0])).is_err() {
        return Ok(Outcome::Wrong(AlarmKind::EntryChanged));
    }
    let kept = &due.kept;
    let statements = kept
        .statements
        .iter()
        .map(|signed| (What::Statement, &signed.text));
    let withdrawal = kept
        .withdrawal
        .iter()
        .map(|signed| (What::Withdrawal, &signed.text));
    let notice = kept
        .non_delivery
        .iter()
        .map(|signed| (What::Expiry, &signed.text));
    for (what, stated) in statements.chain(withdrawal).chain(notice) {
        let digests = [said.label_sha256, digest(stated.as_bytes())];
        let entry = entries.iter().find(|entry| {
            serde_json::from_str::<Leaf>(&text(entry))
                .is_ok_and(|leaf| leaf.what == what && leaf.digests == digests)
        });
        match entry {
            Some(entry) => wanted.push(entry),
            None => return Ok(Outcome::Waiting),
        }
    }
    let mandates = match mandates(server, office, due).await? {
        Some(mandates) => mandates,
        None => return Ok(Outcome::Waiting),
    };
    for entry in wanted.into_iter().chain(&mandates) {
        match proved(server, office, newest, due, entry).await? {
            Outcome::Proved => {}
            other => return Ok(other),
        }
    }
    match time_fits(server, office, &said, &entries).await? {
        Outcome::Proved if due.unsigned => Ok(Outcome::Waiting),
        outcome => Ok(outcome),
    }
}

/// The entries of the mandates under which agents have acted on the letter; none as long as one has no place yet.
async fn mandates(
    server: &Server,
    office: &Office,
    due: &ProofDue,
) -> Result<Option<Vec<Entry>>, SyncError> {
    if !server.store.has_agents(&office.number, due.id).await? {
        return Ok(Some(Vec::new()));
    }
    let mut entries = Vec::new();
    for told in signers::learn(server, office, due.id).await? {
        let sha256 = digest(told.mandate.text.as_bytes());
        let given = told.entry.filter(|entry| {
            let text = entry.text.as_deref().unwrap_or_default();
            serde_json::from_str::<Leaf>(text)
                .is_ok_and(|leaf| leaf.what == What::Mandate && leaf.digests == [sha256])
        });
        let Some(entry) = given else {
            return Ok(None);
        };
        entries.push(entry);
    }
    Ok((!entries.is_empty()).then_some(entries))
}

/// Have one entry proved, and keep the proof with the letter.
async fn proved(
    server: &Server,
    office: &Office,
    newest: &Seen,
    due: &ProofDue,
    entry: &Entry,
) -> Result<Outcome, SyncError> {
    let text = entry.text.as_deref().unwrap_or_default();
    if evidence::leaf::hash(text) != entry.hash {
        return Ok(Outcome::Wrong(AlarmKind::EntryChanged));
    }
    let size = newest.read.size;
    if entry.index >= size {
        return Ok(Outcome::Waiting);
    }
    let proof = match office
        .connection()?
        .relay
        .inclusion(entry.index, size)
        .await
    {
        Ok(proof) => proof,
        Err(error) if is_answer(&error) => return Ok(Outcome::Waiting),
        Err(error) => return Err(error.into()),
    };
    let fits = proof.index == entry.index
        && proof.size == size
        && merkle::verify_inclusion(&entry.hash, &newest.read.root, &proof).is_ok();
    if !fits {
        return Ok(Outcome::Wrong(AlarmKind::EntryChanged));
    }
    server
        .store
        .keep_proof(&office.number, due.id, entry, &proof, &newest.signed)
        .await?;
    Ok(Outcome::Proved)
}

/// The receipt's time lies between those of the checkpoints around its place.
async fn time_fits(
    server: &Server,
    office: &Office,
    said: &Receipt,
    entries: &[Entry],
) -> Result<Outcome, SyncError> {
    let place = entries.iter().find(|entry| entry.hash == said.leaf_hash);
    let place = place.map_or(0, |entry| entry.index);
    let (before, after) = server.store.times_around(&office.number, place).await?;
    let early = before.is_some_and(|before| said.time.plus_seconds(SLACK) < before);
    let late = after.is_some_and(|Time(after)| said.time > Time(after).plus_seconds(SLACK));
    Ok(if early || late {
        Outcome::Wrong(AlarmKind::TimeWrong)
    } else {
        Outcome::Proved
    })
}
