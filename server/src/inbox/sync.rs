//! What the hub's mailboxes say, brought into the office's own store.

mod follow;
mod take;

use crate::alarms::raise;
use crate::offices::Office;
use crate::relay::RelayError;
use crate::{Server, journal};
use evidence::VerifyingKey;
use follow::follow;
use take::take;
use wire::hub_api::MailboxItem;
use wire::{AlarmKind, State};

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

/// Whether the end of a letter that nobody has collected is more than the hub's bare word: a withdrawal is signed
/// by one of the sender's certificates, an expiry by the hub's journal key. The alarm if not.
fn unproved_end(
    item: &MailboxItem,
    key: &VerifyingKey,
    sender_certificates: &[Vec<u8>],
) -> Option<AlarmKind> {
    match item.state {
        State::Withdrawn => {
            let proved = item.withdrawal.as_ref().is_some_and(|signed| {
                sender_certificates.iter().any(|certificate| {
                    evidence::withdrawal::verify(certificate, signed, &item.label).is_ok()
                })
            });
            (!proved).then_some(AlarmKind::WithdrawalUnsigned)
        }
        State::Expired => {
            let proved = item.non_delivery.as_ref().is_some_and(|signed| {
                evidence::non_delivery::verify(key, signed, &item.receipt).is_ok()
            });
            (!proved).then_some(AlarmKind::ReceiptWrong)
        }
        _ => None,
    }
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
