//! The editions of the standard, by their CSVバージョン.

use serde::{Deserialize, Serialize};

/// An edition that files can be in.
///
/// The number of 4.1 (202407) is lower than that of 4.0 (202504), so editions are never compared by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Edition {
    /// 初版.
    #[serde(rename = "201910")]
    First,
    /// 第2版.
    #[serde(rename = "202003")]
    Second,
    /// 第3版, 第3.1版, 第3.2版.
    #[serde(rename = "202208")]
    Third,
    /// 第4版, with service codes of three characters in the names.
    #[serde(rename = "202504")]
    Fourth,
    /// 第4.1版: the one that is written.
    #[serde(rename = "202407")]
    FourthOne,
}

impl Edition {
    /// All editions, oldest first.
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Second,
        Self::Third,
        Self::Fourth,
        Self::FourthOne,
    ];

    /// The edition of a CSVバージョン.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.as_str().as_bytes() == bytes)
    }

    /// The CSVバージョン.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "201910",
            Self::Second => "202003",
            Self::Third => "202208",
            Self::Fourth => "202504",
            Self::FourthOne => "202407",
        }
    }

    /// Whether it came before 4.0: no third table, no preventive files, no items of equipment.
    #[must_use]
    pub fn is_before_4(self) -> bool {
        matches!(self, Self::First | Self::Second | Self::Third)
    }
}
