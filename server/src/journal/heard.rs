//! The checkpoints that partners put into their letters: a hub that keeps two stories is found out by comparing them.

use super::checkpoints::{Seen, continues};
use super::key;
use crate::Server;
use crate::alarms::raise;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use serde_json::json;
use wire::AlarmKind;

/// Hold every partner's checkpoint against the newest one of ours. Returns whether some are ahead of it still.
pub async fn compare(server: &Server, office: &Office, newest: &Seen) -> Result<bool, SyncError> {
    let key = key(server, office).await?;
    let number = &office.number;
    let mut ahead = false;
    for heard in server.store.heard(number).await? {
        let verified = evidence::checkpoint::verify(key, &newest.read.journal, &heard.checkpoint);
        let Ok(theirs) = verified else {
            // Not the hub's word, so it says nothing about the hub.
            tracing::warn!(office = %number, id = %heard.id, "a letter has a checkpoint that the hub did not sign");
            server.store.heard_done(number, heard.id).await?;
            continue;
        };
        if theirs.size > newest.read.size && heard.asked < server.config.patience {
            // It may have been signed a moment after ours was fetched.
            server.store.heard_in_vain(number, heard.id).await?;
            ahead = true;
            continue;
        }
        if !continues(office, &theirs, &newest.read).await? {
            let subject = format!("{} beside {}", theirs.root, newest.read.root);
            let found = json!({ "theirs": heard.checkpoint, "ours": newest.signed });
            let kind = AlarmKind::TwoStories;
            raise(server, office, kind, &subject, Some(heard.id), Some(found)).await?;
        }
        server.store.heard_done(number, heard.id).await?;
    }
    Ok(ahead)
}
