//! A hub in a temporary folder, offices with certificates of its CA, and callers.

pub mod objects;
pub mod postgres;
pub mod proxy;

use evidence::SigningKey;
use evidence::card::{self, SealingCertificate};
use hub::ca::{Ca, Issued};
use hub::operator::NewOffice;
use hub::store::certificates;
use hub::store::query::{batch, query_scalar};
use hub::store::{Database, Store};
use hub::{Config, Folder, Listeners, Operator};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, Issuer, KeyPair,
};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_util::sync::CancellationToken;
use wire::hub_api::{Mailbox, MailboxItem, StateChange};
use wire::statement::Act;
use wire::{
    Address, Code, EnvelopeId, Label, LetterKind, OfficeCard, OfficeNumber, Problem, Receipt,
    Signed, Statement, Time, Withdrawal,
};

/// 2020-01-01 and 2100-01-01.
pub const LICENCE: (Time, Time) = (Time(1_577_836_800_000), Time(4_102_444_800_000));

/// A hub that serves.
pub struct TestHub {
    pub folder: Folder,
    pub address: SocketAddr,
    /// Where health and metrics are told.
    pub operation: SocketAddr,
    /// Where applications go.
    pub public: SocketAddr,
    config: Config,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    place: Arc<TempDir>,
}

impl TestHub {
    /// A new hub without offices.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same, with settings of its own.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().join("hub"));
        hub::init(&folder, &["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let mut config = Config::new(folder.path());
        config.checkpoint_milliseconds = 20;
        if postgres::is_asked_for() {
            config.database = postgres::database().await;
        }
        if objects::is_asked_for() {
            static SERVER: OnceLock<objects::Server> = OnceLock::new();
            assert!(objects::is_installed());
            let server = SERVER.get_or_init(objects::Server::start);
            config.objects = object_storage(server.port);
        }
        config.trust_seconds = 1;
        // One office asks for more in a test than in a day, on whatever disk there is.
        config.limits.requests_per_second = 100_000;
        config.limits.disk_percent = 100;
        change(&mut config);
        keep_settings(&config);
        let ([address, operation, public], stop, serving) = serve(config.clone()).await;
        Self {
            folder,
            address,
            operation,
            public,
            config,
            stop,
            serving,
            place: Arc::new(place),
        }
    }

    /// A new hub with three offices that are ready: a care manager's and two providers'.
    pub async fn with_offices() -> (Self, [Caller; 3]) {
        let hub = Self::start().await;
        let manager = hub.ready_office("9970100018-43").await;
        let visits = hub.ready_office("9970200024-11").await;
        let day = hub.ready_office("9970300035-15").await;
        (hub, [manager, visits, day])
    }

    /// Stop, and start again in the same folder.
    pub async fn restart(&mut self) {
        self.restart_with(|_| {}).await;
    }

    /// The same, with other settings.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Config)) {
        self.stop.cancel();
        (&mut self.serving).await.unwrap();
        change(&mut self.config);
        (
            [self.address, self.operation, self.public],
            self.stop,
            self.serving,
        ) = serve(self.config.clone()).await;
    }

