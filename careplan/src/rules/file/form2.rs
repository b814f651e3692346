//! Rules over the records of 第2表.

use crate::document::Record;
use crate::finding::{Finding, Listing};
use crate::forms::Form2;
use cells::places::Places;

/// 課題ＮＯ, 援助目標ＮＯ, 援助内容ＮＯ.
type Numbers = [i64; 3];
/// The items of the three numbers.
const NUMBERS: [u8; 3] = [6, 8, 13];

/// The rows of one plan, in the order of the file.
#[derive(Default)]
struct Plan<'a> {
    rows: Vec<(Form2<'a>, Numbers)>,
    /// Whether a row of the plan lacks a number, or has one that is wrong in itself.
    has_gap: bool,
}

pub(super) fn check(records: &[Record<'_>], findings: &mut Listing) {
    let mut keys = Places::default();
    let mut plans: Vec<Plan<'_>> = Vec::new();
    // A row whose plan cannot be read may be the first of a need or goal.
    let mut has_stray = false;
    for &record in records {
        let row = Form2(record);
        let key = (
            row.insurer_number(),
            row.insured_number(),
            row.care_plan_date(),
        );
        let (Some(_), Some(_), Some(_)) = key else {
            has_stray = true;
            continue;
        };
        let place = keys.of(&record.key(&[2, 3, 5]));
        if place == plans.len() {
            plans.push(Plan::default());
        }
        let plan = &mut plans[place];
        let missing = NUMBERS.into_iter().find(|item| !record.has(*item));
        let numbers = (row.need_no(), row.goal_no(), row.support_no());
        if let Some(item) = missing {
            plan.has_gap = true;
            findings.push(Finding::standard(101).at(record, item));
        } else if let (Some(need), Some(goal), Some(support)) = numbers {
            let numbers = [need, goal, support];
            plan.has_gap |= numbers.iter().any(|number| !(1..=99).contains(number));
            plan.rows.push((row, numbers));
        } else {
            plan.has_gap = true;
        }
    }
    for plan in plans.iter().filter(|plan| !plan.has_gap) {
        let before = findings.len();
        r101(plan, findings);
        if findings.len() == before && !has_stray {
            r102(plan, findings);
        }
    }
}

/// the numbers are unique in a plan and in their order. (That they are given is seen above.)
fn r101(plan: &Plan<'_>, findings: &mut Listing) {
    for pair in plan.rows.windows(2) {
        let ((_, before), (row, after)) = (pair[0], pair[1]);
        if after <= before {
            let place = before
                .iter()
                .zip(after)
                .position(|(before, after)| *before != after);
            findings.push(Finding::standard(101).at(row.0, NUMBERS[place.unwrap_or(2)]));
        }
    }
}

/// the first row of a need has its text, the first row of a goal the text of a goal.
///
/// A plan whose numbers begin later than with 1 lacks its first rows, which is another fault.
/// A long-term goal that goes on is not printed again beside the next short-term one, so one of the two is enough.
fn r102(plan: &Plan<'_>, findings: &mut Listing) {
    let mut before = [0; 3];
    for (row, numbers) in &plan.rows {
        let is_first = numbers[2] == 1;
        let is_new_need = is_first && numbers[0] != before[0];
        let is_new_goal = is_first && numbers[..2] != before[..2];
        let has = |item: u8| row.0.has(item);
        if is_new_need && !has(7) {
            findings.push(Finding::standard(102).at(row.0, 7));
        }
        if is_new_goal && !has(9) && !has(10) {
            findings.push(Finding::standard(102).at(row.0, 9));
        }
        before = *numbers;
    }
}
