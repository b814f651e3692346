//! Care plan files on their bytes: [`rows`] finds records and cells before anything is decoded, [`ms932`] reads the characters,
//! [`plain`] tells of which cells nothing can be wrong, [`sheet`] gives values by record and item.
//!
//! Every byte of a file passes through here, so this crate is compiled for speed in the browser,
//! and `careplan`, which judges what the cells mean, for size (`[profile.worker]`).

pub mod ms932;
pub mod plain;
pub mod rows;
pub mod scan;
pub mod sheet;
