//! Rules of one record. Cells that are wrong in themselves are left out: one fault gives one finding.

mod basic;
mod equipment;
mod form1;
mod form2;
mod form3;
mod form6;
mod form7;
mod summary;
mod supplement;

use cells::ties::Tie;

use crate::document::{Document, Record};
use crate::file_name::FileName;
use crate::finding::Finding;
use crate::forms::{Basic, Form1, Form2, Form3, Form6, Form7, Preventive, Supplement};
use crate::kind::Kind;
use crate::values::{Date, ServiceType};

pub(crate) use basic::names_an_image_of;
pub(crate) use summary::{Summary, is_total_office};

/// Checks a record of a kind; the name of its file says who sends it to whom.
pub(crate) fn check(record: Record<'_>, name: &FileName, findings: &mut Vec<Finding>) {
    match record.document().kind() {
        Kind::Supplement => supplement::check(Supplement(record), findings),
        Kind::Form1 => form1::check(Form1(record), name, findings),
        Kind::Form2 => form2::r100(Form2(record), findings),
        Kind::Form3 => form3::check(Form3(record), findings),
        Kind::Plan | Kind::Result => form6::check(Form6(record), name, findings),
        Kind::Form7 => form7::check(Form7(record), findings),
        Kind::Basic => basic::check(Basic(record), name, findings),
        Kind::Preventive => form1::preventive(Preventive(record), findings),
        Kind::WithdrawResult => findings.extend(r141(record, name)),
        _ => {}
    }
}

/// What holds between the cells of a record that no rule has anything to say of; `None` for kinds of which every record is looked at.
///
/// 第6表 has a row for each service and day, so it is what large files are of.
pub(crate) fn ties(document: &Document, name: &FileName) -> Option<Vec<Tie>> {
    match document.kind() {
        Kind::Plan | Kind::Result => form6::ties(document, name),
        _ => None,
    }
}

/// A finding of a rule at an item.
fn at(rule: u16, record: Record<'_>, item: u8) -> Finding {
    Finding::standard(rule).at(record, item)
}

/// Tells that an office number, where it is given, is not the one that it should be.
fn office(rule: u16, record: Record<'_>, item: u8, expected: &str) -> Option<Finding> {
    let number = crate::values::OfficeNumber::read(record.value(item)?.trim_ascii())?;
    (number.as_str() != expected)
        .then(|| at(rule, record, item).expected(expected.to_owned(), expected.to_owned()))
}

/// Tells that a day lies after another one.
fn not_after(
    rule: u16,
    record: Record<'_>,
    item: u8,
    day: Option<Date>,
    last: Option<Date>,
) -> Option<Finding> {
    let last = last?;
    (day? > last).then(|| {
        let expected = last.to_string();
        at(rule, record, item).expected(expected.clone(), expected)
    })
}

/// Whether a care manager passes on what other offices made, as entrusted ones do to the 地域包括支援センター.
fn is_passed_on(name: &FileName) -> bool {
    name.from
        .service
        .is_some_and(|from: ServiceType| from.is_care_manager())
}

/// in DLTJSK サービス事業者コード is the sender.
fn r141(record: Record<'_>, name: &FileName) -> Option<Finding> {
    office(141, record, 5, name.from.office.as_str()).filter(|_| !is_passed_on(name))
}
