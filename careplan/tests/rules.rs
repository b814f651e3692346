//! The sample files give exactly the findings that come with them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Bundle, Context, Finding, check};
use common::{examples, folder};

/// What a finding says in the columns of `expected.csv`: file, rule, severity, row, column.
fn columns(finding: &Finding) -> [String; 5] {
    let text = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        finding.file.clone().unwrap_or_default(),
        finding.rule.to_string(),
        format!("{:?}", finding.severity).to_lowercase(),
        text(finding.record),
        text(finding.item.map(u32::from)),
    ]
}

#[test]
fn every_invalid_case_gives_exactly_the_expected_findings() {
    let expected = std::fs::read(examples().join("invalid/expected.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(expected.as_slice());
    let mut cases = 0;
    let mut wrong = Vec::new();
    for row in rows.records() {
        let row = row.unwrap();
        let readings = folder(&format!("invalid/{}", &row[0]));
        let found: Vec<_> = check(&readings, &Context::default())
            .iter()
            .map(columns)
            .collect();
        let expected = [
            row[1].to_owned(),
            row[2].to_owned(),
            row[3].to_owned(),
            row[4].to_owned(),
            row[5].to_owned(),
        ];
        if found != [expected.clone()] {
            wrong.push(format!(
                "{}: expected {expected:?}, found {found:?}",
                &row[0]
            ));
        }
        cases += 1;
    }
    assert_eq!(cases, 49);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_good_unit_is_a_bundle_with_exactly_the_expected_warnings() {
    let bundles = std::fs::read(examples().join("bundles.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(bundles.as_slice());
    let mut count = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let readings = folder(&row[0]);
        let bundle = Bundle::new(readings, &Context::default())
            .unwrap_or_else(|findings| panic!("{}: {findings:#?}", &row[0]));
        let warnings: Vec<String> = bundle
            .findings()
            .iter()
            .map(|finding| finding.rule.to_string())
            .collect();
        let expected: Vec<&str> = row[3].split(';').filter(|rule| !rule.is_empty()).collect();
        assert_eq!(warnings, expected, "{}", &row[0]);
        assert_eq!(bundle.facts().serial.to_string(), row[1], "{}", &row[0]);
        let mut files: Vec<&str> = bundle
            .facts()
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        files.sort_unstable();
        assert_eq!(files.join(";"), row[2], "{}", &row[0]);
        assert!(!bundle.persons().is_empty(), "{}", &row[0]);
        count += 1;
    }
    assert_eq!(count, 14);
}
