//! The store: every table and all SQL of the hub.
//!
//! It is kept by the embedded SQLite or by PostgreSQL ([`database`]); a commit that has returned is on the disk.
//! Reading goes through a pool; writing goes through the one queue of [`crate::writer`].
//! The text of the SQL is kept to what both engines understand ([`query`] says how to write it);
//! the tables stand in `migrations/sqlite` and `migrations/postgres`, with the same numbers.

pub mod connection;
pub mod database;
pub mod fault;
pub mod query;

pub mod announcements;
pub mod applications;
pub mod arrivals;
pub mod bodies;
pub mod cards;
pub mod certificates;
pub mod journal;
pub mod keeping;
pub mod letters;
pub mod licences;
pub mod mailboxes;
pub mod mandates;
pub mod objects;
pub mod offices;
pub mod refusals;
pub mod statements;
pub mod transaction;
pub mod tree;

mod postgres;
mod sqlite;

pub use connection::{Connection, Transaction};
pub use database::{Database, DatabaseUrl};

use crate::error::{Error, Result};
use connection::Held;
use sqlx::SqlitePool;
use std::sync::Arc;
use wire::Digest;

/// Connections that read at the same time.
const READERS: u32 = 8;

/// The store.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
}

#[derive(Debug, Clone)]
enum Engine {
    Sqlite {
        readers: SqlitePool,
        writers: SqlitePool,
    },
    Postgres(Arc<postgres::Cluster>),
}

impl Store {
    /// Open a store, make it if it is not there, and bring it to this version's form.
    ///
    /// # Errors
    /// When it cannot be opened or belongs to a later version.
    pub async fn open(database: &Database) -> Result<Self> {
        let engine = match database {
            Database::File(path) => sqlite::open(path).await?,
            Database::Server(url) => Engine::Postgres(postgres::Cluster::open(url).await?),
        };
        Ok(Self { engine })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// When none becomes free in time.
    pub async fn read(&self) -> Result<Connection> {
        Ok(match &self.engine {
            Engine::Sqlite { readers, .. } => {
                Connection::Sqlite(Held::Pooled(readers.acquire().await?))
            }
            Engine::Postgres(cluster) => cluster.read().await?,
        })
    }

    /// A connection that writes, for the queue of [`crate::writer`].
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn writer(&self) -> Result<Connection> {
        Ok(match &self.engine {
            Engine::Sqlite { writers, .. } => {
                Connection::Sqlite(Held::Own(writers.acquire().await?.detach()))
            }
            Engine::Postgres(cluster) => cluster.writer().await?,
        })
    }

    /// Begin to write beside the queue, as the operator's commands do.
    ///
    /// # Errors
    /// When another process writes for too long, or the store fails.
    pub async fn begin(&self) -> Result<Transaction> {
        Ok(match &self.engine {
            Engine::Sqlite { writers, .. } => {
                let open = writers.begin_with(sqlite::BEGIN).await?;
                Transaction(Connection::Sqlite(Held::Open(open)))
            }
            Engine::Postgres(cluster) => cluster.begin().await?,
        })
    }

    /// Whether other hubs may write to the same store.
    pub fn is_shared(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// What the engine itself says about its files: nothing when all is well.
    ///
    /// PostgreSQL is not asked: it checks its pages as it reads them (`initdb --data-checksums`), and `pg_amcheck` its indexes.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub async fn check(&self) -> Result<Vec<String>> {
        if self.is_shared() {
            return Ok(Vec::new());
        }
        let mut said: Vec<String> = query::query_scalar("pragma integrity_check")
            .fetch_all(&mut self.read().await?)
            .await?;
        said.retain(|line| line != "ok");
        Ok(said)
    }

    /// Close all connections.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { readers, writers } => {
                readers.close().await;
                writers.close().await;
            }
            Engine::Postgres(cluster) => cluster.close().await,
        }
    }
}

/// A count as the store keeps it.
fn signed(count: u64) -> Result<i64> {
    i64::try_from(count).map_err(|_| Error::Corrupt("count"))
}

/// A count as the store kept it.
fn unsigned(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::Corrupt("count"))
}

/// Several values as one, for a statement that takes them apart again (`json_each`, `json_array_elements`).
fn json(values: impl serde::Serialize) -> String {
    serde_json::to_string(&values).expect("numbers and texts can be written")
}

/// A digest as the store kept it.
fn digest(octets: &[u8]) -> Result<Digest> {
    octets
        .try_into()
        .map(Digest)
        .map_err(|_| Error::Corrupt("digest"))
}
