//! What the operator does, from a new hub to a revoked certificate.

use crate::support::*;
use reqwest::StatusCode;
use serde_json::Value;

#[test]
fn an_operator_announces_maintenance_and_ends_it() {
    let place = Place::with_hub();
    let said = place.hub(&[
        "announcement",
        "add",
        "--maintenance",
        "--text",
        "22時から停止します。",
        "--text-en",
        "Away from 22:00.",
        "--from",
        "2099-12-01T22:00",
        "--until",
        "2099-12-01T23:30",
        "--json",
    ]);
    let added: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(added["number"], 1);
    assert_eq!(added["kind"], "maintenance");
    let listed: Value =
        serde_json::from_str(&place.hub(&["announcement", "list", "--json"])).unwrap();
    assert_eq!(listed, added);
    let line = place.hub(&["announcement", "list"]);
    assert!(
        line.contains("2099-12-01 22:00 – 2099-12-01 23:30"),
        "{line}"
    );
    let ended: Value =
        serde_json::from_str(&place.hub(&["announcement", "end", "1", "--json"])).unwrap();
    assert_eq!(ended["ended"], true);
    assert_eq!(place.hub(&["announcement", "list", "--json"]), "");
    let over = place.try_hub(&[
        "announcement",
        "add",
        "--text",
        "遅い",
        "--text-en",
        "late",
        "--until",
        "2020-01-01T00:00",
    ]);
    assert!(!over.status.success());
}

#[tokio::test]
async fn an_operator_makes_a_hub_and_an_office_reaches_it() {
    let place = Place::with_hub();
    let office = place.office("9970100018-43");
    let hub = place.serve();
    assert_eq!(office.get(&hub, "/v1/inbox").await.status(), StatusCode::OK);

    let listed: Value =
        serde_json::from_str(&place.hub(&["office", "list", "--json", "997"])).unwrap();
    assert_eq!(listed["number"], "9970100018");
    assert_eq!(listed["standing"], "active");
    // While it serves: suspended and resumed, and its certificate revoked for good.
    place.hub(&["office", "suspend", "9970100018"]);
    assert!(place.hub(&["office", "list"]).contains("suspended"));
    place.hub(&["office", "resume", "9970100018"]);
    place.hub(&[
        "office",
        "licence",
        "9970100018",
        "--from",
        "2020-01-01",
        "--until",
        "2020-12-31",
    ]);
    assert!(
        place
            .hub(&["office", "list"])
            .contains("2020-01-01 – 2020-12-31  expired")
    );

    let listed: Value =
        serde_json::from_str(&place.hub(&["certificate", "list", "--json"])).unwrap();
    let fingerprint = listed["fingerprint"].as_str().unwrap();
    place.hub(&["certificate", "revoke", fingerprint]);
    assert_eq!(
        office.get(&hub, "/v1/inbox").await.status(),
        StatusCode::UNAUTHORIZED
    );
    assert!(
        !place
            .try_hub(&["certificate", "revoke", fingerprint])
            .status
            .success()
    );
    place.hub(&[
        "certificate",
        "register",
        "9970100018",
        "offices/9970100018.pem",
    ]);
    assert_eq!(office.get(&hub, "/v1/inbox").await.status(), StatusCode::OK);

    #[cfg(unix)]
    assert_eq!(hub.stop(), Some(0), "asked to stop, it ends well");
}

#[test]
fn what_exists_is_not_made_again() {
    let place = Place::with_hub();
    assert!(!place.try_hub(&["init"]).status.success());
    place.office("9970100018-43");
    let again = [
        "office",
        "add",
        "--number",
        "9970100018",
        "--name",
        "見本",
        "--service-type",
        "43",
    ];
    assert!(!place.try_hub(&again).status.success());
    let issue = ["certificate", "issue", "9970100018", "--into", "offices"];
    assert!(
        !place.try_hub(&issue).status.success(),
        "a key is not overwritten"
    );
}

#[test]
fn a_certificate_is_issued_off_the_hubs_machine_from_a_request() {
    let place = Place::with_hub();
    std::fs::rename(place.hub_folder().join("ca"), place.path("vault")).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let named = rcgen::CertificateParams::new(["elsewhere".to_owned()]).unwrap();
    let request = named.serialize_request(&key).unwrap().pem().unwrap();
    std::fs::write(place.path("request.pem"), request).unwrap();
    place.hub(&[
        "certificate",
        "issue",
        "9970100018",
        "--ca",
        "vault",
        "--request",
        "request.pem",
        "--into",
        "out",
    ]);
    assert!(place.path("out/9970100018.pem").exists());
    assert!(
        !place.path("out/9970100018.key.pem").exists(),
        "the key stays with the office"
    );
}

#[test]
fn a_demos_folder_is_not_served() {
    let place = Place::with_hub();
    std::fs::write(place.hub_folder().join("demo"), "").unwrap();
    let output = place.try_hub(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("careplan demo"));
}

#[test]
fn an_unknown_setting_stops_the_start_with_its_line() {
    let place = Place::with_hub();
    std::fs::write(
        place.hub_folder().join("hub.toml"),
        "# settings\nlisen = \"127.0.0.1:0\"\n",
    )
    .unwrap();
    let output = place.try_hub(&["serve"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("hub.toml:2"), "{said}");
    assert!(said.contains("did you mean `listen`?"), "{said}");
}
