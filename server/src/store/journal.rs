//! What the office knows of the hub's journal: checkpoints, and the entries of its letters with their proofs.

use super::received::list;
use super::{Store, counter, from_json, integer, json};
use crate::error::{Error, Result};
use wire::journal::{Entry, InclusionProof};
use wire::statement::Checkpoint;
use wire::{
    Digest, EnvelopeId, KeptFrom, NonDelivery, OfficeCard, OfficeNumber, Receipt, Signed,
    Statement, Time, Withdrawal,
};

/// What is kept of a letter that the journal has to have.
#[derive(Debug)]
pub struct Kept {
    /// The hub's receipt.
    pub receipt: Signed<Receipt>,
    /// The receiver's statements that were believed.
    pub statements: Vec<Signed<Statement>>,
    /// The sender's word that it was taken back.
    pub withdrawal: Option<Signed<Withdrawal>>,
    /// The hub's notice that it was never collected.
    pub non_delivery: Option<Signed<NonDelivery>>,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    receipt: String,
    receipt_signature: Vec<u8>,
    statements: Option<String>,
    withdrawal: Option<String>,
    non_delivery: Option<String>,
}

impl KeptRow {
    fn read(self) -> Result<Kept> {
        Ok(Kept {
            receipt: Signed::new(self.receipt, self.receipt_signature),
            statements: list(self.statements)?,
            withdrawal: self.withdrawal.map(|text| from_json(&text)).transpose()?,
            non_delivery: self.non_delivery.map(|text| from_json(&text)).transpose()?,
        })
    }
}

/// A letter whose entries in the journal are to be proved.
#[derive(Debug)]
pub struct ProofDue {
    /// The letter.
    pub id: EnvelopeId,
    /// How often the hub was asked in vain.
    pub asked: u32,
    /// How often something more was told of the letter since its entries are due.
    pub told: u32,
    /// Whether the receiver's word is still missing.
    pub unsigned: bool,
    /// What is to stand there.
    pub kept: Kept,
}

/// A proved entry of a letter.
#[derive(Debug)]
pub struct Proved {
    /// The leaf hash.
    pub hash: Digest,
    /// The entry's text.
    pub entry: String,
    /// The proof.
    pub proof: InclusionProof,
    /// The checkpoint that it leads to.
    pub checkpoint: Signed<Checkpoint>,
}

/// A checkpoint out of a partner's letter.
#[derive(Debug)]
pub struct Heard {
    /// The letter.
    pub id: EnvelopeId,
    /// The checkpoint, not verified yet.
    pub checkpoint: Signed<Checkpoint>,
    /// How often it could not be held against ours.
    pub asked: u32,
}

impl Store {
    /// The journal as it was pinned: its id and key.
    pub async fn pinned_journal(&self, number: &OfficeNumber) -> Result<Option<(String, Vec<u8>)>> {
        let row: (Option<String>, Option<Vec<u8>>) =
            sqlx::query_as("select journal, journal_key from offices where number = $1")
                .bind(number.as_str())
                .fetch_one(&self.pool)
                .await?;
        Ok(row.0.zip(row.1))
    }

