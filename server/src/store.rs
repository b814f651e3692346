//! Everything that is kept: all SQL of the server stands here and in the modules below.
//!
//! SQLite with a write-ahead log and `synchronous = full`: what was committed survives a power cut.
//! Whoever is answered with success was committed before.

mod alarms;
mod applications;
mod journal;
mod log;
mod mandates;
mod offices;
mod partners;
mod received;
mod sent;
mod sessions;
mod staff;

pub use alarms::{AlarmRow, NewAlarm};
pub use applications::{ApplicationRow, BegunApplication};
pub use journal::{Kept, ProofDue, Proved};
pub use log::{Act, Entry};
pub use mandates::{LetterMandate, SentByAgent};
pub use offices::{NewOfficeRow, OfficeRow, SealingKeyRow};
pub use partners::PinnedCard;
pub use received::{NewAnswerRow, Opening, ReceivedRow, StatementDue};
pub use sent::{NewSent, SentRow};
pub use staff::StaffRow;

use crate::error::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqlitePool};
use std::path::Path;
use std::time::Duration;

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Open the database, make it if there is none, and bring it up to date.
    pub async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // Plain traces of a row are overwritten when it goes.
            .pragma("secure_delete", "on");
        // Migrations run on a connection of their own, which ends before others begin.
        let first = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("migrations/sqlite").run(&first).await?;
        first.close().await;
        let pool = SqlitePoolOptions::new()
            .max_connections(8)
            // On a full disk SQLite undoes a transaction by itself, and sqlx goes on counting it as open:
            // no other one could ever begin on that connection.
            .before_acquire(|connection, _| {
                let fit = !connection.is_in_transaction();
                Box::pin(async move { Ok(fit) })
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool })
    }

    /// Close every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A transaction that writes. `begin immediate` waits for other writers; a plain `begin` would fail later.
    async fn write(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
        Ok(self.pool.begin_with("begin immediate").await?)
    }
}

/// A one-word value as the database keeps it.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => unreachable!("only values that are one word in JSON are kept as words"),
    }
}

/// A one-word value from the database.
fn from_word<T: DeserializeOwned>(word: String) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|_| Error::Stored("a word is unknown"))
}

/// A value as JSON text.
fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the types of the contract are JSON")
}

/// A value from JSON text.
fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Stored("a JSON text"))
}

/// SQLite counts in i64; sizes and counters stay far below its end.
fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A counter from the database.
fn counter(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Code, EnvelopeId, OfficeNumber, Time};

    async fn keep(store: &Store, size: usize) -> Result<Option<()>> {
        let number: OfficeNumber = "9970100018".parse().expect("a number");
        let new = NewSent {
            id: EnvelopeId::new(),
            partner: &number,
            label: "{}",
            manifest: b"",
            body: &vec![0; size],
            time: Time(0),
            held_until: Time(0),
            user: "somebody",
        };
        store.add_sent(&number, new).await
    }

    /// Connections go back to the pool a moment later.
    async fn rest(store: &Store) {
        while store.pool.num_idle() == 0 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn what_is_told_of_a_letter_while_it_is_proved_stays_due() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("server.db"))
            .await
            .expect("a store");
        let number: OfficeNumber = "9970100018".parse().expect("a number");
        let id = EnvelopeId::new();
        let due = async || {
            let count = sqlx::query_scalar::<_, u32>("select count(*) from proofs_due");
            count.fetch_one(&store.pool).await.expect("a count")
        };
        store.prove(&number, id, false).await.expect("due");
        // It is withdrawn while the hub is asked for the proof of its receipt.
        store.prove(&number, id, false).await.expect("due again");
        store.proofs_done(&number, id, 0).await.expect("done");
        assert_eq!(due().await, 1);
        store.proofs_done(&number, id, 1).await.expect("done");
        assert_eq!(due().await, 0);
    }

    #[tokio::test]
    async fn r8_a_full_disk_is_said_and_needs_no_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("server.db"))
            .await
            .expect("a store");
        rest(&store).await;
        sqlx::query("pragma max_page_count = 1")
            .execute(&store.pool)
            .await
            .expect("a limit for the one connection that is open");
        rest(&store).await;
        assert_eq!(store.pool.size(), 1);
        let full = keep(&store, 1_000_000).await;
        let full = full.expect_err("there is no space").into_problem();
        assert_eq!(full.code, Code::StorageFull);
        rest(&store).await;
        // The connection with the limit is gone: there is space again.
        let kept = keep(&store, 1_000_000).await.expect("it is kept");
        assert!(kept.is_some());
    }
}
