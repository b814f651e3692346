//! 第2表 居宅サービス計画書（２）: needs, goals and what helps, with boxes that span the rows they hold for.

mod order;

use careplan::Kind;

use super::binder::Stack;
use super::fill::{boxes, heads};
use super::form1::{made_on, name};
use super::slip::Slip;
use crate::paper::{Block, Cell, Look, Paper, Row, RowKind, Run, Table};
use order::{in_order, starts};

/// Widths of the columns, per mille.
const COLUMNS: [u16; 11] = [140, 110, 70, 110, 70, 150, 30, 85, 95, 80, 60];

/// So many lines without text have room on a sheet.
const LINES: usize = 16;

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let slips = in_order(stack.slips(Kind::Form2).collect());
    let by = stack.of_person(Kind::Form1);
    let by = by.map(|slip| slip.shown("care_manager_name"));
    Paper {
        title: "居宅サービス計画書（２）".to_owned(),
        number: "第２表".to_owned(),
        corner: made_on(slips.first().copied()),
        blocks: vec![
            boxes(
                "利用者",
                &[120, 380, 120, 380],
                vec![vec![
                    Cell::label("利用者名"),
                    name(stack, "殿"),
                    Cell::label("作成者"),
                    Cell::text(by.unwrap_or_default()),
                ]],
            ),
            Block::Table(table(&slips)),
            note(
                "※１　「保険給付の対象となるかどうかの区分」について、保険給付対象内サービスについては○印を付す。",
            ),
            note("※２　「当該サービス提供を行う事業所」について記入する。"),
        ],
        ..Paper::default()
    }
}

fn note(text: &str) -> Block {
    Block::Text(vec![Run::Note(text.to_owned())])
}

fn table(slips: &[Slip<'_>]) -> Table {
    let over = |text, columns| Cell::column_head(text).span(columns, 1);
    let upper = vec![
        Cell::column_head("生活全般の解決すべき課題（ニーズ）").span(1, 2),
        over("目標", 4),
        over("援助内容", 6),
    ];
    Table {
        caption: "課題、目標、援助内容".to_owned(),
        widths: COLUMNS.to_vec(),
        fixed: 1,
        head: vec![
            Row::new(upper),
            heads(&[
                "長期目標",
                "（期間）",
                "短期目標",
                "（期間）",
                "サービス内容",
                "※１",
                "サービス種別",
                "※２",
                "頻度",
                "期間",
            ]),
        ],
        body: rows(slips),
        spare: vec![
            Row::new(vec![Cell::default(); COLUMNS.len()]);
            LINES.saturating_sub(slips.len())
        ],
        ..Table::default()
    }
}

fn rows(slips: &[Slip<'_>]) -> Vec<Row> {
    let starts = starts(slips);
    let span = |place: usize, begins: fn(&order::Starts) -> bool| {
        let length = starts[place + 1..]
            .iter()
            .take_while(|row| !begins(row))
            .count();
        u16::try_from(length + 1).unwrap_or(u16::MAX)
    };
    let row = |(place, slip): (usize, &Slip<'_>)| {
        let start = &starts[place];
        let mut cells = Vec::new();
        if start.need {
            cells.push(slip.cell("need").span(1, span(place, |row| row.need)));
        }
        if start.long {
            let rows = span(place, |row| row.long);
            cells.push(slip.cell("long_term_goal").span(1, rows));
            cells.push(slip.cell("long_term_goal_period").span(1, rows));
        }
        if start.short {
            let rows = span(place, |row| row.short);
            cells.push(slip.cell("short_term_goal").span(1, rows));
            cells.push(slip.cell("short_term_goal_period").span(1, rows));
        }
        cells.extend(support(*slip));
        let kind = if start.need {
            RowKind::First
        } else {
            RowKind::Plain
        };
        Row::of(kind, cells)
    };
    slips.iter().enumerate().map(row).collect()
}

/// 援助内容: one line of the form for each record.
fn support(slip: Slip<'_>) -> [Cell; 6] {
    let covered = match slip.code("insurance_covered").as_str() {
        "Y" => "○".to_owned(),
        "N" => String::new(),
        _ => slip.shown("insurance_covered"),
    };
    let numbers = ["need_no", "goal_no", "support_no"].map(|field| slip.shown(field));
    [
        slip.cell("service_content").hint(numbers.join("-")),
        Cell::text(covered)
            .look(Look::Center)
            .from([slip.place("insurance_covered")]),
        slip.cell("service_kind"),
        slip.cell("service_office_name")
            .hint(slip.shown("service_office_number"))
            .from([slip.place("service_office_number")]),
        slip.cell("frequency"),
        slip.cell("implementation_period"),
    ]
}
