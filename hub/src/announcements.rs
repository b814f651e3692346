//! `/v1/announcements`: what the operator has to say to all offices.

use crate::error::Result;
use crate::json::Json;
use crate::store::announcements;
use crate::{Hub, Peer};
use axum::extract::State as Context;
use wire::Problem;
use wire::hub_api::{AnnouncementKind, Announcements, path};

/// The operator's announcements that are not over. Maintenance is shown before it begins, other news is not.
#[utoipa::path(
    get, path = path::ANNOUNCEMENTS, operation_id = "announcements",
    responses((status = 200, body = Announcements), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn list(_: Peer, Context(hub): Context<Hub>) -> Result<Json<Announcements>> {
    let now = hub.now();
    let mut announcements = announcements::list(&mut hub.store.read().await?, now).await?;
    announcements.retain(|one| one.kind == AnnouncementKind::Maintenance || one.from <= now);
    Ok(Json(Announcements { announcements }))
}
