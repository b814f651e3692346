//! How the operator sees the hub, and how it ends: in order.

use crate::support::*;
use hub::Folder;
use hub::ca::Ca;
use reqwest::tls::TlsInfo;
use reqwest::{Body, Method, StatusCode};
use std::time::Duration;

#[tokio::test]
async fn a_request_under_way_is_answered_when_the_hub_is_asked_to_stop() {
    let place = Place::with_hub();
    let (sender, receiver) = (place.office("9970100018-43"), place.office("9970200024-11"));
    let hub = place.serve();
    sender.publish_card(&hub).await;
    receiver.publish_card(&hub).await;
    let label = sender.label(&receiver.address, 4);
    let text = serde_json::to_string(&label).unwrap();
    let part = |name: &str, content: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    };
    let first = part("label", &text) + &part("manifest", "manifest");
    let rest = part("body", "plan") + "--x--\r\n";
    let (say, said) = tokio::sync::mpsc::channel::<Result<String, std::io::Error>>(4);
    let stream = futures_util::stream::unfold(said, |mut said| async {
        said.recv().await.map(|piece| (piece, said))
    });
    let path = format!("/v1/envelopes/{}", label.id);
    let request = sender
        .request(&hub, Method::PUT, &path)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::wrap_stream(stream));
    let answer = tokio::spawn(request.send());
    say.send(Ok(first)).await.unwrap();
    // It is under way: the metrics know of octets that are coming in.
    while hub
        .told("/metrics")
        .await
        .1
        .contains("careplan_hub_bodies_octets 0")
    {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    hub.ask_to_stop();
    // Nobody new comes in from now on.
    let address = hub.address();
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    say.send(Ok(rest)).await.unwrap();
    drop(say);
    assert_eq!(answer.await.unwrap().unwrap().status(), StatusCode::CREATED);
    let mut hub = hub;
    assert_eq!(hub.ended().code(), Some(0));

    let hub = place.serve();
    let kept = receiver.get(&hub, &path).await;
    assert_eq!(kept.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_line_of_the_log_is_json_and_requests_stand_under_their_ids() {
    let place = Place::with_hub();
    let office = place.office("9970100018-43");
    let hub = place.serve();
    let answer = office.get(&hub, "/v1/inbox").await;
    let id = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(hub.stop(), Some(0));
    let log = std::fs::read_to_string(place.path("log")).unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    let request = lines
        .iter()
        .find(|line| line["fields"]["request"] == id.as_str());
    let fields = &request.unwrap_or_else(|| panic!("{log}"))["fields"];
    assert_eq!(fields["route"], "GET /v1/inbox");
    assert_eq!(fields["status"], 200);
}

#[test]
fn health_and_metrics_are_not_told_to_other_machines() {
    let place = Place::with_hub();
    for address in ["0.0.0.0:0", "192.0.2.1:9443"] {
        let output = place.try_hub(&["serve", "--listen", "127.0.0.1:0", "--operation", address]);
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("a loopback address only"), "{said}");
    }
}

/// The certificate that the hub shows to a new connection.
async fn shown(place: &Place, hub: &Running) -> Vec<u8> {
    let ca = std::fs::read(place.hub_folder().join("ca/certificate.pem")).unwrap();
    let read = |name: &str| std::fs::read(place.path("offices").join(name)).unwrap();
    let (key, certificate) = (read("9970100018.key.pem"), read("9970100018.pem"));
    let client = builder(&key, &certificate, &ca)
        .tls_info(true)
        .build()
        .unwrap();
    let answer = client.get(format!("{}/v1/inbox", hub.url)).send().await;
    let answer = answer.unwrap();
    let info = answer.extensions().get::<TlsInfo>().unwrap();
    info.peer_certificate().unwrap().to_vec()
}

#[tokio::test]
async fn a_hangup_lets_the_hub_read_its_certificate_again_at_once() {
    let place = Place::with_hub();
    place.office("9970100018-43");
    // By itself it would look again much later than this test takes.
    let seldom = [("CAREPLAN_HUB_TRUST_SECONDS".to_owned(), "25".into())];
    let hub = place.serve_with(&seldom);
    let before = shown(&place, &hub).await;
    let folder = Folder::new(place.hub_folder());
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let renewed = Ca::open(&folder.ca())
        .unwrap()
        .issue_server(&names, 30)
        .unwrap();
    std::fs::write(folder.server_certificate(), &renewed.certificate).unwrap();
    std::fs::write(folder.server_key(), renewed.key.unwrap()).unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(shown(&place, &hub).await == before, "it has not looked yet");

    hub.hang_up();
    let seen = async {
        while shown(&place, &hub).await != renewed.der {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    // Far sooner than it would have looked by itself.
    let seen = tokio::time::timeout(Duration::from_secs(15), seen).await;
    seen.expect("it reads its files again");
}
