//! The settings of object storage for large bodies.

use super::{number, paths};
use axum::http::Uri;
use secrecy::{ExposeSecret as _, SecretString};
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use toml::Value;

/// What is needed to reach a bucket; all of them, or none.
const NEEDED: [&str; 4] = [
    "objects_endpoint",
    "objects_bucket",
    "objects_access_key",
    "objects_secret_key",
];

/// Object storage that speaks the S3 protocol, for bodies over 64 KiB; the names are those of the keys in `hub.toml`.
///
/// Without `objects_bucket` these bodies stand in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objects {
    /// `objects_endpoint`: where it is, such as `https://s3.example.jp`; the bucket's name stands in the path, not in the host. Without TLS (`http`) on this machine only.
    pub endpoint: Option<Endpoint>,
    /// `objects_bucket`: the bucket, which exists already. Default: none.
    pub bucket: Option<String>,
    /// `objects_region`: the region that requests are signed for. Default `us-east-1`, which most servers of one's own take.
    pub region: String,
    /// `objects_prefix`: a folder of the bucket for this hub alone, with `/` between its parts. Default `careplan-hub`. Below it the objects lie in a folder with the journal's id.
    pub prefix: String,
    /// `objects_access_key`: the id of the key that requests are signed with.
    pub access_key: Option<String>,
    /// `objects_secret_key`: the key itself.
    pub secret_key: Option<SecretKey>,
    /// `objects_roots`: files (PEM) with the CAs of the endpoint, from the folder where they are relative. Default: those that the system trusts.
    pub roots: Vec<PathBuf>,
    /// `objects_orphan_hours`: how old an object that belongs to no letter must be before it is deleted, and how often such are looked for, 1 to 8760. Default 24.
    pub orphan_hours: u64,
}

impl Default for Objects {
    fn default() -> Self {
        Self {
            endpoint: None,
            bucket: None,
            region: "us-east-1".to_owned(),
            prefix: "careplan-hub".to_owned(),
            access_key: None,
            secret_key: None,
            roots: Vec::new(),
            orphan_hours: 24,
        }
    }
}

/// A bucket and the way to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket<'c> {
    pub endpoint: &'c Endpoint,
    pub name: &'c str,
    pub access_key: &'c str,
    pub secret_key: &'c SecretKey,
}

impl Objects {
    /// The keys.
    pub(super) const KEYS: &[&str] = &[
        "objects_endpoint",
        "objects_bucket",
        "objects_region",
        "objects_prefix",
        "objects_access_key",
        "objects_secret_key",
        "objects_roots",
        "objects_orphan_hours",
    ];

    /// Set a key. None when it is none of these; the error says what it takes.
    pub(super) fn set(&mut self, key: &str, value: &Value) -> Option<Result<(), &'static str>> {
        let text = |holds: fn(&str) -> bool| value.as_str().filter(|text| holds(text));
        let owned = |holds| text(holds).map(str::to_owned);
        let set = match key {
            "objects_endpoint" => text(is_said)
                .and_then(|text| text.parse().ok())
                .map(|endpoint| self.endpoint = Some(endpoint))
                .ok_or("an address such as \"https://s3.example.jp\", without a path; http only on this machine"),
            "objects_bucket" => owned(is_bucket)
                .map(|bucket| self.bucket = Some(bucket))
                .ok_or("a bucket's name: 3 to 63 of a-z, 0-9, '-' and '.'"),
            "objects_region" => owned(is_said)
                .map(|region| self.region = region)
                .ok_or("a region such as \"ap-northeast-1\""),
            "objects_prefix" => owned(is_prefix)
                .map(|prefix| self.prefix = prefix)
                .ok_or("a folder such as \"careplan-hub\": a-z, A-Z, 0-9, '-', '_' and '/'"),
            "objects_access_key" => owned(is_said)
                .map(|key| self.access_key = Some(key))
                .ok_or("the id of a key"),
            "objects_secret_key" => owned(is_said)
                .map(|key| self.secret_key = Some(SecretKey(key.into())))
                .ok_or("a key"),
            "objects_roots" => paths(value)
                .map(|roots| self.roots = roots)
                .ok_or("a list of files"),
            "objects_orphan_hours" => number(value, 1..=8760)
                .map(|hours| self.orphan_hours = hours)
                .ok_or("a number of hours, 1 to 8760"),
            _ => return None,
        };
        Some(set)
    }

    /// The bucket, if one is set.
    ///
    /// # Errors
    /// The first key that is missing beside those that are set.
    pub(crate) fn bucket(&self) -> Result<Option<Bucket<'_>>, &'static str> {
        match (
            &self.endpoint,
            &self.bucket,
            &self.access_key,
            &self.secret_key,
        ) {
            (None, None, None, None) => Ok(None),
            (Some(endpoint), Some(name), Some(access_key), Some(secret_key)) => Ok(Some(Bucket {
                endpoint,
                name,
                access_key,
                secret_key,
            })),
            (endpoint, bucket, access_key, _) => {
                let there = [endpoint.is_some(), bucket.is_some(), access_key.is_some()];
                let missing = there.iter().position(|there| !there).unwrap_or(there.len());
                Err(NEEDED[missing])
            }
        }
    }
}

