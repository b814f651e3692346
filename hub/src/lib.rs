//! The post room: keeps sealed envelopes until they are collected.
//!
//! An office's server speaks to it over mutual TLS ([`tls`]); every route stands in [`router`].
//! A caller is a [`Peer`]: a certificate that TLS has verified and that stands in the register.
//! What it leaves or asks for goes through a handler named like its route ([`envelopes`], [`mailboxes`], [`offices`],
//! [`mandates`], [`events`], [`journal`], [`announcements`]) to the [`store`]; whatever writes waits in the one queue of the [`writer`].
//!
//! The hub never sees a letter, a note or a person's name: what it keeps is sealed, and it holds no key to it.

pub mod ca;
pub mod clock;
pub mod config;
pub mod doctor;
pub mod folder;
pub mod init;
pub mod operator;

pub mod announcements;
mod audit;
pub mod envelopes;
pub mod events;
pub mod journal;
mod json;
mod keeping;
pub mod mailboxes;
pub mod mandates;
mod neighbours;
pub mod offices;
pub mod peer;
pub mod router;
mod sequencer;
pub mod tls;

pub mod error;
pub mod news;
pub mod store;
pub mod writer;

pub use clock::Clock;
pub use config::Config;
pub use error::{Error, Result};
pub use folder::Folder;
pub use init::init;
pub use operator::Operator;
pub use peer::Peer;

use journal::JournalKey;
use news::News;
use std::sync::Arc;
use store::Store;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wire::Time;
use writer::Writer;

/// What every handler works with.
#[derive(Debug, Clone)]
pub struct Hub {
    store: Store,
    writer: Writer,
    news: Arc<News>,
    refusals: Arc<audit::Limit>,
    journal: Arc<JournalKey>,
    config: Arc<Config>,
    /// Cancelled when the hub stops, so that event streams end.
    stopping: CancellationToken,
}

impl Hub {
    /// The hub's time.
    fn now(&self) -> Time {
        self.config.clock.now()
    }
}

/// Serve on a listener until `shutdown` is done; then finish what has begun, and return.
///
/// # Errors
/// When the folder of the configuration is not a hub's, or its keys, certificates or store cannot be used.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<()> {
    let folder = config.folder();
    let tls = tls::server_config(&config)?;
    let journal = Arc::new(JournalKey::open(&folder)?);
    let store = Store::open(&config.database()).await?;
    let news = Arc::new(News::default());
    let (writer, writing) = Writer::start(&store, Arc::clone(&news)).await?;
    let writer = writer.with_clock(config.clock.clone());
    let hub = Hub {
        store: store.clone(),
        writer,
        news,
        refusals: Arc::default(),
        journal,
        config: Arc::new(config),
        stopping: CancellationToken::new(),
    };
    let sequencing = tokio::spawn(sequencer::run(hub.clone()));
    let counting = tokio::spawn(audit::run(hub.clone()));
    let keeping = tokio::spawn(keeping::run(hub.clone()));
    let looking = tokio::spawn(neighbours::run(hub.clone()));
    tls::accept(listener, tls, hub, shutdown).await;
    if let Err(error) = sequencing.await {
        tracing::error!(%error, "the sequencer ended badly");
    }
    if let Err(error) = counting.await {
        tracing::error!(%error, "the audit ended badly");
    }
    if let Err(error) = keeping.await {
        tracing::error!(%error, "the keeping of letters ended badly");
    }
    if let Err(error) = looking.await {
        tracing::error!(%error, "the look at other hubs ended badly");
    }
    // The last entrance to the queue went with the connections: what waited is written now.
    if let Err(error) = writing.await {
        tracing::error!(%error, "the writer ended badly");
    }
    store.close().await;
    Ok(())
}
