//! Rules of the items of equipment, in 第6表 and in the details of 第7表, and of the service type.

use super::at;
use crate::codes::SERVICE_TYPE_LINKAGE;
use crate::document::Record;
use crate::finding::Finding;
use crate::table::is_exchanged;
use crate::values::ServiceCode;

/// 福祉用具貸与 and 介護予防福祉用具貸与.
const EQUIPMENT: [&str; 2] = ["17", "67"];

/// Whether a code is of 福祉用具貸与 or 介護予防福祉用具貸与.
pub(super) fn is_equipment(code: ServiceCode) -> bool {
    EQUIPMENT.contains(&code.service_type())
}

/// The types of services that are exchanged and are not of equipment.
pub(super) fn other_types() -> impl Iterator<Item = &'static str> {
    let codes = SERVICE_TYPE_LINKAGE.codes.iter().map(|(code, _)| *code);
    codes.filter(|code| is_exchanged(code) && !EQUIPMENT.contains(code))
}

/// Checks a record that has a service code at an item.
pub(super) fn check(
    record: Record<'_>,
    item: u8,
    code: Option<ServiceCode>,
    findings: &mut Vec<Finding>,
) {
    let Some(code) = code else { return };
    findings.extend(r120(record, item, code));
    let first = record.document().kind().items_since_4().start;
    // Editions before 4.0 have none of the items.
    if record.document().place_of(first).is_none() {
        return;
    }
    findings.extend(if is_equipment(code) {
        r114(record, first).or_else(|| r115(record, first))
    } else {
        r116(record, first)
    });
}

/// equipment has a TAISコード or a 福祉用具届出コード.
fn r114(record: Record<'_>, first: u8) -> Option<Finding> {
    let neither = !record.has(first) && !record.has(first + 1);
    neither.then(|| at(114, record, first))
}

/// it does not have both.
fn r115(record: Record<'_>, first: u8) -> Option<Finding> {
    let both = record.has(first) && record.has(first + 1);
    both.then(|| at(115, record, first + 1))
}

/// other services have neither, nor the name of a piece of equipment.
fn r116(record: Record<'_>, first: u8) -> Option<Finding> {
    (first..first + 3)
        .find(|item| record.has(*item))
        .map(|item| at(116, record, item))
}

/// the service type is 連携対象.
fn r120(record: Record<'_>, item: u8, code: ServiceCode) -> Option<Finding> {
    let exchanged = is_exchanged(code.service_type());
    (!exchanged).then(|| at(120, record, item))
}
