//! 代行: the office lets another one act for it, and takes that back. Only an administrator does.
//!
//! The hub keeps the mandates. Letters are sealed to an agent that receives as well: its keys come onto this office's card,
//! each with this office's word for it, and for no longer than the mandate holds.

pub mod held;
pub mod letters;
pub mod signers;

use crate::error::{Error, Result};
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::staff::{Desk, path_part};
use crate::store::{Act, Entry};
use crate::{Server, cards, clock, publish};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use evidence::card::SealingCertificate;
use evidence::mandate::Facts;
use wire::server_api::{GivenMandate, Mandates, NewMandate, path};
use wire::{Code, Mandate, MandateId, Problem, Scope};

/// The mandates that the office has given, and those that it holds.
#[utoipa::path(get, path = path::MANDATES, params(("number" = String, Path)), responses(
    (status = 200, body = Mandates), (status = 401, body = Problem), (status = 404, body = Problem), (status = 503, body = Problem),
))]
pub async fn list(desk: Desk) -> Result<Json<Mandates>> {
    Ok(Json(listed(&desk.office).await?))
}

/// Give a mandate.
#[utoipa::path(post, path = path::MANDATES, params(("number" = String, Path)), request_body = NewMandate, responses(
    (status = 201, body = Mandates), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem),
))]
pub async fn give(
    State(server): State<Server>,
    desk: Desk,
    Json(new): Json<NewMandate>,
) -> Result<(StatusCode, Json<Mandates>)> {
    desk.must_administer()?;
    let office = &desk.office;
    given(office, new).await?;
    done(&server, &desk, Act::GiveMandate).await?;
    Ok((StatusCode::CREATED, Json(listed(office).await?)))
}

/// Revoke a mandate that was given, or lay one down that is held. It holds no longer from this moment on.
#[utoipa::path(delete, path = path::MANDATE, params(("number" = String, Path), ("mandate" = MandateId, Path)), responses(
    (status = 204, description = "Revoked"), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem), (status = 503, body = Problem),
))]
pub async fn revoke(
    State(server): State<Server>,
    desk: Desk,
    Named(id): Named,
) -> Result<StatusCode> {
    desk.must_administer()?;
    desk.office.connection()?.relay.revoke_mandate(id).await?;
    done(&server, &desk, Act::RevokeMandate).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The mandate in the path.
pub struct Named(MandateId);

impl FromRequestParts<Server> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        path_part(parts, server, "mandate").await.map(Self)
    }
}

/// Write it into the record, and bring the card up to date. The card follows at the next visit if the hub goes away now.
async fn done(server: &Server, desk: &Desk, act: Act) -> Result<()> {
    let entry = Entry {
        time: clock::now(),
        number: Some(&desk.office.number),
        user: Some(&desk.user),
        act,
        id: None,
    };
    server.store.log(entry).await?;
    match publish::card(server, &desk.office).await {
        Ok(()) => Ok(()),
        Err(SyncError::Relay(error)) => {
            tracing::warn!(office = %desk.office.number, %error, "the card does not follow the mandate yet");
            Ok(())
        }
        Err(SyncError::Here(error)) => Err(error),
    }
}

/// Give a mandate, signed by the office's connection key. It holds from the hub's answer on.
pub(crate) async fn given(office: &Office, new: NewMandate) -> Result<()> {
    let connection = office.connection()?;
    let facts = Facts {
        id: new.id,
        office: office.number.clone(),
        agent: new.agent,
        scope: new.scope,
        from: new.from,
        until: new.until,
        time: clock::now(),
    };
    let mandate = evidence::mandate::make(&connection.key, &connection.certificate, facts)
        .map_err(|error| Problem::new(Code::MandateInvalid).with_detail(error.to_string()))?;
    connection.relay.give_mandate(&mandate).await?;
    Ok(())
}

/// The mandates that an office has given and was given, as the hub has them.
pub(crate) async fn listed(office: &Office) -> Result<Mandates> {
    let records = office.connection()?.relay.mandates().await?.mandates;
    let mandates = records.into_iter().filter_map(|record| {
        let mandate = record.mandate.read().ok()?;
        Some(GivenMandate {
            id: mandate.id,
            office: mandate.office,
            agent: mandate.agent,
            scope: mandate.scope,
            from: mandate.from,
            until: mandate.until,
            revoked: record.revoked,
        })
    });
    Ok(Mandates {
        mandates: mandates.collect(),
    })
}

/// The agents that receive for the office: under which mandates, and the keys that letters are sealed for as well.
#[derive(Debug, Default)]
pub struct Agents {
    /// The mandates.
    pub mandates: Vec<MandateId>,
    /// The agents' sealing certificates, each for no longer than its mandate holds.
    pub sealing: Vec<SealingCertificate>,
}

/// The agents that receive for the office now or later, as the hub says and the office itself has signed.
pub async fn agents(server: &Server, office: &Office) -> std::result::Result<Agents, SyncError> {
    let mut agents = Agents::default();
    let records = match office.connection()?.relay.mandates().await {
        Ok(listed) => listed.mandates,
        // A suspended office, for example, hears of no mandates.
        Err(error) if error.is_refusal() => return Ok(agents),
        Err(error) => return Err(error.into()),
    };
    for record in records {
        if record.revoked.is_some() {
            continue;
        }
        // What the hub shows is a mandate only when one of our own keys has signed it.
        let own = office.certificates.iter();
        let signed = own.map(|certificate| evidence::mandate::verify(certificate, &record.mandate));
        let mandate = signed.filter_map(std::result::Result::ok).next();
        let receives = |mandate: &Mandate| {
            mandate.office == office.number
                && mandate.scope.contains(&Scope::Receive)
                && mandate.until > clock::now()
        };
        if let Some(mandate) = mandate.filter(receives) {
            add(server, office, &mandate, &mut agents).await?;
        }
    }
    agents.mandates.sort_unstable();
    Ok(agents)
}

async fn add(
    server: &Server,
    office: &Office,
    mandate: &Mandate,
    agents: &mut Agents,
) -> std::result::Result<(), SyncError> {
    cards::look_up(server, office, &mandate.agent).await?;
    let pinned = server
        .store
        .pinned_card(&office.number, &mandate.agent)
        .await?;
    let Some(card) = pinned.and_then(|pinned| pinned.card.read().ok()) else {
        // It comes onto our card at a later visit.
        tracing::warn!(office = %office.number, agent = %mandate.agent, "an agent has no card yet");
        return Ok(());
    };
    agents.mandates.push(mandate.id);
    for key in card.sealing_keys {
        // Only the agent's own keys, not those of its agents.
        let Ok(stated) = key.statement.read() else {
            continue;
        };
        let (from, until) = (
            stated.from.max(mandate.from),
            stated.until.min(mandate.until),
        );
        let known = agents
            .sealing
            .iter()
            .any(|sealing| sealing.certificate == key.certificate.0);
        if from < until && !known {
            agents.sealing.push(SealingCertificate {
                certificate: key.certificate.0,
                from,
                until,
            });
        }
    }
    Ok(())
}
