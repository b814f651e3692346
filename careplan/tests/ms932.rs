//! Our tables equal encoding_rs, the authority, both ways and without exception.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use careplan::ms932::{Fault, decode, encode, faults};
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
