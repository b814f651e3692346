//! Names, good and bad, each with the rules that it breaks.

use super::parse::{NameReading, read_name};
use crate::finding::Finding;

/// The rules that a name breaks, and whether it could be read.
fn check(name: &str) -> (Vec<String>, bool) {
    match read_name(name) {
        NameReading::Foreign(_) => (vec!["foreign".to_owned()], false),
        NameReading::Standard {
            file_name, faults, ..
        } => {
            let rules = faults
                .into_iter()
                .map(|fault| Finding::from(fault).rule.to_string())
                .collect();
            (rules, file_name.is_some())
        }
    }
}

#[track_caller]
fn breaks(name: &str, rules: &[&str], readable: bool) {
    assert_eq!(
        check(name),
        (rules.iter().map(ToString::to_string).collect(), readable),
        "{name}"
    );
}

#[test]
fn names_of_all_three_generations_are_read() {
    breaks(
        "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV",
        &[],
        true,
    );
    breaks(
        "UPPLAN_202511_9970100018_430_9970200024_110_20251025093015.CSV",
        &[],
        true,
    );
    breaks(
        "UPPLAN_202503_9970100018_9970200024_20250225101500.CSV",
        &[],
        true,
    );
    breaks(
        "UPHOSOKU_000000_9970100018_43_9970200024_11_20251020143022.CSV",
        &[],
        true,
    );
    breaks(
        "UPKIHON_IMAGE_9900100053_46_99A0100067_A2_20251020110000_0001.jpg",
        &[],
        true,
    );
}

#[test]
fn a_path_before_the_name_is_no_part_of_it() {
    breaks(
        "a/b.c/UPYOBO_SUB_9900100053_46_99A0100067_A2_20251020110000.CSV",
        &[],
        true,
    );
    breaks(
        "C:\\送信\\UPYOBO_9900100053_46_99A0100067_A2_20251020110000.CSV",
        &[],
        true,
    );
}

#[test]
fn r001_the_prefix_is_known() {
    breaks(
        "UPJSKX_202511_9970200024_11_9970100018_43_20251202181500.CSV",
        &["R-001"],
        false,
    );
    breaks("利用者一覧.csv", &["R-001"], false);
}

#[test]
fn r002_all_parts_are_there() {
    breaks(
        "UPJSK_202511_9970200024_11_9970100018_20251202181500.CSV",
        &["R-002"],
        false,
    );
    breaks("UPJSK.CSV", &["R-002"], false);
    breaks(
        "UPKIHON_IMAGE_9900100053_46_99A0100067_A2_20251020110000.jpg",
        &["R-002"],
        false,
    );
}

#[test]
fn r003_to_r006_each_part_has_its_finding() {
    breaks(
        "UPJSK_202511_997020002_11_9970100018_43_20251202181500.CSV",
        &["R-003"],
        false,
    );
    breaks(
        "UPJSK_202511_9970200024_1_9970100018_4a_20251202181500.CSV",
        &["R-004", "R-004"],
        false,
    );
    breaks(
        "UPJSK_202511_9970200024_11_9970100018_430_20251202181500.CSV",
        &["R-004"],
        false,
    );
    breaks(
        "UPJSK_202513_9970200024_11_9970100018_43_20251202181500.CSV",
        &["R-005"],
        false,
    );
    breaks(
        "UPJSK_000000_9970200024_11_9970100018_43_20251202181500.CSV",
        &["R-005"],
        false,
    );
    breaks(
        "UPJSK_9970200024_11_9970100018_43_20251202181500.CSV",
        &["R-005"],
        false,
    );
    breaks(
        "UP1KYO_202511_9970100018_43_9970200024_11_20251020143022.CSV",
        &["R-005"],
        false,
    );
    breaks(
        "UPJSK_202511_9970200024_11_9970100018_43_20251302181500.CSV",
        &["R-006"],
        false,
    );
    breaks(
        "UPJSK_202513_997020002_11_9970100018_43_2025.CSV",
        &["R-003", "R-005", "R-006"],
        false,
    );
}

#[test]
fn r007_the_extension_is_in_capitals() {
    breaks(
        "UPJSK_202511_9970200024_11_9970100018_43_20251202181500.csv",
        &["R-007"],
        true,
    );
    breaks(
        "UPKIHON_IMAGE_9900100053_46_99A0100067_A2_20251020110000_0001.Jpg",
        &["R-007"],
        true,
    );
    breaks(
        "UPKIHON_IMAGE_9900100053_46_99A0100067_A2_20251020110000_0001.JPG",
        &[],
        true,
    );
}

#[test]
fn r008_only_plain_characters_are_in_the_name() {
    breaks(
        "UPJSK\u{332}202511\u{332}9970200024\u{332}11.CSV",
        &["R-008"],
        false,
    );
    breaks(
        "UPJSK_202511_9970200024_11_9970100018_43_20251202181500 (1).CSV",
        &["R-008"],
        false,
    );
    breaks("ＵＰＪＳＫ＿202511_9970200024.CSV", &["R-008"], false);
    breaks(
        "UPJSK_202511.bak_9970200024_11_9970100018_43_20251202181500.CSV",
        &["R-008"],
        false,
    );
}

#[test]
fn r009_to_r011_parties_differ_and_fit_the_direction() {
    breaks(
        "UPJSK_202511_9970200024_11_9970200024_11_20251202181500.CSV",
        &["R-009"],
        true,
    );
    breaks(
        "UPJSK_202511_9970200024_11_9970200024_43_20251202181500.CSV",
        &[],
        true,
    );
    breaks(
        "UPJSK_202511_9970200024_99_9970100018_43_20251202181500.CSV",
        &["R-010"],
        true,
    );
    breaks(
        "UPPLAN_202511_9970200024_11_9970100018_43_20251025093015.CSV",
        &["R-011"],
        true,
    );
    breaks(
        "UPJSK_202511_9970100018_43_9970200024_11_20251202181500.CSV",
        &["R-011"],
        true,
    );
    breaks(
        "UPPLAN_202511_9970200024_73_9970100018_11_20251025093015.CSV",
        &[],
        true,
    );
    breaks(
        "UPJSK_202511_9970100018_43_9900100053_46_20251202181500.CSV",
        &[],
        true,
    );
}

#[test]
fn r013_a_month_too_many_is_read_over() {
    breaks(
        "UPKIHON_000000_9900100053_46_99A0100067_A2_20251020110000.CSV",
        &["R-013"],
        true,
    );
}

#[test]
fn other_files_are_foreign() {
    for name in [
        "計画書 (1).pdf",
        "photo.jpg",
        "UPPLAN_202511.pdf",
        "memo.txt",
        "README",
    ] {
        breaks(name, &["foreign"], false);
    }
}
