//! The sealed table of contents of a letter, from which lists are drawn without fetching bodies.

use crate::{Digest, Signed, statement::Checkpoint};
use serde::{Deserialize, Serialize};

/// What a letter holds. It travels sealed; the hub never sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format: 1.
    pub format: u16,
    /// The sender's message (メッセージ).
    pub note: String,
    /// The files, in the order in which they lie in the contents.
    pub files: Vec<FileEntry>,
    /// Whose plans or results these are, one entry per person and month.
    pub persons: Vec<Person>,
    /// SHA-256 of the plain contents (the ZIP of the files).
    pub contents_sha256: Digest,
    /// What was mended in the files before they were confirmed.
    pub mended: Vec<Mending>,
    /// The newest checkpoint of the hub's journal that the sender has seen.
    pub checkpoint: Option<Signed<Checkpoint>>,
    /// SHA-256 of the text of the receiver's card, as the sender was shown it: so a substituted card is found out by the first letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_sha256: Option<Digest>,
}

impl Manifest {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

/// One file of a letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// The name as the sender dropped it. It is data, never a path.
    pub name: String,
    /// Size in octets.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: Digest,
}

/// A person whom a letter concerns, as the sender's app read it from the files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// 保険者番号.
    pub insurer_number: String,
    /// 被保険者番号.
    pub insured_number: String,
    /// 利用者名, if a file of the unit has it.
    pub name: Option<String>,
    /// 利用者名カナ, if a file of the unit has it.
    pub kana: Option<String>,
    /// サービス提供年月 `YYYYMM`, if the unit has one.
    pub month: Option<String>,
}

/// One change that the office agreed to before sending.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mending {
    /// Name of the file.
    pub file: String,
    /// Record, counted from 1; 0 for the file as a whole (its encoding, line ends or quotation marks).
    pub record: u32,
    /// Item, counted from 1; 0 for the file as a whole.
    pub item: u16,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

print_as_stars!(Manifest, FileEntry, Person, Mending);
