//! Sent letters: the outbox and the archive in one, sealed from the first moment.

use super::log::{self, Act, Entry};
use super::received::list;
use super::{Store, counter, from_json, from_word, integer, json, word};
use crate::error::{Error, Result};
use wire::hub_api::{MailboxItem, Uncollected};
use wire::{EnvelopeId, OfficeNumber, Problem, Receipt, Signed, State, Statement, Time};

/// A letter that is ready to go.
pub struct NewSent<'a> {
    /// The letter.
    pub id: EnvelopeId,
    /// The receiver.
    pub partner: &'a OfficeNumber,
    /// The label's text.
    pub label: &'a str,
    /// The sealed manifest.
    pub manifest: &'a [u8],
    /// The sealed body.
    pub body: &'a [u8],
    /// Now.
    pub time: Time,
    /// Until when it can be taken back here.
    pub held_until: Time,
    /// Who sends it.
    pub user: &'a str,
}

/// A sent letter without its body.
#[derive(Debug, Clone)]
pub struct SentRow {
    /// The letter.
    pub id: EnvelopeId,
    /// This office's own count.
    pub sequence: u64,
    /// The receiver.
    pub partner: OfficeNumber,
    /// The label's text.
    pub label: String,
    /// The sealed manifest.
    pub manifest: Vec<u8>,
    /// When this server accepted it.
    pub time: Time,
    /// Its state.
    pub state: State,
    /// Since when.
    pub since: Time,
    /// Until when it is held.
    pub held_until: Time,
    /// Whether the hub may have it although no receipt has come.
    pub attempted: bool,
    /// Whether taking it back was asked for while the hub was away.
    pub withdraw: bool,
    /// Why it failed or still waits.
    pub problem: Option<Problem>,
    /// The hub's time of the deposit.
    pub arrived: Option<Time>,
    /// When it was collected.
    pub collected: Option<Time>,
    /// The receiver's statements that were believed, oldest first.
    pub statements: Vec<Signed<Statement>>,
    /// When the hub told that it lies uncollected.
    pub uncollected: Vec<Uncollected>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    sequence: i64,
    partner: String,
    label: String,
    manifest: Vec<u8>,
    time: i64,
    state: String,
    since: i64,
    held_until: i64,
    attempted: bool,
    withdraw: bool,
    problem: Option<String>,
    arrived: Option<i64>,
    collected: Option<i64>,
    statements: Option<String>,
    uncollected: Option<String>,
}

impl Row {
    fn read(self) -> Result<SentRow> {
        Ok(SentRow {
            id: id(&self.id)?,
            sequence: counter(self.sequence),
            partner: self
                .partner
                .parse()
                .map_err(|_| Error::Stored("an office number"))?,
            label: self.label,
            manifest: self.manifest,
            time: Time(self.time),
            state: from_word(self.state)?,
            since: Time(self.since),
            held_until: Time(self.held_until),
            attempted: self.attempted,
            withdraw: self.withdraw,
            problem: self
                .problem
                .map(|problem| from_json(&problem))
                .transpose()?,
            arrived: self.arrived.map(Time),
            collected: self.collected.map(Time),
            statements: list(self.statements)?,
            uncollected: list(self.uncollected)?,
        })
    }
}

/// An id from its blob.
pub(super) fn id(octets: &[u8]) -> Result<EnvelopeId> {
    octets
        .try_into()
        .map(EnvelopeId::from_bytes)
        .map_err(|_| Error::Stored("a letter's id"))
}

