//! `careplan server` as its administrator uses it.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn careplan(folder: &Path, words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_careplan"))
        .args(["server", "--lang", "en", "--data", "data"])
        .args(words)
        .current_dir(folder)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that asks for nothing may have ended before it is told something.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with a server that has one office, and a hub's CA to name.
fn office() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    let hub = hub::Folder::new(folder.path().join("hub"));
    hub::init(&hub, &["localhost".to_owned()]).unwrap();
    said(&careplan(folder.path(), &["init"], ""));
    let ca = hub.ca_certificate();
    let words = [
        "office",
        "add",
        "--number",
        "9970100018",
        "--service-type",
        "43",
        "--name",
        "見本事業所",
        "--hub",
        "https://localhost:8443",
        "--hub-ca",
        ca.to_str().unwrap(),
    ];
    said(&careplan(folder.path(), &words, ""));
    folder
}

#[test]
fn offices_and_staff_are_listed_as_json() {
    let folder = office();
    let add = [
        "staff",
        "add",
        "--office",
        "9970100018",
        "--role",
        "read-only",
        "--name",
        "見本 花子",
        "hanako",
    ];
    said(&careplan(folder.path(), &add, "correct horse battery\n"));
    let staff: serde_json::Value = serde_json::from_str(&said(&careplan(
        folder.path(),
        &["staff", "list", "--json"],
        "",
    )))
    .unwrap();
    assert_eq!(staff["user"], "hanako");
    assert_eq!(staff["offices"][0][1], "read_only");
    let offices: serde_json::Value = serde_json::from_str(&said(&careplan(
        folder.path(),
        &["office", "list", "--json"],
        "",
    )))
    .unwrap();
    assert_eq!(offices["number"], "9970100018");
    said(&careplan(folder.path(), &["staff", "remove", "hanako"], ""));
    assert_eq!(said(&careplan(folder.path(), &["staff", "list"], "")), "");
}

#[test]
fn a_certificate_is_asked_for_and_imported() {
    let folder = office();
    let request = said(&careplan(
        folder.path(),
        &["certificate", "request", "--office", "9970100018"],
        "",
    ));
    let ca = hub::ca::Ca::open(&hub::Folder::new(folder.path().join("hub")).ca()).unwrap();
    let issued = ca
        .issue_for_request(&"9970100018".parse().unwrap(), &request, 30)
        .unwrap();
    std::fs::write(folder.path().join("c.pem"), &issued.certificate).unwrap();
    said(&careplan(
        folder.path(),
        &["certificate", "import", "--office", "9970100018", "c.pem"],
        "",
    ));
    let listed = said(&careplan(
        folder.path(),
        &["certificate", "list", "--json"],
        "",
    ));
    assert!(
        listed.contains(&evidence::digest(&issued.der).to_string()),
        "{listed}"
    );
}

#[test]
fn what_cannot_be_done_is_said_and_exits_1() {
    let folder = office();
    let again = refused(&careplan(folder.path(), &["init"], ""));
    assert!(again.contains("holds a server already"), "{again}");
    let add = [
        "staff",
        "add",
        "--office",
        "9970100018",
        "--role",
        "exchange",
        "--name",
        "x",
        "taro",
    ];
    let short = refused(&careplan(folder.path(), &add, "short\n"));
    assert!(short.contains("at least 8 characters"), "{short}");
    let bare = refused(&careplan(
        folder.path(),
        &["serve", "--listen", "0.0.0.0:0"],
        "",
    ));
    assert!(bare.contains("loopback"), "{bare}");
}

#[test]
fn an_unknown_setting_stops_the_start_with_its_line() {
    let folder = office();
    std::fs::write(
        folder.path().join("server.toml"),
        "hold = 5\nlissten = \"127.0.0.1:0\"\n",
    )
    .unwrap();
    let error = refused(&careplan(folder.path(), &["serve"], ""));
    assert!(
        error.contains("line 2") && error.contains("`listen`"),
        "{error}"
    );
}

#[test]
fn a_demos_folder_is_refused() {
    let folder = office();
    std::fs::write(folder.path().join("data/demo"), "").unwrap();
    let error = refused(&careplan(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0"],
        "",
    ));
    assert!(error.contains("demo"), "{error}");
}
