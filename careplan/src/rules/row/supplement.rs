//! Rules of a record of 利用者補足情報.

use super::{at, not_after};
use crate::finding::Finding;
use crate::forms::Supplement;
use crate::forms::item::read_integer;
use crate::rules::cell;

/// The first item of the first of the nine frames of 種類支給限度; each frame has four items.
const FIRST_FRAME: u8 = 20;
/// 合計限度超単位数, behind the last frame.
const TOTAL_EXCESS: u8 = 56;

pub(super) fn check(row: Supplement<'_>, findings: &mut Vec<Finding>) {
    findings.extend(r080(row));
    findings.extend(r082(row));
    findings.extend(r083(row));
    findings.extend(not_after(
        84,
        row.0,
        14,
        row.benefit_limit_start_date(),
        row.benefit_limit_end_date(),
    ));
    r085(row, findings);
}

/// The items of the service types of the frames.
fn frames() -> impl DoubleEndedIterator<Item = u8> {
    (FIRST_FRAME..TOTAL_EXCESS).step_by(4)
}

/// 利用者補足情報 belongs to exactly one side, a care plan or a use table.
fn r080(row: Supplement<'_>) -> Option<Finding> {
    let (plan_date, month) = (row.0.value(4)?, row.0.value(63)?);
    let with_plan = plan_date.as_ref() != b"00000000";
    let with_month = month.as_ref() != b"000000";
    // What is no date or no month has its finding already.
    let read = (!with_plan || row.care_plan_date().is_some())
        && (!with_month || row.target_month().is_some());
    (read && with_plan == with_month).then(|| at(80, row.0, 4))
}

/// the frames are filled from the first without gaps, and numbers have their service type.
fn r082(row: Supplement<'_>) -> Option<Finding> {
    // A program may write 0 into frames that are not used; what is wrong in itself has its finding.
    let has = |item: u8| row.0.value(item).filter(|_| cell::is_right(row.0, item));
    let has_number = |item: u8| has(item).is_some_and(|number| read_integer(&number) != Some(0));
    let is_filled = |code: &u8| has(*code).is_some() || (*code + 1..*code + 4).any(has_number);
    let last = frames().rfind(is_filled)?;
    frames()
        .take_while(|code| *code <= last)
        .find(|code| !row.0.has(*code))
        .map(|code| at(82, row.0, code))
}

/// 合計限度超単位数 is the sum of the excess units of the frames.
fn r083(row: Supplement<'_>) -> Option<Finding> {
    let total = row.total_excess_units()?;
    let mut sum = 0;
    for code in frames() {
        if let Some(excess) = row.0.value(code + 3) {
            sum += read_integer(&excess).filter(|_| cell::is_right(row.0, code + 3))?;
        }
    }
    (total != sum).then(|| at(83, row.0, TOTAL_EXCESS).expected(sum.to_string(), sum.to_string()))
}

/// short-stay medical care is written as 22 in the frames.
fn r085(row: Supplement<'_>, findings: &mut Vec<Finding>) {
    let other = |code: &u8| {
        row.0
            .value(*code)
            .is_some_and(|code| matches!(code.as_ref(), b"23" | b"2A"))
    };
    findings.extend(frames().filter(other).map(|code| at(85, row.0, code)));
}
