//! The operator and the offices' licences.

use super::{Operator, enter};
use crate::error::{Error, Result};
use crate::licence::{self, Renewal};
use crate::store::journal::About;
use crate::store::licences::{self, Period};
use crate::store::offices;
use serde_json::json;
use wire::{OfficeNumber, Time};

impl Operator {
    /// Renew an office's licence by hand.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not registered; [`Error::Input`] when it would end before it begins.
    pub async fn renew_licence(
        &mut self,
        number: &OfficeNumber,
        renewal: Renewal,
    ) -> Result<Period> {
        let mut transaction = self.store.begin().await?;
        let period =
            licence::renew(&mut transaction, &self.config, number, renewal, "by_hand").await?;
        transaction.commit().await?;
        Ok(period)
    }

    /// Renew all that is renewed by itself and due, as the hub does while it serves.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn renew_due_licences(&mut self) -> Result<Vec<Period>> {
        let mut transaction = self.store.begin().await?;
        let renewed = licence::renew_due(&mut transaction, &self.config).await?;
        transaction.commit().await?;
        Ok(renewed)
    }

    /// Say whether an office's licence is renewed by itself.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not registered.
    pub async fn set_renewal(&mut self, number: &OfficeNumber, automatic: bool) -> Result<()> {
        let now = self.now();
        let mut transaction = self.store.begin().await?;
        offices::find(&mut transaction, number)
            .await?
            .ok_or_else(|| Error::Unknown(number.to_string()))?;
        licences::set_renews(&mut transaction, number, automatic).await?;
        let record = json!({"act": "set_renewal", "number": number, "automatic": automatic});
        enter(&mut transaction, &record, About::office(number), now).await?;
        transaction.commit().await
    }

    /// Whether an office's licence is renewed by itself, and the office's e-mail address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn particulars(&mut self, number: &OfficeNumber) -> Result<(bool, Option<String>)> {
        let mut connection = self.store.read().await?;
        let renews = licences::renews(&mut connection, number).await?;
        Ok((renews, licences::email(&mut connection, number).await?))
    }

    /// The periods that begin from a time on and before another, each with its office's name: what is charged for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn charges(&mut self, from: Time, before: Time) -> Result<Vec<(Period, String)>> {
        let mut connection = self.store.read().await?;
        let mut charges = Vec::new();
        for period in licences::beginning(&mut connection, from, before).await? {
            let office = offices::find(&mut connection, &period.number)
                .await?
                .ok_or(Error::Corrupt("licence"))?;
            charges.push((period, office.name));
        }
        Ok(charges)
    }
}
