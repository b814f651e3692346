//! Which engine keeps the store, and where.

use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The place of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file of the embedded SQLite: for one hub on one machine.
    File(PathBuf),
    /// A database of PostgreSQL, or of an engine that speaks its protocol: for any number of hubs.
    Server(DatabaseUrl),
}

impl FromStr for Database {
    type Err = NotADatabase;

    fn from_str(text: &str) -> Result<Self, NotADatabase> {
        if text.is_empty() {
            Err(NotADatabase)
        } else if text.contains("://") {
            text.parse().map(Self::Server)
        } else {
            Ok(Self::File(text.into()))
        }
    }
}

/// The address of a PostgreSQL database, `postgres://user:password@host:port/name?sslmode=verify-full`.
///
/// It prints without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// How to connect.
    pub(super) fn options(&self) -> PgConnectOptions {
        self.0.parse().expect("the address was read once already")
    }

    /// The address itself, with its password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The text names no database.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("neither a file nor the address of a PostgreSQL database")]
pub struct NotADatabase;

impl FromStr for DatabaseUrl {
    type Err = NotADatabase;

    fn from_str(text: &str) -> Result<Self, NotADatabase> {
        let known = ["postgres://", "postgresql://"];
        if !known.iter().any(|scheme| text.starts_with(scheme)) {
            return Err(NotADatabase);
        }
        // What the parser says may repeat the password.
        PgConnectOptions::from_str(text).map_err(|_| NotADatabase)?;
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = self.options();
        write!(
            f,
            "postgres://{}:***@{}:{}/{}",
            options.get_username(),
            options.get_host(),
            options.get_port(),
            options.get_database().unwrap_or_default(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_prints_without_its_password() {
        let url: DatabaseUrl = "postgres://hub:secret@db.example:5433/post"
            .parse()
            .expect("an address");
        assert_eq!(
            format!("{url:?}"),
            "postgres://hub:***@db.example:5433/post"
        );
    }

    #[test]
    fn only_postgresql_has_an_address() {
        for text in [
            "",
            "mysql://a/b",
            "sqlite://hub.db",
            "hub.db",
            "postgres://[::",
        ] {
            assert!(text.parse::<DatabaseUrl>().is_err(), "{text}");
        }
        for text in ["", "mysql://a/b", "sqlite://hub.db"] {
            assert!(text.parse::<Database>().is_err(), "{text}");
        }
        assert_eq!(
            "hub.db".parse::<Database>().ok(),
            Some(Database::File("hub.db".into()))
        );
    }
}
