//! 代行: mandates are given, listed and revoked at the hub, and an office here begins to act for another one.

use super::{Administration, no_office};
use crate::clock;
use crate::error::{Error, Result};
use crate::offices::{self, Office};
use crate::store::{Act, Entry, NewOfficeRow};
use evidence::card;
use evidence::mandate::Facts;
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use wire::{Code, MandateId, OfficeNumber, Scope, Time};

/// A mandate to be given.
#[derive(Debug, Clone)]
pub struct NewMandate {
    /// The office that gives it, on this server.
    pub office: OfficeNumber,
    /// The office that may act.
    pub agent: OfficeNumber,
    /// What it may do.
    pub scope: Vec<Scope>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

/// A mandate as listed.
#[derive(Debug, Clone, Serialize)]
pub struct MandateSummary {
    /// Its id.
    pub id: MandateId,
    /// The office that gave it.
    pub office: OfficeNumber,
    /// The office that may act.
    pub agent: OfficeNumber,
    /// What it may do.
    pub scope: Vec<Scope>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// Since when it is revoked.
    pub revoked: Option<Time>,
}

impl Administration {
    /// Give a mandate, signed by the office's connection key. It holds from the hub's answer on;
    /// a server that runs brings the office's card up to date at its next visit.
    ///
    /// # Errors
    /// When the office has no certificate, or the hub refuses or cannot be reached.
    pub async fn give_mandate(&self, new: NewMandate) -> Result<MandateId> {
        let office = self.connected(&new.office).await?;
        let connection = office.connection()?;
        let id = MandateId::new();
        let facts = Facts {
            id,
            office: new.office.clone(),
            agent: new.agent,
            scope: new.scope,
            from: new.from,
            until: new.until,
            time: clock::now(),
        };
        let mandate = evidence::mandate::make(&connection.key, &connection.certificate, facts)
            .map_err(|error| Error::Setup(error.to_string()))?;
        connection.relay.give_mandate(&mandate).await?;
        self.note(&new.office, Act::GiveMandate).await?;
        Ok(id)
    }

    /// The mandates that an office has given and was given, newest first, as the hub has them.
    ///
    /// # Errors
    /// When the hub refuses or cannot be reached.
    pub async fn mandates(&self, number: &OfficeNumber) -> Result<Vec<MandateSummary>> {
        let office = self.connected(number).await?;
        let records = office.connection()?.relay.mandates().await?.mandates;
        let listed = records.into_iter().filter_map(|record| {
            let mandate = record.mandate.read().ok()?;
            Some(MandateSummary {
                id: mandate.id,
                office: mandate.office,
                agent: mandate.agent,
                scope: mandate.scope,
                from: mandate.from,
                until: mandate.until,
                revoked: record.revoked,
            })
        });
        Ok(listed.collect())
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
