//! Queries: one SQL text that runs on SQLite and on PostgreSQL.
//!
//! Written like sqlx's own, with the engine left to the [`Connection`]:
//!
//! ```text
//! let name: Option<String> = query_scalar("select name from offices where number = $1")
//!     .bind(number.as_str())
//!     .fetch_optional(connection)
//!     .await?;
//! ```
//!
//! What both engines understand in the same way: `$1` (as often as wanted), `on conflict … do`, `returning`,
//! `coalesce`, `case`, `limit $1`. Whole numbers and times are `bigint` and `i64`, truth is a `bigint` of 0 or 1;
//! a sum is `cast(sum(…) as bigint)`. Octets are `blob` in `migrations/sqlite` and `bytea` in `migrations/postgres`.
//! Where two queries of one transaction lock rows, they lock them in the order of their keys.

use super::Connection;
use super::connection::Held;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, FromRow, Postgres, Result};
use std::io::ErrorKind;
use std::marker::PhantomData;
use std::time::Duration;

/// A value that stands in for `$1`. Even a missing one has a type, as PostgreSQL wants it.
#[derive(Debug, Clone, Copy)]
pub enum Value<'q> {
    /// A whole number.
    Integer(Option<i64>),
    /// A text.
    Text(Option<&'q str>),
    /// Octets.
    Octets(Option<&'q [u8]>),
}

macro_rules! values {
    ($($type:ty, $value:ident => $variant:ident($made:expr);)*) => {
        $(impl<'q> From<$type> for Value<'q> {
            fn from($value: $type) -> Self {
                Self::$variant($made)
            }
        })*
    };
}

values! {
    i64, value => Integer(Some(value));
    Option<i64>, value => Integer(value);
    &'q str, value => Text(Some(value));
    &'q String, value => Text(Some(value));
    Option<&'q str>, value => Text(value);
    &'q Option<String>, value => Text(value.as_deref());
    &'q [u8], value => Octets(Some(value));
    &'q Vec<u8>, value => Octets(Some(value));
    Option<&'q [u8]>, value => Octets(value);
}

/// What a row becomes: anything with `#[derive(FromRow)]`, or a tuple.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

/// A query whose rows nobody reads.
pub fn query<'q>(text: &'static str) -> Query<'q> {
    Query {
        text,
        postgres: None,
        locking: None,
        values: Vec::new(),
    }
}

/// A query whose rows become values of a type.
pub fn query_as<'q, T: Row>(text: &'static str) -> QueryAs<'q, T> {
    QueryAs {
        query: query(text),
        row: PhantomData,
    }
}

/// A query whose rows have one column.
pub fn query_scalar<'q, T>(text: &'static str) -> QueryScalar<'q, T>
where
    (T,): Row,
{
    QueryScalar(query_as(text))
}

/// Do what one text says, with several statements in it perhaps, and without values.
///
/// # Errors
/// When the store fails.
pub async fn batch(connection: &mut Connection, text: &'static str) -> Result<()> {
    match connection {
        Connection::Sqlite(connection) => {
            sqlx::raw_sql(text).execute(&mut **connection).await?;
        }
        Connection::Postgres(connection) => {
            patient(sqlx::raw_sql(text).execute(&mut **connection)).await?;
        }
    }
    Ok(())
}

/// How long a statement may take, at PostgreSQL and on the way there and back; the server gives up first.
const PATIENCE: Duration = Duration::from_secs(12);

/// What the server says, if it says it in time.
async fn patient<T>(statement: impl Future<Output = Result<T>> + Send) -> Result<T> {
    let ended = tokio::time::timeout(PATIENCE, statement).await;
    ended.unwrap_or_else(|_| Err(sqlx::Error::Io(ErrorKind::TimedOut.into())))
}

/// See [`query`].
#[derive(Debug)]
#[must_use = "a query does nothing until it is executed"]
pub struct Query<'q> {
    text: &'static str,
    /// Another text for PostgreSQL.
    postgres: Option<&'static str>,
    /// Another one for PostgreSQL, inside a transaction that writes.
    locking: Option<&'static str>,
    values: Vec<Value<'q>>,
}

macro_rules! arguments {
    ($name:ident, $arguments:ty) => {
        fn $name(&self) -> Result<$arguments> {
            let mut arguments = <$arguments>::default();
            for value in &self.values {
                match *value {
                    Value::Integer(value) => arguments.add(value),
                    Value::Text(value) => arguments.add(value),
                    Value::Octets(value) => arguments.add(value),
                }
                .map_err(sqlx::Error::Encode)?;
            }
            Ok(arguments)
        }
    };
}

impl<'q> Query<'q> {
    /// The value of the next `$`.
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Another text for PostgreSQL, where the two have no words in common.
    pub fn on_postgres(mut self, text: &'static str) -> Self {
        self.postgres = Some(text);
        self
    }

