//! 利用申請 of this server's offices: where each was sent, and how far it is.

use super::Store;
use crate::error::{Error, Result};
use wire::{Application, OfficeNumber, Signed};

/// An application as stored.
#[derive(Debug, sqlx::FromRow)]
pub struct ApplicationRow {
    /// The hub's public address.
    pub hub_public: String,
    /// Its id at the hub.
    pub id: String,
    /// The token that asks for it, under the master key.
    pub token_sealed: Vec<u8>,
    /// `applied`, `approved` or `returned`.
    pub state: String,
    /// Why it was returned.
    pub reason: Option<String>,
    /// When it was made.
    pub applied: i64,
    /// When it was decided.
    pub decided: Option<i64>,
    /// The chain of a certificate that was brought for it, PEM.
    pub certificates: Option<String>,
    /// The telephone number that was said.
    pub telephone: String,
    /// The e-mail address that was said.
    pub email: String,
}

/// An application that is on its way to the hub.
#[derive(Debug, Clone)]
pub struct BegunApplication {
    /// The hub's public address.
    pub hub_public: String,
    /// What is sent, the same at each try.
    pub signed: Signed<Application>,
    /// The chain of a certificate that was brought for it, PEM.
    pub certificates: Option<String>,
}

impl Store {
    /// Keep an application before it is sent.
    pub async fn begin_application(
        &self,
        number: &OfficeNumber,
        begun: &BegunApplication,
    ) -> Result<()> {
        sqlx::query(
            "insert into applications_begun (number, hub_public, text, signature, certificates) values ($1, $2, $3, $4, $5)
             on conflict (number) do update
                set hub_public = excluded.hub_public, text = excluded.text, signature = excluded.signature,
                    certificates = excluded.certificates",
        )
        .bind(number.as_str())
        .bind(&begun.hub_public)
        .bind(&begun.signed.text)
        .bind(&begun.signed.signature.0)
        .bind(&begun.certificates)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The application of which nobody knows yet whether it has come to the hub.
    pub async fn begun_application(
        &self,
        number: &OfficeNumber,
    ) -> Result<Option<BegunApplication>> {
        let row: Option<(String, String, Vec<u8>, Option<String>)> = sqlx::query_as(
            "select hub_public, text, signature, certificates from applications_begun where number = $1",
        )
        .bind(number.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(
            |(hub_public, text, signature, certificates)| BegunApplication {
                hub_public,
                signed: Signed::new(text, signature),
                certificates,
            },
        ))
    }

    /// The hub has it, or will never have it.
    pub async fn end_application(&self, number: &OfficeNumber) -> Result<()> {
        sqlx::query("delete from applications_begun where number = $1")
            .bind(number.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keep an office's application; a new one takes the place of the one before.
    pub async fn set_application(&self, number: &OfficeNumber, row: &ApplicationRow) -> Result<()> {
        sqlx::query(
            "insert into applications (number, hub_public, id, token_sealed, state, reason, applied, decided,
                    certificates, telephone, email)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (number) do update
                set hub_public = excluded.hub_public, id = excluded.id, token_sealed = excluded.token_sealed,
                    state = excluded.state, reason = excluded.reason, applied = excluded.applied,
                    decided = excluded.decided, certificates = excluded.certificates,
                    telephone = excluded.telephone, email = excluded.email",
        )
        .bind(number.as_str())
        .bind(&row.hub_public)
        .bind(&row.id)
        .bind(&row.token_sealed)
        .bind(&row.state)
        .bind(&row.reason)
        .bind(row.applied)
        .bind(row.decided)
        .bind(&row.certificates)
        .bind(&row.telephone)
        .bind(&row.email)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The offices whose application nobody has decided yet.
    pub async fn applied(&self) -> Result<Vec<OfficeNumber>> {
        let numbers: Vec<String> =
            sqlx::query_scalar("select number from applications where state = 'applied'")
                .fetch_all(&self.pool)
                .await?;
        let number = |text: &String| text.parse().map_err(|_| Error::Stored("an office number"));
        numbers.iter().map(number).collect()
    }

    /// An office's application.
    pub async fn application(&self, number: &OfficeNumber) -> Result<Option<ApplicationRow>> {
        Ok(sqlx::query_as(
            "select hub_public, id, token_sealed, state, reason, applied, decided, certificates, telephone, email
               from applications where number = $1",
        )
        .bind(number.as_str())
        .fetch_optional(&self.pool)
        .await?)
    }
}
