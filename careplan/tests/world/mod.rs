//! Sending units that are right, made by dice: every kind, every edition, and whatever breaks careless programs.
//!
//! `valid.rs` holds that none of them raises an alarm; `broken.rs` breaks one rule at a time in them.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking, and uses what it needs"
)]

mod dice;
mod monthly;
mod plan;
mod preventive;
mod sheet;
mod text;
mod unit;
mod users;
mod withdrawal;

pub use dice::Dice;
pub use sheet::{Row, Sheet, Style};
pub use unit::TestUnit;
pub use users::{User, World};

/// How many worlds a test tries: few each time, as many as one likes in the long run.
pub fn cases(usually: u64) -> u64 {
    std::env::var("CAREPLAN_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(usually)
}
