//! What the receiving office states about a letter, and what the hub states about its journal.

use crate::signed::Statable;
use crate::{Digest, EnvelopeId, Octets, OfficeNumber, Time};
use serde::{Deserialize, Serialize};

/// The receiving office's word on a letter, signed by its connection key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Always `careplan-link/statement`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The letter.
    pub id: EnvelopeId,
    /// What is stated.
    pub act: Act,
    /// The office that states it.
    pub office: OfficeNumber,
    /// SHA-256 of the signer's connection certificate (DER).
    pub certificate_sha256: Digest,
    /// SHA-256 of the text of the hub's receipt for the letter.
    pub receipt_sha256: Digest,
    /// SHA-256 of the plain contents as opened; none when the letter could not be opened.
    pub contents_sha256: Option<Digest>,
    /// Why, for `returned` and `refused`: a stable code.
    pub reason: Option<String>,
    /// A comment, sealed to the sender (CMS, DER).
    pub comment: Option<Octets>,
    /// The office's time.
    pub time: Time,
}

/// What a receiving office can state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A person has opened or downloaded it (受取済).
    Collected,
    /// It is in the care software (取込済).
    TakenIn,
    /// Please send it again (差し戻し).
    Returned,
    /// It cannot be taken in (取込不可).
    Refused,
}

impl Statement {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for Statement {
    const TYPE: &'static str = "careplan-link/statement";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}

/// The head of the hub's journal at one moment (RFC 9162 section 4.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Always `careplan-link/checkpoint`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The journal's id.
    pub journal: String,
    /// Number of leaves.
    pub size: u64,
    /// Hash of the tree's root.
    pub root: Digest,
    /// The hub's time.
    pub time: Time,
}

impl Checkpoint {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for Checkpoint {
    const TYPE: &'static str = "careplan-link/checkpoint";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
