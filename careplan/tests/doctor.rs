//! The character doctor: what it replaces, what it mends in files, and what it leaves alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{
    Record, Repair, RepairKind, Replacements, SourceFile, diagnose, mend, mend_text, ms932, read,
};
use common::{examples, files};
use proptest::prelude::*;

#[track_caller]
fn becomes(text: &str, expected: &str) {
    let (mended, changes) = mend_text(text, &Replacements::new());
    assert_eq!(mended, expected, "{text}");
    assert_eq!(changes.is_empty(), text == expected, "{text}");
}

#[test]
fn characters_become_their_nearest_and_others_stay() {
    becomes("𠮷田", "吉田");
    becomes("髙橋 﨑 濵 德 瀨 ① Ⅱ ㈱ ｱｲｳ", "髙橋 﨑 濵 德 瀨 ① Ⅱ ㈱ ｱｲｳ");
    becomes("辻\u{E0100}さん 葛\u{E0101}西", "辻さん 葛西");
    becomes("9〜10時 −1 ¥100 —", "9～10時 －1 ￥100 ―");
    becomes("㋿7年 ㉑ €", "令和7年 (21) ユーロ");
    becomes("か\u{3099}ハ\u{309A}う\u{3099}", "がパヴ");
    becomes("元気🙂です", "元気〓です");
    becomes("ゼロ\u{200B}幅", "ゼロ幅");
}

#[test]
fn the_office_may_want_something_else() {
    let wanted = Replacements::from([('🙂', "（笑）".to_owned())]);
    assert_eq!(mend_text("元気🙂", &wanted).0, "元気（笑）");
    // What MS932 lacks as well is not taken.
    let wanted = Replacements::from([('🙂', "🙃".to_owned())]);
    assert_eq!(mend_text("元気🙂", &wanted).0, "元気〓");
}

#[test]
fn a_utf8_file_becomes_ms932_and_says_what_changed() {
    let mut file = files("a_monthly_plan_home_visit").remove(0);
    let text = ms932::decode(&file.bytes).replacen("髙橋 ハナ", "𠮷田 ハナ", 1);
    file.bytes = text.into_bytes();
    let mended = mend(&read(file.clone()), &Replacements::new()).unwrap();
    let kinds: Vec<_> = mended.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [RepairKind::Encoding, RepairKind::Character]);
    let change = &mended.changes[1];
    assert_eq!(
        (change.before.as_str(), change.after.as_deref()),
        ("𠮷", Some("吉"))
    );
    assert_eq!((change.record, change.item), (Some(1), Some(6)));
    assert_eq!(change.item_name.as_deref(), Some("利用者氏名"));
    assert_eq!(change.person.unwrap().as_str(), "0000123401");
    let bytes = mended.bytes;
    assert!(ms932::decode(&bytes).contains("吉田 ハナ"));
    assert!(read(SourceFile { bytes, ..file }).findings.is_empty());
}

/// The samples of mistakes that can be mended here: afterwards nothing is found in them.
#[test]
fn line_ends_quotes_and_encodings_of_the_samples_are_mended() {
    for folder in [
        "invalid/11_utf8",
        "invalid/12_utf8_bom",
        "invalid/13_lf_only",
        "invalid/18_text_not_quoted",
    ] {
        let mut changed = 0;
        for file in files(folder) {
            let mended = mend(&read(file.clone()), &Replacements::new()).unwrap();
            changed += mended.changes.len();
            let again = read(SourceFile {
                bytes: mended.bytes,
                ..file
            });
            let rules: Vec<_> = again
                .findings
                .iter()
                .map(|found| found.rule.to_string())
                .collect();
            assert_eq!(rules, Vec::<String>::new(), "{folder}");
        }
        assert!(changed > 0, "{folder}");
    }
}

