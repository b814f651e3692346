//! Received letters: what the hub's inbox says of each, and the sealed body once collected.

use super::log::{self, Act, Entry};
use super::{Store, counter, from_json, from_word, integer, json, word};
use crate::error::{Error, Result};
use wire::hub_api::MailboxItem;
use wire::{EnvelopeId, OfficeNumber, Problem, Receipt, Signed, State, Statement, Time};

/// A received letter without its body.
#[derive(Debug, Clone)]
pub struct ReceivedRow {
    /// The letter.
    pub id: EnvelopeId,
    /// Its number in the mailbox.
    pub sequence: u64,
    /// The sender.
    pub partner: OfficeNumber,
    /// The label's text.
    pub label: String,
    /// The sealed manifest.
    pub manifest: Vec<u8>,
    /// The hub's receipt.
    pub receipt: Signed<Receipt>,
    /// The hub's time of the deposit.
    pub arrived: Time,
    /// Its state.
    pub state: State,
    /// Since when.
    pub since: Time,
    /// When a person of this office first opened it.
    pub opened: Option<Time>,
    /// Why the collected letter cannot be opened.
    pub problem: Option<Problem>,
    /// Whether the sealed body is in the archive.
    pub collected: bool,
    /// What this office has answered, oldest first.
    pub answers: Vec<Signed<Statement>>,
    /// Whether the sender has acted on the answer.
    pub settled: bool,
}

/// What is kept with a letter that a person opens for the first time.
pub struct Opening<'a> {
    /// Who opens it.
    pub user: &'a str,
    /// Why it could not be opened, if it could not.
    pub problem: Option<&'a Problem>,
    /// The statement that the hub is due.
    pub statement: &'a Signed<Statement>,
    /// Now.
    pub now: Time,
}

/// An answer that is to be kept.
pub struct NewAnswerRow<'a> {
    /// Who answers.
    pub user: &'a str,
    /// The statement that the hub is due.
    pub statement: &'a Signed<Statement>,
    /// The letter's state after it.
    pub state: State,
    /// Now.
    pub now: Time,
}

/// A statement that the hub has not taken yet.
pub struct StatementDue {
    /// Its place in the queue.
    pub entry: i64,
    /// The letter.
    pub id: EnvelopeId,
    /// The statement.
    pub statement: Signed<Statement>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    sequence: i64,
    partner: String,
    label: String,
    manifest: Vec<u8>,
    receipt: String,
    receipt_signature: Vec<u8>,
    arrived: i64,
    state: String,
    since: i64,
    opened: Option<i64>,
    problem: Option<String>,
    collected: bool,
    answers: Option<String>,
    settled: bool,
}

impl Row {
    fn read(self) -> Result<ReceivedRow> {
        Ok(ReceivedRow {
            id: super::sent::id(&self.id)?,
            sequence: counter(self.sequence),
            partner: self
                .partner
                .parse()
                .map_err(|_| Error::Stored("an office number"))?,
            label: self.label,
            manifest: self.manifest,
            receipt: Signed::new(self.receipt, self.receipt_signature),
            arrived: Time(self.arrived),
            state: from_word(self.state)?,
            since: Time(self.since),
            opened: self.opened.map(Time),
            problem: self
                .problem
                .map(|problem| from_json(&problem))
                .transpose()?,
            collected: self.collected,
            answers: list(self.answers)?,
            settled: self.settled,
        })
    }
}

