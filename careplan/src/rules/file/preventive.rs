//! Rules over the records of the preventive files.

use crate::document::Record;
use crate::finding::{Finding, Listing};
use crate::forms::{Basic, PreventiveSupport};
use crate::rules::cell;
use cells::places::Places;

/// The texts of an issue and of a support plan, which stand on its first row only.
const ISSUE_TEXTS: std::ops::RangeInclusive<u8> = 6..=9;
const SUPPORT_TEXTS: std::ops::RangeInclusive<u8> = 11..=13;
/// The items of 課題ＮＯ, 支援計画ＮＯ and 利用サービスＮＯ.
const NUMBERS: [u8; 3] = [5, 10, 14];

/// in UPYOBO_SUB texts stand on the first row of what they are of, and the numbers run from 1.
pub(super) fn r155(records: &[Record<'_>], findings: &mut Listing) {
    // A row whose plan or number cannot be read may be the one before another.
    let keys = [2, 3, 4, 5, 10, 14];
    let is_read = |record: &Record<'_>| keys.iter().all(|item| cell::is_right(*record, *item));
    if !records.iter().all(is_read) {
        return;
    }
    let mut plans = Places::default();
    // The numbers of the row before, for each plan.
    let mut last: Vec<[i64; 3]> = Vec::new();
    for &record in records {
        let row = PreventiveSupport(record);
        let numbers = (row.issue_no(), row.support_plan_no(), row.service_no());
        let (Some(issue), Some(support)) = (numbers.0, numbers.1) else {
            continue;
        };
        let Some(plan) = plan(record) else { continue };
        let plan = plans.of(&plan);
        if plan == last.len() {
            last.push([0; 3]);
        }
        let [before_issue, before_support, before_service] = last[plan];
        let same_issue = issue == before_issue;
        let same_support = same_issue && support == before_support;
        // Below something new the numbers begin again.
        let support_before = if same_issue { before_support } else { 0 };
        let service_before = if same_support { before_service } else { 0 };
        let runs = |number: i64, before: i64| number == before || number == before + 1;
        let wrong = if !runs(issue, before_issue) || issue < 1 {
            Some(NUMBERS[0])
        } else if !runs(support, support_before) || support < 1 {
            Some(NUMBERS[1])
        } else if numbers
            .2
            .is_some_and(|service| service != service_before + 1)
        {
            Some(NUMBERS[2])
        } else {
            None
        };
        findings.extend(wrong.map(|item| Finding::standard(155).at(record, item)));
        let issue_texts = ISSUE_TEXTS.filter(|_| same_issue);
        let texts = issue_texts.chain(SUPPORT_TEXTS.filter(|_| same_support));
        let again = texts.filter(|item| record.has(*item));
        findings.extend(again.map(|item| Finding::standard(155).at(record, item)));
        last[plan] = [issue, support, numbers.2.unwrap_or(service_before)];
    }
}

/// The plan that a row is of.
fn plan(record: Record<'_>) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    for item in 2..=4 {
        key.extend_from_slice(&record.value(item)?);
        key.push(b',');
    }
    Some(key)
}

/// one image is named by one row only.
pub(super) fn r156(records: &[Record<'_>], findings: &mut Listing) {
    let mut known = Places::default();
    for &record in records {
        let name = Basic(record).family_image_filename();
        if name.is_some_and(|name| !known.is_new(name.to_ascii_lowercase().as_bytes())) {
            findings.push(Finding::standard(156).at(record, 62));
        }
    }
}
