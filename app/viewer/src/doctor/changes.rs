//! The list of changes that travels with a mended file: short enough for the sealed table of contents of a letter.

use careplan::{Repair, RepairKind, Sorted};

use super::Change;

/// Above so many places, equal changes of an item are told once, with the first record.
const PLACES: usize = 500;

/// The changes of one file. What concerns its form is one entry each; 外字 that stay are none.
pub(super) fn of(repairs: &[Repair]) -> Vec<Change> {
    let mut said = Sorted::default();
    let mut changes = Vec::new();
    let is_long = repairs.len() > PLACES;
    for repair in repairs {
        let Some(after) = &repair.after else { continue };
        let of_file = matches!(
            repair.kind,
            RepairKind::Encoding | RepairKind::LineEnd | RepairKind::Quotes
        );
        let item = if of_file {
            0
        } else {
            u16::from(repair.item.unwrap_or(0))
        };
        let is_new = said.insert((repair.kind, item, &repair.before));
        if is_new || !(of_file || is_long) {
            let (before, after) = match repair.kind {
                RepairKind::Quotes => ("…", "\"…\""),
                _ => (repair.before.as_str(), after.as_str()),
            };
            changes.push(Change {
                record: if of_file {
                    0
                } else {
                    repair.record.unwrap_or(0)
                },
                item,
                before: before.to_owned(),
                after: after.to_owned(),
            });
        }
    }
    changes
}
