//! The hub, nginx and the mail programs in turns, so that what else the machine does meets all of them.

use crate::figure::{Figure, Turns};
use crate::mail::Mail;
use crate::nginx::Nginx;
use crate::ours::Ours;
use crate::place::Place;
use crate::run::{self, Contestant, Kind, Measured};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;

/// Whom ours is held against.
pub struct Peers<'a> {
    /// The program nginx.
    pub nginx: &'a Path,
    /// The library that makes it durable.
    pub library: &'a Path,
    /// Whether Postfix and Dovecot are there.
    pub with_mail: bool,
}

/// What DESIGN section 11 asks for of one kind.
struct Reach {
    name: &'static str,
    what: &'static str,
    nginx: f64,
    mail: f64,
    /// Processor time of the hub for one letter, in milliseconds.
    cpu: Option<f64>,
    /// The slowest of a hundred, in milliseconds.
    p99: Option<f64>,
}

fn reach(kind: Kind) -> Reach {
    match kind {
        Kind::Fresh => Reach {
            name: "fresh",
            what: "a letter left durably, each on a new connection, 16 at once",
            nginx: 1.4,
            mail: 4.0,
            cpu: Some(1.2),
            p99: None,
        },
        Kind::Kept => Reach {
            name: "kept",
            what: "a letter left durably, connections kept, 64 at once",
            nginx: 1.5,
            mail: 8.0,
            cpu: Some(0.4),
            p99: Some(50.0),
        },
        Kind::Exchange => Reach {
            name: "exchange",
            what: "sent, collected and stated to be collected, connections kept, 64 at once (the peers: sent and fetched)",
            nginx: 1.0,
            mail: 6.0,
            cpu: None,
            p99: None,
        },
    }
}

/// Measure `rounds` turns of each, of so long.
///
/// # Errors
/// When one does not start, or an answer is no success.
pub fn measure(peers: &Peers<'_>, rounds: u32, time: Duration) -> Result<Vec<Figure>> {
    let place = Place::new()?;
    let ours = Ours::start(&place)?;
    let nginx = Nginx::start(&place, peers.nginx, peers.library)?;
    let mail = peers.with_mail.then(|| Mail::start(&place)).transpose()?;
    let mut contestants: Vec<&dyn Contestant> = vec![&ours, &nginx];
    contestants.extend(mail.iter().map(|mail| -> &dyn Contestant { mail }));
    let mut figures = Vec::new();
    for kind in [Kind::Fresh, Kind::Kept, Kind::Exchange] {
        let mut measured = vec![Vec::new(); contestants.len()];
        for round in 1..=rounds {
            for (who, measured) in contestants.iter().zip(&mut measured) {
                let turn = run::run(*who, kind, time)?;
                eprintln!("{kind:?}, turn {round}, {}: {turn}", who.name());
                measured.push(turn);
            }
        }
        let named: Vec<_> = contestants.iter().map(|who| who.name()).collect();
        figures.extend(compare(&reach(kind), &named, &measured));
    }
    Ok(figures)
}

/// Measure the hub by itself: each turn is said, and no figure is made of it.
///
/// # Errors
/// When it does not start, or an answer is no success.
pub fn alone(kind: Kind, rounds: u32, time: Duration) -> Result<()> {
    let place = Place::new()?;
    let ours = Ours::start(&place)?;
    for round in 1..=rounds {
        eprintln!("{kind:?}, turn {round}: {}", run::run(&ours, kind, time)?);
    }
    Ok(())
}

/// The figures of one kind: rate, times and cost beside each peer, and the limits of our own.
fn compare(reach: &Reach, names: &[&str], measured: &[Vec<Measured>]) -> Vec<Figure> {
    let [ours, peers @ ..] = measured else {
        return Vec::new();
    };
    let of = |turns: &[Measured], pick: fn(&Measured) -> f64| -> Vec<f64> {
        turns.iter().map(pick).collect()
    };
    let name = |what: &str| format!("hub-{}{what}", reach.name);
    let mut figures = Vec::new();
    for ((peer_name, peer), (short, times)) in names
        .iter()
        .skip(1)
        .zip(peers)
        .zip([("", reach.nginx), ("-mail", reach.mail)])
    {
        let pick = |pick: fn(&Measured) -> f64| (of(ours, pick), of(peer, pick));
        let rate = pick(|turn| turn.rate);
        figures.push(Figure::at_least(
            &name(short),
            reach.what,
            "a second",
            turns(&rate, peer_name),
            times,
        ));
        let p50 = pick(|turn| turn.p50);
        let p99 = pick(|turn| turn.p99);
        let cpu = pick(|turn| turn.cpu);
        for (end, what, unit, values) in [
            ("-p50", "half of them took at most", "ms", &p50),
            ("-p99", "99 of 100 took at most", "ms", &p99),
            ("-cpu", "processor time of the server for one", "ms", &cpu),
        ] {
            let what = format!("{}: {what}", reach.name);
            let values = turns(values, peer_name);
            figures.push(Figure::at_most(
                &name(&format!("{short}{end}")),
                &what,
                unit,
                values,
                1.0,
            ));
        }
    }
    if let Some(limit) = reach.cpu {
        let what = format!(
            "{}: processor time of the hub for a letter, with receipt, journal leaf and audit",
            reach.name
        );
        let values = of(ours, |turn| turn.cpu);
        figures.push(Figure::within(
            &name("-cpu-limit"),
            &what,
            "ms",
            &values,
            limit,
        ));
    }
    if let Some(limit) = reach.p99 {
        let what = format!("{}: 99 of 100 letters took at most", reach.name);
        let values = of(ours, |turn| turn.p99);
        figures.push(Figure::within(
            &name("-p99-limit"),
            &what,
            "ms",
            &values,
            limit,
        ));
    }
    figures
}

fn turns<'a>((ours, peer): &'a (Vec<f64>, Vec<f64>), peer_name: &'a str) -> Turns<'a> {
    Turns {
        ours,
        peer,
        peer_name,
    }
}
