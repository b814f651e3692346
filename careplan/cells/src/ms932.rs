//! MS932, the Shift-JIS of Windows: bytes to text and back, strictly.
//!
//! The table is derived from encoding_rs by `build.rs`, or told by the browser ([`learn_from`]), whose Shift_JIS is the same by the Encoding Standard;
//! `careplan/tests/ms932.rs` proves both equal.
//! NEC-selected and IBM forms of a character (EEE0 and FBFC are both 髙) decode alike; the IBM form (FA-FC) is written.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::places::sort_by_key;

/// Characters that follow one lead byte: trail bytes 40-7E and 80-FC.
const TRAILS: usize = 188;

/// Pairs of bytes, whether they are characters or not.
const PAIRS: usize = 60 * TRAILS;

/// From the place of a pair of bytes to its character; 0 where there is none.
static TABLE: OnceLock<Vec<u16>> = OnceLock::new();

/// Tells table from table; `build.rs` counts it from the authority's.
const SUM: u32 = u32::from_le_bytes(*include_bytes!(concat!(env!("OUT_DIR"), "/ms932_sum.bin")));

/// The table; the embedded one where none was learned. Made when first needed.
fn table() -> &'static [u16] {
    TABLE.get_or_init(embedded)
}

/// Takes the table from a decoder of Shift_JIS as browsers have one: there it need not be loaded. To be called before anything is read.
///
/// # Errors
/// In words, when the decoder is another one: see [`table_from`].
pub fn learn_from(decode: impl FnOnce(&[u8]) -> String) -> Result<(), &'static str> {
    let table = table_from(&decode(&lines()))?;
    TABLE.get_or_init(|| table);
    Ok(())
}

/// All pairs of bytes in the order of the table, each on a line of its own, so that one that is no character spoils no other.
#[must_use]
pub fn lines() -> Vec<u8> {
    all_pairs()
        .flat_map(|[lead, trail]| [lead, trail, b'\n'])
        .collect()
}

/// The table, of what a decoder that puts U+FFFD for what it cannot read makes of [`lines`].
///
/// # Errors
/// When it has not as many lines as were asked, or is not the table of the Encoding Standard to the last character:
/// who reads by another table changes names without a word.
pub fn table_from(decoded: &str) -> Result<Vec<u16>, &'static str> {
    let table: Vec<u16> = decoded.lines().map(only_character).collect();
    if table.len() != PAIRS {
        return Err("the browser's Shift_JIS has not as many characters as were asked for");
    }
    // FNV-1a over the characters, as in `build.rs`.
    let sum = table.iter().fold(0x811C_9DC5, |sum: u32, code| {
        (sum ^ u32::from(*code)).wrapping_mul(0x0100_0193)
    });
    if sum != SUM {
        return Err("the browser's Shift_JIS is not that of the Encoding Standard");
    }
    Ok(table)
}

/// The character of a line that has one; else 0.
fn only_character(line: &str) -> u16 {
    let mut characters = line.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if character != char::REPLACEMENT_CHARACTER => {
            u16::try_from(u32::from(character)).unwrap_or(0)
        }
        _ => 0,
    }
}

#[cfg(all(target_arch = "wasm32", not(feature = "table")))]
fn embedded() -> Vec<u16> {
    panic!("who is built without the table learns it before reading");
}

#[cfg(any(not(target_arch = "wasm32"), feature = "table"))]
fn embedded() -> Vec<u16> {
    /// The table as it travels: the step from each character to the next (`build.rs`).
    static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ms932_table.bin"));
    let mut table = Vec::with_capacity(PAIRS);
    let (mut code, mut step, mut shift) = (0_i32, 0_i32, 0);
    for byte in PACKED {
        step |= i32::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 != 0 {
            continue;
        }
        // Odd steps lead backward.
        code += if step % 2 == 0 {
            step / 2
        } else {
            -(step + 1) / 2
        };
        let known = if step == 0 { 0 } else { code };
        table.push(u16::try_from(known).expect("MS932 has no character beyond the first plane"));
        (step, shift) = (0, 0);
    }
    table
}

/// What stands at one place of the bytes that cannot be carried as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No character of MS932 (rule R-021).
    NotMs932,
    /// A character that only the computer knows where it was drawn: 外字, F040-F9FC (rule R-022).
    Gaiji,
}

/// A fault with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultAt {
    /// Bytes before it.
    pub offset: usize,
    /// How many bytes it is: 1 or 2.
    pub length: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// One step through the bytes.
