//! What stands on every page of an office: the one thing that matters most just now.

use crate::error::Result;
use crate::mandates::held;
use crate::offices::Office;
use crate::{Server, alarms, application, clock};
use wire::server_api::Words;

/// Alarms before all; then what keeps the office from sending; then what is coming.
pub async fn first(server: &Server, office: &Office) -> Result<Option<Words>> {
    if let Some(alarm) = alarms::warning(server, &office.number).await? {
        return Ok(Some(alarm));
    }
    if office.connection().is_err() {
        return application::notice(server, office).await.map(Some);
    }
    if office.agent.is_some()
        && let Some(over) = held::notice(server, office).await?
    {
        return Ok(Some(over));
    }
    let now = clock::now();
    let licence = || office.licence.notice(now);
    Ok(office
        .licence
        .obstacle(now)
        .or_else(|| office.bulletin.maintenance())
        .or_else(licence)
        .or_else(|| office.bulletin.news()))
}
