//! Mandates: those that an agent here holds, and those under which agents have acted on letters.

use super::log::{self, Act, Entry};
use super::{Store, word};
use crate::error::Result;
use wire::hub_api::MailboxItem;
use wire::{EnvelopeId, Mandate, MandateId, OfficeNumber, Signed, State, Time};

/// A mandate under which an agent has acted on a letter.
#[derive(Debug, Clone)]
pub struct LetterMandate {
    /// The mandate.
    pub mandate: Signed<Mandate>,
    /// The connection certificate (DER) of the office that gave it, which signed it.
    pub certificate: Vec<u8>,
    /// Since when it is revoked.
    pub revoked: Option<Time>,
}

/// A letter that an agent has sent for this office.
pub struct SentByAgent<'a> {
    /// What the hub's outbox says of it.
    pub item: &'a MailboxItem,
    /// The receiver.
    pub partner: &'a OfficeNumber,
    /// The sealed body.
    pub body: &'a [u8],
    /// The hub's time of the deposit.
    pub arrived: Time,
    /// The agent.
    pub agent: &'a OfficeNumber,
}

impl Store {
    /// Keep the mandates that an agent here holds of an office, in the place of those before.
    pub async fn set_held(
        &self,
        number: &OfficeNumber,
        held: &[(MandateId, Signed<Mandate>)],
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        sqlx::query("delete from mandates_held where number = $1")
            .bind(number.as_str())
            .execute(&mut *transaction)
            .await?;
        for (id, mandate) in held {
            sqlx::query(
                "insert into mandates_held (number, mandate, text, signature) values ($1, $2, $3, $4)",
            )
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .bind(&mandate.text)
            .bind(&mandate.signature.0)
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The mandates that an agent here holds of an office.
    pub async fn held(&self, number: &OfficeNumber) -> Result<Vec<Signed<Mandate>>> {
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(
            "select text, signature from mandates_held where number = $1 order by mandate",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(text, signature)| Signed::new(text, signature))
            .collect())
    }

    /// Keep a verified mandate with a letter. That it is revoked may be learnt later.
    pub async fn keep_letter_mandate(
        &self,
        number: &OfficeNumber,
        letter: EnvelopeId,
        mandate: &Mandate,
        kept: &LetterMandate,
    ) -> Result<()> {
        sqlx::query(
            "insert into letter_mandates (number, id, mandate, office, text, signature, certificate, revoked)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (number, id, mandate) do update set revoked = excluded.revoked",
        )
        .bind(number.as_str())
        .bind(letter.as_bytes().as_slice())
        .bind(mandate.id.as_bytes().as_slice())
        .bind(mandate.office.as_str())
        .bind(&kept.mandate.text)
        .bind(&kept.mandate.signature.0)
        .bind(&kept.certificate)
        .bind(kept.revoked.map(|time| time.0))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The mandates under which agents have acted on a letter.
    pub async fn letter_mandates(
        &self,
        number: &OfficeNumber,
        letter: EnvelopeId,
    ) -> Result<Vec<LetterMandate>> {
        let rows = sqlx::query_as::<_, (String, Vec<u8>, Vec<u8>, Option<i64>)>(
            "select text, signature, certificate, revoked from letter_mandates
             where number = $1 and id = $2 order by mandate",
        )
        .bind(number.as_str())
        .bind(letter.as_bytes().as_slice())
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(text, signature, certificate, revoked)| LetterMandate {
                mandate: Signed::new(text, signature),
                certificate,
                revoked: revoked.map(Time),
            })
            .collect())
    }

    /// Whether an agent has acted on a letter, as far as its label and what was learnt of it say.
    pub async fn has_agents(&self, number: &OfficeNumber, letter: EnvelopeId) -> Result<bool> {
        let has: bool = sqlx::query_scalar(
            "select exists (select 1 from letter_mandates where number = $1 and id = $2)
                 or exists (select 1 from sent where number = $1 and id = $2 and json_extract(label, '$.acting_for') is not null)
                 or exists (select 1 from received where number = $1 and id = $2 and json_extract(label, '$.acting_for') is not null)",
        )
        .bind(number.as_str())
        .bind(letter.as_bytes().as_slice())
        .fetch_one(&self.pool)
        .await?;
        Ok(has)
    }

    /// Take a letter that an agent has sent for this office into its own archive, and write that into the record.
    pub async fn add_sent_by_agent(
        &self,
        number: &OfficeNumber,
        sent: SentByAgent<'_>,
    ) -> Result<()> {
        let item = sent.item;
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "insert into sent (number, id, sequence, partner, label, manifest, body, time, state, since, held_until,
                               attempted, receipt, receipt_signature, arrived)
             values ($1, $2, (select coalesce(max(sequence), 0) + 1 from sent where number = $1),
                     $3, $4, $5, $6, $7, $8, $7, $7, 1, $9, $10, $7)
             on conflict (number, id) do nothing",
        )
        .bind(number.as_str())
        .bind(item.id.as_bytes().as_slice())
        .bind(sent.partner.as_str())
        .bind(&item.label)
        .bind(&item.manifest.0)
        .bind(sent.body)
        .bind(sent.arrived.0)
        .bind(word(&State::Arrived))
        .bind(&item.receipt.text)
        .bind(&item.receipt.signature.0)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            let entry = Entry {
                time: sent.arrived,
                number: Some(number),
                user: Some(sent.agent.as_str()),
                act: Act::AgentSend,
                id: Some(item.id),
            };
            log::write(&mut transaction, entry).await?;
        }
        Ok(transaction.commit().await?)
    }
}