    /// What the hub tells on this machine alone.
    pub async fn told(&self, path: &str) -> (StatusCode, String) {
        let address = format!("http://{}{path}", self.operation);
        let response = self.client(None).get(address).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// A further certificate of an office, for connections that are made by hand.
    pub async fn further_certificate(&self, caller: &Caller) -> Issued {
        let number = &caller.address.number;
        let issued = self.ca().issue_office(number, 30).unwrap();
        let mut operator = self.operator().await;
        operator
            .register_certificate(number, &issued.der)
            .await
            .unwrap();
        operator.close().await.unwrap();
        issued
    }

    /// A second hub beside this one: the same folder, the same store, another port.
    pub async fn another(&self) -> Self {
        let ([address, operation, public], stop, serving) = serve(self.config.clone()).await;
        Self {
            folder: self.folder.clone(),
            address,
            operation,
            public,
            config: self.config.clone(),
            stop,
            serving,
            place: Arc::clone(&self.place),
        }
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.serving.await.unwrap();
    }

    pub async fn operator(&self) -> Operator {
        Operator::with_config(self.config.clone()).await.unwrap()
    }

    /// Let time pass for the hub and its operator; what callers sign has the system's time still.
    pub fn advance(&self, seconds: i64) {
        self.config.clock.advance(seconds);
    }

    /// The hub's time.
    pub fn now(&self) -> Time {
        self.config.clock.now()
    }

    /// The store, beside the hub.
    pub async fn store(&self) -> Store {
        Store::open(&self.config.database()).await.unwrap()
    }

    /// Change something in the store behind the hub's back.
    pub async fn meddle(&self, text: &'static str) {
        let mut transaction = self.store().await.begin().await.unwrap();
        batch(&mut transaction, text).await.unwrap();
        transaction.commit().await.unwrap();
    }

    /// The rows' one number.
    pub async fn numbers(&self, text: &'static str) -> Vec<i64> {
        let mut connection = self.store().await.read().await.unwrap();
        query_scalar(text).fetch_all(&mut connection).await.unwrap()
    }

    pub fn ca(&self) -> Ca {
        Ca::open(&self.folder.ca()).unwrap()
    }

    /// Put a certificate into the register that nobody has looked at: what the handshake makes of it is tried alone.
    pub async fn register_unchecked(&self, number: &OfficeNumber, certificate: &[u8]) {
        let not_after = Time(i64::MAX);
        let fingerprint = evidence::digest(certificate);
        let mut transaction = self.store().await.begin().await.unwrap();
        let now = self.config.clock.now();
        certificates::register(
            &mut transaction,
            number,
            &fingerprint,
            certificate,
            not_after,
            now,
        )
        .await
        .unwrap();
        transaction.commit().await.unwrap();
    }

    /// The hub's settings; its clock goes with its own.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The CA of the hub's folder, to make what it would not.
    pub fn issuer(&self) -> (KeyPair, Issuer<'static, KeyPair>) {
        let read = |name: &str| std::fs::read_to_string(self.folder.ca().join(name)).unwrap();
        let key = || KeyPair::from_pem(&read("key.pem")).unwrap();
        let issuer = Issuer::from_ca_cert_pem(&read("certificate.pem"), key()).unwrap();
        (key(), issuer)
    }

    /// Register an office with a certificate of the hub's CA.
    pub async fn office(&self, address: &str) -> Caller {
        self.office_for(address, 30).await
    }

    /// The same, with a certificate for so many days.
    pub async fn office_for(&self, address: &str, days: u32) -> Caller {
        let address: Address = address.parse().unwrap();
        let mut operator = self.operator().await;
        operator
            .register_office(NewOffice {
                number: address.number.clone(),
                service_types: vec![address.service_type.clone()],
                name: format!("見本事業所{}", address.number),
                telephone: None,
                active_from: LICENCE.0,
                active_until: LICENCE.1,
            })
            .await
            .unwrap();
        let issued = self.ca().issue_office(&address.number, days).unwrap();
        operator
            .register_certificate(&address.number, &issued.der)
            .await
            .unwrap();
        operator.close().await.unwrap();
        self.caller(address, &issued)
    }

    /// The same, with its card published.
    pub async fn ready_office(&self, address: &str) -> Caller {
        self.ready_office_for(address, 30).await
    }

    pub async fn ready_office_for(&self, address: &str, days: u32) -> Caller {
        let caller = self.office_for(address, days).await;
        let response = caller.publish(&caller.card(now())).await;
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        caller
    }

    /// Somebody who holds a certificate, registered or not.
    pub fn caller(&self, address: Address, issued: &Issued) -> Caller {
        let key = issued.key.as_deref().unwrap();
        let pkcs8 = PrivatePkcs8KeyDer::from_pem_slice(key.as_bytes()).unwrap();
        Caller {
            client: self.client(Some(issued)),
            base: format!("https://localhost:{}", self.address.port()),
            address,
            certificate: issued.der.clone(),
            key: Arc::new(SigningKey::from_pkcs8(pkcs8.secret_pkcs8_der()).unwrap()),
        }
    }

    /// The same caller after a restart, on the hub's new port.
    pub fn again(&self, caller: &mut Caller) {
        caller.base = format!("https://localhost:{}", self.address.port());
    }

    /// The same caller at this hub, by connections of its own.
    pub fn at(&self, caller: &Caller) -> Caller {
        Caller {
            client: caller.client.clone(),
            base: format!("https://localhost:{}", self.address.port()),
            address: caller.address.clone(),
            certificate: caller.certificate.clone(),
            key: Arc::clone(&caller.key),
        }
    }

    /// A bare TLS connection.
    pub async fn connect(&self, issued: &Issued) -> TlsStream<TcpStream> {
        let tls = TlsConnector::from(Arc::new(self.client_tls(Some(issued))));
        let stream = TcpStream::connect(self.address).await.unwrap();
        let name = "localhost".try_into().unwrap();
        tls.connect(name, stream).await.unwrap()
    }

    pub fn client(&self, issued: Option<&Issued>) -> Client {
        let tls = self.client_tls(issued);
        Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .build()
            .unwrap()
    }

    /// A client that shows a whole chain; none when its own library does not load it.
    pub fn client_of(
        &self,
        chain: &mut Vec<CertificateDer<'static>>,
        issued: &Issued,
    ) -> Option<Client> {
        let mut roots = rustls::RootCertStore::empty();
        let ca = CertificateDer::from_pem_file(self.folder.ca_certificate()).unwrap();
        roots.add(ca).unwrap();
        let key = PrivateKeyDer::from_pem_slice(issued.key.as_deref()?.as_bytes()).ok()?;
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let signing = provider.key_provider.load_private_key(key).ok()?;
        // Without the question whether key and certificate belong together: that is for the hub to find out.
        let certified = rustls::sign::CertifiedKey::new(std::mem::take(chain), signing);
        let resolver = rustls::sign::SingleCertAndKey::from(certified);
        let tls = rustls::ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .ok()?
            .with_root_certificates(roots)
            .with_client_cert_resolver(Arc::new(resolver));
        let builder = Client::builder().tls_backend_preconfigured(tls).no_proxy();
        Some(builder.build().unwrap())
    }

    pub fn client_tls(&self, issued: Option<&Issued>) -> rustls::ClientConfig {
        let mut roots = rustls::RootCertStore::empty();
        let ca = CertificateDer::from_pem_file(self.folder.ca_certificate()).unwrap();
        roots.add(ca).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        match issued {
            None => builder.with_no_client_auth(),
            Some(issued) => {
                let key = PrivateKeyDer::from_pem_slice(issued.key.as_deref().unwrap().as_bytes());
                builder
                    .with_client_auth_cert(vec![issued.der.clone().into()], key.unwrap())
                    .unwrap()
            }
        }
    }
}

/// Write down where the store is, for the operator's commands.
fn keep_settings(config: &Config) {
    if let Database::Server(url) = &config.database {
        let line = format!("database = \"{}\"\n", url.expose());
        std::fs::write(config.folder().settings(), line).unwrap();
    }
}

/// The settings of object storage on this machine.
pub fn object_storage(port: u16) -> hub::config::Objects {
    hub::config::Objects {
        endpoint: format!("http://127.0.0.1:{port}").parse().ok(),
        bucket: Some(objects::BUCKET.to_owned()),
        access_key: Some(objects::ACCESS_KEY.to_owned()),
        secret_key: Some(objects::SECRET_KEY.to_owned().into()),
        ..hub::config::Objects::default()
    }
}

/// A new, empty store of the engine that the tests run on, and the folder that holds it.
pub async fn empty_store() -> (TempDir, Store) {
    let place = tempfile::tempdir().unwrap();
    let database = if postgres::is_asked_for() {
        postgres::database().await
    } else {
        Database::File(place.path().join("hub.db"))
    };
    (place, Store::open(&database).await.unwrap())
}

async fn serve(config: Config) -> ([SocketAddr; 3], CancellationToken, JoinHandle<()>) {
    let offices = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let operation = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addresses = [&offices, &operation, &public].map(|listener| listener.local_addr().unwrap());
    let listeners = Listeners {
        offices,
        operation: Some(operation),
        public: Some(public),
    };
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    let serving = tokio::spawn(async move {
        hub::serve(listeners, config, stopped.cancelled())
            .await
            .unwrap();
    });
    (addresses, stop, serving)
}

/// A certificate of the hub's own CA that is not as the hub would make it.
pub fn issue(hub: &TestHub, change: impl FnOnce(&mut CertificateParams)) -> Issued {
    let (_, issuer) = hub.issuer();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, "9970100018");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    change(&mut params);
    let certificate = params.signed_by(&key, &issuer).unwrap();
    Issued {
        certificate: certificate.pem(),
        der: certificate.der().to_vec(),
        key: Some(key.serialize_pem()),
    }
}

