//! `/v1/offices`: the directory, and one's own card in it.

#![allow(
    unused_qualifications,
    reason = "utoipa's macro writes out the names of the types of `params`"
)]

use crate::Hub;
use crate::error::{Error, Result};
use crate::json::{Json, Path, Query};
use crate::peer::Peer;
use crate::store::journal::About;
use crate::store::{cards, journal, offices};
use crate::writer::Writing;
use axum::extract::State as Context;
use axum::http::StatusCode;
use evidence::card;
use evidence::leaf::What;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::hub_api::{Directory, OfficeRecord, path};
use wire::{Code, OfficeCard, OfficeNumber, Problem, Signed};

/// Offices in one answer of the directory.
const FOUND: usize = 100;
/// The longest text to search for, in characters.
const QUERY: usize = 100;
/// How far an office's clock may be ahead of ours, in seconds.
const AHEAD: i64 = 24 * 60 * 60;

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The beginning of a 事業所番号, or a part of a 事業所名. Without it, all offices.
    #[param(max_length = 100, pattern = r"^[^\x00]*$")]
    query: Option<String>,
}

/// Look for offices.
#[utoipa::path(
    get, path = path::OFFICES, params(Asked),
    responses(
        (status = 200, body = Directory, links(
            ("office" = (operation_id = "office", parameters(("number" = "$response.body#/offices/0/number")))),
        )),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn search(
    _: Peer,
    Context(hub): Context<Hub>,
    Query(asked): Query<Asked>,
) -> Result<Json<Directory>> {
    let query = asked.query.as_deref().unwrap_or_default().trim();
    if query.chars().count() > QUERY || query.contains('\0') {
        return Err(Error::refused(Code::Invalid, "`query` is too long"));
    }
    let one_more = i64::try_from(FOUND + 1).expect("101 fits 64 bits");
    let mut found = offices::search(&mut hub.store.read().await?, query, one_more).await?;
    let more = found.len() > FOUND;
    found.truncate(FOUND);
    let now = hub.now();
    let offices = found.into_iter().map(|office| office.entry(now)).collect();
    Ok(Json(Directory { offices, more }))
}

/// An office with its card, to seal letters for it.
#[utoipa::path(
    get, path = path::OFFICE, params(("number" = OfficeNumber, Path)),
    responses((status = 200, body = OfficeRecord), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn office(
    _: Peer,
    Context(hub): Context<Hub>,
    Path(number): Path<OfficeNumber>,
) -> Result<Json<OfficeRecord>> {
    let mut connection = hub.store.read().await?;
    let office = offices::find(&mut connection, &number)
        .await?
        .ok_or(Code::NotFound)?;
    let mut cards = cards::newest(&mut connection, &number).await?.into_iter();
    Ok(Json(OfficeRecord {
        office: office.entry(hub.now()),
        card: cards.next(),
        previous_card: cards.next(),
    }))
}

/// Publish or renew one's own card.
#[utoipa::path(
    put, path = path::CARD, params(("number" = OfficeNumber, Path)), request_body = Signed<OfficeCard>,
    responses((status = 204, description = "Published"), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn publish(
    peer: Peer,
    Context(hub): Context<Hub>,
    Path(number): Path<OfficeNumber>,
    Json(card): Json<Signed<OfficeCard>>,
) -> Result<StatusCode> {
    // An office that is not the caller's and one that is not there are answered alike.
    if !peer.may_act_for(&number) {
        return Err(Code::NotFound.into());
    }
    hub.writer
        .run(move |writing| Box::pin(put(writing, peer, number, card)))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Check a card against the one before it and the caller's certificate, and store it.
async fn put(
    writing: &mut Writing<'_>,
    peer: Peer,
    number: OfficeNumber,
    signed: Signed<OfficeCard>,
) -> Result<()> {
    let office = offices::find(writing.connection, &number)
        .await?
        .ok_or(Code::NotFound)?;
    let previous = cards::newest(writing.connection, &number)
        .await?
        .into_iter()
        .next();
    if previous
        .as_ref()
        .is_some_and(|previous| *previous == signed)
    {
        return Ok(());
    }
    let previous = previous
        .map(|previous| previous.read())
        .transpose()
        .map_err(|_| Error::Corrupt("card"))?;
    // By the key on the card, or in a renewal by the key of the card before it.
    let card = card::verify(&signed)
        .or_else(|error| match &previous {
            Some(previous) => card::verify_renewal(&signed, previous),
            None => Err(error),
        })
        .map_err(|error| invalid(error.to_string()))?;
    if card.number != number {
        return Err(invalid("the card is of another office"));
    }
    if card.connection_certificate.as_ref() != peer.certificate.der {
        return Err(invalid(
            "the card names another certificate than the caller's",
        ));
    }
    if !card
        .service_types
        .iter()
        .all(|service| office.service_types.contains(service))
    {
        return Err(invalid(
            "the card names a service type that is not registered",
        ));
    }
    if previous.is_some_and(|previous| card.time <= previous.time) {
        return Err(invalid("the card is not newer than the one before it"));
    }
    let now = writing.now();
    // A card from the future could not be renewed until then.
    if card.time > now.plus_seconds(AHEAD) {
        return Err(invalid("the card's time is not plausible"));
    }
    let digests = vec![evidence::digest(signed.text.as_bytes())];
    cards::insert(writing.connection, &number, &signed, now).await?;
    let about = About::office(&number);
    journal::add(writing.connection, What::Card, digests, now, about).await
}

fn invalid(why: impl Into<String>) -> Error {
    Error::refused(Code::CardInvalid, why)
}
