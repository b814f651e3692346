//! What bad input may cost: findings and places are counted, never kept without end.

use careplan::{Context, Finding, Reading, SourceFile, check, read};

use crate::common::{files, slip};

/// How many findings of one rule and item are listed.
const LISTED: usize = 10_000;

fn count(readings: &[Reading], rule: &str) -> usize {
    let findings = check(readings, &Context::default());
    let of_rule = findings.iter().filter(|it| it.rule.to_string() == rule);
    of_rule.count()
}

#[test]
fn rows_without_their_row_in_another_file_are_listed_up_to_a_bound() {
    let mut sample = files("b_care_plan_tables123");
    // 第2表 is of another plan than 第1表: each of its rows is told of.
    slip(
        &mut sample,
        "UP2KYO",
        "20251020,20251020",
        "20251019,20251019",
    );
    let form2 = sample
        .iter_mut()
        .find(|file| file.name.contains("UP2KYO"))
        .unwrap();
    let end = form2
        .bytes
        .windows(2)
        .position(|pair| pair == b"\r\n")
        .unwrap()
        + 2;
    form2.bytes = form2.bytes[..end].repeat(LISTED + 2_000);
    let readings: Vec<Reading> = sample.into_iter().map(read).collect();
    assert_eq!(count(&readings, "R-160"), LISTED);
    assert!(count(&readings, "C-007") > 0, "what is left out is said");
}

#[test]
fn a_file_of_line_ends_is_told_of_in_a_bounded_list() {
    let name = "DLTPLAN_202511_9970100018_43_9970200024_11_20251105101010.CSV".to_owned();
    let lines = 2_000_000;
    let reading = read(SourceFile {
        name,
        bytes: vec![b'\n'; lines],
    });
    let of = |rule: &'static str| -> Vec<&Finding> {
        let all = reading.findings.iter();
        all.filter(|it| it.rule.to_string() == rule).collect()
    };
    assert_eq!(of("R-035").len(), LISTED);
    let left_out = of("C-007")[0];
    assert_eq!(left_out.found, Some((lines - LISTED).to_string()));
    assert_eq!(of("R-020").len(), 1);
}

#[test]
fn a_large_file_of_one_cell_lines_is_read_up_to_a_bound() {
    let name = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV".to_owned();
    let lines = 5_000_000;
    let reading = read(SourceFile {
        name,
        bytes: b"1\r\n".repeat(lines),
    });
    let findings: Vec<String> = reading
        .findings
        .iter()
        .map(|it| it.rule.to_string())
        .collect();
    assert_eq!(findings, ["C-009"], "nothing is said of single lines");
    let kept = reading.document.as_ref().unwrap().len();
    assert_eq!(reading.findings[0].line, u32::try_from(kept + 1).ok());
    // 20 bytes a line: as many as have room in 64 MiB.
    assert!((3_000_000..lines).contains(&kept), "{kept}");
}
