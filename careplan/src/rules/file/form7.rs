//! Rules over the records of 第7表.

use crate::document::Record;
use crate::finding::{Finding, Listing};
use crate::forms::Form7;
use crate::rules::row::{Summary, is_total_office};
use cells::places::Places;

pub(super) fn check(records: &[Record<'_>], findings: &mut Listing) {
    // A row that cannot be read may be the sum that another lacks.
    let is_readable = |record: &Record<'_>| subtotal(Form7(*record)).is_some();
    if !records.iter().all(is_readable) {
        return;
    }
    r130(records, findings);
    r133(records, findings);
}

/// A user in a month, as a key; `None` where a part of it cannot be read.
fn user(row: Form7<'_>) -> Option<Vec<u8>> {
    row.insurer_number()?;
    row.insured_number()?;
    row.target_month()?;
    Some(row.0.key(&[2, 3, 5]))
}

/// every user and month has exactly one grand-total row.
fn r130(judged: &[Record<'_>], findings: &mut Listing) {
    let mut users = Places::default();
    // The first row of each user, and how many grand totals there are.
    let mut totals: Vec<(Record<'_>, usize)> = Vec::new();
    for record in judged {
        let row = Form7(*record);
        let Some(user) = user(row) else { continue };
        let place = users.of(&user);
        if place == totals.len() {
            totals.push((*record, 0));
        }
        // A row that is half a grand total has its finding and counts as one.
        if Summary::of(row) == Some(Summary::GrandTotal) || is_total_office(row) {
            let (_, count) = &mut totals[place];
            *count += 1;
            if *count == 2 {
                findings.push(Finding::standard(130).at(*record, 9));
            }
        }
    }
    for (record, _) in totals.into_iter().filter(|(_, count)| *count == 0) {
        let insured = Form7(record).insured_number();
        let insured = insured.as_ref().map_or("", |number| number.as_str());
        findings.push(Finding::standard(130).found(insured));
    }
}

/// a subtotal row stands where an office has several details of a type within the limit.
///
/// Satellites count apart, since it is not settled whether one subtotal covers them all.
fn r133(judged: &[Record<'_>], findings: &mut Listing) {
    let mut services = Places::default();
    // The first detail of each user, office, service type and satellite, and how many there are.
    let mut details: Vec<(Record<'_>, usize)> = Vec::new();
    let mut subtotals = Places::default();
    for record in judged {
        let row = Form7(*record);
        let Some(key) = subtotal(row) else { continue };
        match Summary::of(row) {
            Some(Summary::Within) => {
                subtotals.of(&key);
            }
            // Which type it sums up cannot be known; R-134 tells of it.
            Some(Summary::Unknown) => {
                subtotals.of(&key[..key.len() - 2]);
            }
            Some(_) => {}
            None => {
                let within = row
                    .benefit_management_units()
                    .or_else(|| row.category_limit_within_units());
                if within.is_some() {
                    let mut key = key;
                    key.extend(row.satellite_no().iter().flat_map(|number| number.bytes()));
                    let place = services.of(&key);
                    if place == details.len() {
                        details.push((*record, 0));
                    }
                    details[place].1 += 1;
                }
            }
        }
    }
    for (record, _) in details.into_iter().filter(|(_, count)| *count > 1) {
        let row = Form7(record);
        let (Some(key), Some(insured), Some(office), Some(code)) = (
            subtotal(row),
            row.insured_number(),
            row.service_office_number(),
            row.service_code(),
        ) else {
            continue;
        };
        let summed_up = [&key[..], &key[..key.len() - 2]];
        if summed_up.iter().all(|key| subtotals.find(key).is_none()) {
            let code = format!("{}AAAA", code.service_type());
            findings.push(
                Finding::standard(133)
                    .found(&format!("{insured} {office}"))
                    .expected(code.clone(), code),
            );
        }
    }
}

/// What a subtotal is of, as a key: user, office and the two characters of the service type.
fn subtotal(row: Form7<'_>) -> Option<Vec<u8>> {
    let mut key = user(row)?;
    key.extend_from_slice(row.service_office_number()?.as_str().as_bytes());
    key.extend_from_slice(row.service_code()?.service_type().as_bytes());
    Some(key)
}
