//! The offices of this server, and their keys as stored.

use super::{Store, from_json, integer, json};
use crate::error::{Error, Result};
use wire::{OfficeCard, OfficeNumber, ServiceType, Signed, Time};

/// An office as stored.
#[derive(sqlx::FromRow)]
pub struct OfficeRow {
    number: String,
    /// 事業所名.
    pub name: String,
    service_types: String,
    /// Where its hub is.
    pub hub_url: String,
    /// The certificates of the hub's CA, PEM.
    pub hub_ca: String,
    /// The connection certificate and its chain, PEM.
    pub certificates: Option<String>,
    /// The connection key, under the master key.
    pub key_sealed: Option<Vec<u8>>,
    /// The connection key before it, while it has a card to sign.
    pub previous_key_sealed: Option<Vec<u8>>,
    agent: Option<String>,
}

/// What the hub has of the office's own card.
pub struct Published {
    /// Digest of what it says.
    pub facts: Option<Vec<u8>>,
    /// The card.
    pub card: Option<Signed<OfficeCard>>,
}

impl OfficeRow {
    /// 事業所番号.
    pub fn number(&self) -> Result<OfficeNumber> {
        self.number
            .parse()
            .map_err(|_| Error::Stored("an office number"))
    }

    /// サービス種類コード.
    pub fn service_types(&self) -> Result<Vec<ServiceType>> {
        from_json(&self.service_types)
    }

    /// The office of this server that acts for it, if it does not act itself.
    pub fn agent(&self) -> Result<Option<OfficeNumber>> {
        let number = |text: &String| text.parse().map_err(|_| Error::Stored("an office number"));
        self.agent.as_ref().map(number).transpose()
    }
}

/// A new office.
pub struct NewOfficeRow<'a> {
    /// 事業所番号.
    pub number: &'a OfficeNumber,
    /// 事業所名.
    pub name: &'a str,
    /// サービス種類コード.
    pub service_types: &'a [ServiceType],
    /// Where its hub is.
    pub hub_url: &'a str,
    /// The certificates of the hub's CA, PEM.
    pub hub_ca: &'a str,
    /// The office of this server that acts for it; none when it acts itself.
    pub agent: Option<&'a OfficeNumber>,
    /// Now.
    pub added: Time,
}

/// A sealing key as stored.
#[derive(sqlx::FromRow)]
pub struct SealingKeyRow {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// The key, under the master key.
    pub key_sealed: Vec<u8>,
    /// First millisecond.
    pub valid_from: i64,
    /// Last millisecond.
    pub valid_until: i64,
    /// Since when letters are no longer sealed for it.
    pub retired: Option<i64>,
}

