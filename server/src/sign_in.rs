//! ログイン, ログアウト, and who is signed in.

use crate::error::{Error, Result};
use crate::extract::Json;
use crate::listen::Peer;
use crate::sessions::USER;
use crate::staff::Staff;
use crate::store::{Act, Entry, StaffRow};
use crate::{Server, clock};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use secrecy::SecretString;
use std::net::IpAddr;
use std::time::Instant;
use tower_sessions::Session;
use wire::server_api::{Membership, SignIn, path};
use wire::{Code, Problem, server_api};

/// Sign in with user and password.
#[utoipa::path(post, path = path::SESSION, request_body = SignIn, responses(
    (status = 200, body = server_api::Session),
    (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 429, body = Problem),
))]
pub async fn sign_in(
    State(server): State<Server>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    session: Session,
    Json(SignIn { user, password }): Json<SignIn>,
) -> Result<axum::Json<server_api::Session>> {
    let peer = if server.config.behind_proxy {
        forwarded(&headers).unwrap_or(peer)
    } else {
        peer
    };
    let password = SecretString::from(password);
    if user.len() > 64 {
        return Err(Code::LoginFailed.into());
    }
    if !server.attempts.begin(&user, peer, Instant::now()) {
        return Err(Code::TooManyAttempts.into());
    }
    let hash = server.store.password_hash(&user).await?;
    if !server.passwords.check(password, hash).await? {
        // An unknown user may be a password typed into the wrong field: it is not written down.
        server.store.log(entry(None, Act::SignInFailed)).await?;
        return Err(Code::LoginFailed.into());
    }
    server.attempts.succeeded(&user, peer);
    let person = server.store.staff(&user).await?.ok_or(Code::LoginFailed)?;
    // A new id, so that one planted before the sign-in is worth nothing (T17).
    let broken = |_| Error::Stored("a session");
    session.cycle_id().await.map_err(broken)?;
    session.insert(USER, &user).await.map_err(broken)?;
    server.store.log(entry(Some(&user), Act::SignIn)).await?;
    describe(&server, person).await.map(axum::Json)
}

/// Who is signed in.
#[utoipa::path(get, path = path::SESSION, responses(
    (status = 200, body = server_api::Session), (status = 401, body = Problem),
))]
pub async fn session(
    State(server): State<Server>,
    Staff { person, .. }: Staff,
) -> Result<axum::Json<server_api::Session>> {
    describe(&server, person).await.map(axum::Json)
}

/// Sign out. The session ends here and now, whoever has a copy of the cookie.
#[utoipa::path(delete, path = path::SESSION, responses(
    (status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
))]
pub async fn sign_out(
    State(server): State<Server>,
    Staff { person, session }: Staff,
) -> Result<StatusCode> {
    session
        .flush()
        .await
        .map_err(|_| Error::Stored("a session"))?;
    server
        .store
        .log(entry(Some(&person.user), Act::SignOut))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A person's session as the app knows it.
pub async fn describe(server: &Server, person: StaffRow) -> Result<server_api::Session> {
    let mut offices = Vec::new();
    for (number, role) in person.offices {
        let Some(office) = server.offices.get(&number) else {
            continue;
        };
        offices.push(Membership {
            name: office.name.clone(),
            service_types: office.service_types.clone(),
            role,
            unread: server.store.unread(&number).await?,
            number,
        });
    }
    Ok(server_api::Session {
        user: person.user,
        name: person.name,
        offices,
    })
}

fn entry(user: Option<&str>, act: Act) -> Entry<'_> {
    Entry {
        time: clock::now(),
        number: None,
        user,
        act,
        id: None,
    }
}

/// The address that the proxy on this machine saw: the last one in the header, which the proxy itself wrote.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let value = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    value.rsplit(',').next()?.trim().parse().ok()
}
