//! Rules of one file: its shape, its edition and month, and what holds over all its records.

use std::collections::BTreeMap;

use crate::document::{Document, Record};
use crate::edition::Edition;
use crate::file_name::{FileName, Generation};
use crate::finding::{Finding, Listing};
use crate::forms::Form7;
use crate::kind::Kind;
use crate::rules::cell;
use crate::rules::row::{self, Summary};
use crate::values::{InsuredNumber, InsurerNumber, Month};

/// Checks a document. Says whether every record could be judged.
pub(crate) fn check(document: &Document, name: &FileName, listing: &mut Listing) -> bool {
    let mut judged = Vec::with_capacity(document.len());
    let mut findings = Vec::new();
    for record in document.records() {
        if shape(record, &mut findings) {
            judged.push(record);
            cells(record, &mut findings);
            row::check(record, &mut findings);
        }
        listing.extend(findings.drain(..));
    }
    editions(document, name, &judged, &mut findings);
    months(document, name, &judged, &mut findings);
    let whole = judged.len() == document.len();
    if whole && document.kind() == Kind::Form7 {
        r130(&judged, &mut findings);
        r133(&judged, &mut findings);
    }
    listing.extend(findings);
    whole
}

/// Each cell of a record by itself.
fn cells(record: Record<'_>, findings: &mut Vec<Finding>) {
    for item in record.document().kind().items() {
        let cell = record.cell(item.number);
        findings.extend(cell.and_then(|cell| cell::check(record, item, cell)));
    }
}

/// Whether a record has the shape that its items can be judged in.
fn shape(record: Record<'_>, findings: &mut Vec<Finding>) -> bool {
    let document = record.document();
    let broken = |item: &&crate::forms::Item| {
        record
            .cell(item.number)
            .is_some_and(|cell| cell.is_broken())
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
fn editions(
    document: &Document,
    name: &FileName,
    judged: &[Record<'_>],
    findings: &mut Vec<Finding>,
) {
    let mut versions = judged
        .iter()
        .filter_map(|record| Some((*record, record.bytes(1)?)));
    let Some((first, version)) = versions.next() else {
        return;
    };
    for (record, _) in versions.filter(|(_, other)| *other != version && is_version(other)) {
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

fn is_version(bytes: &[u8]) -> bool {
    bytes.len() == 6 && bytes.iter().all(u8::is_ascii_digit)
}

/// the records are of one month, and of that of the name.
fn months(
    document: &Document,
    name: &FileName,
    judged: &[Record<'_>],
    findings: &mut Vec<Finding>,
) {
    let kind = document.kind();
    let Some(item) = kind.item("target_month").filter(|_| kind.has_month()) else {
        return;
    };
    let months: Vec<_> = judged
        .iter()
        .filter_map(|record| Some((*record, month(*record, item.number)?)))
        .collect();
    let Some(&(_, first)) = months.first() else {
        return;
    };
    let before = findings.len();
    if kind != Kind::Supplement {
        for (record, _) in months.iter().filter(|(_, month)| *month != first) {
            let expected = first.map(|month| month.to_string()).unwrap_or_default();
            findings.push(
                Finding::standard(33)
                    .at(*record, item.number)
                    .expected(expected.clone(), expected),
            );
        }
    }
    let other = months.iter().find(|(_, month)| *month != name.month);
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

/// A user in a month.
type User = (InsurerNumber, InsuredNumber, Month);

fn user(row: Form7<'_>) -> Option<User> {
    Some((
        row.insurer_number()?,
        row.insured_number()?,
        row.target_month()?,
    ))
}

/// every user and month has exactly one grand-total row.
fn r130(judged: &[Record<'_>], findings: &mut Vec<Finding>) {
    let mut totals: BTreeMap<User, usize> = BTreeMap::new();
    for record in judged {
        let row = Form7(*record);
        let Some(user) = user(row) else { continue };
        let count = totals.entry(user).or_default();
        if Summary::of(row) == Some(Summary::GrandTotal) {
            *count += 1;
            if *count == 2 {
                findings.push(Finding::standard(130).at(*record, 9));
            }
        }
    }
    for ((_, insured, _), _) in totals.iter().filter(|(_, count)| **count == 0) {
        findings.push(Finding::standard(130).found(insured.as_str()));
    }
}

/// a subtotal row stands where an office has several details of a type within the limit.
///
/// Satellites count apart, since it is not settled whether one subtotal covers them all.
fn r133(judged: &[Record<'_>], findings: &mut Vec<Finding>) {
    let mut details: BTreeMap<_, usize> = BTreeMap::new();
    let mut subtotals = Vec::new();
    for record in judged {
        let row = Form7(*record);
        let (Some(user), Some(office), Some(code)) =
            (user(row), row.service_office_number(), row.service_code())
        else {
            continue;
        };
        let service = code.service_type().to_owned();
        match Summary::of(row) {
            Some(Summary::Within) => subtotals.push((user, office, service)),
            Some(_) => {}
            None => {
                let within = row
                    .benefit_management_units()
                    .or_else(|| row.category_limit_within_units());
                if within.is_some() {
                    let satellite = row.satellite_no().map(std::borrow::Cow::into_owned);
                    *details
                        .entry((user, office, service, satellite))
                        .or_default() += 1;
                }
            }
        }
    }
    for ((user, office, service, _), _) in details.into_iter().filter(|(_, count)| *count > 1) {
        if !subtotals.contains(&(user, office, service.clone())) {
            let code = format!("{service}AAAA");
            let (_, insured, _) = user;
            findings.push(
                Finding::standard(133)
                    .found(&format!("{insured} {office}"))
                    .expected(code.clone(), code),
            );
        }
    }
}
