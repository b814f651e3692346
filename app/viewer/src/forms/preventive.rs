//! 介護予防サービス・支援計画書 with its 別表: on two sheets of A4 landscape.

mod issues;
mod upper;

use careplan::Kind;

use super::basic::{badges, consent, missing};
use super::binder::Stack;
use super::fill::{Choice, blank, boxes};
use super::form1::whose_second_sheet;
use super::slip::{Slip, cell, text};
use crate::paper::{Block, Cell, Look, Paper, Row, Run, Table};

/// 必要な事業プログラム: heading, end of the field's name, number of questions as printed.
const PROGRAMS: [(&str, &str, u8); 6] = [
    ("運動不足", "exercise", 5),
    ("栄養改善", "nutrition", 2),
    ("口腔内ケア", "oral", 3),
    ("閉じこもり予防", "homebound", 2),
    ("物忘れ予防", "memory", 3),
    ("うつ予防", "depression", 5),
];

/// Chosen by 要.
const NEEDED: &[&str] = &["1"];

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let main = stack.first(Kind::Preventive);
    let mut blocks = upper::blocks(stack, main);
    blocks.push(Block::NewSheet);
    blocks.push(whose_second_sheet(
        stack,
        "計画作成（変更）日",
        cell(main, "preventive_plan_date"),
    ));
    blocks.push(Block::Table(issues::table(
        stack.slips(Kind::PreventiveSupport).collect(),
    )));
    blocks.push(policies(main));
    blocks.push(programs(main));
    blocks.push(opinion(main));
    blocks.push(Block::Text(vec![Run::Plain(
        "計画に関する同意　上記計画について、同意いたします。".to_owned(),
    )]));
    blocks.push(consent(main));
    Paper {
        title: "介護予防サービス・支援計画書".to_owned(),
        corner: vec![Run::Plain(number(main))],
        badges: badges(main),
        notices: missing(main).into_iter().collect(),
        blocks,
        ..Paper::default()
    }
}

/// No. 251; what begins with № already says so.
fn number(main: Option<Slip<'_>>) -> String {
    let number = text(main, "reference_no");
    if number.starts_with('№') {
        number
    } else {
        format!("No. {number}")
    }
}

fn policies(main: Option<Slip<'_>>) -> Block {
    boxes(
        "健康状態と方針",
        &[300, 700],
        vec![
            vec![
                Cell::label("健康状態について\n主治医意見書、健診結果等を踏まえた留意点"),
                cell(main, "health_considerations").lines(2),
            ],
            vec![
                Cell::label("【本来行うべき支援が実施できない場合】\n妥当な支援の実施に向けた方針"),
                cell(main, "support_policy").lines(2),
            ],
            vec![
                Cell::label("総合的な方針：生活不活発病の改善・予防のポイント"),
                cell(main, "overall_policy").lines(2),
            ],
        ],
    )
}

/// 基本チェックリスト: how many of the questions apply, an oval where the programme is needed.
fn programs(main: Option<Slip<'_>>) -> Block {
    let mut head = vec![Cell::column_head(
        "基本チェックリストの（該当した項目数）／（質問項目数）",
    )];
    let mut row = vec![Cell::label(
        "必要な事業プログラム\n予防給付または地域支援事業",
    )];
    for (word, end, questions) in PROGRAMS {
        head.push(Cell::column_head(word));
        let (count, needed) = (
            format!("checklist_count_{end}"),
            format!("program_needed_{end}"),
        );
        let figure = format!("{}／{questions}", text(main, &count));
        let choice: &[Choice<'_>] = &[(&figure, NEEDED)];
        let places = main
            .into_iter()
            .flat_map(|slip| [slip.place(&count), slip.place(&needed)]);
        row.push(
            Cell::runs(super::fill::choices(main, &needed, choice))
                .look(Look::Center)
                .from(places),
        );
    }
    Block::Table(Table {
        caption: "必要な事業プログラム".to_owned(),
        widths: [220].into_iter().chain([130; 6]).collect(),
        head: vec![Row::new(head)],
        body: vec![Row::new(row)],
        ..Table::default()
    })
}

fn opinion(main: Option<Slip<'_>>) -> Block {
    boxes(
        "地域包括支援センターの意見",
        &[200, 600, 80, 120],
        vec![vec![
            Cell::label("地域包括支援センター\n【意見】"),
            cell(main, "support_center_opinion").lines(2),
            Cell::label("【確認印】"),
            blank(),
        ]],
    )
}
