//! The offices of this server while it runs: each with its keys opened in memory and its own way to the hub.
//!
//! There is no "current office": whoever works for one holds its [`Office`], and everything is reached through it (T11).

use crate::bulletin::Bulletin;
use crate::error::{Error, Result};
use crate::keyring::{MasterKey, Purpose};
use crate::licence;
use crate::relay::{Relay, pem_certificates};
use crate::seal::{OpeningKey, Signer};
use crate::store::{OfficeRow, Store};
use evidence::card::SealingCertificate;
use evidence::{SigningKey, VerifyingKey};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use wire::{Address, Code, OfficeNumber, Problem, ServiceType, Time};

/// Every office of the server, by number. One is taken anew when it has got its certificate ([`crate::running`]).
#[derive(Debug, Default)]
pub struct Offices(RwLock<BTreeMap<OfficeNumber, Arc<Office>>>);

impl Offices {
    /// An office of this server.
    pub fn get(&self, number: &OfficeNumber) -> Option<Arc<Office>> {
        let offices = self.0.read().unwrap_or_else(PoisonError::into_inner);
        offices.get(number).cloned()
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<Office>> {
        let offices = self.0.read().unwrap_or_else(PoisonError::into_inner);
        offices.values().cloned().collect()
    }

    /// Put an office in its place.
    pub fn put(&self, office: Arc<Office>) {
        let mut offices = self.0.write().unwrap_or_else(PoisonError::into_inner);
        offices.insert(office.number.clone(), office);
    }
}

/// One office.
pub struct Office {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// 事業所名.
    pub name: String,
    /// サービス種類コード.
    pub service_types: Vec<ServiceType>,
    /// The office of this server that acts for it under its mandate, by its own keys; none when it acts itself.
    pub agent: Option<OfficeNumber>,
    connection: Option<Connection>,
    /// Every connection certificate that the office, or its agent here, ever had (DER): they verify its own letters.
    pub certificates: Vec<Vec<u8>>,
    /// What seals letters to this office, with the time in which it may be sealed for.
    pub sealing: Vec<SealingCertificate>,
    /// Every key that opens letters to this office, retired ones too.
    pub opening: Vec<OpeningKey>,
    /// The key of the hub's receipts, once known.
    pub journal: OnceLock<VerifyingKey>,
    /// What the hub's operator has to say.
    pub bulletin: Bulletin,
    /// Until when the office takes part.
    pub licence: licence::Heard,
    /// Ends what the server does for the office; the server's own end ends it as well.
    pub stop: CancellationToken,
    /// What the server does for the office all the time.
    pub tasks: TaskTracker,
    reachable: AtomicBool,
    mandated: AtomicBool,
    /// Held while a letter is on its way to the hub, so that sending and taking back do not cross there.
    pub sending: Mutex<()>,
    /// Something is to be sent.
    pub outgoing: Notify,
    /// A statement is due, or the mailbox is to be looked at again.
    pub incoming: Notify,
    /// Something of the hub's journal is to be looked at.
    pub auditing: Notify,
}

/// What an office with a certificate can do.
pub struct Connection {
    /// The way to the hub.
    pub relay: Relay,
    /// The connection key and certificate; they sign letters and statements.
    pub signer: Signer,
    /// The connection certificate, DER.
    pub certificate: Vec<u8>,
    /// The connection key, for cards and statements.
    pub key: SigningKey,
    /// The key before it, which signs the card that names the new one.
    pub previous_key: Option<SigningKey>,
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Office {
    /// The way to the hub, once a certificate has been imported.
    pub fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(|| {
            Problem::new(Code::Unavailable)
                .with_detail("this office has no connection certificate yet")
                .into()
        })
    }

    /// Whether the hub answered when it was last asked.
    pub fn is_reachable(&self) -> bool {
        self.reachable.load(Ordering::Relaxed)
    }

    /// Remember whether the hub answers. Returns whether that is new.
    pub fn set_reachable(&self, reachable: bool) -> bool {
        self.reachable.swap(reachable, Ordering::Relaxed) != reachable
    }

