//! The hub's settings.
//!
//! What is said on the command line goes before the environment, that before the file `hub.toml` in the hub's folder,
//! and that before the default. A key that nobody knows stops the start.

mod limits;
mod objects;

use crate::clock::Clock;
use crate::folder::Folder;
use crate::keeping::Terms;
use crate::licence::{self, Campaign};
use crate::store::Database;
use serde::Deserialize as _;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::{Spanned, Value};
use wire::KeptFrom;

pub use limits::Limits;
pub(crate) use limits::Slowness;
pub use objects::{Endpoint, Objects, SecretKey};

/// What a variable of the environment begins with: `CAREPLAN_HUB_LISTEN` is `listen`.
pub const ENVIRONMENT: &str = "CAREPLAN_HUB_";

/// What `hub init` writes into `hub.toml`.
pub const TEMPLATE: &str = "\
# 連携基盤の設定です。行の先頭の # を消して値を書き換えると有効になります。
# Settings of the hub. Remove the # and change the value.

# listen = \"127.0.0.1:8443\"
# database = \"hub.db\"
# public_listen = \"127.0.0.1:8444\"
# client_roots = [\"ca/certificate.pem\"]
# client_revocations = [\"crl\"]
# client_kinds = []
# trust_seconds = 15
# licence_fee_yen = 21000
# licence_campaigns = []
# licence_renewal = false
# deposit_limit = 67108864
# handshake_seconds = 10
# header_seconds = 10
# checkpoint_milliseconds = 1000
# body_days = 90
# record_days = 1826
# application_days = 365
# sweep_seconds = 60
# operation = \"127.0.0.1:9443\"
# connections = 20000
# handshakes_per_address = 256
# connections_per_office = 128
# requests_at_once_per_office = 64
# requests_per_second = 200
# octets_per_day = 4294967296
# memory_for_bodies = 536870912
# slow_seconds = 10
# slow_octets_per_second = 1024
# disk_percent = 90
# skew_seconds = 300

# 64 KiBを超えるデータをS3互換の保管先に置くとき、次の4つを書きます。
# To keep what is over 64 KiB in S3-compatible object storage, set these four.
# objects_endpoint = \"https://s3.example.jp\"
# objects_bucket = \"careplan\"
# objects_access_key = \"KEY\"
# objects_secret_key = \"SECRET\"
# objects_region = \"us-east-1\"
# objects_prefix = \"careplan-hub\"
# objects_roots = []
# objects_orphan_hours = 24
";

