//! Settings: a flag over the environment over the file over the default.
//!
//! [`Config`] is the manual: each field says what it is for and what it is when nothing is said.
//! The key of a field in the file is its name; in the environment it is `CAREPLAN_SERVER_` and the name in capitals.

use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wire::ServiceType;

/// What the server must know before it starts.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder: database, master key. Default `careplan-server`.
    pub data: PathBuf,
    /// Where browsers reach it. Default `127.0.0.1:8080`.
    /// Any address but a loopback one needs a certificate.
    pub listen: SocketAddr,
    /// The server's certificate and its chain, PEM. With it, HTTPS is spoken.
    pub certificate: Option<PathBuf>,
    /// The private key of `certificate`, PEM.
    pub key: Option<PathBuf>,
    /// A proxy on this machine speaks HTTPS to the browsers and passes `Host` and `X-Forwarded-For` on.
    /// The server then listens on a loopback address only. Default no.
    pub behind_proxy: bool,
    /// Where the hub takes 利用申請, `https://…`: the address of its public listener.
    /// Without it, offices apply by `careplan server application send`, and not on the screens.
    pub hub_public: Option<String>,
    /// How long a letter is held before it goes to the hub. Default 30 seconds.
    pub hold: Duration,
    /// A session ends when nothing was asked for so long. Default 15 minutes.
    pub session_idle: Duration,
    /// A session ends when it is so old. Default 12 hours.
    pub session_limit: Duration,
    /// How often the hub is asked when it sends no events. Default 5 minutes.
    pub poll: Duration,
    /// How often the hub may be asked in vain for a proof of what it gave its receipt for, before an alarm is raised;
    /// it is asked every 2 seconds. Default 60, two minutes; not a setting.
    pub patience: u32,
    /// The master key, 64 hexadecimal digits. Default: the file `master.key` in the data folder.
    pub master_key: Option<SecretString>,
    /// Whether this is `careplan demo`; not a setting.
    pub demo: bool,
    /// The service types that an office can choose when it applies, with their names in the standard; not a setting.
    pub services: Vec<(ServiceType, String)>,
}

impl Config {
    /// The defaults, for a data folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            certificate: None,
            key: None,
            behind_proxy: false,
            hub_public: None,
            hold: Duration::from_secs(30),
            session_idle: Duration::from_secs(15 * 60),
            session_limit: Duration::from_secs(12 * 60 * 60),
            poll: Duration::from_secs(5 * 60),
            patience: 60,
            master_key: None,
            demo: false,
            services: Vec::new(),
        }
    }

    /// Whether browsers reach the server over HTTPS.
    pub fn https(&self) -> bool {
        self.certificate.is_some() || self.behind_proxy
    }

    /// The settings of flags, environment and file, in that order of precedence.
    ///
    /// The file is the one that is named, or `server.toml` in the working folder if there is one.
    pub fn load(flags: Settings, file: Option<&Path>) -> Result<Self, ConfigError> {
        let environment = from_environment(std::env::vars())?;
        let file = match file {
            Some(path) => Some(path.to_owned()),
            None => Some(PathBuf::from("server.toml")).filter(|path| path.exists()),
        };
        let file = match file {
            Some(path) => {
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    ConfigError(format!("{} cannot be read: {error}", path.display()))
                })?;
                from_file(&text, &path.display().to_string())?
            }
            None => Settings::default(),
        };
        Ok(flags.or(environment).or(file).into_config())
    }
}

/// Settings as one source gives them: what it does not say is none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// See [`Config::data`].
    pub data: Option<PathBuf>,
    /// See [`Config::listen`].
    pub listen: Option<SocketAddr>,
    /// See [`Config::certificate`].
    pub certificate: Option<PathBuf>,
    /// See [`Config::key`].
    pub key: Option<PathBuf>,
    /// See [`Config::behind_proxy`].
    pub behind_proxy: Option<bool>,
    /// See [`Config::hub_public`].
    pub hub_public: Option<String>,
    /// See [`Config::hold`]; in seconds.
    pub hold: Option<u32>,
    /// See [`Config::session_idle`]; in seconds.
    pub session_idle: Option<u32>,
    /// See [`Config::session_limit`]; in seconds.
    pub session_limit: Option<u32>,
    /// See [`Config::poll`]; in seconds.
    pub poll: Option<u32>,
    /// See [`Config::master_key`].
    pub master_key: Option<SecretString>,
}

/// Every key of [`Settings`].
const KEYS: [&str; 11] = [
    "data",
    "listen",
    "certificate",
    "key",
    "behind_proxy",
    "hub_public",
    "hold",
    "session_idle",
    "session_limit",
    "poll",
    "master_key",
];

/// What the environment's names begin with.
const PREFIX: &str = "CAREPLAN_SERVER_";

/// Why the settings cannot be used: a sentence with the place.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

