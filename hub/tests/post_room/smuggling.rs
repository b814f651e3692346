//! One connection, one understanding of where a request ends (T46).
//!
//! Each of these requests carries a second one in what some programs take for its body: the first fetch of a letter, which collects it.
//! Whatever the hub makes of the first, the second must never be done.

use crate::support::*;
use reqwest::{Method, StatusCode};
use wire::State;

/// Heads whose body's length can be read in several ways, each with what follows it.
const AMBIGUOUS: [(&str, &str, &str); 17] = [
    (
        "length and chunks",
        "content-length: {n}\r\ntransfer-encoding: chunked",
        "0\r\n\r\n",
    ),
    (
        "chunks and length",
        "transfer-encoding: chunked\r\ncontent-length: {n}",
        "0\r\n\r\n",
    ),
    (
        "two lengths",
        "content-length: 0\r\ncontent-length: {n}",
        "",
    ),
    (
        "two lengths, the other way",
        "content-length: {n}\r\ncontent-length: 0",
        "",
    ),
    ("a list of lengths", "content-length: 0, {n}", ""),
    ("a length with a sign", "content-length: +0", ""),
    ("a negative length", "content-length: -1", ""),
    ("a length in hexadecimal", "content-length: 0x0", ""),
    ("a length with a space", "content-length: 0 0", ""),
    (
        "an unknown coding",
        "transfer-encoding: xchunked",
        "0\r\n\r\n",
    ),
    (
        "chunks are not the last coding",
        "transfer-encoding: chunked, identity",
        "0\r\n\r\n",
    ),
    (
        "a hidden coding",
        "transfer-encoding: \u{b}chunked\r\ncontent-length: {n}",
        "0\r\n\r\n",
    ),
    (
        "a space before the colon",
        "transfer-encoding : chunked\r\ncontent-length: {n}",
        "0\r\n\r\n",
    ),
    (
        "a folded line",
        "x-a: b\r\n transfer-encoding: chunked\r\ncontent-length: {n}",
        "0\r\n\r\n",
    ),
    (
        "a bare CR",
        "x-a: b\rtransfer-encoding: chunked\r\ncontent-length: {n}",
        "0\r\n\r\n",
    ),
    ("a NUL", "x-a: b\0\r\ncontent-length: {n}", "0\r\n\r\n"),
    (
        "a chunk's size in words",
        "transfer-encoding: chunked",
        "0x0\r\n\r\n",
    ),
];

#[tokio::test]
async fn t46_no_second_request_hides_in_the_body_of_a_first() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let issued = hub.further_certificate(&visits).await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let hidden = format!("GET /v1/envelopes/{id}/body HTTP/1.1\r\nhost: localhost\r\n\r\n");
    for (name, head, after) in AMBIGUOUS {
        let length = (after.len() + hidden.len()).to_string();
        let head = head.replace("{n}", &length);
        let words = format!(
            "POST /v1/envelopes/{id}/collected HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{head}\r\n\r\n{after}{hidden}"
        );
        let mut stream = hub.connect(&issued).await;
        let answer = say(&mut stream, words.as_bytes()).await;
        let answers = answer.matches("HTTP/1.1 ").count();
        assert!(answers <= 1, "{name}: {answer}");
        assert!(!answer.starts_with("HTTP/1.1 2"), "{name}: {answer}");
        assert_eq!(manager.letter(id).await.state, State::Arrived, "{name}");
    }
    // The same request by itself is done: so the ones above had their reasons.
    let mut stream = hub.connect(&issued).await;
    let alone = hidden.replacen("host", "connection: close\r\nhost", 1);
    let answer = say(&mut stream, alone.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(manager.letter(id).await.state, State::Collected);
}

#[tokio::test]
async fn t46_what_a_proxy_would_say_of_the_caller_counts_for_nothing() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let certificate = pem::encode(&pem::Pem::new("CERTIFICATE", visits.certificate.clone()));
    let escaped = certificate.replace("\r\n", "%0A");
    for name in [
        "x-client-cert",
        "x-ssl-client-cert",
        "x-forwarded-client-cert",
        "client-cert",
        "x-client-dn",
        "x-ssl-client-s-dn",
        "x-office",
        "x-forwarded-user",
        "x-remote-user",
        "authorization",
        "forwarded",
        "x-original-url",
        "x-http-method-override",
    ] {
        for value in [escaped.as_str(), "CN=9970200024", "9970200024"] {
            let request = day.request(Method::GET, &format!("/v1/envelopes/{id}"));
            let answer = request.header(name, value).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}");
            let request = day.request(Method::GET, "/v1/inbox");
            let answer = request.header(name, value).send().await.unwrap();
            let inbox: wire::hub_api::Mailbox = answer.json().await.unwrap();
            assert_eq!(inbox.letters, [], "{name}");
        }
    }
}
