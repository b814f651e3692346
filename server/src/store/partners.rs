//! What an office knows of the others: their directory entries and pinned cards.

use super::{Store, from_json, json};
use crate::error::Result;
use wire::hub_api::Office;
use wire::{OfficeCard, OfficeNumber, Signed, Time};

/// A card that was verified and is trusted for its office.
pub struct PinnedCard {
    /// The card.
    pub card: Signed<OfficeCard>,
    /// Its connection certificate, DER.
    pub certificate: Vec<u8>,
}

impl Store {
    /// Keep a directory entry.
    pub async fn keep_partner(
        &self,
        number: &OfficeNumber,
        partner: &Office,
        now: Time,
    ) -> Result<()> {
        sqlx::query(
            "insert into partners (number, partner, entry, seen) values ($1, $2, $3, $4)
             on conflict (number, partner) do update set entry = excluded.entry, seen = excluded.seen",
        )
        .bind(number.as_str())
        .bind(partner.number.as_str())
        .bind(json(partner))
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The directory entry as last seen.
    pub async fn partner(
        &self,
        number: &OfficeNumber,
        partner: &OfficeNumber,
    ) -> Result<Option<Office>> {
        let entry: Option<String> =
            sqlx::query_scalar("select entry from partners where number = $1 and partner = $2")
                .bind(number.as_str())
                .bind(partner.as_str())
                .fetch_optional(&self.pool)
                .await?;
        entry.map(|entry| from_json(&entry)).transpose()
    }

    /// Pin a verified card; those before it are kept, because they verify earlier letters.
    pub async fn pin_card(
        &self,
        number: &OfficeNumber,
        partner: &OfficeNumber,
        pinned: &PinnedCard,
        now: Time,
    ) -> Result<()> {
        let digest = evidence::digest(&pinned.certificate);
        let mut transaction = self.write().await?;
        sqlx::query(
            "update cards set replaced = $4
             where number = $1 and partner = $2 and certificate_sha256 <> $3 and replaced is null",
        )
        .bind(number.as_str())
        .bind(partner.as_str())
        .bind(digest.as_ref())
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "insert into cards (number, partner, certificate_sha256, certificate, text, signature, pinned)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (number, partner, certificate_sha256)
             do update set text = excluded.text, signature = excluded.signature, replaced = null",
        )
        .bind(number.as_str())
        .bind(partner.as_str())
        .bind(digest.as_ref())
        .bind(&pinned.certificate)
        .bind(&pinned.card.text)
        .bind(&pinned.card.signature.0)
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The card that letters to a partner are sealed for.
    pub async fn pinned_card(
        &self,
        number: &OfficeNumber,
        partner: &OfficeNumber,
    ) -> Result<Option<PinnedCard>> {
        let row: Option<(String, Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "select text, signature, certificate from cards
             where number = $1 and partner = $2 and replaced is null",
        )
        .bind(number.as_str())
        .bind(partner.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(text, signature, certificate)| PinnedCard {
            card: Signed::new(text, signature),
            certificate,
        }))
    }

    /// Every connection certificate ever pinned for a partner, newest first.
    pub async fn pinned_certificates(
        &self,
        number: &OfficeNumber,
        partner: &OfficeNumber,
    ) -> Result<Vec<Vec<u8>>> {
        Ok(sqlx::query_scalar(
            "select certificate from cards where number = $1 and partner = $2
             order by replaced is not null, pinned desc",
        )
        .bind(number.as_str())
        .bind(partner.as_str())
        .fetch_all(&self.pool)
        .await?)
    }

    /// Whether the office has sent to this one before.
    pub async fn has_sent_to(&self, number: &OfficeNumber, partner: &OfficeNumber) -> Result<bool> {
        let count: i64 =
            sqlx::query_scalar("select count(*) from sent where number = $1 and partner = $2")
                .bind(number.as_str())
                .bind(partner.as_str())
                .fetch_one(&self.pool)
                .await?;
        Ok(count > 0)
    }
}
