//! The ids of rules.

use std::fmt;
use std::str::FromStr;

use crate::values::{NotAValue, serde_as_text};

/// Which rule a finding is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleId {
    /// `R-...`: a rule of the standard (`standard/rules.csv`).
    Standard(u16),
    /// `C-...`: a rule of this product, beyond the standard.
    Own(u16),
}

impl RuleId {
    /// The rule as bytes that no other rule has.
    pub(super) fn key(self) -> [u8; 3] {
        let (own, number) = match self {
            Self::Standard(number) => (0, number),
            Self::Own(number) => (1, number),
        };
        let [high, low] = number.to_be_bytes();
        [own, high, low]
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standard(number) => write!(formatter, "R-{number:03}"),
            Self::Own(number) => write!(formatter, "C-{number:03}"),
        }
    }
}

impl FromStr for RuleId {
    type Err = NotAValue;

    fn from_str(text: &str) -> Result<Self, NotAValue> {
        let wrong = NotAValue {
            expected: "a rule such as R-021 or C-001",
        };
        let (letter, number) = text.split_once('-').ok_or(wrong)?;
        let number = number.parse().map_err(|_| wrong)?;
        match letter {
            "R" => Ok(Self::Standard(number)),
            "C" => Ok(Self::Own(number)),
            _ => Err(wrong),
        }
    }
}

serde_as_text!(RuleId);
