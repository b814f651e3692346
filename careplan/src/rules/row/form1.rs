//! Rules of a record of 第1表, and what 支援計画書 shares with it.

use super::{at, not_after, office};
use crate::document::Record;
use crate::file_name::FileName;
use crate::finding::Finding;
use crate::forms::{Form1, Preventive};

pub(super) fn check(row: Form1<'_>, name: &FileName, findings: &mut Vec<Finding>) {
    let (start, end) = (row.certification_start_date(), row.certification_end_date());
    findings.extend(not_after(90, row.0, 19, start, end));
    let (first, this) = (row.initial_care_plan_date(), row.care_plan_date());
    findings.extend(not_after(91, row.0, 15, first, this));
    findings.extend(r092(row));
    findings.extend(office(93, row.0, 13, name.from.office.as_str()));
    r094(row.0, 17, [18, 19, 20, 21], findings);
}

/// of 介護予防サービス・支援計画書.
pub(super) fn preventive(row: Preventive<'_>, findings: &mut Vec<Finding>) {
    let (start, end) = (row.certification_start_date(), row.certification_end_date());
    findings.extend(not_after(90, row.0, 10, start, end));
    r094(row.0, 13, [9, 10, 11, 14], findings);
}

/// その他理由 is given exactly when the reason code is 3.
fn r092(row: Form1<'_>) -> Option<Finding> {
    let is_other = match row.life_support_reason().as_deref() {
        None | Some("1" | "2") => false,
        Some("3") => true,
        // It has its finding already.
        Some(_) => return None,
    };
    let given = row.0.has(26);
    (given != is_other).then(|| at(92, row.0, 26))
}

/// with 認定状況区分 2 the date, the period and the care level of the certification are given.
fn r094(record: Record<'_>, status: u8, needed: [u8; 4], findings: &mut Vec<Finding>) {
    if record.value(status).as_deref() != Some(b"2") {
        return;
    }
    let empty = needed.into_iter().filter(|item| !record.has(*item));
    findings.extend(empty.map(|item| at(94, record, item)));
}
