//! One measurement: so many callers for so long, each waiting for its answer.

use crate::caller::Caller;
use crate::cost;
use crate::place::Place;
use anyhow::{Result, ensure};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use std::net::SocketAddr;
use std::thread::scope;
use std::time::{Duration, Instant};
use wire::EnvelopeId;

/// Octets of a letter; random, since what can be compressed flatters databases.
const LETTER: usize = 20_480;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A new connection for each letter.
    Fresh,
    /// Connections that are kept.
    Kept,
    /// A letter is left and fetched again, on a kept connection.
    Round,
}

/// Who is measured.
pub trait Contestant: Sync {
    /// Where it listens.
    fn address(&self) -> SocketAddr;
    /// Its process.
    fn process(&self) -> u32;
    /// The request that leaves a letter, and the letter's id.
    fn put(&self, place: &Place, letter: &[u8]) -> (EnvelopeId, Vec<u8>);
    /// The request that fetches it.
    fn get(&self, id: EnvelopeId) -> Vec<u8>;
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Operations a second.
    pub rate: f64,
    /// How long half of them took at most, in milliseconds.
    pub p50: f64,
    /// How long 99 of 100 took at most, in milliseconds.
    pub p99: f64,
    /// Processor time of the server for one of them, in milliseconds.
    pub cpu: f64,
}

/// Measure.
///
/// # Errors
/// When an answer is no success.
pub fn run(place: &Place, who: &dyn Contestant, kind: Kind, time: Duration) -> Result<Measured> {
    let callers = if kind == Kind::Fresh { 16 } else { 64 };
    let tls = place.tls(&place.issued)?;
    let used = cost::used(who.process());
    let began = Instant::now();
    let call = || -> Result<Vec<Duration>> {
        let mut letter = vec![0; LETTER];
        let mut kept = None;
        let mut took = Vec::new();
        while began.elapsed() < time {
            SystemRandom::new().fill(&mut letter)?;
            let (id, put) = who.put(place, &letter);
            let asked = Instant::now();
            let mut caller = match kept.take() {
                Some(caller) => caller,
                None => Caller::connect(who.address(), &tls)?,
            };
            let status = caller.ask(&put)?;
            ensure!(matches!(status, 200..=204), "answered with {status}");
            if kind == Kind::Round {
                let status = caller.ask(&who.get(id))?;
                ensure!(status == 200, "answered with {status}");
            }
            took.push(asked.elapsed());
            if kind != Kind::Fresh {
                kept = Some(caller);
            }
        }
        Ok(took)
    };
    let mut took = Vec::new();
    scope(|scope| -> Result<()> {
        let threads: Vec<_> = (0..callers).map(|_| scope.spawn(call)).collect();
        for thread in threads {
            took.extend(thread.join().expect("a caller does not panic")?);
        }
        Ok(())
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let used = cost::used(who.process()).saturating_sub(used);
    took.sort();
    let at = |part: usize| {
        let place = (took.len() * part / 100).min(took.len().saturating_sub(1));
        took.get(place).map_or(0.0, Duration::as_secs_f64) * 1000.0
    };
    let count = f64::from(u32::try_from(took.len())?);
    Ok(Measured {
        rate: count / seconds,
        p50: at(50),
        p99: at(99),
        cpu: used.as_secs_f64() * 1000.0 / count.max(1.0),
    })
}
