//! What the hub's operator does: the register of offices and of certificates.
//!
//! These functions write to the store directly, beside a hub that is serving; it sees the change at the next request.
//! Each act is an entry of the journal.

mod applications;
mod licences;

pub use applications::Approval;

use crate::error::{Error, Result};
use crate::licence;
use crate::peer::PeerCertificate;
use crate::registration::{self, Proof};
use crate::store::announcements;
use crate::store::certificates::{self, RegisteredCertificate};
use crate::store::journal::About;
use crate::store::offices::{self, Registered};
use crate::store::refusals::{self, Refused};
use crate::store::{Connection, Store, journal};
use crate::{Clock, Config, Folder};
use evidence::leaf::What;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use serde_json::json;
use wire::hub_api::Announcement;
use wire::{Digest, OfficeNumber, ServiceType, Time};

/// An office to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOffice {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// The service types under which it sends and receives, at least one.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// Its telephone number, if it gave one.
    pub telephone: Option<String>,
    /// First moment of its licence.
    pub active_from: Time,
    /// End of its licence.
    pub active_until: Time,
}

/// Access to a hub's register.
#[derive(Debug)]
pub struct Operator {
    store: Store,
    config: Config,
}

impl Operator {
    /// Open the register of the hub in a folder.
    ///
    /// # Errors
    /// When there is no hub in the folder, its settings cannot be read, or its store cannot be opened.
    pub async fn open(folder: &Folder) -> Result<Self> {
        let journal = folder.journal_id();
        if !journal.exists() {
            return Err(Error::Input(format!(
                "there is no hub in {}; make one by `careplan hub init`",
                folder.path().display()
            )));
        }
        let config =
            Config::load(folder.path()).map_err(|error| Error::Input(error.to_string()))?;
        Self::with_config(config).await
    }

    /// The same, with settings that are known already.
    ///
    /// # Errors
    /// When its store cannot be opened.
    pub async fn with_config(config: Config) -> Result<Self> {
        let store = Store::open(&config.database()).await?;
        Ok(Self { store, config })
    }

