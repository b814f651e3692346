//! The key of the hub's journal, which signs receipts: pinned at the first visit.

use crate::Server;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::relay::RelayError;
use evidence::VerifyingKey;

/// The pinned key. A hub that comes with another journal later is not believed.
pub async fn key<'a>(server: &Server, office: &'a Office) -> Result<&'a VerifyingKey, SyncError> {
    if let Some(key) = office.journal.get() {
        return Ok(key);
    }
    visit(server, office).await
}

/// Ask the hub for its journal, as at each visit: it may be another one since it was started anew.
/// Nothing is taken from its mailboxes then; what lies there waits.
pub async fn visit<'a>(server: &Server, office: &'a Office) -> Result<&'a VerifyingKey, SyncError> {
    let key = pinned(server, office).await?;
    Ok(office.journal.get_or_init(|| key))
}

async fn pinned(server: &Server, office: &Office) -> Result<VerifyingKey, SyncError> {
    let journal = office.connection()?.relay.journal().await?;
    let (id, key) = server
        .store
        .pin_journal(&office.number, &journal.journal, &journal.key.0)
        .await?;
    if id != journal.journal || key != journal.key.0 {
        tracing::error!(office = %office.number, "the hub has another journal than before");
        return Err(RelayError::Answer("the hub's journal has changed".to_owned()).into());
    }
    VerifyingKey::from_spki(&key)
        .map_err(|_| RelayError::Answer("the hub's journal key cannot be read".to_owned()).into())
}