    /// Do it, and say how many rows it has changed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn execute(self, connection: &mut Connection) -> Result<u64> {
        match connection {
            Connection::Sqlite(connection) => {
                let query = sqlx::query_with(self.text, self.sqlite()?);
                Ok(query.execute(&mut **connection).await?.rows_affected())
            }
            Connection::Postgres(connection) => {
                let text = self.text_for(connection);
                let query = sqlx::query_with(text, self.postgres()?);
                Ok(patient(query.execute(&mut **connection))
                    .await?
                    .rows_affected())
            }
        }
    }

    /// The text for a connection to PostgreSQL.
    fn text_for(&self, connection: &Held<Postgres>) -> &'static str {
        match (self.locking, connection) {
            (Some(text), Held::Own(_) | Held::Open(_)) => text,
            _ => self.postgres.unwrap_or(self.text),
        }
    }

    arguments!(sqlite, SqliteArguments);
    arguments!(postgres, PgArguments);
}

/// See [`query_as`].
#[derive(Debug)]
#[must_use = "a query does nothing until it is executed"]
pub struct QueryAs<'q, T> {
    query: Query<'q>,
    row: PhantomData<fn() -> T>,
}

/// The query, made for the connection's engine, and run by one of sqlx's functions.
macro_rules! on {
    ($this:ident, $connection:ident, $run:ident) => {{
        match $connection {
            Connection::Sqlite(connection) => {
                sqlx::query_as_with::<_, T, _>($this.query.text, $this.query.sqlite()?)
                    .$run(&mut **connection)
                    .await
            }
            Connection::Postgres(connection) => {
                let text = $this.query.text_for(connection);
                let query = sqlx::query_as_with::<_, T, _>(text, $this.query.postgres()?);
                patient(query.$run(&mut **connection)).await
            }
        }
    }};
}

impl<'q, T: Row> QueryAs<'q, T> {
    /// The value of the next `$`.
    pub fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.query = self.query.bind(value);
        self
    }

    /// Another text for PostgreSQL inside a transaction that writes: it locks the rows, by `for update`.
    ///
    /// SQLite does not know the words, and needs none: it has one writer.
    pub fn locking(mut self, text: &'static str) -> Self {
        self.query.locking = Some(text);
        self
    }

    /// Another text for PostgreSQL, where the two have no words in common.
    pub fn on_postgres(mut self, text: &'static str) -> Self {
        self.query = self.query.on_postgres(text);
        self
    }

    /// The one row.
    ///
    /// # Errors
    /// When the store fails, or there is no row.
    pub async fn fetch_one(self, connection: &mut Connection) -> Result<T> {
        on!(self, connection, fetch_one)
    }

    /// The row, if there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>> {
        on!(self, connection, fetch_optional)
    }

    /// All rows.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>> {
        on!(self, connection, fetch_all)
    }

    /// The rows one after the other, as they are read.
    pub fn fetch<'e>(self, connection: &'e mut Connection) -> BoxStream<'e, Result<T>>
    where
        T: 'e,
    {
        let failed = |error| stream::once(std::future::ready(Err(error))).boxed();
        match connection {
            Connection::Sqlite(connection) => match self.query.sqlite() {
                Ok(values) => {
                    sqlx::query_as_with::<_, T, _>(self.query.text, values).fetch(&mut **connection)
                }
                Err(error) => failed(error),
            },
            Connection::Postgres(connection) => match self.query.postgres() {
                Ok(values) => {
                    let text = self.query.text_for(connection);
                    let rows =
                        sqlx::query_as_with::<_, T, _>(text, values).fetch(&mut **connection);
                    stream::try_unfold(rows, |mut rows| async move {
                        let row = patient(rows.try_next()).await?;
                        Ok(row.map(|row| (row, rows)))
                    })
                    .boxed()
                }
                Err(error) => failed(error),
            },
        }
    }
}

/// See [`query_scalar`].
#[derive(Debug)]
#[must_use = "a query does nothing until it is executed"]
pub struct QueryScalar<'q, T>(QueryAs<'q, (T,)>);

impl<'q, T> QueryScalar<'q, T>
where
    (T,): Row,
{
    /// The value of the next `$`.
    pub fn bind(self, value: impl Into<Value<'q>>) -> Self {
        Self(self.0.bind(value))
    }

    /// Another text for PostgreSQL, where the two have no words in common.
    pub fn on_postgres(self, text: &'static str) -> Self {
        Self(self.0.on_postgres(text))
    }

    /// The one row's value.
    ///
    /// # Errors
    /// When the store fails, or there is no row.
    pub async fn fetch_one(self, connection: &mut Connection) -> Result<T> {
        Ok(self.0.fetch_one(connection).await?.0)
    }

    /// The row's value, if there is a row.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_optional(self, connection: &mut Connection) -> Result<Option<T>> {
        let row = self.0.fetch_optional(connection).await?;
        Ok(row.map(|(value,)| value))
    }

    /// All rows' values.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_all(self, connection: &mut Connection) -> Result<Vec<T>> {
        let rows = self.0.fetch_all(connection).await?;
        Ok(rows.into_iter().map(|(value,)| value).collect())
    }
}
