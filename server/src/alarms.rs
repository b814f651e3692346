//! Alarms: what does not fit between the hub's word and what the office knows.
//!
//! An alarm stops nothing; it is stored, said in words on every page, and stays until an administrator has cleared it up.

use crate::error::{Error, Result};
use crate::offices::Office;
use crate::staff::{Desk, path_part};
use crate::store::{Act, AlarmRow, Entry, NewAlarm};
use crate::{Server, clock};
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::Value;
use wire::server_api::{Alarm, Alarms, Warning, path};
use wire::{AlarmKind, Code, EnvelopeId, OfficeNumber, Problem};

/// Raise an alarm; the same is raised once. `evidence` is what others can be shown: texts with signatures.
pub async fn raise(
    server: &Server,
    office: &Office,
    kind: AlarmKind,
    subject: &str,
    id: Option<EnvelopeId>,
    evidence: Option<Value>,
) -> Result<()> {
    let new = NewAlarm {
        kind,
        subject,
        id,
        evidence: evidence.map(|evidence| evidence.to_string()),
    };
    if server
        .store
        .raise(&office.number, new, clock::now())
        .await?
    {
        tracing::error!(office = %office.number, ?kind, subject, "the hub's word does not fit what this office knows");
        server.announcements.announce(&office.number);
    }
    Ok(())
}

/// The alarms that nobody has cleared up.
#[utoipa::path(get, path = path::ALARMS, params(("number" = String, Path)), responses(
    (status = 200, body = Alarms), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn list(State(server): State<Server>, desk: Desk) -> Result<axum::Json<Alarms>> {
    let rows = server.store.alarms(&desk.office.number).await?;
    let alarms = rows.iter().map(alarm).collect();
    Ok(axum::Json(Alarms { alarms }))
}

/// An administrator has cleared an alarm up.
#[utoipa::path(delete, path = path::ALARM, params(("number" = String, Path), ("alarm" = u64, Path)), responses(
    (status = 204, description = "Cleared up"), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
))]
pub async fn clear(
    State(server): State<Server>,
    desk: Desk,
    Number(alarm): Number,
) -> Result<StatusCode> {
    desk.must_administer()?;
    let (number, now) = (&desk.office.number, clock::now());
    if !server
        .store
        .clear_alarm(number, alarm, &desk.user, now)
        .await?
    {
        return Err(Code::NotFound.into());
    }
    server
        .store
        .log(Entry {
            time: now,
            number: Some(number),
            user: Some(&desk.user),
            act: Act::ClearAlarm,
            id: None,
        })
        .await?;
    server.announcements.announce(number);
    Ok(StatusCode::NO_CONTENT)
}

/// What stands on every page because of alarms: the newest one, and how many there are besides.
pub async fn warning(server: &Server, number: &OfficeNumber) -> Result<Option<Warning>> {
    let mut rows = server.store.alarms(number).await?.into_iter();
    let Some(AlarmRow { kind, .. }) = rows.next() else {
        return Ok(None);
    };
    let (more, more_en) = match rows.len() {
        0 => (String::new(), String::new()),
        others => (format!("（ほかに{others}件）"), format!(" ({others} more)")),
    };
    Ok(Some(Warning {
        text: format!("{}{}{more}", kind.japanese(), kind.advice()),
        text_en: format!("{} {}{more_en}", kind.english(), kind.advice_english()),
    }))
}

/// The alarm's number in the path.
pub struct Number(u64);

impl FromRequestParts<Server> for Number {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        path_part(parts, server, "alarm").await.map(Self)
    }
}

fn alarm(row: &AlarmRow) -> Alarm {
    let kind = row.kind;
    Alarm {
        alarm: row.alarm,
        kind,
        title: kind.japanese().to_owned(),
        title_en: kind.english().to_owned(),
        advice: kind.advice().to_owned(),
        advice_en: kind.advice_english().to_owned(),
        letter: row.id,
        raised: row.raised,
    }
}
