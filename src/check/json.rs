//! Findings as lines of JSON. Keys and their order are part of the contract (`README.md`).

use std::io::{self, Write};

use careplan::{Finding, Lang, RuleId, Severity, Who};
use serde::Serialize;

use super::Outcome;

/// One line.
#[derive(Serialize)]
struct Line<'a> {
    rule: RuleId,
    severity: Severity,
    unit: Option<&'a str>,
    file: Option<&'a str>,
    record: Option<u32>,
    line: Option<u32>,
    item: Option<u8>,
    item_name: Option<&'a str>,
    found: Option<&'a str>,
    expected: &'a str,
    fix: &'a str,
    who: Who,
    message: String,
}

impl<'a> Line<'a> {
    fn of(finding: &'a Finding, lang: Lang) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity,
            unit: finding.unit.as_deref(),
            file: finding.file.as_deref(),
            record: finding.record,
            line: finding.line,
            item: finding.item,
            item_name: finding.item_name.as_deref(),
            found: finding.found.as_deref(),
            expected: finding.expected.in_lang(lang),
            fix: finding.fix.in_lang(lang),
            who: finding.who,
            message: finding.message(lang),
        }
    }
}

/// Writes one object for each finding.
pub(super) fn write(out: &mut impl Write, outcome: &Outcome, lang: Lang) -> io::Result<()> {
    for finding in &outcome.findings {
        serde_json::to_writer(&mut *out, &Line::of(finding, lang))?;
        writeln!(out)?;
    }
    out.flush()
}
