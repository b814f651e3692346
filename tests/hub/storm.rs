//! All offices come back at the same moment, after the hub was away (R16).

use crate::soak::{self, Dice};
use crate::support::*;
use hub::ca::Ca;
use hub::operator::NewOffice;
use hub::{Folder, Operator};
use reqwest::{Client, StatusCode};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use wire::{OfficeNumber, Time};

/// Registered offices, each with its certificate and an address of its own.
async fn offices(place: &Place, count: u64) -> Vec<Client> {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = Folder::new(place.hub_folder());
    let ca = Ca::open(&folder.ca()).unwrap();
    let authority = std::fs::read(folder.ca_certificate()).unwrap();
    let mut operator = Operator::open(&folder).await.unwrap();
    let mut clients = Vec::new();
    for place in 0..count {
        let number: OfficeNumber = format!("99{place:08}").parse().unwrap();
        let office = NewOffice {
            number: number.clone(),
            service_types: vec!["43".parse().unwrap()],
            name: "見本事業所".to_owned(),
            telephone: None,
            active_from: Time(0),
            active_until: Time(4_102_444_800_000),
        };
        operator.register_office(office).await.unwrap();
        let issued = ca.issue_office(&number, 30).unwrap();
        let registered = operator.register_certificate(&number, &issued.der).await;
        registered.unwrap();
        let key = issued.key.unwrap();
        // One of many loopback addresses: the limits are each address's own.
        let address = Ipv4Addr::from(0x7F01_0000 + u32::try_from(place).unwrap() + 1);
        let client = builder(key.as_bytes(), issued.certificate.as_bytes(), &authority)
            .local_address(Some(address.into()))
            .pool_max_idle_per_host(0);
        clients.push(client.build().unwrap());
    }
    operator.close().await.unwrap();
    clients
}

/// What has happened to those who came back.
#[derive(Debug, Default)]
struct Storm {
    in_words: AtomicU64,
    sent_away: AtomicU64,
    timeouts: AtomicU64,
}

impl Storm {
    /// Ask for the mailbox until it is shown, as an office's server does.
    async fn come_back(&self, client: &Client, url: &str, mut dice: Dice) {
        let mut wait = 40;
        loop {
            match client.get(format!("{url}/v1/inbox")).send().await {
                Ok(answer) if answer.status() == StatusCode::OK => return,
                Ok(answer) => {
                    let status = answer.status().as_u16();
                    assert!([429, 503].contains(&status), "{status}");
                    assert!(answer.headers().contains_key("retry-after"));
                    self.in_words.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) if error.is_timeout() => {
                    self.timeouts.fetch_add(1, Ordering::Relaxed);
                }
                Err(_) => {
                    self.sent_away.fetch_add(1, Ordering::Relaxed);
                }
            }
            tokio::time::sleep(Duration::from_millis(wait + dice.below(wait))).await;
            wait = (wait * 2).min(1_000);
        }
    }
}

/// The most connections that were open at the same time, as the hub tells them.
async fn most_open(hub: &Running, until: CancellationToken) -> u64 {
    let mut most = 0;
    while !until.is_cancelled() {
        let told = hub.told("/metrics").await.1;
        let mut lines = told.lines();
        let open = lines.find_map(|line| line.strip_prefix("careplan_hub_connections "));
        most = most.max(open.unwrap().parse().unwrap());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    most
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r16_when_all_come_back_at_once_all_get_in() {
    let count = soak::count("RECONNECTING", 60);
    let place = Place::with_hub();
    let clients = offices(&place, count).await;
    // Not all of them have room at the same time.
    let room = count * 2 / 5;
    let settings = [(
        "CAREPLAN_HUB_CONNECTIONS".to_owned(),
        room.to_string().into(),
    )];
    let storm = Storm::default();
    let come_back = async |hub: &Running| {
        let each = clients.iter().enumerate().map(|(place, client)| {
            storm.come_back(client, &hub.url, Dice::of(&format!("R16 {place}")))
        });
        let done = CancellationToken::new();
        let (most, ()) = tokio::join!(most_open(hub, done.clone()), async {
            futures_util::future::join_all(each).await;
            done.cancel();
        });
        most
    };
    let mut hub = place.serve_with(&settings);
    come_back(&hub).await;
    hub.kill();
    let hub = place.serve_with(&settings);
    let began = Instant::now();
    let most = come_back(&hub).await;
    assert!(most <= room, "{most} connections, with room for {room}");
    let timeouts = storm.timeouts.into_inner();
    assert_eq!(timeouts, 0, "somebody waited in vain");
    let sent_away = storm.sent_away.into_inner();
    assert!(sent_away > 0, "there was no storm");
    let figures = [
        ("offices", count),
        ("sent_away", sent_away),
        ("refused_in_words", storm.in_words.into_inner()),
        ("timeouts", timeouts),
        (
            "all_in_after_ms",
            u64::try_from(began.elapsed().as_millis()).unwrap(),
        ),
    ];
    soak::record("R16", &figures);
}
