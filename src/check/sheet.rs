//! Findings as a sheet for Excel: CSV of UTF-8, in which no value of a file is taken for a formula.
//!
//! The care plan files themselves are never written: they stay as they are, byte for byte.

use std::borrow::Cow;

use careplan::{Finding, Lang};

use super::Outcome;

/// The heads of the columns.
const JA: [&str; 8] = [
    "規則",
    "重さ",
    "ファイル",
    "場所",
    "見つかった値",
    "正しい値",
    "直し方",
    "文",
];
const EN: [&str; 8] = [
    "Rule", "Severity", "File", "Place", "Found", "Expected", "Who", "Sentence",
];

/// Said in the last line, so that nobody takes the added sign for a part of the value.
const SAID: [&str; 2] = [
    "計算式と取り違えられる値には、前に ' を付けてあります。元のファイルは変えていません。",
    "Values that could be taken for a formula have a ' before them. The files are as they were.",
];

/// The sheet, as octets of UTF-8 with the mark by which Excel knows it.
pub(super) fn sheet(outcome: &Outcome, lang: Lang) -> Vec<u8> {
    let (heads, said) = match lang {
        Lang::Ja => (JA, SAID[0]),
        Lang::En => (EN, SAID[1]),
    };
    let mut sheet = String::from("\u{FEFF}");
    line(&mut sheet, heads);
    for finding in &outcome.findings {
        row(&mut sheet, finding, lang);
    }
    line(&mut sheet, [said]);
    sheet.into_bytes()
}

fn row(sheet: &mut String, finding: &Finding, lang: Lang) {
    let file = finding.file.as_deref().or(finding.unit.as_deref());
    line(
        sheet,
        [
            finding.rule.to_string().as_str(),
            finding.severity.word(lang),
            file.unwrap_or_default(),
            &finding.place(lang),
            finding.found.as_deref().unwrap_or_default(),
            finding.expected.in_lang(lang),
            finding.who.words(lang),
            &finding.message(lang),
        ],
    );
}

/// One line: every cell in quotes, and none a formula.
fn line<'a>(sheet: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        sheet.push_str(if place == 0 { "\"" } else { ",\"" });
        sheet.push_str(&harmless(&careplan::revealed(cell)).replace('"', "\"\""));
        sheet.push('"');
    }
    sheet.push_str("\r\n");
}

/// The text with `'` before what a spreadsheet would calculate: `= + - @`, a tab or a line end, full width too.
fn harmless(text: &str) -> Cow<'_, str> {
    let begins = |character: char| matches!(character, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n');
    let half = |character: char| match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0),
        '−' => Some('-'),
        other => Some(other),
    };
    // Spaces before the sign do not take its meaning.
    let first = text.trim_start_matches([' ', '\u{3000}']).chars().next();
    if first.and_then(half).is_some_and(begins) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn t21_what_a_spreadsheet_would_calculate_is_a_text() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\u{3000}＝1",
        ] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "髙橋", "1-2", "a=b", "'=1", "０１"] {
            assert_eq!(harmless(text), text, "{text:?}");
        }
    }
}
