//! The settings that say how much anybody may ask of the hub.

use super::number;
use std::time::Duration;
use toml::Value;

macro_rules! limits {
    ($( $(#[$doc:meta])* $name:ident = $default:literal, $range:expr, $expected:literal; )*) => {
        /// How much is taken on at once, and from each office; the names are those of the keys in `hub.toml`.
        ///
        /// Each hub process counts by itself, in memory: with several processes an office may ask for as much of each.
        /// A certificate that serves several offices may ask for as much as they all.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Limits { $( $(#[$doc])* pub $name: u64, )* }

        impl Default for Limits {
            fn default() -> Self {
                Self { $( $name: $default, )* }
            }
        }

        impl Limits {
            /// The keys.
            pub(super) const KEYS: &[&str] = &[$(stringify!($name)),*];

            /// Set a key. None when it is none of these; the error says what it takes.
            pub(super) fn set(&mut self, key: &str, value: &Value) -> Option<Result<(), &'static str>> {
                match key {
                    $( stringify!($name) => Some(match number(value, $range) {
                        Some(number) => { self.$name = number; Ok(()) }
                        None => Err($expected),
                    }), )*
                    _ => None,
                }
            }
        }
    };
}

limits! {
    /// `connections`: open connections, of all callers together. Whoever comes later is sent away before the handshake. Default 20000.
    connections = 20_000, 1..=1_000_000, "a number of connections, 1 to 1000000";
    /// `handshakes_per_address`: connections of one IP address (of one /64 network in IPv6) that have not finished their handshake. Default 256.
    handshakes_per_address = 256, 1..=1_000_000, "a number of connections, 1 to 1000000";
    /// `connections_per_office`: open connections of one office. Default 128.
    connections_per_office = 128, 1..=1_000_000, "a number of connections, 1 to 1000000";
    /// `requests_at_once_per_office`: requests of one office that are being answered or wait in the queue. Default 64.
    requests_at_once_per_office = 64, 1..=1_000_000, "a number of requests, 1 to 1000000";
    /// `requests_per_second`: requests of one office in a second; ten seconds' worth may come at once. Default 200.
    requests_per_second = 200, 1..=1_000_000, "a number of requests, 1 to 1000000";
    /// `octets_per_day`: octets that one office may leave in a day. Default 4294967296 (4 GiB).
    octets_per_day = 4_294_967_296, 1_048_576..=1_125_899_906_842_624, "a number of octets, at least 1048576";
    /// `memory_for_bodies`: octets of bodies that are on their way in, of all callers together; one office may hold a quarter of it, and always one deposit. Default 536870912 (512 MiB).
    memory_for_bodies = 536_870_912, 1_048_576..=1_125_899_906_842_624, "a number of octets, at least 1048576";
    /// `slow_seconds`: how long a body or an answer may travel before its speed is looked at. Default 10.
    slow_seconds = 10, 1..=600, "a number of seconds, 1 to 600";
    /// `slow_octets_per_second`: the speed that a body or an answer must keep after that. Default 1024.
    slow_octets_per_second = 1024, 1..=1_048_576, "a number of octets a second, 1 to 1048576";
    /// `disk_percent`: how full the disk with the hub's folder may be; from there on deposits are refused, while reading and collecting go on. Default 90.
    disk_percent = 90, 1..=100, "a percentage, 1 to 100";
    /// `skew_seconds`: how far a caller's clock (its `Date`) may be from the hub's. Default 300.
    skew_seconds = 300, 60..=86_400, "a number of seconds, 60 to 86400";
}

impl Limits {
    /// What counts as too slow.
    pub(crate) fn slowness(&self) -> Slowness {
        Slowness {
            patience: Duration::from_secs(self.slow_seconds),
            octets_per_second: self.slow_octets_per_second,
        }
    }
}

/// What counts as too slow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slowness {
    /// How long nobody looks.
    pub patience: Duration,
    /// The least speed after that.
    pub octets_per_second: u64,
}
