//! `/v1/events`: server-sent events that say only that something has changed.
//!
//! Each carries the office's newest cursor, and whoever reads it lists from there.
//! Nothing is lost on the way: after a break the caller begins again at the cursor that it has.

#![allow(
    unused_qualifications,
    reason = "utoipa's macro writes out the names of the types of `params`"
)]

use crate::Hub;
use crate::error::{Error, Result};
use crate::json::Query;
use crate::peer::{Acting, Peer};
use crate::store::mailboxes;
use axum::extract::State as Context;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use utoipa::IntoParams;
use wire::hub_api::{Cursor, path};
use wire::{Code, OfficeNumber, Problem};

/// How often the caller's right to listen is looked at again, and the store for what another process wrote.
const LOOK: Duration = Duration::from_secs(15);

/// From where to listen.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The newest cursor that the caller knows. 0 without it. The header `Last-Event-ID` goes before it.
    after: Option<u64>,
    /// The office, for a caller that serves several.
    #[serde(rename = "office")]
    _office: Option<OfficeNumber>,
}

/// Hear of every change of any of the office's letters.
#[utoipa::path(
    get, path = path::EVENTS, params(Asked, ("last-event-id" = Option<u64>, Header)),
    responses(
        (status = 200, body = Cursor, content_type = "text/event-stream", description = "Events `cursor`"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn events(
    Acting { peer, office, .. }: Acting,
    Context(hub): Context<Hub>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let last = match headers.get("last-event-id") {
        Some(id) => Some(
            id.to_str()
                .ok()
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| Error::refused(Code::Invalid, "`Last-Event-ID` is no cursor"))?,
        ),
        None => asked.after,
    };
    // Listen first and look then: what happens in between is heard.
    let news = hub.news.listen(&office);
    let newest = mailboxes::cursor(&mut hub.store.read().await?, &office).await?;
    let own = peer.may_act_for(&office);
    let listener = Listener {
        own,
        told: last.unwrap_or(0),
        newest,
        news,
        hub,
        peer,
        office,
    };
    let stream = stream::unfold(listener, |mut listener| async move {
        let cursor = listener.next().await?;
        let event = Event::default().event("cursor").id(cursor.to_string());
        let event = event
            .json_data(Cursor { cursor })
            .expect("a cursor is plain data");
        Some((Ok(event), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(LOOK)))
}

struct Listener {
    /// Whether the office is the caller's own; an agent's mandate is looked at each time something is told.
    own: bool,
    told: u64,
    newest: u64,
    news: watch::Receiver<u64>,
    hub: Hub,
    peer: Peer,
    office: OfficeNumber,
}

impl Listener {
    /// Wait for a cursor above the one told last. None when the stream ends.
    async fn next(&mut self) -> Option<u64> {
        loop {
            if self.newest > self.told {
                self.told = self.newest;
                return Some(self.newest);
            }
            let heard = tokio::select! {
                () = self.hub.stopping.cancelled() => return None,
                changed = self.news.changed() => {
                    changed.ok()?;
                    if !self.own {
                        self.look().await?;
                    }
                    *self.news.borrow_and_update()
                }
                () = tokio::time::sleep(LOOK) => self.look().await?,
            };
            self.newest = self.newest.max(heard);
        }
    }

    /// Look whether the caller may still listen, and for the newest cursor in the store.
    async fn look(&self) -> Option<u64> {
        let offices = self.peer.certificate.offices(&self.hub).await.ok()?;
        let own = offices.contains(&self.office);
        let caller = Peer::new(Arc::clone(&self.peer.certificate), offices);
        if !own
            && caller
                .mandated(&self.hub, &self.office)
                .await
                .ok()?
                .is_empty()
        {
            return None;
        }
        let mut connection = self.hub.store.read().await.ok()?;
        mailboxes::cursor(&mut connection, &self.office).await.ok()
    }
}