impl Settings {
    /// These settings, and where they say nothing, those.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            data: self.data.or(other.data),
            listen: self.listen.or(other.listen),
            certificate: self.certificate.or(other.certificate),
            key: self.key.or(other.key),
            behind_proxy: self.behind_proxy.or(other.behind_proxy),
            hub_public: self.hub_public.or(other.hub_public),
            hold: self.hold.or(other.hold),
            session_idle: self.session_idle.or(other.session_idle),
            session_limit: self.session_limit.or(other.session_limit),
            poll: self.poll.or(other.poll),
            master_key: self.master_key.or(other.master_key),
        }
    }

    fn into_config(self) -> Config {
        let default = Config::new("careplan-server");
        let seconds = |value: Option<u32>, default: Duration| {
            value.map_or(default, |seconds| Duration::from_secs(u64::from(seconds)))
        };
        Config {
            data: self.data.unwrap_or(default.data),
            listen: self.listen.unwrap_or(default.listen),
            certificate: self.certificate,
            key: self.key,
            behind_proxy: self.behind_proxy.unwrap_or(default.behind_proxy),
            hub_public: self.hub_public,
            hold: seconds(self.hold, default.hold),
            session_idle: seconds(self.session_idle, default.session_idle),
            session_limit: seconds(self.session_limit, default.session_limit),
            poll: seconds(self.poll, default.poll),
            master_key: self.master_key,
            patience: default.patience,
            demo: false,
            services: default.services,
        }
    }
}

/// The known key most like a mistyped one.
fn nearest(key: &str) -> &'static str {
    KEYS.into_iter()
        .min_by_key(|known| strsim::damerau_levenshtein(known, key))
        .expect("there are keys")
}

fn from_file(text: &str, name: &str) -> Result<Settings, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let line = text[..offset.min(text.len())].matches('\n').count() + 1;
        // The parser may quote the line; a key in it must not reach the terminal.
        let message = error.message();
        let unknown = message
            .strip_prefix("unknown field `")
            .and_then(|rest| rest.split_once('`'));
        ConfigError(match unknown {
            Some((key, _)) => format!(
                "{name}, line {line}: there is no setting `{key}`; did you mean `{}`?",
                nearest(key)
            ),
            None => format!("{name}, line {line}: {message}"),
        })
    })
}

fn from_environment(
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Settings, ConfigError> {
    let mut table = toml::Table::new();
    for (name, value) in variables {
        let Some(key) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let key = key.to_lowercase();
        if !KEYS.contains(&key.as_str()) {
            return Err(ConfigError(format!(
                "environment: there is no setting {name}; did you mean {PREFIX}{}?",
                nearest(&key).to_uppercase()
            )));
        }
        // Numbers and truth values are written as in the file.
        let typed = match key.as_str() {
            "behind_proxy" => value.parse().ok().map(toml::Value::Boolean),
            "hold" | "session_idle" | "session_limit" | "poll" => {
                value.parse().ok().map(toml::Value::Integer)
            }
            _ => Some(toml::Value::String(value)),
        };
        let typed = typed.ok_or_else(|| {
            ConfigError(format!("environment: the value of {name} cannot be read"))
        })?;
        table.insert(key, typed);
    }
    table
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError(format!("environment: {}", error.message())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_known_one() {
        let error = from_file("hold = 5\nsesion_idle = 3\n", "server.toml").expect_err("unknown");
        assert_eq!(
            error.to_string(),
            "server.toml, line 2: there is no setting `sesion_idle`; did you mean `session_idle`?"
        );
    }

    #[test]
    fn an_unknown_variable_is_named_with_the_nearest_known_one() {
        let variables = [("CAREPLAN_SERVER_HOLDD".to_owned(), "1".to_owned())];
        let error = from_environment(variables.into_iter()).expect_err("unknown");
        assert!(
            error
                .to_string()
                .ends_with("did you mean CAREPLAN_SERVER_HOLD?")
        );
    }

    #[test]
    fn a_flag_is_over_the_environment_over_the_file_over_the_default() {
        let flags = Settings {
            hold: Some(1),
            ..Settings::default()
        };
        let environment = from_environment(
            [("CAREPLAN_SERVER_HOLD", "2"), ("CAREPLAN_SERVER_POLL", "2")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into_iter(),
        )
        .expect("settings");
        let file = from_file("hold = 3\npoll = 3\nsession_idle = 3", "f").expect("settings");
        let config = flags.or(environment).or(file).into_config();
        assert_eq!(config.hold, Duration::from_secs(1));
        assert_eq!(config.poll, Duration::from_secs(2));
        assert_eq!(config.session_idle, Duration::from_secs(3));
        assert_eq!(config.session_limit, Duration::from_secs(12 * 60 * 60));
    }

    #[test]
    fn the_master_key_prints_as_stars() {
        let secret = "00112233";
        let mut config = Config::new("x");
        config.master_key = Some(SecretString::from(secret));
        assert!(!format!("{config:?}").contains(secret));
    }
}
