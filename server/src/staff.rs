//! Who is signed in, and for which office they act: arguments of every handler that needs to know.
//!
//! [`Desk`] is the one place where the office of a path is checked against the session.
//! An office that is not one's own is answered like one that does not exist.

use crate::Server;
use crate::error::{Error, Result};
use crate::offices::Office;
use crate::sessions::USER;
use crate::store::StaffRow;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use std::sync::Arc;
use tower_sessions::Session;
use tower_sessions::session::Id;
use wire::server_api::Role;
use wire::{Code, EnvelopeId, OfficeNumber};

/// A person who is signed in and does something.
pub struct Staff {
    /// The person.
    pub person: StaffRow,
    /// The person's session.
    pub session: Session,
}

/// A page that is open and waits for news; it does not keep the session alive.
pub struct Watcher {
    /// The person.
    pub person: StaffRow,
    /// The session's id.
    pub session: Id,
}

/// A person acting for the office that the path names.
pub struct Desk {
    /// 利用者ID.
    pub user: String,
    /// The role in this office.
    pub role: Role,
    /// The office.
    pub office: Arc<Office>,
}

impl Desk {
    /// Refuse everybody but administrators.
    pub fn must_administer(&self) -> Result<()> {
        if self.role == Role::Administrator {
            Ok(())
        } else {
            Err(Code::Forbidden.into())
        }
    }

    /// Refuse those who may only read.
    pub fn must_exchange(&self) -> Result<()> {
        if self.role.may_exchange() {
            Ok(())
        } else {
            Err(Code::Forbidden.into())
        }
    }
}

/// A letter's id in the path.
pub struct Letter(pub EnvelopeId);

impl FromRequestParts<Server> for Staff {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        let (person, session, id) = signed_in(parts, server).await?;
        server.sessions.touch(id).await?;
        Ok(Self { person, session })
    }
}

impl FromRequestParts<Server> for Watcher {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        let (person, _, session) = signed_in(parts, server).await?;
        Ok(Self { person, session })
    }
}

impl FromRequestParts<Server> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        let Staff { person, .. } = Staff::from_request_parts(parts, server).await?;
        let number: OfficeNumber = path_part(parts, server, "number").await?;
        let role = person
            .offices
            .iter()
            .find_map(|(own, role)| (*own == number).then_some(*role))
            .ok_or(Code::NotFound)?;
        let office = server.offices.get(&number).ok_or(Code::NotFound)?;
        Ok(Self {
            user: person.user,
            role,
            office,
        })
    }
}

impl FromRequestParts<Server> for Letter {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        path_part(parts, server, "id").await.map(Self)
    }
}

async fn signed_in(parts: &mut Parts, server: &Server) -> Result<(StaffRow, Session, Id)> {
    let session = Session::from_request_parts(parts, server)
        .await
        .map_err(|_| Error::Stored("the layer of sessions is missing"))?;
    let user: Option<String> = session
        .get(USER)
        .await
        .map_err(|_| Error::Stored("a session"))?;
    let user = user.ok_or(Code::Unauthenticated)?;
    let id = session.id().ok_or(Code::Unauthenticated)?;
    let person = server
        .store
        .staff(&user)
        .await?
        .ok_or(Code::Unauthenticated)?;
    Ok((person, session, id))
}

pub(crate) async fn path_part<T: std::str::FromStr>(
    parts: &mut Parts,
    server: &Server,
    name: &str,
) -> Result<T> {
    let path = RawPathParams::from_request_parts(parts, server)
        .await
        .map_err(|_| Code::NotFound)?;
    path.iter()
        .find_map(|(key, value)| (key == name).then(|| value.parse().ok()).flatten())
        .ok_or_else(|| Code::NotFound.into())
}
