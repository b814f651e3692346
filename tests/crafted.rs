//! T02 and T03 as an office's care software meets them: crafted names and files of another office, told by `careplan check`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

const PLAN: &str = "a_monthly_plan_home_visit";
const FROM: &str = "9970100018";
const TO: &str = "9970200024";
/// An office that stands nowhere in the files.
const STRANGER: &str = "9990000009";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("careplan/tests/data/examples")
}

/// The rules that are told of for an office, and the exit code.
fn told(office: &str, path: &Path) -> (Vec<String>, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_careplan"))
        .args(["check", "--json", "--office", office])
        .arg(path)
        .output()
        .unwrap();
    let rule = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["rule"].as_str().unwrap().to_owned()
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let mut rules: Vec<String> = text.lines().map(rule).collect();
    rules.dedup();
    (rules, output.status.code())
}

/// The plan under other names: whoever sends it changes nothing in the files.
fn renamed(rename: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(examples().join(PLAN)).unwrap() {
        let path = entry.unwrap().path();
        let name = rename(path.file_name().unwrap().to_str().unwrap());
        std::fs::copy(&path, folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn t02_a_name_of_another_sender_is_no_errand_of_this_office() {
    let good = renamed(str::to_owned);
    assert_eq!(told(FROM, good.path()), (Vec::new(), Some(0)));
    // In another office's name, or crafted to look like this one's: never as if nothing were wrong.
    for (crafted, rule) in [
        (STRANGER, "R-204"),
        ("997010001８", "R-008"),
        ("9970100018\u{200B}", "R-008"),
        ("997010001", "R-003"),
        ("9970100018_", "R-002"),
    ] {
        let folder = renamed(|name| name.replace(FROM, crafted));
        let (rules, code) = told(FROM, folder.path());
        assert_eq!(code, Some(1), "{crafted}");
        assert!(rules.contains(&rule.to_owned()), "{crafted}: {rules:?}");
    }
}

#[test]
fn t03_files_for_another_office_are_told_of_by_sender_and_by_receiver() {
    // The name says another receiver than the rows: nobody there has a service of it.
    let folder = renamed(|name| name.replace(TO, STRANGER));
    let (rules, _) = told(FROM, folder.path());
    assert!(rules.contains(&"R-124".to_owned()), "{rules:?}");
    // It came to an office that it is not for.
    let (rules, code) = told(TO, folder.path());
    assert_eq!(code, Some(1));
    assert!(rules.contains(&"R-204".to_owned()), "{rules:?}");
    // The rows are another sender's.
    let folder = renamed(|name| name.replace(FROM, STRANGER));
    let (rules, _) = told(TO, folder.path());
    assert!(rules.contains(&"R-122".to_owned()), "{rules:?}");
}
