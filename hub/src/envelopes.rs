//! `/v1/envelopes`: leave a letter, see it, fetch its body, state that it was collected, take it back.

mod body;
mod collect;
mod deposit;
mod keep;
pub mod label;
mod withdraw;

use crate::error::{Error, Result};
use crate::json::{Json, Path};
use crate::mailboxes::item;
use crate::peer::Acting;
use crate::store::journal::About;
use crate::store::letters::{self, Letter, Side};
use crate::store::{Connection, journal, mailboxes};
use crate::writer::Writing;
use crate::{Hub, Peer};
use axum::body::Body;
use axum::extract::State as Context;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
pub use body::Form;
pub use deposit::Deposit;
use evidence::leaf::What;
use wire::hub_api::{MailboxItem, StateChange, path};
use wire::{Code, Digest, EnvelopeId, OfficeNumber, Problem, Receipt, Signed, State, Statement};

/// Leave a sealed envelope for another office.
///
/// The same deposit again is answered with the same receipt; anything else under the id is refused.
#[utoipa::path(
    put, path = path::ENVELOPE, params(("id" = EnvelopeId, Path)),
    request_body(content = Form, content_type = "multipart/form-data"),
    responses(
        (status = 201, body = Signed<Receipt>, description = "Stored durably"),
        (status = 200, body = Signed<Receipt>, description = "Stored before; the same receipt"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn deposit(
    _: Peer,
    Context(hub): Context<Hub>,
    deposit: Deposit, // checks that the caller may send for the label's `from`
) -> Result<(StatusCode, Json<Signed<Receipt>>)> {
    let label = deposit.label.clone();
    let journal = hub.journal.clone();
    let kept = hub
        .writer
        .run(move |writing| Box::pin(keep::keep(writing, journal, deposit)))
        .await
        .map_err(|error| error.claimed(&label))?;
    Ok((kept.status(), Json(kept.receipt)))
}

/// A letter, for its two parties: everything but the body.
#[utoipa::path(
    get, path = path::ENVELOPE, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = MailboxItem), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn letter(
    Acting { office, .. }: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
) -> Result<Json<MailboxItem>> {
    let mut connection = hub.store.read().await?;
    let letter = own(&mut connection, id, &office).await?;
    let side = if letter.place.recipient == office {
        Side::Inbox
    } else {
        Side::Outbox
    };
    Ok(Json(item(&mut connection, letter, side).await?))
}

/// The sealed body, whole or a range of it. The receiver's first fetch collects the letter.
#[utoipa::path(
    get, path = path::BODY,
    params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query), ("range" = Option<String>, Header)),
    responses(
        (status = 200, body = Vec<u8>, content_type = body::MEDIA_TYPE),
        (status = 206, body = Vec<u8>, content_type = body::MEDIA_TYPE, description = "One range"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn body(
    Acting { office, .. }: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>> {
    let letter = own(&mut hub.store.read().await?, id, &office).await?;
    open(&letter)?;
    let Some(range) = body::Range::of(&headers, &letter) else {
        return Ok(body::unsatisfiable(&letter));
    };
    let fetched = method == Method::GET && letter.place.recipient == office;
    if fetched && letter.state == State::Arrived {
        hub.writer
            .run(move |writing| Box::pin(collect::collect(writing, id, office)))
            .await?;
    }
    Ok(body::answer(hub.store.clone(), &letter, range))
}

/// State, signed, that a person has opened or downloaded the letter.
#[utoipa::path(
    post, path = path::COLLECTED, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    request_body = Signed<Statement>,
    responses((status = 200, body = StateChange), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn collected(
    Acting { office, peer }: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
    Json(statement): Json<Signed<Statement>>,
) -> Result<Json<StateChange>> {
    let letter = own(&mut hub.store.read().await?, id, &office).await?;
    collect::check(&letter, &office, &peer, &statement)?;
    let change = hub
        .writer
        .run(move |writing| Box::pin(collect::state(writing, id, office, statement)))
        .await?;
    Ok(Json(change))
}

/// Take a letter back, until it is collected.
#[utoipa::path(
    delete, path = path::ENVELOPE, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = StateChange), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn withdraw(
    Acting { office, .. }: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
) -> Result<Json<StateChange>> {
    let change = hub
        .writer
        .run(move |writing| Box::pin(withdraw::withdraw(writing, id, office)))
        .await?;
    Ok(Json(change))
}

/// The letter, if the office is one of its two parties. To all others it is not there.
///
/// Every route that names a letter comes through here.
async fn own(connection: &mut Connection, id: EnvelopeId, office: &OfficeNumber) -> Result<Letter> {
    letters::find(connection, id)
        .await?
        .filter(|letter| letter.place.recipient == *office || letter.sender == *office)
        .ok_or_else(|| Code::NotFound.into())
}

/// Whether the letter can still be opened.
fn open(letter: &Letter) -> Result<()> {
    match letter.state {
        State::Withdrawn => Err(Code::Withdrawn.into()),
        State::Expired => Err(Code::Expired.into()),
        _ => Ok(()),
    }
}

/// Bring a letter into a new state: cursors of both offices, an entry in the journal, news to both.
async fn change(
    writing: &mut Writing<'_>,
    letter: &mut Letter,
    state: State,
    what: What,
    digests: Vec<Digest>,
) -> Result<()> {
    let was = std::mem::replace(&mut letter.state, state);
    letter.since = writing.now();
    (letter.recipient_changed, letter.sender_changed) =
        mailboxes::advance_both(writing.connection, &letter.place.recipient, &letter.sender)
            .await?;
    if !letters::change(writing.connection, letter, was).await? {
        return Err(Error::Changed);
    }
    let about = About::from(&*letter);
    journal::add(writing.connection, what, digests, letter.since, about).await?;
    writing.changed(&letter.place.recipient, letter.recipient_changed);
    writing.changed(&letter.sender, letter.sender_changed);
    Ok(())
}

/// The answer to a change.
fn state_of(letter: &Letter) -> StateChange {
    StateChange {
        id: letter.id,
        state: letter.state,
        since: letter.since,
    }
}