enum Step {
    /// A character of so many bytes.
    Character(char, usize),
    /// A fault of so many bytes.
    Fault(Fault, usize),
}

/// What the bytes begin with; they are not empty.
fn step(bytes: &[u8]) -> Step {
    let lead = bytes[0];
    match lead {
        0x00..=0x80 => Step::Character(char::from(lead), 1),
        0xA1..=0xDF => Step::Character(half_width_kana(lead), 1),
        0xA0 | 0xFD..=0xFF => Step::Fault(Fault::NotMs932, 1),
        0x81..=0x9F | 0xE0..=0xFC => two_bytes(lead, bytes.get(1).copied()),
    }
}

/// A character of two bytes, or what is wrong with it.
fn two_bytes(lead: u8, trail: Option<u8>) -> Step {
    let Some(trail) = trail else {
        return Step::Fault(Fault::NotMs932, 1);
    };
    let character = place(lead, trail)
        .map(|place| table()[place])
        .filter(|&code| code != 0)
        .and_then(|code| char::from_u32(u32::from(code)));
    match character {
        Some(_) if (0xF0..=0xF9).contains(&lead) => Step::Fault(Fault::Gaiji, 2),
        Some(character) => Step::Character(character, 2),
        // A byte of ASCII is never swallowed: it may be the comma that ends the cell.
        None if trail.is_ascii() => Step::Fault(Fault::NotMs932, 1),
        None => Step::Fault(Fault::NotMs932, 2),
    }
}

/// Where the table has this pair.
fn place(lead: u8, trail: u8) -> Option<usize> {
    let row = match lead {
        0x81..=0x9F => usize::from(lead - 0x81),
        0xE0..=0xFC => usize::from(lead - 0xE0) + 31,
        _ => return None,
    };
    let column = match trail {
        0x40..=0x7E => usize::from(trail - 0x40),
        0x80..=0xFC => usize::from(trail - 0x41),
        _ => return None,
    };
    Some(row * TRAILS + column)
}

fn half_width_kana(byte: u8) -> char {
    char::from_u32(0xFF61 + u32::from(byte - 0xA1)).expect("U+FF61 to U+FF9F are characters")
}

/// Whether the byte begins a character of two bytes.
#[must_use]
pub fn is_lead(byte: u8) -> bool {
    matches!(byte, 0x81..=0x9F | 0xE0..=0xFC)
}

/// The text of the bytes. What is not MS932 becomes U+FFFD; 外字 become 〓 (U+3013).
///
/// Faults are reported by [`faults`], over the whole file; here a reader gets to see the rest.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if bytes.is_ascii() {
        return Cow::Borrowed(std::str::from_utf8(bytes).expect("ASCII is UTF-8"));
    }
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = match step(rest) {
            Step::Character(character, length) => {
                text.push(character);
                length
            }
            Step::Fault(fault, length) => {
                text.push(match fault {
                    Fault::Gaiji => '\u{3013}',
                    Fault::NotMs932 => '\u{FFFD}',
                });
                length
            }
        };
        rest = &rest[length..];
    }
    Cow::Owned(text)
}

/// The character of the private use area that Windows makes of a 外字: F040 is U+E000, F9FC is U+E757.
///
/// Its picture stands on the computer where it was drawn; here it is a name for it.
#[must_use]
pub fn gaiji(pair: [u8; 2]) -> Option<char> {
    let [lead, trail] = pair;
    let code = table()[place(lead, trail).filter(|_| (0xF0..=0xF9).contains(&lead))?];
    char::from_u32(u32::from(code))
}

/// Every place of the bytes that is not MS932 or is a 外字, in order.
pub fn faults(bytes: &[u8]) -> impl Iterator<Item = FaultAt> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let fault = fault_from(bytes, next)?;
        next = fault.offset + fault.length;
        Some(fault)
    })
}

/// The first fault from a place on where a character begins.
#[inline(never)]
fn fault_from(bytes: &[u8], mut next: usize) -> Option<FaultAt> {
    let table = table();
    // Pairs with a character that is not 外字 are passed over here, everything else is looked at in `step`.
    let is_common = |lead: u8, trail: u8| {
        !(0xF0..=0xF9).contains(&lead)
            && place(lead, trail)
                .is_some_and(|place| table.get(place).is_some_and(|code| *code != 0))
    };
    loop {
        // Most bytes are figures and commas: eight of them at a time.
        while let Some(word) = bytes.get(next..).and_then(<[u8]>::first_chunk::<8>)
            && word.is_ascii()
        {
            next += 8;
        }
        match bytes.get(next..)? {
            [] => return None,
            [byte, ..] if byte.is_ascii() => next += 1,
            [lead, trail, ..] if is_common(*lead, *trail) => next += 2,
            rest => match step(rest) {
                Step::Character(_, length) => next += length,
                Step::Fault(fault, length) => {
                    return Some(FaultAt {
                        offset: next,
                        length,
                        fault,
                    });
                }
            },
        }
    }
}

