//! The envelope: what the hub keeps, and the only part of it that the hub can read.

use crate::{Address, Time};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The name of a letter: a UUID of version 7 (RFC 9562), made in the browser when the letter is begun.
///
/// It is also the idempotency key: the same id twice is one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
#[serde(transparent)]
pub struct EnvelopeId(Uuid);

impl EnvelopeId {
    /// A new id, from the clock and the system's randomness.
    #[expect(
        clippy::new_without_default,
        reason = "a default that differs each time would surprise"
    )]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The sixteen octets.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// An id from its sixteen octets.
    pub fn from_bytes(octets: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(octets))
    }
}

impl fmt::Display for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EnvelopeId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// One sending unit of the standard, with attachments if there are any.
    Unit,
    /// Attachments alone (PDF, JPEG).
    Files,
    /// A letter to try the way; the only kind that an office may send to itself.
    Test,
    /// A received letter, passed on.
    Forward,
}

/// What stands on the envelope, in the clear.
///
/// Never anything about a person.
/// The label's digest is the SHA-256 of its JSON text as deposited; the text travels verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Version of this format: 1.
    pub format: u16,
    /// The letter's id.
    pub id: EnvelopeId,
    /// What the letter is.
    pub kind: LetterKind,
    /// The sending office.
    pub from: Address,
    /// The receiving office.
    pub to: Address,
    /// The sending unit, one of the eleven names of RULES.md section 5 (`monthly_plan`, `result`, …); none without one.
    pub unit: Option<String>,
    /// サービス提供年月 as `YYYYMM`, if the unit has one.
    pub month: Option<String>,
    /// ファイル連番, the unit's fourteen digits.
    pub serial: Option<String>,
    /// Size of the plain contents (the ZIP of the files), in octets.
    pub size: u64,
    /// When the sender's server sealed the letter.
    pub time: Time,
    /// An earlier letter that this one takes the place of.
    pub replaces: Option<EnvelopeId>,
    /// The mandate under which an agent sends for the office in `from`.
    pub acting_for: Option<String>,
}

impl Label {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}
