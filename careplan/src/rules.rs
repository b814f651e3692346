//! The rules, smallest scope first: cell, row, file, across files, sending unit.
//!
//! One function is one rule, or a family of rules that look at the same cell. Names have theirs in `file_name`.

pub(crate) mod cell;
pub(crate) mod file;
pub(crate) mod row;

mod across;
mod history;
mod office;
mod unit;

use std::collections::BTreeSet;

use crate::context::{Context, Direction};
use crate::finding::{Finding, Phrase, Who};
use crate::reading::Reading;
use crate::units::{Unit, units};

pub use history::check_arrivals;

/// Checks files together: everything that was found in each, and what shows only when they stand side by side.
///
/// Ordered by file (as given), record, item and rule; what is said of a whole unit stands with its first file.
#[must_use]
pub fn check(readings: &[Reading], context: &Context) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for reading in readings {
        findings.extend(reading.findings.iter().cloned());
        findings.extend(office::file(reading, context));
    }
    let units = units(readings);
    for unit in &units {
        let first = findings.len();
        unit::check(unit, readings, &mut findings);
        across::check(unit, readings, &mut findings);
        office::unit(unit, readings, context, &mut findings);
        for finding in &mut findings[first..] {
            finding.unit = Some(unit.id.clone());
        }
    }
    office::receivers(&units, readings, &mut findings);
    place_in_units(&mut findings, &units, readings);
    received(&mut findings, &units, context);
    history::together(&units, readings, context, &mut findings);
    let order = order(readings, &units);
    findings
        .sort_by_cached_key(|finding| (order(finding), finding.record, finding.item, finding.rule));
    findings
}

/// Says of each finding of a file to which unit the file belongs.
fn place_in_units(findings: &mut [Finding], units: &[Unit], readings: &[Reading]) {
    let mut of_file = std::collections::HashMap::new();
    for unit in units {
        for &file in &unit.files {
            of_file.insert(readings[file].name.as_str(), &unit.id);
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.unit.is_none()) {
        let unit = finding.file.as_deref().and_then(|file| of_file.get(file));
        finding.unit = unit.map(|id| (*id).clone());
    }
}

/// Where a finding stands among the files.
fn order<'a>(readings: &'a [Reading], units: &'a [Unit]) -> impl Fn(&Finding) -> usize + 'a {
    let mut places = std::collections::HashMap::new();
    for unit in units {
        places.insert(
            unit.id.as_str(),
            unit.files.iter().copied().min().unwrap_or(usize::MAX),
        );
    }
    for (place, reading) in readings.iter().enumerate() {
        places.entry(reading.name.as_str()).or_insert(place);
    }
    move |finding| {
        let key = finding.file.as_deref().or(finding.unit.as_deref());
        key.and_then(|key| places.get(key))
            .copied()
            .unwrap_or(usize::MAX)
    }
}

/// What is wrong in files that came in is mended by the office that sent them.
///
/// A file whose name cannot be read is in no unit; it came in if everything did.
fn received(findings: &mut [Finding], units: &[Unit], context: &Context) {
    let all = context.direction == Some(Direction::Received);
    let received: BTreeSet<&str> = units
        .iter()
        .filter(|unit| unit.is_received(context))
        .map(|unit| unit.id.as_str())
        .collect();
    let came_in = |finding: &Finding| {
        finding
            .unit
            .as_deref()
            .map_or(all, |unit| received.contains(unit))
    };
    for finding in findings.iter_mut().filter(|finding| came_in(finding)) {
        match finding.who {
            Who::CareSoftware => {
                finding.who = Who::Partner;
                finding.fix = ASK_THE_SENDER;
            }
            Who::Here => finding.fix = LOOK_AT_IT,
            Who::Partner => {}
        }
    }
}

const ASK_THE_SENDER: Phrase = Phrase::fixed(
    "送信元の事業所に連絡して、直したものを送ってもらってください。",
    "Contact the sender and ask for a corrected file.",
);

const LOOK_AT_IT: Phrase = Phrase::fixed(
    "ダウンロードして、中身を確かめてください。",
    "Download it and look at what it is.",
);
