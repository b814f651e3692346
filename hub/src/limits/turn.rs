//! One request that was let in, and what its body takes.

use super::place::Place;
use super::{Caller, DAY, Limits, SHARES, later, lock};
use crate::config::Slowness;
use crate::error::{Error, Result};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use wire::Code;

/// A request that is being answered. What its body holds is given back when the turn and its body are dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    held: Arc<Held>,
    caller: Arc<Caller>,
    _place: Place,
}

/// What the body of a request takes: memory, the day's octets, time.
#[derive(Debug)]
pub(crate) struct Held {
    caller: Arc<Caller>,
    everybody: Arc<AtomicU64>,
    /// Octets that this request holds.
    own: AtomicU64,
    most: u64,
    most_of_all: u64,
    most_of_caller: u64,
    octets_per_day: u64,
    slowness: Slowness,
    stopped: Mutex<Option<Error>>,
}

/// What may come with a body beside the letter: boundaries and headers of its parts.
const FRAME: u64 = 64 * 1024;

impl Turn {
    pub(super) fn new(limits: &Limits, caller: Arc<Caller>, place: Place) -> Self {
        let settings = &limits.settings;
        let share = (settings.memory_for_bodies / SHARES).max(limits.deposit_limit + FRAME);
        Self {
            held: Arc::new(Held {
                caller: Arc::clone(&caller),
                everybody: Arc::clone(&limits.held),
                own: AtomicU64::new(0),
                most: limits.deposit_limit + FRAME,
                most_of_all: settings.memory_for_bodies,
                most_of_caller: share,
                octets_per_day: settings.octets_per_day,
                slowness: settings.slowness(),
                stopped: Mutex::default(),
            }),
            caller,
            _place: place,
        }
    }

    /// How many offices the caller serves, now that it is known.
    pub fn serves(&self, offices: usize) {
        let offices = u64::try_from(offices).unwrap_or(u64::MAX);
        self.caller.offices.store(offices, Ordering::Relaxed);
    }

    /// What the body of the request takes.
    pub fn held(&self) -> Arc<Held> {
        Arc::clone(&self.held)
    }

    /// Whether a body of this size is over what any request may bring.
    pub fn is_too_large(&self, size: u64) -> bool {
        size > self.held.most
    }

    /// Why the body was not read to its end.
    pub fn stopped(&self) -> Option<Error> {
        let mut stopped = self
            .held
            .stopped
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        stopped.take()
    }
}

impl Held {
    /// What counts as too slow.
    pub fn slowness(&self) -> Slowness {
        self.slowness
    }

    /// Take on some octets more.
    ///
    /// # Errors
    /// `too_large`, `unavailable` when there is no memory for them, `rate_limited` when the day's are used up.
    pub fn take(&self, octets: u64) -> Result<()> {
        let own = self.own.fetch_add(octets, Ordering::Relaxed) + octets;
        let of_caller = self.caller.held.fetch_add(octets, Ordering::Relaxed) + octets;
        let of_all = self.everybody.fetch_add(octets, Ordering::Relaxed) + octets;
        if own > self.most {
            return Err(Code::TooLarge.into());
        }
        if of_all > self.most_of_all || of_caller > self.caller.allowance(self.most_of_caller) {
            return Err(Error::Later {
                code: Code::Unavailable,
                seconds: 5,
                detail: "too much is on its way in",
            });
        }
        let day = self.caller.allowance(self.octets_per_day);
        lock(&self.caller.octets)
            .take(cost(octets, day), DAY, Instant::now())
            .map_err(|wait| later(Code::RateLimited, wait, "the octets of a day are used up"))
    }

    /// The body ended early, for this reason.
    pub fn stop(&self, why: Error) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let own = *self.own.get_mut();
        self.caller.held.fetch_sub(own, Ordering::Relaxed);
        self.everybody.fetch_sub(own, Ordering::Relaxed);
    }
}

/// The part of a day that some octets are of a day's octets.
fn cost(octets: u64, day: u64) -> Duration {
    let nanoseconds = DAY.as_nanos() * u128::from(octets) / u128::from(day.max(1));
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
}
