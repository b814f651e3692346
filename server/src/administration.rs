//! What the operator does with the server: set it up, add offices, certificates and staff.
//!
//! These work on the data folder, whether a server runs on it or not; a running one learns of new offices and keys at its next start.

mod apply;
mod mandates;

pub use crate::certificates::CertificateSummary;
use crate::certificates::{self, Imported};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::keyring::{MasterKey, Purpose};
use crate::store::{Act, Entry, NewOfficeRow, OfficeRow, SealingKeyRow, Store};
use crate::{Server, clock, folder, passwords, relay, seal};
pub use apply::{ApplicationSummary, Credential, NewApplication};
use secrecy::SecretString;
use serde::Serialize;
use std::path::Path;
use std::time::Duration;
use wire::application::is_office_name;
use wire::server_api::Role;
use wire::{OfficeNumber, ServiceType, Time};
use zeroize::Zeroizing;

/// A sealing key is valid for so long; letters kept longer are opened with the retired key.
const SEALING_KEY_LIFE: Duration = Duration::from_secs(5 * 366 * 24 * 60 * 60);

/// A server's data folder, opened for administration.
pub struct Administration {
    store: Store,
    master: MasterKey,
}

/// An office to be added.
#[derive(Debug, Clone)]
pub struct NewOffice {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// 事業所名.
    pub name: String,
    /// サービス種類コード, at least one.
    pub service_types: Vec<ServiceType>,
    /// Where its hub is: `https://…`.
    pub hub_url: String,
    /// The certificates of the hub's CA, PEM.
    pub hub_ca: String,
}

/// A sealing key made elsewhere; only `careplan demo`, which must write keys out, brings one.
pub struct SealingKey {
    /// A P-256 certificate, DER.
    pub certificate: Vec<u8>,
    /// Its key, PKCS#8 DER.
    pub key: Zeroizing<Vec<u8>>,
    /// From.
    pub from: Time,
    /// Until.
    pub until: Time,
}

impl SealingKey {
    /// A new key for an office.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate(number: &OfficeNumber) -> Result<Self> {
        let from = clock::now();
        let until = clock::after(from, SEALING_KEY_LIFE);
        let (certificate, key) = seal::new_sealing_key(number, from, until)
            .map_err(|error| Error::Setup(error.to_string()))?;
        Ok(Self {
            certificate,
            key,
            from,
            until,
        })
    }
}

/// A member of staff to be added.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// 利用者ID, unique on this server.
    pub user: String,
    /// The name that colleagues know.
    pub name: String,
    /// The password.
    pub password: SecretString,
    /// The office.
    pub office: OfficeNumber,
    /// What the person may do there.
    pub role: Role,
}

/// An office as listed.
#[derive(Debug, Clone, Serialize)]
pub struct OfficeSummary {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// 事業所名.
    pub name: String,
    /// サービス種類コード.
    pub service_types: Vec<ServiceType>,
    /// Where its hub is.
    pub hub_url: String,
    /// Its connection certificate, once imported.
    pub certificate: Option<CertificateSummary>,
}

/// A member of staff as listed.
#[derive(Debug, Clone, Serialize)]
pub struct StaffSummary {
    /// 利用者ID.
    pub user: String,
    /// The name that colleagues know.
    pub name: String,
    /// The offices, and the role in each.
    pub offices: Vec<(OfficeNumber, Role)>,
}

impl Administration {
    /// Make a new data folder and open it. `demo` marks it as one whose keys lie open.
    ///
    /// # Errors
    /// When there is a server in the folder already, or it cannot be written.
    pub async fn init(data: &Path, demo: bool) -> Result<Self> {
        folder::create(data)?;
        let database = data.join(folder::DATABASE);
        if database.exists() {
            return Err(Error::Setup(format!(
                "{} holds a server already",
                data.display()
            )));
        }
        if demo {
            folder::write_private(&data.join(folder::DEMO), b"")?;
        }
        let master = MasterKey::create(data)?;
        // In a folder that was there before, others may be able to look.
        folder::write_private(&database, b"")?;
        let store = Store::open(&database).await?;
        Ok(Self { store, master })
    }

