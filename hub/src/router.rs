//! Every route of the hub.
//!
//! The OpenAPI document is made of the same lines, so that it cannot leave one out.

use crate::error::Error;
use crate::{
    Hub, Peer, announcements, audit, envelopes, events, journal, licence, mailboxes, mandates,
    offices,
};
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::IntoResponse;
use axum::{Router, middleware};
use std::sync::LazyLock;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::SecurityScheme;
use utoipa::{Modify, OpenApi as _};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use wire::hub_api::path;
use wire::{Code, Problem};

/// The largest body of a request that is no deposit: a card with its certificates, a statement with its comment.
const SMALL: usize = 256 * 1024;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Careplan Link hub",
        description = "The post room of Careplan Link: keeps sealed envelopes until they are collected. \
                       Mutual TLS 1.3; the caller is the office for which its certificate is registered."
    ),
    components(schemas(Problem)),
    modifiers(&Certificates),
    security(("certificate" = []))
)]
struct Document;

/// How a caller says who it is.
struct Certificates;

impl Modify for Certificates {
    fn modify(&self, document: &mut OpenApi) {
        let certificate = SecurityScheme::MutualTls {
            description: Some("A certificate that is registered for the office".to_owned()),
            deprecated: None,
            extensions: None,
        };
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("certificate", certificate);
    }
}

/// The routes with their documentation.
pub fn routes() -> OpenApiRouter<Hub> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(offices::search))
        .routes(routes!(offices::office))
        .routes(routes!(offices::publish))
        .routes(
            // Deposits count their octets part by part.
            routes!(envelopes::deposit, envelopes::letter).layer(DefaultBodyLimit::disable()),
        )
        .routes(routes!(envelopes::body))
        .routes(routes!(envelopes::collected))
        .routes(routes!(envelopes::answer))
        .routes(routes!(envelopes::withdrawn))
        .routes(routes!(envelopes::mandates))
        .routes(routes!(mailboxes::inbox))
        .routes(routes!(mailboxes::kept_from))
        .routes(routes!(mailboxes::outbox))
        .routes(routes!(events::events))
        .routes(routes!(journal::checkpoint))
        .routes(routes!(journal::proofs::inclusion))
        .routes(routes!(journal::proofs::consistency))
        .routes(routes!(journal::entries::entries))
        .routes(routes!(mandates::list, mandates::give))
        .routes(routes!(mandates::revoke))
        .routes(routes!(announcements::list))
        .routes(routes!(licence::own::show))
        .routes(routes!(openapi))
}

/// The hub's service.
///
/// Whatever is asked for, and be it nothing that exists: first the caller is identified, and every refusal is recorded.
pub(crate) fn router(hub: Hub) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .fallback(|| async { Error::from(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Error::from(Code::MethodNotAllowed) })
        .layer(DefaultBodyLimit::max(SMALL))
        .layer(middleware::from_fn_with_state(hub.clone(), audit::guard))
        .with_state(hub)
}

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    routes()
        .to_openapi()
        .to_json()
        .expect("the document is plain data")
});

/// This contract.
#[utoipa::path(
    get, path = path::OPENAPI,
    responses(
        (status = 200, description = "The OpenAPI document of this contract"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn openapi(_: Peer) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/json")],
        DOCUMENT.as_str(),
    )
}