/// The settings of a hub; the names are those of the keys in `hub.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The hub's folder, with its keys and its store ([`Folder`]). Said on the command line or in the environment, never in the file, which lies in it.
    pub folder: PathBuf,
    /// `listen`: address and port for the offices' servers. Default `127.0.0.1:8443`.
    pub listen: SocketAddr,
    /// `database`: where the store is kept: a file, from the folder where it is relative, or `postgres://user:password@host:port/name`. Default `hub.db`. See [`Database`].
    pub database: Database,
    /// `client_roots`: files (PEM) with the certificates of the CAs that issue for offices, from the folder where they are relative. Default: the hub's own CA, `ca/certificate.pem`. A certificate counts only when it is also registered.
    pub client_roots: Vec<PathBuf>,
    /// `client_revocations`: files with revocation lists (PEM or DER), and folders in which they lie. Default: the folder `crl`. A CA without a list is believed in all it has issued.
    pub client_revocations: Vec<PathBuf>,
    /// `client_kinds`: what a certificate of another CA must name as its organizational unit, one of these, where it names any (for example `事業所`, so that a certificate of 代理人 is not registered). Default: whatever it names.
    pub client_kinds: Vec<String>,
    /// `trust_seconds`: how often the files of certificates and revocation lists, and the certificates of open connections, are looked at again. Default 15, so that a revocation is in force within 60 seconds.
    pub trust_seconds: u64,
    /// `public_listen`: address and port for 利用申請, over TLS without a client certificate. Default: none, and applications come on paper.
    pub public_listen: Option<SocketAddr>,
    /// `licence_fee_yen`: what a year costs, in yen, tax included. Default 21000.
    pub licence_fee_yen: u32,
    /// `licence_campaigns`: times in which licences begin at another fee, each `NAME:FIRST DAY:LAST DAY:YEN`. Default: none.
    pub licence_campaigns: Vec<Campaign>,
    /// `licence_renewal`: whether the licences of new offices are renewed by themselves, thirty days before their end. Default false.
    pub licence_renewal: bool,
    /// `deposit_limit`: the largest deposit, all parts together, in octets. Default and maximum 67108864 (64 MiB).
    pub deposit_limit: u64,
    /// `handshake_seconds`: how long a TLS handshake may take. Default 10.
    pub handshake_seconds: u64,
    /// `header_seconds`: how long a request's header may take, and how long a kept connection may rest. Default 10.
    pub header_seconds: u64,
    /// `checkpoint_milliseconds`: how long new entries of the journal wait at most until a checkpoint is signed over them. Default 1000.
    pub checkpoint_milliseconds: u64,
    /// `body_days`: how long the sealed letters are kept from their deposit, 10 to 365 days. Default 90. What nobody has collected by then expires.
    pub body_days: u16,
    /// `record_days`: how long labels, receipts and statements are kept from the deposit, 365 to 3660 days. Default 1826, five years.
    pub record_days: u16,
    /// `application_days`: how long applications are kept from their decision, 30 to 3660 days. Default 365.
    pub application_days: u16,
    /// `sweep_seconds`: how often the hub looks what is due to be told or deleted. Default 60.
    pub sweep_seconds: u64,
    /// `operation`: a loopback address and port where health and metrics are told, and nothing else. Without it nobody is told.
    pub operation: Option<SocketAddr>,
    /// How much anybody may ask for; each is a key of its own.
    pub limits: Limits,
    /// Where large bodies lie, if not in the database; each is a key of its own.
    pub objects: Objects,
    /// The clock. No key sets it: a test keeps a copy, and moves it.
    pub clock: Clock,
}

/// The keys of the file and of the environment.
const KEYS: &[&str] = &[
    "listen",
    "database",
    "public_listen",
    "client_roots",
    "client_revocations",
    "client_kinds",
    "trust_seconds",
    "licence_fee_yen",
    "licence_campaigns",
    "licence_renewal",
    "deposit_limit",
    "handshake_seconds",
    "header_seconds",
    "checkpoint_milliseconds",
    "body_days",
    "record_days",
    "application_days",
    "sweep_seconds",
    "operation",
];

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{path}: {message}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// What the parser says, with line and column.
        message: String,
    },
    /// A key that nobody knows.
    #[error("{place}: the key `{key}` is not known; did you mean `{nearest}`?")]
    Unknown {
        /// File and line, or the environment.
        place: String,
        /// The key.
        key: String,
        /// The known key most like it.
        nearest: &'static str,
    },
    /// A value that its key does not take.
    #[error("{place}: `{key}` is {expected}")]
    Value {
        /// File and line, or the environment.
        place: String,
        /// The key.
        key: String,
        /// What it takes.
        expected: &'static str,
    },
    /// Object storage is set by half.
    #[error(
        "`{missing}` is not set: object storage needs objects_endpoint, objects_bucket, objects_access_key and objects_secret_key, or none of them"
    )]
    Incomplete {
        /// The key.
        missing: &'static str,
    },
}