    /// Open an existing data folder.
    ///
    /// # Errors
    /// When it is none, or the master key is missing.
    pub async fn open(config: &Config) -> Result<Self> {
        let store = Store::open(&folder::database(&config.data)?).await?;
        Ok(Self {
            store,
            master: MasterKey::load(config)?,
        })
    }

    /// That of a server that runs: on its database, with the master key for as long as it is needed.
    pub(crate) fn of(server: &Server) -> Result<Self> {
        Ok(Self {
            store: server.store.clone(),
            master: MasterKey::load(&server.config)?,
        })
    }

    /// Close the database.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// Add an office; its sealing key is made here unless one is brought.
    ///
    /// # Errors
    /// When the office is there already, or what is said of it cannot be used.
    pub async fn add_office(&self, office: NewOffice, sealing: Option<SealingKey>) -> Result<()> {
        let wrong = |what: &str| Err(Error::Setup(what.to_owned()));
        if office.service_types.is_empty() {
            return wrong("an office has at least one service type");
        }
        if !is_office_name(&office.name) {
            return wrong(
                "the office's name is empty, longer than 100 characters, begins or ends with a space, or has signs that are not seen",
            );
        }
        if !office.hub_url.starts_with("https://") {
            return wrong("the hub's URL begins with https://");
        }
        if relay::pem_certificates(&office.hub_ca).is_none() {
            return wrong("the hub's CA is not a certificate in PEM");
        }
        let sealing = match sealing {
            Some(sealing) => sealing,
            None => SealingKey::generate(&office.number)?,
        };
        // A key that does not open what it seals is found now, not with the first letter.
        seal::OpeningKey::new(&sealing.certificate, &sealing.key)
            .map_err(|error| Error::Setup(format!("the sealing key: {error}")))?;
        let row = NewOfficeRow {
            number: &office.number,
            name: &office.name,
            service_types: &office.service_types,
            hub_url: &office.hub_url,
            hub_ca: &office.hub_ca,
            agent: None,
            added: clock::now(),
        };
        if !self.store.add_office(row).await? {
            return Err(Error::Setup(format!(
                "office {} is there already",
                office.number
            )));
        }
        let key = SealingKeyRow {
            key_sealed: self
                .master
                .seal(Purpose::Sealing(&office.number), &sealing.key),
            certificate: sealing.certificate,
            valid_from: sealing.from.0,
            valid_until: sealing.until.0,
            retired: None,
        };
        self.store.add_sealing_key(&office.number, &key).await?;
        self.log(&office.number).await
    }

