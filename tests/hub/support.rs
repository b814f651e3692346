//! The command `careplan hub`, a hub that it runs, and an office that calls it.

use evidence::SigningKey;
use evidence::card::{self, SealingCertificate};
use reqwest::multipart::{Form, Part};
use reqwest::{
    Certificate, Client, ClientBuilder, Identity, Method, RequestBuilder, Response, StatusCode,
};
use server::seal::OpeningKey;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;
use wire::{Address, EnvelopeId, Label, LetterKind, Time};

/// 2020-01-01 and 2100-01-01.
const ALWAYS: (Time, Time) = (Time(1_577_836_800_000), Time(4_102_444_800_000));

/// The command `careplan`: as cargo has built it, or the copy that `cargo xtask soak` has made.
pub fn program() -> OsString {
    let copy = std::env::var_os("CAREPLAN_SOAK_BINARY");
    copy.unwrap_or_else(|| env!("CARGO_BIN_EXE_careplan").into())
}

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
        let mut command = Command::new(program());
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
        self.serve_with(&[])
    }

    /// The same, with more in its environment.
    pub fn serve_with(&self, environment: &[(String, PathBuf)]) -> Running {
        self.try_serve_with(environment).expect("the hub has ended")
    }

    /// The same; none when it ends before it serves.
    pub fn try_serve_with(&self, environment: &[(String, PathBuf)]) -> Option<Running> {
        let ready = self.path("ready.json");
        let _ = std::fs::remove_file(&ready);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.path("log"))
            .unwrap();
        let mut process = self
            .command(&["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
            .args(["--operation", "127.0.0.1:0", "--public", "127.0.0.1:0"])
            .arg("--ready-file")
            .arg(&ready)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let began = Instant::now();
        while !ready.exists() {
            if process.try_wait().unwrap().is_some() {
                return None;
            }
            assert!(began.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(10));
        }
        let ready: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&ready).unwrap()).unwrap();
        let url = |key: &str| ready[key].as_str().unwrap().to_owned();
        Some(Running {
            process,
            url: url("url"),
            public: url("public_url"),
            operation: url("operation_url"),
        })
    }

    /// A further client of an office: it keeps no connection, and waits for nothing longer than that.
    pub fn client_of(&self, office: &Office, patience: Duration) -> Client {
        let number = office.address.number.as_str();
        let read = |name: String| std::fs::read(self.path(&name)).unwrap();
        let key = read(format!("offices/{number}.key.pem"));
        let certificate = read(format!("offices/{number}.pem"));
        builder(
            &key,
            &certificate,
            &read("hub/ca/certificate.pem".to_owned()),
        )
        .pool_max_idle_per_host(0)
        .timeout(patience)
        .build()
        .unwrap()
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
        let client = builder(&key, &certificate, &ca).build().unwrap();
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

/// The client of an office, as far as its certificate goes.
pub fn builder(key: &[u8], certificate: &[u8], ca: &[u8]) -> ClientBuilder {
    Client::builder()
        .identity(Identity::from_pem(&[key, certificate].concat()).unwrap())
        .tls_certs_only([Certificate::from_pem(ca).unwrap()])
        .no_proxy()
        .timeout(Duration::from_secs(20))
}

/// A hub in a process of its own; killed when it goes out of sight.
pub struct Running {
    process: Child,
    pub url: String,
    /// Where applications go.
    pub public: String,
    operation: String,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.url.strip_prefix("https://").unwrap().parse().unwrap()
    }

    /// What it tells on this machine alone.
    pub async fn told(&self, path: &str) -> (StatusCode, String) {
        let client = Client::builder().no_proxy().build().unwrap();
        let address = format!("{}{path}", self.operation);
        let response = client.get(address).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// Octets of memory that it holds.
    #[cfg(target_os = "linux")]
    pub fn resident(&self) -> u64 {
        let status = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kibibytes = line.unwrap().split_whitespace().nth(1).unwrap();
        kibibytes.parse::<u64>().unwrap() * 1024
    }

    /// Files and connections that it has open.
    #[cfg(target_os = "linux")]
    pub fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.process.id());
        std::fs::read_dir(folder).unwrap().count()
    }

    /// Octets that it has read by `read` and `pread` since it was started: those of its files, and hardly anything else.
    #[cfg(target_os = "linux")]
    pub fn octets_read(&self) -> u64 {
        let counters = format!("/proc/{}/io", self.process.id());
        let counters = std::fs::read_to_string(counters).unwrap();
        let line = counters
            .lines()
            .find_map(|line| line.strip_prefix("rchar: "));
        line.unwrap().parse().unwrap()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.process.try_wait().unwrap().is_some()
    }

    /// Wait until it ends by itself.
    pub fn ended(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ask it to end.
    #[cfg(unix)]
    pub fn ask_to_stop(&self) {
        self.signal("-TERM");
    }

    /// Ask it to read its files again.
    #[cfg(unix)]
    pub fn hang_up(&self) {
        self.signal("-HUP");
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        let asked = Command::new("kill").args([name, &pid]).status().unwrap();
        assert!(asked.success());
    }

    /// End it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Ask it to end, and wait for its exit code.
    #[cfg(unix)]
    pub fn stop(mut self) -> Option<i32> {
        self.ask_to_stop();
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
            mandates: Vec::new(),
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