/// The time.
pub fn now() -> Time {
    SystemTime::now().into()
}

/// An office's server, as the hub sees it.
pub struct Caller {
    pub client: Client,
    pub base: String,
    pub address: Address,
    pub certificate: Vec<u8>,
    pub key: Arc<SigningKey>,
}

impl Caller {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn json<T: serde::de::DeserializeOwned>(&self, path: &str) -> T {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    /// A card with one new sealing key.
    pub fn card(&self, time: Time) -> Signed<OfficeCard> {
        let sealing = rcgen::generate_simple_self_signed(vec!["sealing".to_owned()]).unwrap();
        let facts = card::Facts {
            number: self.address.number.clone(),
            service_types: vec![self.address.service_type.clone()],
            name: format!("見本事業所{}", self.address.number),
            accepts: vec!["text/csv".to_owned()],
            mandates: Vec::new(),
            connection_certificate: self.certificate.clone(),
            sealing_certificates: vec![SealingCertificate {
                certificate: sealing.cert.der().to_vec(),
                from: LICENCE.0,
                until: LICENCE.1,
            }],
            time,
        };
        card::make(&self.key, facts).unwrap()
    }

    pub async fn publish(&self, card: &Signed<OfficeCard>) -> Response {
        let path = format!("/v1/offices/{}/card", self.address.number);
        let request = self.request(Method::PUT, &path).json(card);
        request.send().await.unwrap()
    }

