//! Nothing in a file is left off its form: each item that is filled stands in a box that names its place.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;

use careplan::{Kind, Reading};
use common::{file, samples};
use viewer::forms::papers;
use viewer::paper::{Block, Cell, Paper, Place};

/// What no paper form has: it stands in データの情報, or says whose record it is.
const ELSEWHERE: [&str; 7] = [
    "csv_version",
    "insurer_number",
    "insured_number",
    "updating_office_number",
    "record_identifier",
    "office_code_fixed",
    "entry_operator_code",
];

/// Items that tell which paper or row a record belongs to, and so stand in titles and in the order of rows.
fn is_order(kind: Kind, field: &str) -> bool {
    match kind {
        Kind::Form2 => matches!(
            field,
            "care_plan_date" | "created_date" | "need_no" | "goal_no" | "support_no"
        ),
        Kind::Form3 => matches!(
            field,
            "care_plan_date"
                | "created_date"
                | "weekday"
                | "weekly_service_start_time"
                | "weekly_service_end_time"
                | "daily_activity_start_time"
                | "daily_activity_end_time"
        ),
        Kind::Form7 => matches!(field, "target_month" | "created_date" | "over_30_days"),
        Kind::BasicDay | Kind::BasicIllness => field == "consultation_date",
        Kind::PreventiveSupport => matches!(
            field,
            "preventive_plan_date" | "issue_no" | "support_plan_no" | "service_no"
        ),
        Kind::Form1 => matches!(
            field,
            // Printed from 利用者補足情報, in the corner, and beside the form.
            "user_postal_code"
                | "user_address_1"
                | "user_address_2"
                | "created_date"
                | "care_manager_office_number"
        ),
        Kind::Basic => field == "plan_kind" || field == "consignment" || field == "author_name",
        Kind::Preventive => {
            field == "plan_kind" || field == "consignment" || field == "reference_no"
        }
        _ => false,
    }
}

fn cells(paper: &Paper) -> Vec<&Cell> {
    let tables = paper.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables
        .flat_map(|table| table.head.iter().chain(&table.body).chain(&table.foot))
        .flat_map(|row| &row.cells)
        .collect()
}

fn places(papers: &[Paper]) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for paper in papers {
        places.extend(cells(paper).into_iter().flat_map(|cell| &cell.places));
        for block in &paper.blocks {
            if let Block::Timetable(timetable) = block {
                places.extend(timetable.entries.iter().flat_map(|entry| &entry.places));
            }
        }
    }
    places
}

/// Fails with the items that are filled and stand nowhere.
#[track_caller]
fn check(readings: &[Reading]) {
    let shown = places(&papers(readings));
    let mut missing = BTreeSet::new();
    for (number, reading) in readings.iter().enumerate() {
        let Some(document) = &reading.document else {
            continue;
        };
        let kind = document.kind();
        // 第6表 gathers records into lines; its own tests hold the days.
        if matches!(kind, Kind::Plan | Kind::Result) {
            continue;
        }
        for record in document.records() {
            for item in kind.items() {
                let place = Place {
                    file: u32::try_from(number).unwrap(),
                    record: u32::try_from(record.index() + 1).unwrap(),
                    item: Some(item.number),
                };
                let is_filled = record
                    .text(item.number)
                    .is_some_and(|text| !text.trim_matches(['0', ' ']).is_empty());
                let is_elsewhere = ELSEWHERE.contains(&item.field) || is_order(kind, item.field);
                if is_filled && !is_elsewhere && !shown.contains(&place) {
                    missing.insert(format!("{} {} {}", kind.prefix(), item.number, item.field));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn of_the_samples() {
    for folder in [
        "a_monthly_plan_home_visit",
        "b_care_plan_tables123",
        "e_preventive_plan",
        "f_monthly_plan_equipment",
        "d_monthly_plan_delete",
        "g_result_delete",
    ] {
        check(&samples(&[folder]));
    }
}

/// Every item of every kind filled with something, right or not.
#[test]
fn of_records_that_are_full() {
    for kind in Kind::ALL {
        if kind == Kind::BasicImage {
            continue;
        }
        let row: Vec<String> = kind
            .items()
            .iter()
            .map(|item| match item.field {
                "csv_version" => "202407".to_owned(),
                "target_month" => "202511".to_owned(),
                // A code that sums nothing up.
                "service_code" => "111211".to_owned(),
                _ => format!("\"値{}\"", item.number),
            })
            .collect();
        let month = if kind.has_month() { "202511_" } else { "" };
        let name = format!(
            "{}_{month}9970100018_43_9970200024_11_20251025093015.CSV",
            kind.prefix()
        );
        check(&[file(&name, &[&row.join(",")])]);
    }
}
