//! What the bytes of a file are: how they are written, and what is odd about them as a whole.

use crate::document::Encoding;
use crate::finding::{Finding, Listing, Phrase, RuleId, Who};
use crate::kind::Kind;
use cells::ms932::{self, Fault};
use cells::rows::{Oddities, Rows};
use cells::scan::{first_control, line_ends, zeros};

/// How a file is written.
pub(super) struct Encoded {
    /// The encoding, and where the text begins; `None` where we cannot read it.
    pub(super) readable: Option<(Encoding, usize)>,
    /// The name of the encoding, where it is not the one that must be.
    other: Option<&'static str>,
}

impl Encoded {
    /// R-023, where it is not as it must be.
    pub(super) fn finding(&self) -> Option<Finding> {
        let mut finding = Finding::standard(23).found(self.other?);
        if self.readable.is_none() {
            (finding.who, finding.fix) = (Who::CareSoftware, EXPORT_AGAIN);
        }
        Some(finding)
    }
}

/// How the text is written, and where it begins.
pub(super) fn encoding(bytes: &[u8]) -> Encoded {
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let (other, readable) = if bytes.starts_with(b"\xEF\xBB\xBF") {
        (Some("UTF-8 (BOM)"), Some((Encoding::Utf8, 3)))
    } else if wide || has_many_zeros(bytes) {
        (Some("UTF-16"), None)
    } else if is_utf8(bytes) {
        (Some("UTF-8"), Some((Encoding::Utf8, 0)))
    } else {
        (None, Some((Encoding::Ms932, 0)))
    };
    Encoded { readable, other }
}

/// How to mend what is not even read.
const EXPORT_AGAIN: Phrase = Phrase::fixed(
    "別のソフトで保存し直さずに、介護ソフトから書き出し直してください。",
    "Export again from the care software without saving it in another program.",
);

/// Checks the bytes as a whole. Says whether the records can be judged.
pub(super) fn check(
    data: &[u8],
    rows: &Rows,
    encoding: Encoding,
    kind: Kind,
    findings: &mut Listing,
) -> bool {
    let decodes = encoding == Encoding::Ms932 && not_ms932(data, rows, kind, findings);
    oddities(data, rows, findings);
    decodes && rows.oddities.are_harmless()
}

/// Whether every fourth byte or more is zero, as in UTF-16 without a mark.
fn has_many_zeros(bytes: &[u8]) -> bool {
    zeros(bytes) * 4 > bytes.len()
}

/// Whether it is UTF-8 and cannot well be MS932. Two half-width kana can look like one character of UTF-8.
fn is_utf8(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let longest = text.chars().map(char::len_utf8).max().unwrap_or(1);
    longest > 2 || (longest == 2 && ms932::faults(bytes).next().is_some())
}

/// one finding for each place. Says whether all bytes are characters.
fn not_ms932(data: &[u8], rows: &Rows, kind: Kind, findings: &mut Listing) -> bool {
    let (mut line, mut counted, mut decodes) = (1, 0, true);
    for at in ms932::faults(data) {
        decodes &= at.fault == Fault::Gaiji;
        let rule = match at.fault {
            Fault::NotMs932 => RuleId::Standard(21),
            Fault::Gaiji => RuleId::Standard(22),
        };
        if findings.is_full(rule) {
            findings.leave_out(1);
            continue;
        }
        line += line_ends(&data[counted..at.offset]);
        counted = at.offset;
        let bytes = &data[at.offset..at.offset + at.length];
        let mut found: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        if let Some((record, cell)) = rows.at(at.offset) {
            let name = kind.items().get(cell).map_or("", |item| item.name);
            found.push(format!("（{}件目「{name}」）", record + 1));
        }
        findings.push(Finding::of(rule).on_line(line).found(&found.join(" ")));
    }
    decodes
}

/// What is odd about the lines and quotes of the whole file.
fn oddities(data: &[u8], rows: &Rows, findings: &mut Listing) {
    let Oddities {
        unclosed_quote,
        lone_line_end,
        blank_lines,
        further_blank_lines,
        end_mark,
        crowded,
    } = &rows.oddities;
    if let Some(line) = *unclosed_quote {
        findings.push(Finding::standard(26).on_line(line));
    }
    if let Some(line) = *crowded {
        findings.push(Finding::own(9).on_line(line));
    }
    if rows.is_empty() && crowded.is_none() {
        findings.push(Finding::standard(20));
    }
    if let Some(line) = *lone_line_end {
        findings.push(Finding::standard(25).on_line(line));
    }
    if let Some(line) = *end_mark {
        findings.push(Finding::standard(24).on_line(line).found("1A"));
    }
    if let Some(place) = first_control(data).filter(|_| end_mark.is_none()) {
        let line = 1 + line_ends(&data[..place]);
        findings.push(
            Finding::standard(24)
                .on_line(line)
                .found(&format!("{:02X}", data[place])),
        );
    }
    for line in blank_lines {
        findings.push(Finding::standard(35).on_line(*line));
    }
    findings.leave_out(usize::try_from(*further_blank_lines).unwrap_or(usize::MAX));
}
