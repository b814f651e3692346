//! What comes in without end is refused early, and the hub's memory stays flat (T24).

use crate::support::*;
use reqwest::{Body, Method};

/// Pieces of 64 KiB that one endless body has; the hub never hears most of them.
const PIECES: u32 = 16_384;

/// Begin a letter that says it is small, and never end it.
async fn endless(hub: &Running, sender: &Office, receiver: &Office) {
    let label = sender.label(&receiver.address, 4);
    let text = serde_json::to_string(&label).unwrap();
    let part =
        |name: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
    let head = format!(
        "{}{text}\r\n{}m\r\n{}",
        part("label"),
        part("manifest"),
        part("body")
    );
    let zeros = vec![0_u8; 64 * 1024];
    let pieces = (0..PIECES).map(move |_| Ok::<_, std::io::Error>(zeros.clone()));
    let first = std::iter::once(Ok(head.into_bytes()));
    let stream = futures_util::stream::iter(first.chain(pieces));
    let request = sender
        .request(hub, Method::PUT, &format!("/v1/envelopes/{}", label.id))
        .header("content-type", "multipart/form-data; boundary=x");
    // Refused in words, or cut off while it still speaks.
    if let Ok(answer) = request.body(Body::wrap_stream(stream)).send().await {
        assert!(!answer.status().is_success());
    }
}

#[tokio::test]
async fn t24_memory_stays_flat_while_many_gigabytes_come() {
    let place = Place::with_hub();
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let hub = place.serve();
    sender.publish_card(&hub).await;
    receiver.publish_card(&hub).await;
    for _ in 0..2 {
        endless(&hub, &sender, &receiver).await;
    }
    let before = hub.resident();
    let mut most = before;
    for _ in 0..12 {
        endless(&hub, &sender, &receiver).await;
        most = most.max(hub.resident());
    }
    let more = (most - before) / 1024 / 1024;
    assert!(
        more < 20,
        "{more} MiB more than {} MiB",
        before / 1024 / 1024
    );
    let metrics = hub.told("/metrics").await.1;
    assert!(
        metrics.contains("careplan_hub_bodies_octets 0"),
        "given back: {metrics}"
    );
}
