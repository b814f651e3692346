//! `careplan check --stored`: what arrives, held against what was taken in before, and `--limit`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PLAN: &str = "a_monthly_plan_home_visit";
const SERIAL: &str = "20251025093015";
const WITHDRAWAL: &str = "d_monthly_plan_delete";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("careplan/tests/data/examples")
}

fn check(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_careplan"))
        .args(["check", "--json"])
        .args(arguments)
        .current_dir(examples())
        .output()
        .unwrap()
}

/// The rules that are told of, and the exit code.
fn told(arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let output = check(arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    let rule = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["rule"].as_str().unwrap().to_owned()
    };
    (text.lines().map(rule).collect(), output.status.code())
}

/// A copy of a sample in a folder of its own, its names and bytes changed.
fn copy(sample: &str, name: (&str, &str), bytes: (&str, &str)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(examples().join(sample)).unwrap() {
        let path = entry.unwrap().path();
        let new_name = path.file_name().unwrap().to_str().unwrap();
        let content = std::fs::read(&path).unwrap();
        // Only ASCII is changed; MS932 goes through as it is.
        let text: String = content.iter().copied().map(char::from).collect();
        let text = text.replace(bytes.0, bytes.1);
        let content: Vec<u8> = text
            .chars()
            .map(|character| u8::try_from(u32::from(character)).unwrap())
            .collect();
        let new_name = new_name.replace(name.0, name.1);
        std::fs::write(folder.path().join(new_name), content).unwrap();
    }
    folder
}

fn later() -> tempfile::TempDir {
    copy(PLAN, (SERIAL, "20251026093015"), ("", ""))
}

fn path(folder: &tempfile::TempDir) -> &str {
    folder.path().to_str().unwrap()
}

const NONE: (Vec<String>, Option<i32>) = (Vec::new(), Some(0));

fn one(rule: &str, code: i32) -> (Vec<String>, Option<i32>) {
    (vec![rule.to_owned()], Some(code))
}

#[test]
fn an_update_a_second_copy_and_what_is_withdrawn_are_silent() {
    assert_eq!(told(&["--stored", PLAN, path(&later())]), NONE);
    assert_eq!(told(&["--stored", PLAN, PLAN]), NONE);
    assert_eq!(told(&["--stored", PLAN, WITHDRAWAL]), NONE);
}

#[test]
fn r200_a_unit_older_than_the_last_of_its_parties_is_told_of() {
    let older = copy(
        "b_care_plan_tables123",
        ("20251020143022", "20251024143022"),
        ("", ""),
    );
    assert_eq!(told(&["--stored", PLAN, path(&older)]), one("R-200", 1));
    assert_eq!(told(&[path(&older)]), NONE);
}

#[test]
fn r201_an_older_plan_does_not_overwrite_a_newer_one() {
    let later = later();
    assert_eq!(told(&["--stored", path(&later), PLAN]), one("R-201", 1));
    assert_eq!(told(&[PLAN]), NONE);
}

#[test]
fn r202_what_is_withdrawn_and_was_never_stored_is_told_of() {
    let unmet = copy(WITHDRAWAL, ("", ""), ("H123456789", "H123456780"));
    assert_eq!(told(&["--stored", PLAN, path(&unmet)]), one("R-202", 0));
    assert_eq!(told(&[path(&unmet)]), NONE);
}

#[test]
fn r203_another_content_under_a_known_serial_is_told_of() {
    let other = copy(PLAN, ("", ""), ("0999-11-2233", "0999-11-2234"));
    assert_eq!(told(&["--stored", PLAN, path(&other)]), one("R-203", 0));
    // Two of them that arrive together, in two folders.
    let stored = "g_result_delete";
    assert_eq!(
        told(&["--stored", stored, PLAN, path(&other)]),
        one("R-203", 0)
    );
}

#[test]
fn what_is_stored_may_lie_in_any_number_of_folders() {
    let stored = tempfile::tempdir().unwrap();
    for (name, folder) in [("first", PLAN), ("second", path(&later()))] {
        let into = stored.path().join(name);
        std::fs::create_dir(&into).unwrap();
        for entry in std::fs::read_dir(examples().join(folder)).unwrap() {
            let from = entry.unwrap().path();
            std::fs::copy(&from, into.join(from.file_name().unwrap())).unwrap();
        }
    }
    let between = copy(PLAN, (SERIAL, "20251025120000"), ("", ""));
    assert_eq!(
        told(&["--stored", path(&stored), path(&between)]),
        one("R-201", 1)
    );
}

#[test]
fn r039_files_over_the_limit_are_warned_of() {
    assert_eq!(told(&["--limit", "0", WITHDRAWAL]), one("R-039", 0));
    assert_eq!(told(&["--limit", "1", WITHDRAWAL]), NONE);
}

#[test]
fn what_cannot_be_read_is_said_in_the_language_asked_for() {
    let said = |arguments: &[&str]| String::from_utf8(check(arguments).stderr).unwrap();
    let empty = tempfile::tempdir().unwrap();
    for (path, japanese, english) in [
        ("no-such-folder", "見つかりません。", "It was not found."),
        (
            path(&empty),
            "ファイルがありません。",
            "There are no files.",
        ),
    ] {
        assert!(said(&[path]).ends_with(&format!("{japanese}\n")), "{path}");
        let said = said(&["--lang", "en", path]);
        assert!(said.ends_with(&format!("{english}\n")), "{path}: {said}");
    }
}
