//! What the hub's mailboxes say, brought into the office's own store.

mod follow;
mod take;

use crate::alarms::raise;
use crate::offices::Office;
use crate::relay::RelayError;
use crate::{Server, journal};
use follow::follow;
use take::take;
use wire::AlarmKind;

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
    if let Some(missing) = server.store.missing_number(&office.number).await? {
        let (kind, subject) = (AlarmKind::LetterMissing, missing.to_string());
        raise(server, office, kind, &subject, None, None).await?;
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
        office.auditing.notify_one();
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
    let subject = format!("cursor {cursor} after {after}");
    raise(
        server,
        office,
        AlarmKind::HistoryChanged,
        &subject,
        None,
        None,
    )
    .await?;
    server.store.forget_cursors(&office.number).await?;
    Err(RelayError::Answer("the mailboxes are read again from their beginning".to_owned()).into())
}