impl Store {
    /// Every office, by number.
    pub async fn offices(&self) -> Result<Vec<OfficeRow>> {
        Ok(sqlx::query_as(
            "select number, name, service_types, hub_url, hub_ca, certificates, key_sealed, previous_key_sealed, agent
             from offices order by number",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// One office.
    pub async fn office(&self, number: &OfficeNumber) -> Result<Option<OfficeRow>> {
        let mut rows = self.offices().await?.into_iter();
        Ok(rows.find(|row| row.number == number.as_str()))
    }

    /// Add an office. Returns whether it is new.
    pub async fn add_office(&self, office: NewOfficeRow<'_>) -> Result<bool> {
        let done = sqlx::query(
            "insert into offices (number, name, service_types, hub_url, hub_ca, added, agent)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        )
        .bind(office.number.as_str())
        .bind(office.name)
        .bind(json(&office.service_types))
        .bind(office.hub_url)
        .bind(office.hub_ca)
        .bind(office.added.0)
        .bind(office.agent.map(OfficeNumber::as_str))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Set an office's service types.
    pub async fn set_service_types(
        &self,
        number: &OfficeNumber,
        service_types: &[ServiceType],
    ) -> Result<()> {
        sqlx::query("update offices set service_types = $2 where number = $1")
            .bind(number.as_str())
            .bind(json(&service_types))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Give an office its connection certificate and key; they take the place of those before.
    /// Returns whether there is such an office.
    pub async fn set_certificate(
        &self,
        number: &OfficeNumber,
        certificates: &str,
        own: &[u8],
        key_sealed: &[u8],
        now: Time,
    ) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "update offices set certificates = $2, key_sealed = $3, card_facts_sha256 = null,
                    previous_key_sealed = case when card is null then null else coalesce(previous_key_sealed, key_sealed) end
             where number = $1",
        )
        .bind(number.as_str())
        .bind(certificates)
        .bind(key_sealed)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            sqlx::query(
                "insert into own_certificates (number, certificate, added) values ($1, $2, $3) on conflict do nothing",
            )
            .bind(number.as_str())
            .bind(own)
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Every connection certificate that an office ever had (DER), newest first.
    pub async fn own_certificates(&self, number: &OfficeNumber) -> Result<Vec<Vec<u8>>> {
        Ok(sqlx::query_scalar(
            "select certificate from own_certificates where number = $1 order by added desc",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?)
    }

    /// Keep a key whose certificate has been asked for.
    pub async fn add_certificate_request(
        &self,
        number: &OfficeNumber,
        public_key: &[u8],
        key_sealed: &[u8],
        made: Time,
    ) -> Result<()> {
        sqlx::query(
            "insert into certificate_requests (number, public_key, key_sealed, made) values ($1, $2, $3, $4)",
        )
        .bind(number.as_str())
        .bind(public_key)
        .bind(key_sealed)
        .bind(made.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The key that a certificate was asked for with.
    pub async fn requested_key(
        &self,
        number: &OfficeNumber,
        public_key: &[u8],
    ) -> Result<Option<Vec<u8>>> {
        Ok(sqlx::query_scalar(
            "select key_sealed from certificate_requests where number = $1 and public_key = $2",
        )
        .bind(number.as_str())
        .bind(public_key)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Add a sealing key.
    pub async fn add_sealing_key(&self, number: &OfficeNumber, key: &SealingKeyRow) -> Result<()> {
        sqlx::query(
            "insert into sealing_keys (number, certificate, key_sealed, valid_from, valid_until, retired)
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(number.as_str())
        .bind(&key.certificate)
        .bind(&key.key_sealed)
        .bind(key.valid_from)
        .bind(key.valid_until)
        .bind(key.retired)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// An office's sealing keys, oldest first; retired ones too, because they still open.
    pub async fn sealing_keys(&self, number: &OfficeNumber) -> Result<Vec<SealingKeyRow>> {
        Ok(sqlx::query_as(
            "select certificate, key_sealed, valid_from, valid_until, retired
             from sealing_keys where number = $1 order by valid_from",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?)
    }

    /// The card that the hub has, and the digest of what it says; none of either before the first.
    pub async fn published(&self, number: &OfficeNumber) -> Result<Published> {
        let row: (Option<Vec<u8>>, Option<String>, Option<Vec<u8>>) = sqlx::query_as(
            "select card_facts_sha256, card, card_signature from offices where number = $1",
        )
        .bind(number.as_str())
        .fetch_one(&self.pool)
        .await?;
        let (facts, text, signature) = row;
        let card = text
            .zip(signature)
            .map(|(text, signature)| Signed::new(text, signature));
        Ok(Published { facts, card })
    }

    /// Remember the card that the hub has now. The key before the present one has done its last work.
    pub async fn set_published(
        &self,
        number: &OfficeNumber,
        facts: &[u8],
        card: &Signed<OfficeCard>,
    ) -> Result<()> {
        sqlx::query(
            "update offices set card_facts_sha256 = $2, card = $3, card_signature = $4, previous_key_sealed = null
             where number = $1",
        )
        .bind(number.as_str())
        .bind(facts)
        .bind(&card.text)
        .bind(&card.signature.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Pin the hub's journal at the first visit. Returns the pinned one, which may be an earlier one.
    pub async fn pin_journal(
        &self,
        number: &OfficeNumber,
        journal: &str,
        key: &[u8],
    ) -> Result<(String, Vec<u8>)> {
        sqlx::query(
            "update offices set journal = $2, journal_key = $3 where number = $1 and journal is null",
        )
        .bind(number.as_str())
        .bind(journal)
        .bind(key)
        .execute(&self.pool)
        .await?;
        Ok(
            sqlx::query_as("select journal, journal_key from offices where number = $1")
                .bind(number.as_str())
                .fetch_one(&self.pool)
                .await?,
        )
    }

    /// The cursors up to which the hub's inbox and outbox are known.
    pub async fn cursors(&self, number: &OfficeNumber) -> Result<(u64, u64)> {
        let (inbox, outbox): (i64, i64) =
            sqlx::query_as("select inbox_cursor, outbox_cursor from offices where number = $1")
                .bind(number.as_str())
                .fetch_one(&self.pool)
                .await?;
        Ok((super::counter(inbox), super::counter(outbox)))
    }

    /// Read the hub's mailboxes again from their beginning.
    pub async fn forget_cursors(&self, number: &OfficeNumber) -> Result<()> {
        sqlx::query("update offices set inbox_cursor = 0, outbox_cursor = 0 where number = $1")
            .bind(number.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Remember up to where the hub's outbox is known.
    pub async fn set_outbox_cursor(&self, number: &OfficeNumber, cursor: u64) -> Result<()> {
        sqlx::query("update offices set outbox_cursor = $2 where number = $1")
            .bind(number.as_str())
            .bind(integer(cursor))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
