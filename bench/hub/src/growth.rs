//! Whether the hub grows slow with what it keeps: a full one and a nearly empty one, in turns.

mod fill;

use crate::caller::Caller;
use crate::figure::{Figure, Turns};
use crate::ours::Ours;
use crate::place::Place;
use crate::run::{self, Kind};
use anyhow::{Result, bail};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Letters of the hub that is nearly empty.
const FEW: u64 = 1_000;
/// Pages that are asked for in one turn.
const PAGES: u64 = 200;
/// How much slower a full hub may be.
const REACH: f64 = 1.5;
/// How long the hub may take to put the letters into its journal's tree.
const PATIENCE: Duration = Duration::from_secs(900);

/// Measure with a mailbox of so many letters.
///
/// # Errors
/// When a hub does not start, or an answer is no success.
pub fn measure(letters: u64, rounds: u32, time: Duration) -> Result<Vec<Figure>> {
    let (large, small) = (Place::new()?, Place::new()?);
    let begun = Instant::now();
    fill::fill(&large, letters)?;
    fill::fill(&small, FEW)?;
    eprintln!("filled with {letters} in {:.0?}", begun.elapsed());
    let (full, empty) = (Ours::start(&large)?, Ours::start(&small)?);
    for (hub, place) in [(&full, &large), (&empty, &small)] {
        settled(&mut Caller::connect(
            hub.address,
            &place.pair(0).receiver_tls,
        )?)?;
    }
    eprintln!("in the tree after {:.0?}", begun.elapsed());
    let (mut pages, mut deposits) = ([vec![], vec![]], [vec![], vec![]]);
    for round in 1..=rounds {
        let hubs = [(&full, &large, letters), (&empty, &small, FEW)];
        for (which, (hub, place, count)) in hubs.into_iter().enumerate() {
            let mut caller = Caller::connect(hub.address, &place.pair(0).receiver_tls)?;
            let page = page(&mut caller, count)?;
            let rate = run::run(hub, Kind::Kept, time)?.rate;
            eprintln!("turn {round}, {count} letters: a page {page:.2} ms, {rate:.0} letters/s");
            pages[which].push(page);
            deposits[which].push(1000.0 / rate);
        }
    }
    let peer_name = format!("the same with {FEW} letters");
    let figure = |name, what: String, unit, [ours, peer]: &[Vec<f64>; 2]| {
        let peer_name = &peer_name;
        let turns = Turns {
            ours,
            peer,
            peer_name,
        };
        Figure::at_most(name, &what, unit, turns, REACH)
    };
    Ok(vec![
        figure(
            "hub-growth-page",
            format!("a page of 50 out of a mailbox of {letters} letters, SQLite"),
            "ms",
            &pages,
        ),
        figure(
            "hub-growth-deposit",
            format!("a letter left where {letters} letters lie, SQLite, 64 at once: time for one"),
            "ms",
            &deposits,
        ),
    ])
}

/// Wait until the journal's tree has everything: that work is over once and for all.
fn settled(caller: &mut Caller) -> Result<()> {
    let begun = Instant::now();
    let request = b"GET /v1/journal/checkpoint HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut before = Vec::new();
    loop {
        let now = caller.ask(request)?.to_vec();
        if now == before {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            bail!("the journal's tree is not ready");
        }
        before = now;
        // Longer than the hub waits between two checkpoints.
        sleep(Duration::from_secs(5));
    }
}

/// The median time of a page from anywhere in the mailbox, in milliseconds.
fn page(caller: &mut Caller, letters: u64) -> Result<f64> {
    let mut times = Vec::new();
    for page in 0..PAGES {
        // Spread over the whole mailbox, in no order.
        let after = page.wrapping_mul(7_919_993) % letters.saturating_sub(60).max(1);
        let request = format!("GET /v1/inbox?after={after} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        let asked = Instant::now();
        caller.ask(request.as_bytes())?;
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(crate::figure::median(&times))
}
