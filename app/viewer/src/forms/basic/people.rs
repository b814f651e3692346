//! The people around the person on page 1 of 利用者基本情報: who came, whom to call, the family.

use super::super::binder::Stack;
use super::super::fill::boxes;
use super::super::slip::Slip;
use crate::paper::{Block, Cell, Run};

/// Who came, whom to call, and beside them the family.
pub(super) fn people(stack: Stack<'_>, slip: Slip<'_>) -> Block {
    let label = Cell::label;
    let mut rows = vec![
        vec![
            label("来所者（相談者）"),
            slip.cell("visitor_name"),
            label("続柄"),
            slip.cell("visitor_relationship"),
            Cell::column_head("家族構成"),
        ],
        vec![
            label("住所\n連絡先"),
            joined(slip, "visitor_address", "visitor_phone").span(3, 1),
            family(stack, slip).span(1, 4).lines(8),
        ],
        vec![
            Cell::column_head("緊急連絡先 氏名"),
            Cell::column_head("続柄"),
            Cell::column_head("住所・連絡先").span(2, 1),
        ],
    ];
    for number in 1..=4 {
        let field = |part: &str| format!("emergency_contact_{number}_{part}");
        let mut row = vec![
            slip.cell(&field("name")),
            slip.cell(&field("relationship")),
            joined(slip, &field("address"), &field("phone")).span(2, 1),
        ];
        match number {
            3 => row.push(Cell::column_head("家族関係等の状況")),
            4 => row.push(slip.cell("family_situation").lines(4)),
            _ => {}
        }
        rows.push(row);
    }
    boxes(
        "来所者、緊急連絡先、家族構成",
        &[160, 140, 80, 180, 440],
        rows,
    )
}

fn joined(slip: Slip<'_>, first: &str, second: &str) -> Cell {
    let words = [slip.shown(first), slip.shown(second)].join("\n");
    Cell::text(words.trim()).from([slip.place(first), slip.place(second)])
}

/// The picture of the family with the key of its signs.
fn family(stack: Stack<'_>, slip: Slip<'_>) -> Cell {
    let name = slip.shown("family_image_filename");
    let mut runs = Vec::new();
    if !name.is_empty() {
        runs.push(Run::Picture {
            file: stack.picture(&name),
            name,
            alt: "家族構成図".to_owned(),
        });
    }
    runs.push(Run::Note(
        "◎=本人、○=女性、□=男性、●■=死亡、☆=キーパーソン、主介護者に「主」、副介護者に「副」、同居家族は○で囲む".to_owned(),
    ));
    Cell::runs(runs).from([slip.place("family_image_filename")])
}
