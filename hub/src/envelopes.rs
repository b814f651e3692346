//! `/v1/envelopes`: leave a letter, see it, fetch its body, state that it was collected, answer it, take it back.

mod agents;
mod answer;
mod body;
mod collect;
mod deposit;
mod keep;
pub mod label;
mod object;
mod signer;
mod withdraw;

use crate::error::{Error, Result};
use crate::json::{Json, Path};
use crate::lookup::LookUp;
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
pub(crate) use body::Bodies;
pub use body::Form;
use collect::Collect;
pub(crate) use collect::Collecting;
pub use deposit::Deposit;
use evidence::leaf::What;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
pub(crate) use keep::Depositing;
use keep::NewLetter;
pub(crate) use signer::Signers;
use std::collections::HashMap;
use wire::hub_api::{LetterMandates, MailboxItem, StateChange, path};
use wire::{
    Code, Digest, EnvelopeId, OfficeNumber, Problem, Receipt, Scope, Signed, State, Statement,
    Withdrawal,
};

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
    let claimed = |error: Error| error.claimed(&label);
    let written = object::write(&hub, &deposit).await.map_err(claimed)?;
    let name = written.as_ref().map(object::Written::name);
    let kept = hub.depositing.ask(NewLetter { deposit, written }).await;
    object::settle(&hub, name, &kept);
    let kept = kept.map_err(claimed)?;
    Ok((kept.status(), Json(kept.receipt)))
}

