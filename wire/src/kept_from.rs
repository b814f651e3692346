//! From which number on a mailbox is kept: the earlier letters' time is over.

use crate::signed::Statable;
use crate::{OfficeNumber, Time};
use serde::{Deserialize, Serialize};

/// "All letters below this number were left before this time, and are forgotten", signed by the hub's journal key.
///
/// A new server of an office needs it: mailbox numbers have no gap, and those of forgotten letters are missing for a good reason.
/// A hub that hides a letter with it has signed that the letter was left long ago, which the sender's receipt disproves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeptFrom {
    /// Always `careplan-link/kept-from`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The hub's journal.
    pub journal: String,
    /// The office whose mailbox it is.
    pub office: OfficeNumber,
    /// The lowest number that is kept; 1 as long as nothing is forgotten.
    pub lowest: u64,
    /// Every letter with a lower number was left at this time or before; 1970 as long as nothing is forgotten.
    pub before: Time,
    /// The hub's time.
    pub time: Time,
}

impl KeptFrom {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
    /// No hub forgets a letter sooner after its deposit, in days.
    pub const SHORTEST_DAYS: u16 = 365;
}

impl Statable for KeptFrom {
    const TYPE: &'static str = "careplan-link/kept-from";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
