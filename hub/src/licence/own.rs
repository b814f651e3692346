//! `/v1/licence`: an office asks until when it takes part, and what that costs.

use crate::Hub;
use crate::error::Result;
use crate::json::Json;
use crate::peer::Acting;
use crate::store::{licences, offices};
use axum::extract::State as Context;
use wire::hub_api::{Licence, path};
use wire::{Code, OfficeNumber, Problem};

/// One's own licence; not that of an office that one has a mandate of.
#[utoipa::path(
    get, path = path::LICENCE, operation_id = "licence", params(("office" = Option<OfficeNumber>, Query)),
    responses((status = 200, body = Licence), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn show(acting: Acting, Context(hub): Context<Hub>) -> Result<Json<Licence>> {
    if !acting.peer.may_act_for(&acting.office) {
        return Err(Code::Forbidden.into());
    }
    let mut connection = hub.store.read().await?;
    let office = offices::find(&mut connection, &acting.office)
        .await?
        .ok_or(Code::NotFound)?;
    let newest = licences::newest(&mut connection, &acting.office).await?;
    let (fee_yen, campaign) = match newest {
        Some(period) => (Some(period.fee_yen), period.campaign),
        None => (None, None),
    };
    Ok(Json(Licence {
        standing: office.standing(hub.now()),
        from: office.active_from,
        until: office.active_until,
        renews: licences::renews(&mut connection, &acting.office).await?,
        fee_yen,
        campaign,
    }))
}
