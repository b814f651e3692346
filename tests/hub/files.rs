//! File calls that are slow, fail or find no room: seen and done from outside the hub (R6 to R8).

use crate::acknowledged::{Heard, Load, Told};
use crate::preload::{library, through};
use crate::soak::{self, Dice};
use crate::support::*;
use reqwest::StatusCode;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A place with a hub and two offices whose cards are published, the hub being stopped again.
pub async fn prepared() -> (Place, Load) {
    let place = Place::with_hub();
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let hub = place.serve();
    let load = Load::new(&place, &hub, sender, receiver).await;
    assert_eq!(hub.stop(), Some(0));
    (place, load)
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_nanos()
}

/// What the library has logged: lines of a kind, each with two numbers.
fn logged(path: &Path, kind: &str) -> Vec<(u128, u128)> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix(kind));
    let number = |text: Option<&str>| text.unwrap().parse().unwrap();
    lines
        .map(|line| {
            let mut numbers = line.split_whitespace();
            (number(numbers.next()), number(numbers.next()))
        })
        .collect()
}

/// How many letters were acknowledged without a sync, between writing and acknowledging, that has succeeded.
fn violations(load: &Load, log: &Path) -> u64 {
    let (written, synced) = (logged(log, "W "), logged(log, "S "));
    let is_durable = |letter: &Heard| {
        let number = u128::from(letter.number);
        let first = written.iter().find(|(marker, _)| *marker == number);
        let (_, at) = first.expect("a letter is written before it is acknowledged");
        let told = nanoseconds(letter.at);
        let mut syncs = synced.iter();
        syncs.any(|(began, ended)| began >= at && *ended <= told)
    };
    let heard = load.heard();
    let violations = heard.iter().filter(|letter| !is_durable(letter));
    u64::try_from(violations.count()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r6_no_letter_is_acknowledged_before_it_is_synced_to_the_disk() {
    let Some(library) = library() else { return };
    let (place, load) = prepared().await;
    let log = place.path("calls");
    // A sync takes long, so that an acknowledgement that does not wait for it comes clearly before its end.
    let faults = [
        ("FAULT_LOG", log.as_path()),
        ("FAULT_DELAY", Path::new("15")),
    ];
    let hub = place.serve_with(&through(&place, library, &faults));
    let letters = soak::count("SYNCED_LETTERS", 60);
    let send = async || {
        while load.acknowledged() < letters {
            let told = load.deposit(&hub.url, &load.begin(2_000)).await;
            assert!(matches!(told, Told::Kept), "{told:?}");
        }
    };
    futures_util::future::join_all((0..4).map(|_| send())).await;

    let violations = violations(&load, &log);
    let heard = load.acknowledged();
    soak::record("R6", &[("acknowledged", heard), ("violations", violations)]);
    assert_eq!(violations, 0, "of {heard}");
    load.verify(&hub).await.assert_whole();
}

/// The test of the test: where syncs do nothing, as with `synchronous=OFF`, every letter is found to break the rule.
#[tokio::test]
async fn r6_syncs_that_do_nothing_are_noticed() {
    let Some(library) = library() else { return };
    let (place, load) = prepared().await;
    let log = place.path("calls");
    let faults = [
        ("FAULT_LOG", log.as_path()),
        ("FAULT_NO_SYNC", Path::new("1")),
    ];
    let hub = place.serve_with(&through(&place, library, &faults));
    for _ in 0..5 {
        let told = load.deposit(&hub.url, &load.begin(2_000)).await;
        assert!(matches!(told, Told::Kept), "{told:?}");
    }
    assert_eq!(violations(&load, &log), 5);
}

#[tokio::test]
async fn r6_when_a_sync_fails_the_hub_stops_and_has_acknowledged_nothing_more() {
    let Some(library) = library() else { return };
    let (place, load) = prepared().await;
    let broken = place.path("broken");
    let faults = [("FAULT_SYNC", broken.as_path())];
    let mut hub = place.serve_with(&through(&place, library, &faults));
    for _ in 0..3 {
        let told = load.deposit(&hub.url, &load.begin(2_000)).await;
        assert!(matches!(told, Told::Kept), "{told:?}");
    }
    std::fs::write(&broken, "").unwrap();
    let told = load.deposit(&hub.url, &load.begin(2_000)).await;
    assert!(!matches!(told, Told::Kept), "{told:?}");
    let code = hub.ended().code();
    assert!(code.is_some_and(|code| code != 0), "it ended with {code:?}");
    let log = std::fs::read_to_string(place.path("log")).unwrap();
    assert!(!log.contains("panicked"), "{log}");

    std::fs::remove_file(&broken).unwrap();
    let hub = place.serve();
    load.verify(&hub).await.assert_whole();
}

/// Kinds of calls, and how they fail.
const FAULTS: [(&str, &str); 9] = [
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("write", "short"),
    ("write", "EINTR"),
    ("read", "EIO"),
    ("read", "short"),
    ("read", "EINTR"),
    ("sync", "EIO"),
    ("open", "EMFILE"),
];

#[tokio::test]
async fn r7_whichever_call_fails_nothing_acknowledged_is_lost() {
    let Some(library) = library() else { return };
    let (place, load) = prepared().await;
    let mut dice = Dice::of("R7");
    let each = soak::count("IO_FAULTS", 2);
    let (mut hit, mut stopped) = (0, 0);
    for (kind, how) in FAULTS {
        // How many calls of a kind a start and a few letters take, by experience.
        let calls = match kind {
            "open" => 30,
            "sync" => 20,
            "read" => 200,
            _ => 250,
        };
        for _ in 0..each {
            let nth = 1 + dice.below(calls);
            let plan = format!("{kind}:{nth}:{how}");
            let log = place.path("calls");
            let _ = std::fs::remove_file(&log);
            let faults = [("FAULT_CALL", Path::new(&plan)), ("FAULT_LOG", &log)];
            if let Some(hub) = place.try_serve_with(&through(&place, library, &faults)) {
                for octets in [2_000, 2_000, 300_000, 2_000] {
                    load.deposit(&hub.url, &load.begin(octets)).await;
                    let address = format!("{}/v1/inbox?limit=3", hub.url);
                    // Whatever it answers: it may have stopped.
                    let _ = load.receiver.client.get(address).send().await;
                }
                let mut hub = hub;
                stopped += u64::from(hub.has_ended());
                hub.kill();
            } else {
                stopped += 1;
            }
            let said = std::fs::read_to_string(place.path("log")).unwrap();
            assert!(!said.contains("panicked"), "{plan}: {said}");
            hit += u64::from(std::fs::read_to_string(&log).is_ok_and(|calls| calls.contains("F ")));
            let hub = place.serve();
            let found = load.verify(&hub).await;
            assert_eq!((found.lost, found.twice), (0, 0), "{plan}: {found:?}");
        }
    }
    let runs = each * u64::try_from(FAULTS.len()).unwrap();
    let acknowledged = load.acknowledged();
    soak::record(
        "R7",
        &[
            ("runs", runs),
            ("calls_failed", hit),
            ("hub_stopped", stopped),
            ("acknowledged", acknowledged),
            ("lost", 0),
            ("twice", 0),
        ],
    );
    assert!(hit * 2 > runs, "only {hit} of {runs} faults were met");
}

/// Letters of 1 MiB until there is no room: what is refused then. The hub looks at its disk from time to time:
/// where it is to see it filling up, it is given the time for that.
async fn fill(load: &Load, hub: &Running, is_seen: bool) -> StatusCode {
    for _ in 0..400 {
        match load.deposit(&hub.url, &load.begin(1024 * 1024)).await {
            Told::Kept if is_seen => tokio::time::sleep(Duration::from_millis(120)).await,
            Told::Kept => {}
            Told::Refused(status) => return status,
            Told::Nothing => panic!("no answer"),
        }
    }
    panic!("there was room for everything");
}

/// Whether the disk is seen to fill up (`statvfs`), or a write comes upon its end.
async fn full_disk(is_seen: bool) {
    let Some(library) = library() else { return };
    let (place, load) = prepared().await;
    let space = place.path("space");
    std::fs::write(&space, (64 * 1024 * 1024).to_string()).unwrap();
    let mut faults = vec![("FAULT_SPACE", space.as_path())];
    if is_seen {
        faults.push(("FAULT_STATVFS", Path::new("1")));
    }
    let mut environment = through(&place, library, &faults);
    environment.push(("CAREPLAN_HUB_DISK_PERCENT".to_owned(), "90".into()));
    let hub = place.serve_with(&environment);
    let first = load.begin(2_000);
    assert!(matches!(load.deposit(&hub.url, &first).await, Told::Kept));

    assert_eq!(
        fill(&load, &hub, is_seen).await,
        StatusCode::INSUFFICIENT_STORAGE
    );
    let (status, told) = hub.told("/health/ready").await;
    assert_eq!(status.is_success(), !is_seen, "{told}");
    let inbox = load.receiver.get(&hub, "/v1/inbox?limit=1").await;
    assert_eq!(inbox.status(), StatusCode::OK);
    let path = format!("/v1/envelopes/{}/body", first.id);
    let body = load.sender.get(&hub, &path).await.bytes().await.unwrap();
    assert!(body == first.body, "what is here can be read");
    if is_seen {
        // There is a reserve: collecting, which writes, goes on.
        let collected = load.receiver.get(&hub, &path).await;
        assert_eq!(collected.status(), StatusCode::OK);
    }

    // Somebody makes room: nothing has to be started again.
    std::fs::write(&space, (512 * 1024 * 1024).to_string()).unwrap();
    let after = load.begin(1024 * 1024);
    let taken = async {
        while !matches!(load.deposit(&hub.url, &after).await, Told::Kept) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), taken)
        .await
        .expect("it recovers by itself");
    let found = load.verify(&hub).await;
    let name = if is_seen { "R8 seen" } else { "R8 unseen" };
    soak::record(
        name,
        &[("acknowledged", found.acknowledged), ("lost", found.lost)],
    );
    found.assert_whole();
}

#[tokio::test]
async fn t50_r8_a_disk_that_fills_up_is_seen_before_it_is_full() {
    full_disk(true).await;
}

#[tokio::test]
async fn r8_a_disk_that_is_suddenly_full_is_said_and_reading_goes_on() {
    full_disk(false).await;
}
