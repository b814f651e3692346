//! A hub that is killed between an object and its row: nothing is there by half, and what is left over is swept.

use crate::acknowledged::{Letter, Load, Told};
use crate::soak::{self, Dice};
use crate::storage::{self, Server};
use crate::support::*;
use crate::wire_to_storage::{Proxy, Wire};
use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Larger than what stands beside the row.
const LARGE: usize = 150_000;
/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Write the settings of object storage behind a wire into the hub's file, as an operator does.
fn set(place: &Place, wire: &Proxy) {
    let file = place.hub_folder().join("hub.toml");
    let mut file = File::options().append(true).open(file).unwrap();
    let (port, bucket) = (wire.port, storage::BUCKET);
    let (access_key, secret_key) = (storage::ACCESS_KEY, storage::SECRET_KEY);
    write!(
        file,
        "objects_endpoint = \"http://127.0.0.1:{port}\"\nobjects_bucket = \"{bucket}\"\n\
         objects_access_key = \"{access_key}\"\nobjects_secret_key = \"{secret_key}\"\n\
         sweep_seconds = 1\n"
    )
    .unwrap();
}

/// Leave a letter until the hub has acknowledged it.
async fn leave(load: &Load, hub: &Running, letter: &Letter) {
    let begin = Instant::now();
    while !matches!(load.deposit(&hub.url, letter).await, Told::Kept) {
        assert!(begin.elapsed() < PATIENCE, "it is never kept");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r1_killed_between_an_object_and_its_row_nothing_is_lost_and_the_rest_is_swept() {
    if !storage::is_installed() {
        return;
    }
    let kills = soak::count("OBJECT_KILLS", 6);
    let server = Server::start();
    let wire = Proxy::start(server.port).await;
    let place = Place::with_hub();
    set(&place, &wire);
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let mut hub = place.serve();
    let load = Arc::new(Load::new(&place, &hub, sender, receiver).await);
    let mut dice = Dice::of("R1 objects");
    let mut orphans = 0;
    for kill in 0..kills {
        let before = server.objects().len();
        // By turns: certainly between the two, and anywhere.
        let between = kill % 2 == 0;
        wire.set(if between { Wire::Mute } else { Wire::Whole });
        let letter = load.begin(LARGE);
        let (depositing, url, begun) = (Arc::clone(&load), hub.url.clone(), letter.clone());
        let deposit = tokio::spawn(async move { depositing.deposit(&url, &begun).await });
        if between {
            let begin = Instant::now();
            while server.objects().len() == before {
                assert!(begin.elapsed() < PATIENCE, "nothing is put");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        } else {
            tokio::time::sleep(Duration::from_millis(dice.below(40))).await;
        }
        hub.kill();
        let told = deposit.await.unwrap();
        assert!(!between || matches!(told, Told::Nothing), "{told:?}");
        wire.set(Wire::Whole);
        hub = place.serve();
        leave(&load, &hub, &letter).await;
        orphans = server.objects().len() - usize::try_from(load.acknowledged()).unwrap();
        assert!(!between || orphans > 0, "an object is left over");
    }
    assert_eq!(load.acknowledged(), kills);
    load.verify(&hub).await.assert_whole();

    // Letters and orphans alike are old now; the next look sweeps the orphans alone.
    for object in server.objects() {
        storage::age(&object, 3);
    }
    hub.kill();
    hub = place.serve();
    let begin = Instant::now();
    while server.objects().len() != usize::try_from(kills).unwrap() {
        assert!(begin.elapsed() < PATIENCE, "{:?}", server.objects());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let found = load.verify(&hub).await;
    soak::record(
        "R1 objects",
        &[
            ("kills", kills),
            ("acknowledged", found.acknowledged),
            ("lost", found.lost),
            ("twice", found.twice),
            ("swept", u64::try_from(orphans).unwrap()),
        ],
    );
    found.assert_whole();
    assert!(place.hub(&["doctor"]).contains("letters"), "all is sound");
    let log = std::fs::read_to_string(place.path("log")).unwrap();
    assert!(!log.contains(storage::SECRET_KEY), "a secret is in the log");
}
