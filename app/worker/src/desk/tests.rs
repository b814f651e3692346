use super::*;
use crate::protocol::{Answer, Ask};
use std::path::Path;

/// 2025-11-25T01:15:00Z.
const NOW: i64 = 1_764_033_300_000;

fn sending() -> Purpose {
    Purpose::Send {
        office: "9970100018".to_owned(),
        now: NOW,
    }
}

/// A folder of the standard's examples, handed over file by file.
fn desk_of(folders: &[&str], purpose: &Purpose) -> (Desk, Outcome) {
    let mut desk = Desk::default();
    let mut key = 0;
    for folder in folders {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../careplan/tests/data/examples")
            .join(folder);
        let mut files: Vec<_> = std::fs::read_dir(&path)
            .expect("an example")
            .map(|entry| entry.expect("a file").path())
            .collect();
        files.sort();
        for file in files {
            let bytes = std::fs::read(&file).expect("octets");
            let given = Given {
                key,
                name: file
                    .file_name()
                    .and_then(|name| name.to_str())
                    .expect("a name")
                    .to_owned(),
                folder: (*folder).to_owned(),
            };
            key += 1;
            assert!(desk.admits(&given, bytes.len() as u64, purpose));
            desk.take(&given, bytes);
        }
    }
    let outcome = desk.finish(purpose);
    (desk, outcome)
}

#[test]
fn a_good_unit_can_be_sent() {
    let (_, outcome) = desk_of(&["a_monthly_plan_home_visit"], &sending());
    assert_eq!(outcome.units.len(), 1);
    let unit = &outcome.units[0];
    assert!(unit.sendable, "{:?}", outcome.findings);
    assert_eq!(unit.group.as_deref(), Some("monthly_plan"));
    assert_eq!(unit.month.as_deref(), Some("202511"));
    assert_eq!(unit.to.to_string(), "9970200024-11");
    assert_eq!(unit.files.len(), 3);
    assert!(!unit.persons.is_empty());
    assert!(unit.persons.iter().all(|person| !person.stranger));
}

/// A unit that is alone is not checked a second time; whether it may be sent is the same as if it were.
#[test]
fn a_unit_alone_is_sendable_exactly_when_it_is_a_bundle() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../careplan/tests/data/examples");
    let mut outcomes = [0, 0];
    for parent in ["", "invalid"] {
        for entry in std::fs::read_dir(examples.join(parent)).expect("examples") {
            let entry = entry.expect("a folder");
            let name = entry.file_name().into_string().expect("a name");
            if name == "invalid" || !entry.path().is_dir() {
                continue;
            }
            let folder = Path::new(parent).join(name);
            let (desk, outcome) = desk_of(&[folder.to_str().expect("a name")], &sending());
            let [unit] = outcome.units.as_slice() else {
                continue;
            };
            let units = units(&desk.readings);
            let is_bundle = desk.is_bundle(&units[0], &context(&sending()));
            assert_eq!(unit.sendable, is_bundle, "{}", folder.display());
            outcomes[usize::from(is_bundle)] += 1;
        }
    }
    assert!(outcomes.iter().all(|count| *count > 5), "{outcomes:?}");
}

#[test]
fn a_file_name_of_edition_3_has_no_service_types() {
    let (_, outcome) = desk_of(&["k_version3_monthly_plan"], &sending());
    assert_eq!(outcome.units[0].to.to_string(), "9970200024");
    assert!(outcome.units[0].sendable, "{:?}", outcome.findings);
}

#[test]
fn faulty_files_do_not_stop_the_good_unit_beside_them() {
    let (_, outcome) = desk_of(
        &[
            "a_monthly_plan_home_visit",
            "invalid/16_item_missing",
            "invalid/26_unknown_code",
        ],
        &sending(),
    );
    let good: Vec<bool> = outcome.units.iter().map(|unit| unit.sendable).collect();
    assert_eq!(good, [true, false, false]);
    let errors: Vec<&FindingGroup> = outcome
        .findings
        .iter()
        .filter(|group| group.severity == Severity::Error)
        .collect();
    assert!(errors.iter().any(|group| group.rule == "R-028"));
    assert!(errors.iter().all(|group| group.file != Some(0)));
    assert!(errors.iter().all(|group| group.message.ja.contains('。')));
}

#[test]
fn a_file_over_the_limit_is_refused_by_its_size_alone() {
    let mut desk = Desk::default();
    let given = Given {
        key: 7,
        name: "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV".to_owned(),
        folder: String::new(),
    };
    assert!(!desk.admits(&given, 10 * 1024 * 1024 + 1, &sending()));
    let outcome = desk.finish(&sending());
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.findings[0].file, Some(7));
    assert_eq!(outcome.findings[0].severity, Severity::Error);
    assert!(desk.admits(&given, 10 * 1024 * 1024 + 1, &Purpose::Check { now: NOW }));
}

#[test]
fn what_is_put_away_is_no_longer_checked() {
    let (mut desk, outcome) = desk_of(
        &["a_monthly_plan_home_visit", "invalid/26_unknown_code"],
        &sending(),
    );
    let faulty = outcome.units[1].files.clone();
    desk.remove(&faulty);
    let outcome = desk.finish(&sending());
    assert_eq!(outcome.units.len(), 1);
    assert!(outcome.units[0].sendable);
}

#[test]
fn attachments_are_told_from_what_cannot_be_sent() {
    assert_eq!(sort(None, "手紙.PDF"), FileSort::Attachment);
    assert_eq!(sort(None, "photo.jpeg"), FileSort::Attachment);
    assert_eq!(sort(None, "list.xlsx"), FileSort::Other);
    assert_eq!(sort(None, "unknown.csv"), FileSort::Csv);
    assert_eq!(sort(Some(Kind::BasicImage), "x.jpg"), FileSort::Image);
}

#[test]
fn what_was_found_comes_back_from_the_post() {
    let (_, outcome) = desk_of(
        &["a_monthly_plan_home_visit", "invalid/26_unknown_code"],
        &sending(),
    );
    assert!(!outcome.units[0].persons.is_empty() && !outcome.findings.is_empty());
    let answer = Answer::Read(Box::new(outcome));
    assert_eq!(pack::unpack(&pack::pack(&answer)), Some(answer));
    let ask = Ask::Remove {
        files: vec![1, 2],
        purpose: sending(),
    };
    assert_eq!(pack::unpack(&pack::pack(&ask)), Some(ask));
}
