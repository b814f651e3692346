//! One measurement: so many callers for so long, each waiting for its answer.

use crate::cost;
use anyhow::Result;
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::thread::scope;
use std::time::{Duration, Instant};

/// Octets of a letter; random, since what can be compressed flatters databases.
pub const LETTER: usize = 20_480;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A new connection for each letter.
    Fresh,
    /// Connections that are kept.
    Kept,
    /// A letter is left by one office and collected by the other, on kept connections.
    Exchange,
}

impl FromStr for Kind {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "fresh" => Ok(Self::Fresh),
            "kept" => Ok(Self::Kept),
            "exchange" => Ok(Self::Exchange),
            _ => anyhow::bail!("fresh | kept | exchange"),
        }
    }
}

/// Who is measured.
pub trait Contestant: Sync {
    /// What it is called.
    fn name(&self) -> &'static str;
    /// Its processes; their children count with them.
    fn processes(&self) -> Vec<u32>;
    /// The session of one caller, connected when it is first needed.
    fn session(&self, caller: usize) -> Box<dyn Session + '_>;
    /// Wait until what was accepted is done.
    ///
    /// # Errors
    /// When that takes too long.
    fn settle(&self) -> Result<()> {
        Ok(())
    }
}

/// What a caller does, on connections of its own.
pub trait Session {
    /// Leave a letter; it is on the disk when this returns.
    ///
    /// # Errors
    /// When an answer is no success.
    fn send(&mut self, letter: &[u8]) -> Result<()>;
    /// Leave a letter, and collect it as the receiver.
    ///
    /// # Errors
    /// When an answer is no success.
    fn exchange(&mut self, letter: &[u8]) -> Result<()>;
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

impl Display for Measured {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            rate,
            p50,
            p99,
            cpu,
        } = self;
        write!(
            f,
            "{rate:.0}/s, p50 {p50:.1} ms, p99 {p99:.1} ms, cpu {cpu:.2} ms"
        )
    }
}

/// Measure.
///
/// # Errors
/// When an answer is no success.
pub fn run(who: &dyn Contestant, kind: Kind, time: Duration) -> Result<Measured> {
    let callers = if kind == Kind::Fresh { 16 } else { 64 };
    let used = cost::used(&who.processes());
    let began = Instant::now();
    let mut took = Vec::new();
    scope(|scope| -> Result<()> {
        let threads: Vec<_> = (0..callers)
            .map(|caller| scope.spawn(move || call(who, kind, caller, began + time)))
            .collect();
        for thread in threads {
            took.extend(thread.join().expect("a caller does not panic")?);
        }
        Ok(())
    })?;
    let seconds = began.elapsed().as_secs_f64();
    who.settle()?;
    let used = cost::used(&who.processes()).saturating_sub(used);
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

/// One caller, until the time is over: how long each operation took.
fn call(who: &dyn Contestant, kind: Kind, caller: usize, end: Instant) -> Result<Vec<Duration>> {
    let mut letter = vec![0; LETTER];
    let mut took = Vec::new();
    let mut session = who.session(caller);
    while Instant::now() < end {
        SystemRandom::new().fill(&mut letter)?;
        let asked = Instant::now();
        match kind {
            Kind::Fresh => {
                session = who.session(caller);
                session.send(&letter)?;
            }
            Kind::Kept => session.send(&letter)?,
            Kind::Exchange => session.exchange(&letter)?,
        }
        took.push(asked.elapsed());
    }
    Ok(took)
}
