//! `careplan compare` as a stranger runs it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("careplan/tests/data/examples")
}

/// Runs the command in the folder of the samples.
fn compare(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_careplan"))
        .arg("compare")
        .args(arguments)
        .current_dir(examples())
        .output()
        .unwrap()
}

const PLAN: &str = "a_monthly_plan_home_visit";
const ACTUAL: &str = "c_result_home_visit";

#[test]
fn the_four_differences_are_lines_of_json_and_exit_code_1() {
    let output = compare(&["--json", PLAN, ACTUAL]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let (awaited, different): (Vec<&str>, Vec<&str>) = text
        .lines()
        .partition(|line| line.contains(r#""kind":"not_arrived""#));
    let found: Vec<String> = different
        .iter()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            format!(
                "{} {} {} {}",
                text("person"),
                text("day"),
                text("service"),
                text("kind")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "0000123401 2025-11-12 111211 planned_only",
            "0000123401 2025-11-15 111111 actual_only",
            "0000123401 2025-11-19 111211 moved",
            "0000123402 2025-11-20 111111 planned_only",
        ]
    );
    assert!(awaited.iter().all(|line| {
        line.contains(r#""office":"9970300030""#) || line.contains(r#""office":"9970400046""#)
    }));
    assert_eq!(awaited.len(), 9);
    assert!(
        text.starts_with(r#"{"person":"0000123401","day":"#),
        "the keys keep their order"
    );
}

#[test]
fn people_read_the_same_in_words() {
    let output = compare(&[PLAN, ACTUAL]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("0000123401 髙橋 ハナ 令和7年11月"), "{text}");
    assert!(
        text.contains("時刻の違い  令和7年11月19日(水)  訪問介護 111211"),
        "{text}"
    );
    assert!(text.contains("予定: 9:00〜10:00 1回 387単位"), "{text}");
    assert!(text.ends_with("違い 4件、未着 9件\n"), "{text}");
    let output = compare(&["--lang", "en", PLAN, ACTUAL]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.ends_with("4 different, 9 not arrived\n"), "{text}");
}

#[test]
fn a_plan_carried_out_is_exit_code_0_and_no_lines() {
    let folder = tempfile::tempdir().unwrap();
    let plan = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV";
    let result = folder.path().join(plan.replace("UPPLAN", "UPJSK"));
    std::fs::copy(examples().join(PLAN).join(plan), &result).unwrap();
    let output = compare(&["--json", PLAN, result.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
}

#[test]
fn what_cannot_be_compared_is_exit_code_2() {
    for arguments in [
        ["nowhere", ACTUAL],
        [PLAN, "nowhere"],
        [ACTUAL, PLAN],
        ["b_care_plan_tables123", ACTUAL],
    ] {
        let output = compare(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}
