//! A folder with a hub's CA, offices to send, as many to receive, and their certificates.

use anyhow::{Context as _, Result};
use evidence::SigningKey;
use evidence::card::{self, SealingCertificate};
use hub::ca::{Ca, Issued};
use hub::operator::NewOffice;
use hub::{Folder, Operator};
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use wire::{Address, OfficeCard, Signed, Time};

/// 2100-01-01.
const END: Time = Time(4_102_444_800_000);

/// Where everything is.
pub struct Place {
    folder: tempfile::TempDir,
    pairs: Vec<Pair>,
}

/// Two offices of which one sends and one receives.
pub struct Pair {
    /// Who sends.
    pub from: Address,
    /// Who receives.
    pub to: Address,
    /// The receiver's connection certificate.
    pub receiver: Issued,
    /// The receiver's connection key.
    pub receiver_key: SigningKey,
    /// The receiver's card, ready to be published.
    pub card: Signed<OfficeCard>,
    /// What the sender's connections show.
    pub sender_tls: Arc<ClientConfig>,
    /// What the receiver's connections show.
    pub receiver_tls: Arc<ClientConfig>,
}

impl Place {
    /// A new hub with two offices.
    ///
    /// # Errors
    /// When its files cannot be written.
    pub fn new() -> Result<Self> {
        Self::made(None, 1)
    }

    /// A new hub with its store in a database of PostgreSQL, and so many pairs of offices, whose letters do not wait for each other.
    ///
    /// # Errors
    /// When its files cannot be written, or the database cannot be reached.
    pub fn in_database(url: &str, pairs: u32) -> Result<Self> {
        Self::made(Some(url), pairs)
    }

    fn made(url: Option<&str>, pairs: u32) -> Result<Self> {
        // Beside the build: a folder in memory would know no fsync.
        let target = std::env::current_exe()?;
        let folder = tempfile::tempdir_in(target.parent().context("a folder")?)?;
        let hub = Folder::new(folder.path().join("hub"));
        hub::init(&hub, &["localhost".to_owned(), "127.0.0.1".to_owned()])?;
        if let Some(url) = url {
            let settings = folder.path().join("hub/hub.toml");
            let others = std::fs::read_to_string(&settings)?;
            std::fs::write(&settings, format!("database = \"{url}\"\n{others}"))?;
        }
        let ca = Ca::open(&hub.ca())?;
        let runtime = tokio::runtime::Runtime::new()?;
        let pairs = (0..pairs).map(|place| runtime.block_on(Pair::register(&hub, &ca, place)));
        Ok(Self {
            pairs: pairs.collect::<Result<_>>()?,
            folder,
        })
    }

    /// The pair of a caller: the callers go round.
    pub fn pair(&self, caller: usize) -> &Pair {
        &self.pairs[caller % self.pairs.len()]
    }

    /// All pairs.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Pair {
    async fn register(hub: &Folder, ca: &Ca, place: u32) -> Result<Self> {
        let from: Address = format!("99701{:05}-43", 18 + place).parse()?;
        let to: Address = format!("99702{:05}-11", 24 + place).parse()?;
        let sender = register(hub, ca, &from).await?;
        let receiver = register(hub, ca, &to).await?;
        let receiver_key = key_of(&receiver)?;
        Ok(Self {
            card: card_of(&to, &receiver, &receiver_key)?,
            sender_tls: tls(hub, &sender)?,
            receiver_tls: tls(hub, &receiver)?,
            from,
            to,
            receiver,
            receiver_key,
        })
    }
}

/// A client's side of TLS 1.3 that shows a certificate and resumes nothing.
fn tls(hub: &Folder, issued: &Issued) -> Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(hub.ca_certificate())?)?;
    let key = issued.key.as_deref().context("the CA made the key")?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes())?;
    let mut config = ClientConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![issued.der.clone().into()], key)?;
    config.resumption = rustls::client::Resumption::disabled();
    Ok(Arc::new(config))
}

async fn register(hub: &Folder, ca: &Ca, address: &Address) -> Result<Issued> {
    let mut operator = Operator::open(hub).await?;
    operator
        .register_office(NewOffice {
            number: address.number.clone(),
            service_types: vec![address.service_type.clone()],
            name: "見本".to_owned(),
            telephone: None,
            active_from: Time(0),
            active_until: END,
        })
        .await?;
    let issued = ca.issue_office(&address.number, 30)?;
    operator
        .register_certificate(&address.number, &issued.der)
        .await?;
    operator.close().await?;
    Ok(issued)
}

fn key_of(issued: &Issued) -> Result<SigningKey> {
    let key = pem::parse(issued.key.as_deref().context("the CA made the key")?)?;
    Ok(SigningKey::from_pkcs8(key.contents())?)
}

fn card_of(address: &Address, issued: &Issued, key: &SigningKey) -> Result<Signed<OfficeCard>> {
    let sealing = rcgen::generate_simple_self_signed(vec!["sealing".to_owned()])?;
    let facts = card::Facts {
        number: address.number.clone(),
        service_types: vec![address.service_type.clone()],
        name: "見本".to_owned(),
        accepts: vec!["text/csv".to_owned()],
        mandates: Vec::new(),
        connection_certificate: issued.der.clone(),
        sealing_certificates: vec![SealingCertificate {
            certificate: sealing.cert.der().to_vec(),
            from: Time(0),
            until: END,
        }],
        time: SystemTime::now().into(),
    };
    Ok(card::make(key, facts)?)
}
