//! Who asks for too much is refused in words, and delays nobody else.

use crate::support::*;
use futures_util::future::join_all;
use reqwest::{Method, Response, StatusCode};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use wire::Code;

/// When to come again, in seconds.
fn retry_after(response: &Response) -> u64 {
    response.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn t24_an_office_over_its_rate_hears_when_to_come_again() {
    let hub = TestHub::start_with(|config| config.limits.requests_per_second = 2).await;
    let [busy, quiet] = [
        hub.ready_office("9970100018-43").await,
        hub.ready_office("9970200024-11").await,
    ];
    let answers = join_all((0..40).map(|_| busy.get("/v1/inbox"))).await;
    let mut refused = 0;
    for answer in answers {
        if answer.status() == StatusCode::OK {
            continue;
        }
        assert!(retry_after(&answer) >= 1);
        assert_problem(answer, Code::RateLimited).await;
        refused += 1;
    }
    assert!((15..=25).contains(&refused), "{refused} of 40 were refused");
    assert_eq!(quiet.get("/v1/inbox").await.status(), StatusCode::OK);
    let counts = hub.operator().await.refusal_counts().await.unwrap();
    assert!(counts.iter().any(|(code, _)| code == "rate_limited"));
}

#[tokio::test]
async fn t25_a_connection_over_the_offices_number_is_refused_and_closed() {
    let hub = TestHub::start_with(|config| config.limits.connections_per_office = 2).await;
    let office = hub.office("9970100018-43").await;
    let issued = hub.further_certificate(&office).await;
    let _open = [hub.connect(&issued).await, hub.connect(&issued).await];
    let mut third = hub.connect(&issued).await;
    let answer = say(
        &mut third,
        b"GET /v1/inbox HTTP/1.1\r\nhost: localhost\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(
        answer.to_lowercase().contains("\r\nretry-after: 10\r\n"),
        "{answer}"
    );
    assert!(answer.contains("\"unavailable\""), "{answer}");
}

#[tokio::test]
async fn t25_an_address_has_so_many_handshakes_at_once() {
    let hub = TestHub::start_with(|config| config.limits.handshakes_per_address = 4).await;
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(TcpStream::connect(hub.address).await.unwrap());
    }
    let mut fifth = TcpStream::connect(hub.address).await.unwrap();
    let ended = timeout(PATIENCE, fifth.read_u8()).await.unwrap();
    assert!(ended.is_err(), "sent away before the handshake");
    assert!(
        hub.told("/metrics")
            .await
            .1
            .contains("what=\"Connection\"} 1")
    );
    drop(silent);
    // Their places are free again.
    let office = hub.office("9970100018-43").await;
    assert_eq!(office.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn t24_what_does_not_fit_into_memory_is_refused_and_the_next_is_taken() {
    let hub = TestHub::start_with(|config| config.limits.memory_for_bodies = 1024 * 1024).await;
    let from = hub.ready_office("9970100018-43").await;
    let to = hub.ready_office("9970200024-11").await;
    let body = octets(3 * 1024 * 1024);
    let answer = from
        .deposit(&from.label(&to.address, length(&body)), &body)
        .await;
    assert!(retry_after(&answer) >= 1);
    assert_problem(answer, Code::Unavailable).await;
    from.send(&to.address, b"plan").await;
    assert_eq!(
        to.inbox("").await.letters.len(),
        1,
        "nothing was stored by half"
    );
    let metrics = hub.told("/metrics").await.1;
    assert!(
        metrics.contains("careplan_hub_bodies_octets 0"),
        "given back: {metrics}"
    );
}

#[tokio::test]
async fn t24_the_octets_of_a_day_run_out() {
    let hub = TestHub::start_with(|config| config.limits.octets_per_day = 1024 * 1024).await;
    let from = hub.ready_office("9970100018-43").await;
    let to = hub.ready_office("9970200024-11").await;
    let body = octets(700_000);
    let mut kept = 0;
    for place in 0..4 {
        let answer = from
            .deposit(&from.label(&to.address, length(&body)), &body)
            .await;
        if answer.status() == StatusCode::CREATED {
            kept += 1;
            continue;
        }
        // What is on its way when the last octets are taken may pass.
        assert!(place >= 1);
        assert!(retry_after(&answer) > 60);
        assert_problem(answer, Code::RateLimited).await;
    }
    assert!((1..=2).contains(&kept), "{kept} of four");
    assert_eq!(to.inbox("").await.letters.len(), kept, "nothing by half");
    to.send(&from.address, b"actual").await;
}

#[tokio::test]
async fn t24_a_body_that_says_that_it_is_too_large_is_not_read() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let issued = hub.further_certificate(&manager).await;
    let id = manager.label(&visits.address, 4).id;
    let mut stream = hub.connect(&issued).await;
    let head = format!(
        "PUT /v1/envelopes/{id} HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 10737418240\r\n\r\n"
    );
    let answer = say(&mut stream, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("\"too_large\""), "{answer}");
}

#[tokio::test]
async fn t22_a_compressed_body_is_refused_unread() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let label = manager.label(&visits.address, 4);
    // The first octets of a gzip of ten gigabytes of zeros.
    let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0; 4096]].concat();
    for encoding in ["gzip", "deflate", "br", "zstd", "gzip, gzip"] {
        for (method, path) in [
            (Method::PUT, format!("/v1/envelopes/{}", label.id)),
            (
                Method::PUT,
                format!("/v1/offices/{}/card", manager.address.number),
            ),
            (
                Method::POST,
                format!("/v1/envelopes/{}/collected", label.id),
            ),
        ] {
            let request = manager.request(method, &path);
            let request = request.header("content-encoding", encoding);
            let request = request.header("content-type", "application/json");
            let answer = request.body(bomb.clone()).send().await.unwrap();
            assert_problem(answer, Code::EncodingNotAccepted).await;
        }
    }
    // What is not compressed passes, whatever it says.
    let request = manager.request(Method::GET, "/v1/inbox");
    let answer = request.header("content-encoding", "identity").send().await;
    assert_eq!(answer.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn t50_on_a_disk_that_is_nearly_full_only_deposits_are_refused() {
    let (mut hub, [mut manager, mut visits, _]) = TestHub::with_offices().await;
    let (first, receipt) = manager.send(&visits.address, b"plan").await;
    // However empty this disk is, it is fuller than that.
    hub.restart_with(|config| config.limits.disk_percent = 1)
        .await;
    hub.again(&mut manager);
    hub.again(&mut visits);

    let label = manager.label(&visits.address, 4);
    let answer = manager.deposit(&label, b"plan").await;
    assert!(retry_after(&answer) >= 1);
    assert_problem(answer, Code::StorageFull).await;
    let (status, told) = hub.told("/health/ready").await;
    assert_eq!(
        (status.as_u16(), told.contains("\"disk\"")),
        (503, true),
        "{told}"
    );
    assert_eq!(hub.told("/health/live").await.0, StatusCode::OK);

    assert_eq!(visits.inbox("").await.letters.len(), 1);
    assert_eq!(visits.body(first).await.bytes().await.unwrap(), "plan");
    let statement = visits.statement(&receipt, wire::statement::Act::Collected);
    assert_state(
        visits.state(first, &statement).await,
        wire::State::Collected,
    )
    .await;

    hub.restart_with(|config| config.limits.disk_percent = 100)
        .await;
    hub.again(&mut manager);
    assert_eq!(hub.told("/health/ready").await.0, StatusCode::OK);
    assert_eq!(
        manager.deposit(&label, b"plan").await.status(),
        StatusCode::CREATED
    );
}
