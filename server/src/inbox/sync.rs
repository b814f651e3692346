//! What the hub's mailboxes say, brought into the office's own store.

use crate::offices::Office;
use crate::relay::RelayError;
use crate::{Server, cards, journal, seal};
use evidence::VerifyingKey;
use wire::Label;
use wire::hub_api::MailboxItem;

/// Why the mailboxes could not be brought over.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The hub.
    #[error(transparent)]
    Relay(#[from] RelayError),
    /// Ourselves.
    #[error(transparent)]
    Here(#[from] crate::Error),
}

/// Bring over every change since the kept cursors.
pub async fn mailboxes(server: &Server, office: &Office) -> Result<(), SyncError> {
    let key = journal::key(server, office).await?;
    let relay = &office.connection()?.relay;
    let mut changed = false;
    loop {
        let (after, _) = server.store.cursors(&office.number).await?;
        let page = relay.inbox(after).await?;
        for item in &page.letters {
            take(server, office, key, item).await?;
            changed = true;
        }
        if !page.more || page.letters.is_empty() {
            break;
        }
    }
    loop {
        let (_, after) = server.store.cursors(&office.number).await?;
        let page = relay.outbox(after).await?;
        for item in &page.letters {
            changed |= follow(server, office, key, item).await?;
            server
                .store
                .set_outbox_cursor(&office.number, item.changed)
                .await?;
        }
        if !page.more || page.letters.is_empty() {
            break;
        }
    }
    if changed {
        server.announcements.announce(&office.number);
    }
    Ok(())
}

/// Keep a letter of the inbox, and learn who sent it.
async fn take(
    server: &Server,
    office: &Office,
    key: &VerifyingKey,
    item: &MailboxItem,
) -> Result<(), SyncError> {
    let number = &office.number;
    let receipt = evidence::receipt::verify(key, &item.receipt, &item.label);
    let label = serde_json::from_str::<Label>(&item.label);
    let (Ok(receipt), Ok(label)) = (receipt, label) else {
        tracing::error!(office = %number, id = %item.id, "the hub lists a letter whose label or receipt is wrong");
        server.store.skip_received(number, item.changed).await?;
        return Ok(());
    };
    if label.id != item.id || label.to.number != *number || receipt.sequence != item.sequence {
        tracing::error!(office = %number, id = %item.id, "the hub lists a letter that is not this office's");
        server.store.skip_received(number, item.changed).await?;
        return Ok(());
    }
    // A sender who is not known yet, or whose certificate is new, is looked up before anybody sees the letter.
    let partner = &label.from.number;
    if partner != number {
        let known = server.store.partner(number, partner).await?.is_some();
        let certificates = server.store.pinned_certificates(number, partner).await?;
        let opens = seal::open_manifest(
            &item.label,
            &item.manifest.0,
            &office.opening,
            &certificates,
        );
        if !known || opens.is_err() {
            cards::look_up(server, office, partner).await?;
        }
    }
    server
        .store
        .keep_received(number, partner, receipt.time, item)
        .await?;
    Ok(())
}

/// Follow a letter of the outbox. Returns whether it is one that this server keeps.
async fn follow(
    server: &Server,
    office: &Office,
    key: &VerifyingKey,
    item: &MailboxItem,
) -> Result<bool, SyncError> {
    match evidence::receipt::verify(key, &item.receipt, &item.label) {
        Ok(receipt) => Ok(server
            .store
            .keep_sent_state(&office.number, item, receipt.time)
            .await?),
        Err(_) => {
            tracing::error!(office = %office.number, id = %item.id, "the hub's receipt for a sent letter is wrong");
            Ok(false)
        }
    }
}
