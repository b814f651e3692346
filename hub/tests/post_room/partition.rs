//! R11: the way to the database is cut. What is not stored is not acknowledged, nothing is stored by half,
//! and the hub comes back by itself.

use crate::support::postgres;
use crate::support::proxy::{Proxy, Wire};
use crate::support::*;
use futures_util::future::join_all;
use reqwest::header::RETRY_AFTER;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use wire::{Code, EnvelopeId, Label};

/// A hub whose way to its database goes over a wire.
async fn hub_over_a_wire() -> (TestHub, Proxy) {
    let server = tokio::task::spawn_blocking(postgres::shared).await.unwrap();
    let database = tokio::task::spawn_blocking(|| server.database())
        .await
        .unwrap();
    let proxy = Proxy::start(server.port).await;
    let url = format!("postgres://hub@127.0.0.1:{}/{database}", proxy.port);
    let hub = TestHub::start_with(|config| config.database = url.parse().unwrap()).await;
    (hub, proxy)
}

/// Give several letters to the hub at once; those that it did not acknowledge must have been refused well.
async fn deposit_all(from: &Caller, letters: &[(Label, Vec<u8>)]) -> Vec<EnvelopeId> {
    let all = letters.iter().map(|(label, body)| async {
        let response = from.deposit(label, body).await;
        if response.status().is_success() {
            return Some(label.id);
        }
        assert!(response.headers().contains_key(RETRY_AFTER));
        assert_problem(response, Code::Unavailable).await;
        None
    });
    join_all(all).await.into_iter().flatten().collect()
}

fn letters(from: &Caller, to: &Caller, count: usize) -> Vec<(Label, Vec<u8>)> {
    (0..count)
        .map(|place| {
            let body = octets(1000 + 40_000 * (place % 3));
            (from.label(&to.address, length(&body)), body)
        })
        .collect()
}

/// Deposit again and again, as an office's server does, until everything is acknowledged.
async fn deposit_until_done(from: &Caller, letters: &[(Label, Vec<u8>)]) {
    let begin = Instant::now();
    while deposit_all(from, letters).await.len() < letters.len() {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "the hub does not come back"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Each letter lies in the mailbox once, whole, and the numbers have no gap.
async fn assert_whole(to: &Caller, letters: &[(Label, Vec<u8>)]) {
    let inbox = to.inbox("?limit=200").await;
    let ids: BTreeSet<_> = inbox.letters.iter().map(|item| item.id).collect();
    assert_eq!(inbox.letters.len(), letters.len(), "each once");
    let numbers: Vec<_> = inbox.letters.iter().map(|item| item.sequence).collect();
    assert_eq!(
        numbers,
        (1..=u64::try_from(letters.len()).unwrap()).collect::<Vec<_>>()
    );
    for (label, body) in letters {
        assert!(ids.contains(&label.id));
        assert!(to.body(label.id).await.bytes().await.unwrap() == *body);
    }
}

async fn r11(state: Wire) {
    if !postgres::is_installed() {
        return;
    }
    let (hub, proxy) = hub_over_a_wire().await;
    let manager = hub.ready_office("9970100018-43").await;
    let visits = hub.ready_office("9970200024-11").await;
    let all = letters(&manager, &visits, 24);
    assert_eq!(deposit_all(&manager, &all[..8]).await.len(), 8);

    // Some are under way when the wire goes.
    let (_, acknowledged) = tokio::join!(
        async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            proxy.set(state);
        },
        deposit_all(&manager, &all[8..16])
    );
    // Reading is refused in the same words.
    let response = visits.get("/v1/inbox").await;
    assert!(response.headers().contains_key(RETRY_AFTER));
    assert_problem(response, Code::Unavailable).await;
    assert_eq!(
        deposit_all(&manager, &all[16..]).await,
        [],
        "none can be stored"
    );

    proxy.set(Wire::Whole);
    deposit_until_done(&manager, &all[16..]).await;
    let inbox = visits.inbox("?limit=200").await;
    for id in acknowledged {
        let kept = inbox.letters.iter().any(|item| item.id == id);
        assert!(kept, "acknowledged and lost");
    }
    deposit_until_done(&manager, &all).await;
    assert_whole(&visits, &all).await;
}

#[tokio::test]
async fn r11_a_cut_to_the_database_refuses_and_heals() {
    r11(Wire::Cut).await;
}

#[tokio::test]
async fn r11_a_silence_of_the_database_refuses_and_heals() {
    r11(Wire::Silent).await;
}
