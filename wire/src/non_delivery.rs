//! The hub's notice that nobody has collected a letter in time.

use crate::signed::Statable;
use crate::{Digest, EnvelopeId, Time};
use serde::{Deserialize, Serialize};

/// "This letter was never collected", signed by the hub's journal key when the letter's time is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NonDelivery {
    /// Always `careplan-link/non-delivery`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The letter.
    pub id: EnvelopeId,
    /// The hub's journal.
    pub journal: String,
    /// SHA-256 of the text of the hub's receipt for the letter.
    pub receipt_sha256: Digest,
    /// The hub's time of the deposit.
    pub deposited: Time,
    /// The hub's time at which it gave up and deleted the sealed letter.
    pub time: Time,
}

impl NonDelivery {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for NonDelivery {
    const TYPE: &'static str = "careplan-link/non-delivery";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
