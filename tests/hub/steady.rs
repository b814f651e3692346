//! A long run: what the hub holds open and in memory does not grow with what it has done (R17).

use crate::acknowledged::{Load, Told};
use crate::soak;
use crate::support::*;
use std::time::{Duration, Instant};

/// Leave a letter, list what there is, fetch the body: each office by kept connections and by new ones.
async fn work(load: &Load, hub: &Running, fresh: &reqwest::Client) {
    let letter = load.begin(2_000);
    let told = load.deposit(&hub.url, &letter).await;
    assert!(matches!(told, Told::Kept), "{told:?}");
    for client in [&load.receiver.client, fresh] {
        for path in [
            "/v1/inbox?limit=5",
            &format!("/v1/envelopes/{}/body", letter.id),
        ] {
            let answer = client.get(format!("{}{path}", hub.url)).send().await;
            let answer = answer.unwrap();
            assert!(answer.status().is_success());
            answer.bytes().await.unwrap();
        }
    }
}

/// Files and connections that are open once the connections of before are gone.
async fn open(hub: &Running, limit: usize) -> usize {
    let began = Instant::now();
    while hub.descriptors() > limit && began.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    hub.descriptors()
}

#[tokio::test]
async fn r17_after_a_long_run_no_more_is_open_or_held_than_before() {
    let place = Place::with_hub();
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let hub = place.serve();
    let load = Load::new(&place, &hub, sender, receiver).await;
    let fresh = place.client_of(&load.receiver, Duration::from_secs(20));
    let letters = soak::count("STEADY_LETTERS", 120);
    // Caches and pools fill up first.
    for _ in 0..40 {
        work(&load, &hub, &fresh).await;
    }
    let (opened, held, began) = (hub.descriptors(), hub.resident(), Instant::now());
    for _ in 0..letters {
        work(&load, &hub, &fresh).await;
    }
    let took = began.elapsed().as_secs();
    // A few more readers of the store than before may have been needed.
    let (most, more) = (opened + 8, hub.resident().saturating_sub(held) / 1024);
    let still = open(&hub, most).await;
    assert!(still <= most, "{still} open, {opened} before");
    assert!(more < 32 * 1024, "{more} KiB more for {letters} letters");
    let figures = [
        ("letters", letters),
        ("seconds", took),
        ("open_before", u64::try_from(opened).unwrap()),
        ("open_after", u64::try_from(still).unwrap()),
        ("resident_more_kib", more),
    ];
    soak::record("R17", &figures);
    load.verify(&hub).await.assert_whole();
}
