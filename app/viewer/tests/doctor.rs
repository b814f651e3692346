//! 文字と形式を直す, as the page shows it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Reading, SourceFile, ms932, read};
use viewer::doctor::{Diagnosis, Wish, diagnose};
use viewer::protocol::How;

fn sample(folder: &str) -> Vec<Reading> {
    common::samples(&[folder])
}

/// The sample plan as UTF-8 with lone LF, a 𠮷 and a smile.
fn spoilt() -> Vec<Reading> {
    sample("a_monthly_plan_home_visit")
        .into_iter()
        .map(|reading| {
            let text = ms932::decode(reading.bytes()).replace("\r\n", "\n");
            let text = text.replace("髙橋 ハナ", "𠮷田 ハナ🙂");
            read(SourceFile {
                name: reading.name,
                bytes: text.into_bytes(),
            })
        })
        .collect()
}

fn with(wishes: &[(&str, &str)]) -> (Diagnosis, Vec<Vec<u8>>) {
    let wishes: Vec<Wish> = wishes
        .iter()
        .map(|(code, text)| Wish {
            code: (*code).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    diagnose(&spoilt(), &[7, 8, 9], &wishes, &How::default())
}

#[test]
fn each_character_is_listed_once_with_person_item_and_text() {
    let (diagnosis, copies) = with(&[]);
    let words = diagnosis.sheet.drawing.words();
    assert!(words.starts_with("𠮷|U+20BB7|→|置き換える字|"), "{words}");
    assert!(words.contains("利用者氏名「𠮷田 ハナ🙂」"), "{words}");
    assert!(words.contains("近い字がないため〓にします。"), "{words}");
    assert!(
        words.contains("UTF-8からShift_JISに変えます（3ファイル）"),
        "{words}"
    );
    assert!(
        words.contains("LFからCR LFに変えます（3ファイル）"),
        "{words}"
    );
    assert_eq!((diagnosis.refused, diagnosis.left), (0, 0));
    let keys: Vec<u32> = diagnosis.files.iter().map(|file| file.key).collect();
    assert_eq!(keys, [7, 8, 9]);
    assert_eq!(copies.len(), 3);
    for copy in copies {
        assert!(ms932::faults(&copy).next().is_none());
    }
}

#[test]
fn what_is_wanted_is_written_and_told() {
    let (diagnosis, copies) = with(&[("1F642", "（笑）")]);
    let text: String = copies
        .iter()
        .map(|copy| ms932::decode(copy).into_owned())
        .collect();
    assert!(text.contains("吉田 ハナ（笑）"));
    let changes: Vec<_> = diagnosis
        .files
        .iter()
        .flat_map(|file| &file.changes)
        .map(|change| (change.record, change.before.as_str(), change.after.as_str()))
        .collect();
    assert!(changes.contains(&(0, "UTF-8", "Shift_JIS")));
    assert!(changes.contains(&(0, "LF", "CR LF")));
    assert!(changes.contains(&(1, "𠮷", "吉")));
    assert!(changes.contains(&(1, "🙂", "（笑）")));
}

#[test]
fn what_ms932_lacks_as_well_is_refused_at_its_field() {
    let (diagnosis, _) = with(&[("20BB7", "𠀋")]);
    assert_eq!(diagnosis.refused, 1);
    assert_eq!(diagnosis.first.as_deref(), Some("mend-20BB7"));
    let words = diagnosis.sheet.drawing.words();
    assert!(
        words.contains("入力した字はShift_JISにありません。"),
        "{words}"
    );
}

#[test]
fn gaiji_wait_for_somebody_who_knows_them() {
    let readings = sample("invalid/10_gaiji");
    let say = |text: &str| {
        let wish = Wish {
            code: "E000".to_owned(),
            text: text.to_owned(),
        };
        diagnose(&readings, &[1], &[wish], &How::default())
    };
    let (diagnosis, copies) = say("");
    assert_eq!(
        (diagnosis.left, diagnosis.files.len(), copies.len()),
        (1, 0, 0)
    );
    assert_eq!(diagnosis.first.as_deref(), Some("mend-E000"));
    assert!(diagnosis.sheet.drawing.words().contains("外字 F040"));
    let (diagnosis, copies) = say("髙");
    assert_eq!((diagnosis.left, copies.len()), (0, 1));
    assert_eq!(diagnosis.files[0].changes[0].before, "F040");
}

#[test]
fn good_files_have_nothing_to_mend() {
    let readings = sample("a_monthly_plan_home_visit");
    let (diagnosis, copies) = diagnose(&readings, &[1, 2, 3], &[], &How::default());
    assert_eq!(diagnosis, Diagnosis::default());
    assert!(copies.is_empty());
}
