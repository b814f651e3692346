//! `careplan verify` as a stranger runs it, on the evidence of a letter of the demo.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use reqwest::Client;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

struct Demo {
    process: Child,
    folder: tempfile::TempDir,
    ready: Value,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Demo {
    fn start() -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ready.json");
        let process = Command::new(env!("CARGO_BIN_EXE_careplan"))
            .args(["demo", "--port", "0", "--hold", "1", "--ready-file"])
            .arg(&file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        wait("the demo", || file.exists());
        let ready = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        Self {
            process,
            folder,
            ready,
        }
    }

    /// The evidence of the letter that waits for an office: opened, and once it is proved.
    async fn evidence(&self, number: &str) -> Vec<u8> {
        let client = Client::new();
        let url = self.ready["url"].as_str().unwrap();
        let offices = self.ready["offices"].as_array().unwrap();
        let office = offices
            .iter()
            .find(|office| office["number"] == number)
            .unwrap();
        let person = &office["staff"][0];
        let post = |path: &str| {
            let request = client.post(format!("{url}{path}")).header("origin", url);
            request.header("content-type", "application/json")
        };
        let who = json!({"user": person["user"], "password": person["password"]});
        let signed_in = post("/api/session").body(who.to_string()).send().await;
        let signed_in = signed_in.unwrap();
        let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let get = async |path: &str| {
            let request = client.get(format!("{url}{path}")).header("cookie", &cookie);
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.bytes().await.unwrap())
        };
        let start = Instant::now();
        loop {
            let inbox = get(&format!("/api/offices/{number}/inbox")).await.1;
            let inbox: Value = serde_json::from_slice(&inbox).unwrap();
            if let Some(id) = inbox["letters"][0]["id"].as_str() {
                let path = format!("/api/offices/{number}/inbox/{id}");
                let open = post(&format!("{path}/open")).header("cookie", &cookie);
                assert_eq!(open.send().await.unwrap().status(), 200);
                let (status, evidence) = get(&format!("{path}/evidence.zip")).await;
                // The first one may be packed before the hub has heard that the letter was opened.
                if status == 200 && holds(&evidence, "statements/1.txt") {
                    return evidence.to_vec();
                }
            }
            assert!(start.elapsed() < Duration::from_secs(60), "no evidence");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// The keys that an operator publishes.
    fn trust(&self) -> PathBuf {
        let read = |key: &str| std::fs::read_to_string(self.ready[key].as_str().unwrap()).unwrap();
        let path = self.folder.path().join("trust.pem");
        std::fs::write(&path, read("journal_key") + &read("hub_ca")).unwrap();
        path
    }
}

fn wait(what: &str, there: impl Fn() -> bool) {
    let start = Instant::now();
    while !there() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn verify(evidence: &Path, more: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_careplan"));
    command.args(["verify", "--lang", "en"]).arg(evidence);
    if let [trust] = more {
        command.arg("--trust").arg(trust);
    }
    command.output().unwrap()
}

#[tokio::test]
async fn t41_verify_tells_good_bad_and_not_compared_apart() {
    let demo = Demo::start();
    let zip = demo.evidence("9970200024").await;
    let (trust, file) = (demo.trust(), demo.folder.path().join("evidence.zip"));
    std::fs::write(&file, &zip).unwrap();
    assert_eq!(verify(&file, &[]).status.code(), Some(3));
    assert_eq!(verify(&file, &[&trust]).status.code(), Some(0));

    let said = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    // The files are stored as they are, so that a text in one of them is found in the ZIP; its checksum is kept right.
    let altered = alter(&zip, "receipt.txt", b"\"sequence\":", b"\"sequencf\":");
    std::fs::write(&file, altered).unwrap();
    for output in [verify(&file, &[]), verify(&file, &[&trust])] {
        assert_eq!(output.status.code(), Some(1));
        assert!(
            said(&output).contains("receipt.sig: has a wrong signature"),
            "{}",
            said(&output)
        );
    }
    // A rewritten entry, a forged head of the log, and a forged statement.
    for (name, before, after, bad) in [
        (
            "proofs/1.entry.txt",
            "\"sequence\":",
            "\"sequencf\":",
            "proofs/1.entry.txt: does not fit",
        ),
        (
            "proofs/1.checkpoint.txt",
            "\"size\":",
            "\"sizf\":",
            "proofs/1.checkpoint.sig: has a wrong signature",
        ),
        (
            "statements/1.txt",
            "\"act\":",
            "\"acu\":",
            "statements/1.sig: has a wrong signature",
        ),
    ] {
        let altered = alter(&zip, name, before.as_bytes(), after.as_bytes());
        std::fs::write(&file, altered).unwrap();
        for output in [verify(&file, &[]), verify(&file, &[&trust])] {
            assert_eq!(output.status.code(), Some(1), "{name}");
            assert!(said(&output).contains(bad), "{}", said(&output));
        }
    }
    std::fs::write(&file, &zip).unwrap();
    let empty = demo.folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    assert_eq!(verify(&file, &[&empty]).status.code(), Some(2), "no keys");
    assert_eq!(verify(Path::new("nothing.zip"), &[]).status.code(), Some(2));
}

/// Whether a ZIP has a file of this name.
fn holds(zip: &[u8], name: &str) -> bool {
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    zip.index_for_name(name).is_some()
}

/// Replace something in one file of a ZIP.
fn alter(zip: &[u8], name: &str, before: &[u8], after: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut old = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let mut entry = old.by_index(place).unwrap();
        let mut octets = Vec::new();
        entry.read_to_end(&mut octets).unwrap();
        let known = entry.name().unwrap().into_owned();
        if known == name {
            let at = octets
                .windows(before.len())
                .position(|window| window == before)
                .unwrap();
            octets.splice(at..at + before.len(), after.iter().copied());
        }
        new.start_file(known, zip::write::SimpleFileOptions::default())
            .unwrap();
        new.write_all(&octets).unwrap();
    }
    new.finish().unwrap().into_inner()
}
