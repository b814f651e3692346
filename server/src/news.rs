//! News for the browsers: that something has changed at an office, never what.

use crate::error::Result;
use crate::staff::Watcher;
use crate::{Server, clock, notices};
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use wire::server_api::{News, path};
use wire::{OfficeNumber, Problem};

/// A comment goes out so often, so that proxies keep the line and dead ones are found.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Changes that a slow browser may be behind; with more, it is told of every office.
const BEHIND: usize = 256;

/// Where changes are announced.
#[derive(Clone)]
pub struct Announcements(broadcast::Sender<OfficeNumber>);

impl Default for Announcements {
    fn default() -> Self {
        Self(broadcast::Sender::new(BEHIND))
    }
}

impl Announcements {
    /// Something has changed at an office.
    pub fn announce(&self, number: &OfficeNumber) {
        // Nobody listening is no error.
        let _ = self.0.send(number.clone());
    }
}

/// News of all offices of the person: at once, and whenever something changes.
#[utoipa::path(get, path = path::EVENTS, responses(
    (status = 200, body = News, content_type = "text/event-stream", description = "`event: news`, each with a News as its data"),
    (status = 401, body = Problem),
))]
pub async fn events(
    State(server): State<Server>,
    watcher: Watcher,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let offices: BTreeSet<OfficeNumber> = watcher
        .person
        .offices
        .iter()
        .map(|(number, _)| number.clone())
        .filter(|number| server.offices.get(number).is_some())
        .collect();
    let feed = Feed {
        changes: server.announcements.0.subscribe(),
        waiting: offices.iter().cloned().collect(),
        offices,
        session: watcher.session,
        server,
    };
    Sse::new(stream::unfold(feed, Feed::next)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

struct Feed {
    server: Server,
    session: tower_sessions::session::Id,
    offices: BTreeSet<OfficeNumber>,
    changes: broadcast::Receiver<OfficeNumber>,
    waiting: VecDeque<OfficeNumber>,
}

impl Feed {
    /// The next event; none, and the end of the stream, when the session or the server ends.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            while let Some(number) = self.waiting.pop_front() {
                if let Some(event) = self.event(&number).await {
                    return Some((Ok(event), self));
                }
            }
            tokio::select! {
                () = self.server.shutdown.cancelled() => return None,
                // An ended session gets no news; the browser asks again and is told to sign in.
                () = tokio::time::sleep(KEEP_ALIVE.min(self.server.config.session_idle)) => {
                    if !self.server.sessions.lives(self.session).await {
                        return None;
                    }
                }
                change = self.changes.recv() => match change {
                    Ok(number) if self.offices.contains(&number) => self.waiting.push_back(number),
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => self.waiting.extend(self.offices.iter().cloned()),
                    Err(RecvError::Closed) => return None,
                },
            }
            // Several changes of one office at once are one piece of news.
            while let Ok(number) = self.changes.try_recv() {
                if self.offices.contains(&number) && !self.waiting.contains(&number) {
                    self.waiting.push_back(number);
                }
            }
        }
    }

    async fn event(&self, number: &OfficeNumber) -> Option<Event> {
        if !self.server.sessions.lives(self.session).await {
            return None;
        }
        let office = self.server.offices.get(number)?;
        let unread = self.server.store.unread(number).await.ok()?;
        let warning = notices::first(&self.server, &office).await.ok()?;
        let news = News {
            number: number.clone(),
            unread,
            // An office that has not joined yet misses nothing.
            hub_reachable: office.is_reachable() || office.connection().is_err(),
            warning,
        };
        Event::default()
            .event("news")
            .id(clock::now().0.to_string())
            .json_data(news)
            .ok()
    }
}
