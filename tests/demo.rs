//! `careplan demo` as a stranger finds it: what it says, what waits in it, and what it keeps to itself.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running demo; it ends with the test.
struct Demo {
    process: Child,
    folder: tempfile::TempDir,
    ready: Value,
    client: Client,
}

impl Demo {
    fn start() -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ready.json");
        let process = Command::new(env!("CARGO_BIN_EXE_careplan"))
            .args(["demo", "--port", "0", "--hold", "1", "--ready-file"])
            .arg(&file)
            .arg("--data")
            .arg(folder.path().join("data"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while !file.exists() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "the demo does not serve"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        let ready = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        Self {
            process,
            folder,
            ready,
            client: Client::new(),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn office(&self, number: &str) -> &Value {
        let offices = self.ready["offices"].as_array().unwrap();
        offices
            .iter()
            .find(|office| office["number"] == number)
            .unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.ready["url"].as_str().unwrap())
    }

    /// Sign the first member of staff in who may send, and give the cookie.
    async fn sign_in(&self, number: &str) -> String {
        let staff = self.office(number)["staff"].as_array().unwrap();
        let person = staff
            .iter()
            .find(|person| person["role"] == "exchange")
            .unwrap();
        let who = json!({"user": person["user"], "password": person["password"]});
        let request = self.client.post(self.url("/api/session"));
        let answer = self
            .write(request)
            .body(who.to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    fn write(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header("origin", self.url(""))
            .header("content-type", "application/json")
    }

    async fn get(&self, cookie: &str, path: &str) -> Value {
        let answer = self
            .client
            .get(self.url(path))
            .header("cookie", cookie)
            .send()
            .await
            .unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn example(path: &str) -> Vec<u8> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("careplan/tests/data/examples");
    std::fs::read(examples.join(path)).unwrap()
}

#[tokio::test]
async fn a_letter_waits_and_opens_byte_for_byte() {
    let demo = Demo::start();
    let cookie = demo.sign_in("9970200024").await;
    let inbox = demo.get(&cookie, "/api/offices/9970200024/inbox").await;
    assert_eq!(inbox["unread"], 1);
    let letter = &inbox["letters"][0];
    assert_eq!(letter["unit"], "plan_documents");
    assert_eq!(letter["from"]["name"], "みどり居宅介護支援事業所");

    let path = format!(
        "/api/offices/9970200024/inbox/{}",
        letter["id"].as_str().unwrap()
    );
    let open = demo
        .client
        .post(demo.url(&format!("{path}/open")))
        .header("cookie", &cookie);
    let opened = demo.write(open).send().await.unwrap();
    assert_eq!(opened.status(), 200);
    for (index, file) in letter["contents"]["files"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        let request = demo.client.get(demo.url(&format!("{path}/files/{index}")));
        let answer = request.header("cookie", &cookie).send().await.unwrap();
        let name = file["name"].as_str().unwrap();
        assert_eq!(
            answer.bytes().await.unwrap(),
            example(&format!("b_care_plan_tables123/{name}")),
            "{name}"
        );
    }
}

#[tokio::test]
async fn offices_that_cannot_be_sent_to_are_there_to_try() {
    let demo = Demo::start();
    let cookie = demo.sign_in("9970100018").await;
    for (address, code) in [
        ("9970500052-11", "recipient_suspended"),
        ("9970600068-15", "recipient_expired"),
        ("9970900001-11", "recipient_unknown"),
        ("9970100018-43", "recipient_is_sender"),
    ] {
        let path = format!("/api/offices/9970100018/directory/{address}");
        let answer = demo.get(&cookie, &path).await;
        assert_eq!(answer["problem"]["code"], code, "{address}");
    }
}

#[test]
fn the_ready_file_names_six_offices_three_people_each_and_their_keys() {
    let demo = Demo::start();
    let offices = demo.ready["offices"].as_array().unwrap();
    assert_eq!(offices.len(), 6);
    for office in offices {
        assert_eq!(office["staff"].as_array().unwrap().len(), 3);
        for key in ["certificate", "key", "sealing_certificate", "sealing_key"] {
            let path = Path::new(office[key].as_str().unwrap());
            assert!(
                std::fs::read_to_string(path)
                    .unwrap()
                    .starts_with("-----BEGIN ")
            );
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = std::fs::metadata(path).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{}", path.display());
            }
        }
    }
}

#[test]
fn its_folders_are_refused_by_the_commands_that_serve() {
    let demo = Demo::start();
    let refused = |command: &str, option: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_careplan"))
            .args([command, "serve", "--listen", "127.0.0.1:0", option])
            .arg(demo.data().join(command))
            .output()
            .unwrap();
        assert!(
            !output.status.success(),
            "{command} serve took a demo's folder"
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("careplan demo"), "{command}: {said}");
    };
    refused("hub", "--folder");
    refused("server", "--data");
}
