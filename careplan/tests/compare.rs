//! Plan against actual, over the samples.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Comparison, Reading, SourceFile, UseKind, compare, read};
use common::{files, folder, slip};
use proptest::prelude::*;

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
    for (order, counts) in [([&older, &newer], 1), ([&newer, &older], 0)] {
        let both: Vec<SourceFile> = order.into_iter().flatten().cloned().collect();
        let comparison = compare(&plan, &readings(both));
        assert_eq!(differences(&comparison), Vec::<String>::new());
        for person in &comparison.persons {
            assert_eq!(person.result_files, [counts]);
            let file = &plan[person.plan_file.unwrap()];
            assert_eq!(file.kind, Some(careplan::Kind::Plan));
        }
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

/// One planned use of a person: day, start, length, service, office, count.
type Planned = (u8, u16, u16, usize, usize, u8);

const CODES: [(&str, u32); 3] = [("111211", 387), ("117311", 220), ("152342", 777)];
const OFFICES: [&str; 3] = ["9970200024", "9970300030", "99A0100067"];

fn record(person: u8, (day, start, length, code, office, count): Planned) -> String {
    let time = |minutes: u16| format!("{:02}{:02}", minutes / 60, minutes % 60);
    let (code, units) = CODES[code];
    format!(
        "202407,991018,000000000{person},20251025,202511,9970100018,\"\",{units},,202511{day:02},,{},{},{count},{code},,,,,{},\"\",,0,9970100018,\r\n",
        time(start),
        time(start + length),
        OFFICES[office],
    )
}

fn side(prefix: &str, uses: &[(u8, Planned)]) -> Vec<Reading> {
    let records: String = uses
        .iter()
        .map(|(person, planned)| record(*person, *planned))
        .collect();
    vec![read(SourceFile {
        name: format!("{prefix}_202511_9970100018_43_9970200024_11_20251025093015.CSV"),
        bytes: records.into_bytes(),
    })]
}

/// A month of uses, none at the time and day of another.
fn month() -> impl Strategy<Value = Vec<(u8, Planned)>> {
    let one = (
        0_u8..4,
        1_u8..=30,
        0_u16..20,
        1_u16..4,
        0_usize..3,
        0_usize..3,
        1_u8..4,
    );
    prop::collection::vec(one, 1..40).prop_map(|uses| {
        let mut taken = std::collections::BTreeSet::new();
        uses.into_iter()
            .filter(|(person, day, hour, ..)| taken.insert((*person, *day, *hour)))
            .map(|(person, day, hour, length, code, office, count)| {
                (person, (day, hour * 60, length * 15, code, office, count))
            })
            .collect()
    })
}

fn kinds(plan: &[(u8, Planned)], actual: &[(u8, Planned)]) -> Vec<UseKind> {
    compare(&side("UPPLAN", plan), &side("UPJSK", actual))
        .differences()
        .map(|(_, compared)| compared.kind)
        .collect()
}

proptest! {
    #[test]
    fn any_plan_carried_out_in_any_order_has_no_difference(plan in month().prop_shuffle(), again in any::<prop::sample::Index>()) {
        let mut actual = plan.clone();
        actual.rotate_left(again.index(plan.len()));
        prop_assert_eq!(kinds(&plan, &actual), Vec::<UseKind>::new());
    }

    #[test]
    fn a_single_change_is_exactly_that_difference(plan in month(), which in any::<prop::sample::Index>(), what in 0..4) {
        let place = which.index(plan.len());
        let mut actual = plan.clone();
        let expected = match what {
            0 => {
                // Ten minutes later.
                actual[place].1.1 += 10;
                UseKind::Moved
            }
            1 => {
                actual[place].1.5 += 1;
                UseKind::Differs
            }
            2 => {
                // Another person's use, that nobody planned, by an office that has sent results.
                let (_, planned) = plan[place];
                actual.push((5, planned));
                UseKind::ActualOnly
            }
            _ => {
                let (_, (.., code, office, _)) = actual.remove(place);
                let service = |code: usize| &CODES[code].0[..2];
                let sent = actual.iter().any(|(_, (.., other, by, _))| {
                    (service(*other), *by) == (service(code), office)
                });
                // The file is from 9970100018: nothing of its name says that this office has sent.
                if sent { UseKind::PlannedOnly } else { UseKind::NotArrived }
            }
        };
        prop_assert_eq!(kinds(&plan, &actual), [expected]);
    }
}
