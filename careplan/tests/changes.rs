//! What changed between two versions of a plan, over the samples.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Lang, Reading, SourceFile, changes, read};
use common::{files, folder};

const PLAN: &str = "a_monthly_plan_home_visit";

/// The plan sample with its records filtered and rewritten.
fn plan(edit: impl Fn(&str) -> Option<String>) -> Vec<Reading> {
    let edited = |mut file: SourceFile| {
        if file.name.starts_with("UPPLAN") {
            let text = careplan::ms932::decode(&file.bytes).into_owned();
            let lines = text.split_inclusive("\r\n").filter_map(&edit);
            file.bytes = common::bytes(&lines.collect::<String>());
        }
        read(file)
    };
    files(PLAN).into_iter().map(edited).collect()
}

/// Both sentences of each change, and the other way round.
fn sentences(older: &[Reading], newer: &[Reading]) -> Vec<(String, String)> {
    changes(older, newer)
        .iter()
        .map(|change| {
            let sentence = |lang| change.sentence.in_lang(lang).to_owned();
            (sentence(Lang::Ja), sentence(Lang::En))
        })
        .collect()
}

fn both(ja: &str, en: &str) -> (String, String) {
    (ja.to_owned(), en.to_owned())
}

#[test]
fn the_same_plan_has_no_changes() {
    for name in [
        PLAN,
        "e2_preventive_monthly_plan",
        "f_monthly_plan_equipment",
    ] {
        assert_eq!(changes(&folder(name), &folder(name)), [], "{name}");
    }
}

#[test]
fn a_service_of_a_day_of_the_week_is_added_or_given_up() {
    let without = plan(|line| (!line.contains(",9970300030,")).then(|| line.to_owned()));
    let with = folder(PLAN);
    assert_eq!(
        sentences(&without, &with),
        [both(
            "木曜日の通所介護が追加",
            "通所介護 on Thursdays: added"
        )]
    );
    assert_eq!(
        sentences(&with, &without),
        [both(
            "木曜日の通所介護が中止",
            "通所介護 on Thursdays: removed"
        )]
    );
    let change = &changes(&without, &with)[0];
    assert_eq!(change.days.len(), 4);
    assert_eq!(change.service_codes.len(), 2);
    assert_eq!(change.name.as_deref(), Some("髙橋 ハナ"));
}

#[test]
fn an_add_on_alone_is_named_by_its_code() {
    let without = plan(|line| (!line.contains(",155301,")).then(|| line.to_owned()));
    assert_eq!(
        sentences(&without, &folder(PLAN)),
        [both(
            "木曜日の通所介護 155301が追加",
            "通所介護 155301 on Thursdays: added"
        )]
    );
}

#[test]
fn a_single_day_is_named_by_its_date() {
    let without = plan(|line| {
        (!(line.contains(",20251113,") && line.contains(",9970300030,"))).then(|| line.to_owned())
    });
    assert_eq!(
        sentences(&folder(PLAN), &without),
        [both(
            "11月13日（木）の通所介護が中止",
            "通所介護 on 2025-11-13: removed"
        )]
    );
}

#[test]
fn another_time_is_one_sentence_for_a_service_with_its_add_ons() {
    let moved = plan(|line| Some(line.replace(",0930,1640,", ",1000,1710,")));
    assert_eq!(
        sentences(&folder(PLAN), &moved),
        [both(
            "木曜日の通所介護の時間が9:30〜16:40から10:00〜17:10に変更",
            "通所介護 on Thursdays: moved from 9:30-16:40 to 10:00-17:10"
        )]
    );
}

#[test]
fn counts_units_and_monthly_services_are_told() {
    let counted = plan(|line| Some(line.replace(",1400,1500,1,", ",1400,1500,2,")));
    assert_eq!(
        sentences(&folder(PLAN), &counted),
        [both(
            "火曜日の訪問介護 117311の回数が1回から2回に変更",
            "訪問介護 117311 on Tuesdays: count changed from 1 to 2"
        )]
    );
    let dearer = plan(|line| Some(line.replace(",900,,20251101,", ",950,,20251101,")));
    assert_eq!(
        sentences(&folder(PLAN), &dearer),
        [both(
            "福祉用具貸与 171003の単位数が900から950に変更",
            "福祉用具貸与 171003: units changed from 900 to 950"
        )]
    );
    let without = plan(|line| (!line.contains(",171003,")).then(|| line.to_owned()));
    assert_eq!(
        sentences(&without, &folder(PLAN))[0].0,
        "福祉用具貸与 171003が追加"
    );
}
