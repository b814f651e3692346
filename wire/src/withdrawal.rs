//! The sending office's word that it has taken a letter back.

use crate::signed::Statable;
use crate::{Digest, EnvelopeId, OfficeNumber, Time};
use serde::{Deserialize, Serialize};

/// "We take this letter back", signed by the sender's connection key.
///
/// It names the label and not the receipt: a letter can be taken back before its receipt has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Always `careplan-link/withdrawal`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The letter.
    pub id: EnvelopeId,
    /// The sending office.
    pub office: OfficeNumber,
    /// SHA-256 of the signer's connection certificate (DER).
    pub certificate_sha256: Digest,
    /// SHA-256 of the text of the letter's label.
    pub label_sha256: Digest,
    /// The office's time.
    pub time: Time,
}

impl Withdrawal {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for Withdrawal {
    const TYPE: &'static str = "careplan-link/withdrawal";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
