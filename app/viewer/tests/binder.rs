//! Which papers files hold together.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{file, papers_of, samples, text};
use viewer::forms::{Binder, papers};
use viewer::paper::{Block, Form, Paper, Row, Run};

/// The rows of 第6表.
fn grid(paper: &Paper) -> &[Row] {
    let Some(Block::Table(table)) = paper.blocks.last() else {
        panic!("the grid stands last")
    };
    &table.body
}

/// A plan or result of one service on days of November 2025.
fn month(prefix: &str, serial: &str, days: &[u8]) -> careplan::Reading {
    let parties = if prefix == "UPPLAN" {
        "9970100018_43_9970200024_11"
    } else {
        "9970200024_11_9970100018_43"
    };
    let rows: Vec<String> = days
        .iter()
        .map(|day| {
            format!("202407,991018,0000123401,20251025,202511,9970100018,\"見本\",387,,202511{day:02},,0900,1000,1,111211,,,,,9970200024,\"見本\",,0,9970100018,")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    file(&format!("{prefix}_202511_{parties}_{serial}.CSV"), &rows)
}

/// Days with a count in 予定 and 実績 of the first line.
fn days(paper: &Paper) -> [Vec<String>; 2] {
    let of = |row: &Row| {
        let cells = row.cells.iter().filter(|cell| !cell.day.is_empty());
        cells
            .filter(|cell| !cell.runs.is_empty())
            .map(|cell| cell.day[8..].to_owned())
            .collect()
    };
    [of(&grid(paper)[0]), of(&grid(paper)[1])]
}

#[test]
fn a_person_has_one_paper_of_each_form() {
    let binder = Binder::of(&samples(&["b_care_plan_tables123"]));
    let heads: Vec<_> = binder
        .heads()
        .iter()
        .map(|head| (head.form, head.person.insured_number.as_str()))
        .collect();
    let of = |number| {
        [Form::Form1, Form::Form2, Form::Form3, Form::Supplement].map(|form| (form, number))
    };
    assert_eq!(heads, [of("0000123401"), of("0000123402")].concat());
    assert_eq!(binder.heads()[0].files.len(), 2, "第1表 and 利用者補足情報");
}

#[test]
fn two_letters_about_one_month_are_two_papers_and_never_add_up() {
    let readings = [
        month("UPPLAN", "20251025093015", &[3, 5]),
        month("UPPLAN", "20251028120000", &[3, 6]),
    ];
    let papers = papers_of(&readings, Form::Form6);
    assert_eq!(papers.len(), 2);
    assert_eq!(days(&papers[0])[0], ["03", "05"]);
    assert_eq!(days(&papers[1])[0], ["03", "06"]);
    assert!(
        papers[0].head.when.contains("R7.10.25 9:30"),
        "{}",
        papers[0].head.when
    );
}

#[test]
fn the_latest_results_of_an_office_join_the_plan() {
    let readings = [
        month("UPPLAN", "20251025093015", &[3, 5]),
        month("UPJSK", "20251201090000", &[3]),
        month("UPJSK", "20251202090000", &[3, 7]),
    ];
    let papers = papers_of(&readings, Form::Form6);
    assert_eq!(days(&papers[0]), [vec!["03", "05"], vec!["03", "07"]]);
    assert_eq!(
        papers.len(),
        2,
        "the older results keep a paper of their own"
    );
    assert_eq!(days(&papers[1]), [vec![], vec!["03"]]);
}

#[test]
fn a_delete_file_marks_the_paper_that_it_takes_away() {
    let readings = samples(&["a_monthly_plan_home_visit", "d_monthly_plan_delete"]);
    let papers = papers(&readings);
    let withdrawn: Vec<_> = papers
        .iter()
        .filter(|paper| paper.badges.iter().any(|words| words.ja == "削除済"))
        .map(|paper| (paper.head.form, paper.head.person.insured_number.as_str()))
        .collect();
    assert_eq!(
        withdrawn,
        [Form::Form6, Form::Form7, Form::Supplement].map(|form| (form, "H123456789"))
    );
    let withdrawal = papers.last().unwrap();
    let taken: Vec<_> = withdrawal
        .takes_away
        .iter()
        .map(|place| papers[usize::try_from(*place).unwrap()].head.form)
        .collect();
    assert_eq!(taken, [Form::Form6, Form::Form7, Form::Supplement]);
}

#[test]
fn results_are_deleted_only_where_results_of_that_office_and_type_are() {
    let delete = |service_type: &str| {
        file(
            "DLTJSK_202511_9970200024_11_9970100018_43_20251203090000.CSV",
            &[&format!(
                "202407,991018,0000123401,202511,9970200024,{service_type}"
            )],
        )
    };
    let taken = |service_type| {
        let readings = [month("UPJSK", "20251201090000", &[3]), delete(service_type)];
        papers_of(&readings, Form::Withdrawal)[0].takes_away.clone()
    };
    assert_eq!(taken("11"), [0]);
    assert_eq!(taken("15"), [0; 0]);
}

#[test]
fn an_unknown_code_stands_in_brackets_and_has_no_oval() {
    let row = "202407,991018,0000123401,20251020,,,,\"見本\",\"見本\",,,,9970100018,20251020,20240701,99,2,,,,27,\"\",\"\",\"\",1,,9970100018,";
    let readings = [file(
        "UP1KYO_9970100018_43_9970200024_11_20251020143022.CSV",
        &[row],
    )];
    let text = text(&papers_of(&readings, Form::Form1));
    assert!(text.contains("初回・紹介・継続　[99]"), "{text}");
    assert!(text.contains("要介護４・要介護５　[27]"), "{text}");
}

#[test]
fn a_gaiji_is_shown_as_a_geta_with_its_code() {
    let mut bytes = b"202407,991018,0000123401,00000000,\"\xB6\xC5\",\"".to_vec();
    bytes.extend(b"\xF0\x40");
    bytes.extend(b"\",2,19400307");
    bytes.extend(b",".repeat(54));
    bytes.extend(b",202511\r\n");
    let reading = careplan::read(careplan::SourceFile {
        name: "UPHOSOKU_202511_9970100018_43_9970200024_11_20251025093015.CSV".to_owned(),
        bytes,
    });
    let papers = papers(&[reading]);
    let Block::Table(card) = &papers[0].blocks[0] else {
        panic!("the card stands first")
    };
    assert_eq!(
        card.body[1].cells[1].runs,
        [Run::Plain("〓".to_owned()), Run::Note("〓 F040".to_owned())]
    );
}

#[test]
fn a_paper_crosses_to_the_page_as_it_is() {
    for paper in papers(&samples(&[
        "a_monthly_plan_home_visit",
        "b_care_plan_tables123",
    ])) {
        let json = serde_json::to_string(&paper).unwrap();
        let back: Paper = serde_json::from_str(&json).unwrap();
        assert_eq!(back, paper);
    }
}
