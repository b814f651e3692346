//! The command `careplan hub`, a hub that it runs, and an office that calls it.

use evidence::SigningKey;
use evidence::card::{self, SealingCertificate};
use reqwest::multipart::{Form, Part};
use reqwest::{Certificate, Client, Identity, Method, RequestBuilder, Response, StatusCode};
use server::seal::OpeningKey;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;
use wire::{Address, EnvelopeId, Label, LetterKind, Time};

/// 2020-01-01 and 2100-01-01.
const ALWAYS: (Time, Time) = (Time(1_577_836_800_000), Time(4_102_444_800_000));

pub fn now() -> Time {
    SystemTime::now().into()
}

/// A place for a hub's folder and what else is written.
pub struct Place {
    folder: TempDir,
}

impl Place {
    /// A place with a new hub.
    pub fn with_hub() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        place.hub(&["init"]);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn hub_folder(&self) -> PathBuf {
        self.path("hub")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_careplan"));
        command
            .args(["--lang", "en", "hub", "--folder"])
            .arg(self.hub_folder())
            .args(words)
            .current_dir(self.folder.path())
            .env("CAREPLAN_LOG", "debug")
            // One office asks for more in a test than in a day, on whatever disk there is.
            .env("CAREPLAN_HUB_REQUESTS_PER_SECOND", "100000")
            .env("CAREPLAN_HUB_DISK_PERCENT", "100")
            .stdin(Stdio::null());
        command
    }

    /// Run `careplan hub ...`, whatever comes of it.
    pub fn try_hub(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Run `careplan hub ...`, which must succeed: what it says.
    pub fn hub(&self, words: &[&str]) -> String {
        let output = self.try_hub(words);
        let said = String::from_utf8(output.stdout).unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{words:?}: {said}{error}");
        said
    }

    /// Run `careplan hub serve` on a free port. The log is added to a file.
    pub fn serve(&self) -> Running {
        let ready = self.path("ready.json");
        let _ = std::fs::remove_file(&ready);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.path("log"))
            .unwrap();
        let mut process = self
            .command(&["serve", "--listen", "127.0.0.1:0", "--ready-file"])
            .arg(&ready)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let began = Instant::now();
        while !ready.exists() {
            assert!(process.try_wait().unwrap().is_none(), "the hub has ended");
            assert!(began.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(10));
        }
        let ready: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&ready).unwrap()).unwrap();
        Running {
            process,
            url: ready["url"].as_str().unwrap().to_owned(),
        }
    }

    /// Register an office with a certificate of the hub's own CA.
    pub fn office(&self, address: &str) -> Office {
        let address: Address = address.parse().unwrap();
        let number = address.number.as_str();
        let service_type = address.service_type.as_str();
        self.hub(&[
            "office",
            "add",
            "--number",
            number,
            "--name",
            "見本事業所",
            "--service-type",
            service_type,
        ]);
        self.hub(&[
            "certificate",
            "issue",
            number,
            "--into",
            "offices",
            "--register",
        ]);
        let read = |name: String| std::fs::read(self.path("offices").join(name)).unwrap();
        let certificate = read(format!("{number}.pem"));
        let key = read(format!("{number}.key.pem"));
        let ca = std::fs::read(self.hub_folder().join("ca/certificate.pem")).unwrap();
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = Client::builder()
            .identity(Identity::from_pem(&[key.as_slice(), &certificate].concat()).unwrap())
            .tls_certs_only([Certificate::from_pem(&ca).unwrap()])
            .no_proxy()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let (sealing_certificate, sealing_key) =
            server::seal::new_sealing_key(&address.number, ALWAYS.0, ALWAYS.1).unwrap();
        Office {
            client,
            certificate: hub::operator::read_certificate(&certificate).unwrap(),
            pkcs8: pem::parse(key).unwrap().into_contents(),
            opening: OpeningKey::new(&sealing_certificate, &sealing_key).unwrap(),
            sealing_certificate,
            address,
        }
    }
}

/// A hub in a process of its own; killed when it goes out of sight.
pub struct Running {
    process: Child,
    pub url: String,
}

impl Running {
    /// The process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// End it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Ask it to end, and wait for its exit code.
    #[cfg(unix)]
    pub fn stop(mut self) -> Option<i32> {
        let pid = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(asked.success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An office that calls the hub.
pub struct Office {
    pub client: Client,
    pub address: Address,
    pub certificate: Vec<u8>,
    pkcs8: Vec<u8>,
    pub sealing_certificate: Vec<u8>,
    pub opening: OpeningKey,
}

impl Office {
    pub fn key(&self) -> SigningKey {
        SigningKey::from_pkcs8(&self.pkcs8).unwrap()
    }

    pub fn request(&self, hub: &Running, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", hub.url))
    }

    pub async fn get(&self, hub: &Running, path: &str) -> Response {
        self.request(hub, Method::GET, path).send().await.unwrap()
    }

    pub async fn publish_card(&self, hub: &Running) {
        let facts = card::Facts {
            number: self.address.number.clone(),
            service_types: vec![self.address.service_type.clone()],
            name: "見本事業所".to_owned(),
            accepts: vec!["text/csv".to_owned()],
            connection_certificate: self.certificate.clone(),
            sealing_certificates: vec![SealingCertificate {
                certificate: self.sealing_certificate.clone(),
                from: ALWAYS.0,
                until: ALWAYS.1,
            }],
            time: now(),
        };
        let card = card::make(&self.key(), facts).unwrap();
        let path = format!("/v1/offices/{}/card", self.address.number);
        let request = self.request(hub, Method::PUT, &path).json(&card);
        assert_eq!(
            request.send().await.unwrap().status(),
            StatusCode::NO_CONTENT
        );
    }

    pub fn label(&self, to: &Address, size: usize) -> Label {
        Label {
            format: Label::FORMAT,
            id: EnvelopeId::new(),
            kind: LetterKind::Files,
            from: self.address.clone(),
            to: to.clone(),
            unit: None,
            month: None,
            serial: None,
            size: u64::try_from(size).unwrap(),
            time: now(),
            replaces: None,
            acting_for: None,
        }
    }

    /// A deposit, ready to send; sending fails when the hub goes away in the middle.
    pub fn deposit(
        &self,
        hub: &Running,
        id: EnvelopeId,
        label: &str,
        manifest: &[u8],
        body: &[u8],
    ) -> RequestBuilder {
        let form = Form::new()
            .part("label", Part::text(label.to_owned()))
            .part("manifest", Part::bytes(manifest.to_vec()))
            .part("body", Part::bytes(body.to_vec()));
        self.request(hub, Method::PUT, &format!("/v1/envelopes/{id}"))
            .multipart(form)
    }
}

/// All files in a folder and the folders in it.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
