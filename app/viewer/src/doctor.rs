//! 文字と形式を直す: what can be mended in files, with what would be written, and the mended copies.

mod changes;
mod list;

use careplan::{Reading, Repair, RepairKind, Replacements, Sorted, mend, ms932};
use pack::packed;

use crate::protocol::{How, Sheet};

/// What the page shows of files that can be mended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnosis {
    /// The list, with a field for every character; nothing in it where nothing is to mend.
    pub sheet: Sheet,
    /// The files that change; their copies are posted beside the answer, in this order.
    pub files: Vec<MendedFile>,
    /// How many of the wanted texts cannot be written in MS932; their fields say so.
    pub refused: u32,
    /// How many different 外字 are left as they are, because nobody has said what they are.
    pub left: u32,
    /// The id of the first field that somebody must fill in or change, if there is one.
    pub first: Option<String>,
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MendedFile {
    /// The page's key of the original.
    pub key: u32,
    /// What is different in the copy, as a letter says it.
    pub changes: Vec<Change>,
}

/// One difference between a file and its copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Record, from 1; 0 for the file as a whole.
    pub record: u32,
    /// Item, from 1; 0 for the file as a whole.
    pub item: u16,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// What somebody wants for a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The character, by its number in Unicode in figures of 16: `20BB7`; a 外字 by that of the private use area.
    pub code: String,
    /// What is to stand in its place; for a 外字 nothing leaves it as it is.
    pub text: String,
}

packed! {
    struct Diagnosis { sheet, files, refused, left, first }
    struct MendedFile { key, changes }
    struct Change { record, item, before, after }
    struct Wish { code, text }
}

/// Mends what can be mended, and lists it. The copies stand in the order of [`Diagnosis::files`].
///
/// `keys` are the page's keys of the files.
#[must_use]
pub fn diagnose(
    readings: &[Reading],
    keys: &[u32],
    wishes: &[Wish],
    how: &How,
) -> (Diagnosis, Vec<Vec<u8>>) {
    let wanted = wanted(wishes);
    let mut diagnosis = Diagnosis::default();
    let mut copies = Vec::new();
    let mut repairs: Vec<(&Reading, Repair)> = Vec::new();
    for (reading, key) in readings.iter().zip(keys) {
        let Some(mended) = mend(reading, &wanted) else {
            continue;
        };
        if mended.bytes != reading.bytes() {
            diagnosis.files.push(MendedFile {
                key: *key,
                changes: changes::of(&mended.changes),
            });
            copies.push(mended.bytes);
        }
        repairs.extend(mended.changes.into_iter().map(|repair| (reading, repair)));
    }
    let remedies = remedies(&repairs, &wanted);
    diagnosis.refused = count(&remedies, |remedy| remedy.refused.is_some());
    diagnosis.left = count(&remedies, Remedy::is_unknown);
    diagnosis.first = remedies
        .iter()
        .find(|remedy| remedy.waits())
        .and_then(|remedy| Some(field(remedy.character?)));
    diagnosis.sheet.drawing = list::draw(&remedies, readings, how);
    (diagnosis, copies)
}

/// Equal repairs, as one line of the list.
struct Remedy<'a> {
    kind: RepairKind,
    /// The character; none for the form of the file.
    character: Option<char>,
    before: &'a str,
    /// What would be written; empty for a 外字 for which nothing is wanted.
    after: &'a str,
    /// What somebody wants although MS932 lacks it.
    refused: Option<&'a str>,
    spots: Vec<(&'a Reading, &'a Repair)>,
}

impl Remedy<'_> {
    /// Whether it is a 外字 of which nobody has said what it is.
    fn is_unknown(&self) -> bool {
        self.kind == RepairKind::Gaiji && self.after.is_empty()
    }

    /// Whether somebody must fill in or change its field.
    fn waits(&self) -> bool {
        self.refused.is_some() || self.is_unknown()
    }
}

/// The id of the field of a character.
fn field(character: char) -> String {
    format!("mend-{:X}", u32::from(character))
}

/// Gathers equal repairs, in the order in which they first come.
fn remedies<'a>(repairs: &'a [(&'a Reading, Repair)], wanted: &'a Replacements) -> Vec<Remedy<'a>> {
    let mut remedies: Vec<Remedy<'a>> = Vec::new();
    let mut places: Sorted<(RepairKind, &str), usize> = Sorted::default();
    for (reading, repair) in repairs {
        let key = (repair.kind, repair.before.as_str());
        let place = *places.entry(key, || {
            let character = character(repair);
            let wish = character.and_then(|character| wanted.get(&character));
            remedies.push(Remedy {
                kind: repair.kind,
                character,
                before: &repair.before,
                after: repair.after.as_deref().unwrap_or_default(),
                refused: wish
                    .map(String::as_str)
                    .filter(|wish| !careplan::can_stand(wish)),
                spots: Vec::new(),
            });
            remedies.len() - 1
        });
        remedies[place].spots.push((reading, repair));
    }
    remedies
}

/// The character that a repair is about.
fn character(repair: &Repair) -> Option<char> {
    match repair.kind {
        RepairKind::Character => repair.before.chars().next(),
        RepairKind::Gaiji => {
            let pair = u16::from_str_radix(&repair.before, 16).ok()?;
            ms932::gaiji(pair.to_be_bytes())
        }
        RepairKind::Encoding | RepairKind::LineEnd | RepairKind::Quotes => None,
    }
}

fn wanted(wishes: &[Wish]) -> Replacements {
    let wish = |wish: &Wish| {
        let code = u32::from_str_radix(&wish.code, 16).ok()?;
        let is_gaiji = (0xE000..=0xF8FF).contains(&code);
        let character = char::from_u32(code)?;
        (!is_gaiji || !wish.text.is_empty()).then(|| (character, wish.text.clone()))
    };
    // One by one: to collect a map, the standard library brings a sort of its own.
    let mut wanted = Replacements::new();
    for (character, text) in wishes.iter().filter_map(wish) {
        wanted.insert(character, text);
    }
    wanted
}

fn count<'a>(remedies: &[Remedy<'a>], is_counted: impl Fn(&Remedy<'a>) -> bool) -> u32 {
    let counted = remedies.iter().filter(|remedy| is_counted(remedy));
    u32::try_from(counted.count()).unwrap_or(u32::MAX)
}
