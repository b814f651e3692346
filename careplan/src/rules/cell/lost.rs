//! signs that a character was lost on the way, which another program put in its place.

use std::borrow::Cow;

use crate::document::Record;
use crate::finding::Finding;
use crate::forms::Item;

/// 〓 in MS932.
const GETA: &[u8] = b"\x81\xAC";
/// ・ (U+30FB) in MS932.
const DOT: &[u8] = b"\x81\x45";

/// Tells of 〓, of a run of question marks, and in a person's name of ・ in the place of a letter.
pub(super) fn r068(record: Record<'_>, item: &Item, raw: &[u8]) -> Option<Finding> {
    // Most texts have none of the bytes; the others are decoded, since two bytes can be halves of two characters.
    let has = |sign: &[u8]| raw.windows(2).any(|pair| pair == sign);
    let is_name = is_person_name(item.field);
    if !(has(b"??") || has(GETA) || (is_name && has(DOT))) {
        return None;
    }
    let text = record
        .text(item.number)
        .map_or_else(String::new, Cow::into_owned);
    let lost = text.contains('〓') || text.contains("??") || (is_name && has_stray_dot(&text));
    lost.then(|| Finding::standard(68))
}

/// Whether an item is the name of a person. ・ stands in other texts between words and before the lines of a list.
pub(crate) fn is_person_name(field: &str) -> bool {
    let thing = ["office", "equipment", "disease", "center"];
    field.starts_with("author_name")
        || (field.ends_with("_name") || field.ends_with("_name_kana"))
            && !thing.iter().any(|thing| field.contains(thing))
}

/// Whether ・ stands elsewhere than between the words of a name in katakana (アンナ・マリア).
fn has_stray_dot(name: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let is_katakana = |place: Option<usize>| {
        let character = place.and_then(|place| characters.get(place));
        character.is_some_and(|character| matches!(character, 'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ'))
    };
    let stray = |(place, character): (usize, &char)| {
        *character == '・' && !(is_katakana(place.checked_sub(1)) && is_katakana(Some(place + 1)))
    };
    characters.iter().enumerate().any(stray)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_are_known_by_their_field() {
        for field in [
            "user_name",
            "user_name_kana",
            "care_manager_name",
            "author_name_support_center",
            "consenter_name",
        ] {
            assert!(is_person_name(field), "{field}");
        }
        for field in [
            "service_office_name",
            "care_manager_office_name",
            "equipment_name",
            "disease_name",
            "support_center_name",
            "need",
        ] {
            assert!(!is_person_name(field), "{field}");
        }
    }

    #[test]
    fn a_dot_between_katakana_is_no_lost_letter() {
        assert!(!has_stray_dot("アンナ・マリア 田中"));
        for name in ["・橋 ハナ", "山・ 太郎", "宮・路"] {
            assert!(has_stray_dot(name), "{name}");
        }
    }
}
