//! 利用者補足情報: no paper form has it, so it is a card.

use careplan::Kind;

use super::binder::Stack;
use super::fill::{self, GENDER, boxes, choice_cell, digits, heads, number};
use super::slip::Slip;
use crate::paper::{Block, Cell, Look, Paper, Row, Table};

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let slip = stack
        .first(Kind::Supplement)
        .expect("a paper is made of a record");
    let mut blocks = vec![card(slip)];
    blocks.extend(limits(slip));
    Paper {
        title: "利用者補足情報".to_owned(),
        blocks,
        ..Paper::default()
    }
}

fn card(slip: Slip<'_>) -> Block {
    let label = Cell::label;
    let wide = |field: &str| slip.cell(field).span(3, 1);
    let units = |field: &str| {
        let mut cell = slip.cell(field);
        if !cell.runs.is_empty() {
            fill::plain(&mut cell.runs, "単位／月");
        }
        cell
    };
    boxes(
        "利用者補足情報",
        &[200, 300, 200, 300],
        vec![
            vec![
                label("フリガナ"),
                slip.cell("user_name_kana"),
                label("性別"),
                choice_cell(Some(slip), "user_gender", GENDER),
            ],
            vec![
                label("氏名"),
                slip.cell("user_name").look(Look::Strong),
                label("生年月日"),
                slip.cell("user_birth_date"),
            ],
            vec![
                label("被保険者番号"),
                digits(slip, "insured_number"),
                label("保険者番号"),
                digits(slip, "insurer_number"),
            ],
            vec![
                label("住所"),
                fill::address(
                    Some(slip),
                    "user_postal_code",
                    &["user_address_1", "user_address_2"],
                )
                .span(3, 1),
            ],
            vec![label("電話番号"), wide("user_phone")],
            vec![
                label("認定状況"),
                choice_cell(Some(slip), "certification_status", fill::CERTIFICATION),
                label("認定日"),
                slip.cell("certification_date"),
            ],
            vec![
                label("要介護状態区分"),
                slip.cell("care_level"),
                label("変更日"),
                slip.cell("care_level_change_date"),
            ],
            vec![label("前回要介護状態区分"), wide("previous_care_level")],
            vec![
                label("区分支給限度基準額"),
                units("category_benefit_limit_units"),
                label("限度額適用期間"),
                fill::span(
                    Some(slip),
                    "benefit_limit_start_date",
                    "benefit_limit_end_date",
                ),
            ],
            vec![
                label("短期入所: 入所前月迄利用日数"),
                slip.cell("short_stay_days_before_month"),
                label("短期入所: 入所累積利用日数"),
                slip.cell("short_stay_days_cumulative"),
            ],
            vec![
                label("同意書受付業者"),
                wide("consent_recipient_office_number"),
            ],
            vec![
                label("居宅サービス計画作成（変更）日"),
                slip.cell("care_plan_date"),
                label("対象年月"),
                month(slip),
            ],
        ],
    )
}

/// 対象年月; 000000 says that it belongs to a care plan.
fn month(slip: Slip<'_>) -> Cell {
    let mut cell = slip.cell("target_month");
    if slip.is("target_month", "000000") {
        cell.runs.clear();
    }
    cell
}

/// 種類支給限度: the frames that are filled.
fn limits(slip: Slip<'_>) -> Option<Block> {
    let row = |frame: &usize| Row::new(frame_cells(slip, *frame));
    let frames: Vec<usize> = (1..=9).filter(|frame| is_filled(slip, *frame)).collect();
    if frames.is_empty() && slip.raw("total_excess_units").is_empty() {
        return None;
    }
    Some(Block::Table(Table {
        caption: "種類支給限度".to_owned(),
        prints_caption: true,
        widths: vec![400, 200, 200, 200],
        head: vec![heads(&[
            "サービス種類",
            "種類支給限度基準額（単位）",
            "合計単位数",
            "限度超単位数",
        ])],
        body: frames.iter().map(row).collect(),
        foot: vec![Row::new(vec![
            Cell::label("合計限度超単位数").span(3, 1),
            number(slip, "total_excess_units"),
        ])],
        ..Table::default()
    }))
}

/// The fields of a frame of 種類支給限度, from 1 to 9.
fn fields(frame: usize) -> [String; 4] {
    [
        "service_type_code",
        "limit_units",
        "total_units",
        "excess_units",
    ]
    .map(|part| format!("type_limit_{frame}_{part}"))
}

pub(super) fn is_filled(slip: Slip<'_>, frame: usize) -> bool {
    fields(frame)
        .iter()
        .any(|field| !slip.raw(field).trim().is_empty())
}

/// Name of the type, limit, total and excess.
pub(super) fn frame_cells(slip: Slip<'_>, frame: usize) -> Vec<Cell> {
    let [service, limit, total, excess] = fields(frame);
    let mut cells = vec![slip.cell(&service)];
    cells.extend([limit, total, excess].map(|field| number(slip, &field)));
    cells
}
