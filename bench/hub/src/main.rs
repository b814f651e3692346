//! The hub beside nginx WebDAV with `fsync`: random letters of 20 KiB over mutual TLS 1.3, in one run, in turns.
//!
//! `measure-hub NGINX-OR-DASH DURABLE-LIBRARY-OR-DASH ROUNDS SECONDS` prints a JSON list of figures;
//! `measure-hub serve FOLDER` is the hub that it measures, in a process of its own.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for developers; its output is its result"
)]

mod caller;
mod cost;
mod nginx;
mod ours;
mod place;
mod run;

use anyhow::{Context as _, Result};
use run::{Kind, Measured};
use serde_json::{Value, json};
use std::time::Duration;

fn main() -> Result<()> {
    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .ok()
        .context("a provider was installed before")?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [serve, folder] if serve == "serve" => ours::serve(folder.as_ref()),
        [nginx, library, rounds, seconds] => {
            let seconds = Duration::from_secs(seconds.parse()?);
            let figures = contest(nginx, library, rounds.parse()?, seconds)?;
            println!("{}", serde_json::to_string_pretty(&figures)?);
            Ok(())
        }
        _ => anyhow::bail!("measure-hub NGINX LIBRARY ROUNDS SECONDS"),
    }
}

/// Both in turns, so that what else the machine does meets both.
fn contest(nginx: &str, library: &str, rounds: u32, time: Duration) -> Result<Value> {
    let place = place::Place::new()?;
    let ours = ours::Ours::start(&place)?;
    let peer = nginx::Nginx::start(&place, nginx.as_ref(), library.as_ref())?;
    let mut figures = Vec::new();
    for kind in [Kind::Fresh, Kind::Kept, Kind::Round] {
        let (mut own, mut other) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            eprintln!("{kind:?}, round {}", round + 1);
            own.push(run::run(&place, &ours, kind, time)?);
            other.push(run::run(&place, &peer, kind, time)?);
        }
        figures.extend(compare(kind, &own, &other));
    }
    Ok(Value::Array(figures))
}

/// The figures of one kind: rate, times and cost, each with what DESIGN asks for.
fn compare(kind: Kind, own: &[Measured], other: &[Measured]) -> Vec<Value> {
    let (name, reach) = match kind {
        Kind::Fresh => ("fresh", 1.4),
        Kind::Kept => ("kept", 1.5),
        Kind::Round => ("put-and-get-kept", 1.0),
    };
    let spread = |runs: &[Measured]| {
        let rates = runs.iter().map(|run| run.rate);
        let least = rates.clone().fold(f64::INFINITY, f64::min);
        format!("{least:.0} to {:.0}", rates.fold(0.0, f64::max))
    };
    let (ours, peer) = (median(own, |run| run.rate), median(other, |run| run.rate));
    let rate = json!({
        "name": format!("hub-{name}"), "unit": "letters/s", "ours": ours, "peer": peer,
        "peer_name": "nginx WebDAV with fsync", "ratio": ours / peer, "reach": reach, "holds": ours / peer >= reach,
        "spread": format!("ours {}, peer {}", spread(own), spread(other)),
    });
    let mut figures = vec![rate];
    let most = |what: &str, unit: &str, of: fn(&Measured) -> f64| {
        let (ours, peer) = (median(own, of), median(other, of));
        json!({
            "name": format!("hub-{name}-{what}"), "unit": unit, "ours": ours, "peer": peer,
            "peer_name": "nginx WebDAV with fsync", "ratio": ours / peer, "reach": 1.0, "holds": ours <= peer,
        })
    };
    figures.push(most("p50", "ms", |run| run.p50));
    figures.push(most("p99", "ms", |run| run.p99));
    figures.push(most("cpu", "ms a letter", |run| run.cpu));
    figures
}

fn median(runs: &[Measured], of: impl Fn(&Measured) -> f64) -> f64 {
    let mut values: Vec<_> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
