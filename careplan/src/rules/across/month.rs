//! Rules between 第6表, 第7表 and 利用者補足情報 of a month.

use crate::document::{Document, Record};
use crate::finding::{Finding, Listing};
use crate::forms::{Form6, Form7};
use crate::kind::Kind;
use crate::reading::Reading;
use crate::rules::cell;
use crate::rules::row::Summary;
use cells::places::Places;

/// A file whose records can all be judged.
type File<'a> = (&'a Reading, &'a Document);
/// The items of insurer, insured, office, satellite and service code: what a service is known by.
const PLANNED: [u8; 5] = [2, 3, 20, 22, 15];
const ATTACHED: [u8; 5] = [2, 3, 7, 8, 9];

/// The services of a file, by user.
#[derive(Default)]
struct Services<'a> {
    users: Places,
    /// Keys of the services, each with its user before it.
    keys: Places,
    rows: Vec<Rows<'a>>,
}

/// The rows of one service in one file.
struct Rows<'a> {
    first: Record<'a>,
    /// The place of the user.
    user: usize,
    /// The sum of 回数; `None` where one of them cannot be read.
    count: Option<i64>,
    /// Whether the count may be that of a month or of days pro rata, which 第6表 does not count.
    by_month: bool,
}

/// Service types that are billed by the month, whatever the days of use.
const BY_MONTH: [&str; 6] = ["17", "67", "73", "75", "76", "77"];

pub(super) fn check(plan: File<'_>, attachment: File<'_>, findings: &mut Listing) {
    if let (Some(planned), Some(attached)) = (planned(plan.1), attached(attachment.1)) {
        r170(plan.0, &planned, attachment.0, &attached, findings);
        r171(&planned, attachment.0, &attached, findings);
    }
}

/// The services of 第6表; `None` where one cannot be read.
fn planned(document: &Document) -> Option<Services<'_>> {
    let mut services = Services::default();
    for row in document.records().map(Form6) {
        row.insurer_number()?;
        row.insured_number()?;
        row.service_office_number()?;
        cell::is_right(row.0, PLANNED[3]).then_some(())?;
        let code = row.service_code()?;
        let by_month = row.0.has(11) || BY_MONTH.contains(&code.service_type());
        services.add(row.0, &PLANNED, row.service_count(), by_month);
    }
    Some(services)
}

/// The services of the details of 第7表; `None` where one cannot be read.
fn attached(document: &Document) -> Option<Services<'_>> {
    let mut services = Services::default();
    for row in document.records().map(Form7) {
        row.service_code()?;
        row.service_office_number()?;
        row.insurer_number()?;
        row.insured_number()?;
        cell::is_right(row.0, ATTACHED[3]).then_some(())?;
        if Summary::of(row) == Some(Summary::Unknown) {
            // Whether it is a service or a sum cannot be known.
            return None;
        }
        services.users.of(&row.0.key(&ATTACHED[..2]));
        if Summary::is_detail(row) {
            let count = row.count_or_days();
            // A fee of the month is counted once.
            services.add(row.0, &ATTACHED, count, count == Some(1));
        }
    }
    Some(services)
}

impl<'a> Services<'a> {
    fn add(&mut self, record: Record<'a>, items: &[u8; 5], count: Option<i64>, by_month: bool) {
        let user = self.users.of(&record.key(&items[..2]));
        let place = self.keys.of(&record.key(items));
        if place == self.rows.len() {
            self.rows.push(Rows {
                first: record,
                user,
                count: Some(0),
                by_month: false,
            });
        }
        let rows = &mut self.rows[place];
        rows.count = rows.count.zip(count).map(|(sum, count)| sum + count);
        rows.by_month |= by_month;
    }

    /// Services that another file lacks though it has the user, each with the user's place there.
    ///
    /// A user who is in one file only has a finding already.
    fn lacking_in(&self, other: &Self) -> Vec<(usize, Record<'a>)> {
        let mut lacking = Vec::new();
        for (place, rows) in self.rows.iter().enumerate() {
            let user = other.users.find(self.users.key(rows.user));
            if let (Some(user), None) = (user, other.keys.find(self.keys.key(place))) {
                lacking.push((user, rows.first));
            }
        }
        lacking
    }
}

/// 第6表 and the details of 第7表 have the same offices, satellites and service codes.
///
/// A service that is another one here and there is told of once, in 第6表.
fn r170(
    plan: &Reading,
    planned: &Services<'_>,
    attachment: &Reading,
    attached: &Services<'_>,
    findings: &mut Listing,
) {
    let mut told = vec![false; attached.users.len()];
    for (user, record) in planned.lacking_in(attached) {
        told[user] = true;
        findings.push(Finding::standard(170).in_file(&plan.name).at(record, 15));
    }
    for (user, record) in attached.lacking_in(planned) {
        let user = attached.users.find(planned.users.key(user));
        if user.is_some_and(|user| !told[user]) {
            findings.push(
                Finding::standard(170)
                    .in_file(&attachment.name)
                    .at(record, 9),
            );
        }
    }
}

/// 回数／日数 of 第7表 is the sum of サービス回数 of 第6表, but for what is billed by the month or pro rata.
fn r171(
    planned: &Services<'_>,
    attachment: &Reading,
    attached: &Services<'_>,
    findings: &mut Listing,
) {
    for (place, rows) in attached.rows.iter().enumerate() {
        let Some(plan) = planned.keys.find(attached.keys.key(place)) else {
            continue;
        };
        let plan = &planned.rows[plan];
        let (Some(count), Some(sum)) = (rows.count, plan.count) else {
            continue;
        };
        if count != sum && !rows.by_month && !plan.by_month {
            let finding = Finding::standard(171)
                .in_file(&attachment.name)
                .at(rows.first, 16);
            findings.push(finding.expected(sum.to_string(), sum.to_string()));
        }
    }
}

/// the days of short stay before the month agree where they are given.
///
/// 0 is no statement: programs fill it into rows that are not of short stay.
pub(super) fn r174(files: &[File<'_>], findings: &mut Listing) {
    let mut users = Places::default();
    let mut known: Vec<i64> = Vec::new();
    let mut told = Places::default();
    for (reading, document) in files {
        let item = match document.kind() {
            Kind::Supplement => 57,
            Kind::Plan => 9,
            Kind::Form7 => 30,
            _ => continue,
        };
        for record in document.records() {
            // Almost all say nothing.
            if record.is(item, b"0") || record.is(item, b"") {
                continue;
            }
            let row = Form6(record);
            let is_read = row.insurer_number().is_some() && row.insured_number().is_some();
            if !is_read || !cell::is_right(record, item) {
                continue;
            }
            let days = record
                .value(item)
                .and_then(|days| crate::forms::item::read_integer(&days));
            let Some(days) = days.filter(|days| *days != 0) else {
                continue;
            };
            let mut user = record.key(&[2, 3]);
            let place = users.of(&user);
            if place == known.len() {
                known.push(days);
            }
            let first = known[place];
            user.push(item);
            if first != days && told.is_new(&user) {
                let finding = Finding::standard(174)
                    .in_file(&reading.name)
                    .at(record, item);
                findings.push(finding.expected(first.to_string(), first.to_string()));
            }
        }
    }
}
