//! 代行: mandates are given, listed and revoked at the hub, and an office here begins to act for another one.

use super::{Administration, no_office};
use crate::clock;
use crate::error::{Error, Result};
use crate::mandates;
use crate::offices::{self, Office};
use crate::store::{Act, Entry, NewOfficeRow};
use evidence::card;
use tokio_util::sync::CancellationToken;
use wire::server_api::{GivenMandate, NewMandate};
use wire::{Code, MandateId, OfficeNumber};

impl Administration {
    /// Give a mandate for an office of this server, signed by its connection key. It holds from the hub's answer on;
    /// a server that runs brings the office's card up to date at its next visit.
    ///
    /// # Errors
    /// When the office has no certificate, or the hub refuses or cannot be reached.
    pub async fn give_mandate(&self, number: &OfficeNumber, new: NewMandate) -> Result<()> {
        mandates::given(&self.connected(number).await?, new).await?;
        self.note(number, Act::GiveMandate).await
    }

    /// The mandates that an office has given and was given, newest first, as the hub has them.
    ///
    /// # Errors
    /// When the hub refuses or cannot be reached.
    pub async fn mandates(&self, number: &OfficeNumber) -> Result<Vec<GivenMandate>> {
        let office = self.connected(number).await?;
        Ok(mandates::listed(&office).await?.mandates)
    }

    /// Revoke a mandate that was given, or lay one down that is held: it holds no longer from the hub's answer on.
    ///
    /// # Errors
    /// When there is no such mandate of this office, or the hub cannot be reached.
    pub async fn revoke_mandate(&self, number: &OfficeNumber, id: MandateId) -> Result<()> {
        let office = self.connected(number).await?;
        office.connection()?.relay.revoke_mandate(id).await?;
        self.note(number, Act::RevokeMandate).await
    }

    /// Begin to act for an office under the mandate that it has given to one of this server.
    /// Its name and service types are the directory's; staff are added to it like to any other.
    ///
    /// # Errors
    /// When no such mandate is in force, or the office is on this server already.
    pub async fn act_for(&self, agent: &OfficeNumber, number: &OfficeNumber) -> Result<()> {
        let office = self.connected(agent).await?;
        let relay = &office.connection()?.relay;
        let record = match relay.office(number).await {
            Err(error) if error.is(Code::NotFound) => {
                return Err(Error::Setup(format!("the hub knows no office {number}")));
            }
            record => record?,
        };
        let card = record.card.as_ref().map(card::verify);
        let Some(Ok(card)) = card else {
            return Err(Error::Setup(format!(
                "office {number} has published no card"
            )));
        };
        let now = clock::now();
        let listed = relay.mandates().await?.mandates;
        let in_force = listed.iter().any(|record| {
            let certificate = &card.connection_certificate.0;
            record.revoked.is_none()
                && evidence::mandate::verify(certificate, &record.mandate).is_ok_and(|mandate| {
                    mandate.office == *number && mandate.agent == *agent && now < mandate.until
                })
        });
        if card.number != *number || !in_force {
            return Err(Error::Setup(format!(
                "office {number} has given {agent} no mandate that holds"
            )));
        }
        let keeper = self.row(agent).await?.ok_or_else(|| no_office(agent))?;
        let row = NewOfficeRow {
            number,
            name: &record.office.name,
            service_types: &record.office.service_types,
            hub_url: &keeper.hub_url,
            hub_ca: &keeper.hub_ca,
            agent: Some(agent),
            added: now,
        };
        if !self.store.add_office(row).await? {
            return Err(Error::Setup(format!("office {number} is there already")));
        }
        self.log(number).await
    }

    /// An office of this server with its keys open.
    async fn connected(&self, number: &OfficeNumber) -> Result<Office> {
        let row = self.row(number).await?.ok_or_else(|| no_office(number))?;
        offices::open(&self.store, &self.master, &row, &CancellationToken::new()).await
    }

    async fn note(&self, number: &OfficeNumber, act: Act) -> Result<()> {
        let entry = Entry {
            time: clock::now(),
            number: Some(number),
            user: None,
            act,
            id: None,
        };
        self.store.log(entry).await
    }
}