    /// Every office, by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn offices(&self) -> Result<Vec<OfficeSummary>> {
        let mut offices = Vec::new();
        for row in self.store.offices().await? {
            offices.push(OfficeSummary {
                number: row.number()?,
                service_types: row.service_types()?,
                name: row.name,
                hub_url: row.hub_url,
                certificate: row
                    .certificates
                    .as_deref()
                    .and_then(CertificateSummary::of_pem),
            });
        }
        Ok(offices)
    }

    /// Import a connection certificate with its chain (PEM). Without a key, the one of an earlier request is used.
    ///
    /// # Errors
    /// When certificate and key do not belong together, or there is no such office or key.
    pub async fn import_pem(
        &self,
        number: &OfficeNumber,
        certificates: &str,
        key: Option<&str>,
    ) -> Result<CertificateSummary> {
        let imported = match key {
            Some(key) => certificates::from_pem(certificates, key)?,
            None => {
                let public_key = certificates::public_key(certificates)?;
                let sealed = self
                    .store
                    .requested_key(number, &public_key)
                    .await?
                    .ok_or_else(|| {
                        Error::Setup(
                            "no key on this server fits the certificate; import it with its key"
                                .to_owned(),
                        )
                    })?;
                let key = self.master.open(Purpose::Connection(number), &sealed)?;
                Imported {
                    certificates: certificates.to_owned(),
                    key,
                }
            }
        };
        self.import(number, imported).await
    }

    /// Import a connection certificate and key from a PKCS#12 file (.p12, .pfx).
    ///
    /// # Errors
    /// When the password is wrong, the file cannot be read, or there is no such office.
    pub async fn import_pkcs12(
        &self,
        number: &OfficeNumber,
        file: &[u8],
        password: &SecretString,
    ) -> Result<CertificateSummary> {
        self.import(number, certificates::from_pkcs12(file, password)?)
            .await
    }

    async fn import(
        &self,
        number: &OfficeNumber,
        imported: Imported,
    ) -> Result<CertificateSummary> {
        let Imported { certificates, key } = imported;
        let own = certificates::check(&certificates, &key)?;
        let summary = CertificateSummary::of_pem(&certificates)
            .ok_or_else(|| Error::Setup("the certificate cannot be read".to_owned()))?;
        let sealed = self.master.seal(Purpose::Connection(number), &key);
        let known = self
            .store
            .set_certificate(number, &certificates, &own, &sealed, clock::now())
            .await?;
        if !known {
            return Err(no_office(number));
        }
        self.log(number).await?;
        Ok(summary)
    }

    /// Make a connection key (P-256) here, and a request (PKCS#10, PEM) for its certificate.
    ///
    /// # Errors
    /// When there is no such office.
    pub async fn request_certificate(&self, number: &OfficeNumber) -> Result<String> {
        let offices = self.store.offices().await?;
        if !offices
            .iter()
            .any(|office| office.number().is_ok_and(|known| known == *number))
        {
            return Err(no_office(number));
        }
        let (request, public_key, key) = certificates::request(number)?;
        let sealed = self.master.seal(Purpose::Connection(number), &key);
        self.store
            .add_certificate_request(number, &public_key, &sealed, clock::now())
            .await?;
        self.log(number).await?;
        Ok(request)
    }

    /// Add a member of staff to an office. A known user keeps name and password and works for one more office;
    /// returns whether the user is new.
    ///
    /// # Errors
    /// When there is no such office, or the password is too short.
    pub async fn add_staff(&self, staff: NewStaff) -> Result<bool> {
        let well_formed = (1..=64).contains(&staff.user.len())
            && staff.user.bytes().all(|octet| octet.is_ascii_graphic());
        if !well_formed {
            return Err(Error::Setup(
                "a user is 1 to 64 letters, digits and signs without spaces".to_owned(),
            ));
        }
        let known = self.store.offices().await?;
        if !known
            .iter()
            .any(|office| office.number().is_ok_and(|number| number == staff.office))
        {
            return Err(no_office(&staff.office));
        }
        let hash = passwords::hash(&staff.password)?;
        let membership = (&staff.office, staff.role);
        let new = self
            .store
            .add_staff(&staff.user, &staff.name, &hash, membership, clock::now())
            .await?;
        self.log(&staff.office).await?;
        Ok(new)
    }

    /// Everybody.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn staff(&self) -> Result<Vec<StaffSummary>> {
        let staff = self.store.all_staff().await?;
        Ok(staff
            .into_iter()
            .map(|row| StaffSummary {
                user: row.user,
                name: row.name,
                offices: row.offices,
            })
            .collect())
    }

    /// Change a password; the person is signed out everywhere.
    ///
    /// # Errors
    /// When there is no such user, or the password is too short.
    pub async fn set_password(&self, user: &str, password: &SecretString) -> Result<()> {
        let hash = passwords::hash(password)?;
        if self.store.set_password(user, &hash).await? {
            Ok(())
        } else {
            Err(no_user())
        }
    }

    /// Remove a person, who is signed out everywhere; what the person did stays in the record.
    ///
    /// # Errors
    /// When there is no such user.
    pub async fn remove_staff(&self, user: &str) -> Result<()> {
        if self.store.remove_staff(user).await? {
            Ok(())
        } else {
            Err(no_user())
        }
    }

    /// The office's record: act, user and letter of each entry, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn record(
        &self,
        number: &OfficeNumber,
    ) -> Result<Vec<(String, Option<String>, Option<Vec<u8>>)>> {
        self.store.log_entries(number).await
    }

    async fn row(&self, number: &OfficeNumber) -> Result<Option<OfficeRow>> {
        self.store.office(number).await
    }

    async fn log(&self, number: &OfficeNumber) -> Result<()> {
        let entry = Entry {
            time: clock::now(),
            number: Some(number),
            user: None,
            act: Act::Administer,
            id: None,
        };
        self.store.log(entry).await
    }
}

fn no_office(number: &OfficeNumber) -> Error {
    Error::Setup(format!("there is no office {number} on this server"))
}

fn no_user() -> Error {
    Error::Setup("there is no such user".to_owned())
}
