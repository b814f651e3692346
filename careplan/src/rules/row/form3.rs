//! Rules of a record of 第3表: one entry of the week.

use super::at;
use crate::finding::Finding;
use crate::forms::Form3;
use crate::values::Time;

/// The items of the three kinds of entry: a weekly service, a daily activity, a service outside the week pattern.
const KINDS: [std::ops::RangeInclusive<u8>; 3] = [6..=9, 10..=12, 13..=13];

pub(super) fn check(row: Form3<'_>, findings: &mut Vec<Finding>) {
    let given = |item: &u8| row.0.has(*item);
    let mut kinds = KINDS
        .into_iter()
        .filter(|items| items.clone().any(|item| given(&item)));
    let first = kinds.next();
    if let Some(second) = kinds.next() {
        // a row is of one kind only.
        let item = second.clone().find(given).unwrap_or(*second.start());
        findings.push(at(105, row.0, item));
        return;
    }
    // an entry is whole.
    let empty = first.into_iter().flatten().filter(|item| !given(item));
    findings.extend(empty.map(|item| at(106, row.0, item)));
    // an entry ends on the day on which it starts.
    for (item, start, end) in [
        (
            8,
            row.weekly_service_start_time(),
            row.weekly_service_end_time(),
        ),
        (
            11,
            row.daily_activity_start_time(),
            row.daily_activity_end_time(),
        ),
    ] {
        // A start at 2400 has its finding already.
        if let (Some(Time::At(start)), Some(Time::At(end))) = (start, end)
            && start > end
            && start < 24 * 60
        {
            findings.push(at(107, row.0, item));
        }
    }
}
