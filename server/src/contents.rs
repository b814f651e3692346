//! The contents of a letter: a plain ZIP of its files, so that anyone can read it with `unzip`.
//!
//! A file's name is data, exactly as the sender dropped it; nothing here makes a path of it, and nothing is written to disk.
//! Names for downloading are made safe in [`name`], at the last moment.

mod name;
mod pack;
mod saving;
#[cfg(test)]
mod tests;
mod unpack;

pub use name::{content_disposition, safe_name};
pub use pack::pack;
pub use saving::for_saving;
pub use unpack::{unpack, unpack_as};

/// The most files that a letter can have.
pub const FILES: usize = 500;
/// The most octets that all files of a letter can have together.
pub const TOTAL: u64 = 64 * 1024 * 1024;
/// How many times larger than its packed form a file can be.
pub const RATIO: u64 = 100;

/// A file of a letter.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// The name, as data.
    pub name: String,
    /// The octets.
    pub octets: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A file's name can be a person's.
        write!(f, "File(***, {} bytes)", self.octets.len())
    }
}

/// Why contents cannot be packed or unpacked. It names no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentsError {
    /// More than [`FILES`] files.
    #[error("too many files")]
    TooMany,
    /// More than [`TOTAL`] octets.
    #[error("too large when unpacked")]
    TooLarge,
    /// A file that unpacks to more than [`RATIO`] times its size: no file of care plans does.
    #[error("packed too densely to be honest")]
    TooDense,
    /// Not a ZIP that we can read.
    #[error("not readable as a ZIP")]
    Unreadable,
    /// The files are not those of the manifest.
    #[error("the files are not those that the manifest lists")]
    NotAsListed,
}
