//! A figure of the benchmarks, as `cargo xtask bench --json` writes it.

use serde::Serialize;

/// One figure beside its peer or its limit.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// Its name, the same in every run.
    name: String,
    /// What was measured, for whoever reads the page of results.
    what: String,
    unit: &'static str,
    ours: f64,
    peer: f64,
    /// Who the peer is, or what limits it.
    peer_name: String,
    /// Ours divided by the peer's, or by the limit.
    ratio: f64,
    reach: f64,
    holds: bool,
    /// From the least to the most that was measured of ours and of the peer.
    spread: String,
}

/// Ours and the peer's values, turn by turn.
#[derive(Debug, Clone, Copy)]
pub struct Turns<'a> {
    /// Ours.
    pub ours: &'a [f64],
    /// The peer's.
    pub peer: &'a [f64],
    /// Who the peer is.
    pub peer_name: &'a str,
}

impl Figure {
    /// A rate: the median of ours should be at least `reach` times the peer's.
    pub fn at_least(
        name: &str,
        what: &str,
        unit: &'static str,
        turns: Turns<'_>,
        reach: f64,
    ) -> Self {
        let mut figure = Self::compared(name, what, unit, turns, reach);
        figure.holds = figure.ratio >= reach;
        figure
    }

    /// An amount: the median of ours should be at most `reach` times the peer's.
    pub fn at_most(
        name: &str,
        what: &str,
        unit: &'static str,
        turns: Turns<'_>,
        reach: f64,
    ) -> Self {
        let mut figure = Self::compared(name, what, unit, turns, reach);
        figure.holds = figure.ratio <= reach;
        figure
    }

    /// An amount that should be at most a limit.
    pub fn within(name: &str, what: &str, unit: &'static str, ours: &[f64], limit: f64) -> Self {
        let turns = Turns {
            ours,
            peer: &[limit],
            peer_name: "limit",
        };
        let mut figure = Self::at_most(name, what, unit, turns, 1.0);
        figure.spread = spread(ours);
        figure
    }

    fn compared(name: &str, what: &str, unit: &'static str, turns: Turns<'_>, reach: f64) -> Self {
        let (ours, peer) = (median(turns.ours), median(turns.peer));
        Self {
            name: name.to_owned(),
            what: what.to_owned(),
            unit,
            ours,
            peer,
            peer_name: turns.peer_name.to_owned(),
            ratio: ours / peer,
            reach,
            holds: false,
            spread: format!("ours {}, peer {}", spread(turns.ours), spread(turns.peer)),
        }
    }
}

/// The value in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    format!("{least:.1} to {most:.1}")
}
