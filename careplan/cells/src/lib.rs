//! Care plan files on their bytes: [`rows`] finds records and cells before anything is decoded, [`ms932`] reads the characters,
//! [`plain`] tells of which cells nothing can be wrong and [`ties`] of which records, [`sheet`] gives values by record and item,
//! [`groups`] and [`places`] tell records and keys apart, [`sorted`] keeps them in order.
//!
//! Every byte of a file passes through here, so this crate is compiled for speed in the browser,
//! and `careplan`, which judges what the cells mean, for size (`[profile.worker]`).

mod block;

pub mod groups;
pub mod ms932;
pub mod places;
pub mod plain;
pub mod rows;
pub mod scan;
pub mod sheet;
pub mod sorted;
pub mod ties;
