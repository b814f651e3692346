//! The sequencer: gives the journal's new entries their places, grows the tree over them, and signs a checkpoint.
//!
//! Any number of hub processes may run it on one store: only the one that holds the lease does anything.
//! It works through the writer's queue like everybody else, so entries, nodes and checkpoint are one commit.

use crate::error::{Error, Result};
use crate::journal::JournalKey;
use crate::store::journal;
use crate::store::tree::{self, Lease};
use crate::writer::Writing;
use crate::{Hub, config::Config};
use evidence::checkpoint;
use evidence::merkle::{self, shape};
use std::sync::Arc;
use std::time::Duration;

/// How long a process keeps the lease without renewing it, in seconds.
const LEASE: i64 = 10;
/// Entries that get their places in one commit.
const BATCH: i64 = 1000;

/// Integrate new entries until the hub stops.
pub(crate) async fn run(hub: Hub) {
    let holder = uuid::Uuid::now_v7().to_string();
    let interval = interval(&hub.config);
    loop {
        tokio::select! {
            () = hub.stopping.cancelled() => break,
            () = tokio::time::sleep(interval) => {}
        }
        match all(&hub, &holder).await {
            Ok(()) | Err(Error::Stopped) => {}
            Err(error) => tracing::error!(%error, "the journal could not be integrated"),
        }
    }
    // Whoever comes next need not wait until the lease has run out.
    let released = hub
        .writer
        .insist(move |writing| {
            Box::pin(
                async move { tree::release(writing.connection, Lease::Sequencer, &holder).await },
            )
        })
        .await;
    if let Err(error) = released {
        tracing::warn!(%error, "the sequencer's lease runs out by itself");
    }
}

fn interval(config: &Config) -> Duration {
    Duration::from_millis(config.checkpoint_milliseconds)
}

/// Integrate all that waits. A journal in which nothing happens is only read.
async fn all(hub: &Hub, holder: &str) -> Result<()> {
    while journal::is_waiting(&mut hub.store.read().await?).await? {
        let (key, holder) = (Arc::clone(&hub.journal), holder.to_owned());
        let integrated = hub
            .writer
            .insist(move |writing| Box::pin(integrate(writing, key, holder)))
            .await?;
        if !integrated {
            return Ok(());
        }
    }
    Ok(())
}

/// Integrate a batch. False when another process holds the lease.
async fn integrate(
    writing: &mut Writing<'_>,
    key: Arc<JournalKey>,
    holder: String,
) -> Result<bool> {
    let now = writing.now();
    let until = now.plus_seconds(LEASE);
    let connection = &mut *writing.connection;
    let Some(token) = tree::lease(connection, Lease::Sequencer, &holder, now, until).await? else {
        return Ok(false);
    };
    let newest = tree::newest(connection).await?;
    let mut size = newest.map_or(0, |(size, _)| size);
    let places = shape::peaks(size);
    let known = tree::nodes(connection, places.iter().copied()).await?;
    let mut peaks = places
        .iter()
        .map(|place| known.get(place).copied().ok_or(Error::Corrupt("journal")))
        .collect::<Result<Vec<_>>>()?;
    let (tickets, hashes): (Vec<_>, Vec<_>) = journal::waiting(connection, BATCH)
        .await?
        .into_iter()
        .unzip();
    journal::place(connection, &tickets, size).await?;
    let mut nodes = Vec::with_capacity(hashes.len());
    for hash in hashes {
        // The leaf's own hash stands with its entry.
        nodes.extend(merkle::append(&mut peaks, size, hash).into_iter().skip(1));
        size += 1;
    }
    tree::insert(connection, &nodes).await?;
    let root = merkle::fold(&peaks);
    let checkpoint = checkpoint::make(&key.key, &key.id, size, root, now)?;
    tree::keep(connection, size, &root, &checkpoint, now, token).await?;
    Ok(true)
}
