//! お知らせ: what the hub's operator has to say, passed on to whoever is signed in.
//!
//! It is asked for at each visit to the hub and kept in memory, so that it can be read while the hub is away for its maintenance.

use crate::Server;
use crate::clock;
use crate::error::Result;
use crate::offices::Office;
use crate::relay::RelayError;
use crate::staff::Staff;
use axum::extract::State;
use std::sync::{Mutex, PoisonError};
use wire::Problem;
use wire::hub_api::{Announcement, AnnouncementKind, Announcements};
use wire::server_api::{Warning, path};

/// What an office's hub has announced, as heard last.
#[derive(Debug, Default)]
pub struct Bulletin(Mutex<Vec<Announcement>>);

impl Bulletin {
    /// What is not over.
    pub fn current(&self) -> Vec<Announcement> {
        let now = clock::now();
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = heard.iter().filter(|one| one.until > now);
        current.cloned().collect()
    }

    /// Hear the newest. Returns whether it is other than before.
    fn hear(&self, announcements: Vec<Announcement>) -> bool {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = *heard != announcements;
        *heard = announcements;
        changed
    }

    /// The maintenance that comes first, as it stands on every page.
    pub fn maintenance(&self) -> Option<Warning> {
        let current = self.current().into_iter();
        current
            .filter(|one| one.kind == AnnouncementKind::Maintenance)
            .min_by_key(|one| one.from)
            .map(|one| words(&one))
    }

    /// The newest other announcement, as it stands on every page.
    pub fn news(&self) -> Option<Warning> {
        let current = self.current().into_iter();
        current
            .filter(|one| one.kind == AnnouncementKind::News)
            .max_by_key(|one| one.from)
            .map(|one| words(&one))
    }
}

/// An announcement with the word that says what it is.
pub fn words(one: &Announcement) -> Warning {
    let (kind, kind_en) = match one.kind {
        AnnouncementKind::Maintenance => ("メンテナンスのお知らせ", "Maintenance"),
        AnnouncementKind::News => ("連携基盤からのお知らせ", "From the hub's operator"),
    };
    Warning {
        text: format!("{kind}: {}", one.text),
        text_en: format!("{kind_en}: {}", one.text_en),
    }
}

/// Ask the hub. One that does not know the question has nothing to say.
pub async fn ask(server: &Server, office: &Office) -> Result<(), RelayError> {
    let Ok(connection) = office.connection() else {
        return Ok(());
    };
    let heard = match connection.relay.announcements().await {
        Ok(heard) => heard.announcements,
        Err(error) if error.is_refusal() => return Ok(()),
        Err(error) => return Err(error),
    };
    if office.bulletin.hear(heard) {
        server.announcements.announce(&office.number);
    }
    Ok(())
}

/// What the operators of the hubs have to say to the offices of the person.
#[utoipa::path(get, path = path::ANNOUNCEMENTS, responses(
    (status = 200, body = Announcements), (status = 401, body = Problem),
))]
pub async fn list(State(server): State<Server>, staff: Staff) -> axum::Json<Announcements> {
    let mut announcements: Vec<Announcement> = Vec::new();
    for (number, _) in &staff.person.offices {
        let Some(office) = server.offices.get(number) else {
            continue;
        };
        for one in office.bulletin.current() {
            if !announcements.contains(&one) {
                announcements.push(one);
            }
        }
    }
    axum::Json(Announcements { announcements })
}
