//! Clients that are slow on purpose: sent away, while honest ones are served.

use crate::soak;
use crate::support::*;
use reqwest::StatusCode;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

/// One octet now and then, until the other end has had enough: what it said.
async fn trickle(mut stream: TlsStream<TcpStream>, head: String) -> String {
    stream.write_all(head.as_bytes()).await.unwrap();
    let drip = async {
        let (mut read, mut write) = tokio::io::split(stream);
        let mut answer = Vec::new();
        tokio::select! {
            _ = read.read_to_end(&mut answer) => {}
            () = async {
                while write.write_all(b"a").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                std::future::pending::<()>().await;
            } => {}
        }
        String::from_utf8_lossy(&answer).into_owned()
    };
    timeout(PATIENCE, drip)
        .await
        .expect("the hub sends it away")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t25_r15_slow_clients_are_sent_away_and_honest_ones_are_served() {
    let hub = TestHub::start_with(|config| {
        config.header_seconds = 1;
        config.limits.slow_seconds = 1;
        config.limits.connections_per_office = 1_000_000;
        config.limits.requests_at_once_per_office = 1_000_000;
    })
    .await;
    let manager = hub.ready_office("9970100018-43").await;
    let visits = hub.ready_office("9970200024-11").await;
    let issued = hub.further_certificate(&manager).await;

    let mut slow = tokio::task::JoinSet::new();
    let clients = soak::count("SLOW_CLIENTS", 40);
    for place in 0..clients {
        let id = manager.label(&visits.address, 4).id;
        let head = if place % 2 == 0 {
            "GET /v1/inbox HTTP/1.1\r\nhost: localhost\r\nx-slow: ".to_owned()
        } else {
            format!(
                "PUT /v1/envelopes/{id} HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 100000\r\n\r\n--x\r\n"
            )
        };
        let stream = hub.connect(&issued).await;
        slow.spawn(async move { (place, trickle(stream, head).await) });
    }
    let mut served = 0;
    while served < 20 || !slow.is_empty() {
        manager.send(&visits.address, b"plan").await;
        assert_eq!(visits.get("/v1/inbox").await.status(), StatusCode::OK);
        served += 1;
        while let Some(ended) = slow.try_join_next() {
            let (place, answer) = ended.unwrap();
            assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
            if place % 2 == 1 {
                assert!(answer.starts_with("HTTP/1.1 503 "), "in words: {answer}");
                assert!(answer.contains("the body came too slowly"), "{answer}");
            }
        }
    }
    assert_eq!(
        visits.inbox("?limit=200").await.letters.len(),
        served.min(200)
    );
    let served = u64::try_from(served).unwrap();
    soak::record(
        "R15",
        &[
            ("slow_clients", clients),
            ("sent_away", clients),
            ("honest_served", 2 * served),
        ],
    );
}

#[tokio::test]
async fn t25_who_does_not_read_its_answer_is_cut_off() {
    let hub = TestHub::start_with(|config| config.limits.slow_seconds = 1).await;
    let manager = hub.ready_office("9970100018-43").await;
    let visits = hub.ready_office("9970200024-11").await;
    let body = octets(24 * 1024 * 1024);
    let (id, _) = manager.send(&visits.address, &body).await;
    let issued = hub.further_certificate(&visits).await;
    let mut stream = hub.connect(&issued).await;
    let words = format!(
        "GET /v1/envelopes/{id}/body HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(words.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    // Until the hub has given it up; what the system holds for us is far less than the body.
    let open = async {
        while hub
            .told("/metrics")
            .await
            .1
            .contains("careplan_hub_connections 3")
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, open).await.expect("the hub cuts it off");
    let mut got = Vec::new();
    let ended = timeout(PATIENCE, stream.read_to_end(&mut got))
        .await
        .unwrap();
    assert!(
        ended.is_err() || got.len() < body.len(),
        "{} octets",
        got.len()
    );
    // Whoever reads gets it whole.
    assert!(visits.body(id).await.bytes().await.unwrap() == body);
}
