//! Texts as they are compared in a search: whoever types ﾔﾅｷﾞ, やなぎ or ヤナギ means the same.

/// Half-width katakana from U+FF66 on, as full-width ones.
const KATAKANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
/// Kana that take ゛, and what they become.
const VOICED: [&str; 2] = [
    "ウカキクケコサシスセソタチツテトハヒフヘホ",
    "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボ",
];
/// Kana that take ゜, and what they become.
const PLOSIVE: [&str; 2] = ["ハヒフヘホ", "パピプペポ"];

/// A text without spaces, in full-width katakana, half-width figures and small letters.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().filter(|it| !it.is_whitespace()) {
        match character {
            'ﾞ' | '゛' | '\u{3099}' => join(&mut folded, &VOICED),
            'ﾟ' | '゜' | '\u{309A}' => join(&mut folded, &PLOSIVE),
            other => folded.push(plain(other)),
        }
    }
    folded
}

fn plain(character: char) -> char {
    let shifted = |from: char, to: char| {
        char::from_u32(u32::from(character) - u32::from(from) + u32::from(to)).unwrap_or(character)
    };
    match character {
        'ｦ'..='ﾝ' => KATAKANA
            .chars()
            .nth((u32::from(character) - u32::from('ｦ')) as usize)
            .unwrap_or(character),
        'ぁ'..='ゖ' => shifted('ぁ', 'ァ'),
        '！'..='～' => shifted('！', '!').to_ascii_lowercase(),
        other => other.to_ascii_lowercase(),
    }
}

/// Puts a mark onto the last character, or drops a mark that fits none.
fn join(folded: &mut String, [from, to]: &[&str; 2]) {
    let joined = folded.chars().next_back().and_then(|last| {
        let place = from.chars().position(|it| it == last)?;
        to.chars().nth(place)
    });
    if let Some(joined) = joined {
        folded.pop();
        folded.push(joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_type_kana_are_alike() {
        for text in [
            "ﾔﾅｷﾞﾀ ﾊﾅｺ",
            "ヤナギタ　ハナコ",
            "やなぎた はなこ",
            "ヤナキ\u{3099}タハナコ",
        ] {
            assert_eq!(fold(text), "ヤナギタハナコ", "{text}");
        }
        assert_eq!(fold("ﾊﾟｰﾂ ｳﾞ"), "パーツヴ");
        assert_eq!(fold("ｦｧﾝ"), "ヲァン");
    }

    #[test]
    fn figures_and_letters_are_alike() {
        assert_eq!(fold("Ｈ１２３４５６７８９"), "h123456789");
        assert_eq!(fold("0000123401"), "0000123401");
    }

    #[test]
    fn other_characters_stay() {
        assert_eq!(fold("髙橋 﨑"), "髙橋﨑");
        assert_eq!(fold("ﾞ"), "");
    }
}
