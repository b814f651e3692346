//! A connection to whichever engine keeps the store, and a transaction on it.

use crate::error::Result;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Database, Postgres, Sqlite};
use std::ops::{Deref, DerefMut};

/// One connection to the store, inside a transaction where it writes.
///
/// Queries are written with [`super::query::query`] and its like, and run on both engines.
#[derive(Debug)]
pub enum Connection {
    /// To the embedded SQLite.
    Sqlite(Held<Sqlite>),
    /// To PostgreSQL, or whatever speaks its protocol.
    Postgres(Held<Postgres>),
}

impl Connection {
    /// Close it.
    ///
    /// # Errors
    /// When the store fails; nothing that was committed is lost by it.
    pub async fn close(self) -> Result<()> {
        match self {
            Self::Sqlite(Held::Own(connection)) => connection.close().await?,
            Self::Postgres(Held::Own(connection)) => connection.close().await?,
            // Goes back to its pool.
            _ => {}
        }
        Ok(())
    }
}

/// Where a connection comes from, and goes when it is dropped.
#[derive(Debug)]
pub enum Held<DB: Database> {
    /// Its holder's own: closed.
    Own(DB::Connection),
    /// Out of a pool: goes back.
    Pooled(PoolConnection<DB>),
    /// Out of a pool and inside a transaction: that is undone.
    Open(sqlx::Transaction<'static, DB>),
}

impl<DB: Database> Deref for Held<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &DB::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Pooled(connection) => connection,
            Self::Open(transaction) => transaction,
        }
    }
}

impl<DB: Database> DerefMut for Held<DB> {
    fn deref_mut(&mut self) -> &mut DB::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Pooled(connection) => connection,
            Self::Open(transaction) => transaction,
        }
    }
}

/// A transaction beside the hub's queue ([`crate::writer`]): the operator's. Dropped, it is undone.
#[derive(Debug)]
pub struct Transaction(pub(super) Connection);

impl Transaction {
    /// Commit: when this has returned, everything is on the disk.
    ///
    /// # Errors
    /// When the store fails; then nothing of it is kept.
    pub async fn commit(self) -> Result<()> {
        match self.0 {
            Connection::Sqlite(Held::Open(transaction)) => transaction.commit().await?,
            Connection::Postgres(Held::Open(transaction)) => transaction.commit().await?,
            _ => unreachable!("a transaction is made around an open one only"),
        }
        Ok(())
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}
