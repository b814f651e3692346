//! Differences as lines of JSON. Keys and their order are part of the contract.

use std::io::{self, Write};

use careplan::{Comparison, InsuredNumber, OfficeNumber, ServiceUse, UseComparison, UseKind};
use serde::Serialize;

/// One line.
#[derive(Serialize)]
struct Line<'a> {
    /// 被保険者番号.
    person: InsuredNumber,
    /// `2025-11-12`.
    day: String,
    /// サービスコード.
    service: &'a str,
    /// サービス事業者コード.
    office: OfficeNumber,
    kind: UseKind,
    planned: Option<&'a ServiceUse>,
    actual: Option<&'a ServiceUse>,
}

/// Writes one object for each difference.
pub(super) fn write(out: &mut impl Write, comparison: &Comparison) -> io::Result<()> {
    for (person, compared) in comparison.differences() {
        let UseComparison {
            day,
            service_code,
            office_number,
            kind,
            planned,
            actual,
            ..
        } = compared;
        let line = Line {
            person: person.insured_number,
            day: day.iso(),
            service: service_code.as_str(),
            office: *office_number,
            kind: *kind,
            planned: planned.as_ref(),
            actual: actual.as_ref(),
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    out.flush()
}
