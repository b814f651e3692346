//! Who gets as far as making a request: TLS 1.3, a certificate of a known CA, in time.

use crate::support::*;
use rcgen::ExtendedKeyUsagePurpose;
use reqwest::{Client, Method, StatusCode};
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use wire::Code;

async fn refused(hub: &TestHub, client: Client) {
    let address = format!("https://localhost:{}/v1/inbox", hub.address.port());
    let result = client.get(address).send().await;
    assert!(
        result.is_err(),
        "the handshake must fail, and gave {result:?}"
    );
}

#[tokio::test]
async fn without_a_certificate_nobody_comes_in() {
    let (hub, _) = TestHub::with_offices().await;
    refused(&hub, hub.client(None)).await;
}

#[tokio::test]
async fn a_certificate_of_an_unknown_ca_does_not_come_in() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let other = TestHub::start().await;
    let issued = other
        .ca()
        .issue_office(&manager.address.number, 30)
        .unwrap();
    // Registered or not: without a known CA there is no connection.
    hub.register_unchecked(&manager.address.number, &issued.der)
        .await;
    refused(&hub, hub.client(Some(&issued))).await;
}

#[tokio::test]
async fn expired_early_and_misused_certificates_do_not_come_in() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let hour = Duration::from_secs(3600);
    let now = SystemTime::now();
    let expired = issue(&hub, |params| params.not_after = (now - hour).into());
    let early = issue(&hub, |params| params.not_before = (now + hour).into());
    let of_a_server = issue(&hub, |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    });
    let mut operator = hub.operator().await;
    for issued in [expired, early, of_a_server] {
        hub.register_unchecked(&manager.address.number, &issued.der)
            .await;
        refused(&hub, hub.client(Some(&issued))).await;
    }
    // The same way with nothing wrong: so the refusals above have their reasons.
    let good = issue(&hub, |_| {});
    operator
        .register_certificate(&manager.address.number, &good.der)
        .await
        .unwrap();
    let caller = hub.caller(manager.address.clone(), &good);
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn silent_clients_delay_nobody_and_are_sent_away() {
    let hub = TestHub::start_with(|config| config.handshake_seconds = 1).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(hub.address).await.unwrap());
    }
    let began = Instant::now();
    let caller = hub.office("9970100018-43").await;
    let answer = timeout(Duration::from_secs(5), caller.get("/v1/inbox")).await;
    assert_eq!(answer.unwrap().status(), StatusCode::OK);
    eprintln!(
        "answered beside 200 silent clients after {:?}",
        began.elapsed()
    );
    for mut stream in silent {
        let ended = timeout(Duration::from_secs(5), stream.read_u8()).await;
        assert!(ended.unwrap().is_err(), "the hub closes the connection");
    }
}

#[tokio::test]
async fn who_shakes_hands_and_says_nothing_is_sent_away() {
    let hub = TestHub::start_with(|config| config.header_seconds = 1).await;
    let caller = hub.office("9970100018-43").await;
    let issued = hub.ca().issue_office(&caller.address.number, 30).unwrap();
    for words in ["", "GET /v1/inbox HTTP/1.1\r\nhost: localhost\r\nx-slow: "] {
        let mut stream = hub.connect(&issued).await;
        stream.write_all(words.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let ended = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "the hub closes the connection");
        assert!(!answer.starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn the_hub_lives_by_the_clock_that_it_was_given() {
    const DAY: i64 = 24 * 60 * 60;
    let hub = TestHub::start().await;
    let caller = hub.office("9970100018-43").await;
    let issued = hub.ca().issue_office(&caller.address.number, 30).unwrap();
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);
    hub.advance(31 * DAY);
    // On the connection that is open still, and in a handshake, which fails before anything is answered.
    assert_problem(caller.get("/v1/inbox").await, Code::CertificateUnknown).await;
    let stranger = hub.caller(caller.address.clone(), &issued);
    let path = "/v1/inbox";
    assert!(stranger.request(Method::GET, path).send().await.is_err());
    hub.advance(-31 * DAY);
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);
    assert_problem(stranger.get("/v1/inbox").await, Code::CertificateUnknown).await;
}
