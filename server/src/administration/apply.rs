//! 利用申請: asking the hub to take an office in, and what became of it.
//!
//! The connection key is made here and never leaves; the hub gets a request for a certificate, or the certificate
//! that the office has already. An approved application installs its certificate by itself.

use super::{Administration, NewOffice, no_office};
use crate::certificates::Imported;
use crate::error::{Error, Result};
use crate::inbox::sync::SyncError;
use crate::keyring::Purpose;
use crate::relay::{PublicRelay, RelayError};
use crate::store::{ApplicationRow, BegunApplication};
use crate::{certificates, clock};
use evidence::SigningKey;
use evidence::application::{self, Facts, With};
use serde::Serialize;
use wire::application::ApplicationState;
use wire::{ApplicationId, OfficeNumber, Time};

/// What an office's connection is to be made with.
#[derive(Debug, Clone)]
pub enum Credential {
    /// The certificate that is on this server; without one, a new key.
    Present,
    /// A new key, made on this server; the hub's CA issues its certificate.
    New,
    /// A certificate with its key that somebody has brought.
    Brought(Imported),
}

/// What an office says when it applies.
#[derive(Debug, Clone)]
pub struct NewApplication {
    /// The office; it is added to this server unless it is there.
    pub office: NewOffice,
    /// Where the hub takes applications: `https://…`.
    pub hub_public: String,
    /// The office's telephone number.
    pub telephone: String,
    /// The office's e-mail address.
    pub email: String,
    /// What the connection is to be made with.
    pub credential: Credential,
}

/// An application as shown.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicationSummary {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// Its id at the hub.
    pub id: ApplicationId,
    /// How far it is.
    pub state: ApplicationState,
    /// Why it was returned, in the operator's words.
    pub reason: Option<String>,
    /// When it was made.
    pub applied: Time,
    /// When it was decided.
    pub decided: Option<Time>,
    /// The telephone number that was said.
    pub telephone: String,
    /// The e-mail address that was said.
    pub email: String,
}

/// The key that signs an application, and what shows it.
struct Shown {
    key: SigningKey,
    with: With,
    /// The chain that goes with a certificate that was brought, PEM.
    certificates: Option<String>,
}

impl Administration {
    /// Apply for an office. The service types that are said now are the office's from now on.
    ///
    /// An earlier try whose answer was lost may have come to the hub: it is sent again first, as it was,
    /// and if the hub takes it, it is the application.
    ///
    /// # Errors
    /// When the hub refuses or cannot be reached, or what is said of the office cannot be used.
    pub async fn apply(&self, new: NewApplication) -> Result<ApplicationSummary> {
        let number = new.office.number.clone();
        let relay = PublicRelay::new(&new.hub_public, &new.office.hub_ca)
            .map_err(|error| Error::Setup(error.to_string()))?;
        if self.row(&number).await?.is_none() {
            self.add_office(new.office.clone(), None).await?;
        }
        let begun = self.store.begun_application(&number).await?;
        if let Some(begun) = begun.filter(|begun| begun.hub_public == new.hub_public) {
            match self.send(&relay, begun).await {
                Err(SyncError::Relay(error)) if is_for_good(&error) => {}
                sent => return sent.map_err(SyncError::into_error),
            }
        }
        let Shown {
            key,
            with,
            certificates,
        } = self.shown(&number, new.credential).await?;
        let facts = Facts {
            id: ApplicationId::new(),
            number: number.clone(),
            service_types: new.office.service_types,
            name: new.office.name,
            telephone: new.telephone,
            email: new.email,
            with,
            time: clock::now(),
        };
        let begun = BegunApplication {
            hub_public: new.hub_public,
            signed: application::make(&key, facts)
                .map_err(|_| Error::Setup("the connection key cannot sign".to_owned()))?,
            certificates,
        };
        self.store.begin_application(&number, &begun).await?;
        let sent = self.send(&relay, begun).await;
        sent.map_err(SyncError::into_error)
    }

    /// Send an application that is kept. It is forgotten only when the hub has it, or certainly has not.
    async fn send(
        &self,
        relay: &PublicRelay,
        begun: BegunApplication,
    ) -> std::result::Result<ApplicationSummary, SyncError> {
        let said = begun.signed.read();
        let said = said.map_err(|_| Error::Stored("an application"))?;
        let number = said.number;
        let received = match relay.apply(&begun.signed).await {
            Ok(received) => received,
            Err(error) => {
                if is_for_good(&error) {
                    self.store.end_application(&number).await?;
                }
                return Err(error.into());
            }
        };
        let row = ApplicationRow {
            hub_public: begun.hub_public,
            id: received.id.to_string(),
            token_sealed: self
                .master
                .seal(Purpose::Application(&number), received.token.as_bytes()),
            state: ApplicationState::Applied.as_str().to_owned(),
            reason: None,
            applied: clock::now().0,
            decided: None,
            certificates: begun.certificates,
            telephone: said.telephone,
            email: said.email,
        };
        self.store.set_application(&number, &row).await?;
        self.store
            .set_service_types(&number, &said.service_types)
            .await?;
        self.store.end_application(&number).await?;
        self.log(&number).await?;
        Ok(summary(&number, &row)?)
    }

