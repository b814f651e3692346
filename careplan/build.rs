//! Derives the table from MS932 to Unicode from encoding_rs, the authority.
//!
//! encoding_rs itself is not linked: all its encodings would come along into the browser (109 KB).

use std::fmt::Write as _;
use std::{env, fs, path::Path};

use encoding_rs::SHIFT_JIS;

/// Lead bytes of two-byte characters, in the order of the table.
fn leads() -> impl Iterator<Item = u8> {
    (0x81..=0x9F).chain(0xE0..=0xFC)
}

/// Trail bytes of two-byte characters, in the order of the table.
fn trails() -> impl Iterator<Item = u8> {
    (0x40..=0x7E).chain(0x80..=0xFC)
}

/// The character of one pair of bytes; 0 where there is none.
fn character(lead: u8, trail: u8) -> u32 {
    let pair = [lead, trail];
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&pair);
    let mut characters = text.as_deref().unwrap_or_default().chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => u32::from(character),
        _ => 0,
    }
}

fn main() {
    let mut table = String::from("[\n");
    for lead in leads() {
        for trail in trails() {
            write!(table, "{:#06x},", character(lead, trail)).expect("a String takes everything");
        }
        table.push('\n');
    }
    table.push(']');
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    fs::write(Path::new(&folder).join("ms932_table.rs"), table).expect("OUT_DIR is writable");
    println!("cargo::rerun-if-changed=build.rs");
}
