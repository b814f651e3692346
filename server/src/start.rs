//! What the app must know before it draws anything, in one answer: a tablet spends longer on asking than on reading.

use crate::error::{Error, Result};
use crate::extract::Query;
use crate::page::Page;
use crate::staff::Staff;
use crate::{Server, clock, inbox, sign_in};
use axum::extract::State;
use serde::Deserialize;
use wire::Code;
use wire::server_api::{About, Start, path};

/// What is asked besides.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// So many letters of the inbox of the person's first office, 200 at the most.
    inbox: Option<u32>,
}

/// What the app must know first. Without a session it says nothing of anybody.
#[utoipa::path(get, path = path::START, params(Asked), responses((status = 200, body = Start)))]
pub async fn start(
    State(server): State<Server>,
    Query(asked): Query<Asked>,
    staff: Result<Staff>,
) -> Result<axum::Json<Start>> {
    let session = match staff {
        Ok(Staff { person, .. }) => Some(sign_in::describe(&server, person).await?),
        Err(Error::Problem(problem)) if problem.code == Code::Unauthenticated => None,
        Err(error) => return Err(error),
    };
    let first = session.as_ref().and_then(|it| it.offices.first());
    let office = first.and_then(|it| server.offices.get(&it.number));
    let inbox = match (office, asked.inbox) {
        (Some(office), Some(limit)) => {
            Some(inbox::page(&server, &office, Page::first(limit)).await?)
        }
        _ => None,
    };
    Ok(axum::Json(Start {
        about: about(&server),
        session,
        inbox,
    }))
}

fn about(server: &Server) -> About {
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: server.config.demo,
        hold_seconds: u32::try_from(server.config.hold.as_secs()).unwrap_or(u32::MAX),
        now: clock::now(),
    }
}
