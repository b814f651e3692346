//! keys are unique in files with one row for each key.

use crate::document::Record;
use crate::finding::{Finding, Listing};
use crate::kind::Kind;
use crate::rules::cell;
use cells::places::Places;

/// The items of the key (RULES.md section 6); the finding points at the last of them.
fn items(kind: Kind) -> &'static [u8] {
    match kind {
        Kind::Form1 => &[2, 3, 14],
        // The side that it does not belong to is 0.
        Kind::Supplement => &[2, 3, 63, 4],
        Kind::Basic
        | Kind::Preventive
        | Kind::WithdrawForm1
        | Kind::WithdrawPlan
        | Kind::WithdrawBasic
        | Kind::WithdrawPreventive => &[2, 3, 4],
        Kind::WithdrawResult => &[2, 3, 4, 5, 6],
        _ => &[],
    }
}

pub(super) fn r038(records: &[Record<'_>], kind: Kind, findings: &mut Listing) {
    let items = items(kind);
    let Some(&last) = items.last() else { return };
    let mut known = Places::default();
    for &record in records {
        if key(record, items).is_some_and(|key| !known.is_new(&key)) {
            findings.push(Finding::standard(38).at(record, last));
        }
    }
}

/// The key of a row; `None` where a part of it is wrong in itself.
fn key(record: Record<'_>, items: &[u8]) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    for &number in items {
        let item = &record.document().kind().items()[usize::from(number) - 1];
        if cell::check(record, item, record.cell(number)?).is_some() {
            return None;
        }
        key.extend_from_slice(&record.value(number)?);
        key.push(b',');
    }
    Some(key)
}
