//! `careplan show` as a stranger runs it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the command in the folder of the samples.
fn show(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_careplan"))
        .arg("show")
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("careplan/tests/data/examples"))
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn plan_and_results_meet_in_one_sheet() {
    let output = show(&["a_monthly_plan_home_visit", "c_result_home_visit"]);
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output);
    assert!(
        text.starts_with("第6表  令和7年11月分  0000123401 髙橋 ハナ\n"),
        "{text}"
    );
    assert!(
        text.contains("予定: 3 5 7 10 12 14 17 19 21 24 26 28 | 12\n"),
        "{text}"
    );
    assert!(
        text.contains("実績: 3 5 7 10 14 17 21 24 26 28 | 10\n"),
        "{text}"
    );
}

#[test]
fn forms_are_shown_as_on_paper() {
    let output = show(&["b_care_plan_tables123"]);
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output);
    for part in [
        "第１表　居宅サービス計画書（１）",
        "要介護状態区分: 〔要介護１〕・要介護２",
        "木: 9:30〜16:40 通所介護",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn records_are_shown_by_the_names_of_their_items() {
    let output = show(&["--items", "b_care_plan_tables123"]);
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output);
    for part in [
        "居宅サービス計画1表  UP1KYO_",
        "  1件目\n",
        "    利用者氏名: 髙橋 ハナ\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_cannot_be_shown_is_exit_code_2() {
    for path in ["nowhere", "bundles.csv"] {
        let output = show(&[path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(!output.stderr.is_empty());
    }
}
