//! The hub's journal, from the office's side: its key is pinned, and its word is held against what the office knows.
//!
//! One task for each office ([`run`]): it fetches the newest checkpoint and checks that it continues the one before
//! ([`checkpoints`]), has the entries of its letters proved ([`letters`]), holds the checkpoints in partners' letters
//! against its own ([`heard`]), and looks for cards under its number that it did not make ([`cards`]).
//! What does not fit is an alarm ([`crate::alarms`]); letters go on.

mod cards;
mod checkpoints;
mod heard;
mod letters;

pub use cards::made_here;

use crate::Server;
use crate::alarms::raise;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::relay::RelayError;
use evidence::VerifyingKey;
use std::sync::Arc;
use std::time::Duration;
use wire::AlarmKind;
use wire::hub_api::Journal;

/// How often the hub is asked while something is to be proved.
const BUSY: Duration = Duration::from_secs(2);

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
    let journal = ask(server, office).await?;
    let key = VerifyingKey::from_spki(&journal.key.0)
        .map_err(|_| RelayError::Answer("the hub's journal key cannot be read".to_owned()))?;
    Ok(office.journal.get_or_init(|| key))
}

/// The hub's journal, which is the pinned one.
async fn ask(server: &Server, office: &Office) -> Result<Journal, SyncError> {
    let journal = office.connection()?.relay.journal().await?;
    let (id, key) = server
        .store
        .pin_journal(&office.number, &journal.journal, &journal.key.0)
        .await?;
    if id != journal.journal || key != journal.key.0 {
        let subject = evidence::digest(&journal.key.0).to_string();
        raise(
            server,
            office,
            AlarmKind::JournalReplaced,
            &subject,
            None,
            None,
        )
        .await?;
        return Err(RelayError::Answer("the hub's journal has changed".to_owned()).into());
    }
    Ok(journal)
}

/// Hold the hub's word against what the office knows, until the office is taken anew or the server ends.
pub async fn run(server: Server, office: Arc<Office>) {
    loop {
        let wait = tokio::select! {
            () = office.stop.cancelled() => return,
            wait = pass(&server, &office) => wait,
        };
        tokio::select! {
            () = office.stop.cancelled() => return,
            () = office.auditing.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// One pass, and how long until the next.
async fn pass(server: &Server, office: &Office) -> Duration {
    match audit(server, office).await {
        Ok(true) => BUSY.min(server.config.poll),
        Ok(false) => server.config.poll,
        Err(error) => {
            tracing::debug!(office = %office.number, %error, "the journal could not be looked at");
            BUSY
        }
    }
}

/// Whether something is left to be proved.
async fn audit(server: &Server, office: &Office) -> Result<bool, SyncError> {
    let Some(newest) = checkpoints::visit(server, office).await? else {
        return Ok(true);
    };
    let heard = heard::compare(server, office, &newest).await?;
    let due = letters::prove(server, office, &newest).await?;
    cards::audit(server, office).await?;
    Ok(heard || due)
}

/// Whether the hub has answered, though not as it should. What it does not answer for now is asked again.
fn is_answer(error: &RelayError) -> bool {
    match error {
        RelayError::Unreachable { .. } => false,
        RelayError::Answer(_) => true,
        RelayError::Refused(problem) => !matches!(problem.status, 401 | 429 | 503),
    }
}
