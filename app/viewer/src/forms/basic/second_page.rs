//! Page 2 of 利用者基本情報: the life until now, illnesses, services, consent.

use careplan::Kind;

use super::super::binder::Stack;
use super::super::fill::{Choice, blank, boxes, choice_cell, heads, plain};
use super::super::slip::{Slip, cell};
use crate::paper::{Block, Cell, Row, Run, Table};

const PROGRESS: &[Choice<'_>] = &[
    ("治療中", &["01"]),
    ("経観中", &["02"]),
    ("その他", &["03"]),
];

/// What the person agrees to.
const CONSENT: &str = "地域包括支援センターが行う事業の実施に当たり、利用者の状況を把握する必要があるときは、基本チェックリスト記入内容、要介護認定・要支援認定に係る調査内容、介護認定審査会による判定結果・意見、及び主治医意見書と同様に、利用者基本情報、支援・対応経過シート、アセスメントシート等の個人に関する記録を、居宅介護支援事業者、居宅サービス事業者、総合事業におけるサービス事業等実施者、介護保険施設、主治医その他本事業の実施に必要な範囲で関係する者に提示することに同意します。";

pub(super) fn blocks(stack: Stack<'_>, main: Option<Slip<'_>>) -> Vec<Block> {
    vec![
        Block::Heading("《介護予防に関する事項》".to_owned()),
        boxes(
            "今までの生活",
            &[160, 840],
            vec![vec![
                Cell::label("今までの生活"),
                cell(main, "life_history").lines(3),
            ]],
        ),
        life(main),
        day(stack),
        Block::Heading(
            "《現病歴・既往歴と経過》（新しいものから書く・現在の状況に関連するものは必ず書く）"
                .to_owned(),
        ),
        illnesses(stack),
        Block::Heading("《現在利用しているサービス》".to_owned()),
        boxes(
            "現在利用しているサービス",
            &[500, 500],
            vec![
                vec![
                    Cell::column_head("公的サービス"),
                    Cell::column_head("非公的サービス"),
                ],
                vec![
                    cell(main, "current_public_services").lines(2),
                    cell(main, "current_private_services").lines(2),
                ],
            ],
        ),
        Block::Text(vec![Run::Note(CONSENT.to_owned())]),
        consent(main),
    ]
}

fn life(main: Option<Slip<'_>>) -> Block {
    boxes(
        "現在の生活状況（どんな暮らしを送っているか）",
        &[500, 500],
        vec![
            vec![Cell::column_head("現在の生活状況（どんな暮らしを送っているか）").span(2, 1)],
            vec![
                Cell::column_head("１日の生活・すごし方"),
                Cell::column_head("趣味・楽しみ・特技"),
            ],
            vec![
                cell(main, "daily_life_general").span(1, 3),
                cell(main, "hobbies_skills").lines(2),
            ],
            vec![Cell::column_head("友人・地域との関係")],
            vec![cell(main, "friends_community").lines(2)],
        ],
    )
}

/// 別表1: the day, in the order of the file.
fn day(stack: Stack<'_>) -> Block {
    let row = |slip: Slip<'_>| {
        Row::new(vec![
            slip.cell("time_slot"),
            slip.cell("user_living_situation"),
            slip.cell("caregiver_living_situation"),
        ])
    };
    Block::Table(Table {
        caption: "１日の生活・すごし方（タイムスケジュール）".to_owned(),
        widths: vec![160, 420, 420],
        head: vec![heads(&["時間", "本人", "介護者・家族"])],
        body: at_least(stack.slips(Kind::BasicDay).map(row).collect(), 3, 3),
        ..Table::default()
    })
}

/// 別表2: illnesses, in the order of the file.
fn illnesses(stack: Stack<'_>) -> Block {
    let row = |slip: Slip<'_>| {
        let mut doctor = Cell::default();
        if slip.is("primary_doctor_flag", "1") {
            plain(&mut doctor.runs, "☆");
        }
        plain(&mut doctor.runs, &slip.shown("medical_institution_doctor"));
        let phone = slip.shown("medical_institution_phone");
        plain(&mut doctor.runs, &format!("\nTel {phone}"));
        Row::new(vec![
            slip.cell("onset_date_text"),
            slip.cell("disease_name"),
            doctor.from(
                [
                    "medical_institution_doctor",
                    "primary_doctor_flag",
                    "medical_institution_phone",
                ]
                .map(|field| slip.place(field)),
            ),
            choice_cell(Some(slip), "illness_progress", PROGRESS),
            slip.cell("treatment_detail"),
        ])
    };
    Block::Table(Table {
        caption: "現病歴・既往歴と経過".to_owned(),
        widths: vec![130, 220, 260, 190, 200],
        head: vec![heads(&[
            "年月日",
            "病名",
            "医療機関・医師名\n（主治医・意見作成者に☆）",
            "経過",
            "治療中の場合は内容",
        ])],
        body: at_least(stack.slips(Kind::BasicIllness).map(row).collect(), 4, 5),
        ..Table::default()
    })
}

/// Fills a table up with empty rows, as the paper has them.
fn at_least(mut rows: Vec<Row>, count: usize, columns: usize) -> Vec<Row> {
    while rows.len() < count {
        rows.push(Row::new(vec![Cell::default(); columns]));
    }
    rows
}

/// Day and name of who agrees, with a place for the seal.
pub(in crate::forms) fn consent(main: Option<Slip<'_>>) -> Block {
    boxes(
        "同意",
        &[120, 280, 120, 380, 100],
        vec![vec![
            Cell::label("同意日"),
            cell(main, "consent_date"),
            Cell::label("氏名"),
            cell(main, "consenter_name"),
            blank(),
        ]],
    )
}
