//! New certificates without a restart: the next connection sees them, the open ones live on.

use crate::support::*;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

/// The certificate that the hub shows on a connection.
fn shown(stream: &TlsStream<TcpStream>) -> Vec<u8> {
    stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
}

/// Ask for something on an open connection: whether it is answered well.
async fn is_served(stream: &mut TlsStream<TcpStream>) -> bool {
    let words = b"GET /v1/journal/checkpoint HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(words).await.unwrap();
    let mut answer = vec![0; 16_384];
    let length = timeout(PATIENCE, stream.read(&mut answer))
        .await
        .unwrap()
        .unwrap();
    answer[..length].starts_with(b"HTTP/1.1 200 ")
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_the_next_and_open_connections_live_on() {
    let hub = TestHub::start().await;
    let office = hub.office("9970100018-43").await;
    let issued = hub.further_certificate(&office).await;
    let mut open = hub.connect(&issued).await;
    let before = shown(&open);

    // A certificate without its key is no use: what was before stays.
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let renewed = hub.ca().issue_server(&names, 30).unwrap();
    std::fs::write(hub.folder.server_certificate(), &renewed.certificate).unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(shown(&hub.connect(&issued).await) == before);

    std::fs::write(hub.folder.server_key(), renewed.key.unwrap()).unwrap();
    let seen = async {
        while shown(&hub.connect(&issued).await) != renewed.der {
            assert!(is_served(&mut open).await, "an open connection lives on");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(PATIENCE, seen)
        .await
        .expect("the hub reads its files again");
    assert!(is_served(&mut open).await);
    assert!(shown(&open) == before);
    assert_eq!(office.get("/v1/inbox").await.status(), 200);
}