    /// Ask how far an office's application is. Once it is approved, its certificate is installed.
    ///
    /// # Errors
    /// When there is none, or the hub cannot be reached.
    pub async fn application(&self, number: &OfficeNumber) -> Result<ApplicationSummary> {
        let office = self.row(number).await?.ok_or_else(|| no_office(number))?;
        let none = || Error::Setup("there is no application of this office".to_owned());
        let mut row = self.store.application(number).await?.ok_or_else(none)?;
        if row.state != ApplicationState::Applied.as_str() {
            return summary(number, &row);
        }
        let stored = || Error::Stored("an application");
        let token = self
            .master
            .open(Purpose::Application(number), &row.token_sealed)?;
        let token = std::str::from_utf8(&token).map_err(|_| stored())?;
        let id: ApplicationId = row.id.parse().map_err(|_| stored())?;
        let standing = PublicRelay::new(&row.hub_public, &office.hub_ca)
            .map_err(|error| Error::Setup(error.to_string()))?
            .standing(id, token)
            .await?;
        if let Some(certificate) = &standing.certificate {
            let alone = certificates::pem("CERTIFICATE", certificate.as_ref());
            // With the chain that it was brought with.
            let text = match &row.certificates {
                Some(chain) if certificates::is_first(chain, certificate.as_ref()) => chain.clone(),
                _ => alone,
            };
            let installed = office.certificates.as_deref().is_some_and(|own| {
                certificates::public_key(own).ok() == certificates::public_key(&text).ok()
            });
            if !installed {
                self.import_pem(number, &text, None).await?;
            }
        }
        row.state = standing.state.as_str().to_owned();
        row.reason = standing.reason;
        row.decided = standing.decided.map(|time| time.0);
        self.store.set_application(number, &row).await?;
        summary(number, &row)
    }

    /// The application of an office, as it was heard of last; none if there is none.
    pub(crate) async fn known_application(
        &self,
        number: &OfficeNumber,
    ) -> Result<Option<ApplicationSummary>> {
        let row = self.store.application(number).await?;
        row.map(|row| summary(number, &row)).transpose()
    }

    /// The connection key, and what shows it.
    async fn shown(&self, number: &OfficeNumber, credential: Credential) -> Result<Shown> {
        match credential {
            Credential::Present => self.present(number).await,
            Credential::New => self.made(number).await,
            Credential::Brought(imported) => self.brought(number, imported).await,
        }
    }

    /// The certificate that is here, or a request for one.
    async fn present(&self, number: &OfficeNumber) -> Result<Shown> {
        let row = self.row(number).await?.ok_or_else(|| no_office(number))?;
        if let (Some(certificates), Some(sealed)) = (&row.certificates, &row.key_sealed) {
            let key = self.master.open(Purpose::Connection(number), sealed)?;
            let own = certificates::check(certificates, &key)?;
            return Ok(Shown {
                key: signing(&key)?,
                with: With::Certificate(own),
                certificates: None,
            });
        }
        self.made(number).await
    }

    /// A new key, and a request for its certificate.
    async fn made(&self, number: &OfficeNumber) -> Result<Shown> {
        let (request, public_key, key) = certificates::request(number)?;
        let sealed = self.master.seal(Purpose::Connection(number), &key);
        self.store
            .add_certificate_request(number, &public_key, &sealed, clock::now())
            .await?;
        let request = pem::parse(request).map_err(|_| Error::Stored("a certificate request"))?;
        Ok(Shown {
            key: signing(&key)?,
            with: With::Request(request.into_contents()),
            certificates: None,
        })
    }

    /// A certificate that was brought. Its key waits under the master key, and is used once the hub has approved.
    async fn brought(&self, number: &OfficeNumber, imported: Imported) -> Result<Shown> {
        let Imported { certificates, key } = imported;
        let own = certificates::check(&certificates, &key)?;
        let public_key = certificates::public_key(&certificates)?;
        if self
            .store
            .requested_key(number, &public_key)
            .await?
            .is_none()
        {
            let sealed = self.master.seal(Purpose::Connection(number), &key);
            self.store
                .add_certificate_request(number, &public_key, &sealed, clock::now())
                .await?;
        }
        Ok(Shown {
            key: signing(&key)?,
            with: With::Certificate(own),
            certificates: Some(certificates),
        })
    }
}

/// Whether the hub has certainly not taken what it was sent, and will not.
fn is_for_good(error: &RelayError) -> bool {
    !error.is_for_now() || matches!(error, RelayError::Unreachable { sent: false, .. })
}

fn signing(key: &[u8]) -> Result<SigningKey> {
    SigningKey::from_pkcs8(key).map_err(|_| Error::Stored("a connection key"))
}

fn summary(number: &OfficeNumber, row: &ApplicationRow) -> Result<ApplicationSummary> {
    let stored = || Error::Stored("an application");
    Ok(ApplicationSummary {
        number: number.clone(),
        id: row.id.parse().map_err(|_| stored())?,
        state: match row.state.as_str() {
            "applied" => ApplicationState::Applied,
            "approved" => ApplicationState::Approved,
            "returned" => ApplicationState::Returned,
            _ => return Err(stored()),
        },
        reason: row.reason.clone(),
        applied: Time(row.applied),
        decided: row.decided.map(Time),
        telephone: row.telephone.clone(),
        email: row.email.clone(),
    })
}