    /// The same, by another clock: that of the hub in a test.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.config.clock = clock;
        self
    }

    fn now(&self) -> Time {
        self.config.clock.now()
    }

    /// Close the register.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn close(self) -> Result<()> {
        self.store.close().await;
        Ok(())
    }

    /// Register an office. Its licence begins with the first period, at the fee of the settings.
    ///
    /// # Errors
    /// [`Error::Input`] when it is registered already, has no service type, or its licence would never hold.
    pub async fn register_office(&mut self, office: NewOffice) -> Result<()> {
        let mut transaction = self.store.begin().await?;
        register(&mut transaction, &self.config, office).await?;
        transaction.commit().await
    }

    /// Change an office's record: name, telephone number, service types or licence.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not registered; [`Error::Input`] as for a new office.
    pub async fn change_office(
        &mut self,
        number: &OfficeNumber,
        change: impl FnOnce(&mut Registered) + Send,
    ) -> Result<Registered> {
        let now = self.now();
        let mut transaction = self.store.begin().await?;
        let mut office = offices::find(&mut transaction, number)
            .await?
            .ok_or_else(|| Error::Unknown(number.to_string()))?;
        change(&mut office);
        office.number = number.clone();
        check(&office)?;
        offices::update(&mut transaction, &office).await?;
        let record = json!({
            "act": "change_office", "number": office.number, "name": office.name,
            "service_types": office.service_types, "telephone": office.telephone,
            "active_from": office.active_from, "active_until": office.active_until,
            "suspended": office.suspended,
        });
        enter(&mut transaction, &record, About::office(number), now).await?;
        transaction.commit().await?;
        Ok(office)
    }

    /// Suspend an office: it can neither send nor be sent to; what waits for it can still be collected.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not registered.
    pub async fn suspend(&mut self, number: &OfficeNumber) -> Result<Registered> {
        let now = self.now();
        self.change_office(number, |office| {
            office.suspended.get_or_insert(now);
        })
        .await
    }

    /// End an office's suspension.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not registered.
    pub async fn resume(&mut self, number: &OfficeNumber) -> Result<Registered> {
        self.change_office(number, |office| office.suspended = None)
            .await
    }

    /// Set from when until when an office's licence holds.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not registered; [`Error::Input`] when the licence would never hold.
    pub async fn set_licence(
        &mut self,
        number: &OfficeNumber,
        from: Time,
        until: Time,
    ) -> Result<Registered> {
        self.change_office(number, |office| {
            office.active_from = from;
            office.active_until = until;
        })
        .await
    }

    /// Offices whose number begins with, or whose name contains, a text; by number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn offices(&mut self, text: &str) -> Result<Vec<Registered>> {
        offices::search(&mut self.store.read().await?, text, i64::MAX).await
    }

    /// Register a certificate (DER) for an office: from now on its holder acts for it.
    ///
    /// # Errors
    /// As [`Operator::register_chain`].
    pub async fn register_certificate(
        &mut self,
        number: &OfficeNumber,
        certificate: &[u8],
    ) -> Result<Digest> {
        self.register_chain(number, &[certificate.to_vec()], Proof::Named)
            .await
    }

    /// The same of a certificate that comes with those of the CAs between it and a known one.
    ///
    /// # Errors
    /// [`Error::Unknown`] when the office is not registered; [`Error::Certificate`] when the certificate is not fit
    /// to stand for it ([`registration::admit`]).
    pub async fn register_chain(
        &mut self,
        number: &OfficeNumber,
        chain: &[Vec<u8>],
        proof: Proof,
    ) -> Result<Digest> {
        let certificate = registration::admit(&self.config, number, chain, proof)?;
        let mut transaction = self.store.begin().await?;
        offices::find(&mut transaction, number)
            .await?
            .ok_or_else(|| Error::Unknown(number.to_string()))?;
        accept(&mut transaction, number, &certificate, self.now()).await?;
        transaction.commit().await?;
        Ok(certificate.fingerprint)
    }

    /// Accept a certificate no longer, for whatever office. False when it was not accepted anyway.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revoke_certificate(&mut self, fingerprint: &Digest) -> Result<bool> {
        let now = self.now();
        let mut transaction = self.store.begin().await?;
        let revoked = certificates::revoke(&mut transaction, fingerprint, now).await?;
        if revoked {
            let record = json!({"act": "revoke_certificate", "fingerprint": fingerprint});
            // For each office that it acted for: each of them learns of it.
            for office in certificates::offices_ever(&mut transaction, fingerprint).await? {
                enter(&mut transaction, &record, About::office(&office), now).await?;
            }
        }
        transaction.commit().await?;
        Ok(revoked)
    }

    /// All registered certificates, or those of one office.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn certificates(
        &mut self,
        number: Option<&OfficeNumber>,
    ) -> Result<Vec<RegisteredCertificate>> {
        certificates::list(&mut self.store.read().await?, number).await
    }

    /// Announce something to all offices; the announcement's own number does not count. Gives the number that it gets.
    ///
    /// # Errors
    /// [`Error::Input`] when it has no text, or would never be shown.
    pub async fn announce(&mut self, new: &Announcement) -> Result<u64> {
        let now = self.now();
        if new.text.trim().is_empty() || new.text_en.trim().is_empty() {
            return Err(Error::Input(
                "an announcement has a text in both languages".to_owned(),
            ));
        }
        if new.from >= new.until || new.until <= now {
            return Err(Error::Input(
                "the announcement would never be shown".to_owned(),
            ));
        }
        let mut transaction = self.store.begin().await?;
        let number = announcements::insert(&mut transaction, new).await?;
        let record = json!({
            "act": "announce", "number": number, "kind": new.kind, "text": new.text,
            "text_en": new.text_en, "from": new.from, "until": new.until,
        });
        enter(&mut transaction, &record, About::default(), now).await?;
        transaction.commit().await?;
        Ok(number)
    }

    /// The announcements that are not over, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn announcements(&mut self) -> Result<Vec<Announcement>> {
        announcements::list(&mut self.store.read().await?, self.now()).await
    }

    /// End an announcement. False when there is none under the number that is not over.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_announcement(&mut self, number: u64) -> Result<bool> {
        let now = self.now();
        let mut transaction = self.store.begin().await?;
        let ended = announcements::end(&mut transaction, number, now).await?;
        if ended {
            let record = json!({"act": "end_announcement", "number": number});
            enter(&mut transaction, &record, About::default(), now).await?;
        }
        transaction.commit().await?;
        Ok(ended)
    }

    /// The newest refusals, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refusals(&mut self, limit: u32) -> Result<Vec<Refused>> {
        refusals::newest(&mut self.store.read().await?, limit).await
    }

    /// How often each code was given, by code.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refusal_counts(&mut self) -> Result<Vec<(String, u64)>> {
        refusals::counts(&mut self.store.read().await?).await
    }
}

