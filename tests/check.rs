//! `careplan check` as a stranger runs it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("careplan/tests/data/examples")
}

/// Runs the command in the folder of the samples.
fn check(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_careplan"))
        .arg("check")
        .args(arguments)
        .current_dir(examples())
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn rules(output: &Output) -> Vec<String> {
    lines(output)
        .iter()
        .map(|line| line["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_good_folder_has_no_findings_and_exit_code_0() {
    let output = check(&["--json", "a_monthly_plan_home_visit"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_warning_alone_is_exit_code_0() {
    let output = check(&["--json", "b2_care_plan_tables12"]);
    assert_eq!(
        (output.status.code(), rules(&output)),
        (Some(0), vec!["R-182".to_owned()])
    );
}

#[test]
fn a_finding_has_its_keys_in_order_and_its_place() {
    let output = check(&["--json", "invalid/22_required_empty"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        concat!(
            r#"{"rule":"R-050","severity":"error","#,
            r#""unit":"invalid/22_required_empty/9970200024-11_9970100018-43_20251202181500","#,
            r#""file":"invalid/22_required_empty/UPJSK_202511_9970200024_11_9970100018_43_20251202181500.CSV","#,
            r#""record":2,"line":2,"item":10,"item_name":"サービス利用日","found":"","expected":"値","#,
            r#""fix":"介護ソフトで入力して、書き出し直してください。","who":"care_software","#,
            r#""message":"2件目 J列「サービス利用日」：必ず入れる項目が空です。介護ソフトで入力して、書き出し直してください。"}"#,
            "\n"
        )
    );
}

#[test]
fn what_has_no_place_says_null() {
    let output = check(&["--json", "invalid/47_supplement_missing"]);
    let line = &lines(&output)[0];
    for key in ["file", "record", "line", "item", "item_name"] {
        assert!(line[key].is_null(), "{key}");
    }
}

#[test]
fn all_invalid_cases_at_once_give_what_each_gives_alone() {
    let expected = std::fs::read_to_string(examples().join("invalid/expected.csv")).unwrap();
    let mut expected: Vec<(String, String)> = expected
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            let (case, file, rule) = (
                cells.next().unwrap(),
                cells.next().unwrap(),
                cells.next().unwrap(),
            );
            let file = if file.is_empty() {
                String::new()
            } else {
                format!("invalid/{case}/{file}")
            };
            (file, rule.to_owned())
        })
        .collect();
    let output = check(&["--json", "invalid"]);
    assert_eq!(output.status.code(), Some(1));
    let mut found: Vec<(String, String)> = lines(&output)
        .iter()
        .map(|line| {
            (
                line["file"].as_str().unwrap_or_default().to_owned(),
                line["rule"].as_str().unwrap().to_owned(),
            )
        })
        // The list of the cases is a CSV file that the standard does not know.
        .filter(|(file, _)| file != "invalid/expected.csv")
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn findings_are_ordered_by_file() {
    let output = check(&["--json", "invalid"]);
    let files: Vec<String> = lines(&output)
        .iter()
        .filter_map(|line| line["file"].as_str().map(str::to_owned))
        .collect();
    assert!(files.is_sorted());
}

#[test]
fn the_office_decides_what_goes_out_and_what_has_come_in() {
    let folder = "a_monthly_plan_home_visit";
    for (office, expected) in [
        ("9970100018", vec![]),
        ("9970200024", vec![]),
        ("9970300030", vec!["R-204"]),
    ] {
        let output = check(&["--json", "--office", office, folder]);
        assert_eq!(rules(&output), expected, "{office}");
    }
}

#[test]
fn a_file_that_came_in_is_mended_by_the_partner() {
    let output = check(&[
        "--json",
        "--office",
        "9970100018",
        "invalid/22_required_empty",
    ]);
    assert_eq!(lines(&output)[0]["who"], "partner");
}

#[test]
fn a_file_from_the_future_is_told_by_the_time_given() {
    let folder = "d_monthly_plan_delete";
    assert_eq!(
        rules(&check(&["--json", "--now", "2025-11-04T10:10:09", folder])),
        ["R-014"]
    );
    assert!(rules(&check(&["--json", "--now", "2025-11-04T10:10:10", folder])).is_empty());
}

#[test]
fn a_unit_never_spans_folders() {
    let folder = tempfile::tempdir().unwrap();
    let source = examples().join("a_monthly_plan_home_visit");
    for (place, entry) in std::fs::read_dir(source).unwrap().enumerate() {
        let path = entry.unwrap().path();
        let into = folder.path().join(place.to_string());
        std::fs::create_dir(&into).unwrap();
        std::fs::copy(&path, into.join(path.file_name().unwrap())).unwrap();
    }
    let output = check(&["--json", folder.path().to_str().unwrap()]);
    assert_eq!(rules(&output), ["R-181", "R-181", "R-181"]);
}

#[test]
fn text_says_the_place_in_both_languages() {
    let japanese = String::from_utf8(check(&["invalid/23_too_long"]).stdout).unwrap();
    assert!(
        japanese.contains(
            "エラー R-052  2件目 N列「サービス回数」：文字数が決まりより多くなっています。"
        ),
        "{japanese}"
    );
    assert!(japanese.contains("正しい値: 2文字まで"), "{japanese}");
    assert!(
        japanese.ends_with("ファイル 1 件：エラー 1、警告 0、お知らせ 0\n"),
        "{japanese}"
    );
    let english =
        String::from_utf8(check(&["--lang", "en", "invalid/23_too_long"]).stdout).unwrap();
    assert!(
        english.contains("Error R-052  Record 2, column N (サービス回数): The value is too long."),
        "{english}"
    );
}

#[test]
fn a_report_is_one_page_that_loads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.html");
    check(&[
        "--report",
        report.to_str().unwrap(),
        "invalid/18_text_not_quoted",
    ]);
    let page = std::fs::read_to_string(report).unwrap();
    assert!(page.contains("R-037"));
    assert!(page.contains("default-src 'none'"));
    for outside in ["http://", "https://", "src=", "<script", "<link", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn values_of_a_file_cannot_become_markup() {
    let folder = tempfile::tempdir().unwrap();
    let name = "DLTPLAN_202511_9970100018_43_9970200024_11_20251105101010.CSV";
    std::fs::write(
        folder.path().join(name),
        "202407,991018,<script>,202511\r\n",
    )
    .unwrap();
    let report = folder.path().join("report.html");
    check(&[
        "--report",
        report.to_str().unwrap(),
        folder.path().join(name).to_str().unwrap(),
    ]);
    let page = std::fs::read_to_string(report).unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
}

#[test]
fn t21_a_sheet_for_excel_calculates_nothing_and_the_files_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    for (place, formula) in ["=1+1", "+1", "-1", "@A1", "＝1", "\"=1\",", "\t=1"]
        .iter()
        .enumerate()
    {
        let name = format!("DLTPLAN_202511_9970100018_43_9970200024_11_2025110510101{place}.CSV");
        let formula = careplan::ms932::encode(formula).unwrap();
        let line = [b"202407,991018,".as_slice(), &formula, b",202511\r\n"].concat();
        std::fs::write(folder.path().join(name), line).unwrap();
    }
    let files = || -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
            .iter()
            .map(|path| std::fs::read(path).unwrap())
            .collect()
    };
    let before = files();
    let out = tempfile::tempdir().unwrap();
    let sheet = out.path().join("sheet.csv");
    check(&[
        "--excel",
        sheet.to_str().unwrap(),
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!(files(), before);
    let sheet = std::fs::read(sheet).unwrap();
    let text = String::from_utf8(sheet).unwrap();
    assert!(text.starts_with('\u{FEFF}') && text.contains("前に ' を付けてあります"));
    let data = text.trim_start_matches('\u{FEFF}').as_bytes();
    let rows = careplan::Rows::cut(data);
    let mut neutral = 0;
    for record in 0..rows.len() {
        for cell in rows.cells(record) {
            assert!(cell.is_quoted() && !cell.is_broken());
            let cell = String::from_utf8(cell.content(data).into_owned()).unwrap();
            let first = cell.trim_start().chars().next().unwrap_or('x');
            assert!(!"=+-@＝＋－＠".contains(first), "{cell:?}");
            neutral += usize::from(cell.starts_with('\''));
        }
    }
    assert!(neutral >= 5, "{neutral}: {text}");
}

#[test]
fn what_cannot_run_is_exit_code_2() {
    for arguments in [
        &["no-such-folder"][..],
        &[],
        &["--office", "12", "a_monthly_plan_home_visit"],
    ] {
        let output = check(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn other_files_are_named_and_stop_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(examples().join("d_monthly_plan_delete")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    std::fs::write(folder.path().join("お知らせ.pdf"), "%PDF-1.7").unwrap();
    std::fs::write(folder.path().join(".DS_Store"), "x").unwrap();
    let output = check(&["--json", folder.path().to_str().unwrap()]);
    assert_eq!(
        (output.status.code(), rules(&output)),
        (Some(0), vec!["R-189".to_owned()])
    );
}
