//! 第6表 of the samples, as people would see it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{UseLine, use_table};
use common::folder;

/// The days of a month on which something is planned, and on which something was done.
fn days(line: &UseLine) -> (Vec<usize>, Vec<usize>) {
    let of = |cells: &[Option<i64>]| {
        cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.is_some())
            .map(|(day, _)| day + 1)
            .collect()
    };
    (of(&line.planned), of(&line.actual))
}

#[test]
fn a_sheet_has_its_person_month_days_and_lines() {
    let table = use_table(&folder("a_monthly_plan_home_visit"));
    assert_eq!(table.sheets.len(), 3);
    let sheet = &table.sheets[0];
    assert_eq!(sheet.name.as_deref(), Some("髙橋 ハナ"));
    assert_eq!(sheet.month_shown, "令和7年11月");
    assert_eq!(sheet.days.len(), 30);
    assert_eq!(
        (sheet.days[0].weekday.as_str(), sheet.days[0].is_weekend),
        ("土", true)
    );
    assert!(sheet.has_plan && !sheet.has_result);
    let line = &sheet.lines[0];
    assert_eq!(
        (line.start.as_deref(), line.end.as_deref()),
        (Some("9:00"), Some("10:00"))
    );
    assert_eq!(line.service, "訪問介護 111211");
    assert_eq!(line.planned_total, 12);
    assert_eq!(days(line).0, [3, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28]);
}

#[test]
fn every_record_of_the_plan_is_counted_once() {
    for name in [
        "a_monthly_plan_home_visit",
        "e2_preventive_monthly_plan",
        "f_monthly_plan_equipment",
    ] {
        let readings = folder(name);
        let plan = readings
            .iter()
            .find(|reading| reading.name.starts_with("UPPLAN"))
            .unwrap();
        let counts: i64 = plan
            .document
            .as_ref()
            .unwrap()
            .records()
            .map(|record| {
                record
                    .field("service_count")
                    .unwrap()
                    .parse::<i64>()
                    .unwrap()
            })
            .sum();
        let shown: i64 = use_table(&readings)
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.lines)
            .map(|line| line.planned_total)
            .sum();
        assert_eq!(shown, counts, "{name}");
    }
}

#[test]
fn plan_and_result_meet_in_one_line() {
    let mut readings = folder("a_monthly_plan_home_visit");
    readings.extend(folder("c_result_home_visit"));
    let table = use_table(&readings);
    let sheet = &table.sheets[0];
    assert!(sheet.has_plan && sheet.has_result);
    let (planned, actual) = days(&sheet.lines[0]);
    assert!(
        planned.contains(&12) && !actual.contains(&12),
        "12 November was cancelled"
    );
    assert!(
        !actual.contains(&19),
        "19 November was moved by ten minutes and has a line of its own"
    );
    let moved: Vec<_> = sheet
        .lines
        .iter()
        .filter(|line| days(line) == (vec![], vec![19]))
        .collect();
    assert_eq!(moved.len(), 1);
}

#[test]
fn equipment_stands_last_with_its_name() {
    let table = use_table(&folder("f_monthly_plan_equipment"));
    let sheet = &table.sheets[0];
    let equipment: Vec<_> = sheet
        .lines
        .iter()
        .map(|line| line.equipment.clone().unwrap_or_default())
        .collect();
    assert!(
        equipment.contains(&"手すり（居室） 99999-000307".to_owned()),
        "{equipment:?}"
    );
    assert!(sheet.lines.iter().all(|line| line.start.is_none()));
}

#[test]
fn a_file_of_edition_3_reads_alike() {
    let table = use_table(&folder("k_version3_monthly_plan"));
    assert_eq!(table.sheets.len(), 1);
    assert_eq!(table.sheets[0].lines[0].planned_total, 4);
    assert_eq!(
        table.sheets[0].lines[0].office_name.as_deref(),
        Some("訪問介護ステーション ひだまり㈱")
    );
}
