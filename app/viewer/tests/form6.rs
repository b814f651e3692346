//! 第6表: lines, days, sums and marks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Kind, Reading};
use common::{file, papers_of, samples, text};
use viewer::paper::{Block, Cell, Form, Look, Paper, Row, RowKind, Run};

/// The rows of the grid, 予定 and 実績 in turn.
fn grid(paper: &Paper) -> &[Row] {
    let Some(Block::Table(table)) = paper.blocks.last() else {
        panic!("the grid stands last")
    };
    &table.body
}

/// All words of a box, one piece after the other.
fn words(cell: &Cell) -> String {
    let words = cell.runs.iter().map(|run| match run {
        Run::Plain(words) | Run::Chosen(words) | Run::Note(words) => words.as_str(),
        Run::Picture { name, .. } => name,
    });
    words.collect::<Vec<_>>().join("|")
}

/// Times and services of the lines, in order.
fn lines(paper: &Paper) -> Vec<String> {
    let planned = grid(paper)
        .iter()
        .filter(|row| row.kind == RowKind::Planned);
    planned
        .map(|row| {
            format!(
                "{} {}",
                words(&row.cells[0]).replace('\n', "-"),
                words(&row.cells[1])
            )
        })
        .collect()
}

/// A row of 第6表: day, start, end, code, and what stands in the items that are mostly empty.
struct Use {
    day: &'static str,
    times: [&'static str; 2],
    code: &'static str,
    pro_rata: &'static str,
    over_30_days: &'static str,
}

const USE: Use = Use {
    day: "03",
    times: ["0900", "1000"],
    code: "111211",
    pro_rata: "",
    over_30_days: "0",
};

fn plan(uses: &[Use]) -> Reading {
    let rows: Vec<String> = uses
        .iter()
        .map(|row| {
            let Use { day, times: [start, end], code, pro_rata, over_30_days } = row;
            format!("202407,991018,0000123401,20251025,202511,9970100018,\"見本\",387,,202511{day},{pro_rata},{start},{end},1,{code},,,,,9970200024,\"見本\",,{over_30_days},9970100018,")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    file(
        "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV",
        &rows,
    )
}

#[track_caller]
fn paper(uses: &[Use]) -> Paper {
    let mut papers = papers_of(&[plan(uses)], Form::Form6);
    assert_eq!(papers.len(), 1);
    papers.remove(0)
}

#[test]
fn every_use_of_a_plan_is_counted_once() {
    for folder in [
        "a_monthly_plan_home_visit",
        "e2_preventive_monthly_plan",
        "f_monthly_plan_equipment",
        "k_version3_monthly_plan",
    ] {
        let readings = samples(&[folder]);
        let document = readings
            .iter()
            .find(|reading| reading.kind == Some(Kind::Plan))
            .and_then(|reading| reading.document.as_ref())
            .unwrap();
        let counts = document
            .records()
            .map(|record| record.field("service_count").unwrap());
        let counts: i64 = counts.map(|count| count.parse::<i64>().unwrap()).sum();
        let papers = papers_of(&readings, Form::Form6);
        let rows = papers.iter().flat_map(grid);
        let shown: i64 = rows
            .filter(|row| row.kind == RowKind::Planned)
            .map(|row| words(row.cells.last().unwrap()).parse::<i64>().unwrap())
            .sum();
        assert_eq!(shown, counts, "{folder}");
    }
}

#[test]
fn lines_stand_by_time_then_without_time_and_equipment_last() {
    let at = |start, end, code| Use {
        times: [start, end],
        code,
        ..USE
    };
    let paper = paper(&[
        at("9999", "9999", "171003"),
        at("9999", "9999", "116275"),
        at("1400", "1500", "117311"),
        at("0900", "1000", "114001"),
        at("0900", "1000", "111211"),
    ]);
    assert_eq!(
        lines(&paper),
        [
            "9:00-10:00 訪問介護 111211",
            "9:00-10:00 訪問介護 114001",
            "14:00-15:00 訪問介護 117311",
            " 訪問介護 116275|月1回",
            " 福祉用具貸与 171003|月1回",
        ]
    );
}

#[test]
fn there_are_31_days_with_weekends_marked_and_grey_beyond_the_month() {
    let paper = paper(&[USE]);
    let days: Vec<_> = grid(&paper)[0].cells[4..35].iter().collect();
    assert_eq!(days.len(), 31);
    let with = |look| -> Vec<usize> {
        let places = days
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.looks.contains(&look));
        places.map(|(place, _)| place + 1).collect()
    };
    assert_eq!(with(Look::Weekend), [1, 2, 8, 9, 15, 16, 22, 23, 29, 30]);
    assert_eq!(with(Look::Shaded), [31]);
    assert_eq!(days[29].day, "2025-11-30");
    assert_eq!(days[30].day, "");
    assert_eq!(days[2].places[0].item, Some(10), "サービス利用日");
}

#[test]
fn days_pro_rata_are_marked_and_counted() {
    let pro_rata = "0000000001111111111111111111110";
    let paper = paper(&[Use { pro_rata, ..USE }]);
    let days = &grid(&paper)[0].cells[4..35];
    let marked = days
        .iter()
        .filter(|cell| cell.looks.contains(&Look::ProRata));
    assert_eq!(marked.count(), 21);
    assert_eq!(lines(&paper), ["9:00-10:00 訪問介護 111211|日割 21 日"]);
}

#[test]
fn beyond_30_days_is_a_line_of_its_own() {
    let paper = paper(&[
        Use {
            code: "211111",
            times: ["9999", "9999"],
            day: "01",
            ..USE
        },
        Use {
            code: "211111",
            times: ["9999", "9999"],
            day: "02",
            over_30_days: "1",
            ..USE
        },
    ]);
    assert_eq!(
        lines(&paper),
        [
            " 短期入所生活介護 211111",
            " 短期入所生活介護 211111（30日超）"
        ]
    );
}

#[test]
fn a_code_of_no_known_type_stands_in_brackets() {
    let paper = paper(&[Use {
        code: "ZZ1111",
        ..USE
    }]);
    assert_eq!(lines(&paper), ["9:00-10:00 [ZZ1111]"]);
}

#[test]
fn a_record_whose_day_cannot_be_read_still_counts() {
    let paper = paper(&[USE, Use { day: "31", ..USE }]);
    let row = &grid(&paper)[0];
    assert_eq!(words(row.cells.last().unwrap()), "2");
}

#[test]
fn results_with_other_times_stand_under_the_plan_that_they_move() {
    let readings = samples(&["a_monthly_plan_home_visit", "c_result_home_visit"]);
    let papers = papers_of(&readings, Form::Form6);
    let lines = lines(&papers[0]);
    let moved: Vec<_> = lines
        .iter()
        .filter(|line| line.contains("時間変更"))
        .collect();
    assert_eq!(moved, ["9:10-10:10 訪問介護 111211|時間変更"]);
}

#[test]
fn a_changed_level_of_care_stands_with_the_day_of_the_change() {
    let mut supplement =
        "202407,991018,0000123401,00000000,\"ﾐﾎﾝ\",\"見本\",2,19400307,,,,,,,,2,20251110,22,19705"
            .to_owned();
    supplement.push_str(&",".repeat(40));
    supplement.push_str("21,,,,202511");
    let readings = [
        plan(&[USE]),
        file(
            "UPHOSOKU_202511_9970100018_43_9970200024_11_20251025093015.CSV",
            &[&supplement],
        ),
    ];
    let text = text(&papers_of(&readings, Form::Form6));
    for part in [
        "要介護状態区分: 要介護１ | 区分支給限度基準額: 19,705単位／月",
        "変更後要介護状態区分: 要介護２\n",
        "変更日: 令和7年11月10日\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
