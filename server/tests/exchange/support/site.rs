//! A server with offices and staff, in a folder of its own.

use super::{Browser, Credentials, TestHub, address};
use secrecy::SecretString;
use server::administration::{NewOffice, NewStaff};
use server::{Administration, Config, NoAssets};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire::server_api::Role;

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse battery";

pub struct SiteBuilder<'a> {
    hub: &'a TestHub,
    hub_url: String,
    folder: TempDir,
    administration: Administration,
    config: Config,
}

impl<'a> SiteBuilder<'a> {
    pub async fn new(hub: &'a TestHub) -> Self {
        let folder = TempDir::new().unwrap();
        let administration = Administration::init(folder.path(), false).await.unwrap();
        let mut config = Config::new(folder.path());
        config.hold = Duration::ZERO;
        Self {
            hub,
            hub_url: hub.url(),
            folder,
            administration,
            config,
        }
    }

    /// Look at the hub's journal all the time, and be patient for a few moments only.
    pub fn watchful(self) -> Self {
        self.with(|config| {
            config.poll = Duration::from_millis(200);
            config.patience = 25;
        })
    }

    /// Reach the hub by another way.
    pub fn through(mut self, url: &str) -> Self {
        url.clone_into(&mut self.hub_url);
        self
    }

    /// Change the settings.
    pub fn with(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// An office that is registered at the hub, with three members of staff: `admin-N`, `staff-N` and `reader-N`.
    pub async fn office(self, office: &str) -> Self {
        let credentials = self.hub.register(office).await;
        self.office_with(office, &credentials).await
    }

    /// The same with a certificate that is there already.
    pub async fn office_with(self, office: &str, credentials: &Credentials) -> Self {
        let site = self.newcomer(office).await;
        site.administration
            .import_pem(
                &address(office).number,
                &credentials.certificate,
                Some(&credentials.key),
            )
            .await
            .unwrap();
        site
    }

    /// An office with its staff that the hub does not know yet, and that has no certificate.
    pub async fn newcomer(self, office: &str) -> Self {
        let address = address(office);
        let number = address.number;
        self.administration
            .add_office(
                NewOffice {
                    number: number.clone(),
                    name: format!("見本事業所{number}"),
                    service_types: vec![address.service_type],
                    hub_url: self.hub_url.clone(),
                    hub_ca: self.hub.ca_pem(),
                },
                None,
            )
            .await
            .unwrap();
        for (user, role) in [
            ("admin", Role::Administrator),
            ("staff", Role::Exchange),
            ("reader", Role::ReadOnly),
        ] {
            self.administration
                .add_staff(NewStaff {
                    user: format!("{user}-{number}"),
                    name: "見本 花子".to_owned(),
                    password: SecretString::from(PASSWORD),
                    office: number.clone(),
                    role,
                })
                .await
                .unwrap();
        }
        self
    }

    pub async fn start(self) -> Site {
        self.administration.close().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut site = Site {
            folder: self.folder,
            config: self.config,
            url,
            running: None,
        };
        site.run(listener);
        site
    }
}

pub struct Site {
    folder: TempDir,
    pub config: Config,
    pub url: String,
    running: Option<(CancellationToken, JoinHandle<server::Result<()>>)>,
}

impl Site {
    fn run(&mut self, listener: TcpListener) {
        let stop = CancellationToken::new();
        let task = tokio::spawn(server::serve(
            listener,
            self.config.clone(),
            Box::new(NoAssets),
            stop.clone(),
        ));
        self.running = Some((stop, task));
    }

    pub async fn stop(&mut self) {
        let (stop, task) = self.running.take().unwrap();
        stop.cancel();
        task.await.unwrap().unwrap();
    }

    /// Start again on the same folder, at another port.
    pub async fn restart(&mut self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        self.url = format!("http://{}", listener.local_addr().unwrap());
        self.run(listener);
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A browser in which nobody is signed in.
    pub fn stranger(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// A browser in which somebody of an office is signed in: `staff`, `admin` or `reader`.
    pub async fn sign_in(&self, who: &str, office: &str) -> Browser {
        let browser = self.stranger();
        let number = address(office).number;
        let answer = browser.sign_in(&format!("{who}-{number}"), PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        browser.at(office)
    }
}
