//! How much is taken on at once: from everybody together, from each address, from each office.
//!
//! What is over a limit is refused at once and in words (429 or 503 with `Retry-After`), so that what was taken on is
//! answered quickly. An office is told by its certificate's fingerprint: that is all that is kept of it, in memory.

mod meter;
mod place;
mod turn;

use crate::config;
use crate::error::{Error, Result};
use meter::Meter;
use place::Place;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
pub(crate) use turn::{Held, Turn};
use wire::{Code, Digest};

/// How many callers or addresses are remembered before the idle ones are forgotten.
const REMEMBERED: usize = 4096;
/// The parts into which the memory for bodies is shared: no office holds more than one of them.
const SHARES: u64 = 4;
/// How much may come at once, as time at the steady rate.
const BURST: Duration = Duration::from_secs(10);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What is counted.
#[derive(Debug)]
pub(crate) struct Limits {
    settings: config::Limits,
    deposit_limit: u64,
    connections: Arc<AtomicU64>,
    addresses: Mutex<HashMap<IpAddr, Arc<AtomicU64>>>,
    callers: Mutex<HashMap<Digest, Arc<Caller>>>,
    held: Arc<AtomicU64>,
}

/// What one certificate has asked for.
#[derive(Debug)]
struct Caller {
    /// The offices that it serves, as far as is known.
    offices: AtomicU64,
    connections: Arc<AtomicU64>,
    at_once: Arc<AtomicU64>,
    held: Arc<AtomicU64>,
    requests: Mutex<Meter>,
    octets: Mutex<Meter>,
}

/// On a connection over its office's limit: every request on it is refused, and it is closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crowded;

/// A connection that has not finished its handshake.
#[derive(Debug)]
pub(crate) struct Handshake {
    open: Place,
    _address: Place,
}

impl Handshake {
    /// The handshake is done, and whose certificate it is is known: the place of the connection, until it is dropped.
    pub fn done(
        self,
        limits: &Limits,
        caller: Digest,
    ) -> ((Place, Option<Place>), Option<Crowded>) {
        let caller = limits.caller(caller);
        let limit = caller.allowance(limits.settings.connections_per_office);
        let place = Place::take(&caller.connections, limit);
        let crowded = place.is_none().then_some(Crowded);
        ((self.open, place), crowded)
    }
}

impl Limits {
    pub fn new(config: &config::Config) -> Self {
        Self {
            settings: config.limits.clone(),
            deposit_limit: config.deposit_limit,
            connections: Arc::default(),
            addresses: Mutex::default(),
            callers: Mutex::default(),
            held: Arc::default(),
        }
    }

    /// A place for a new connection, if there is one for its address and for anybody.
    pub fn connect(&self, address: IpAddr) -> Option<Handshake> {
        let counter = {
            let mut addresses = self
                .addresses
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if addresses.len() >= REMEMBERED {
                addresses.retain(|_, count| Arc::strong_count(count) > 1);
            }
            Arc::clone(addresses.entry(network(address)).or_default())
        };
        Some(Handshake {
            _address: Place::take(&counter, self.settings.handshakes_per_address)?,
            open: Place::take(&self.connections, self.settings.connections)?,
        })
    }

    /// Let a caller's next request begin. It counts until the turn is dropped.
    ///
    /// # Errors
    /// `rate_limited` when too many came in too short a time; `unavailable` when too many are under way.
    pub fn begin(&self, caller: Digest) -> Result<Turn> {
        let caller = self.caller(caller);
        let rate = caller.allowance(self.settings.requests_per_second);
        let cost = Duration::from_secs(1) / u32::try_from(rate).unwrap_or(u32::MAX);
        lock(&caller.requests)
            .take(cost, BURST, Instant::now())
            .map_err(|wait| later(Code::RateLimited, wait, "too many requests in a short time"))?;
        let limit = caller.allowance(self.settings.requests_at_once_per_office);
        let place = Place::take(&caller.at_once, limit).ok_or(Error::Later {
            code: Code::Unavailable,
            seconds: 1,
            detail: "too many requests at once",
        })?;
        Ok(Turn::new(self, caller, place))
    }

    /// Connections that are open.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// Octets of bodies that are on their way in.
    pub fn held(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }

    fn caller(&self, fingerprint: Digest) -> Arc<Caller> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= REMEMBERED && !callers.contains_key(&fingerprint) {
            let now = Instant::now();
            callers.retain(|_, caller| !caller.is_idle(now));
        }
        Arc::clone(
            callers
                .entry(fingerprint)
                .or_insert_with(|| Arc::new(Caller::new())),
        )
    }
}

impl Caller {
    fn new() -> Self {
        Self {
            offices: AtomicU64::new(1),
            connections: Arc::default(),
            at_once: Arc::default(),
            held: Arc::default(),
            requests: Mutex::new(Meter::new(Instant::now())),
            octets: Mutex::new(Meter::new(Instant::now())),
        }
    }

    /// What is allowed to the caller where one office may have `each`.
    fn allowance(&self, each: u64) -> u64 {
        each.saturating_mul(self.offices.load(Ordering::Relaxed).max(1))
    }

    /// Whether nothing is lost by forgetting it.
    fn is_idle(&self, now: Instant) -> bool {
        self.connections.load(Ordering::Relaxed) == 0
            && self.at_once.load(Ordering::Relaxed) == 0
            && lock(&self.requests).is_full(now)
            && lock(&self.octets).is_full(now)
    }
}

fn lock(meter: &Mutex<Meter>) -> std::sync::MutexGuard<'_, Meter> {
    meter.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Not now, but after a while, in whole seconds.
fn later(code: Code, wait: Duration, detail: &'static str) -> Error {
    Error::Later {
        code,
        seconds: wait.as_secs().saturating_add(1),
        detail,
    }
}

/// One address, or in IPv6 the network of 64 bits that one subscriber has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests;
