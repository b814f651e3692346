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

use std::borrow::Cow;

use crate::context::{Context, Direction};
use crate::doctor;
use crate::finding::{Finding, Listing, Phrase, Who};
use crate::reading::Reading;
use crate::units::{Unit, units};
use cells::places::{Places, ordered};

pub use history::check_arrivals;

/// Checks files together: everything that was found in each, and what shows only when they stand side by side.
///
/// Ordered by file (as given), record, item and rule; what is said of a whole unit stands with its first file.
#[must_use]
pub fn check(readings: &[Reading], context: &Context) -> Vec<Finding> {
    let readings = &*judged(readings);
    let units = units(readings);
    let mut findings = of_each(&units, readings, context);
    history::together(&units, readings, context, &mut findings);
    sorted(findings, readings, &units)
}

/// Checks files that arrive where `stored` has been taken in already: as [`check`] does, with held against
/// what is stored instead of against the folder that the files lie in.
#[must_use]
pub fn check_arriving(stored: &[Reading], readings: &[Reading], context: &Context) -> Vec<Finding> {
    let (stored, readings) = (&*judged(stored), &*judged(readings));
    let units = units(readings);
    let mut findings = of_each(&units, readings, context);
    findings.extend(check_arrivals(stored, readings));
    sorted(findings, readings, &units)
}

/// The files; those that were only opened ([`crate::open`]) are read, so that nothing goes by unjudged.
fn judged(readings: &[Reading]) -> Cow<'_, [Reading]> {
    if !readings.iter().any(Reading::is_unjudged) {
        return Cow::Borrowed(readings);
    }
    let judge = |reading: &Reading| match reading.is_unjudged() {
        true => reading.judge(),
        false => reading.clone(),
    };
    Cow::Owned(readings.iter().map(judge).collect())
}

/// What is found in each file and in each unit by itself.
fn of_each(units: &[Unit], readings: &[Reading], context: &Context) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for reading in readings {
        findings.extend(reading.findings.iter().cloned());
        findings.extend(office::file(reading, context));
    }
    for unit in units {
        let first = findings.len();
        unit::check(unit, readings, &mut findings);
        let mut listing = Listing::default();
        across::check(unit, readings, &mut listing);
        findings.extend(listing.into_findings());
        office::unit(unit, readings, context, &mut findings);
        for finding in &mut findings[first..] {
            finding.unit = Some(unit.id.clone());
        }
    }
    office::receivers(units, readings, &mut findings);
    place_in_units(&mut findings, units, readings);
    received(&mut findings, units, context);
    findings
}

/// By file, record, item and rule.
fn sorted(findings: Vec<Finding>, readings: &[Reading], units: &[Unit]) -> Vec<Finding> {
    let files = order(&findings, readings, units);
    let key = |place: usize| {
        let finding = &findings[place];
        (files[place], finding.record, finding.item, finding.rule)
    };
    let order = ordered(findings.len(), &mut |one, other| key(one) < key(other));
    let mut found: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|place| found[place].take())
        .collect()
}

/// Says of each finding of a file to which unit the file belongs.
fn place_in_units(findings: &mut [Finding], units: &[Unit], readings: &[Reading]) {
    let mut names = Places::default();
    let mut ids = Vec::new();
    for unit in units {
        for &file in &unit.files {
            // Of two files of one name the later one counts.
            let place = names.of(readings[file].name.as_bytes());
            match ids.get_mut(place) {
                Some(id) => *id = &unit.id,
                None => ids.push(&unit.id),
            }
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.unit.is_none()) {
        let name = finding.file.as_deref();
        let place = name.and_then(|name| names.find(name.as_bytes()));
        finding.unit = place.map(|place| ids[place].clone());
    }
}

/// Where each finding stands among the files.
fn order(findings: &[Finding], readings: &[Reading], units: &[Unit]) -> Vec<usize> {
    let mut names = Places::default();
    let mut files = Vec::new();
    let mut add = |name: &str, file: usize| {
        if names.is_new(name.as_bytes()) {
            files.push(file);
        }
    };
    for unit in units {
        let first = unit.files.iter().copied().min();
        add(&unit.id, first.unwrap_or(usize::MAX));
    }
    for (place, reading) in readings.iter().enumerate() {
        add(&reading.name, place);
    }
    let place = |finding: &Finding| {
        let name = finding.file.as_deref().or(finding.unit.as_deref())?;
        Some(files[names.find(name.as_bytes())?])
    };
    findings
        .iter()
        .map(|finding| place(finding).unwrap_or(usize::MAX))
        .collect()
}

/// What is wrong in files that came in is mended by the office that sent them.
///
/// A file whose name cannot be read is in no unit; it came in if everything did.
fn received(findings: &mut [Finding], units: &[Unit], context: &Context) {
    let all = context.direction == Some(Direction::Received);
    let mut received = Places::default();
    for unit in units.iter().filter(|unit| unit.is_received(context)) {
        received.of(unit.id.as_bytes());
    }
    let came_in = |finding: &Finding| {
        let unit = finding.unit.as_deref();
        unit.map_or(all, |unit| received.find(unit.as_bytes()).is_some())
    };
    for finding in findings.iter_mut().filter(|finding| came_in(finding)) {
        match finding.who {
            // What came in is mended where it came from, by the character doctor there too.
            Who::Here if !doctor::can_mend(finding.rule) => finding.fix = LOOK_AT_IT,
            Who::CareSoftware | Who::Here => {
                finding.who = Who::Partner;
                finding.fix = ASK_THE_SENDER;
            }
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
