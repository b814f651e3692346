//! 送信を取り消す: first the hold, then withdrawal at the hub, until the letter is collected.

use crate::error::{Error, Result};
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::staff::{Desk, Letter};
use crate::store::{Act, Entry, SentRow};
use crate::{Server, clock, sent};
use axum::extract::State;
use wire::server_api::{SentLetter, path};
use wire::{Code, EnvelopeId, Problem, State as LetterState};

/// Take a letter back. While the hub is away the wish is kept, and carried out when it is there again.
#[utoipa::path(delete, path = path::OUTGOING, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, body = SentLetter), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 503, body = Problem),
))]
pub async fn withdraw(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
) -> Result<axum::Json<SentLetter>> {
    desk.must_exchange()?;
    let (office, now) = (&desk.office, clock::now());
    let row = row(&server, office, id).await?;
    server
        .store
        .log(Entry {
            time: now,
            number: Some(&office.number),
            user: Some(&desk.user),
            act: Act::Withdraw,
            id: Some(id),
        })
        .await?;
    match row.state {
        // Asking twice is asking once.
        LetterState::Withdrawn => {}
        LetterState::Held | LetterState::Queued | LetterState::Arrived => {
            if !server.store.withdraw_here(&office.number, id, now).await? {
                // From here on it is not sent again, whatever the hub says now.
                server.store.want_withdrawal(&office.number, id).await?;
                office.outgoing.notify_one();
                at_hub(&server, office, id)
                    .await
                    .map_err(SyncError::into_error)?;
            }
        }
        LetterState::Failed => return Err(Code::NotFound.into()),
        _ => return Err(Code::AlreadyCollected.into()),
    }
    server.announcements.announce(&office.number);
    let row = self::row(&server, office, id).await?;
    match row.state {
        LetterState::Withdrawn => sent::letter(&server, office, row).await.map(axum::Json),
        _ => Err(Code::AlreadyCollected.into()),
    }
}

/// Withdraw a letter at the hub that was asked to be. An error means: ask again.
pub async fn at_hub(server: &Server, office: &Office, id: EnvelopeId) -> Result<(), SyncError> {
    let number = &office.number;
    let connection = office.connection()?;
    // An attempt that is under way must end before the hub can be asked.
    let _sending = office.sending.lock().await;
    let row = row(server, office, id).await?;
    if !row.withdraw {
        return Ok(());
    }
    let withdrawal = evidence::withdrawal::make(
        &connection.key,
        &connection.certificate,
        &row.label,
        clock::now(),
    )
    .map_err(|_| Error::Stored("a label"))?;
    let (state, since) = match connection.relay.withdraw(id, &withdrawal).await {
        Ok(change) => (change.state, change.since),
        // The hub has never had it, and now it never will.
        Err(error) if error.is(Code::NotFound) => (LetterState::Withdrawn, clock::now()),
        Err(error) if error.is(Code::Withdrawn) => (LetterState::Withdrawn, clock::now()),
        Err(error) if error.is(Code::AlreadyCollected) => (LetterState::Collected, clock::now()),
        Err(error) if error.is(Code::Expired) => (LetterState::Expired, clock::now()),
        Err(error) if error.is_for_now() => return Err(error.into()),
        Err(error) => {
            tracing::error!(office = %number, %id, %error, "the hub does not withdraw a letter");
            (row.state, row.since)
        }
    };
    server
        .store
        .withdrawal_done(number, id, state, since)
        .await?;
    server.announcements.announce(number);
    Ok(())
}

async fn row(server: &Server, office: &Office, id: EnvelopeId) -> Result<SentRow> {
    let row = server.store.sent_letter(&office.number, id).await?;
    row.ok_or_else(|| Code::NotFound.into())
}
