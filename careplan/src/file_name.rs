//! File names: which kind, which month, from whom, for whom, made when (RULES.md section 2).

mod fault;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::edition::Edition;
use crate::kind::Kind;
use crate::values::{Address, Month, Serial};

pub(crate) use parse::{NameReading, read_name};
pub use parse::{is_hidden, revealed};

/// What the name of a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileName {
    /// The kind of the file.
    pub kind: Kind,
    /// 対象年月; none where the kind has none, and none for 000000 of 利用者補足情報 with a care plan.
    pub month: Option<Month>,
    /// 送信元.
    pub from: Address,
    /// 送信先.
    pub to: Address,
    /// ファイル連番.
    pub serial: Serial,
    /// The number of an image, from 1.
    pub branch: Option<u16>,
    /// The extension as written: `CSV`, or `jpg` or `JPG` for the image; empty where the name has none.
    pub extension: String,
}

/// How names were built over the years (RULES.md section 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// Up to edition 3: no service code.
    WithoutService,
    /// Edition 4.0: service codes of three characters.
    ThreeCharacters,
    /// Edition 4.1: service types of two characters.
    TwoCharacters,
}

impl Generation {
    /// The generation that an edition uses.
    #[must_use]
    pub fn of(edition: Edition) -> Self {
        match edition {
            Edition::First | Edition::Second | Edition::Third => Self::WithoutService,
            Edition::Fourth => Self::ThreeCharacters,
            Edition::FourthOne => Self::TwoCharacters,
        }
    }
}

impl FileName {
    /// Reads a name; `None` where it is not one of the standard. [`crate::read`] tells what is wrong with it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match read_name(name) {
            NameReading::Standard { file_name, .. } => file_name,
            NameReading::Foreign(_) => None,
        }
    }

    /// How the name was built.
    #[must_use]
    pub fn generation(&self) -> Generation {
        match self.from.service.map(|service| service.as_str().len()) {
            None => Generation::WithoutService,
            Some(3) => Generation::ThreeCharacters,
            Some(_) => Generation::TwoCharacters,
        }
    }
}

impl fmt::Display for FileName {
    /// The name as the standard writes it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.kind.prefix())?;
        match self.month {
            Some(month) => write!(formatter, "_{month}")?,
            None if self.kind.has_month() => formatter.write_str("_000000")?,
            None => {}
        }
        for address in [self.from, self.to] {
            write!(formatter, "_{}", address.office)?;
            if let Some(service) = address.service {
                write!(formatter, "_{service}")?;
            }
        }
        write!(formatter, "_{}", self.serial)?;
        if let Some(branch) = self.branch {
            write!(formatter, "_{branch:04}")?;
        }
        if self.extension.is_empty() {
            return Ok(());
        }
        write!(formatter, ".{}", self.extension)
    }
}

/// The folder of a name given with its path (`""` for none) and the name itself.
#[must_use]
pub fn split_path(name: &str) -> (&str, &str) {
    match name.rfind(['/', '\\']) {
        Some(place) => (&name[..place], &name[place + 1..]),
        None => ("", name),
    }
}