#[test]
fn what_is_not_safe_is_left_alone() {
    for folder in ["invalid/09_broken_bytes", "invalid/14_quote_not_closed"] {
        let left = files(folder)
            .into_iter()
            .filter(|file| mend(&read(file.clone()), &Replacements::new()).is_none());
        assert_eq!(left.count(), 1, "{folder}");
    }
    // 外字 are told and stay.
    let mut found = Vec::new();
    for file in files("invalid/10_gaiji") {
        let mended = mend(&read(file.clone()), &Replacements::new()).unwrap();
        assert_eq!(mended.bytes, file.bytes);
        found.extend(mended.changes);
    }
    assert!(!found.is_empty());
    let is_left = |repair: &Repair| repair.kind == RepairKind::Gaiji && repair.after.is_none();
    assert!(found.iter().all(is_left));
}

#[test]
fn gaiji_are_replaced_by_what_the_office_says() {
    // F040 is U+E000 on Windows.
    let wanted = Replacements::from([('\u{E000}', "髙".to_owned())]);
    let files = files("invalid/10_gaiji");
    assert_eq!(common::rules(files.clone()), ["R-022"]);
    let mended: Vec<SourceFile> = files
        .into_iter()
        .map(|file| {
            let bytes = mend(&read(file.clone()), &wanted).unwrap().bytes;
            assert_eq!(
                ms932::decode(&bytes),
                ms932::decode(&file.bytes).replace('〓', "髙")
            );
            SourceFile { bytes, ..file }
        })
        .collect();
    assert_eq!(common::rules(mended), Vec::<String>::new());
}

#[test]
fn what_cannot_stand_in_a_cell_is_not_taken() {
    for unfit in ["🙃", "\"", "a\r\nb", "\u{E001}"] {
        let wanted = Replacements::from([('\u{E000}', unfit.to_owned())]);
        for file in files("invalid/10_gaiji") {
            let mended = mend(&read(file.clone()), &wanted).unwrap();
            assert_eq!(mended.bytes, file.bytes, "{unfit:?}");
        }
    }
}

/// A good sending unit as another program saved it: UTF-8, lone LF, no quotes, characters that MS932 lacks.
fn spoilt(file: SourceFile, end: &str, bare: bool) -> SourceFile {
    let text = ms932::decode(&file.bytes).into_owned();
    let text = text
        .replace("髙", "髙\u{E0100}")
        .replace('～', "〜")
        .replace('－', "−");
    let text = text.replace("\r\n", end);
    // Quotes that are needed stay: around commas, quotes and line breaks there are none in these samples.
    let bare = bare && !text.contains("\"\"") && text.lines().all(fits_bare);
    let bytes = if bare { text.replace('"', "") } else { text }.into_bytes();
    SourceFile { bytes, ..file }
}

/// Whether a record has no comma inside quotes.
fn fits_bare(line: &str) -> bool {
    line.split('"')
        .skip(1)
        .step_by(2)
        .all(|text| !text.contains(','))
        && line.matches('"').count().is_multiple_of(2)
}

#[test]
fn spoilt_units_are_good_again_and_say_the_same() {
    let mut bare_ones = 0;
    for name in [
        "a_monthly_plan_home_visit",
        "c_result_home_visit",
        "e2_preventive_monthly_plan",
        "f_monthly_plan_equipment",
        "k_version3_monthly_plan",
    ] {
        for (end, bare) in [("\n", true), ("\r", false), ("\r\n", true)] {
            let mended: Vec<SourceFile> = files(name)
                .into_iter()
                .map(|file| {
                    let reading = read(spoilt(file.clone(), end, bare));
                    let mended = mend(&reading, &Replacements::new()).unwrap();
                    let quotes = |change: &Repair| change.kind == RepairKind::Quotes;
                    bare_ones += usize::from(mended.changes.iter().any(quotes));
                    assert_eq!(
                        ms932::decode(&mended.bytes),
                        ms932::decode(&file.bytes),
                        "{name}"
                    );
                    SourceFile {
                        bytes: mended.bytes,
                        ..file
                    }
                })
                .collect();
            let errors = common::rules(mended);
            assert_eq!(errors, Vec::<String>::new(), "{name}");
        }
    }
    assert!(bare_ones > 5);
}