/// `https://host:port`, or `http://` with a loopback address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// Whether the way there is encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl FromStr for Endpoint {
    type Err = NotAnEndpoint;

    fn from_str(text: &str) -> Result<Self, NotAnEndpoint> {
        let uri: Uri = text.parse().map_err(|_| NotAnEndpoint)?;
        let host = uri.host().ok_or(NotAnEndpoint)?;
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let is_here = host == "localhost" || address.is_some_and(|address| address.is_loopback());
        let may = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => is_here,
            _ => false,
        };
        let user = uri
            .authority()
            .is_some_and(|all| all.as_str().contains('@'));
        let path = uri.path() != "/" || uri.query().is_some();
        if may && !user && !path {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(NotAnEndpoint)
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no address of object storage.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("no address of object storage that may be used")]
pub struct NotAnEndpoint;

/// A key that prints as stars.
#[derive(Clone)]
pub struct SecretKey(SecretString);

impl SecretKey {
    /// The key itself.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for SecretKey {
    fn from(key: String) -> Self {
        Self(key.into())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl PartialEq for SecretKey {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for SecretKey {}

fn is_said(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_bucket(text: &str) -> bool {
    let known =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    (3..=63).contains(&text.len()) && text.bytes().all(known) && !text.contains("..")
}

fn is_prefix(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    text.len() <= 200
        && text
            .split('/')
            .all(|part| !part.is_empty() && part.bytes().all(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(settings: &[(&str, &str)]) -> Objects {
        let mut objects = Objects::default();
        for (key, value) in settings {
            let value = Value::String((*value).to_owned());
            objects.set(key, &value).expect("a key").expect("a value");
        }
        objects
    }

    #[test]
    fn only_this_machine_is_spoken_to_without_tls() {
        for text in [
            "https://s3.example.jp",
            "https://s3.example.jp:9000/",
            "https://192.0.2.1",
            "http://127.0.0.1:9000",
            "http://[::1]:9000",
            "http://localhost:9000",
        ] {
            assert!(text.parse::<Endpoint>().is_ok(), "{text}");
        }
        for text in [
            "",
            "s3.example.jp",
            "http://s3.example.jp",
            "http://192.0.2.1:9000",
            "http://localhost.example.jp",
            "ftp://localhost",
            "https://key@s3.example.jp",
            "https://s3.example.jp/bucket",
            "https://s3.example.jp/?x=1",
        ] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_first_missing_key_is_named() {
        let all = [
            ("objects_endpoint", "https://s3.example.jp"),
            ("objects_bucket", "careplan"),
            ("objects_access_key", "id"),
            ("objects_secret_key", "hidden-from-all"),
        ];
        assert!(set(&[]).bucket().is_ok_and(|bucket| bucket.is_none()));
        assert!(set(&all).bucket().is_ok_and(|bucket| bucket.is_some()));
        for (place, (key, _)) in all.iter().enumerate() {
            let mut some = all.to_vec();
            some.remove(place);
            assert_eq!(set(&some).bucket().err(), Some(*key));
        }
    }

    #[test]
    fn the_secret_key_prints_as_stars() {
        let objects = set(&[("objects_secret_key", "hidden-from-all")]);
        let printed = format!("{objects:?}");
        assert!(printed.contains("***"), "{printed}");
        assert!(!printed.contains("hidden-from-all"), "{printed}");
    }

    #[test]
    fn names_that_would_leave_their_folder_are_refused() {
        for prefix in ["", "/a", "a/", "a//b", "../a", "a b"] {
            assert!(!is_prefix(prefix), "{prefix}");
        }
        assert!(is_prefix("careplan-hub/2"));
        for bucket in ["ab", "Careplan", "a..b", "a/b", "a_b"] {
            assert!(!is_bucket(bucket), "{bucket}");
        }
    }
}
