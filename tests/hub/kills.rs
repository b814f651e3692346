//! A hub that is killed in the middle of its work has lost nothing that it acknowledged (R1).

use crate::acknowledged::{Load, Told};
use crate::soak::{self, Dice};
use crate::support::*;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use wire::hub_api::Mailbox;

const WRITERS: usize = 16;
const READERS: usize = 8;

/// Where the hub is at the moment, and whether to go on.
#[derive(Clone)]
struct Going {
    url: Arc<RwLock<String>>,
    stop: CancellationToken,
}

impl Going {
    fn url(&self) -> String {
        self.url.read().unwrap().clone()
    }
}

/// Leave letters, each until the hub has acknowledged it, as an office's server does.
async fn write(load: Arc<Load>, going: Going, octets: usize) {
    while !going.stop.is_cancelled() {
        let letter = load.begin(octets);
        while !going.stop.is_cancelled() {
            match load.deposit(&going.url(), &letter).await {
                Told::Kept => break,
                Told::Refused(status) => assert!(status.is_server_error(), "{status}"),
                Told::Nothing => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }
}

/// List what has changed, and fetch a body: what was seen once never goes away.
async fn read(load: Arc<Load>, going: Going) {
    let mut cursor = 0;
    while !going.stop.is_cancelled() {
        let get = async |path: String| {
            let address = format!("{}{path}", going.url());
            load.receiver.client.get(address).send().await
        };
        let page = match get(format!("/v1/inbox?limit=20&changed_after={cursor}")).await {
            Ok(answer) if answer.status().is_success() => answer.json::<Mailbox>().await.ok(),
            _ => None,
        };
        let Some(page) = page else {
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        assert!(page.cursor >= cursor, "a cursor went back");
        if let Some(last) = page.letters.last() {
            cursor = last.changed;
            if let Ok(answer) = get(format!("/v1/envelopes/{}/body", last.id)).await {
                assert!(!answer.status().is_client_error(), "{}", answer.status());
            }
        } else {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r1_killed_under_load_nothing_acknowledged_is_lost_or_there_twice() {
    let kills = soak::count("KILLS", 25);
    let longest = soak::count("KILL_AFTER_MILLISECONDS", 350);
    let place = Place::with_hub();
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let mut hub = place.serve();
    let load = Arc::new(Load::new(&place, &hub, sender, receiver).await);
    let going = Going {
        url: Arc::new(RwLock::new(hub.url.clone())),
        stop: CancellationToken::new(),
    };
    let mut tasks = JoinSet::new();
    for writer in 0..WRITERS {
        // Most letters stand beside their row, some lie in pieces.
        let octets = if writer % 8 == 0 { 150_000 } else { 2_000 };
        tasks.spawn(write(Arc::clone(&load), going.clone(), octets));
    }
    for _ in 0..READERS {
        tasks.spawn(read(Arc::clone(&load), going.clone()));
    }

    let mut dice = Dice::of("R1");
    let mut slowest = Duration::ZERO;
    for _ in 0..kills {
        // However busy the machine is: it is killed at work, not while the first caller still shakes hands.
        let before = load.acknowledged();
        let began = Instant::now();
        while load.acknowledged() == before {
            assert!(began.elapsed() < Duration::from_secs(60), "no load");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let while_it_works = Duration::from_millis(dice.below(longest));
        tokio::time::sleep(while_it_works).await;
        hub.kill();
        let began = Instant::now();
        hub = place.serve();
        slowest = slowest.max(began.elapsed());
        going.url.write().unwrap().clone_from(&hub.url);
    }
    going.stop.cancel();
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    let found = load.verify(&hub).await;
    let slowest = u64::try_from(slowest.as_millis()).unwrap();
    soak::record(
        "R1",
        &[
            ("kills", kills),
            ("acknowledged", found.acknowledged),
            ("lost", found.lost),
            ("twice", found.twice),
            ("slowest_start_ms", slowest),
        ],
    );
    found.assert_whole();
}
