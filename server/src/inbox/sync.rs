//! What the hub's mailboxes say, brought into the office's own store.

use crate::offices::Office;
use crate::relay::RelayError;
use crate::{Server, cards, journal, seal};
use evidence::VerifyingKey;
use wire::hub_api::MailboxItem;
use wire::{Label, State};

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
        goes_on(server, office, after, page.cursor).await?;
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
        goes_on(server, office, after, page.cursor).await?;
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

/// A hub that was restored from a backup counts from an earlier time:
/// what it takes in from now on would stand below our cursors, and never be listed.
/// The mailboxes are then read again from their beginning, which changes nothing that is known already.
async fn goes_on(
    server: &Server,
    office: &Office,
    after: u64,
    cursor: u64,
) -> Result<(), SyncError> {
    if cursor >= after {
        return Ok(());
    }
    tracing::error!(office = %office.number, after, cursor, "the hub has gone back in time, as after a restored backup");
    server.store.forget_cursors(&office.number).await?;
    Err(RelayError::Answer("the mailboxes are read again from their beginning".to_owned()).into())
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
    let number = &office.number;
    let Ok(receipt) = evidence::receipt::verify(key, &item.receipt, &item.label) else {
        tracing::error!(office = %number, id = %item.id, "the hub's receipt for a sent letter is wrong");
        return Ok(false);
    };
    let store = &server.store;
    if item.state == State::Arrived && store.withdraw_late(number, item.id, &item.label).await? {
        // It was on its way when it was taken back, and the hub had not heard of it then.
        office.outgoing.notify_one();
        return Ok(true);
    }
    Ok(store.keep_sent_state(number, item, receipt.time).await?)
}
