//! Rules of one file: its shape, its edition and month, and what holds over all its records.

mod columns;
mod form2;
mod form6;
mod form7;
mod keys;
mod preventive;
mod quiet;

use std::borrow::Cow;

use cells::plain::Odd;

use crate::document::{Document, Record};
use crate::edition::Edition;
use crate::file_name::{FileName, Generation};
use crate::finding::{Finding, Listing};
use crate::forms::Item;
use crate::kind::Kind;
use crate::rules::cell;
use crate::rules::row;
use crate::values::Month;
use quiet::{Judged, Looks};

/// Checks a document. Says whether every record could be judged.
pub(crate) fn check(document: &Document, name: &FileName, listing: &mut Listing) -> bool {
    let looks = Looks::of(document, name);
    let mut judged = Judged::of(document);
    let mut findings = Vec::new();
    let mut places = Odd::new(&looks.columns, document.data());
    for record in document.records() {
        let odd = places.of(record.cells());
        let is_plain = odd.is_empty() && record.width() == looks.columns.len();
        if is_plain && looks.is_quiet(record) {
            judged.push_quiet(record);
            debug_assert!(
                looks.says_nothing_of(record, name),
                "a record in which ties hold has findings"
            );
            continue;
        }
        if is_plain || shape(record, &mut findings) {
            judged.records.push(record);
            for item in odd.iter().map(|place| looks.items[*place]) {
                findings.extend(of_cell(record, item, name));
            }
            row::check(record, name, &mut findings);
        }
        listing.extend(findings.drain(..));
    }
    editions(document, name, &judged.records, listing);
    months(document, name, &judged.records, listing);
    // Of a file without records nothing more is to be said.
    let whole = !document.is_empty() && judged.records.len() == document.len();
    if whole {
        together(&judged, name, document.kind(), listing);
    }
    whole
}

/// What is wrong with an item in itself.
fn of_cell(record: Record<'_>, item: &Item, name: &FileName) -> Option<Finding> {
    let cell = record.cell(item.number);
    cell.and_then(|cell| cell::check(record, item, cell))
        .or_else(|| cell::r069(record, item, name))
}

/// How many cells are wrong in themselves, in records that have the right number of cells.
pub(crate) fn odd_cells(document: &Document, name: &FileName) -> usize {
    let (items, columns) = columns::columns(document, name);
    let (mut places, mut count) = (Odd::new(&columns, document.data()), 0);
    for record in document.records() {
        let odd = places.of(record.cells());
        let wrong = |item: &Item| {
            let cell = record.cell(item.number);
            cell.and_then(|cell| cell::check(record, item, cell))
                .is_some()
        };
        count += odd.iter().filter(|place| wrong(items[**place])).count();
    }
    count
}

/// What holds over all records of a kind.
fn together(judged: &Judged<'_>, name: &FileName, kind: Kind, findings: &mut Listing) {
    let records = &judged.records;
    keys::r038(records, kind, findings);
    match kind {
        Kind::Form2 => form2::check(records, findings),
        Kind::Plan | Kind::Result => form6::check(judged, name, kind, findings),
        Kind::Form7 => form7::check(records, findings),
        Kind::Basic => preventive::r156(records, findings),
        Kind::PreventiveSupport => preventive::r155(records, findings),
        _ => {}
    }
}

/// Whether a record has the shape that its items can be judged in.
fn shape(record: Record<'_>, findings: &mut Vec<Finding>) -> bool {
    let document = record.document();
    let broken = |item: &&Item| {
        record
            .cell(item.number)
            .is_some_and(cells::rows::Cell::is_broken)
    };
    let before = findings.len();
    for item in document.kind().items().iter().filter(broken) {
        findings.push(Finding::standard(27).at(record, item.number));
    }
    if findings.len() > before {
        return false;
    }
    if let Some(version) = record.bytes(1) {
        let figures = version.iter().filter(|byte| byte.is_ascii_digit()).count();
        if figures != version.len() || figures != 6 {
            let text = record.text(1).unwrap_or_default();
            findings.push(Finding::standard(29).at_record(record).found(&text));
            // A header names its items; a slip in the version leaves the rest of the record as it is.
            if figures == 0 {
                return false;
            }
        }
    }
    let count = document.item_count();
    if record.width() != count {
        let width = record.width().to_string();
        let finding = Finding::standard(28).at_record(record).found(&width);
        findings.push(finding.expected(format!("{count}項目"), format!("{count} items")));
        return false;
    }
    true
}

