//! 支援計画書 agrees with 利用者基本情報 of the same unit.

use crate::document::{Document, Record};
use crate::finding::{Finding, Listing};
use crate::forms::{Basic, Preventive};
use crate::reading::Reading;
use crate::rules::cell;
use cells::places::Places;

/// Holds the name of the user and 計画種類 of each plan against the rows of the same user.
///
/// There can be a row for each consultation; it is enough that the plan agrees with one of them.
pub(super) fn r173(reading: &Reading, plans: &Document, basics: &Document, findings: &mut Listing) {
    let mut keys = Places::default();
    let mut users: Vec<Vec<Basic<'_>>> = Vec::new();
    for row in basics.records().map(Basic) {
        if row.insurer_number().is_some() && row.insured_number().is_some() {
            let place = keys.of(&row.0.key(&[2, 3]));
            if place == users.len() {
                users.push(Vec::new());
            }
            users[place].push(row);
        }
    }
    for row in plans.records().map(Preventive) {
        let Some(basics) = keys.find(&row.0.key(&[2, 3])).map(|place| &users[place]) else {
            continue;
        };
        let mut compare = |item: u8, other: u8, plain: fn(Record<'_>, u8) -> Option<String>| {
            let Some(mine) = plain(row.0, item) else {
                return;
            };
            let theirs: Vec<String> = basics
                .iter()
                .filter_map(|basic| plain(basic.0, other))
                .collect();
            if !theirs.is_empty() && !theirs.contains(&mine) {
                let expected = basics[0].0.text(other).unwrap_or_default().into_owned();
                let finding = Finding::standard(173)
                    .in_file(&reading.name)
                    .at(row.0, item);
                findings.push(finding.expected(expected.clone(), expected));
            }
        };
        compare(8, 15, name);
        compare(5, 5, code);
    }
}

/// A name without the spaces in it, which programs write as they like.
fn name(record: Record<'_>, item: u8) -> Option<String> {
    let text = record.text(item).filter(|_| cell::is_right(record, item))?;
    Some(
        text.chars()
            .filter(|character| !character.is_whitespace())
            .collect(),
    )
}

fn code(record: Record<'_>, item: u8) -> Option<String> {
    let code = String::from_utf8(record.value(item)?.into_owned()).ok()?;
    // What is not of the list has its finding already.
    crate::codes::PLAN_KIND.name(&code).map(|_| code)
}
