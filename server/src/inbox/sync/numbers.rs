//! Where an office's mailbox numbers begin, for a server that comes to a mailbox which is older than what the hub keeps.
//!
//! The hub's signed word is believed once, by a server that has seen no number yet; it is kept as a proof against the hub.

use super::SyncError;
use crate::alarms::raise;
use crate::offices::Office;
use crate::{Server, clock};
use evidence::{VerifyingKey, kept_from};
use wire::hub_api::MailboxItem;
use wire::{AlarmKind, Receipt};

/// Begin above what the hub has forgotten. False when the first numbers are missing without a good reason.
pub async fn begin(
    server: &Server,
    office: &Office,
    key: &VerifyingKey,
) -> Result<bool, SyncError> {
    let number = &office.number;
    let Some((journal, _)) = server.store.pinned_journal(number).await? else {
        return Ok(false);
    };
    let signed = match office.connection()?.relay.kept_from().await {
        Ok(signed) => signed,
        Err(error) if error.is_refusal() => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let Ok(said) = kept_from::verify(key, &signed, &journal, number, clock::now()) else {
        tracing::warn!(office = %number, "what the hub says of forgotten letters is not believed");
        return Ok(false);
    };
    if said.lowest < 2
        || !server
            .store
            .begin_numbers(number, said.lowest, &signed)
            .await?
    {
        return Ok(false);
    }
    // Above it none may be missing either.
    Ok(server.store.missing_number(number).await?.is_none())
}

/// A letter that the hub has called forgotten comes after all: it was hidden, and the hub's signed word shows it.
pub async fn hidden(
    server: &Server,
    office: &Office,
    item: &MailboxItem,
    receipt: &Receipt,
) -> Result<(), SyncError> {
    let Some(signed) = server.store.kept_from(&office.number).await? else {
        return Ok(());
    };
    if signed
        .read()
        .is_ok_and(|said| receipt.sequence < said.lowest)
    {
        let found = Some(serde_json::json!({ "kept_from": signed, "receipt": item.receipt }));
        let (kind, subject) = (AlarmKind::LetterMissing, receipt.sequence.to_string());
        raise(server, office, kind, &subject, Some(item.id), found).await?;
    }
    Ok(())
}
