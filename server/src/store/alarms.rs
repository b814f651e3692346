//! Alarms: what does not fit between the hub's word and what the office knows.

use super::{Store, counter, from_word, integer, word};
use crate::error::Result;
use wire::{AlarmKind, EnvelopeId, OfficeNumber, Time};

/// An alarm that nobody has cleared up.
#[derive(Debug)]
pub struct AlarmRow {
    /// Its number.
    pub alarm: u64,
    /// What it is.
    pub kind: AlarmKind,
    /// The letter, if it is about one.
    pub id: Option<EnvelopeId>,
    /// When it was found.
    pub raised: Time,
}

/// An alarm to be raised.
#[derive(Debug)]
pub struct NewAlarm<'a> {
    /// What it is.
    pub kind: AlarmKind,
    /// What exactly: the same is raised once.
    pub subject: &'a str,
    /// The letter, if it is about one.
    pub id: Option<EnvelopeId>,
    /// What others can be shown, JSON.
    pub evidence: Option<String>,
}

impl Store {
    /// Raise an alarm. False when it was raised before, cleared up or not.
    pub async fn raise(&self, number: &OfficeNumber, new: NewAlarm<'_>, now: Time) -> Result<bool> {
        let done = sqlx::query(
            "insert into alarms (number, kind, subject, id, evidence, raised) values ($1, $2, $3, $4, $5, $6)
             on conflict (number, kind, subject) do nothing",
        )
        .bind(number.as_str())
        .bind(word(&new.kind))
        .bind(new.subject)
        .bind(new.id.as_ref().map(|id| id.as_bytes().as_slice()))
        .bind(new.evidence)
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The alarms that nobody has cleared up, newest first.
    pub async fn alarms(&self, number: &OfficeNumber) -> Result<Vec<AlarmRow>> {
        let rows: Vec<(i64, String, Option<Vec<u8>>, i64)> = sqlx::query_as(
            "select alarm, kind, id, raised from alarms
             where number = $1 and acknowledged is null order by alarm desc limit 100",
        )
        .bind(number.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(alarm, kind, id, raised)| {
                Ok(AlarmRow {
                    alarm: counter(alarm),
                    kind: from_word(kind)?,
                    id: id.map(|id| super::sent::id(&id)).transpose()?,
                    raised: Time(raised),
                })
            })
            .collect()
    }

    /// Somebody has cleared an alarm up. False when there is none to clear up under this number.
    pub async fn clear_alarm(
        &self,
        number: &OfficeNumber,
        alarm: u64,
        user: &str,
        now: Time,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update alarms set acknowledged = $3, acknowledged_by = $4
             where number = $1 and alarm = $2 and acknowledged is null",
        )
        .bind(number.as_str())
        .bind(integer(alarm))
        .bind(now.0)
        .bind(user)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