    /// A label for a letter of `size` octets to somebody.
    pub fn label(&self, to: &Address, size: u64) -> Label {
        label(&self.address, to, size)
    }

    pub async fn deposit(&self, label: &Label, body: &[u8]) -> Response {
        let text = serde_json::to_string(label).unwrap();
        self.deposit_text(label.id, &text, body).await
    }

    pub async fn deposit_text(&self, id: EnvelopeId, text: &str, body: &[u8]) -> Response {
        let path = format!("/v1/envelopes/{id}");
        let request = self.request(Method::PUT, &path);
        request.multipart(form(text, body)).send().await.unwrap()
    }

    /// Deposit a new letter that is accepted.
    pub async fn send(&self, to: &Address, body: &[u8]) -> (EnvelopeId, Signed<Receipt>) {
        let label = self.label(to, length(body));
        let response = self.deposit(&label, body).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        (label.id, response.json().await.unwrap())
    }

    pub async fn inbox(&self, query: &str) -> Mailbox {
        self.json(&format!("/v1/inbox{query}")).await
    }

    pub async fn outbox(&self, query: &str) -> Mailbox {
        self.json(&format!("/v1/outbox{query}")).await
    }

    pub async fn letter(&self, id: EnvelopeId) -> MailboxItem {
        self.json(&format!("/v1/envelopes/{id}")).await
    }

    pub async fn body(&self, id: EnvelopeId) -> Response {
        self.get(&format!("/v1/envelopes/{id}/body")).await
    }

    /// Take a letter back; whoever does not see its label signs what cannot be right.
    pub async fn withdraw(&self, id: EnvelopeId) -> Response {
        let response = self.get(&format!("/v1/envelopes/{id}")).await;
        let label = match response.json::<MailboxItem>().await {
            Ok(letter) => letter.label,
            Err(_) => serde_json::to_string(&self.label(&self.address, 1)).unwrap(),
        };
        self.withdraw_by(id, &self.withdrawal(&label)).await
    }

    pub fn withdrawal(&self, label: &str) -> Signed<Withdrawal> {
        evidence::withdrawal::make(&self.key, &self.certificate, label, now()).unwrap()
    }

