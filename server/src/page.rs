//! One page of a list: newest first, going by the number of the oldest letter seen.

use serde::Deserialize;
use utoipa::IntoParams;

/// Letters on a page when nothing is said.
const DEFAULT: u32 = 50;
/// The most letters on a page.
const MOST: u32 = 200;

/// Which page.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// Only letters before this number.
    before: Option<u64>,
    /// At most so many, 200 at the most.
    limit: Option<u32>,
}

impl Page {
    /// The newest letters, at most so many.
    pub const fn first(limit: u32) -> Self {
        Self {
            before: None,
            limit: Some(limit),
        }
    }

    /// Letters before this number.
    pub fn before(self) -> u64 {
        self.before.unwrap_or(u64::MAX)
    }

    /// At most so many.
    pub fn limit(self) -> u32 {
        self.limit.unwrap_or(DEFAULT).clamp(1, MOST)
    }

    /// Take one page of rows of which one more than wanted was asked for; says whether there are more.
    pub fn cut<T>(self, rows: &mut Vec<T>) -> bool {
        let limit = usize::try_from(self.limit()).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        more
    }
}
