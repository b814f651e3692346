use super::*;
use crate::drawing::{Attribute, Stroke, Tag};
use crate::protocol::Fault;
use std::path::Path;

/// A folder of the standard's examples, handed over file by file.
fn desk_of(folders: &[&str]) -> (Desk, Contents) {
    let mut desk = Desk::default();
    let mut files = Vec::new();
    for folder in folders {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../careplan/tests/data/examples")
            .join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(&path)
            .expect("an example")
            .map(|entry| entry.expect("a file").path())
            .collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().and_then(|name| name.to_str());
            let given = Given {
                key: 10 + number(files.len()),
                name: format!("{folder}/{}", name.expect("a name")),
            };
            files.push((given, std::fs::read(path).expect("octets")));
        }
    }
    let given: Vec<Given> = files.iter().map(|(given, _)| given.clone()).collect();
    assert_eq!(desk.missing(&given).len(), files.len());
    for (given, bytes) in files {
        desk.take(&given, bytes);
    }
    let contents = desk.open();
    (desk, contents)
}

fn has_id(sheet: &Sheet, id: &str) -> bool {
    sheet.drawing.strokes.iter().any(|stroke| {
        matches!(stroke, Stroke::Open { attributes, .. }
            if attributes.contains(&(Attribute::Id, id.to_owned())))
    })
}

#[test]
fn persons_and_papers_are_listed_and_drawn() {
    let (desk, contents) = desk_of(&["a_monthly_plan_home_visit", "c_result_home_visit"]);
    let names: Vec<_> = contents.persons.iter().map(|person| &person.name).collect();
    assert!(names.len() > 1, "{names:?}");
    for (place, facts) in (0..).zip(&contents.papers) {
        let sheet = desk.paper(place, &How::default());
        let words = sheet.drawing.words();
        let person = &contents.persons[index(facts.person)];
        let said = person
            .name
            .as_ref()
            .is_some_and(|name| words.contains(name))
            || words.replace('|', "").contains(&person.insured_number);
        assert!(
            said || facts.name.ja == "第6表",
            "{} says whose it is",
            facts.name.ja
        );
    }
    assert_eq!(desk.paper(999, &How::default()), Sheet::default());
}

#[test]
fn every_element_that_opens_closes() {
    let (desk, contents) = desk_of(&["b_care_plan_tables123", "e_preventive_plan"]);
    for place in 0..number(contents.papers.len()) {
        let mut depth = 0_i32;
        for stroke in desk.paper(place, &How::default()).drawing.strokes {
            match stroke {
                Stroke::Open { .. } => depth += 1,
                Stroke::Text(_) => {}
                Stroke::Close => depth -= 1,
            }
            assert!(depth >= 0);
        }
        assert_eq!(depth, 0);
    }
}

#[test]
fn a_person_is_found_by_name_kana_and_number() {
    let (desk, contents) = desk_of(&["a_monthly_plan_home_visit"]);
    let person = contents
        .persons
        .iter()
        .position(|person| person.kana.is_some())
        .expect("somebody has フリガナ");
    let found = number(person);
    let Person {
        name,
        kana,
        insured_number,
        ..
    } = &contents.persons[person];
    let kana = kana.as_deref().expect("フリガナ");
    let hiragana: String = kana
        .chars()
        .map(|character| match character {
            'ァ'..='ヶ' => char::from_u32(u32::from(character) - 0x60).expect("hiragana"),
            other => other,
        })
        .collect();
    for text in [
        name.as_deref().expect("a name"),
        kana,
        &hiragana,
        insured_number,
    ] {
        assert!(desk.find(text).contains(&found), "{text}");
    }
    assert_eq!(desk.find("居ない人"), Vec::<u32>::new());
    assert_eq!(desk.find(" ").len(), contents.persons.len());
}

#[test]
fn a_days_column_knows_its_week_and_today_is_said() {
    let (desk, contents) = desk_of(&["a_monthly_plan_home_visit"]);
    let place = contents
        .papers
        .iter()
        .position(|it| it.name.ja.contains("6表"));
    let how = How {
        today: "2025-11-25".to_owned(),
        ..How::default()
    };
    let sheet = desk.paper(number(place.expect("第6表")), &how);
    assert_eq!(sheet.weeks.len(), 5);
    assert_eq!((sheet.week, sheet.weeks[4].as_str()), (4, "11月24日〜30日"));
    assert!(sheet.drawing.words().contains("今日"));
    let print = How { print: true, ..how };
    let sheet = desk.paper(number(place.expect("第6表")), &print);
    assert!(!sheet.drawing.words().contains("今日"));
}

#[test]
fn a_week_of_one_day_has_a_head_of_a_week() {
    // March 2025 ends on a Monday: its last week is the 31st alone.
    let (desk, contents) = desk_of(&["k_version3_monthly_plan"]);
    let place = contents.papers.iter().position(|it| it.name.ja == "第6表");
    let sheet = desk.paper(number(place.expect("第6表")), &How::default());
    assert_eq!(
        sheet.weeks.last().map(String::as_str),
        Some("3月31日〜31日")
    );
    let is_head = |stroke: &&Stroke| {
        matches!(stroke, Stroke::Open { attributes, .. }
        if attributes.iter().any(|(name, value)| {
            *name == Attribute::Class && value.split(' ').any(|class| class == "week-head")
        }))
    };
    let heads = sheet.drawing.strokes.iter().filter(is_head).count();
    assert_eq!(heads, sheet.weeks.len());
}

#[test]
fn a_finding_is_marked_at_its_cell() {
    let (desk, contents) = desk_of(&["c_result_home_visit"]);
    let file = contents.tables[0].file;
    assert!(contents.tables[0].rows > 3);
    let how = How {
        faults: vec![Fault {
            file,
            record: 2,
            item: 10,
            error: true,
        }],
        ..How::default()
    };
    let sheet = desk.rows(file, 1, 1, &how);
    assert!(has_id(&sheet, &format!("cell-{file}-2-10")));
    assert!(!has_id(&sheet, &format!("cell-{file}-1-10")));
    assert_eq!(sheet.drawing.words().matches("エラー").count(), 1);
    assert!(
        sheet.drawing.words().contains("|R7.11|"),
        "months as people read them"
    );
    assert!(
        !desk
            .rows(file, 1, 1, &How::default())
            .drawing
            .words()
            .contains("エラー")
    );
}

#[test]
fn one_record_reads_downwards_and_a_file_without_rows_has_none() {
    let (desk, contents) = desk_of(&["d_monthly_plan_delete"]);
    let file = contents.tables[0].file;
    let sheet = desk.rows(file, 0, 50, &How::default());
    let rows = |tag| {
        let opens = |stroke: &&Stroke| matches!(stroke, Stroke::Open { tag: it, .. } if *it == tag);
        sheet.drawing.strokes.iter().filter(opens).count()
    };
    assert!(rows(Tag::Tr) > 3, "an item a line");
    assert_eq!(desk.rows(9, 0, 50, &How::default()), Sheet::default());
}

#[test]
fn files_that_stay_are_not_read_again() {
    let (mut desk, contents) = desk_of(&["a_monthly_plan_home_visit"]);
    let stays = Given {
        key: contents.tables[0].file,
        name: String::new(),
    };
    let new = Given {
        key: 99,
        name: "x.csv".to_owned(),
    };
    assert_eq!(desk.missing(&[stays, new.clone()]), [1]);
    desk.take(&new, Vec::new());
    let contents = desk.open();
    assert_eq!(contents.tables.len(), 2);
    assert_eq!(contents.tables[1].rows, 0);
}
