//! Lines that fail in every way: what was acknowledged is there once, and a few tries suffice (R10).

use crate::acknowledged::{Letter, Load, Told};
use crate::proxy::Proxy;
use crate::soak::{self, Dice};
use crate::support::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often a client tries before it waits for better times.
const TRIES: u32 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r10_on_a_bad_line_nothing_is_lost_or_there_twice() {
    let place = Place::with_hub();
    let (mut sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    // Every try a connection of its own, and not for long.
    sender.client = place.client_of(&sender, Duration::from_secs(2));
    let hub = place.serve();
    let load = Load::new(&place, &hub, sender, receiver).await;
    let proxy = Proxy::before(hub.address(), Dice::of("R10")).await;
    let url = format!("https://localhost:{}", proxy.address.port());

    let exchanges = soak::count("EXCHANGES", 60);
    let (begun, given_up) = (AtomicU64::new(0), AtomicU64::new(0));
    let send = async |place: u64| {
        let mut dice = Dice::of(&format!("R10 client {place}"));
        while begun.fetch_add(1, Ordering::Relaxed) < exchanges {
            let octets = if dice.below(10) == 0 { 100_000 } else { 1_000 };
            let letter = load.begin(octets);
            if !leave(&load, &url, &letter, &mut dice).await {
                given_up.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    futures_util::future::join_all((0..8).map(send)).await;
    // The ones that were given up are left on a good line, under their own ids.
    let found = load.verify(&hub).await;
    soak::record(
        "R10",
        &[
            ("exchanges", exchanges),
            ("connections_spoiled", proxy.faults()),
            ("given_up", given_up.into_inner()),
            ("acknowledged", found.acknowledged),
            ("lost", found.lost),
            ("twice", found.twice),
        ],
    );
    found.assert_whole();
    assert_eq!(found.stored, exchanges);
    assert!(proxy.faults() > exchanges / 2);
}

/// Try to leave a letter, waiting longer each time; sometimes twice at once, as after a double click.
async fn leave(load: &Load, url: &str, letter: &Letter, dice: &mut Dice) -> bool {
    for attempt in 0..TRIES {
        let kept = if dice.below(5) == 0 {
            let both = tokio::join!(load.deposit(url, letter), load.deposit(url, letter));
            matches!(both, (Told::Kept, _) | (_, Told::Kept))
        } else {
            matches!(load.deposit(url, letter).await, Told::Kept)
        };
        if kept {
            return true;
        }
        let wait = 20 * 2_u64.pow(attempt);
        tokio::time::sleep(Duration::from_millis(wait + dice.below(wait))).await;
    }
    false
}