#[test]
fn the_good_samples_need_nothing() {
    for entry in std::fs::read_dir(examples()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !path.is_dir() || name == "invalid" {
            continue;
        }
        for file in files(&name) {
            let reading = read(file.clone());
            if reading.document.is_some() {
                let mended = mend(&reading, &Replacements::new()).unwrap();
                assert!(mended.bytes == file.bytes, "{name}");
                assert_eq!(diagnose(&reading).len(), 0, "{name}");
            }
        }
    }
}

/// A free text with much of what can go wrong in it.
fn text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "吉",
        "𠮷",
        "髙",
        "﨑",
        "〜",
        "−",
        "¥",
        "‾",
        "—",
        "辻\u{E0100}",
        "か\u{3099}",
        "🙂",
        "\u{200B}",
        "ｱ",
        "表",
        "ソ",
        "能",
        "㈱",
        "①",
        "㉑",
        "\"",
        ",",
        "\r\n",
        "\n",
        " ",
        "a",
        "7",
        "é",
        "鷗",
    ]);
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

/// A file of 第6表 as care software might write it: any line ends, quotes or none.
fn plan() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["\r\n", "\n", "\r"]);
    let row = (text(), text(), any::<bool>(), end);
    prop::collection::vec(row, 1..6).prop_map(|rows| {
        let row = |(manager, office, quotes, end): (String, String, bool, &str)| {
            let cell = |text: String| {
                let special = text.contains(['"', ',', '\r', '\n']);
                if quotes || special {
                    format!("\"{}\"", text.replace('"', "\"\""))
                } else {
                    text
                }
            };
            format!(
                "202407,991018,0000123401,20251025,202511,9970100018,{},387,,20251103,,0900,1000,1,111211,,,,,9970200024,{},,0,9970100018,{end}",
                cell(manager),
                cell(office),
            )
        };
        rows.into_iter().map(row).collect()
    })
}

const NAME: &str = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV";

fn file(bytes: Vec<u8>) -> SourceFile {
    SourceFile {
        name: NAME.to_owned(),
        bytes,
    }
}

/// What must not be found in a mended copy.
const MENDED: [&str; 4] = ["R-021", "R-023", "R-025", "R-037"];

proptest! {
    #[test]
    fn a_mended_text_is_of_ms932_and_needs_no_more(text in text()) {
        let (mended, _) = mend_text(&text, &Replacements::new());
        prop_assert!(ms932::encode(&mended).is_ok());
        let (again, changes) = mend_text(&mended, &Replacements::new());
        prop_assert_eq!((again, changes.len()), (mended, 0));
    }

    #[test]
    fn a_text_of_ms932_stays(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        if ms932::faults(&bytes).next().is_none() {
            let text = ms932::decode(&bytes).into_owned();
            prop_assert_eq!(mend_text(&text, &Replacements::new()).0, text);
        }
    }

    #[test]
    fn mended_files_are_good_and_stay_as_they_are(text in plan()) {
        let mended = mend(&read(file(text.clone().into_bytes())), &Replacements::new()).unwrap();
        prop_assert!(ms932::faults(&mended.bytes).next().is_none());
        let reading = read(file(mended.bytes.clone()));
        for found in &reading.findings {
            prop_assert!(!MENDED.contains(&found.rule.to_string().as_str()), "{}", found.rule);
        }
        // Every value is as before, with its characters replaced, and nothing is left to mend.
        let before = read(file(text.into_bytes())).document.unwrap();
        let after = reading.document.as_ref().unwrap();
        prop_assert_eq!(after.len(), before.len());
        for (one, other) in before.records().zip(after.records()) {
            prop_assert_eq!(one.width(), other.width());
            for item in 1..=u8::try_from(one.width()).unwrap() {
                let value = |record: Record<'_>| {
                    let text = record.text(item).unwrap_or_default();
                    mend_text(&text, &Replacements::new()).0
                };
                prop_assert_eq!(value(one), value(other));
            }
        }
        let again = mend(&reading, &Replacements::new()).unwrap();
        prop_assert_eq!(again.changes.len(), 0);
        prop_assert!(again.bytes == mended.bytes);
    }
}