/// A letter, for its two parties: everything but the body.
#[utoipa::path(
    get, path = path::ENVELOPE, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = MailboxItem), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn letter(
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
) -> Result<Json<MailboxItem>> {
    let letter = of_caller(&hub, id, &acting.office).await?;
    let side = side(&letter, &acting)?;
    let mut connection = hub.store.read().await?;
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
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response<Body>> {
    let letter = of_caller(&hub, id, &acting.office).await?;
    side(&letter, &acting)?;
    let office = acting.office;
    open(&letter)?;
    let Some(range) = body::Range::of(&headers, &letter) else {
        return Ok(body::unsatisfiable(&letter));
    };
    // What cannot be read is not collected.
    let octets = if method == Method::GET {
        body::octets(&hub, &letter, range).await?
    } else {
        Body::empty()
    };
    let fetched = method == Method::GET && letter.place.recipient == office;
    if fetched && letter.state == State::Arrived {
        let statement = None;
        hub.collecting
            .ask(Collect {
                id,
                office,
                statement,
            })
            .await?;
    }
    Ok(body::answer(octets, &letter, range))
}

/// State, signed, that a person has opened or downloaded the letter.
#[utoipa::path(
    post, path = path::COLLECTED, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    request_body = Signed<Statement>,
    responses((status = 200, body = StateChange), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn collected(
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
    Json(statement): Json<Signed<Statement>>,
) -> Result<Json<StateChange>> {
    let stated = verified(&hub, &acting, id, &statement).await?;
    collect::check(&stated)?;
    let office = acting.office;
    let statement = Some(statement);
    let collect = Collect {
        id,
        office,
        statement,
    };
    Ok(Json(hub.collecting.ask(collect).await?))
}

/// Answer a collected letter, signed: taken in, returned or refused. It can be changed until the sender has acted on it.
#[utoipa::path(
    post, path = path::ANSWER, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    request_body = Signed<Statement>,
    responses((status = 200, body = StateChange), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn answer(
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
    Json(statement): Json<Signed<Statement>>,
) -> Result<Json<StateChange>> {
    let stated = verified(&hub, &acting, id, &statement).await?;
    answer::check(&stated)?;
    let office = acting.office;
    let change = hub
        .writer
        .run(move |writing| Box::pin(answer::answer(writing, id, office, statement, stated)))
        .await?;
    Ok(Json(change))
}

/// Take a letter back, signed, until it is collected.
#[utoipa::path(
    post, path = path::WITHDRAWN, params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    request_body = Signed<Withdrawal>,
    responses((status = 200, body = StateChange), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn withdrawn(
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
    Json(withdrawal): Json<Signed<Withdrawal>>,
) -> Result<Json<StateChange>> {
    let letter = of_caller(&hub, id, &acting.office).await?;
    if letter.sender != acting.office {
        return Err(Code::Forbidden.into());
    }
    acting.may(Scope::Send)?;
    let said = withdrawal
        .read()
        .map_err(|error| signer::invalid(error.to_string()))?;
    let by = &said.certificate_sha256;
    let office = acting.office;
    let certificate = signer::certificate(&hub, by, &office, Scope::Send, said.time).await?;
    evidence::withdrawal::verify(&certificate, &withdrawal, &letter.label)
        .map_err(|error| signer::invalid(error.to_string()))?;
    let change = hub
        .writer
        .run(move |writing| Box::pin(withdraw::withdraw(writing, id, office, withdrawal)))
        .await?;
    Ok(Json(change))
}

/// The mandates under which agents have acted on the letter, each with the journal's entry of its giving.
#[utoipa::path(
    get, path = path::LETTER_MANDATES, operation_id = "letter_mandates", params(("id" = EnvelopeId, Path), ("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = LetterMandates), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn mandates(
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<EnvelopeId>,
) -> Result<Json<LetterMandates>> {
    let letter = of_caller(&hub, id, &acting.office).await?;
    side(&letter, &acting)?;
    let mut connection = hub.store.read().await?;
    let mandates = agents::mandates(&mut connection, &letter).await?;
    Ok(Json(LetterMandates { mandates }))
}

/// The letter, if the office is one of its two parties. To all others it is not there.
///
/// Every route that names a letter comes through here.
async fn of_caller(hub: &Hub, id: EnvelopeId, office: &OfficeNumber) -> Result<Letter> {
    parties(hub.letters.ask(id).await?, office)
}

/// The same inside a transaction that writes: nobody else changes it until the commit.
async fn own(connection: &mut Connection, id: EnvelopeId, office: &OfficeNumber) -> Result<Letter> {
    parties(letters::find(connection, id).await?, office)
}

/// The letter with an id, if there is one, whoever it belongs to.
#[derive(Debug)]
pub(crate) struct Letters;

impl LookUp for Letters {
    type Key = EnvelopeId;
    type Found = Letter;

    fn all<'a>(
        connection: &'a mut Connection,
        ids: &'a [EnvelopeId],
    ) -> BoxFuture<'a, Result<HashMap<EnvelopeId, Letter>>> {
        letters::find_all(connection, ids).boxed()
    }
}

/// The letter, if there is one and the office is one of its two parties.
fn parties(letter: Option<Letter>, office: &OfficeNumber) -> Result<Letter> {
    letter
        .filter(|letter| letter.place.recipient == *office || letter.sender == *office)
        .ok_or_else(|| Code::NotFound.into())
}

/// From which side the caller sees a letter of its office, if it may.
fn side(letter: &Letter, acting: &Acting) -> Result<Side> {
    if letter.place.recipient == acting.office {
        acting.may(Scope::Receive).map(|()| Side::Inbox)
    } else {
        acting.may(Scope::Send).map(|()| Side::Outbox)
    }
}

/// What the receiver, or its agent, has stated about a letter, once its signature is found good.
async fn verified(
    hub: &Hub,
    acting: &Acting,
    id: EnvelopeId,
    signed: &Signed<Statement>,
) -> Result<Statement> {
    let letter = of_caller(hub, id, &acting.office).await?;
    if letter.place.recipient != acting.office {
        return Err(Code::Forbidden.into());
    }
    acting.may(Scope::Receive)?;
    let said = signed
        .read()
        .map_err(|error| signer::invalid(error.to_string()))?;
    let (by, scope) = (&said.certificate_sha256, Scope::Receive);
    let office = &acting.office;
    let certificate = signer::certificate(hub, by, office, scope, said.time).await?;
    evidence::statement::verify(&certificate, signed, &letter.receipt)
        .map_err(|error| signer::invalid(error.to_string()))
}

/// Whether the letter can still be opened.
fn open(letter: &Letter) -> Result<()> {
    match letter.state {
        State::Withdrawn => Err(Code::Withdrawn.into()),
        State::Expired => Err(Code::Expired.into()),
        _ if letter.keeping.deleted.is_some() => Err(Code::Expired.into()),
        _ => Ok(()),
    }
}

/// Bring a letter into a new state: cursors of both offices, an entry in the journal, news to both.
pub(crate) async fn change(
    writing: &mut Writing<'_>,
    letter: &mut Letter,
    state: State,
    what: What,
    digests: Vec<Digest>,
) -> Result<()> {
    let was = std::mem::replace(&mut letter.state, state);
    letter.since = writing.now();
    let way = [(&letter.place.recipient, &letter.sender)];
    for (recipient, sender) in mailboxes::advance(writing.connection, &way).await? {
        (letter.recipient_changed, letter.sender_changed) = (recipient, sender);
    }
    if letters::change(writing.connection, &[(&*letter, was)]).await? == 0 {
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
