//! How full the disk is on which the hub keeps what it has.
//!
//! From a certain point on new deposits are refused, so that what is here can still be read and collected (T50).

use crate::Hub;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often it is measured: one call of the system, and a disk can fill up quickly.
const LOOK: Duration = Duration::from_millis(100);

/// What was measured last.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    percent: AtomicU64,
}

impl Disk {
    /// How much of the disk is in use, in percent.
    pub fn percent(&self) -> u64 {
        self.percent.load(Ordering::Relaxed)
    }

    /// Measure the disk of a folder. What cannot be measured stays as it was.
    pub fn measure(&self, folder: &Path) {
        if let Some(percent) = percent(folder) {
            self.percent.store(percent, Ordering::Relaxed);
        }
    }
}

/// Measure until the hub stops.
pub(crate) async fn run(hub: Hub) {
    let is_full = || hub.disk.percent() >= hub.config.limits.disk_percent;
    let mut was_full = false;
    loop {
        let (disk, folder) = (hub.disk.clone(), hub.config.folder.clone());
        let measured = tokio::task::spawn_blocking(move || disk.measure(&folder)).await;
        if let Err(error) = measured {
            tracing::error!(%error, "the disk cannot be measured");
        }
        if is_full() != was_full {
            was_full = !was_full;
            let percent = hub.disk.percent();
            if was_full {
                tracing::error!(percent, "the disk is nearly full: deposits are refused");
            } else {
                tracing::info!(
                    percent,
                    "there is room on the disk: deposits are taken again"
                );
            }
        }
        tokio::select! {
            () = hub.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// What is used of what can be used, as `df` reckons it, rounded up.
#[cfg(unix)]
fn percent(folder: &Path) -> Option<u64> {
    let found = nix::sys::statvfs::statvfs(folder).ok()?;
    let used = u128::from(found.blocks().saturating_sub(found.blocks_free()));
    let all = used + u128::from(found.blocks_available());
    u64::try_from((used * 100).div_ceil(all.max(1))).ok()
}

#[cfg(not(unix))]
fn percent(_folder: &Path) -> Option<u64> {
    None
}