    /// The checkpoint that was seen last.
    pub async fn latest_checkpoint(
        &self,
        number: &OfficeNumber,
    ) -> Result<Option<Signed<Checkpoint>>> {
        let row: Option<(String, Vec<u8>)> = sqlx::query_as(
            "select text, signature from checkpoints where number = $1 order by seen desc limit 1",
        )
        .bind(number.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(text, signature)| Signed::new(text, signature)))
    }

    /// Keep a verified checkpoint as the one that was seen last.
    pub async fn keep_checkpoint(
        &self,
        number: &OfficeNumber,
        read: &Checkpoint,
        checkpoint: &Signed<Checkpoint>,
    ) -> Result<()> {
        sqlx::query(
            "insert into checkpoints (number, size, root, time, text, signature) values ($1, $2, $3, $4, $5, $6)
             on conflict (number, size, root) do update set seen = (select max(seen) + 1 from checkpoints)",
        )
        .bind(number.as_str())
        .bind(integer(read.size))
        .bind(read.root.as_ref())
        .bind(read.time.0)
        .bind(&checkpoint.text)
        .bind(&checkpoint.signature.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The hub's times between which an entry at a place must have been made:
    /// those of the last checkpoint before it and of the first one that covers it.
    pub async fn times_around(
        &self,
        number: &OfficeNumber,
        position: u64,
    ) -> Result<(Option<Time>, Option<Time>)> {
        let row: (Option<i64>, Option<i64>) = sqlx::query_as(
            "select (select max(time) from checkpoints where number = $1 and size <= $2),
                    (select min(time) from checkpoints where number = $1 and size > $2)",
        )
        .bind(number.as_str())
        .bind(integer(position))
        .fetch_one(&self.pool)
        .await?;
        Ok((row.0.map(Time), row.1.map(Time)))
    }

    /// A letter has something in the journal that is to be proved.
    /// `unsigned`: the hub says that it was collected, and the receiver's word for it is missing.
    pub async fn prove(&self, number: &OfficeNumber, id: EnvelopeId, unsigned: bool) -> Result<()> {
        sqlx::query(
            "insert into proofs_due (number, id, unsigned) values ($1, $2, $3)
             on conflict (number, id) do update set asked = 0, told = told + 1, unsigned = excluded.unsigned",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(unsigned)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The letters whose entries are to be proved, at most 100.
    pub async fn proofs_due(&self, number: &OfficeNumber) -> Result<Vec<ProofDue>> {
        let rows: Vec<(Vec<u8>, u32, u32, bool)> = sqlx::query_as(
            "select id, asked, told, unsigned from proofs_due where number = $1 order by asked limit 100",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?;
        let mut due = Vec::with_capacity(rows.len());
        for (id, asked, told, unsigned) in rows {
            let id = super::sent::id(&id)?;
            // A letter to oneself is both sent and received.
            let kept = match self.kept_sent(number, id).await? {
                Some(kept) => Some(kept),
                None => self.kept_received(number, id).await?,
            };
            let kept = kept.ok_or(Error::Stored("a receipt"))?;
            due.push(ProofDue {
                id,
                asked,
                told,
                unsigned,
                kept,
            });
        }
        Ok(due)
    }

    /// What is kept of a sent letter to show; none before it has its receipt.
    pub async fn kept_sent(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<Option<Kept>> {
        let row: Option<KeptRow> = sqlx::query_as(
            "select receipt, receipt_signature, statements, withdrawal, non_delivery from sent
             where number = $1 and id = $2 and receipt is not null",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        row.map(KeptRow::read).transpose()
    }

    /// What is kept of a received letter to show: our own statements as far as the hub has taken them.
    pub async fn kept_received(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
    ) -> Result<Option<Kept>> {
        let row: Option<KeptRow> = sqlx::query_as(
            "select receipt, receipt_signature, answers as statements, withdrawal, non_delivery from received
             where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let Some(mut kept) = row.map(KeptRow::read).transpose()? else {
            return Ok(None);
        };
        let collected: Option<(String, Vec<u8>)> = sqlx::query_as(
            "select statement, statement_signature from received
             where number = $1 and id = $2 and statement is not null",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let waiting: Vec<String> =
            sqlx::query_scalar("select text from statements_due where number = $1 and id = $2")
                .bind(number.as_str())
                .bind(id.as_bytes().as_slice())
                .fetch_all(&self.pool)
                .await?;
        let collected = collected.map(|(text, signature)| Signed::new(text, signature));
        kept.statements.splice(0..0, collected);
        kept.statements
            .retain(|statement| !waiting.contains(&statement.text));
        Ok(Some(kept))
    }

    /// The hub was asked for a letter's entries in vain.
    pub async fn asked_in_vain(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<()> {
        sqlx::query("update proofs_due set asked = asked + 1 where number = $1 and id = $2")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Nothing of a letter is to be proved any more, unless something was told of it meanwhile.
    pub async fn proofs_done(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        told: u32,
    ) -> Result<()> {
        sqlx::query("delete from proofs_due where number = $1 and id = $2 and told = $3")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .bind(told)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keep an entry of a letter with its proof.
    pub async fn keep_proof(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        entry: &Entry,
        proof: &InclusionProof,
        checkpoint: &Signed<Checkpoint>,
    ) -> Result<()> {
        sqlx::query(
            "insert into proofs (number, id, position, hash, entry, path, checkpoint, checkpoint_signature)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(integer(entry.index))
        .bind(entry.hash.as_ref())
        .bind(entry.text.as_deref().unwrap_or_default())
        .bind(json(proof))
        .bind(&checkpoint.text)
        .bind(&checkpoint.signature.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The proved entries of a letter, in the journal's order.
    pub async fn proofs(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<Vec<Proved>> {
        let rows = sqlx::query_as::<_, (Vec<u8>, String, String, String, Vec<u8>)>(
            "select hash, entry, path, checkpoint, checkpoint_signature from proofs
             where number = $1 and id = $2 order by position",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(hash, entry, path, text, signature)| {
                let hash: [u8; 32] = hash.try_into().map_err(|_| Error::Stored("a leaf hash"))?;
                Ok(Proved {
                    hash: hash.into(),
                    entry,
                    proof: from_json(&path)?,
                    checkpoint: Signed::new(text, signature),
                })
            })
            .collect()
    }

    /// Keep a checkpoint out of a partner's letter, to hold it against ours.
    pub async fn hear(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        checkpoint: &Signed<Checkpoint>,
    ) -> Result<()> {
        sqlx::query(
            "insert into heard (number, id, text, signature) values ($1, $2, $3, $4) on conflict do nothing",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(&checkpoint.text)
        .bind(&checkpoint.signature.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The partners' checkpoints that were not held against ours yet.
    pub async fn heard(&self, number: &OfficeNumber) -> Result<Vec<Heard>> {
        let rows: Vec<(Vec<u8>, String, Vec<u8>, u32)> = sqlx::query_as(
            "select id, text, signature, asked from heard where number = $1 limit 100",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(id, text, signature, asked)| {
                Ok(Heard {
                    id: super::sent::id(&id)?,
                    checkpoint: Signed::new(text, signature),
                    asked,
                })
            })
            .collect()
    }

    /// A partner's checkpoint could not be held against ours yet.
    pub async fn heard_in_vain(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<()> {
        sqlx::query("update heard set asked = asked + 1 where number = $1 and id = $2")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A partner's checkpoint was held against ours.
    pub async fn heard_done(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<()> {
        sqlx::query("delete from heard where number = $1 and id = $2")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The first mailbox number that was passed over, if one was. Numbers that are all there are not looked at again.
    pub async fn missing_number(&self, number: &OfficeNumber) -> Result<Option<u64>> {
        let contiguous: i64 =
            sqlx::query_scalar("select contiguous from offices where number = $1")
                .bind(number.as_str())
                .fetch_one(&self.pool)
                .await?;
        let later: Vec<i64> = sqlx::query_scalar(
            "select distinct sequence from received where number = $1 and sequence > $2 order by sequence",
        )
        .bind(number.as_str())
        .bind(contiguous)
        .fetch_all(&self.pool)
        .await?;
        let mut up_to = contiguous;
        let mut missing = None;
        for sequence in later {
            if sequence != up_to + 1 {
                missing = Some(counter(up_to + 1));
                break;
            }
            up_to = sequence;
        }
        if up_to > contiguous {
            sqlx::query("update offices set contiguous = $2 where number = $1")
                .bind(number.as_str())
                .bind(up_to)
                .execute(&self.pool)
                .await?;
        }
        Ok(missing)
    }

    /// Begin to look for missing numbers above what the hub has forgotten, and keep its word for that.
    /// False when this server knows of an earlier number, which then must not be missing.
    pub async fn begin_numbers(
        &self,
        number: &OfficeNumber,
        lowest: u64,
        said: &Signed<KeptFrom>,
    ) -> Result<bool> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "update offices set contiguous = $2 - 1
             where number = $1 and contiguous = 0
               and not exists (select 1 from received where number = $1 and sequence < $2)",
        )
        .bind(number.as_str())
        .bind(integer(lowest))
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            sqlx::query(
                "insert into kept_from (number, text, signature) values ($1, $2, $3)
                 on conflict (number) do update set text = excluded.text, signature = excluded.signature",
            )
            .bind(number.as_str())
            .bind(&said.text)
            .bind(&said.signature.0)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// The hub's word on what it has forgotten, if this server relies on one.
    pub async fn kept_from(&self, number: &OfficeNumber) -> Result<Option<Signed<KeptFrom>>> {
        let row: Option<(String, Vec<u8>)> =
            sqlx::query_as("select text, signature from kept_from where number = $1")
                .bind(number.as_str())
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(text, signature)| Signed::new(text, signature)))
    }

    /// Another received letter with the same mailbox number, if there is one.
    pub async fn same_number(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        sequence: u64,
    ) -> Result<Option<EnvelopeId>> {
        let other: Option<Vec<u8>> = sqlx::query_scalar(
            "select id from received where number = $1 and sequence = $2 and id <> $3 limit 1",
        )
        .bind(number.as_str())
        .bind(integer(sequence))
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        other.map(|id| super::sent::id(&id)).transpose()
    }

    /// Remember a card that this office makes, before anybody sees it.
    pub async fn made_card(
        &self,
        number: &OfficeNumber,
        card: &Signed<OfficeCard>,
        now: Time,
    ) -> Result<()> {
        sqlx::query(
            "insert into own_cards (number, sha256, made) values ($1, $2, $3) on conflict do nothing",
        )
        .bind(number.as_str())
        .bind(evidence::digest(card.text.as_bytes()).as_ref())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Whether this office has made the card with a digest.
    pub async fn is_own_card(&self, number: &OfficeNumber, sha256: &Digest) -> Result<bool> {
        let count: i64 =
            sqlx::query_scalar("select count(*) from own_cards where number = $1 and sha256 = $2")
                .bind(number.as_str())
                .bind(sha256.as_ref())
                .fetch_one(&self.pool)
                .await?;
        Ok(count > 0)
    }

    /// Up to where the journal's entries about the office are looked through.
    pub async fn entries_next(&self, number: &OfficeNumber) -> Result<u64> {
        let next: i64 = sqlx::query_scalar("select entries_next from offices where number = $1")
            .bind(number.as_str())
            .fetch_one(&self.pool)
            .await?;
        Ok(counter(next))
    }

    /// Remember up to where they are.
    pub async fn set_entries_next(&self, number: &OfficeNumber, next: u64) -> Result<()> {
        sqlx::query("update offices set entries_next = $2 where number = $1")
            .bind(number.as_str())
            .bind(integer(next))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