impl Config {
    /// The defaults, for a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8443)),
            database: Database::File(PathBuf::from("hub.db")),
            client_roots: vec![PathBuf::from("ca/certificate.pem")],
            client_revocations: vec![PathBuf::from("crl")],
            client_kinds: Vec::new(),
            trust_seconds: 15,
            public_listen: None,
            licence_fee_yen: licence::FEE_YEN,
            licence_campaigns: Vec::new(),
            licence_renewal: false,
            deposit_limit: wire::hub_api::DEPOSIT_LIMIT,
            handshake_seconds: 10,
            header_seconds: 10,
            checkpoint_milliseconds: 1000,
            body_days: 90,
            record_days: 1826,
            application_days: 365,
            sweep_seconds: 60,
            operation: None,
            limits: Limits::default(),
            objects: Objects::default(),
            clock: Clock::default(),
        }
    }

    /// The settings of a folder: defaults, then its file, then this process's environment.
    ///
    /// # Errors
    /// [`ConfigError`], with file and line.
    pub fn load(folder: impl Into<PathBuf>) -> Result<Self, ConfigError> {
        let mut config = Self::new(folder);
        config.read_file(&config.folder().settings())?;
        config.read_environment(std::env::vars())?;
        let incomplete = |missing| ConfigError::Incomplete { missing };
        config.objects.bucket().map_err(incomplete)?;
        Ok(config)
    }

    /// The folder.
    pub fn folder(&self) -> Folder {
        Folder::new(&self.folder)
    }

    /// Where the store is kept.
    pub fn database(&self) -> Database {
        match &self.database {
            Database::File(path) => Database::File(self.folder.join(path)),
            server @ Database::Server(_) => server.clone(),
        }
    }

    /// The files with the certificates of the offices' CAs.
    pub(crate) fn client_roots(&self) -> impl Iterator<Item = PathBuf> {
        self.client_roots.iter().map(|path| self.folder.join(path))
    }

    /// The files and folders with revocation lists.
    pub(crate) fn revocation_lists(&self) -> impl Iterator<Item = PathBuf> {
        let places = self.client_revocations.iter();
        places.map(|path| self.folder.join(path))
    }

    /// How long until whatever is believed is looked at again.
    pub(crate) fn trust_period(&self) -> Duration {
        Duration::from_secs(self.trust_seconds)
    }

    pub(crate) fn handshake_timeout(&self) -> Duration {
        Duration::from_secs(self.handshake_seconds)
    }

    /// How long letters are kept.
    pub(crate) fn terms(&self) -> Terms {
        Terms {
            body_days: self.body_days.into(),
            record_days: self.record_days.into(),
        }
    }

    pub(crate) fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.header_seconds)
    }

    /// Take what stands in a file. No file is as good as an empty one.
    fn read_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(source) => {
                return Err(ConfigError::File {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        self.read_text(path, &text)
    }

    fn read_text(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        type Entries = std::collections::BTreeMap<Spanned<String>, Spanned<Value>>;
        let entries = toml::Deserializer::parse(text)
            .and_then(Entries::deserialize)
            .map_err(|error| ConfigError::Toml {
                path: path.to_owned(),
                message: error.to_string(),
            })?;
        for (key, value) in entries {
            let line = text[..key.span().start].matches('\n').count() + 1;
            let place = format!("{}:{line}", path.display());
            self.set(&place, key.get_ref(), value.get_ref())?;
        }
        Ok(())
    }

    fn read_environment(
        &mut self,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        for (name, text) in variables {
            // The folder is read with the command line, before there is a file.
            if let Some(key) = name.strip_prefix(ENVIRONMENT)
                && key != "FOLDER"
            {
                self.set(&name, &key.to_lowercase(), &Value::String(text))?;
            }
        }
        Ok(())
    }

    /// Set one key. Texts are read as what the key takes; several values stand in one text with commas between them.
    fn set(&mut self, place: &str, key: &str, value: &Value) -> Result<(), ConfigError> {
        let wrong = |expected| ConfigError::Value {
            place: place.to_owned(),
            key: key.to_owned(),
            expected,
        };
        let of_a_part = self.limits.set(key, value);
        if let Some(set) = of_a_part.or_else(|| self.objects.set(key, value)) {
            return set.map_err(wrong);
        }
        let seconds = || number(value, 1..=600).ok_or(wrong("a number of seconds, 1 to 600"));
        match key {
            "listen" => {
                let text = value.as_str().and_then(|text| text.parse().ok());
                self.listen =
                    text.ok_or(wrong("an address and port such as \"127.0.0.1:8443\""))?;
            }
            "database" => {
                let text = value.as_str().and_then(|text| text.parse().ok());
                self.database = text.ok_or(wrong(
                    "a file, or an address such as \"postgres://hub@localhost/careplan\"",
                ))?;
            }
            "client_roots" => {
                self.client_roots = paths(value).ok_or(wrong("a list of files"))?;
            }
            "client_revocations" => {
                self.client_revocations =
                    paths(value).ok_or(wrong("a list of files and folders"))?;
            }
            "client_kinds" => {
                self.client_kinds = texts(value).ok_or(wrong("a list of texts"))?;
            }
            "trust_seconds" => {
                self.trust_seconds =
                    number(value, 1..=25).ok_or(wrong("a number of seconds, 1 to 25"))?;
            }
            "public_listen" => {
                let text = value.as_str().and_then(|text| text.parse().ok());
                self.public_listen =
                    Some(text.ok_or(wrong("an address and port such as \"0.0.0.0:8444\""))?);
            }
            "licence_fee_yen" | "licence_campaigns" | "licence_renewal" => {
                self.set_licence(key, value).map_err(wrong)?;
            }
            "deposit_limit" => {
                self.deposit_limit = number(value, 1..=wire::hub_api::DEPOSIT_LIMIT)
                    .ok_or(wrong("a number of octets, at most 67108864"))?;
            }
            "handshake_seconds" => self.handshake_seconds = seconds()?,
            "header_seconds" => self.header_seconds = seconds()?,
            "checkpoint_milliseconds" => {
                self.checkpoint_milliseconds = number(value, 10..=60_000)
                    .ok_or(wrong("a number of milliseconds, 10 to 60000"))?;
            }
            "body_days" => {
                self.body_days =
                    days(value, 10..=365).ok_or(wrong("a number of days, 10 to 365"))?;
            }
            "record_days" => {
                self.record_days = days(value, u64::from(KeptFrom::SHORTEST_DAYS)..=3660)
                    .ok_or(wrong("a number of days, 365 to 3660"))?;
            }
            "application_days" => {
                self.application_days =
                    days(value, 30..=3660).ok_or(wrong("a number of days, 30 to 3660"))?;
            }
            "sweep_seconds" => {
                self.sweep_seconds =
                    number(value, 1..=86_400).ok_or(wrong("a number of seconds, 1 to 86400"))?;
            }
            "operation" => {
                let text = value.as_str().and_then(|text| text.parse().ok());
                let address: Option<SocketAddr> = text;
                self.operation = Some(address.filter(|address| address.ip().is_loopback()).ok_or(
                    wrong("a loopback address and port such as \"127.0.0.1:9443\""),
                )?);
            }
            _ => {
                return Err(ConfigError::Unknown {
                    place: place.to_owned(),
                    key: key.to_owned(),
                    nearest: nearest(key),
                });
            }
        }
        Ok(())
    }
}

impl Config {
    /// Set one of the keys that say what a licence costs.
    fn set_licence(&mut self, key: &str, value: &Value) -> Result<(), &'static str> {
        match key {
            "licence_fee_yen" => {
                self.licence_fee_yen = number(value, 0..=10_000_000)
                    .and_then(|yen| yen.try_into().ok())
                    .ok_or("a number of yen")?;
            }
            "licence_campaigns" => {
                self.licence_campaigns = texts(value)
                    .and_then(|texts| texts.iter().map(|text| text.parse().ok()).collect())
                    .ok_or("a list of campaigns such as \"開始記念:2026-12-01:2027-03-31:0\"")?;
            }
            _ => {
                self.licence_renewal = match value {
                    Value::Boolean(renewal) => *renewal,
                    Value::String(text) => text.parse().map_err(|_| "true or false")?,
                    _ => return Err("true or false"),
                };
            }
        }
        Ok(())
    }
}