    /// The journal tells of a mandate that was given or revoked: the card may have to follow.
    pub fn heed_mandate(&self) {
        self.mandated.store(true, Ordering::Relaxed);
        self.incoming.notify_one();
    }

    /// Whether that was told since this was asked last.
    pub fn take_mandated(&self) -> bool {
        self.mandated.swap(false, Ordering::Relaxed)
    }

    /// Whether an address is a desk of this office.
    pub fn has_desk(&self, address: &Address) -> bool {
        address.number == self.number && self.service_types.contains(&address.service_type)
    }
}

/// Open every office's keys.
pub async fn load(
    store: &Store,
    master: &MasterKey,
    shutdown: &CancellationToken,
) -> Result<Offices> {
    let offices = Offices::default();
    for row in store.offices().await? {
        offices.put(Arc::new(open(store, master, &row, shutdown).await?));
    }
    Ok(offices)
}

/// Open one office's keys. One that is acted for here is worked for by its agent's.
pub async fn open(
    store: &Store,
    master: &MasterKey,
    row: &OfficeRow,
    shutdown: &CancellationToken,
) -> Result<Office> {
    let (number, agent) = (row.number()?, row.agent()?);
    let keeper = agent.as_ref().unwrap_or(&number).clone();
    let mut opening = Vec::new();
    let mut sealing = Vec::new();
    for key in store.sealing_keys(&keeper).await? {
        let secret = master.open(Purpose::Sealing(&keeper), &key.key_sealed)?;
        if key.retired.is_none() {
            sealing.push(SealingCertificate {
                certificate: key.certificate.clone(),
                from: Time(key.valid_from),
                until: Time(key.valid_until),
            });
        }
        opening.push(
            OpeningKey::new(&key.certificate, &secret)
                .map_err(|_| Error::Stored("a sealing key"))?,
        );
    }
    let keys = match &agent {
        Some(agent) => &store
            .office(agent)
            .await?
            .ok_or(Error::Stored("an agent"))?,
        None => row,
    };
    let connection = match (&keys.certificates, &keys.key_sealed) {
        (Some(certificates), Some(sealed)) => {
            let key = master.open(Purpose::Connection(&keeper), sealed)?;
            Some(connection(master, keys, &number, certificates, &key)?)
        }
        _ => None,
    };
    Ok(Office {
        name: row.name.clone(),
        service_types: row.service_types()?,
        certificates: store.own_certificates(&keeper).await?,
        number,
        agent,
        connection,
        sealing,
        opening,
        journal: OnceLock::new(),
        bulletin: Bulletin::default(),
        licence: licence::Heard::default(),
        stop: shutdown.child_token(),
        tasks: TaskTracker::new(),
        reachable: AtomicBool::new(false),
        mandated: AtomicBool::new(false),
        sending: Mutex::new(()),
        outgoing: Notify::new(),
        incoming: Notify::new(),
        auditing: Notify::new(),
    })
}

fn connection(
    master: &MasterKey,
    row: &OfficeRow,
    number: &OfficeNumber,
    certificates: &str,
    key: &[u8],
) -> Result<Connection> {
    let relay = Relay::new(number.clone(), &row.hub_url, &row.hub_ca, certificates, key)
        .map_err(|error| Error::Setup(format!("office {number}: {error}")))?;
    let certificate = pem_certificates(certificates)
        .and_then(|chain| chain.into_iter().next())
        .ok_or(Error::Stored("a connection certificate"))?
        .to_vec();
    let signing =
        |key: &[u8]| SigningKey::from_pkcs8(key).map_err(|_| Error::Stored("a connection key"));
    let keeper = row.number()?;
    let previous_key = match &row.previous_key_sealed {
        Some(sealed) => Some(signing(
            &master.open(Purpose::Connection(&keeper), sealed)?,
        )?),
        None => None,
    };
    Ok(Connection {
        relay,
        signer: Signer::new(signing(key)?, &certificate)
            .map_err(|_| Error::Stored("a connection key"))?,
        certificate,
        key: signing(key)?,
        previous_key,
    })
}
