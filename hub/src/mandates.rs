//! `/v1/mandates`: an office lets another one act for it, and takes that back.
//!
//! Only the office itself gives a mandate, and it signs it; whoever acts under it is looked at in [`crate::peer`].

use crate::Hub;
use crate::error::{Error, Result};
use crate::json::{Json, Path};
use crate::peer::{Acting, Peer};
use crate::store::journal::About;
use crate::store::{journal, mailboxes, mandates, offices};
use crate::writer::Writing;
use axum::extract::State as Context;
use axum::http::StatusCode;
use evidence::leaf::What;
use evidence::{digest, mandate};
use wire::hub_api::{MandateRecord, Mandates, path};
use wire::{Code, Mandate, MandateId, OfficeNumber, Problem, Signed};

/// The longest mandate, in seconds: five years.
const LONGEST: i64 = 5 * 366 * 24 * 60 * 60;

/// The mandates that the office has given, and those that it was given.
#[utoipa::path(
    get, path = path::MANDATES, operation_id = "mandates", params(("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = Mandates), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn list(acting: Acting, Context(hub): Context<Hub>) -> Result<Json<Mandates>> {
    own(&acting)?;
    let mandates = mandates::list(&mut hub.store.read().await?, &acting.office).await?;
    Ok(Json(Mandates { mandates }))
}

/// Give a mandate, signed by the connection key of the office that gives it.
#[utoipa::path(
    post, path = path::MANDATES, request_body = Signed<Mandate>,
    responses(
        (status = 201, body = MandateRecord, description = "Given"),
        (status = 200, body = MandateRecord, description = "Given before"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn give(
    peer: Peer,
    Context(hub): Context<Hub>,
    Json(signed): Json<Signed<Mandate>>,
) -> Result<(StatusCode, Json<MandateRecord>)> {
    let certificate = &peer.certificate.der;
    let mandate =
        mandate::verify(certificate, &signed).map_err(|error| invalid(error.to_string()))?;
    if !peer.may_act_for(&mandate.office) {
        return Err(Code::Forbidden.into());
    }
    let now = hub.now();
    if mandate.until <= now || mandate.until > mandate.from.plus_seconds(LONGEST) {
        return Err(invalid("the mandate is over, or longer than five years"));
    }
    let (new, record) = hub
        .writer
        .run(move |writing| Box::pin(keep(writing, mandate, signed)))
        .await?;
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(record)))
}

/// Revoke a mandate: from the next request on it is no use any more. The office that holds it may lay it down as well.
#[utoipa::path(
    delete, path = path::MANDATE, params(("id" = MandateId, Path), ("office" = Option<OfficeNumber>, Query)),
    responses((status = 204, description = "Revoked"), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn revoke(
    acting: Acting,
    Context(hub): Context<Hub>,
    Path(id): Path<MandateId>,
) -> Result<StatusCode> {
    own(&acting)?;
    let office = acting.office;
    hub.writer
        .run(move |writing| Box::pin(end(writing, id, office)))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nobody deals in mandates by a mandate.
fn own(acting: &Acting) -> Result<()> {
    if acting.peer.may_act_for(&acting.office) {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}

async fn keep(
    writing: &mut Writing<'_>,
    mandate: Mandate,
    signed: Signed<Mandate>,
) -> Result<(bool, MandateRecord)> {
    let now = writing.now();
    if offices::find(writing.connection, &mandate.agent)
        .await?
        .is_none()
    {
        return Err(invalid("the agent is not registered"));
    }
    let new = mandates::insert(writing.connection, &mandate, &signed, now).await?;
    let record = mandates::find(writing.connection, mandate.id)
        .await?
        .ok_or(Error::Corrupt("mandate"))?;
    if record.mandate != signed {
        return Err(Code::IdInUse.into());
    }
    if new {
        enter(writing, &mandate, &signed).await?;
    }
    Ok((new, record))
}

async fn end(writing: &mut Writing<'_>, id: MandateId, office: OfficeNumber) -> Result<()> {
    let record = mandates::find(writing.connection, id).await?;
    let record = record.ok_or(Code::NotFound)?;
    let mandate = record
        .mandate
        .read()
        .map_err(|_| Error::Corrupt("mandate"))?;
    // To all others it is not there.
    if mandate.office != office && mandate.agent != office {
        return Err(Code::NotFound.into());
    }
    let now = writing.now();
    if mandates::revoke(writing.connection, id, now).await? {
        enter(writing, &mandate, &record.mandate).await?;
        // Whoever listens under it wakes, finds that it may not, and is cut.
        let cursor = mailboxes::cursor(writing.connection, &mandate.office).await?;
        writing.changed(&mandate.office, cursor);
    }
    Ok(())
}

/// The first entry says that the mandate was given, the second that it was revoked.
async fn enter(
    writing: &mut Writing<'_>,
    mandate: &Mandate,
    signed: &Signed<Mandate>,
) -> Result<()> {
    let (digests, now) = (vec![digest(signed.text.as_bytes())], writing.now());
    let about = About::offices(&mandate.office, &mandate.agent);
    journal::add(writing.connection, What::Mandate, digests, now, about).await
}

fn invalid(why: impl Into<String>) -> Error {
    Error::refused(Code::MandateInvalid, why)
}
