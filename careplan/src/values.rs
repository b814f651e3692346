//! The small checked values that items and file names are made of.

mod code;
mod date;
mod time;

pub use code::{Address, InsuredNumber, InsurerNumber, OfficeNumber, ServiceCode, ServiceType};
pub use date::{Date, Month};
pub use time::{Serial, Time};

pub(crate) use cells::scan::digits;

/// Implements serde for a value by its `Display` and `FromStr`: on the wire it is a text.
macro_rules! serde_as_text {
    ($($name:ident),+ $(,)?) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
pub(crate) use serde_as_text;

/// Implements `FromStr` by `read`.
macro_rules! from_text {
    ($($name:ident: $expected:literal),+ $(,)?) => {$(
        impl std::str::FromStr for $name {
            type Err = crate::values::NotAValue;

            fn from_str(text: &str) -> Result<Self, crate::values::NotAValue> {
                Self::read(text.as_bytes()).ok_or(crate::values::NotAValue { expected: $expected })
            }
        }
    )+};
}
pub(crate) use from_text;

/// Why a text is not the value that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAValue {
    /// What was expected, for programmers; people get a [`crate::Finding`].
    pub expected: &'static str,
}

impl std::fmt::Display for NotAValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "not {}", self.expected)
    }
}

impl std::error::Error for NotAValue {}

/// 日割対象日: one mark for each of 31 days, day 1 first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayMap(u32);

impl DayMap {
    /// Reads 31 characters of 0 and 1.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != 31 {
            return None;
        }
        let mut days = 0;
        for (index, byte) in bytes.iter().enumerate() {
            match byte {
                b'0' => {}
                b'1' => days |= 1 << index,
                _ => return None,
            }
        }
        Some(Self(days))
    }

    /// Whether a day of the month (from 1) is marked.
    #[must_use]
    pub fn has(self, day: u8) -> bool {
        (1..=31).contains(&day) && self.0 >> (day - 1) & 1 == 1
    }

    /// How many days are marked.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }
}
