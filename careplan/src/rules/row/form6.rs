//! Rules of a record of 第6表, plan and result.

use cells::ties::{Tie, Types};

use super::{at, equipment, is_passed_on, office};
use crate::document::Document;
use crate::file_name::FileName;
use crate::finding::Finding;
use crate::forms::Form6;
use crate::kind::Kind;
use crate::values::{OfficeNumber, Time};

pub(super) fn check(row: Form6<'_>, name: &FileName, findings: &mut Vec<Finding>) {
    findings.extend(r110(row));
    findings.extend(r111(row).or_else(|| r112(row)));
    findings.extend(r113(row));
    equipment::check(row.0, 15, row.service_code(), findings);
    findings.extend(r117(row));
    findings.extend(r119(row));
    r122_and_r123(row, name, findings);
}

/// Of a record in which all of this holds, none of the rules below has anything to say.
pub(super) fn ties(document: &Document, name: &FileName) -> Option<Vec<Tie>> {
    let place = |item: u8| document.place_of(item);
    let mut ties = vec![
        //
        Tie::DayOf(place(10)?, place(5)?),
        //
        Tie::Times(place(12)?, place(13)?),
        //
        Tie::Positive(place(14)?),
        // R-120; equipment has rules of its own.
        Tie::Type(place(15)?, Types::of(equipment::other_types())),
    ];
    // Editions before 4.0 lack some of the items.
    ties.extend(
        [11, 16, 17, 18, 19]
            .into_iter()
            .filter_map(place)
            .map(Tie::Empty),
    );
    let is = |item: u8, office: OfficeNumber| {
        let number = office.as_str().as_bytes().to_vec();
        Some(Tie::Is(place(item)?, number))
    };
    for (item, office) in offices(document.kind(), name) {
        ties.push(is(item, office)?);
    }
    Some(ties)
}

/// サービス利用日 lies in the 対象年月.
fn r110(row: Form6<'_>) -> Option<Finding> {
    let (day, month) = (row.service_date()?, row.target_month()?);
    (day.in_month() != month).then(|| at(110, row.0, 10))
}

/// start and end are both 9999 or both real times.
fn r111(row: Form6<'_>) -> Option<Finding> {
    let item = match (row.service_start_time()?, row.service_end_time()?) {
        (Time::None, Time::At(_)) => 12,
        (Time::At(_), Time::None) => 13,
        _ => return None,
    };
    Some(at(111, row.0, item))
}

/// the start is earlier than the end. An end at 0000 is the midnight after (SOURCES.md U-25).
fn r112(row: Form6<'_>) -> Option<Finding> {
    let (Time::At(start), Time::At(end)) = (row.service_start_time()?, row.service_end_time()?)
    else {
        return None;
    };
    // A start at 2400 has its finding already.
    (start >= end && end != 0 && start < 24 * 60).then(|| at(112, row.0, 12))
}

/// サービス回数 is 1 or more.
fn r113(row: Form6<'_>) -> Option<Finding> {
    (row.service_count()? < 1).then(|| at(113, row.0, 14))
}

/// 明細判別コード is for type 17 only.
fn r117(row: Form6<'_>) -> Option<Finding> {
    let other = row.service_code()?.service_type() != "17";
    (other && row.0.has(19)).then(|| at(117, row.0, 19))
}

/// 日割対象日 marks no day after the last one of the month.
fn r119(row: Form6<'_>) -> Option<Finding> {
    let (days, month) = (row.proration_days()?, row.target_month()?);
    let beyond = (month.days() + 1..=31).any(|day| days.has(day));
    beyond.then(|| at(119, row.0, 11))
}

/// a plan is of the office that sends it.
/// a result is of the office that sends it, after a plan of the office that receives it.
fn r122_and_r123(row: Form6<'_>, name: &FileName, findings: &mut Vec<Finding>) {
    let kind = row.0.document().kind();
    let rule = if kind == Kind::Plan { 122 } else { 123 };
    findings.extend(
        offices(kind, name)
            .into_iter()
            .filter_map(|(item, number)| office(rule, row.0, item, number.as_str())),
    );
}

/// Which items name an office, and which one, where they name any.
fn offices(kind: Kind, name: &FileName) -> Vec<(u8, OfficeNumber)> {
    let (sender, receiver) = (name.from.office, name.to.office);
    if kind == Kind::Plan {
        vec![(6, sender), (24, sender)]
    } else if is_passed_on(name) {
        Vec::new()
    } else {
        vec![(6, receiver), (20, sender), (24, sender)]
    }
}
