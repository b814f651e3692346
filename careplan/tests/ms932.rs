//! Our tables equal encoding_rs, the authority, both ways and without exception.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use careplan::ms932::{self, Fault, decode, encode, faults};
use encoding_rs::SHIFT_JIS;

/// What encoding_rs makes of the bytes; `None` where it finds a fault.
fn authority(bytes: &[u8]) -> Option<String> {
    SHIFT_JIS
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}

/// Whether a text has a character of the private use area, which is how encoding_rs reads 外字.
fn has_gaiji(text: &str) -> bool {
    text.chars()
        .any(|character| ('\u{E000}'..='\u{F8FF}').contains(&character))
}

#[test]
fn every_pair_of_bytes_is_read_as_encoding_rs_reads_it() {
    for first in 0..=u8::MAX {
        for second in 0..=u8::MAX {
            let bytes = [first, second];
            let found: Vec<_> = faults(&bytes).collect();
            match authority(&bytes) {
                None => assert!(
                    found.iter().any(|at| at.fault == Fault::NotMs932),
                    "{bytes:02X?}"
                ),
                Some(text) if has_gaiji(&text) => {
                    assert!(
                        found.iter().all(|at| at.fault == Fault::Gaiji) && !found.is_empty(),
                        "{bytes:02X?}"
                    );
                }
                Some(text) => {
                    assert!(found.is_empty(), "{bytes:02X?}");
                    assert_eq!(decode(&bytes), text, "{bytes:02X?}");
                }
            }
        }
    }
}

#[test]
fn every_single_byte_is_read_as_encoding_rs_reads_it() {
    for byte in 0..=u8::MAX {
        match authority(&[byte]) {
            None => assert_eq!(faults(&[byte]).count(), 1, "{byte:02X}"),
            Some(text) => assert_eq!(decode(&[byte]), text, "{byte:02X}"),
        }
    }
}

#[test]
fn every_character_is_written_as_encoding_rs_writes_it() {
    // Encoders of the web change these silently; a care plan must not be changed without being asked.
    let changed_silently = ['\u{A5}', '\u{203E}', '\u{2212}'];
    for character in '\0'..=char::MAX {
        let text = character.to_string();
        let (bytes, _, lacking) = SHIFT_JIS.encode(&text);
        if lacking || changed_silently.contains(&character) {
            assert_eq!(encode(&text), Err(character), "{character:?}");
        } else {
            assert_eq!(
                encode(&text).as_deref(),
                Ok(bytes.as_ref()),
                "{character:?}"
            );
        }
    }
}

#[test]
fn what_is_written_reads_the_same() {
    for character in '\0'..=char::MAX {
        if let Ok(bytes) = encode(&character.to_string()) {
            assert_eq!(decode(&bytes), character.to_string(), "{character:?}");
        }
    }
}

/// What a browser says: it puts U+FFFD for what it cannot read, by the same standard as encoding_rs.
fn told_by_a_browser() -> String {
    let lines = ms932::lines();
    let (decoded, _) = SHIFT_JIS.decode_without_bom_handling(&lines);
    decoded.into_owned()
}

#[test]
fn the_table_that_a_browser_tells_is_the_same() {
    let told = ms932::table_from(&told_by_a_browser()).unwrap();
    let pairs = (0x81..=0x9F).chain(0xE0..=0xFC).flat_map(|lead: u8| {
        let trails = (0x40..=0x7E).chain(0x80..=0xFC);
        trails.map(move |trail: u8| [lead, trail])
    });
    assert_eq!(told.len(), pairs.clone().count());
    for (pair, told) in pairs.zip(told) {
        // A pair that is read as two characters is none of its own.
        let known = authority(&pair).filter(|text| text.chars().count() == 1);
        let told = char::from_u32(u32::from(told)).filter(|told| *told != '\0');
        assert_eq!(told.map(String::from), known, "{pair:02X?}");
    }
}

#[test]
fn another_table_is_refused_to_the_last_character() {
    let told = told_by_a_browser();
    assert!(ms932::table_from("").is_err());
    assert!(ms932::table_from(told.strip_suffix("\u{FFFD}\n").unwrap()).is_err());
    // As JIS X 0208 has it, and macOS: the wave of a range of hours.
    assert!(told.contains('～'));
    assert!(ms932::table_from(&told.replace('～', "〜")).is_err());
    // One of the two forms of an IBM kanji is lacking.
    assert!(ms932::table_from(&told.replacen('髙', "\u{FFFD}", 1)).is_err());
}
