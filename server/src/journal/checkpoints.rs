//! The newest checkpoint, and whether it continues the one that was seen before.

use super::{ask, is_answer, key};
use crate::Server;
use crate::alarms::raise;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use evidence::{checkpoint, merkle};
use serde_json::json;
use wire::statement::Checkpoint;
use wire::{AlarmKind, Signed};

/// A checkpoint whose signature is good.
pub struct Seen {
    /// What it says.
    pub read: Checkpoint,
    /// As it was signed.
    pub signed: Signed<Checkpoint>,
}

/// Fetch the newest checkpoint, hold it against the last one, and keep it. None while the hub has not signed any.
pub async fn visit(server: &Server, office: &Office) -> Result<Option<Seen>, SyncError> {
    let journal = ask(server, office).await?;
    let key = key(server, office).await?;
    let last = last(server, office).await?;
    let Some(signed) = journal.checkpoint else {
        if last.is_some() {
            broken(server, office, "no checkpoint", None).await?;
        }
        return Ok(None);
    };
    let Ok(read) = checkpoint::verify(key, &journal.journal, &signed) else {
        let found = Some(json!({ "checkpoint": signed }));
        broken(server, office, "a checkpoint that is not signed", found).await?;
        return Ok(None);
    };
    let seen = Seen { read, signed };
    if let Some(last) = last {
        if last.read == seen.read {
            return Ok(Some(seen));
        }
        if !continues(office, &last.read, &seen.read).await? {
            let subject = format!("{} after {}", seen.read.root, last.read.root);
            let found = json!({ "before": last.signed, "after": seen.signed });
            broken(server, office, &subject, Some(found)).await?;
        }
    }
    // Kept even if it does not fit: the alarm stands, and what comes next is held against what the hub says now.
    server
        .store
        .keep_checkpoint(&office.number, &seen.read, &seen.signed)
        .await?;
    Ok(Some(seen))
}

/// Whether one checkpoint continues another, by the hub's own proof. An error means: it could not be asked.
pub async fn continues(
    office: &Office,
    first: &Checkpoint,
    second: &Checkpoint,
) -> Result<bool, SyncError> {
    if first.size == second.size {
        return Ok(first.root == second.root);
    }
    if first.size > second.size {
        return Ok(false);
    }
    let relay = &office.connection()?.relay;
    match relay.consistency(first.size, second.size).await {
        Ok(proof) => Ok(proof.first == first.size
            && proof.second == second.size
            && merkle::verify_consistency(&first.root, &second.root, &proof).is_ok()),
        Err(error) if is_answer(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn last(server: &Server, office: &Office) -> Result<Option<Seen>, SyncError> {
    let last = server.store.latest_checkpoint(&office.number).await?;
    Ok(last.and_then(|signed| {
        let read = signed.read().ok()?;
        Some(Seen { read, signed })
    }))
}

async fn broken(
    server: &Server,
    office: &Office,
    subject: &str,
    found: Option<serde_json::Value>,
) -> Result<(), SyncError> {
    let kind = AlarmKind::HistoryChanged;
    Ok(raise(server, office, kind, subject, None, found).await?)
}