/// Put an office into the register, with its licence and its entry in the journal.
async fn register(connection: &mut Connection, config: &Config, office: NewOffice) -> Result<()> {
    let record = json!({
        "act": "register_office", "number": office.number, "name": office.name,
        "service_types": office.service_types, "telephone": office.telephone,
        "active_from": office.active_from, "active_until": office.active_until,
    });
    let about = About::office(&office.number);
    let office = Registered {
        number: office.number,
        name: office.name,
        telephone: office.telephone,
        service_types: office.service_types,
        active_from: office.active_from,
        active_until: office.active_until,
        suspended: None,
        ready: false,
    };
    check(&office)?;
    let now = config.clock.now();
    if !offices::insert(connection, &office, now).await? {
        return Err(Error::Input(format!(
            "{} is registered already",
            office.number
        )));
    }
    licence::begin(connection, config, &office, now).await?;
    enter(connection, &record, about, now).await
}

/// Put a certificate that was found fit into the register, with its entry in the journal.
async fn accept(
    connection: &mut Connection,
    number: &OfficeNumber,
    certificate: &PeerCertificate,
    now: Time,
) -> Result<()> {
    certificates::register(
        connection,
        number,
        &certificate.fingerprint,
        &certificate.der,
        certificate.not_after,
        now,
    )
    .await?;
    let record = json!({
        "act": "register_certificate", "number": number, "fingerprint": certificate.fingerprint,
    });
    enter(connection, &record, About::office(number), now).await
}

/// The certificates in a PEM or DER file, the office's own first.
///
/// # Errors
/// [`Error::Certificate`] when there is none in it.
pub fn read_chain(octets: &[u8]) -> Result<Vec<Vec<u8>>> {
    if octets.starts_with(b"0") {
        return Ok(vec![octets.to_vec()]);
    }
    let chain = crate::tls::certificates(std::path::Path::new("PEM"), octets)?;
    Ok(chain.into_iter().map(|der| der.to_vec()).collect())
}

/// The certificate in a PEM or DER file.
///
/// # Errors
/// [`Error::Certificate`] when there is none in it.
pub fn read_certificate(octets: &[u8]) -> Result<Vec<u8>> {
    if octets.starts_with(b"0") {
        PeerCertificate::read(octets).map(|certificate| certificate.der)
    } else {
        CertificateDer::from_pem_slice(octets)
            .map(|certificate| certificate.to_vec())
            .map_err(|error| Error::Certificate(error.to_string()))
    }
}

fn check(office: &Registered) -> Result<()> {
    if office.service_types.is_empty() {
        return Err(Error::Input(
            "an office has at least one service type".to_owned(),
        ));
    }
    if office.name.trim().is_empty() {
        return Err(Error::Input("an office has a name".to_owned()));
    }
    if office.active_from >= office.active_until {
        return Err(Error::Input(
            "the licence would end before it begins".to_owned(),
        ));
    }
    Ok(())
}

/// Enter an act into the journal, with its record: the office that it is about may read both.
async fn enter(
    connection: &mut Connection,
    record: &serde_json::Value,
    about: About,
    now: Time,
) -> Result<()> {
    let record = record.to_string();
    let digests = vec![evidence::digest(record.as_bytes())];
    let about = about.with_record(record);
    journal::add(connection, What::Operator, digests, now, about).await
}
