//! 予定と実績 and the changes of a plan, as the page shows them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Reading, SourceFile, ms932, read};
use viewer::changes::changes;
use viewer::compare::compare;
use viewer::drawing::{Drawing, Stroke};
use viewer::protocol::How;

fn sample(folder: &str) -> Vec<Reading> {
    common::samples(&[folder])
}

/// A sample with other names, and other lines in its 第6表.
fn edited(
    folder: &str,
    name: impl Fn(&str) -> String,
    edit: impl Fn(&str) -> Option<String>,
) -> Vec<Reading> {
    sample(folder)
        .into_iter()
        .map(|reading| {
            let mut bytes = reading.bytes().to_vec();
            if reading.base_name().starts_with("UPPLAN") {
                let text = ms932::decode(&bytes).into_owned();
                let lines = text.split_inclusive("\r\n").filter_map(&edit);
                bytes = ms932::encode(&lines.collect::<String>()).unwrap();
            }
            read(SourceFile {
                name: name(&reading.name),
                bytes,
            })
        })
        .collect()
}

fn english() -> How {
    How {
        english: true,
        ..How::default()
    }
}

/// Every text of the elements of a class.
fn texts(drawing: &Drawing, class: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // Which of the open elements is of the class.
    let mut open: Vec<bool> = Vec::new();
    for stroke in &drawing.strokes {
        match stroke {
            Stroke::Open { attributes, .. } => {
                let is_it = attributes
                    .iter()
                    .any(|(_, value)| value.split(' ').any(|word| word == class));
                if is_it {
                    found.push(String::new());
                }
                open.push(is_it);
            }
            Stroke::Text(text) if open.contains(&true) => {
                found.last_mut().unwrap().push_str(text);
            }
            Stroke::Text(_) => {}
            Stroke::Close => {
                open.pop();
            }
        }
    }
    found
}

#[test]
fn the_sample_of_results_has_its_four_differences_in_words_and_in_the_grid() {
    let plan = sample("a_monthly_plan_home_visit");
    let actual = sample("c_result_home_visit");
    let compared = compare(&plan, &actual, &How::default());
    assert_eq!((compared.differences, compared.differing), (4, 2));
    let tasks = texts(&compared.sheet.drawing, "task");
    let begins = [
        "− 予定のみ 11月12日(水) 訪問介護 111211",
        "＋ 実績のみ 11月15日(土) 訪問介護 111111",
        "⇄ 時刻の違い 11月19日(水) 訪問介護 111211",
        "− 予定のみ 11月20日(木) 訪問介護 111111",
    ];
    assert_eq!(tasks.len(), begins.len(), "{tasks:?}");
    for (task, begins) in tasks.iter().zip(begins) {
        assert!(task.starts_with(begins), "{task}");
    }
    assert!(tasks[2].ends_with("予定 9:00〜10:00 1回 387単位 → 実績 9:10〜10:10 1回 387単位"));
    let marks = texts(&compared.sheet.drawing, "mark-word");
    let count = |word: &str| marks.iter().filter(|mark| *mark == word).count();
    assert_eq!(count("予定のみ"), 2);
    assert_eq!(count("実績のみ"), 1);
    // Where it was planned, and where it was done.
    assert_eq!(count("時刻の違い"), 2);
    assert_eq!(count("未着"), 9);
    assert_eq!(marks.len(), 14);
}

#[test]
fn offices_without_results_are_named_once() {
    let plan = sample("a_monthly_plan_home_visit");
    let compared = compare(&plan, &sample("c_result_home_visit"), &How::default());
    let awaited: Vec<_> = compared
        .awaited
        .iter()
        .map(|office| (office.number.as_str(), office.name.is_some()))
        .collect();
    assert_eq!(awaited, [("9970300030", true), ("9970400046", true)]);
}

#[test]
fn several_letters_with_the_same_plan_count_once() {
    let mut plan = sample("a_monthly_plan_home_visit");
    let mut copies = sample("a_monthly_plan_home_visit");
    for copy in &mut copies {
        copy.name = format!("another letter/{}", copy.name);
    }
    plan.extend(copies);
    let compared = compare(&plan, &sample("c_result_home_visit"), &How::default());
    assert_eq!(compared.differences, 4);
    assert_eq!(texts(&compared.sheet.drawing, "mark-word").len(), 14);
}

#[test]
fn what_was_carried_out_is_only_named() {
    let plan = sample("a_monthly_plan_home_visit");
    let actual = edited(
        "a_monthly_plan_home_visit",
        |name| name.replace("UPPLAN", "UPJSK"),
        |line| Some(line.to_owned()),
    );
    let compared = compare(&plan, &actual, &english());
    assert_eq!(
        (compared.differences, compared.differing, compared.agreeing),
        (0, 0, 3)
    );
    assert_eq!(compared.awaited, []);
    assert!(texts(&compared.sheet.drawing, "task").is_empty());
    assert!(compared.sheet.drawing.words().contains("As planned"));
}

#[test]
fn changes_are_sentences_by_person() {
    let older = sample("a_monthly_plan_home_visit");
    let newer = edited("a_monthly_plan_home_visit", str::to_owned, |line| {
        (!line.contains(",9970300030,")).then(|| line.to_owned())
    });
    let words = changes(&older, &newer, &How::default()).drawing.words();
    assert!(
        words.starts_with("髙橋 ハナ（0000123401）|木曜日の通所介護が中止（"),
        "{words}"
    );
    let words = changes(&older, &newer, &english()).drawing.words();
    assert!(words.contains("on Thursdays: removed"), "{words}");
    let words = changes(&older, &older, &How::default()).drawing.words();
    assert_eq!(words, "予定の内容に変わりはありません。");
}
