//! A hub on a free port, with its own CA and register.

use super::address;
use hub::Operator;
use hub::ca::Ca;
use hub::operator::NewOffice;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire::{OfficeNumber, Time};

/// A certificate and its key, PEM.
pub struct Credentials {
    pub certificate: String,
    pub key: String,
}

pub struct TestHub {
    folder: TempDir,
    address: SocketAddr,
    public: SocketAddr,
    running: Option<(CancellationToken, JoinHandle<hub::Result<()>>)>,
    clock: hub::Clock,
}

impl TestHub {
    pub async fn start() -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = TempDir::new().unwrap();
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        hub::init(&hub::Folder::new(folder.path()), &names).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut hub = Self {
            folder,
            address,
            public: SocketAddr::from(([127, 0, 0, 1], 0)),
            running: None,
            clock: hub::Clock::default(),
        };
        hub.run(listener);
        hub
    }

    /// A second hub over a copy of the folder of one that has stopped.
    pub async fn copy_of(hub: &Self) -> Self {
        let folder = TempDir::new().unwrap();
        copy(hub.folder(), folder.path());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut hub = Self {
            folder,
            address,
            public: SocketAddr::from(([127, 0, 0, 1], 0)),
            running: None,
            clock: hub::Clock::default(),
        };
        hub.run(listener);
        hub
    }

    /// Let time pass for the hub.
    pub fn advance(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    fn run(&mut self, listener: TcpListener) {
        let stop = CancellationToken::new();
        let mut config = hub::Config::new(self.folder.path());
        config.clock = self.clock.clone();
        config.sweep_seconds = 1;
        config.body_days = 25;
        config.checkpoint_milliseconds = 50;
        config.limits.disk_percent = 100;
        // The hub's clock is moved by weeks; the offices' clocks stay.
        config.limits.skew_seconds = u64::MAX;
        // The first time any port, afterwards the same.
        let public = std::net::TcpListener::bind(self.public).unwrap();
        public.set_nonblocking(true).unwrap();
        self.public = public.local_addr().unwrap();
        let listeners = hub::Listeners {
            offices: listener,
            public: Some(TcpListener::from_std(public).unwrap()),
            operation: None,
        };
        let task = tokio::spawn(hub::serve(
            listeners,
            config,
            stop.clone().cancelled_owned(),
        ));
        self.running = Some((stop, task));
    }

    /// The hub goes away; its port answers nobody.
    pub async fn stop(&mut self) {
        let (stop, task) = self.running.take().unwrap();
        stop.cancel();
        task.await.unwrap().unwrap();
    }

    /// The hub comes back under its old address.
    pub async fn restart(&mut self) {
        let listener = self.listener().await;
        self.run(listener);
    }

    /// A listener at the hub's old address.
    async fn listener(&self) -> TcpListener {
        let address = self.address;
        super::wait_for("the hub's port", || async move {
            let listener = TcpListener::bind(address).await;
            if listener.is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            listener.ok()
        })
        .await
    }

    /// In the hub's place stands something that takes every request and answers none:
    /// nobody who asks can know whether it was heard.
    pub async fn go_deaf(&mut self) -> JoinHandle<()> {
        self.stop().await;
        let folder = hub::Folder::new(self.folder.path());
        let pem = |path| std::fs::read(path).unwrap();
        let chain = CertificateDer::pem_slice_iter(&pem(folder.server_certificate()))
            .collect::<Result<_, _>>()
            .unwrap();
        let key = PrivateKeyDer::from_pem_slice(&pem(folder.server_key())).unwrap();
        let tls = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(tls));
        let listener = self.listener().await;
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let _ = stream.read(&mut [0; 1024]).await;
                }
            }
        })
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// Where it takes applications.
    pub fn public_url(&self) -> String {
        format!("https://localhost:{}", self.public.port())
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn ca(&self) -> Ca {
        Ca::open(&hub::Folder::new(self.folder.path()).ca()).unwrap()
    }

    pub fn ca_pem(&self) -> String {
        self.ca().certificate().to_owned()
    }

    pub async fn operator(&self) -> Operator {
        Operator::open(&hub::Folder::new(self.folder.path()))
            .await
            .unwrap()
    }

    /// Register an office and a certificate of the hub's CA for it.
    pub async fn register(&self, office: &str) -> Credentials {
        let address = address(office);
        let mut operator = self.operator().await;
        operator
            .register_office(NewOffice {
                number: address.number.clone(),
                service_types: vec![address.service_type],
                name: format!("見本事業所{}", address.number),
                telephone: Some("03-0000-0000".to_owned()),
                active_from: Time(0),
                active_until: Time(4_000_000_000_000),
            })
            .await
            .unwrap();
        operator.close().await.unwrap();
        self.certify(&address.number).await
    }

    /// Issue and register a certificate.
    pub async fn certify(&self, number: &OfficeNumber) -> Credentials {
        let issued = self.ca().issue_office(number, 30).unwrap();
        let mut operator = self.operator().await;
        operator
            .register_certificate(number, &issued.der)
            .await
            .unwrap();
        operator.close().await.unwrap();
        Credentials {
            certificate: issued.certificate,
            key: issued.key.unwrap(),
        }
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
