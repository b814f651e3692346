//! The hub's receipt for a letter.

use crate::signed::Statable;
use crate::{Address, Digest, EnvelopeId, Time};
use serde::{Deserialize, Serialize};

/// What the hub signs when it has durably stored a letter.
///
/// Made before the commit and stored inside it, so that the same deposit again is answered with the same receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Always `careplan-link/receipt`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The letter.
    pub id: EnvelopeId,
    /// SHA-256 of the label's text.
    pub label_sha256: Digest,
    /// SHA-256 of what the hub keeps: the octets of the sealed manifest followed by those of the sealed body.
    ///
    /// It says what was stored, not who the letter is: a CMS envelope's outer fields are not authenticated.
    pub stored_sha256: Digest,
    /// The sending office.
    pub from: Address,
    /// The receiving office.
    pub to: Address,
    /// Octets stored: sealed manifest and sealed body.
    pub size: u64,
    /// The letter's number in the receiver's mailbox: 1, 2, 3 … without a gap, for each 事業所番号.
    pub sequence: u64,
    /// The hub's time of the deposit.
    pub time: Time,
    /// The hub's journal.
    pub journal: String,
    /// RFC 9162 leaf hash under which the deposit stands in the journal.
    pub leaf_hash: Digest,
}

impl Receipt {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for Receipt {
    const TYPE: &'static str = "careplan-link/receipt";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
