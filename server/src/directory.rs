//! 宛先をさがす: the hub's directory, and whether a letter can go to an address.

use crate::error::Result;
use crate::extract::Query;
use crate::offices::Office;
use crate::staff::{Desk, path_part};
use crate::{Server, cards};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use serde::Deserialize;
use wire::hub_api::Directory;
use wire::server_api::{Partner, Recipient, path};
use wire::{Address, LetterKind, Problem};

/// What is searched for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// The beginning of an office number, or a part of a name.
    #[serde(default)]
    query: String,
}

/// Offices by number or name.
#[utoipa::path(get, path = path::DIRECTORY, params(("number" = String, Path), Search), responses(
    (status = 200, body = Directory), (status = 401, body = Problem), (status = 404, body = Problem), (status = 503, body = Problem),
))]
pub async fn search(desk: Desk, Query(search): Query<Search>) -> Result<axum::Json<Directory>> {
    let directory = desk
        .office
        .connection()?
        .relay
        .directory(search.query.trim())
        .await?;
    Ok(axum::Json(directory))
}

/// The address in the path.
pub struct To(Address);

impl FromRequestParts<Server> for To {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        path_part(parts, server, "address").await.map(Self)
    }
}

/// Whether a letter can go to an address, with the reason if not.
#[utoipa::path(get, path = path::RECIPIENT, params(("number" = String, Path), ("address" = String, Path, example = "9970200024-11")), responses(
    (status = 200, body = Recipient), (status = 401, body = Problem), (status = 404, body = Problem), (status = 503, body = Problem),
))]
pub async fn recipient(
    State(server): State<Server>,
    desk: Desk,
    To(address): To,
) -> Result<axum::Json<Recipient>> {
    let office = &desk.office;
    let known = cards::check(&server, office, &address, LetterKind::Unit).await?;
    Ok(axum::Json(Recipient {
        known: server
            .store
            .has_sent_to(&office.number, &address.number)
            .await?,
        office: known.entry,
        problem: known.card.err(),
        address,
    }))
}

/// The other office of a letter, as the directory last described it.
pub async fn partner(server: &Server, office: &Office, address: Address) -> Result<Partner> {
    if address.number == office.number {
        return Ok(Partner {
            address,
            name: Some(office.name.clone()),
            telephone: None,
        });
    }
    let entry = server
        .store
        .partner(&office.number, &address.number)
        .await?;
    let (name, telephone) = match entry {
        Some(entry) => (Some(entry.name), entry.telephone),
        None => (None, None),
    };
    Ok(Partner {
        address,
        name,
        telephone,
    })
}
