//! The character doctor: what it replaces, what it mends in files, and what it leaves alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{RepairKind, Replacements, SourceFile, diagnose, mend, mend_text, ms932, read};
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
        (change.before.as_str(), change.after.as_str()),
        ("𠮷", "吉")
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
    assert!(found.iter().all(|repair| repair.kind == RepairKind::Gaiji));
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
        // As many records as before, and nothing left to mend.
        let before = read(file(text.into_bytes())).document.unwrap().len();
        prop_assert_eq!(reading.document.as_ref().unwrap().len(), before);
        let again = mend(&reading, &Replacements::new()).unwrap();
        prop_assert_eq!(again.changes.len(), 0);
        prop_assert!(again.bytes == mended.bytes);
    }
}