impl Store {
    /// Keep a new letter, held. Returns none when the id is in use already.
    pub async fn add_sent(&self, number: &OfficeNumber, new: NewSent<'_>) -> Result<Option<()>> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "insert into sent (number, id, sequence, partner, label, manifest, body, time, state, since, held_until)
             values ($1, $2, (select coalesce(max(sequence), 0) + 1 from sent where number = $1),
                     $3, $4, $5, $6, $7, 'held', $7, $8)
             on conflict (number, id) do nothing",
        )
        .bind(number.as_str())
        .bind(new.id.as_bytes().as_slice())
        .bind(new.partner.as_str())
        .bind(new.label)
        .bind(new.manifest)
        .bind(new.body)
        .bind(new.time.0)
        .bind(new.held_until.0)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        log::write(
            &mut transaction,
            Entry {
                time: new.time,
                number: Some(number),
                user: Some(new.user),
                act: Act::Send,
                id: Some(new.id),
            },
        )
        .await?;
        transaction.commit().await?;
        Ok(Some(()))
    }

    /// One page of sent letters, newest first: those before `before`, at most `limit`.
    pub async fn sent(
        &self,
        number: &OfficeNumber,
        before: u64,
        limit: u32,
    ) -> Result<Vec<SentRow>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select id, sequence, partner, label, manifest, time, state, since, held_until, attempted, withdraw,
                    problem, arrived, collected, statements, uncollected
             from sent where number = $1 and sequence < $2 order by sequence desc limit $3",
        )
        .bind(number.as_str())
        .bind(integer(before))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// One sent letter.
    pub async fn sent_letter(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
    ) -> Result<Option<SentRow>> {
        let row: Option<Row> = sqlx::query_as(
            "select id, sequence, partner, label, manifest, time, state, since, held_until, attempted, withdraw,
                    problem, arrived, collected, statements, uncollected
             from sent where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        row.map(Row::read).transpose()
    }

    /// The sealed body of a sent letter.
    pub async fn sent_body(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<Vec<u8>> {
        sqlx::query_scalar("select body from sent where number = $1 and id = $2")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&self.pool)
            .await?
            .ok_or(Error::Stored("a sent letter's body"))
    }

    /// The letters that the sender task has to do with, oldest first: held, queued, or to be withdrawn.
    pub async fn outgoing(&self, number: &OfficeNumber) -> Result<Vec<SentRow>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select id, sequence, partner, label, manifest, time, state, since, held_until, attempted, withdraw,
                    problem, arrived, collected, statements, uncollected
             from sent where number = $1 and (state in ('held', 'queued') or withdraw = 1) order by sequence",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The hold is over: from now on the letter may reach the hub. Returns false if it was taken back.
    pub async fn begin_attempt(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        now: Time,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update sent set attempted = 1, since = case state when 'held' then $3 else since end, state = 'queued'
             where number = $1 and id = $2 and state in ('held', 'queued') and withdraw = 0",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// An attempt came to nothing for now. `reached`: whether the hub may have the letter.
    pub async fn postpone(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        problem: &Problem,
        reached: bool,
    ) -> Result<()> {
        sqlx::query(
            "update sent set problem = $3, attempted = $4 where number = $1 and id = $2 and state = 'queued'",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(json(problem))
        .bind(reached)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The hub is away: every letter whose hold is over waits for it, and says so.
    pub async fn all_wait(
        &self,
        number: &OfficeNumber,
        problem: &Problem,
        now: Time,
    ) -> Result<()> {
        sqlx::query(
            "update sent set problem = $2, since = case state when 'held' then $3 else since end, state = 'queued'
             where number = $1 and state in ('held', 'queued') and held_until <= $3 and withdraw = 0 and problem is null",
        )
        .bind(number.as_str())
        .bind(json(problem))
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The hub has given its receipt.
    pub async fn sent_arrived(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        receipt: &Signed<Receipt>,
        arrived: Time,
    ) -> Result<()> {
        sqlx::query(
            "update sent set receipt = $3, receipt_signature = $4, arrived = $5, problem = null,
                    since = case when state in ('held', 'queued') then $5 else since end,
                    state = case when state in ('held', 'queued') then 'arrived' else state end
             where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(&receipt.text)
        .bind(&receipt.signature.0)
        .bind(arrived.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The hub has refused for good.
    pub async fn sent_failed(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        problem: &Problem,
        now: Time,
    ) -> Result<()> {
        sqlx::query(
            "update sent set state = 'failed', since = $4, problem = $3 where number = $1 and id = $2 and state = 'queued'",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(json(problem))
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Take back a letter that cannot have reached the hub. Returns false if it may have.
    pub async fn withdraw_here(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        now: Time,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update sent set state = 'withdrawn', since = $3, withdraw = 0, problem = null
             where number = $1 and id = $2 and state in ('held', 'queued') and attempted = 0",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Remember that a letter is to be withdrawn at the hub.
    pub async fn want_withdrawal(&self, number: &OfficeNumber, id: EnvelopeId) -> Result<()> {
        sqlx::query("update sent set withdraw = 1 where number = $1 and id = $2")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The hub has answered what became of the letter; nothing more is to be done for it.
    pub async fn withdrawal_done(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        state: State,
        since: Time,
    ) -> Result<()> {
        sqlx::query(
            "update sent set state = $3, since = $4, withdraw = 0, problem = null where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(word(&state))
        .bind(since.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// A letter that was taken back has come to the hub all the same: it is to be withdrawn there.
    /// Returns whether that is so.
    pub async fn withdraw_late(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        label: &str,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update sent set withdraw = 1 where number = $1 and id = $2 and label = $3 and state = 'withdrawn'",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(label)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Keep what the hub's outbox says of a letter. Returns whether the letter is ours: one with its id and its very label.
    pub async fn keep_sent_state(
        &self,
        number: &OfficeNumber,
        item: &MailboxItem,
        arrived: Time,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update sent set state = $3, since = $4, collected = $5, statements = $6, problem = null,
                    receipt = $7, receipt_signature = $8, arrived = $9, withdrawal = $11, uncollected = $12, non_delivery = $13
             where number = $1 and id = $2 and label = $10",
        )
        .bind(number.as_str())
        .bind(item.id.as_bytes().as_slice())
        .bind(word(&item.state))
        .bind(item.since.0)
        .bind(item.collected.map(|time| time.0))
        .bind(json(&item.statements))
        .bind(&item.receipt.text)
        .bind(&item.receipt.signature.0)
        .bind(arrived.0)
        .bind(&item.label)
        .bind(item.withdrawal.as_ref().map(json))
        .bind(json(&item.uncollected))
        .bind(item.non_delivery.as_ref().map(json))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
