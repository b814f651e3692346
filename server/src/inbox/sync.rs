//! What the hub's mailboxes say, brought into the office's own store.

mod follow;
mod numbers;
mod take;

use crate::alarms::raise;
use crate::mandates::held;
use crate::mandates::signers::Signers;
use crate::offices::Office;
use crate::relay::RelayError;
use crate::{Server, journal};
use evidence::VerifyingKey;
use follow::follow;
use take::take;
use wire::hub_api::MailboxItem;
use wire::{AlarmKind, Scope, State};

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

impl SyncError {
    /// The same, told to whoever waits for an answer.
    pub fn into_error(self) -> crate::Error {
        match self {
            Self::Relay(error) => error.into(),
            Self::Here(error) => error,
        }
    }
}

/// Bring over every change since the kept cursors; of an office that is acted for, what the mandate allows.
pub async fn mailboxes(server: &Server, office: &Office) -> Result<(), SyncError> {
    held::refresh(server, office).await?;
    let key = journal::key(server, office).await?;
    let mut changed = false;
    if held::may(server, office, Scope::Receive).await? {
        changed |= inbox(server, office, key).await?;
    }
    if held::may(server, office, Scope::Send).await? {
        changed |= outbox(server, office, key).await?;
    }
    if changed {
        office.auditing.notify_one();
        server.announcements.announce(&office.number);
    }
    Ok(())
}

async fn inbox(server: &Server, office: &Office, key: &VerifyingKey) -> Result<bool, SyncError> {
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
    let missing = server.store.missing_number(&office.number).await?;
    if missing == Some(1) && numbers::begin(server, office, key).await? {
        return Ok(changed);
    }
    if let Some(missing) = missing {
        let (kind, subject) = (AlarmKind::LetterMissing, missing.to_string());
        raise(server, office, kind, &subject, None, None).await?;
    }
    Ok(changed)
}

async fn outbox(server: &Server, office: &Office, key: &VerifyingKey) -> Result<bool, SyncError> {
    let relay = &office.connection()?.relay;
    let mut changed = false;
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
    Ok(changed)
}

/// Whether the end of a letter that nobody has collected is more than the hub's bare word: a withdrawal is signed
/// by the sender or its agent, an expiry by the hub's journal key. The alarm if not.
fn unproved_end(item: &MailboxItem, key: &VerifyingKey, sender: &Signers) -> Option<AlarmKind> {
    match item.state {
        State::Withdrawn => {
            let proved = item.withdrawal.as_ref().is_some_and(|signed| {
                let time = signed.read().map(|said| said.time).unwrap_or_default();
                let certificates = sender.at(Scope::Send, time);
                certificates.iter().any(|certificate| {
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
