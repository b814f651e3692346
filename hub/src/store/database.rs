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
/// Of a primary with its standbys it names all machines: `postgres://hub@one:5432,two:5432/name`.
/// It prints without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// How to connect to each of the machines, in their order.
    pub(super) fn machines(&self) -> Vec<PgConnectOptions> {
        each(&self.0)
            .iter()
            .map(|url| url.parse().expect("the address was read once already"))
            .collect()
    }

    /// The address itself, with its password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The addresses of the machines, one by one.
fn each(text: &str) -> Vec<String> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return vec![text.to_owned()];
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (user, machines) = match authority.rsplit_once('@') {
        Some((user, machines)) => (format!("{user}@"), machines),
        None => (String::new(), authority),
    };
    machines
        .split(',')
        .map(|machine| format!("{scheme}://{user}{machine}{path}"))
        .collect()
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
        for url in each(text) {
            PgConnectOptions::from_str(&url).map_err(|_| NotADatabase)?;
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let machines = self.machines();
        let name = |options: &PgConnectOptions| {
            let name = options.get_database().unwrap_or_default().to_owned();
            (options.get_username().to_owned(), name)
        };
        let (user, database) = machines.first().map(name).unwrap_or_default();
        let places: Vec<_> = machines
            .iter()
            .map(|options| format!("{}:{}", options.get_host(), options.get_port()))
            .collect();
        write!(f, "postgres://{user}:***@{}/{database}", places.join(","))
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
    fn an_address_names_one_machine_or_several() {
        let url: DatabaseUrl = "postgres://hub:a@b@one,two:5433/post?sslmode=disable"
            .parse()
            .expect("an address");
        assert_eq!(
            format!("{url:?}"),
            "postgres://hub:***@one:5432,two:5433/post"
        );
        assert_eq!(
            each(url.expose())[1],
            "postgres://hub:a@b@two:5433/post?sslmode=disable"
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
