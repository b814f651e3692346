//! Findings: what is wrong or odd in a file, where, and how it is mended.
//!
//! A mistake in a person's file is never an error of the program; it is told to the person.

mod book;
mod group;
mod listing;
mod rule;
mod words;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::document::Record;

pub use book::Entry;
pub(crate) use book::entry;
pub use group::{FindingGroup, group};
pub(crate) use listing::Listing;
pub use rule::RuleId;
pub use words::{Lang, Phrase, Severity, Who};

/// One thing found, with its place and its remedy.
///
/// `found` quotes the file and can hold personal data: it is shown to the person and goes into no log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleId,
    /// How serious.
    pub severity: Severity,
    /// The sending unit ([`crate::Unit::id`]), if the file belongs to one.
    pub unit: Option<String>,
    /// The file, as it was named to us; none for a fault of the whole unit.
    pub file: Option<String>,
    /// The record, from 1.
    pub record: Option<u32>,
    /// The physical line, from 1, where the cell or the record begins.
    pub line: Option<u32>,
    /// The item, from 1, counted in the file as it is.
    pub item: Option<u8>,
    /// The standard's name of the item.
    pub item_name: Option<String>,
    /// What stands there, shortened.
    pub found: Option<String>,
    /// What should stand there.
    pub expected: Phrase,
    /// How to mend it.
    pub fix: Phrase,
    /// Who can mend it.
    pub who: Who,
    /// What is wrong, without the place.
    pub problem: Phrase,
}

impl Finding {
    /// A finding of a rule, worded by the book, without a place yet.
    pub(crate) fn of(rule: RuleId) -> Self {
        let entry = entry(rule);
        Self {
            rule,
            severity: entry.severity,
            unit: None,
            file: None,
            record: None,
            line: None,
            item: None,
            item_name: None,
            found: None,
            expected: entry.expected.clone(),
            fix: entry.fix.clone(),
            who: entry.who,
            problem: entry.problem.clone(),
        }
    }

    /// A finding of a rule of the standard.
    pub(crate) fn standard(number: u16) -> Self {
        Self::of(RuleId::Standard(number))
    }

    /// A finding of a rule of the product.
    pub(crate) fn own(number: u16) -> Self {
        Self::of(RuleId::Own(number))
    }

    pub(crate) fn in_file(mut self, name: &str) -> Self {
        self.file = Some(name.to_owned());
        self
    }

    pub(crate) fn on_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Points at a record as a whole.
    pub(crate) fn at_record(mut self, record: Record<'_>) -> Self {
        self.record = u32::try_from(record.index() + 1).ok();
        self.line = Some(record.line());
        self
    }

    /// Points at an item of a record and quotes what stands there.
    pub(crate) fn at(mut self, record: Record<'_>, item: u8) -> Self {
        self = self.at_record(record);
        self.line = Some(record.line_of(item));
        let document = record.document();
        let place = document
            .place_of(item)
            .and_then(|place| u8::try_from(place + 1).ok());
        self.item = place;
        let items = document.kind().items();
        self.item_name = items
            .get(usize::from(item) - 1)
            .map(|item| item.name.to_owned());
        let text = record.text(item).unwrap_or_default();
        self.found(&text)
    }

    /// Quotes what was found, shortened to 80 characters.
    pub(crate) fn found(mut self, text: &str) -> Self {
        let mut short: String = text.chars().take(80).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        self.found = Some(short);
        self
    }

    pub(crate) fn expected(
        mut self,
        ja: impl Into<Cow<'static, str>>,
        en: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.expected = Phrase {
            ja: ja.into(),
            en: en.into(),
        };
        self
    }

    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The column as spreadsheets name it: A for item 1, AA for item 27.
    #[must_use]
    pub fn column(&self) -> Option<String> {
        self.item?
            .checked_sub(1)
            .map(usize::from)
            .map(column_letters)
    }

    /// Where in the file it is, in words; empty for a whole file or unit.
    #[must_use]
    pub fn place(&self, lang: Lang) -> String {
        let column = self.column().zip(self.item_name.as_deref());
        match (lang, self.record, column, self.line) {
            (Lang::Ja, Some(record), Some((column, name)), _) => {
                format!("{record}件目 {column}列「{name}」")
            }
            (Lang::Ja, Some(record), None, _) => format!("{record}件目"),
            (Lang::Ja, None, _, Some(line)) => format!("{line}行目"),
            (Lang::En, Some(record), Some((column, name)), _) => {
                format!("Record {record}, column {column} ({name})")
            }
            (Lang::En, Some(record), None, _) => format!("Record {record}"),
            (Lang::En, None, _, Some(line)) => format!("Line {line}"),
            (_, None, _, None) => String::new(),
        }
    }

    /// The whole sentence: the place, what is wrong, and how to mend it. It quotes nothing of the file.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (problem, fix) = (self.problem.in_lang(lang), self.fix.in_lang(lang));
        let place = self.place(lang);
        match lang {
            Lang::Ja if place.is_empty() => format!("{problem}{fix}"),
            Lang::Ja => format!("{place}：{problem}{fix}"),
            Lang::En if place.is_empty() => format!("{problem} {fix}"),
            Lang::En => format!("{place}: {problem} {fix}"),
        }
    }
}

/// The letters that spreadsheets have for a column, counted from 0: A to Z, AA and so on.
#[must_use]
pub fn column_letters(place: usize) -> String {
    let letter = |place: usize| char::from_u32('A' as u32 + u32::try_from(place % 26).unwrap_or(0));
    let tens = (place / 26).checked_sub(1).and_then(letter);
    tens.into_iter().chain(letter(place)).collect()
}

/// Whether any of the findings is an error.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}
