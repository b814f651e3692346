//! .

pub mod contents;
pub mod seal;
