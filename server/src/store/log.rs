//! The office's own audit record: who did what, when.

use super::Store;
use crate::error::Result;
use sqlx::SqliteConnection;
use wire::{EnvelopeId, OfficeNumber, Time};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Somebody signed in.
    SignIn,
    /// A sign-in failed.
    SignInFailed,
    /// Somebody signed out.
    SignOut,
    /// A letter was handed over for sending.
    Send,
    /// A letter was taken back, or its taking back was asked for.
    Withdraw,
    /// A received letter was opened for the first time.
    Open,
    /// A letter's page was looked at.
    Read,
    /// Files of a letter were downloaded.
    Download,
    /// A mandate was given.
    GiveMandate,
    /// A mandate was revoked or laid down.
    RevokeMandate,
    /// A letter was answered.
    Answer,
    /// An agent sent a letter for this office.
    AgentSend,
    /// An agent collected a letter for this office.
    AgentCollect,
    /// An agent answered a letter for this office.
    AgentAnswer,
    /// An alarm was cleared up.
    ClearAlarm,
    /// 利用申請 was made.
    Apply,
    /// An office, a certificate or a person was added or changed by the operator.
    Administer,
}

impl Act {
    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignOut => "sign_out",
            Self::Send => "send",
            Self::Withdraw => "withdraw",
            Self::Open => "open",
            Self::Read => "read",
            Self::Download => "download",
            Self::GiveMandate => "give_mandate",
            Self::RevokeMandate => "revoke_mandate",
            Self::Answer => "answer",
            Self::AgentSend => "agent_send",
            Self::AgentCollect => "agent_collect",
            Self::AgentAnswer => "agent_answer",
            Self::ClearAlarm => "clear_alarm",
            Self::Apply => "apply",
            Self::Administer => "administer",
        }
    }
}

/// One entry of the record.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When.
    pub time: Time,
    /// For which office.
    pub number: Option<&'a OfficeNumber>,
    /// Who; an agent by its office number, none for an unknown user and for the operator.
    pub user: Option<&'a str>,
    /// What.
    pub act: Act,
    /// With which letter.
    pub id: Option<EnvelopeId>,
}

impl Store {
    /// Write an entry.
    pub async fn log(&self, entry: Entry<'_>) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        write(&mut connection, entry).await
    }

    /// The acts in the record, oldest first: act, user and letter.
    pub async fn log_entries(
        &self,
        number: &OfficeNumber,
    ) -> Result<Vec<(String, Option<String>, Option<Vec<u8>>)>> {
        Ok(
            sqlx::query_as("select act, user, id from log where number = $1 order by entry")
                .bind(number.as_str())
                .fetch_all(&self.pool)
                .await?,
        )
    }
}

/// Write an entry inside the transaction of what it records.
pub(super) async fn write(connection: &mut SqliteConnection, entry: Entry<'_>) -> Result<()> {
    sqlx::query("insert into log (time, number, user, act, id) values ($1, $2, $3, $4, $5)")
        .bind(entry.time.0)
        .bind(entry.number.map(OfficeNumber::as_str))
        .bind(entry.user)
        .bind(entry.act.word())
        .bind(entry.id.as_ref().map(|id| id.as_bytes().as_slice()))
        .execute(connection)
        .await?;
    Ok(())
}