impl Store {
    /// Keep what the hub's inbox says of a letter, and the cursor of that change.
    pub async fn keep_received(
        &self,
        number: &OfficeNumber,
        partner: &OfficeNumber,
        arrived: Time,
        item: &MailboxItem,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "insert into received (number, id, sequence, partner, label, manifest, receipt, receipt_signature, arrived, state, since,
                                   withdrawal, settled, non_delivery)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             on conflict (number, id) do update set
                    -- What this office has answered is its own to say: the hub may not have heard of it yet.
                    state = case when excluded.state in ('collected', 'taken_in', 'returned', 'refused')
                                  and coalesce(answers, '[]') <> '[]' then state else excluded.state end,
                    since = case when excluded.state in ('collected', 'taken_in', 'returned', 'refused')
                                  and coalesce(answers, '[]') <> '[]' then since else excluded.since end,
                    withdrawal = excluded.withdrawal, settled = excluded.settled, non_delivery = excluded.non_delivery",
        )
        .bind(number.as_str())
        .bind(item.id.as_bytes().as_slice())
        .bind(integer(item.sequence))
        .bind(partner.as_str())
        .bind(&item.label)
        .bind(&item.manifest.0)
        .bind(&item.receipt.text)
        .bind(&item.receipt.signature.0)
        .bind(arrived.0)
        .bind(word(&item.state))
        .bind(item.since.0)
        .bind(item.withdrawal.as_ref().map(json))
        .bind(item.replaced_by.is_some())
        .bind(item.non_delivery.as_ref().map(json))
        .execute(&mut *transaction)
        .await?;
        sqlx::query("update offices set inbox_cursor = max(inbox_cursor, $2) where number = $1")
            .bind(number.as_str())
            .bind(integer(item.changed))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Pass over a letter that is not for this server: it is not missing, nor are those before it.
    pub async fn pass_over(
        &self,
        number: &OfficeNumber,
        sequence: u64,
        changed: u64,
    ) -> Result<()> {
        sqlx::query(
            "update offices set contiguous = max(contiguous, $2), inbox_cursor = max(inbox_cursor, $3) where number = $1",
        )
        .bind(number.as_str())
        .bind(integer(sequence))
        .bind(integer(changed))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Skip a letter that makes no sense, so that it does not stop the ones after it.
    pub async fn skip_received(&self, number: &OfficeNumber, changed: u64) -> Result<()> {
        sqlx::query("update offices set inbox_cursor = max(inbox_cursor, $2) where number = $1")
            .bind(number.as_str())
            .bind(integer(changed))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// One page of received letters, newest first: those before `before`, at most `limit`.
    pub async fn received(
        &self,
        number: &OfficeNumber,
        before: u64,
        limit: u32,
    ) -> Result<Vec<ReceivedRow>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select id, sequence, partner, label, manifest, receipt, receipt_signature, arrived, state, since,
                    opened, problem, body is not null as collected, answers, settled
             from received where number = $1 and sequence < $2 order by sequence desc limit $3",
        )
        .bind(number.as_str())
        .bind(integer(before))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// One received letter.
    pub async fn received_letter(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
    ) -> Result<Option<ReceivedRow>> {
        let row: Option<Row> = sqlx::query_as(
            "select id, sequence, partner, label, manifest, receipt, receipt_signature, arrived, state, since,
                    opened, problem, body is not null as collected, answers, settled
             from received where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        row.map(Row::read).transpose()
    }

    /// The sealed body in the archive.
    pub async fn received_body(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
    ) -> Result<Option<Vec<u8>>> {
        let body: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("select body from received where number = $1 and id = $2")
                .bind(number.as_str())
                .bind(id.as_bytes().as_slice())
                .fetch_optional(&self.pool)
                .await?;
        Ok(body.flatten())
    }

    /// 未読: letters that nobody of the office has opened and that can still be opened.
    pub async fn unread(&self, number: &OfficeNumber) -> Result<u64> {
        let unread: i64 = sqlx::query_scalar(
            "select count(*) from received
             where number = $1 and opened is null and state not in ('withdrawn', 'expired')",
        )
        .bind(number.as_str())
        .fetch_one(&self.pool)
        .await?;
        Ok(counter(unread))
    }

    /// Put a collected body into the archive, with who opened it and the statement that the hub is due.
    /// If it is there already, nothing changes.
    pub async fn archive_received(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        body: &[u8],
        opening: Opening<'_>,
    ) -> Result<()> {
        let Opening {
            user,
            problem,
            statement,
            now,
        } = opening;
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "update received set body = $3, opened = $4, opened_by = $5, problem = $6, statement = $7, statement_signature = $8,
                    since = case state when 'arrived' then $4 else since end,
                    state = case state when 'arrived' then 'collected' else state end
             where number = $1 and id = $2 and body is null",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(body)
        .bind(now.0)
        .bind(user)
        .bind(problem.map(json))
        .bind(&statement.text)
        .bind(&statement.signature.0)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            sqlx::query(
                "insert into statements_due (number, id, text, signature) values ($1, $2, $3, $4) on conflict do nothing",
            )
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .bind(&statement.text)
            .bind(&statement.signature.0)
            .execute(&mut *transaction)
            .await?;
            log::write(
                &mut transaction,
                Entry {
                    time: now,
                    number: Some(number),
                    user: Some(user),
                    act: Act::Open,
                    id: Some(id),
                },
            )
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// A letter that could not be opened can be, now that more is known of its sender.
    pub async fn clear_received_problem(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
    ) -> Result<()> {
        sqlx::query("update received set problem = null where number = $1 and id = $2")
            .bind(number.as_str())
            .bind(id.as_bytes().as_slice())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keep what this office answers, with the statement that the hub is due.
    /// False when the letter is not collected, or the sender has acted on an answer before.
    pub async fn answer(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        answer: &NewAnswerRow<'_>,
    ) -> Result<bool> {
        let mut transaction = self.write().await?;
        let before: Option<Option<String>> = sqlx::query_scalar(
            "select answers from received
             where number = $1 and id = $2 and body is not null and settled = 0 and state not in ('withdrawn', 'expired')",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(before) = before else {
            return Ok(false);
        };
        let mut answers = list(before)?;
        answers.push(answer.statement.clone());
        sqlx::query(
            "update received set answers = $3, answered_by = $4, state = $5, since = $6 where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(json(&answers))
        .bind(answer.user)
        .bind(word(&answer.state))
        .bind(answer.now.0)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "insert into statements_due (number, id, text, signature) values ($1, $2, $3, $4) on conflict do nothing",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(&answer.statement.text)
        .bind(&answer.statement.signature.0)
        .execute(&mut *transaction)
        .await?;
        let entry = Entry {
            time: answer.now,
            number: Some(number),
            user: Some(answer.user),
            act: Act::Answer,
            id: Some(id),
        };
        log::write(&mut transaction, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The hub never takes an answer: it was not given, and the letter is again what it was before.
    pub async fn take_back_answer(
        &self,
        number: &OfficeNumber,
        id: EnvelopeId,
        statement: &Signed<Statement>,
        state_of: impl Fn(Option<&Signed<Statement>>) -> State + Send,
        settled: bool,
    ) -> Result<()> {
        let mut transaction = self.write().await?;
        let before: Option<Option<String>> =
            sqlx::query_scalar("select answers from received where number = $1 and id = $2")
                .bind(number.as_str())
                .bind(id.as_bytes().as_slice())
                .fetch_optional(&mut *transaction)
                .await?;
        let mut answers = list(before.flatten())?;
        answers.retain(|answer| answer != statement);
        sqlx::query(
            "update received set answers = $3, state = $4, settled = settled or $5 where number = $1 and id = $2",
        )
        .bind(number.as_str())
        .bind(id.as_bytes().as_slice())
        .bind(json(&answers))
        .bind(word(&state_of(answers.last())))
        .bind(settled)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The statements that the hub has not taken yet, the oldest first.
    pub async fn statements_due(&self, number: &OfficeNumber) -> Result<Vec<StatementDue>> {
        let rows: Vec<(i64, Vec<u8>, String, Vec<u8>)> = sqlx::query_as(
            "select entry, id, text, signature from statements_due where number = $1 order by entry",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(entry, id, text, signature)| {
                Ok(StatementDue {
                    entry,
                    id: super::sent::id(&id)?,
                    statement: Signed::new(text, signature),
                })
            })
            .collect()
    }

    /// The hub has taken a statement, or never will.
    pub async fn statement_done(&self, due: &StatementDue) -> Result<()> {
        sqlx::query("delete from statements_due where entry = $1")
            .bind(due.entry)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// A JSON list as it is kept; nothing is an empty one.
pub(super) fn list<T: serde::de::DeserializeOwned>(text: Option<String>) -> Result<Vec<T>> {
    text.map_or_else(|| Ok(Vec::new()), |text| from_json(&text))
}
