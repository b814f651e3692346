//! A place among a limited number of them, taken until it is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A place; dropping it gives it back.
#[derive(Debug)]
pub(crate) struct Place(Arc<AtomicU64>);

impl Place {
    /// Take one, unless `limit` are taken.
    pub fn take(taken: &Arc<AtomicU64>, limit: u64) -> Option<Self> {
        taken
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |taken| {
                (taken < limit).then_some(taken + 1)
            })
            .ok()?;
        Some(Self(Arc::clone(taken)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
