//! The demo's folder: a hub, a server, and the offices' keys lying open.

use super::offices::{
    DemoOffice, EXPIRED, NEWCOMER, NEWCOMER_STAFF, OFFICES, OtherOffice, PASSWORD, ROLES, SUSPENDED,
};
use super::ready::{Ready, ReadyOffice, ReadyStaff};
use ::hub::operator::NewOffice;
use ::server::Administration;
use ::server::administration::{NewOffice as HostedOffice, NewStaff, SealingKey};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tokio::net::TcpListener;
use wire::server_api::Role;
use wire::{OfficeNumber, Time};

const DAY: i64 = 24 * 60 * 60;
/// How long the certificates of the demo hold.
const CERTIFICATE_DAYS: u32 = 365;
const JOURNAL_KEY: &str = "journal-key.pem";

/// A demo in its folder.
pub struct Demo {
    folder: PathBuf,
    hub: ::hub::Folder,
}

impl Demo {
    /// The demo of a folder, which need not exist yet.
    pub fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            hub: ::hub::Folder::new(folder.join("hub")),
        }
    }

    /// Whether it has been made.
    pub fn is_there(&self) -> bool {
        self.port_file().exists()
    }

    /// The hub's port stays the same: the offices have it in their settings.
    fn port_file(&self) -> PathBuf {
        self.folder.join("hub-port")
    }

    /// A listener for applications: the port stays the same, because an application that waits is asked for there.
    pub async fn public_listener(&self) -> Result<TcpListener> {
        let file = self.folder.join("hub-public-port");
        let port = match fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().unwrap_or(0),
            Err(_) => 0,
        };
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .with_context(|| format!("the port for applications {port} on this machine"))?;
        fs::write(file, listener.local_addr()?.port().to_string())?;
        Ok(listener)
    }

    /// A listener for the hub: on any port for a new demo, on its own one otherwise.
    pub async fn hub_listener(&self, is_new: bool) -> Result<TcpListener> {
        let port = if is_new {
            0
        } else {
            let text = fs::read_to_string(self.port_file())?;
            text.trim()
                .parse()
                .context("hub-port in the demo's folder is not a port")?
        };
        TcpListener::bind(("127.0.0.1", port))
            .await
            .with_context(|| format!("the hub's port {port} on this machine"))
    }

    /// The hub's settings.
    pub fn hub_config(&self) -> ::hub::Config {
        let mut config = ::hub::Config::new(self.hub.path());
        // A demonstration shall not depend on how full somebody's disk is.
        config.limits.disk_percent = 100;
        config
    }

    /// The server's settings, but for the hold.
    pub fn server_config(&self) -> ::server::Config {
        let mut config = ::server::Config::new(self.folder.join("server"));
        config.demo = true;
        config
    }

    /// Make the hub, the server, the offices and their people.
    ///
    /// # Errors
    /// When the folder holds something else.
    pub async fn make(&self, hub: SocketAddr) -> Result<()> {
        if self.folder.is_dir() && fs::read_dir(&self.folder)?.next().is_some() {
            bail!(
                "{} is not empty and not a demo's folder",
                self.folder.display()
            );
        }
        ::hub::init(&self.hub, &["localhost".to_owned(), "127.0.0.1".to_owned()])?;
        ::hub::folder::write_private(&self.hub.demo_mark(), b"")?;
        let ca = ::hub::ca::Ca::open(&self.hub.ca())?;
        let journal_key = fs::read_to_string(self.hub.journal_key())?;
        let journal_key = pem::parse(journal_key)?;
        let public = evidence::SigningKey::from_pkcs8(journal_key.contents())?.public_key();
        self.write(JOURNAL_KEY, "PUBLIC KEY", &public)?;

        let mut operator = ::hub::Operator::open(&self.hub).await?;
        let administration = Administration::init(&self.folder.join("server"), true).await?;
        for office in &OFFICES {
            let number: OfficeNumber = office.number.parse()?;
            let issued = ca.issue_office(&number, CERTIFICATE_DAYS)?;
            let key = issued.key.context("the CA made the key")?;
            fs::create_dir_all(self.folder.join("keys"))?;
            ::hub::folder::write_private(&self.certificate(office), issued.certificate.as_bytes())?;
            ::hub::folder::write_private(&self.key(office), key.as_bytes())?;
            operator.register_office(listed(office)?).await?;
            operator.register_certificate(&number, &issued.der).await?;

            let sealing = SealingKey::generate(&number)?;
            self.write(
                &sealing_certificate(office),
                "CERTIFICATE",
                &sealing.certificate,
            )?;
            self.write(&sealing_key(office), "PRIVATE KEY", &sealing.key)?;
            let hosted = HostedOffice {
                number: number.clone(),
                name: office.name.to_owned(),
                service_types: vec![office.service_type.parse()?],
                hub_url: format!("https://localhost:{}", hub.port()),
                hub_ca: ca.certificate().to_owned(),
            };
            administration.add_office(hosted, Some(sealing)).await?;
            administration
                .import_pem(&number, &issued.certificate, Some(&key))
                .await?;
            for ((end, role), name) in ROLES.iter().zip(office.staff) {
                let staff = NewStaff {
                    user: format!("{}{end}", office.users),
                    name: name.to_owned(),
                    password: PASSWORD.to_owned().into(),
                    office: number.clone(),
                    role: *role,
                };
                administration.add_staff(staff).await?;
            }
        }
        let newcomer = HostedOffice {
            number: NEWCOMER.number.parse()?,
            name: NEWCOMER.name.to_owned(),
            service_types: vec![NEWCOMER.service_type.parse()?],
            hub_url: format!("https://localhost:{}", hub.port()),
            hub_ca: ca.certificate().to_owned(),
        };
        let (user, name) = NEWCOMER_STAFF;
        let staff = NewStaff {
            user: user.to_owned(),
            name: name.to_owned(),
            password: PASSWORD.to_owned().into(),
            office: newcomer.number.clone(),
            role: Role::Administrator,
        };
        administration.add_office(newcomer, None).await?;
        administration.add_staff(staff).await?;
        let now = now();
        let past = (now.plus_seconds(-400 * DAY), now.plus_seconds(-35 * DAY));
        operator.register_office(other(&EXPIRED, past)?).await?;
        let present = (now.plus_seconds(-30 * DAY), now.plus_seconds(335 * DAY));
        operator
            .register_office(other(&SUSPENDED, present)?)
            .await?;
        operator.suspend(&SUSPENDED.number.parse()?).await?;
        operator.close().await?;
        administration.close().await;
        fs::write(self.port_file(), hub.port().to_string())?;
        Ok(())
    }

    /// Say where everything is, for programs.
    pub fn write_ready(&self, file: &Path, url: &str) -> Result<()> {
        let port = fs::read_to_string(self.port_file())?;
        let staff = |office: &DemoOffice| {
            ROLES
                .iter()
                .map(|(end, role)| ReadyStaff {
                    user: format!("{}{end}", office.users),
                    password: PASSWORD.to_owned(),
                    role: *role,
                    totp_secret: None,
                })
                .collect()
        };
        let offices = OFFICES
            .iter()
            .map(|office| ReadyOffice {
                number: office.number.to_owned(),
                service_type: office.service_type.to_owned(),
                name: office.name.to_owned(),
                certificate: self.certificate(office),
                key: self.key(office),
                sealing_certificate: self.folder.join(sealing_certificate(office)),
                sealing_key: self.folder.join(sealing_key(office)),
                staff: staff(office),
            })
            .collect();
        let ready = Ready {
            url: url.to_owned(),
            hub_url: format!("https://localhost:{}", port.trim()),
            hub_ca: self.hub.ca_certificate(),
            journal_key: self.folder.join(JOURNAL_KEY),
            offices,
        };
        crate::serving::write_whole(file, &serde_json::to_string_pretty(&ready)?)
    }

    fn certificate(&self, office: &DemoOffice) -> PathBuf {
        self.folder
            .join(format!("keys/{}-connection.pem", office.number))
    }

    fn key(&self, office: &DemoOffice) -> PathBuf {
        self.folder
            .join(format!("keys/{}-connection-key.pem", office.number))
    }

    fn write(&self, name: &str, tag: &str, der: &[u8]) -> Result<()> {
        let text = pem::encode(&pem::Pem::new(tag, der));
        Ok(::hub::folder::write_private(
            &self.folder.join(name),
            text.as_bytes(),
        )?)
    }
}

fn sealing_certificate(office: &DemoOffice) -> String {
    format!("keys/{}-sealing.pem", office.number)
}

fn sealing_key(office: &DemoOffice) -> String {
    format!("keys/{}-sealing-key.pem", office.number)
}

fn now() -> Time {
    SystemTime::now().into()
}

fn listed(office: &DemoOffice) -> Result<NewOffice> {
    let now = now();
    Ok(NewOffice {
        number: office.number.parse()?,
        service_types: vec![office.service_type.parse()?],
        name: office.name.to_owned(),
        telephone: Some(office.telephone.to_owned()),
        active_from: now.plus_seconds(-30 * DAY),
        active_until: now.plus_seconds(335 * DAY),
    })
}

fn other(office: &OtherOffice, (active_from, active_until): (Time, Time)) -> Result<NewOffice> {
    Ok(NewOffice {
        number: office.number.parse()?,
        service_types: vec![office.service_type.parse()?],
        name: office.name.to_owned(),
        telephone: Some(office.telephone.to_owned()),
        active_from,
        active_until,
    })
}
