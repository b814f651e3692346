//! Every route of the server.

use crate::error::Error;
use crate::{
    Server, alarms, answers, application, bulletin, directory, evidence_file, inbox, mandates,
    news, origin, outbox, sent, sessions, sign_in, spa, start,
};
use axum::extract::DefaultBodyLimit;
use axum::routing::any;
use axum::{Json, Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;
use wire::server_api::path;
use wire::{Code, Problem};

/// The document's own words.
#[derive(OpenApi)]
#[openapi(info(
    title = "Careplan Link: the office's server",
    description = "Spoken by the browser and by care software. Errors are RFC 9457 problems."
))]
struct Contract;

/// Every route under `/api`, each with its description.
fn api() -> OpenApiRouter<Server> {
    OpenApiRouter::with_openapi(Contract::openapi())
        .routes(routes!(start::start))
        .routes(routes!(
            sign_in::sign_in,
            sign_in::session,
            sign_in::sign_out
        ))
        .routes(routes!(news::events))
        .routes(routes!(bulletin::list))
        .routes(routes!(directory::search))
        .routes(routes!(directory::recipient))
        .routes(routes!(inbox::list))
        .routes(routes!(inbox::show))
        .routes(routes!(inbox::open))
        .routes(routes!(answers::answer))
        .routes(routes!(inbox::file))
        .routes(routes!(inbox::zip))
        .routes(routes!(sent::list))
        .routes(
            // A letter is read as it comes, under limits of its own.
            routes!(outbox::send, outbox::withdraw::withdraw)
                .layer(DefaultBodyLimit::max(LETTER_LIMIT)),
        )
        .routes(routes!(sent::show))
        .routes(routes!(sent::file))
        .routes(routes!(sent::zip))
        .routes(routes!(evidence_file::serve::sent))
        .routes(routes!(evidence_file::serve::received))
        .routes(routes!(mandates::list, mandates::give))
        .routes(routes!(mandates::revoke))
        .routes(routes!(alarms::list))
        .routes(routes!(alarms::clear))
        .routes(
            // A certificate's file is some kilobytes; one that is none is refused beside its field.
            routes!(application::show, application::apply)
                .layer(DefaultBodyLimit::max(application::form::LIMIT)),
        )
        .routes(routes!(openapi))
}

/// The contract as OpenAPI.
pub fn document() -> Document {
    api().into_openapi()
}

/// This contract, made from the code.
#[utoipa::path(get, path = path::OPENAPI, responses((status = 200, content_type = "application/json")))]
async fn openapi() -> Json<Document> {
    Json(document())
}

/// The whole server.
pub fn router(server: Server, sessions: sessions::Sessions, port: u16) -> Router {
    let https = server.config.https();
    let (api, _) = api().split_for_parts();
    api.route("/api", any(unknown))
        .route("/api/{*path}", any(unknown))
        .method_not_allowed_fallback(not_allowed)
        .layer(DefaultBodyLimit::max(SMALL))
        .layer(sessions.layer(https, port))
        .layer(middleware::from_fn_with_state(
            server.clone(),
            origin::check,
        ))
        .fallback(spa::file)
        .layer(CatchPanicLayer::custom(|_| {
            axum::response::IntoResponse::into_response(Error::Stored("a handler gave up"))
        }))
        .layer(middleware::from_fn_with_state(server.clone(), spa::headers))
        .with_state(server)
}

/// The largest body that is read at all: a letter with its form (50 MiB and 8 MiB).
const LETTER_LIMIT: usize = 58 * 1024 * 1024;
/// The largest of every other request: a few lines of JSON, which anyone may send who is not signed in yet.
const SMALL: usize = 64 * 1024;

/// A path under `/api` that is no route.
async fn unknown() -> Error {
    Problem::new(Code::NotFound)
        .with_detail("no such route")
        .into()
}

/// A method that a route does not have.
async fn not_allowed() -> Error {
    Code::MethodNotAllowed.into()
}
