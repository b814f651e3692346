//! Three times as many letters as the hub can take: what is too much is refused in words, the rest goes on (R18).

use crate::acknowledged::{Load, Told};
use crate::soak::{self, p99};
use crate::support::*;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Letters that are left at the same time when all goes well.
const PEAK: u64 = 8;

/// What became of the letters of some time.
#[derive(Debug, Default)]
struct Taken {
    accepted: Vec<Duration>,
    refused: u64,
}

/// So many writers leave letters for some seconds, and leave what is refused.
async fn press(load: &Load, hub: &Running, writers: u64, seconds: u64) -> Taken {
    let taken = Mutex::new(Taken::default());
    let end = Instant::now() + Duration::from_secs(seconds);
    let write = async || {
        while Instant::now() < end {
            let letter = load.begin(2_000);
            let began = Instant::now();
            match load.deposit(&hub.url, &letter).await {
                Told::Kept => taken.lock().unwrap().accepted.push(began.elapsed()),
                Told::Refused(status) => {
                    assert!([429, 503].contains(&status.as_u16()), "{status}");
                    taken.lock().unwrap().refused += 1;
                }
                Told::Nothing => panic!("somebody waited in vain"),
            }
        }
    };
    futures_util::future::join_all((0..writers).map(|_| write())).await;
    taken.into_inner().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r18_three_times_too_much_is_refused_in_words_or_done() {
    let seconds = soak::count("SECONDS", 2);
    let place = Place::with_hub();
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let hub = place.serve();
    let load = Load::new(&place, &hub, sender, receiver).await;
    // Connections are made before anything is counted.
    press(&load, &hub, 3 * PEAK, 1).await;
    let peak = press(&load, &hub, PEAK, seconds).await;
    let over = press(&load, &hub, 3 * PEAK, seconds).await;
    let count = |taken: &Taken| u64::try_from(taken.accepted.len()).unwrap();
    let (at_peak, at_overload) = (count(&peak), count(&over));
    assert!(at_peak > 0 && at_overload > 0);
    let found = load.verify(&hub).await;
    let figures = [
        ("seconds", seconds),
        ("accepted_at_peak", at_peak),
        ("accepted_at_overload", at_overload),
        ("goodput_percent", 100 * at_overload / at_peak),
        ("refused", over.refused),
        ("accepted_p99_us", p99(over.accepted)),
        ("acknowledged", found.acknowledged),
        ("lost", found.lost),
    ];
    soak::record("R18", &figures);
    found.assert_whole();
}
