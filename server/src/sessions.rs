//! Sessions in our own database, behind tower-sessions.
//!
//! A session ends fifteen minutes after the last thing that a person did, twelve hours after the sign-in, and at sign-out.
//! The event stream does not count as doing something, or an open page would never end.
//! The database keeps the digest of the id only.

use crate::clock;
use crate::config::Config;
use crate::store::Store;
use async_trait::async_trait;
use std::fmt;
use std::time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};
use wire::{Digest, Time};

/// The name under which a session holds its user.
pub const USER: &str = "user";

/// The store of sessions.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    idle: Duration,
    limit: Duration,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Sessions of a database, with the times of the settings.
    pub fn new(store: Store, config: &Config) -> Self {
        Self {
            store,
            idle: config.session_idle,
            limit: config.session_limit,
        }
    }

    /// The layer that reads and writes the cookie.
    ///
    /// Over HTTPS it is called `__Host-careplan`: no other host or path can set it, and it never travels in the clear.
    /// Over plain HTTP on a loopback address some browsers refuse that name, so it goes by the port there:
    /// cookies know hosts, not ports, and two servers on one machine must not sign each other out.
    pub fn layer(self, https: bool, port: u16) -> SessionManagerLayer<Self> {
        let name = if https {
            "__Host-careplan".to_owned()
        } else {
            format!("careplan-{port}")
        };
        SessionManagerLayer::new(self)
            .with_name(name)
            .with_secure(https)
            .with_http_only(true)
            .with_same_site(SameSite::Strict)
            .with_path("/")
            .with_expiry(Expiry::OnSessionEnd)
    }

    /// A person did something.
    pub async fn touch(&self, id: Id) -> crate::Result<()> {
        let now = clock::now();
        // One write for each sixtieth of the idle time is exact enough.
        self.store
            .touch_session(digest(id), now, clock::before(now, self.idle / 60))
            .await
    }

    /// Whether a session still lives; looking does not keep it alive.
    pub async fn lives(&self, id: Id) -> bool {
        matches!(self.find(id).await, Ok(Some(_)))
    }

    /// Remove what has ended.
    pub async fn sweep(&self) -> crate::Result<()> {
        let (made, seen) = self.limits();
        self.store.delete_ended_sessions(made, seen).await
    }

    async fn find(&self, id: Id) -> crate::Result<Option<String>> {
        let (made, seen) = self.limits();
        self.store.session(digest(id), made, seen).await
    }

    /// A living session was made and used after these times.
    fn limits(&self) -> (Time, Time) {
        let now = clock::now();
        (
            clock::before(now, self.limit),
            clock::before(now, self.idle),
        )
    }
}

fn digest(id: Id) -> Digest {
    evidence::digest(&id.0.to_le_bytes())
}

fn backend(error: &crate::Error) -> Error {
    Error::Backend(error.to_string())
}

fn user(record: &Record) -> Option<&str> {
    record.data.get(USER).and_then(|user| user.as_str())
}

fn data(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let created = self
                .store
                .create_session(
                    digest(record.id),
                    user(record),
                    &data(record)?,
                    clock::now(),
                )
                .await
                .map_err(|error| backend(&error))?;
            if created {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.store
            .save_session(digest(record.id), user(record), &data(record)?)
            .await
            .map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(data) = self.find(*id).await.map_err(|error| backend(&error))? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        // The end of a session is decided above; the record's own date is not used.
        let expiry_date = OffsetDateTime::now_utc() + self.limit;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store
            .delete_session(digest(*id))
            .await
            .map_err(|error| backend(&error))
    }
}
