//! The character doctor: what MS932 lacks, what encoders change silently, and the little else that is safe to mend.
//!
//! Mended are characters, UTF-8 to MS932, line ends, and missing quotation marks. Everything else is mended in the
//! care software that wrote the file. Nothing travels mended unless the office has seen the list ([`diagnose`]).

mod characters;
mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::RuleId;
use crate::reading::Reading;
use crate::values::InsuredNumber;
use cells::ms932;

/// What the office wants written in the place of a character, where that is not what we propose.
///
/// A 外字 is named by its character of the private use area ([`ms932::gaiji`]); for it nothing is proposed.
pub type Replacements = BTreeMap<char, String>;

/// A mended copy, and what is different in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Mended {
    /// The copy: valid MS932.
    pub bytes: Vec<u8>,
    /// What was changed, in the order of the file; empty if nothing had to be.
    pub changes: Vec<Repair>,
}

// Whoever logs a copy logs nothing of a person.
impl std::fmt::Debug for Mended {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Mended")
            .field("bytes", &self.bytes.len())
            .field("changes", &self.changes.len())
            .finish()
    }
}

/// One change of a file, done or proposed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// What kind of change.
    pub kind: RepairKind,
    /// The file, as it was named to us.
    pub file: String,
    /// The person of the record.
    pub person: Option<InsuredNumber>,
    /// The record, from 1; none for the file as a whole.
    pub record: Option<u32>,
    /// The item, from 1, counted in the file as it is.
    pub item: Option<u8>,
    /// The standard's name of the item.
    pub item_name: Option<String>,
    /// What stands there: a character with what belongs to it, or a word for the form of the file.
    pub before: String,
    /// What stands in the copy. None for a 外字 for which nothing is wanted: its bytes are left as they are.
    pub after: Option<String>,
}

impl std::fmt::Debug for Repair {
    /// Without the place: with the person's number it is personal.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Repair")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// A character that MS932 lacks, or that encoders change silently.
    Character,
    /// UTF-8 written as MS932.
    Encoding,
    /// Records that ended with a lone LF or CR end with CR LF.
    LineEnd,
    /// A free text is enclosed in quotation marks.
    Quotes,
    /// A 外字 of an MS932 file: replaced if the office says by what, since only there its picture is known.
    Gaiji,
}

/// Whether findings of a rule can be mended here: 外字, the encoding, line ends, quotation marks.
#[must_use]
pub fn can_mend(rule: RuleId) -> bool {
    matches!(rule, RuleId::Standard(22 | 23 | 25 | 37))
}

/// What is to mend in a file, with what would be written. Empty where nothing is, and where nothing is safe to mend.
#[must_use]
pub fn diagnose(reading: &Reading) -> Vec<Repair> {
    mend(reading, &Replacements::new()).map_or_else(Vec::new, |mended| mended.changes)
}

/// The mended copy of a file. A file that needs nothing is copied byte for byte.
///
/// `None` where mending is not safe: no records, bytes that are no characters, a quotation mark that is never closed.
#[must_use]
pub fn mend(reading: &Reading, wanted: &Replacements) -> Option<Mended> {
    file::mend(reading, wanted)
}

/// A text that MS932 can carry, and each character that was replaced with what stands in its place.
///
/// A text that needs nothing comes back as it is.
#[must_use]
pub fn mend_text(text: &str, wanted: &Replacements) -> (String, Vec<(String, String)>) {
    let mut mended = String::with_capacity(text.len());
    let mut changes = Vec::new();
    for part in characters::parts(text) {
        if ms932::encode(part).is_ok() {
            mended.push_str(part);
            continue;
        }
        let first = part.chars().next().expect("a part has a character");
        let after =
            wanted_for(first, wanted).map_or_else(|| characters::proposed(part), str::to_owned);
        mended.push_str(&after);
        changes.push((part.to_owned(), after));
    }
    (mended, changes)
}

/// What the office wants for a character; what cannot stand there is not taken.
fn wanted_for(character: char, wanted: &Replacements) -> Option<&str> {
    let wanted = wanted.get(&character).map(String::as_str);
    wanted.filter(|text| can_stand(text))
}

/// Whether a text can stand in the place of a character: MS932 has all of it, and it ends no cell.
#[must_use]
pub fn can_stand(text: &str) -> bool {
    ms932::encode(text).is_ok() && !text.contains(|c: char| c == '"' || c.is_control())
}