/// one edition, known, fit for the month and for the name.
fn editions(document: &Document, name: &FileName, judged: &[Record<'_>], findings: &mut Listing) {
    let mut versions = judged.iter().filter_map(with_version);
    let Some((first, version)) = versions.next() else {
        return;
    };
    // Almost always none.
    let others = judged.iter().filter(|record| !record.is(1, &version));
    let is_other = |other: &[u8]| *other != *version && is_version(other);
    for (record, _) in others
        .filter_map(with_version)
        .filter(|(_, other)| is_other(other))
    {
        let version = String::from_utf8_lossy(&version).into_owned();
        findings.push(
            Finding::standard(30)
                .at(record, 1)
                .expected(version.clone(), version),
        );
    }
    let Some(edition) = Edition::read(&version) else {
        if is_version(&version) {
            findings.push(Finding::standard(31).at(first, 1));
        }
        return;
    };
    if Generation::of(edition) != name.generation() {
        findings.push(Finding::standard(12).found(document.edition().map_or("", Edition::as_str)));
    }
    if let Some(month) = name.month {
        let old_month = Month::new(2025, 4).is_some_and(|new| month < new);
        let old_edition = edition.is_before_4();
        if old_month != old_edition {
            findings.push(Finding::standard(32).at(first, 1));
        }
    }
}

/// A record with the bytes that should be its CSVバージョン.
fn with_version<'a>(record: &Record<'a>) -> Option<(Record<'a>, Cow<'a, [u8]>)> {
    Some((*record, record.bytes(1)?))
}

fn is_version(bytes: &[u8]) -> bool {
    bytes.len() == 6 && bytes.iter().all(u8::is_ascii_digit)
}

/// the records are of one month, and of that of the name.
fn months(document: &Document, name: &FileName, judged: &[Record<'_>], findings: &mut Listing) {
    let kind = document.kind();
    let Some(item) = kind.item("target_month").filter(|_| kind.has_month()) else {
        return;
    };
    let with_month = |record: &Record<'_>| month(*record, item.number);
    let mut all = judged
        .iter()
        .filter_map(|record| Some((*record, with_month(record)?)));
    let Some((record, first)) = all.next() else {
        return;
    };
    let text = record.bytes(item.number).unwrap_or_default();
    // Almost always none.
    let others: Vec<_> = judged
        .iter()
        .filter(|record| !record.is(item.number, &text))
        .filter_map(|record| Some((*record, with_month(record)?)))
        .collect();
    let before = findings.len();
    if kind != Kind::Supplement {
        for (record, _) in others.iter().filter(|(_, month)| *month != first) {
            let expected = first.map(|month| month.to_string()).unwrap_or_default();
            findings.push(
                Finding::standard(33)
                    .at(*record, item.number)
                    .expected(expected.clone(), expected),
            );
        }
    }
    let first = [(record, first)];
    let other = first
        .iter()
        .chain(&others)
        .find(|(_, month)| *month != name.month);
    if let Some((record, _)) = other.filter(|_| findings.len() == before) {
        let expected = name
            .month
            .map_or_else(|| "000000".to_owned(), |month| month.to_string());
        findings.push(
            Finding::standard(34)
                .at(*record, item.number)
                .expected(expected.clone(), expected),
        );
    }
}

/// The month that a record says it is of; inner `None` for 000000 of 利用者補足情報.
fn month(record: Record<'_>, item: u8) -> Option<Option<Month>> {
    let bytes = record.bytes(item)?;
    if bytes.as_ref() == b"000000" && record.document().kind() == Kind::Supplement {
        return Some(None);
    }
    Month::read(&bytes).map(Some)
}
