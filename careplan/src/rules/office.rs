//! Rules that look at the world outside the files: the office, the letter, the time and the limits.

use crate::context::{Context, Direction};
use crate::finding::Finding;
use crate::reading::{Reading, check_size, size};
use crate::units::Unit;

/// and C-002: what the context says of one file.
pub(crate) fn file(reading: &Reading, context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(name), Some(now)) = (&reading.file_name, context.now)
        && name.serial.is_more_than_a_day_after(now)
    {
        findings.push(
            Finding::standard(14)
                .in_file(&reading.name)
                .found(&name.serial.to_string()),
        );
    }
    let sender = reading.file_name.as_ref().map(|name| name.from.office);
    let too_large = check_size(&reading.name, size(reading), &context.limits_of(sender));
    // A file beyond every limit has its finding from the reading.
    let too_large = too_large.filter(|finding| {
        reading
            .findings
            .iter()
            .all(|other| other.rule != finding.rule)
    });
    let outgoing = match sender {
        Some(sender) => context.direction_of(sender),
        None => context.direction,
    } == Some(Direction::Outgoing);
    findings.extend(too_large.map(|finding| {
        if outgoing || reading.kind.is_none() {
            finding
        } else {
            r039(finding)
        }
    }));
    findings
}

/// a file of the standard that is only looked at is not refused for its size; whoever would send it is warned.
fn r039(too_large: Finding) -> Finding {
    Finding {
        found: too_large.found,
        file: too_large.file,
        expected: too_large.expected,
        ..Finding::standard(39)
    }
}

/// R-204, C-001, C-003 and C-005: what the context says of a unit.
pub(crate) fn unit(
    unit: &Unit,
    readings: &[Reading],
    context: &Context,
    findings: &mut Vec<Finding>,
) {
    if let Some(office) = context.office {
        let (rule, party) = match context.direction_of(unit.from.office) {
            Some(Direction::Outgoing) => (Finding::own(1), unit.from),
            _ => (Finding::standard(204), unit.to),
        };
        if party.office != office {
            let expected = office.to_string();
            findings.push(
                rule.found(&party.to_string())
                    .expected(expected.clone(), expected),
            );
        }
    }
    let total: u64 = unit.files.iter().map(|&file| size(&readings[file])).sum();
    let limit = context.limits_of(Some(unit.from.office)).letter;
    if total > limit {
        let mib = limit >> 20;
        let finding = Finding::own(3).found(&format!("{} MiB", total.div_ceil(1 << 20)));
        findings.push(finding.expected(format!("{mib} MiBまで"), format!("up to {mib} MiB")));
    }
    if let Some((from, to)) = context.label
        && (unit.from, unit.to) != (from, to)
    {
        let expected = format!("{from} → {to}");
        let finding = Finding::own(5).found(&format!("{} → {}", unit.from, unit.to));
        findings.push(finding.expected(expected.clone(), expected));
    }
}

/// C-004: files of one export that lack each other, because their names have different receivers.
pub(crate) fn receivers(units: &[Unit], readings: &[Reading], findings: &mut Vec<Finding>) {
    let folder = |unit: &Unit| unit.files.first().map(|&file| readings[file].folder());
    for unit in units {
        let missing = unit.missing(readings);
        if missing.is_empty() {
            continue;
        }
        let elsewhere = units.iter().find(|other| {
            let kinds = other.kinds(readings);
            let same_export =
                (other.from, other.serial, other.month) == (unit.from, unit.serial, unit.month);
            same_export
                && other.to != unit.to
                && folder(other) == folder(unit)
                && !other.missing(readings).is_empty()
                && missing.iter().any(|kind| kinds.contains(kind))
        });
        if let Some(other) = elsewhere {
            let expected = other.to.to_string();
            let mut finding = Finding::own(4)
                .found(&unit.to.to_string())
                .expected(expected.clone(), expected);
            finding.unit = Some(unit.id.clone());
            findings.push(finding);
        }
    }
}
