//! 代行: an office lets another one act for it.

use crate::signed::Statable;
use crate::{Digest, OfficeNumber, Time};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The name of a mandate: a UUID of version 7 (RFC 9562).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
#[serde(transparent)]
pub struct MandateId(Uuid);

impl MandateId {
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
}

impl fmt::Display for MandateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MandateId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// "This office may act for us", signed by the connection key of the office that gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    /// Always `careplan-link/mandate`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The mandate; the label of a letter that is sent under it says so in `acting_for`.
    pub id: MandateId,
    /// The office that gives it.
    pub office: OfficeNumber,
    /// The office that may act.
    pub agent: OfficeNumber,
    /// What it may do; at least one, each once.
    pub scope: Vec<Scope>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// SHA-256 of the signer's connection certificate (DER).
    pub certificate_sha256: Digest,
    /// The office's time.
    pub time: Time,
}

/// What an agent may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Leave letters, see what became of them, and take them back.
    Send,
    /// See the mailbox, collect letters, and answer them.
    Receive,
}

impl Scope {
    /// The scope as it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
        }
    }
}

impl Mandate {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for Mandate {
    const TYPE: &'static str = "careplan-link/mandate";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
