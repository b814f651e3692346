//! PostgreSQL, and engines that speak its protocol.
//!
//! No `listen`, no advisory locks: distributed engines lack them.
//! Where the address names several machines, one of them is the primary and the others stand by:
//! the hub uses the primary of the highest timeline, so that one that comes back after another was promoted is left alone.

use super::{Connection, DatabaseUrl, READERS, Transaction};
use crate::error::{Error, Result};
use crate::store::connection::Held;
use futures_util::future::join_all;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, PgPool, Row as _};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;
use tokio::time::timeout;

/// What begins a transaction that writes. Each statement sees what was committed before it.
pub(super) const BEGIN: &str = "begin isolation level read committed";
/// What begins a transaction of the operator's: as if nobody else wrote at the same time.
const BEGIN_ALONE: &str = "begin isolation level serializable";

/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_secs(5);
/// How often the machines are asked which of them is the primary, where there are several.
const WATCH: Duration = Duration::from_secs(1);
/// Settings of every connection: no lock holds up the others for ever.
const SETTINGS: [(&str, &str); 3] = [
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("synchronous_commit", "on"),
];
/// Settings of those that read. Whoever writes gives up by closing the connection.
const READING: [(&str, &str); 2] = [
    ("statement_timeout", "10s"),
    ("default_transaction_read_only", "on"),
];

/// One machine, or a primary with its standbys.
#[derive(Debug)]
pub(super) struct Cluster {
    machines: Vec<PgConnectOptions>,
    primary: RwLock<Primary>,
}

/// The machine that is used now.
#[derive(Debug, Clone)]
struct Primary {
    machine: usize,
    /// How often a standby has been promoted; 0 where there is one machine, which is not asked.
    timeline: i64,
    readers: PgPool,
    writers: PgPool,
}

impl Cluster {
    /// Open the store, and bring it to this version's form.
    pub async fn open(url: &DatabaseUrl) -> Result<Arc<Self>> {
        let machines: Vec<_> = url
            .machines()
            .into_iter()
            .map(|options| {
                options
                    .application_name("careplan hub")
                    .options(SETTINGS)
                    .disable_statement_logging()
            })
            .collect();
        let (machine, timeline) = seek(&machines).await.ok_or_else(away)?;
        migrate(&machines[machine]).await?;
        let cluster = Arc::new(Self {
            primary: RwLock::new(Primary::new(&machines, machine, timeline)),
            machines,
        });
        if cluster.machines.len() > 1 {
            tokio::spawn(watch(Arc::downgrade(&cluster)));
        }
        Ok(cluster)
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Connection> {
        let readers = self.primary().readers;
        Ok(Connection::Postgres(Held::Pooled(readers.acquire().await?)))
    }

    /// A connection that writes.
    pub async fn writer(&self) -> Result<Connection> {
        let machine = self.primary().machine;
        let connecting = timeout(WAIT, self.machines[machine].connect());
        let connection = connecting.await.map_err(|_| away())??;
        Ok(Connection::Postgres(Held::Own(connection)))
    }

    /// Begin to write beside the queue.
    pub async fn begin(&self) -> Result<Transaction> {
        let open = self.primary().writers.begin_with(BEGIN_ALONE).await?;
        Ok(Transaction(Connection::Postgres(Held::Open(open))))
    }

    /// Close all connections.
    pub async fn close(&self) {
        let primary = self.primary();
        primary.readers.close().await;
        primary.writers.close().await;
    }

    fn primary(&self) -> Primary {
        let primary = self.primary.read();
        primary.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Go over to the primary of the highest timeline, if it is another machine now.
    async fn follow(&self) {
        let Some((machine, timeline)) = seek(&self.machines).await else {
            return;
        };
        let now = self.primary();
        if now.readers.is_closed() || machine == now.machine || timeline <= now.timeline {
            return;
        }
        tracing::warn!(machine, timeline, "another machine is the primary now");
        let next = Primary::new(&self.machines, machine, timeline);
        *self.primary.write().unwrap_or_else(PoisonError::into_inner) = next;
        now.readers.close().await;
        now.writers.close().await;
    }
}

impl Primary {
    fn new(machines: &[PgConnectOptions], machine: usize, timeline: i64) -> Self {
        let options = machines[machine].clone();
        Self {
            machine,
            timeline,
            readers: PgPoolOptions::new()
                .max_connections(READERS)
                .acquire_timeout(WAIT)
                .connect_lazy_with(options.clone().options(READING)),
            writers: PgPoolOptions::new()
                .max_connections(2)
                .acquire_timeout(WAIT)
                .connect_lazy_with(options),
        }
    }
}

/// Look for the primary until nobody uses the store any longer.
async fn watch(cluster: Weak<Cluster>) {
    loop {
        tokio::time::sleep(WATCH).await;
        match cluster.upgrade() {
            Some(cluster) => cluster.follow().await,
            None => return,
        }
    }
}

/// The machine that is the primary, and its timeline: the highest, if several believe to be it.
async fn seek(machines: &[PgConnectOptions]) -> Option<(usize, i64)> {
    if machines.len() == 1 {
        return Some((0, 0));
    }
    let asked = machines.iter().map(|machine| timeout(WAIT, ask(machine)));
    let answers = join_all(asked).await.into_iter().enumerate();
    answers
        .filter_map(|(machine, answer)| Some((machine, answer.ok()?.ok()??)))
        .max_by_key(|(_, timeline)| *timeline)
}

/// A machine's timeline, if it is a primary.
async fn ask(machine: &PgConnectOptions) -> sqlx::Result<Option<i64>> {
    let mut connection = machine.connect().await?;
    let standby: bool = sqlx::query("select pg_is_in_recovery()")
        .fetch_one(&mut connection)
        .await?
        .try_get(0)?;
    if standby {
        return Ok(None);
    }
    // The name of a segment of the log begins with the timeline, in eight hexadecimal digits.
    let segment: String = sqlx::query("select pg_walfile_name(pg_current_wal_lsn())")
        .fetch_one(&mut connection)
        .await?
        .try_get(0)?;
    connection.close().await?;
    let timeline = segment.get(..8);
    Ok(timeline.and_then(|digits| i64::from_str_radix(digits, 16).ok()))
}

fn away() -> Error {
    sqlx::Error::PoolTimedOut.into()
}

/// Bring the tables to this version's form. Of several hubs that start at once, one does it.
///
/// They take turns by locking a row.
async fn migrate(options: &PgConnectOptions) -> Result<()> {
    let options = &options.clone().options([("lock_timeout", "0")]);
    let mut turn = options.connect().await?;
    make_turn(&mut turn).await?;
    let mut transaction = turn.begin().await?;
    sqlx::query("select holder from store_turn for update")
        .execute(&mut *transaction)
        .await?;
    let migrating = PgPoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
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
