//! Plan against actual, over the samples.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Comparison, Reading, SourceFile, UseKind, compare, read};
use common::{files, folder, slip};

/// Every difference but 未着, as `person day code office kind`.
fn differences(comparison: &Comparison) -> Vec<String> {
    comparison
        .differences()
        .filter(|(_, compared)| compared.kind != UseKind::NotArrived)
        .map(|(person, compared)| {
            format!(
                "{} {} {} {} {:?}",
                person.insured_number,
                compared.day,
                compared.service_code,
                compared.office_number,
                compared.kind
            )
        })
        .collect()
}

fn readings(files: Vec<SourceFile>) -> Vec<Reading> {
    files.into_iter().map(read).collect()
}

/// The plan sample against the result sample with a slip in it.
fn with_slip(from: &str, to: &str) -> Vec<String> {
    let mut result = files("c_result_home_visit");
    slip(&mut result, "UPJSK", from, to);
    let plan = folder("a_monthly_plan_home_visit");
    differences(&compare(&plan, &readings(result)))
}

const FOUR: [&str; 4] = [
    "0000123401 20251112 111211 9970200024 PlannedOnly",
    "0000123401 20251115 111111 9970200024 ActualOnly",
    "0000123401 20251119 111211 9970200024 Moved",
    "0000123402 20251120 111111 9970200024 PlannedOnly",
];

#[test]
fn the_result_sample_has_exactly_its_four_differences() {
    let plan = folder("a_monthly_plan_home_visit");
    let comparison = compare(&plan, &folder("c_result_home_visit"));
    assert_eq!(differences(&comparison), FOUR);
    let mut awaited: Vec<_> = comparison
        .differences()
        .filter(|(_, compared)| compared.kind == UseKind::NotArrived)
        .map(|(_, compared)| compared.office_number.to_string())
        .collect();
    awaited.sort();
    awaited.dedup();
    assert_eq!(awaited, ["9970300030", "9970400046"]);
}

#[test]
fn a_moved_visit_says_from_when_to_when() {
    let plan = folder("a_monthly_plan_home_visit");
    let comparison = compare(&plan, &folder("c_result_home_visit"));
    let (person, moved) = comparison
        .differences()
        .find(|(_, compared)| compared.kind == UseKind::Moved)
        .unwrap();
    assert_eq!(person.name.as_deref(), Some("髙橋 ハナ"));
    let times = |side: &Option<careplan::ServiceUse>| {
        let side = side.clone().unwrap();
        (side.start.unwrap(), side.end.unwrap())
    };
    assert_eq!(times(&moved.planned), ("9:00".into(), "10:00".into()));
    assert_eq!(times(&moved.actual), ("9:10".into(), "10:10".into()));
}

#[test]
fn sums_stand_beside_each_other() {
    let plan = folder("a_monthly_plan_home_visit");
    let comparison = compare(&plan, &folder("c_result_home_visit"));
    let total = |code: &str| {
        let totals = &comparison.persons[0].totals;
        let total = totals
            .iter()
            .find(|total| total.service_code.as_str() == code)
            .unwrap();
        (
            total.planned_count,
            total.planned_units,
            total.actual_count,
            total.actual_units,
            total.is_awaited,
        )
    };
    assert_eq!(total("111211"), (12, Some(4644), 11, Some(4257), false));
    assert_eq!(total("152342"), (4, Some(3108), 0, Some(0), true));
}

#[test]
fn units_of_a_percentage_add_on_may_be_left_at_0_but_not_be_wrong() {
    let found = with_slip(
        ",0,,20251101,,9999,9999,1,116275",
        ",999,,20251101,,9999,9999,1,116275",
    );
    assert_eq!(found[0], "0000123401 20251101 116275 9970200024 Differs");
    assert_eq!(found.len(), 5);
}

#[test]
fn units_of_a_visit_must_not_be_0() {
    let found = with_slip(",387,,20251103", ",0,,20251103");
    assert_eq!(found[0], "0000123401 20251103 111211 9970200024 Differs");
}

#[test]
fn a_monthly_add_on_counts_on_any_day_and_once() {
    // 処遇改善加算 on the last day.
    assert_eq!(with_slip("20251101,,9999", "20251130,,9999"), FOUR);
    // 初回加算 rides on another visit of the month.
    assert_eq!(with_slip(",200,,20251103", ",200,,20251105"), FOUR);
    // And once more on a second day.
    let mut result = files("c_result_home_visit");
    let text = String::from_utf8_lossy(&result[0].bytes).into_owned();
    let row = text
        .lines()
        .position(|line| line.contains(",114001,"))
        .unwrap();
    let mut lines: Vec<Vec<u8>> = result[0]
        .bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let place = lines[row]
        .windows(8)
        .position(|part| part == b"20251103")
        .unwrap();
    let mut again = lines[row].clone();
    again[place..place + 8].copy_from_slice(b"20251105");
    lines.push(again);
    result[0].bytes = lines.concat();
    let plan = folder("a_monthly_plan_home_visit");
    assert_eq!(differences(&compare(&plan, &readings(result))), FOUR);
}

