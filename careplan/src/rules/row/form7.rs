//! Rules of a record of 第7表.

use super::summary::{Summary, is_total_office};
use super::{at, equipment};
use crate::finding::Finding;
use crate::forms::Form7;

pub(super) fn check(row: Form7<'_>, findings: &mut Vec<Finding>) {
    let summary = Summary::of(row);
    findings.extend(r131(row, summary));
    if summary.is_some() {
        r132(row, findings);
        findings.extend(r134(row, summary));
    } else if Summary::is_detail(row) {
        equipment::check(row.0, 9, row.service_code(), findings);
        findings.extend(r137(row));
    }
    findings.extend(r135(row));
}

/// service code 999999 and office 9999999999 occur together only.
fn r131(row: Form7<'_>, summary: Option<Summary>) -> Option<Finding> {
    row.service_code()?;
    row.service_office_number()?;
    match (summary, is_total_office(row)) {
        (Some(Summary::GrandTotal), false) => {
            Some(at(131, row.0, 7).expected("9999999999", "9999999999"))
        }
        (None | Some(Summary::Within | Summary::Outside), true) => {
            Some(at(131, row.0, 9).expected("999999", "999999"))
        }
        _ => None,
    }
}

/// on summary rows 単位数 is 0, 割引後率 and 割引後単位数 are empty.
fn r132(row: Form7<'_>, findings: &mut Vec<Finding>) {
    if row.service_units().is_some_and(|units| units != 0) {
        findings.push(at(132, row.0, 13).expected("0", "0"));
    }
    for (item, given) in [(14, row.discount_rate()), (15, row.discounted_units())] {
        if given.is_some() {
            findings.push(at(132, row.0, item).expected("空", "empty"));
        }
    }
}

/// a summary code is a known service type with AAAA, EEEE or ZZZZ.
fn r134(row: Form7<'_>, summary: Option<Summary>) -> Option<Finding> {
    (summary == Some(Summary::Unknown)).then(|| at(134, row.0, 9))
}

/// 事業所コード is 9999999999.
fn r135(row: Form7<'_>) -> Option<Finding> {
    let code = row.office_code_fixed()?;
    // What is not ten characters of the form has its finding already.
    let read = crate::values::OfficeNumber::read(code.trim().as_bytes())?;
    (read.as_str() != "9999999999").then(|| at(135, row.0, 34))
}

/// サービス単位金額 is the units, discounted where that is given, times 回数／日数.
fn r137(row: Form7<'_>) -> Option<Finding> {
    let units = match row.0.value(15) {
        Some(_) => row.discounted_units()?,
        None => row.service_units()?,
    };
    let expected = units * row.count_or_days()?;
    (row.service_units_total()? != expected)
        .then(|| at(137, row.0, 17).expected(expected.to_string(), expected.to_string()))
}