/// The bytes of a text, or the first character that MS932 lacks.
///
/// Unlike encoders of the web, nothing is changed silently: ¥, ‾ and − are lacking, not turned into their neighbours.
///
/// # Errors
/// The first character that has no bytes in MS932 (外字 of the private use area included).
pub fn encode(text: &str) -> Result<Vec<u8>, char> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match u32::from(character) {
            code @ 0x00..=0x80 => bytes.push(u8::try_from(code).expect("at most 0x80")),
            code @ 0xFF61..=0xFF9F => {
                bytes.push(u8::try_from(code - 0xFF61 + 0xA1).expect("at most 0xDF"));
            }
            _ => bytes.extend(pair(character).ok_or(character)?),
        }
    }
    Ok(bytes)
}

/// The pair of bytes to write for a character.
fn pair(character: char) -> Option<[u8; 2]> {
    let code = u16::try_from(u32::from(character)).ok()?;
    let inverse = inverse();
    let found = inverse.binary_search_by_key(&code, |(known, _)| *known);
    found.ok().map(|index| inverse[index].1.to_be_bytes())
}

/// From characters to the pair to write, made from the table when first needed.
fn inverse() -> &'static [(u16, u16)] {
    static INVERSE: OnceLock<Vec<(u16, u16)>> = OnceLock::new();
    INVERSE.get_or_init(|| {
        let mut pairs: Vec<(u16, u16)> = all_pairs()
            // The NEC-selected form (ED, EE) is read, never written; 外字 are neither.
            .filter(|[lead, _]| !matches!(lead, 0xED | 0xEE | 0xF0..=0xF9))
            .filter_map(|[lead, trail]| {
                let code = table()[place(lead, trail)?];
                (code != 0).then_some((code, u16::from_be_bytes([lead, trail])))
            })
            .collect();
        // Where a character has several pairs, the first is written.
        sort_by_key(&mut pairs, |(code, _)| *code);
        pairs.dedup_by_key(|(code, _)| *code);
        pairs
    })
}

/// Every pair of lead and trail byte, in the order of the table.
fn all_pairs() -> impl Iterator<Item = [u8; 2]> {
    (0x81..=0x9F).chain(0xE0..=0xFC).flat_map(|lead| {
        (0x40..=0x7E)
            .chain(0x80..=0xFC)
            .map(move |trail| [lead, trail])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_an_ibm_kanji_read_alike_and_the_windows_form_is_written() {
        assert_eq!(decode(&[0xFB, 0xFC]), "髙");
        assert_eq!(decode(&[0xEE, 0xE0]), "髙");
        assert_eq!(encode("髙"), Ok(vec![0xFB, 0xFC]));
    }

    #[test]
    fn a_broken_lead_byte_does_not_swallow_the_comma_behind_it() {
        assert_eq!(decode(b"\x81,1"), "\u{FFFD},1");
        assert_eq!(
            faults(b"ab\x81,1").collect::<Vec<_>>(),
            [FaultAt {
                offset: 2,
                length: 1,
                fault: Fault::NotMs932
            }]
        );
    }

    #[test]
    fn every_gaiji_is_found() {
        let found: Vec<FaultAt> = faults(b"\xF0\x40x\xF9\xFC").collect();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|at| at.fault == Fault::Gaiji));
        assert_eq!(decode(b"\xF0\x40x"), "〓x");
        assert_eq!(gaiji([0xF0, 0x40]), Some('\u{E000}'));
        assert_eq!(gaiji([0xF9, 0xFC]), Some('\u{E757}'));
        assert_eq!(gaiji([0xFB, 0xFC]), None);
    }

    #[test]
    fn characters_that_ms932_lacks_are_named() {
        assert_eq!(encode("𠮷田"), Err('𠮷'));
        assert_eq!(encode("¥100"), Err('¥'));
        assert_eq!(encode("〜"), Err('〜'));
    }
}
