//! 利用申請 by the real commands of both sides: the office's server asks, the operator answers, letters can go.

use crate::support::*;
use serde_json::Value;
use std::process::{Command, Output};

/// `careplan server ...` in a data folder beside the hub's.
fn server(place: &Place, words: &[&str]) -> Output {
    Command::new(program())
        .args(["--lang", "en", "server", "--data", "data"])
        .args(words)
        .current_dir(place.path(""))
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("{text}"))
}

/// Where somebody would say `localhost`: the certificate is made out to that name.
fn named(url: &str) -> String {
    url.replace("127.0.0.1", "localhost")
}

fn send(place: &Place, hub: &Running, number: &str) -> Output {
    let (url, public) = (named(&hub.url), named(&hub.public));
    let ca = place.hub_folder().join("ca/certificate.pem");
    let office = [
        "application",
        "send",
        "--number",
        number,
        "--name",
        "見本居宅介護支援事業所",
    ];
    let contact = [
        "--service-type",
        "43",
        "--telephone",
        "000-0000-0000",
        "--email",
        "office@example.com",
    ];
    let hub = [
        "--hub",
        &url,
        "--hub-public",
        &public,
        "--hub-ca",
        ca.to_str().unwrap(),
        "--json",
    ];
    let words: Vec<&str> = office.into_iter().chain(contact).chain(hub).collect();
    server(place, &words)
}

#[tokio::test]
async fn an_office_applies_and_is_approved_by_the_commands_alone() {
    let place = Place::with_hub();
    let hub = place.serve();
    said(&server(&place, &["init"]));
    let sent = json(&said(&send(&place, &hub, "9970400046")));
    assert_eq!(sent["state"], "applied");
    let id = sent["id"].as_str().unwrap();
    let listed = json(&place.hub(&["application", "list", "--json"]));
    assert_eq!(
        (&listed["id"], &listed["with"]),
        (&sent["id"], &Value::from("request"))
    );
    let shown = server(&place, &["application", "show", "9970400046"]);
    assert!(said(&shown).contains("Please wait"));

    let approved = json(&place.hub(&["application", "approve", id, "--json"]));
    assert_eq!(approved["state"], "approved");
    assert!(
        !place
            .try_hub(&["application", "approve", id])
            .status
            .success()
    );
    let shown = json(&said(&server(
        &place,
        &["application", "show", "9970400046", "--json"],
    )));
    assert_eq!(shown["state"], "approved");
    // The certificate is installed, with the key that was made there and never left.
    let certificates = json(&said(&server(&place, &["certificate", "list", "--json"])));
    assert_eq!(certificates["office"], "9970400046");
    let registered = json(&place.hub(&["certificate", "list", "--json"]));
    assert_eq!(registered["fingerprint"], certificates["sha256"]);
    let office = json(&place.hub(&["office", "show", "9970400046", "--json"]));
    assert_eq!(office["standing"], "active");
    assert_eq!(office["email"], "office@example.com");
    assert!(place.hub(&["application", "list"]).is_empty());
}

#[tokio::test]
async fn the_cas_key_is_elsewhere_and_a_returned_application_says_why() {
    let place = Place::with_hub();
    let hub = place.serve();
    said(&server(&place, &["init"]));
    std::fs::create_dir(place.path("vault")).unwrap();
    let own = place.hub_folder().join("ca");
    std::fs::copy(
        own.join("certificate.pem"),
        place.path("vault/certificate.pem"),
    )
    .unwrap();
    std::fs::rename(own.join("key.pem"), place.path("vault/key.pem")).unwrap();

    let id = |output: &Output| json(&said(output))["id"].as_str().unwrap().to_owned();
    let first = id(&send(&place, &hub, "9970400046"));
    assert!(
        !place
            .try_hub(&["application", "approve", &first])
            .status
            .success()
    );
    place.hub(&[
        "application",
        "show",
        &first,
        "--request-into",
        "request.pem",
    ]);
    let issue = [
        "certificate",
        "issue",
        "9970400046",
        "--ca",
        "vault",
        "--request",
        "request.pem",
        "--into",
        "out",
        "--json",
    ];
    place.hub(&issue);
    place.hub(&[
        "application",
        "approve",
        &first,
        "--certificate",
        "out/9970400046.pem",
    ]);
    let shown = json(&said(&server(
        &place,
        &["application", "show", "9970400046", "--json"],
    )));
    assert_eq!(shown["state"], "approved");

    let second = id(&send(&place, &hub, "9970500057"));
    place.hub(&[
        "application",
        "refuse",
        &second,
        "--reason",
        "事業所番号を確かめてください。",
    ]);
    let shown = said(&server(&place, &["application", "show", "9970500057"]));
    assert!(
        shown.contains("Returned") && shown.contains("事業所番号を確かめてください。"),
        "{shown}"
    );
}

#[test]
fn licences_are_listed_renewed_and_charged_by_the_commands() {
    let place = Place::with_hub();
    std::fs::write(
        place.hub_folder().join("hub.toml"),
        "licence_campaigns = [\"開始記念:2026-12-01:2027-03-31:0\"]\n",
    )
    .unwrap();
    let add = |number: &str, name: &str, from: &str| {
        let words = [
            "office",
            "add",
            "--number",
            number,
            "--name",
            name,
            "--service-type",
            "43",
            "--from",
            from,
            "--json",
        ];
        json(&place.hub(&words))
    };
    let office = add("9970100018", "見本事業所", "2026-12-01");
    assert_eq!(office["number"], "9970100018");
    add("9970200024", "=見本\"事業所", "2026-11-01");
    let free = place.hub(&["licence", "export", "--month", "2026-12"]);
    assert!(free.starts_with('\u{feff}'));
    assert!(
        free.contains("9970100018,\"見本事業所\",2026-12-01,2027-11-30,0,\"開始記念\""),
        "{free}"
    );
    let charged = place.hub(&["licence", "export", "--month", "2026-11"]);
    assert!(
        charged.contains("9970200024,\"'=見本\"\"事業所\",2026-11-01,2027-10-31,21000,\"\""),
        "{charged}"
    );
    let line = json(&place.hub(&["licence", "export", "--month", "2026-11", "--json"]));
    assert_eq!(line["fee_yen"], 21_000);

    let renewed = json(&place.hub(&["licence", "renew", "9970200024", "--fee", "5000", "--json"]));
    assert_eq!(renewed["fee_yen"], 5_000);
    let next = place.hub(&["licence", "export", "--month", "2027-11"]);
    assert!(
        next.contains("9970200024,") && next.contains(",2028-10-31,5000,"),
        "{next}"
    );
    place.hub(&["licence", "automatic", "9970200024", "on"]);
    let listed = place.hub(&["licence", "list", "--json", "9970200024"]);
    assert_eq!(json(&listed)["automatic"], true);
    place.hub(&["licence", "suspend", "9970200024"]);
    assert!(place.hub(&["licence", "list"]).contains("suspended"));
    place.hub(&["licence", "resume", "9970200024"]);
    assert!(place.hub(&["licence", "renew", "--due"]).is_empty());
    place.hub(&[
        "office",
        "change",
        "9970200024",
        "--name",
        "見本二号",
        "--telephone",
        "000-0000-0000",
    ]);
    let shown = json(&place.hub(&["office", "show", "9970200024", "--json"]));
    assert_eq!(
        (&shown["name"], &shown["telephone"]),
        (&Value::from("見本二号"), &Value::from("000-0000-0000"))
    );
}
