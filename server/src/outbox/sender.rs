//! One task for each office that brings waiting letters to the hub, until each has its receipt or is refused for good.
//!
//! All it knows is in the store, so it goes on after a restart where it was.
//! An attempt may be repeated: the hub takes the same id twice as one letter.

use super::withdraw;
use crate::backoff::Backoff;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::relay::RelayError;
use crate::store::SentRow;
use crate::{Server, clock, journal, watch};
use std::sync::Arc;
use std::time::Duration;
use wire::{Code, State, Time};

/// Nothing is due: look again only when told, or after so long.
const QUIET: Duration = Duration::from_secs(300);

/// Send until the office is taken anew or the server ends.
pub async fn run(server: Server, office: Arc<Office>) {
    let mut backoff = Backoff::default();
    loop {
        // Cut off in the middle of an attempt, nothing is lost: the store knows that it was begun.
        let passed = tokio::select! {
            () = office.stop.cancelled() => return,
            passed = pass(&server, &office) => passed,
        };
        let wait = match passed {
            Ok(Next::At(time)) => {
                backoff.reset();
                time.map_or(QUIET, clock::until)
            }
            Ok(Next::Again) => backoff.next(),
            Err(error) => {
                tracing::error!(office = %office.number, %error, "sending does not work");
                backoff.next()
            }
        };
        tokio::select! {
            () = office.stop.cancelled() => return,
            () = office.outgoing.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// When there is something to do next.
enum Next {
    /// When the next hold ends; or when told.
    At(Option<Time>),
    /// Something did not work: after a while.
    Again,
}

/// Try every letter that is due, once.
async fn pass(server: &Server, office: &Office) -> Result<Next, crate::Error> {
    let mut next_hold: Option<Time> = None;
    let mut again = false;
    for row in server.store.outgoing(&office.number).await? {
        let outcome = if row.withdraw {
            withdraw::at_hub(server, office, row.id).await.map(drop)
        } else if row.state == State::Held && row.held_until > clock::now() {
            next_hold = Some(next_hold.map_or(row.held_until, |time| time.min(row.held_until)));
            continue;
        } else {
            attempt(server, office, &row).await
        };
        match outcome {
            Ok(()) => {}
            Err(SyncError::Relay(error @ RelayError::Unreachable { sent, .. })) => {
                let problem = error.problem();
                server
                    .store
                    .all_wait(&office.number, &problem, clock::now())
                    .await?;
                watch::reachable(server, office, false);
                server.announcements.announce(&office.number);
                again = true;
                // A letter that breaks the line each time must not stop those behind it.
                if !sent {
                    break;
                }
            }
            Err(SyncError::Relay(error)) => {
                tracing::warn!(office = %office.number, id = %row.id, %error, "a letter waits");
                again = true;
            }
            Err(SyncError::Here(error)) if error.is(Code::Unavailable) => again = true,
            Err(SyncError::Here(error)) => return Err(error),
        }
    }
    Ok(if again {
        Next::Again
    } else {
        Next::At(next_hold)
    })
}

/// Bring one letter to the hub.
async fn attempt(server: &Server, office: &Office, row: &SentRow) -> Result<(), SyncError> {
    let number = &office.number;
    let _sending = office.sending.lock().await;
    if !server
        .store
        .begin_attempt(number, row.id, clock::now())
        .await?
    {
        // It was taken back in this moment.
        return Ok(());
    }
    let deposited = deposit(server, office, row).await;
    let outcome = match deposited {
        Ok(()) => Ok(()),
        Err(SyncError::Relay(error)) if error.is_for_now() => {
            let reached =
                row.attempted || !matches!(error, RelayError::Unreachable { sent: false, .. });
            server
                .store
                .postpone(number, row.id, &error.problem(), reached)
                .await?;
            Err(error.into())
        }
        Err(SyncError::Relay(error)) => {
            let problem = error.problem();
            tracing::warn!(office = %number, id = %row.id, code = %problem.code, "the hub refused a letter for good");
            server
                .store
                .sent_failed(number, row.id, &problem, clock::now())
                .await?;
            Ok(())
        }
        Err(error) => Err(error),
    };
    server.announcements.announce(number);
    outcome
}

async fn deposit(server: &Server, office: &Office, row: &SentRow) -> Result<(), SyncError> {
    let key = journal::key(server, office).await?;
    let body = server.store.sent_body(&office.number, row.id).await?;
    let digest = evidence::receipt::stored_digest(&row.manifest, &body);
    let relay = &office.connection()?.relay;
    let receipt = relay
        .deposit(row.id, row.label.clone(), row.manifest.clone(), body)
        .await?;
    let said = evidence::receipt::verify(key, &receipt, &row.label)
        .ok()
        .filter(|said| said.stored_sha256 == digest)
        .ok_or_else(|| RelayError::Answer("the receipt does not fit the letter".to_owned()))?;
    server
        .store
        .sent_arrived(&office.number, row.id, &receipt, said.time)
        .await?;
    server.store.prove(&office.number, row.id, false).await?;
    office.auditing.notify_one();
    // What failed before and works now is worth knowing elsewhere: the hub is there.
    if !office.is_reachable() {
        watch::reachable(server, office, true);
    }
    Ok(())
}