fn number(value: &Value, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
    let number = match value {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| range.contains(number))
}

fn days(value: &Value, range: std::ops::RangeInclusive<u64>) -> Option<u16> {
    number(value, range).and_then(|days| u16::try_from(days).ok())
}

fn paths(value: &Value) -> Option<Vec<PathBuf>> {
    Some(texts(value)?.into_iter().map(PathBuf::from).collect())
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(text.split(',').map(|text| text.trim().to_owned()).collect()),
        Value::Array(values) => values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

fn nearest(key: &str) -> &'static str {
    KEYS.iter()
        .chain(Limits::KEYS)
        .chain(Objects::KEYS)
        .copied()
        .min_by_key(|known| strsim::damerau_levenshtein(known, key))
        .expect("there are keys")
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.listen, self.folder.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        let mut config = Config::new("folder");
        config
            .read_text(Path::new("hub.toml"), text)
            .map(|()| config)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_template_says_the_defaults() {
        let text = TEMPLATE.replace("# ", "");
        let keys: String = text
            .lines()
            .filter(|line| line.contains(" = "))
            .map(|line| format!("{line}\n"))
            .collect();
        let mut expected = Config::new("folder");
        // Said as examples: without them, nobody is told, and applications come on paper.
        expected.operation = Some(SocketAddr::from(([127, 0, 0, 1], 9443)));
        expected.public_listen = Some(SocketAddr::from(([127, 0, 0, 1], 8444)));
        // And large bodies stand in the database.
        expected.objects.endpoint = "https://s3.example.jp".parse().ok();
        expected.objects.bucket = Some("careplan".to_owned());
        expected.objects.access_key = Some("KEY".to_owned());
        expected.objects.secret_key = Some("SECRET".to_owned().into());
        assert_eq!(read(&keys), Ok(expected));
        for key in Limits::KEYS.iter().chain(Objects::KEYS) {
            assert!(TEMPLATE.contains(&format!("# {key} = ")), "{key}");
        }
        assert_eq!(read(TEMPLATE), Ok(Config::new("folder")));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_known_key() {
        let error =
            read("listen = \"127.0.0.1:1\"\n\nhandshake_second = 3\n").expect_err("unknown");
        assert_eq!(
            error,
            "hub.toml:3: the key `handshake_second` is not known; did you mean `handshake_seconds`?"
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named_with_its_line() {
        let error = read("\ndeposit_limit = \"many\"").expect_err("wrong");
        assert_eq!(
            error,
            "hub.toml:2: `deposit_limit` is a number of octets, at most 67108864"
        );
    }

    #[test]
    fn health_and_metrics_are_told_on_this_machine_alone() {
        for address in ["0.0.0.0:9443", "192.0.2.1:9443", "[::]:9443", "9443"] {
            let error = read(&format!("operation = \"{address}\"")).expect_err("refused");
            assert!(error.contains("a loopback address"), "{error}");
        }
        assert!(read("operation = \"[::1]:9443\"").is_ok());
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let mut config = read("listen = \"127.0.0.1:1\"").expect("settings");
        let variables = [
            ("CAREPLAN_HUB_LISTEN", "127.0.0.1:2"),
            ("CAREPLAN_HUB_CLIENT_ROOTS", "a.pem, b.pem"),
            ("PATH", "elsewhere"),
        ];
        let variables = variables.map(|(name, text)| (name.to_owned(), text.to_owned()));
        config
            .read_environment(variables.into_iter())
            .expect("settings");
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.client_roots, ["a.pem", "b.pem"].map(PathBuf::from));

        let unknown = [("CAREPLAN_HUB_LISTN".to_owned(), "x".to_owned())];
        let error = config
            .read_environment(unknown.into_iter())
            .expect_err("unknown");
        assert!(
            error.to_string().contains("did you mean `listen`?"),
            "{error}"
        );
    }
}
