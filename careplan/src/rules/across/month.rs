//! Rules between 第6表, 第7表 and 利用者補足情報 of a month.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Record};
use crate::finding::Finding;
use crate::forms::{Form6, Form7};
use crate::kind::Kind;
use crate::reading::Reading;
use crate::rules::row::Summary;
use crate::values::{InsuredNumber, InsurerNumber, OfficeNumber, ServiceCode};

/// A file whose records can all be judged.
type File<'a> = (&'a Reading, &'a Document);
/// 保険者番号 and 被保険者番号; a unit is of one month.
type User = (InsurerNumber, InsuredNumber);
/// Office, satellite and service code.
type Service = (OfficeNumber, Option<String>, ServiceCode);

/// The rows of one service in one file.
struct Rows<'a> {
    first: Record<'a>,
    /// The sum of 回数; `None` where one of them cannot be read.
    count: Option<i64>,
    /// Whether the count may be that of a month or of days pro rata, which 第6表 does not count.
    by_month: bool,
}

type Services<'a> = BTreeMap<User, BTreeMap<Service, Rows<'a>>>;

/// Service types that are billed by the month, whatever the days of use.
const BY_MONTH: [&str; 6] = ["17", "67", "73", "75", "76", "77"];

pub(super) fn check(plan: File<'_>, attachment: File<'_>, findings: &mut Vec<Finding>) {
    let (Some(planned), Some(attached)) = (planned(plan.1), attached(attachment.1)) else {
        return;
    };
    for (user, planned) in &planned {
        // A user who is in one file only has a finding already.
        if let Some(attached) = attached.get(user) {
            r170(plan.0, planned, attachment.0, attached, findings);
            r171(planned, attachment.0, attached, findings);
        }
    }
}

/// The services of 第6表; `None` where one cannot be read.
fn planned(document: &Document) -> Option<Services<'_>> {
    let mut services = Services::new();
    for row in document.records().map(Form6) {
        let code = row.service_code()?;
        let service = (
            row.service_office_number()?,
            row.satellite_no().map(String::from),
            code,
        );
        let by_month = row.0.value(11).is_some() || BY_MONTH.contains(&code.service_type());
        add(
            &mut services,
            row.0,
            (row.insurer_number()?, row.insured_number()?),
            service,
            row.service_count(),
            by_month,
        );
    }
    Some(services)
}

/// The services of the details of 第7表; `None` where one cannot be read.
fn attached(document: &Document) -> Option<Services<'_>> {
    let mut services = Services::new();
    for row in document.records().map(Form7) {
        let code = row.service_code()?;
        let office = row.service_office_number()?;
        let user = (row.insurer_number()?, row.insured_number()?);
        if Summary::of(row) == Some(Summary::Unknown) {
            // Whether it is a service or a sum cannot be known.
            return None;
        }
        services.entry(user).or_default();
        if Summary::is_detail(row) {
            let count = row.count_or_days();
            // A fee of the month is counted once.
            let by_month = count == Some(1);
            let service = (office, row.satellite_no().map(String::from), code);
            add(&mut services, row.0, user, service, count, by_month);
        }
    }
    Some(services)
}

fn add<'a>(
    services: &mut Services<'a>,
    record: Record<'a>,
    user: User,
    service: Service,
    count: Option<i64>,
    by_month: bool,
) {
    let rows = services
        .entry(user)
        .or_default()
        .entry(service)
        .or_insert(Rows {
            first: record,
            count: Some(0),
            by_month: false,
        });
    rows.count = rows.count.zip(count).map(|(sum, count)| sum + count);
    rows.by_month |= by_month;
}

/// 第6表 and the details of 第7表 have the same offices, satellites and service codes.
///
/// A service that is another one here and there is told of once, in 第6表.
fn r170(
    plan: &Reading,
    planned: &BTreeMap<Service, Rows<'_>>,
    attachment: &Reading,
    attached: &BTreeMap<Service, Rows<'_>>,
    findings: &mut Vec<Finding>,
) {
    let before = findings.len();
    let lacking = planned
        .iter()
        .filter(|(service, _)| !attached.contains_key(*service));
    findings.extend(lacking.map(|(_, rows)| {
        Finding::standard(170)
            .in_file(&plan.name)
            .at(rows.first, 15)
    }));
    if findings.len() == before {
        let more = attached
            .iter()
            .filter(|(service, _)| !planned.contains_key(*service));
        findings.extend(more.map(|(_, rows)| {
            Finding::standard(170)
                .in_file(&attachment.name)
                .at(rows.first, 9)
        }));
    }
}

/// 回数／日数 of 第7表 is the sum of サービス回数 of 第6表, but for what is billed by the month or pro rata.
fn r171(
    planned: &BTreeMap<Service, Rows<'_>>,
    attachment: &Reading,
    attached: &BTreeMap<Service, Rows<'_>>,
    findings: &mut Vec<Finding>,
) {
    for (service, rows) in attached {
        let Some(plan) = planned.get(service) else {
            continue;
        };
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
pub(super) fn r174(files: &[File<'_>], findings: &mut Vec<Finding>) {
    let mut known: BTreeMap<User, i64> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for (reading, document) in files {
        let item = match document.kind() {
            Kind::Supplement => 57,
            Kind::Plan => 9,
            Kind::Form7 => 30,
            _ => continue,
        };
        for record in document.records() {
            let row = Form6(record);
            let (Some(insurer), Some(insured)) = (row.insurer_number(), row.insured_number())
            else {
                continue;
            };
            let days = record
                .value(item)
                .and_then(|days| crate::forms::item::read_integer(&days));
            let Some(days) = days.filter(|days| *days != 0) else {
                continue;
            };
            let first = *known.entry((insurer, insured)).or_insert(days);
            if first != days && told.insert((insurer, insured, item)) {
                let finding = Finding::standard(174)
                    .in_file(&reading.name)
                    .at(record, item);
                findings.push(finding.expected(first.to_string(), first.to_string()));
            }
        }
    }
}
