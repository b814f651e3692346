//! Rules over the records of 第7表.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Record;
use crate::finding::Finding;
use crate::forms::Form7;
use crate::rules::row::{Summary, is_total_office};
use crate::values::{InsuredNumber, InsurerNumber, Month};

pub(super) fn check(records: &[Record<'_>], findings: &mut Vec<Finding>) {
    r130(records, findings);
    r133(records, findings);
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
        // A row that is half a grand total has its finding and counts as one.
        if Summary::of(row) == Some(Summary::GrandTotal) || is_total_office(row) {
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
    let mut subtotals = BTreeSet::new();
    for record in judged {
        let row = Form7(*record);
        let (Some(user), Some(office), Some(code)) =
            (user(row), row.service_office_number(), row.service_code())
        else {
            continue;
        };
        let service = code.service_type().to_owned();
        match Summary::of(row) {
            Some(Summary::Within) => {
                subtotals.insert((user, office, Some(service)));
            }
            // Which type it sums up cannot be known; R-134 tells of it.
            Some(Summary::Unknown) => {
                subtotals.insert((user, office, None));
            }
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
        let summed_up = [Some(service.clone()), None]
            .into_iter()
            .any(|service| subtotals.contains(&(user, office, service)));
        if !summed_up {
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
