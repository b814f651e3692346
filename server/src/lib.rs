//! The office: serves the app, keeps the keys, seals and opens, and speaks to the hub.
//!
//! Read on from [`router`]: a handler takes who is acting ([`staff::Desk`]) and what is asked for.
//! A letter goes out through [`outbox`] and comes in through [`inbox`]; in between stand [`contents`] (the ZIP of its files),
//! [`seal`] (CMS) and [`relay`] (mTLS).
//!
//! It writes no plain letter to disk: what it keeps is sealed, and its keys are encrypted under a master key.
//! It does not read care plans; a letter's files are octets.

pub mod administration;
pub mod config;
pub mod contents;
pub mod error;
pub mod evidence_file;
pub mod router;
pub mod seal;
pub mod spa;

mod alarms;
mod answers;
mod application;
mod archive;
mod attempts;
mod backoff;
mod bulletin;
mod cards;
mod certificates;
mod clock;
mod directory;
mod extract;
mod files;
pub mod folder;
mod inbox;
mod journal;
mod keyring;
mod licence;
mod listen;
mod mandates;
mod news;
mod notices;
mod offices;
mod origin;
mod outbox;
mod page;
mod passwords;
mod publish;
mod relay;
mod running;
mod sent;
mod sessions;
mod sign_in;
mod staff;
mod start;
mod statements;
mod store;
mod watch;

pub use administration::Administration;
pub use config::Config;
pub use error::{Error, Result};
pub use spa::{Asset, Assets, NoAssets};

use keyring::MasterKey;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Letters that are taken in at the same time: each is held in memory while it is sealed.
const UPLOADS: usize = 8;
/// How often ended sessions are removed.
const SWEEP: Duration = Duration::from_secs(600);

/// The running server, as every handler knows it.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

/// What the server consists of.
pub struct Inner {
    config: Config,
    store: Store,
    offices: offices::Offices,
    sessions: sessions::Sessions,
    passwords: passwords::Passwords,
    attempts: attempts::Attempts,
    manifests: archive::Manifests,
    announcements: news::Announcements,
    uploads: Semaphore,
    /// Held while an application is made or asked for, so that two clicks are one application.
    applying: tokio::sync::Mutex<()>,
    spa: spa::Spa,
    shutdown: CancellationToken,
}

impl Deref for Server {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Make a new data folder: a database and a master key. `demo` marks it, so that `careplan server serve` refuses it.
///
/// # Errors
/// When there is a server in the folder already, or it cannot be written.
pub async fn init(data: &std::path::Path, demo: bool) -> Result<()> {
    Administration::init(data, demo).await.map(drop)
}

/// Whether a server with these settings can serve at this address: the folder is there, is no demo's,
/// the master key opens the offices' keys, and nobody would be served in the clear.
///
/// # Errors
/// The first thing that is wrong, as a sentence.
pub async fn check(config: &Config, address: std::net::SocketAddr) -> Result<()> {
    listen::Speech::of(config, address)?;
    refuse_demo(config)?;
    let store = Store::open(&folder::database(&config.data)?).await?;
    let offices = offices::load(&store, &MasterKey::load(config)?, &CancellationToken::new())
        .await
        .map(drop);
    store.close().await;
    offices
}

/// The keys of a demo lie open.
fn refuse_demo(config: &Config) -> Result<()> {
    if !config.demo && config.data.join(folder::DEMO).exists() {
        return Err(Error::Setup(format!(
            "{} is the folder of `careplan demo`, whose keys lie open; make another with `careplan server init`",
            config.data.display()
        )));
    }
    Ok(())
}

/// Serve until the shutdown: browsers on the listener, the offices' letters at their hubs.
///
/// # Errors
/// When the data folder cannot be opened, is a demo's, or the settings would serve others in the clear.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    assets: Box<dyn Assets>,
    shutdown: CancellationToken,
) -> Result<()> {
    let io = |error| Error::Io("the listener".to_owned(), error);
    let address = listener.local_addr().map_err(io)?;
    let speech = listen::Speech::of(&config, address)?;
    refuse_demo(&config)?;
    let store = Store::open(&folder::database(&config.data)?).await?;
    let offices = offices::load(&store, &MasterKey::load(&config)?, &shutdown).await?;
    let sessions = sessions::Sessions::new(store.clone(), &config);
    let server = Server(Arc::new(Inner {
        sessions: sessions.clone(),
        passwords: passwords::Passwords::new()?,
        attempts: attempts::Attempts::default(),
        manifests: archive::Manifests::default(),
        announcements: news::Announcements::default(),
        uploads: Semaphore::new(UPLOADS),
        applying: tokio::sync::Mutex::default(),
        spa: spa::Spa::new(assets),
        shutdown: shutdown.clone(),
        config,
        store: store.clone(),
        offices,
    }));
    let tasks = TaskTracker::new();
    for office in server.offices.all() {
        running::begin(&server, &office);
    }
    tasks.spawn(application::follow::run(server.clone()));
    tasks.spawn(sweep(server.clone()));
    let router = router::router(server.clone(), sessions, address.port());
    listen::serve(listener, speech, router, shutdown).await;
    tasks.close();
    tasks.wait().await;
    for office in server.offices.all() {
        running::end(&office).await;
    }
    store.close().await;
    Ok(())
}

/// Remove ended sessions from time to time.
async fn sweep(server: Server) {
    loop {
        if let Err(error) = server.sessions.sweep().await {
            tracing::error!(%error, "ended sessions could not be removed");
        }
        tokio::select! {
            () = server.shutdown.cancelled() => return,
            () = tokio::time::sleep(SWEEP) => {}
        }
    }
}
