//! The hub's time, as a value that is handed over.
//!
//! It is the system's time. A test that must see ninety days pass moves its own clock forward,
//! and every part of the hub that was started with a copy of it sees the same time.

use rustls::time_provider::TimeProvider;
use rustls_pki_types::UnixTime;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};
use wire::Time;

/// A clock; its copies go together.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// How far it is ahead of the system's time, in milliseconds: 0 wherever nobody has moved it.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The time.
    pub fn now(&self) -> Time {
        let system = Time::from(SystemTime::now());
        Time(system.0.saturating_add(self.ahead.load(Ordering::Relaxed)))
    }

    /// Let time pass at once, or go back when `seconds` is less than 0. Only tests do.
    pub fn advance(&self, seconds: i64) {
        let milliseconds = seconds.saturating_mul(1000);
        self.ahead.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// Two clocks are equal when they show the same time.
impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        self.ahead.load(Ordering::Relaxed) == other.ahead.load(Ordering::Relaxed)
    }
}

impl Eq for Clock {}

/// The handshake asks the same clock whether a certificate is in its time.
impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let milliseconds = u64::try_from(self.now().0).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(
            milliseconds,
        )))
    }
}
