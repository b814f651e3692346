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
pub mod day;
pub mod doctor;
pub mod folder;
pub mod init;
pub mod licence;
pub mod operator;
pub mod registration;
pub mod trust;

mod admission;
pub mod announcements;
pub mod applications;
mod audit;
mod connections;
mod crl;
mod disk;
pub mod envelopes;
pub mod events;
mod hangup;
mod health;
mod incoming;
pub mod journal;
mod json;
mod keeping;
mod limits;
mod listeners;
mod lookup;
pub mod mailboxes;
pub mod mandates;
mod metrics;
mod neighbours;
pub mod objects;
pub mod offices;
mod patient;
pub mod peer;
pub mod public;
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
pub use listeners::Listeners;
pub use operator::Operator;
pub use peer::Peer;

use disk::Disk;
use envelopes::{Bodies, Collecting, Depositing, Letters, Signers};
use journal::JournalKey;
use limits::Limits;
use lookup::Desk;
use metrics::Metrics;
use news::News;
use objects::Objects;
use peer::Offices;
use std::ops::Deref;
use std::sync::Arc;
use store::Store;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use wire::Time;
use writer::{Gathering, Writer};

/// Who bring letters to a store that takes several at once.
const CLERKS: usize = 4;

/// What every handler works with.
#[derive(Debug, Clone)]
pub struct Hub(Arc<Parts>);

impl Deref for Hub {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The parts of a hub.
#[derive(Debug)]
pub struct Parts {
    store: Store,
    objects: Option<Objects>,
    writer: Writer,
    depositing: Gathering<Depositing>,
    collecting: Gathering<Collecting>,
    offices: Desk<Offices>,
    letters: Desk<Letters>,
    bodies: Desk<Bodies>,
    signers: Desk<Signers>,
    news: Arc<News>,
    refusals: audit::Limit,
    journal: Arc<JournalKey>,
    config: Arc<Config>,
    limits: Limits,
    metrics: Metrics,
    disk: Arc<Disk>,
    trust: trust::Current,
    /// Cancelled when the hub stops, so that event streams end.
    stopping: CancellationToken,
}

impl Parts {
    /// The hub's time.
    fn now(&self) -> Time {
        self.config.clock.now()
    }

    /// Whether the disk is too full for deposits.
    fn is_full(&self) -> bool {
        self.disk.percent() >= self.config.limits.disk_percent
    }
}

/// Serve on listeners until `shutdown` is done; then finish what has begun, and return.
///
/// # Errors
/// When the folder of the configuration is not a hub's, or its keys, certificates or store cannot be used.
pub async fn serve(
    listeners: impl Into<Listeners>,
    config: Config,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<()> {
    let folder = config.folder();
    let trust = trust::Current::new(trust::Trust::load(&config)?);
    let journal = Arc::new(JournalKey::open(&folder)?);
    let store = Store::open(&config.database()).await?;
    let objects = Objects::open(&config, &journal.id)?;
    if objects.is_none() && store::objects::any(&mut store.read().await?).await? {
        return Err(Error::Input(
            "letters lie in object storage, but `objects_bucket` is not set".to_owned(),
        ));
    }
    let news = Arc::new(News::default());
    let (writer, writing) = Writer::start(&store, Arc::clone(&news)).await?;
    let writer = writer.with_clock(config.clock.clone());
    let clerks = if store.is_shared() { CLERKS } else { 1 };
    let depositing = Depositing {
        key: Arc::clone(&journal),
        terms: config.terms(),
    };
    let hub = Hub(Arc::new(Parts {
        store: store.clone(),
        objects,
        depositing: Gathering::start(&writer, depositing, clerks),
        collecting: Gathering::start(&writer, Collecting, clerks),
        offices: Desk::open(&store),
        letters: Desk::open(&store),
        bodies: Desk::open(&store),
        signers: Desk::open(&store),
        writer,
        news,
        refusals: audit::Limit::default(),
        journal,
        limits: Limits::new(&config),
        metrics: Metrics::new(),
        disk: Arc::default(),
        config: Arc::new(config),
        trust,
        stopping: CancellationToken::new(),
    }));
    // Before the first request is let in.
    hub.disk.measure(&hub.config.folder);
    let Listeners {
        offices,
        public,
        operation,
    } = listeners.into();
    let mut tasks = JoinSet::new();
    tasks.spawn(sequencer::run(hub.clone()));
    tasks.spawn(audit::run(hub.clone()));
    tasks.spawn(keeping::run(hub.clone()));
    tasks.spawn(objects::sweep::run(hub.clone()));
    tasks.spawn(neighbours::run(hub.clone()));
    tasks.spawn(disk::run(hub.clone()));
    tasks.spawn(trust::follow(hub.clone()));
    tasks.spawn(licence::run(hub.clone()));
    if let Some(listener) = public {
        tasks.spawn(public::accept(listener, hub.clone()));
    }
    if let Some(listener) = operation {
        tasks.spawn(health::run(hub.clone(), listener));
    }
    let broken = hub.writer.broken();
    let shutdown = async {
        tokio::select! {
            () = shutdown => {}
            () = broken.cancelled() => {}
        }
    };
    connections::accept(offices, hub, shutdown).await;
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a task ended badly");
        }
    }
    // The last entrance to the queue went with the connections: what waited is written now.
    if let Err(error) = writing.await {
        tracing::error!(%error, "the writer ended badly");
    }
    store.close().await;
    if broken.is_cancelled() {
        return Err(Error::Unsynced);
    }
    Ok(())
}
