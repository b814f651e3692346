//! What is to be deleted from object storage: objects whose letter's time is over, and objects that belong to no letter.
//!
//! The second are left over where an attempt ended between writing the object and committing the row.
//! None of them is deleted before it is older than any attempt can be ([`OLDEST`]): until then its row may still come.
//! Any number of hubs may do this on one bucket.

use super::{Fault, Listed, Objects, PATIENCE, silent};
use crate::Hub;
use crate::error::{Error, Result};
use crate::metrics::ObjectAct;
use crate::store::{Store, objects};
use futures_util::TryStreamExt as _;
use futures_util::stream::BoxStream;
use std::time::Duration;
use tokio::time::timeout;
use wire::Time;

/// How long after an object was written its row may be committed, in seconds; `objects_orphan_hours` is at least twice that.
pub(crate) const OLDEST: i64 = 30 * 60;
/// Objects that are looked up, or deleted, together.
const PAGE: i64 = 500;

/// Delete from time to time, until the hub stops.
pub(crate) async fn run(hub: Hub) {
    let Some(objects) = hub.objects.clone() else {
        return;
    };
    let mut looked = None;
    loop {
        tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(hub.config.sweep_seconds)) => {}
        }
        // Nothing here is spoiled by being left in the middle, and nobody waits for an answer that does not come.
        tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = look(&hub, &objects, &mut looked) => {}
        }
    }
}

/// Delete what is due; look for what has no letter if that was long ago.
async fn look(hub: &Hub, objects: &Objects, looked: &mut Option<Time>) {
    said(&released(hub, objects).await);
    let hours = i64::try_from(hub.config.objects.orphan_hours).unwrap_or(i64::MAX);
    let (age, now) = (hours.saturating_mul(3600), hub.now());
    if looked.is_none_or(|looked| looked.plus_seconds(age) <= now)
        && said(&sweep(hub, objects, now.plus_seconds(-age)).await)
    {
        *looked = Some(now);
    }
}

fn said(done: &Result<()>) -> bool {
    match done {
        Ok(()) | Err(Error::Stopped) => {}
        Err(error) => tracing::error!(%error, "what is due in object storage could not be done"),
    }
    done.is_ok()
}

/// Delete the objects of letters whose time is over.
async fn released(hub: &Hub, objects: &Objects) -> Result<()> {
    loop {
        let names = objects::released(&mut hub.store.read().await?, PAGE).await?;
        let last = i64::try_from(names.len()).is_ok_and(|count| count < PAGE);
        for name in names {
            objects.delete(name).await?;
            hub.metrics.object(ObjectAct::Deleted);
            hub.writer
                .insist(move |writing| {
                    Box::pin(async move {
                        let now = writing.now();
                        objects::deleted(writing.connection, name, now).await
                    })
                })
                .await?;
        }
        if last {
            return Ok(());
        }
    }
}

/// Delete the objects that were written before a time and belong to no letter.
async fn sweep(hub: &Hub, objects: &Objects, before: Time) -> Result<()> {
    let mut orphans = Orphans::of(objects, before);
    while let Some(page) = orphans.next(&hub.store).await? {
        // What has another kind of name was not put there by us.
        for name in page.into_iter().filter_map(|orphan| orphan.name) {
            objects.delete(name).await?;
            hub.metrics.object(ObjectAct::Swept);
            tracing::info!(object = %name, "an object without a letter was deleted");
        }
    }
    Ok(())
}

/// The objects that were written before a time and belong to no letter, page by page.
pub(crate) struct Orphans {
    listed: BoxStream<'static, Result<Listed>>,
    before: Time,
    ended: bool,
}

impl Orphans {
    /// Those of a folder.
    pub fn of(objects: &Objects, before: Time) -> Self {
        Self {
            listed: objects.list(),
            before,
            ended: false,
        }
    }

    /// The next of them, perhaps none of many that were looked at; nothing after the last.
    ///
    /// # Errors
    /// When the store or the object storage fails.
    pub async fn next(&mut self, store: &Store) -> Result<Option<Vec<Listed>>> {
        if self.ended {
            return Ok(None);
        }
        let mut page = Vec::new();
        while !self.ended && i64::try_from(page.len()).is_ok_and(|count| count < PAGE) {
            let next = timeout(PATIENCE, self.listed.try_next()).await;
            let next = next.map_err(|_| silent())?.map_err(|error| match error {
                Error::Objects(Fault::Gone) => Fault::NoBucket.into(),
                error => error,
            })?;
            self.ended = next.is_none();
            page.extend(next.filter(|listed| listed.written < self.before));
        }
        let first = page.iter().filter_map(|listed| listed.name).min();
        let last = page.iter().filter_map(|listed| listed.name).max();
        if let (Some(first), Some(last)) = (first, last) {
            let known = objects::known(&mut store.read().await?, first, last).await?;
            page.retain(|listed| listed.name.is_none_or(|name| !known.contains(&name)));
        }
        Ok(Some(page))
    }
}