/// The plan of a folder as if it had been carried out: the same records in result files, one for each office.
fn as_result(name: &str) -> Vec<SourceFile> {
    files(name)
        .into_iter()
        .filter(|file| file.name.starts_with("UPPLAN"))
        .map(|file| SourceFile {
            name: file.name.replace("UPPLAN", "UPJSK"),
            bytes: file.bytes,
        })
        .collect()
}

#[test]
fn a_plan_carried_out_has_no_difference() {
    for name in [
        "a_monthly_plan_home_visit",
        "e2_preventive_monthly_plan",
        "f_monthly_plan_equipment",
        "k_version3_monthly_plan",
        "l_nec_selected_bytes",
    ] {
        let comparison = compare(&folder(name), &readings(as_result(name)));
        assert_eq!(comparison.differences().count(), 0, "{name}");
        assert!(!comparison.persons.is_empty(), "{name}");
    }
}

#[track_caller]
fn carried_out_but(name: &str, from: &str, to: &str, expected: &[&str]) {
    let mut result = as_result(name);
    slip(&mut result, "UPJSK", from, to);
    let comparison = compare(&folder(name), &readings(result));
    assert_eq!(differences(&comparison), expected);
}

#[test]
fn equipment_is_known_by_its_code_not_by_the_number_of_its_row() {
    let name = "f_monthly_plan_equipment";
    let (room, hall) = ("\"手すり（居室）\",1", "\"手すり（居室）\",3");
    carried_out_but(name, room, hall, &[]);
    carried_out_but(
        name,
        "99999-000307,,\"手すり（居室）\"",
        "99999-000308,,\"手すり（居室）\"",
        &[
            "0000123404 20251101 171007 9970400046 PlannedOnly",
            "0000123404 20251101 171007 9970400046 ActualOnly",
        ],
    );
    carried_out_but(
        name,
        ",900,,20251101",
        ",450,,20251101",
        &["0000123404 20251101 171003 9970400046 Differs"],
    );
}

#[test]
fn days_pro_rata_differ_once_for_a_service() {
    let name = "e2_preventive_monthly_plan";
    let mut result = as_result(name);
    for _ in 0..3 {
        let (map, other) = (
            "0000000001111111111111111111110",
            "0000000000111111111111111111110",
        );
        slip(&mut result, "UPJSK", map, other);
    }
    let comparison = compare(&folder(name), &readings(result));
    assert_eq!(
        differences(&comparison),
        ["0000123407 20251114 A22111 99A0100067 Differs"]
    );
}

#[test]
fn satellites_and_days_beyond_30_are_seen() {
    let name = "k_version3_monthly_plan";
    let plan = files(name);
    let code = "㈱\",";
    assert!(!plan.is_empty());
    // A satellite that only one side names is left open; 30日超 is not.
    carried_out_but(name, &format!("{code},0,"), &format!("{code}01,0,"), &[]);
    let mut result = as_result(name);
    slip(
        &mut result,
        "UPJSK",
        &format!("{code},0,"),
        &format!("{code},1,"),
    );
    let comparison = compare(&folder(name), &readings(result));
    assert_eq!(differences(&comparison).len(), 1);
    assert!(differences(&comparison)[0].ends_with("Differs"));
}

#[test]
fn the_newer_result_replaces_the_older_one_whole() {
    let older = files("c_result_home_visit");
    let mut newer = as_result("a_monthly_plan_home_visit");
    newer[0].name = older[0].name.replace("20251202181500", "20251203080000");
    let plan = folder("a_monthly_plan_home_visit");
    for order in [[&older, &newer], [&newer, &older]] {
        let both: Vec<SourceFile> = order.into_iter().flatten().cloned().collect();
        let comparison = compare(&plan, &readings(both));
        assert_eq!(differences(&comparison), Vec::<String>::new());
    }
}

#[test]
fn results_taken_back_are_awaited_again() {
    let mut result = files("c_result_home_visit");
    result.push(SourceFile {
        name: "DLTJSK_202511_9970200024_11_9970100018_43_20251203090000.CSV".to_owned(),
        bytes: b"202407,991018,0000123402,202511,9970200024,11\r\n".to_vec(),
    });
    let plan = folder("a_monthly_plan_home_visit");
    let comparison = compare(&plan, &readings(result));
    let second = &comparison.persons[1];
    assert!(
        second
            .uses
            .iter()
            .all(|compared| compared.kind == UseKind::NotArrived)
    );
    assert_eq!(differences(&comparison), FOUR[..3]);
}

#[test]
fn a_plan_taken_back_is_no_plan() {
    let mut plan = files("a_monthly_plan_home_visit");
    plan.extend(files("d_monthly_plan_delete"));
    let comparison = compare(&readings(plan), &[]);
    assert_eq!(comparison.persons.len(), 2);
}
