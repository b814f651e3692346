//! A disk that is full, and a mistake of ours: refused in words, and nothing else stops.

use crate::support::empty_store;
use hub::Error;
use hub::store::query::batch;
use hub::store::refusals::{self, Refused};
use hub::store::{Database, Store};
use hub::writer::Writer;
use std::sync::Arc;
use wire::{Code, Time};

/// Let the store of this connection grow no further, or far.
async fn limit(writer: &Writer, pages: &'static str) -> hub::Result<()> {
    writer
        .run(move |writing| {
            Box::pin(async move { batch(writing.connection, pages).await.map_err(Error::from) })
        })
        .await
}

async fn write(writer: &Writer, octets: usize) -> hub::Result<()> {
    let refused = Refused {
        time: Time(0),
        code: "x".repeat(octets),
        route: String::new(),
        fingerprint: None,
        claimed_from: None,
        claimed_to: None,
        times: 1,
    };
    writer
        .run(move |writing| {
            Box::pin(async move { refusals::insert(writing.connection, &refused).await })
        })
        .await
}

#[tokio::test]
async fn r8_a_full_disk_is_said_and_needs_no_restart() {
    let place = tempfile::tempdir().unwrap();
    // PostgreSQL's disk cannot be filled by a setting; its code for it is among those of `store/fault.rs`.
    let database = Database::File(place.path().join("hub.db"));
    let store = Store::open(&database).await.unwrap();
    let (writer, writing) = Writer::start(&store, Arc::default()).await.unwrap();
    limit(&writer, "pragma max_page_count = 1").await.unwrap();
    let full = write(&writer, 1_000_000).await.unwrap_err();
    assert_eq!(full.code(), Code::StorageFull, "{full}");

    // Whoever is in one commit with it is not told that all is well.
    let (large, small) = tokio::join!(write(&writer, 1_000_000), write(&writer, 1));
    assert!(large.is_err());
    let kept = usize::from(small.is_ok());

    limit(&writer, "pragma max_page_count = 1000000")
        .await
        .expect("there is space again");
    write(&writer, 1_000_000).await.unwrap();
    let counts = refusals::newest(&mut store.read().await.unwrap(), 10)
        .await
        .unwrap();
    assert_eq!(counts.len(), kept + 1, "what was answered is what is kept");
    drop(writer);
    writing.await.unwrap();
}

#[tokio::test]
async fn a_panic_is_one_failed_request() {
    let (_place, store) = empty_store().await;
    let (writer, _) = Writer::start(&store, Arc::default()).await.unwrap();
    let panics = writer.run::<(), _>(|_| Box::pin(async { panic!("a mistake of ours") }));
    let (panicked, kept) = tokio::join!(panics, write(&writer, 1));
    assert_eq!(panicked.unwrap_err().code(), Code::Unavailable);
    kept.unwrap();
    write(&writer, 1).await.unwrap();
    let found = refusals::newest(&mut store.read().await.unwrap(), 10).await;
    assert_eq!(found.unwrap().len(), 2);
}
