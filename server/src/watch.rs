//! One task for each office that keeps in touch with the hub.
//!
//! It publishes the office's card, listens to the hub's events, brings changes of the mailboxes over,
//! and delivers statements. When the hub is away it asks again, more and more slowly, up to a minute.

use crate::backoff::Backoff;
use crate::inbox::sync::{self, SyncError};
use crate::mandates::held;
use crate::offices::Office;
use crate::{Server, bulletin, journal, licence, publish, statements};
use std::sync::Arc;

/// Keep in touch until the office is taken anew or the server ends.
pub async fn run(server: Server, office: Arc<Office>) {
    let mut backoff = Backoff::default();
    loop {
        let ended = tokio::select! {
            () = office.stop.cancelled() => return,
            ended = visit(&server, &office, &mut backoff) => ended,
        };
        if let Err(error) = ended {
            // Once aloud when it goes away, then softly at each try.
            if office.is_reachable() {
                tracing::warn!(office = %office.number, %error, "the hub is out of reach");
            } else {
                tracing::debug!(office = %office.number, %error, "the hub is still out of reach");
            }
        }
        reachable(&server, &office, false);
        tokio::select! {
            () = office.stop.cancelled() => return,
            () = tokio::time::sleep(backoff.next()) => {}
        }
    }
}

/// Listen for as long as the hub is there.
async fn visit(server: &Server, office: &Office, backoff: &mut Backoff) -> Result<(), SyncError> {
    let relay = &office.connection()?.relay;
    journal::visit(server, office).await?;
    // Before the hub is asked for anything that only a mandate allows.
    held::refresh(server, office).await?;
    card(server, office).await?;
    let (inbox, outbox) = server.store.cursors(&office.number).await?;
    // Listen first and list then, so that nothing falls between.
    let mut events = relay.events(inbox.min(outbox)).await?;
    bulletin::ask(server, office).await?;
    licence::ask(server, office).await?;
    sync::mailboxes(server, office).await?;
    statements::deliver(server, office).await?;
    backoff.reset();
    reachable(server, office, true);
    loop {
        tokio::select! {
            event = events.next() => {
                event?;
            }
            () = tokio::time::sleep(server.config.poll) => {
                bulletin::ask(server, office).await?;
                licence::ask(server, office).await?;
            }
            () = office.incoming.notified() => {
                if office.take_mandated() {
                    card(server, office).await?;
                }
                statements::deliver(server, office).await?;
            }
        }
        sync::mailboxes(server, office).await?;
    }
}

/// Bring the card up to date.
async fn card(server: &Server, office: &Office) -> Result<(), SyncError> {
    match publish::card(server, office).await {
        // A suspended office, for example, publishes nothing; what waits for it can still be read.
        Err(SyncError::Relay(error)) if error.is_refusal() => {
            tracing::warn!(office = %office.number, %error, "the hub does not take the office's card");
            Ok(())
        }
        done => done,
    }
}

/// The hub has answered, or has not. When it is back, waiting letters go at once.
pub fn reachable(server: &Server, office: &Office, reachable: bool) {
    if office.set_reachable(reachable) {
        if reachable {
            tracing::info!(office = %office.number, "the hub is in reach");
        }
        server.announcements.announce(&office.number);
    }
    if reachable {
        office.outgoing.notify_one();
    }
}