    pub async fn withdraw_by(&self, id: EnvelopeId, signed: &Signed<Withdrawal>) -> Response {
        let path = format!("/v1/envelopes/{id}/withdrawn");
        let request = self.request(Method::POST, &path).json(signed);
        request.send().await.unwrap()
    }

    pub fn statement(&self, receipt: &Signed<Receipt>, act: Act) -> Signed<Statement> {
        self.statement_at(receipt, act, now())
    }

    pub fn statement_at(
        &self,
        receipt: &Signed<Receipt>,
        act: Act,
        time: Time,
    ) -> Signed<Statement> {
        let facts = evidence::statement::Facts {
            act,
            contents_sha256: Some(evidence::digest(b"contents")),
            reason: matches!(act, Act::Returned | Act::Refused).then(|| "wrong_month".to_owned()),
            comment: None,
            time,
        };
        evidence::statement::make(&self.key, &self.certificate, receipt, facts).unwrap()
    }

    pub async fn answer(&self, id: EnvelopeId, statement: &Signed<Statement>) -> Response {
        let path = format!("/v1/envelopes/{id}/answer");
        let request = self.request(Method::POST, &path).json(statement);
        request.send().await.unwrap()
    }

    pub async fn state(&self, id: EnvelopeId, statement: &Signed<Statement>) -> Response {
        let path = format!("/v1/envelopes/{id}/collected");
        let request = self.request(Method::POST, &path).json(statement);
        request.send().await.unwrap()
    }
}

/// The three parts of a deposit.
pub fn form(label: &str, body: &[u8]) -> Form {
    Form::new()
        .part("label", Part::text(label.to_owned()))
        .part("manifest", Part::bytes(b"sealed manifest".to_vec()))
        .part("body", Part::bytes(body.to_vec()))
}

pub fn label(from: &Address, to: &Address, size: u64) -> Label {
    Label {
        format: Label::FORMAT,
        id: EnvelopeId::new(),
        kind: LetterKind::Unit,
        from: from.clone(),
        to: to.clone(),
        unit: Some("monthly_plan".to_owned()),
        month: Some("202511".to_owned()),
        serial: Some("20251025093015".to_owned()),
        size,
        time: now(),
        replaces: None,
        acting_for: None,
    }
}

pub fn length(octets: &[u8]) -> u64 {
    u64::try_from(octets.len()).unwrap()
}

/// Octets as PEM (RFC 7468).
pub fn pem_of(label: &str, der: &[u8]) -> String {
    let text = serde_json::to_value(wire::Octets(der.to_vec())).unwrap();
    let lines: Vec<_> = text.as_str().unwrap().as_bytes().chunks(64).collect();
    let lines = lines
        .iter()
        .map(|line| String::from_utf8_lossy(line).into_owned() + "\n");
    format!(
        "-----BEGIN {label}-----\n{}-----END {label}-----\n",
        lines.collect::<String>()
    )
}

/// Octets that repeat nowhere.
pub fn octets(length: usize) -> Vec<u8> {
    (0..length)
        .map(|place| (place.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
        .collect()
}

/// The answer is a problem with this code, status and media type.
pub async fn assert_problem(response: Response, code: Code) -> Problem {
    let status = response.status().as_u16();
    let media_type = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let text = response.text().await.unwrap();
    let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
    assert_eq!(problem.code, code, "{text}");
    assert_eq!(media_type, Problem::MEDIA_TYPE);
    assert_eq!(status, code.status());
    assert_eq!(problem.status, status);
    problem
}

/// The answer says that a letter is in this state.
pub async fn assert_state(response: Response, state: wire::State) {
    assert_eq!(response.status(), StatusCode::OK);
    let change: StateChange = response.json().await.unwrap();
    assert_eq!(change.state, state);
}

/// Say something on a bare connection, and hear all that comes until it is closed.
pub async fn say(stream: &mut TlsStream<TcpStream>, words: &[u8]) -> String {
    // A connection that is closed on us is an answer too.
    let _ = stream.write_all(words).await;
    hear(stream).await
}

/// All that comes until the connection is closed.
pub async fn hear(stream: &mut TlsStream<TcpStream>) -> String {
    let mut answer = Vec::new();
    let heard = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    assert!(heard.is_ok(), "the hub does not close the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(60);
