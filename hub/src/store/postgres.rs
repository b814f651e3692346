//! PostgreSQL, and engines that speak its protocol.
//!
//! No `listen`, no advisory locks: distributed engines lack them.

use super::{DatabaseUrl, Engine, READERS};
use crate::error::Result;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use std::time::Duration;

/// What begins a transaction that writes. Each statement sees what was committed before it.
pub(super) const BEGIN: &str = "begin isolation level read committed";

/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_secs(5);
/// Settings of every connection: no statement and no lock holds up the others for ever.
const SETTINGS: [(&str, &str); 4] = [
    ("statement_timeout", "10s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("synchronous_commit", "on"),
];

/// Open the store in a database, and bring it to this version's form.
pub(super) async fn open(url: &DatabaseUrl) -> Result<Engine> {
    let options = url
        .options()
        .application_name("careplan hub")
        .options(SETTINGS)
        .disable_statement_logging();
    migrate(&options).await?;
    let writers = PgPoolOptions::new()
        .acquire_timeout(WAIT)
        .connect_lazy_with(options.clone());
    let readers = PgPoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(WAIT)
        .connect_with(options.options([("default_transaction_read_only", "on")]))
        .await?;
    Ok(Engine::Postgres { readers, writers })
}

/// Bring the tables to this version's form. Of several hubs that start at once, one does it.
///
/// They take turns by locking a row.
async fn migrate(options: &PgConnectOptions) -> Result<()> {
    let mut turn = options.connect().await?;
    make_turn(&mut turn).await?;
    let mut transaction = turn.begin().await?;
    sqlx::query("select holder from store_turn for update")
        .execute(&mut *transaction)
        .await?;
    let migrating = PgPoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone().options([("statement_timeout", "0")]))
        .await?;
    let mut migrator = sqlx::migrate!("./migrations/postgres");
    // sqlx's own lock is an advisory one.
    migrator.set_locking(false);
    migrator.run(&migrating).await?;
    transaction.commit().await?;
    migrating.close().await;
    turn.close().await?;
    Ok(())
}

/// Make the row that is locked, if it is not there. The second of two that make it at once looks again.
async fn make_turn(connection: &mut PgConnection) -> Result<()> {
    let make = "create table if not exists store_turn (holder bigint not null primary key);
                insert into store_turn (holder) values (1) on conflict (holder) do nothing;";
    if sqlx::raw_sql(make).execute(&mut *connection).await.is_err() {
        sqlx::raw_sql(make).execute(connection).await?;
    }
    Ok(())
}
