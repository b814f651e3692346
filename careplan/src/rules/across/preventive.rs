//! 支援計画書 agrees with 利用者基本情報 of the same unit.

use std::collections::BTreeMap;

use crate::document::{Document, Record};
use crate::finding::Finding;
use crate::forms::{Basic, Preventive};
use crate::reading::Reading;

/// Holds the name of the user and 計画種類 of each plan against the rows of the same user.
///
/// There can be a row for each consultation; it is enough that the plan agrees with one of them.
pub(super) fn r173(
    reading: &Reading,
    plans: &Document,
    basics: &Document,
    findings: &mut Vec<Finding>,
) {
    let mut users: BTreeMap<_, Vec<Basic<'_>>> = BTreeMap::new();
    for row in basics.records().map(Basic) {
        if let (Some(insurer), Some(insured)) = (row.insurer_number(), row.insured_number()) {
            users.entry((insurer, insured)).or_default().push(row);
        }
    }
    for row in plans.records().map(Preventive) {
        let user = row.insurer_number().zip(row.insured_number());
        let Some(basics) = user.and_then(|user| users.get(&user)) else {
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
    let text = record.text(item)?;
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
