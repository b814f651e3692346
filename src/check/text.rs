//! Findings as people read them: by file, equal ones as one line, and a sum at the end.

use std::io::{self, Write};

use careplan::{FindingGroup, Lang, Severity, group};

use super::Outcome;

/// Writes what was found, file by file.
pub(super) fn write(out: &mut impl Write, outcome: &Outcome, lang: Lang) -> io::Result<()> {
    let mut heading = None;
    for group in group(&outcome.findings) {
        let finding = group.first();
        let place = finding
            .file
            .as_deref()
            .or(finding.unit.as_deref())
            .unwrap_or_default()
            .to_owned();
        if heading.as_ref() != Some(&place) {
            writeln!(out, "{}", careplan::revealed(&place))?;
            heading = Some(place);
        }
        write_group(out, &group, lang)?;
    }
    writeln!(out, "{}", sum(outcome, lang))?;
    out.flush()
}

fn write_group(out: &mut impl Write, group: &FindingGroup, lang: Lang) -> io::Result<()> {
    let finding = group.first();
    let word = finding.severity.word(lang);
    writeln!(out, "  {word} {}  {}", finding.rule, finding.message(lang))?;
    let (found_word, expected_word) = match lang {
        Lang::Ja => ("見つかった値", "正しい値"),
        Lang::En => ("found", "expected"),
    };
    if let Some(found) = &finding.found {
        writeln!(out, "      {found_word}: {}", quoted(found, lang))?;
    }
    writeln!(
        out,
        "      {expected_word}: {}",
        finding.expected.in_lang(lang)
    )?;
    let places: Vec<String> = group
        .findings
        .iter()
        .skip(1)
        .take(5)
        .map(|finding| finding.place(lang))
        .filter(|place| !place.is_empty())
        .collect();
    match (group.count() - 1, lang) {
        (0, _) => Ok(()),
        (more, Lang::Ja) => writeln!(
            out,
            "      同じ誤りがほかに {more} か所: {}",
            places.join("、")
        ),
        (more, Lang::En) => writeln!(out, "      the same at {more} more: {}", places.join("; ")),
    }
}

/// What was found in all, in one sentence.
pub(super) fn sum(outcome: &Outcome, lang: Lang) -> String {
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| outcome.count(severity));
    let files = outcome.files;
    match lang {
        Lang::Ja => {
            format!("ファイル {files} 件：エラー {errors}、警告 {warnings}、お知らせ {notes}")
        }
        Lang::En => format!("{files} files: {errors} errors, {warnings} warnings, {notes} notes"),
    }
}

/// A value of a file, on one line: line breaks become spaces, other characters that are not seen stand there by their codes.
pub(super) fn quoted(text: &str, lang: Lang) -> String {
    match (text, lang) {
        ("", Lang::Ja) => return "（空）".to_owned(),
        ("", Lang::En) => return "(empty)".to_owned(),
        _ => {}
    }
    let spaced = |character: char| {
        if character.is_whitespace() {
            ' '
        } else {
            character
        }
    };
    let spaced: String = text.chars().map(spaced).collect();
    careplan::revealed(&spaced)
}
