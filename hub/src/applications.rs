//! `/v1/applications`: 利用申請, before an office has a certificate that the hub knows.
//!
//! An application is signed by the key that the office will connect with, and decided by the operator.
//! Whoever has sent it asks how far it is with the token of the answer.

use crate::error::{Error, Result};
use crate::json::{Json, Path};
use crate::store::Connection;
use crate::store::applications::{self, Kept};
use crate::writer::Writing;
use crate::{Hub, ca, registration};
use axum::extract::State as Context;
use axum::http::{HeaderMap, StatusCode, header};
use evidence::application::{self, With};
use std::collections::BTreeSet;
use wire::application::{
    ApplicationState, Received, Standing, is_email, is_office_name, is_telephone, path,
};
use wire::{Application, ApplicationId, Code, Digest, Octets, Problem, Signed, Time};

/// Applications that may wait for a decision: all, and of one office.
const WAITING: (u64, u64) = (5_000, 5);
/// Service types of one office at most.
const SERVICES: usize = 60;
/// The largest request or certificate, in octets.
const CERTIFICATE: usize = 8 * 1024;
/// How far the office's clock may be from ours, in seconds.
const CLOCK: i64 = 24 * 60 * 60;

/// Apply. The same application again is answered like the first time, so that a lost answer makes no second one.
#[utoipa::path(
    post, path = path::APPLICATIONS, request_body = Signed<Application>,
    responses((status = 201, body = Received), (status = 200, body = Received, description = "Received before; the token is a new one"), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn apply(
    Context(hub): Context<Hub>,
    Json(signed): Json<Signed<Application>>,
) -> Result<(StatusCode, Json<Received>)> {
    let (application, with) =
        application::verify(&signed).map_err(|error| invalid(error.to_string()))?;
    let now = hub.now();
    let (id, text) = (application.id, evidence::digest(signed.text.as_bytes()));
    // A retry may come when the same could no longer be sent for the first time.
    if !is_known(&mut hub.store.read().await?, id, &text).await? {
        check(&application, now).map_err(invalid)?;
        check_shown(&hub, &application, &with)?;
    }
    let (request, certificate) = match with {
        With::Request(request) => (Some(request), None),
        With::Certificate(certificate) => (None, Some(certificate)),
    };
    let token = token();
    let kept = Kept {
        id,
        number: application.number,
        service_types: application.service_types,
        name: application.name,
        telephone: application.telephone,
        email: application.email,
        request,
        certificate,
        state: ApplicationState::Applied,
        reason: None,
        applied: now,
        decided: None,
    };
    let secret = evidence::digest(token.as_bytes());
    let new = hub
        .writer
        .run(move |writing| Box::pin(keep(writing, kept, text, secret)))
        .await?;
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(Received { id, token })))
}

/// Keep a new application. One that is known already gets the new token.
async fn keep(writing: &mut Writing<'_>, kept: Kept, text: Digest, secret: Digest) -> Result<bool> {
    if is_known(writing.connection, kept.id, &text).await? {
        applications::set_token(writing.connection, kept.id, &secret).await?;
        return Ok(false);
    }
    let (all, own) = applications::waiting(writing.connection, &kept.number).await?;
    if all >= WAITING.0 || own >= WAITING.1 {
        return Err(Error::refused(
            Code::RateLimited,
            "too many applications wait",
        ));
    }
    applications::insert(writing.connection, &kept, &text, &secret).await?;
    Ok(true)
}

/// Whether an application came in before. Another one under its id is refused.
async fn is_known(connection: &mut Connection, id: ApplicationId, text: &Digest) -> Result<bool> {
    match applications::text_of(connection, id).await? {
        None => Ok(false),
        Some(known) if known == *text => Ok(true),
        Some(_) => Err(Code::IdInUse.into()),
    }
}

/// How far one's application is. Without the token it is not there.
#[utoipa::path(
    get, path = path::APPLICATION, params(("id" = ApplicationId, Path), ("authorization" = String, Header)),
    responses((status = 200, body = Standing), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn standing(
    Context(hub): Context<Hub>,
    Path(id): Path<ApplicationId>,
    headers: HeaderMap,
) -> Result<Json<Standing>> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .ok_or(Code::NotFound)?;
    // Looked up by its digest: how long a comparison takes says nothing about the token.
    let secret = evidence::digest(token.as_bytes());
    let kept = applications::of_token(&mut hub.store.read().await?, id, &secret)
        .await?
        .ok_or(Code::NotFound)?;
    let approved = kept.state == ApplicationState::Approved;
    Ok(Json(Standing {
        id: kept.id,
        state: kept.state,
        reason: kept.reason,
        applied: kept.applied,
        decided: kept.decided,
        certificate: kept.certificate.filter(|_| approved).map(Octets),
    }))
}

/// 64 hexadecimal digits that nobody guesses.
fn token() -> String {
    let mut octets = [0; 32];
    aws_lc_rs::rand::fill(&mut octets).expect("the system has randomness");
    Digest(octets).to_string()
}

/// What the office will connect with.
fn check_shown(hub: &Hub, application: &Application, with: &With) -> Result<()> {
    match with {
        With::Request(request) => {
            let checked = ca::check_request(request);
            checked
                .map(drop)
                .map_err(|error| invalid(error.to_string()))
        }
        With::Certificate(certificate) => {
            // Whose it is where it does not say so, the operator finds out.
            let chain = std::slice::from_ref(certificate);
            let proof = registration::Proof::Checked;
            let admitted = registration::admit(&hub.config, &application.number, chain, proof);
            admitted.map(drop).map_err(|error| match error {
                Error::Certificate(why) => Error::refused(Code::CertificateUnfit, why),
                other => other,
            })
        }
    }
}

/// What an application says of the office.
fn check(application: &Application, now: Time) -> Result<(), &'static str> {
    let services = &application.service_types;
    let different: BTreeSet<_> = services.iter().collect();
    if services.is_empty() || services.len() > SERVICES || different.len() != services.len() {
        return Err("`service_types` are one or more, each once");
    }
    if !is_office_name(&application.name) {
        return Err(
            "`name` is empty, too long, begins or ends with a space, or has signs that are not seen",
        );
    }
    if !is_telephone(&application.telephone) {
        return Err("`telephone` is a telephone number");
    }
    if !is_email(&application.email) {
        return Err("`email` is an e-mail address");
    }
    let shown = [&application.request, &application.certificate];
    if shown
        .into_iter()
        .flatten()
        .any(|octets| octets.0.len() > CERTIFICATE)
    {
        return Err("the request or certificate is too large");
    }
    if (application.time.0 - now.0).abs() > CLOCK * 1000 {
        return Err("`time` is not plausible");
    }
    Ok(())
}

fn invalid(why: impl Into<String>) -> Error {
    Error::refused(Code::ApplicationInvalid, why)
}
