//! Derives the table from MS932 to Unicode from encoding_rs, the authority, and packs it for the way to the browser.
//!
//! encoding_rs itself is not linked: all its encodings would come along into the browser (109 KB).

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

/// Writes the step from one character to the next in bytes of seven bits, the lowest first; `src/ms932.rs` reads it.
///
/// Steps compress better than characters (9 KB of brotli against 14). No step is 0, which says that there is none.
fn pack(packed: &mut Vec<u8>, before: u32, code: u32) {
    assert_ne!(before, code, "characters that follow each other differ");
    let backward = u32::from(code < before);
    let mut step = code.abs_diff(before) * 2 - backward;
    while step > 0x7F {
        packed.push(u8::try_from(step & 0x7F).expect("seven bits") | 0x80);
        step >>= 7;
    }
    packed.push(u8::try_from(step).expect("seven bits"));
}

fn main() {
    let mut packed = Vec::new();
    let mut before = 0;
    // FNV-1a over the characters, which the table that a browser tells must have too.
    let mut sum: u32 = 0x811C_9DC5;
    for lead in leads() {
        for trail in trails() {
            let code = character(lead, trail);
            sum = (sum ^ code).wrapping_mul(0x0100_0193);
            if code == 0 {
                packed.push(0);
            } else {
                pack(&mut packed, before, code);
                before = code;
            }
        }
    }
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let write = |name, bytes: &[u8]| {
        fs::write(Path::new(&folder).join(name), bytes).expect("OUT_DIR is writable");
    };
    write("ms932_table.bin", &packed);
    write("ms932_sum.bin", &sum.to_le_bytes());
    println!("cargo::rerun-if-changed=build.rs");
}
