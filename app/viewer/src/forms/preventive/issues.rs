//! 別表 of 介護予防サービス・支援計画書: issues, support plans and services, three levels of spans.

use careplan::sort_by_key;

use super::super::fill::plain;
use super::super::slip::Slip;
use crate::paper::{Cell, Row, RowKind, Run, Table};

/// Fields of each level, in the order of the form.
const ISSUE: [&str; 4] = [
    "overall_issue",
    "goal_and_measure_proposal",
    "intention_on_measures",
    "goal",
];
const SUPPORT: [&str; 3] = ["support_point", "self_care_support", "insured_support"];
const SERVICE: [&str; 3] = ["service_kind", "service_office_name", "service_period"];

/// Columns with the number of the issue before their text.
const NUMBERED: [&str; 2] = ["overall_issue", "goal"];

pub(super) fn table(mut slips: Vec<Slip<'_>>) -> Table {
    sort_by_key(&mut slips, |slip| {
        ["issue_no", "support_plan_no", "service_no"].map(|field| slip.number(field))
    });
    let head = |word| Cell::column_head(word).span(1, 2);
    let upper = vec![
        head("総合的課題"),
        head("課題に対する目標と具体策の提案"),
        head("具体策についての意向\n本人・家族"),
        head("目標"),
        Cell::column_head("支援計画").span(6, 1),
    ];
    let lower = [
        "目標についての支援のポイント",
        "本人等のセルフケアや家族の支援、インフォーマルサービス（民間サービス）",
        "介護保険サービス又は地域支援事業（総合事業のサービス）",
        "サービス種別",
        "事業所（利用先）",
        "期間",
    ];
    Table {
        caption: "総合的課題と支援計画".to_owned(),
        widths: vec![113, 127, 98, 98, 113, 127, 113, 70, 85, 56],
        fixed: 1,
        head: vec![
            Row::new(upper),
            Row::new(lower.map(Cell::column_head).to_vec()),
        ],
        body: rows(&slips),
        ..Table::default()
    }
}

fn rows(slips: &[Slip<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    let by_issue =
        |one: &Slip<'_>, other: &Slip<'_>| one.number("issue_no") == other.number("issue_no");
    let by_support = |one: &Slip<'_>, other: &Slip<'_>| {
        one.number("support_plan_no") == other.number("support_plan_no")
    };
    for issue in slips.chunk_by(by_issue) {
        for (place, support) in issue.chunk_by(by_support).enumerate() {
            for (line, slip) in support.iter().enumerate() {
                let mut cells = Vec::new();
                let begins = place == 0 && line == 0;
                if begins {
                    cells.extend(ISSUE.map(|field| over(issue, field)));
                }
                if line == 0 {
                    cells.extend(SUPPORT.map(|field| over(support, field)));
                }
                cells.extend(SERVICE.map(|field| slip.cell(field)));
                let kind = if begins {
                    RowKind::First
                } else {
                    RowKind::Plain
                };
                rows.push(Row::of(kind, cells));
            }
        }
    }
    rows
}

/// A box over all records of a group: each text that differs is a paragraph, none is dropped.
fn over(group: &[Slip<'_>], field: &str) -> Cell {
    let mut runs = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for slip in group {
        let text = slip.shown(field);
        if text.trim().is_empty() || texts.contains(&text) {
            continue;
        }
        if !texts.is_empty() {
            plain(&mut runs, "\n");
        }
        plain(&mut runs, &text);
        runs.extend(slip.gaiji(field).map(Run::Note));
        texts.push(text);
    }
    if NUMBERED.contains(&field) {
        let number = group.first().map(|slip| slip.shown("issue_no"));
        if let Some(number) = number.filter(|number| !number.is_empty()) {
            runs.insert(0, Run::Plain(format!("{number}　")));
        }
    }
    Cell::runs(runs)
        .span(1, u16::try_from(group.len()).unwrap_or(u16::MAX))
        .from(group.iter().map(|slip| slip.place(field)))
}
