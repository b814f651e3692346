//! A hub on a free port, with its own CA and register.

use super::address;
use hub::Operator;
use hub::ca::Ca;
use hub::operator::NewOffice;
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;
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
    running: Option<(CancellationToken, JoinHandle<hub::Result<()>>)>,
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
            running: None,
        };
        hub.run(listener);
        hub
    }

    fn run(&mut self, listener: TcpListener) {
        let stop = CancellationToken::new();
        let config = hub::Config::new(self.folder.path());
        let task = tokio::spawn(hub::serve(listener, config, stop.clone().cancelled_owned()));
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
        let address = self.address;
        let listener = super::wait_for("the hub's port", || async move {
            let listener = TcpListener::bind(address).await;
            if listener.is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            listener.ok()
        })
        .await;
        self.run(listener);
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn ca(&self) -> Ca {
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
