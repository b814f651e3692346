//! The journal's entries about the office itself: every card under its number must be one that it made,
//! and a mandate that was given or revoked changes its card.

use super::is_answer;
use crate::Server;
use crate::alarms::raise;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use evidence::leaf::{self, Leaf, What};
use serde_json::json;
use wire::{AlarmKind, Digest, EnvelopeId};

/// Look at the card that the directory shows, and through the entries that are new.
pub async fn audit(server: &Server, office: &Office) -> Result<(), SyncError> {
    if office.agent.is_some() {
        // Which cards the office has made only its own server knows.
        return Ok(());
    }
    let relay = &office.connection()?.relay;
    if let Ok(record) = relay.office(&office.number).await
        && let Some(card) = record.card
    {
        made_here(
            server,
            office,
            &evidence::digest(card.text.as_bytes()),
            None,
        )
        .await?;
    }
    loop {
        let next = server.store.entries_next(&office.number).await?;
        let page = match relay.own_entries(next).await {
            Ok(page) => page,
            Err(error) if is_answer(&error) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let Some(last) = page.entries.last() else {
            return Ok(());
        };
        for entry in &page.entries {
            let text = entry.text.as_deref().unwrap_or_default();
            let read = serde_json::from_str::<Leaf>(text)
                .ok()
                .filter(|_| leaf::hash(text) == entry.hash);
            let Some(Leaf { what, digests, .. }) = read else {
                continue;
            };
            match what {
                What::Card => {
                    for sha256 in &digests {
                        made_here(server, office, sha256, None).await?;
                    }
                }
                // Given by the command, perhaps, while this server ran.
                What::Mandate => office.heed_mandate(),
                _ => {}
            }
        }
        let next = last.index.saturating_add(1);
        server.store.set_entries_next(&office.number, next).await?;
        if !page.more {
            return Ok(());
        }
    }
}

/// Raise an alarm unless this office has made the card with a digest.
pub async fn made_here(
    server: &Server,
    office: &Office,
    sha256: &Digest,
    letter: Option<EnvelopeId>,
) -> Result<(), SyncError> {
    let published = server.store.published(&office.number).await?.card;
    let is_published =
        published.is_some_and(|card| evidence::digest(card.text.as_bytes()) == *sha256);
    if is_published || server.store.is_own_card(&office.number, sha256).await? {
        return Ok(());
    }
    let found = Some(json!({ "card_sha256": sha256 }));
    let kind = AlarmKind::CardForeign;
    let subject = sha256.to_string();
    Ok(raise(server, office, kind, &subject, letter, found).await?)
}
