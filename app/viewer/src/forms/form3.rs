//! 第3表 週間サービス計画表: the week by the hour, and under it what has no place in the week.

mod lanes;
mod week;

use careplan::Kind;

use super::binder::Stack;
use super::fill::boxes;
use super::form1::{made_on, name};
use super::slip::Slip;
use crate::paper::{Block, Cell, Paper};

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let slips: Vec<Slip<'_>> = stack.slips(Kind::Form3).collect();
    let listed_cells =
        |entry: fn(Slip<'_>) -> Option<Cell>| slips.iter().filter_map(move |slip| entry(*slip));
    let mut blocks = vec![
        boxes(
            "利用者",
            &[120, 880],
            vec![vec![Cell::label("利用者名"), name(stack, "殿")]],
        ),
        Block::Timetable(week::timetable(&slips)),
        under(
            "週単位以外のサービス",
            listed_cells(|slip| {
                listed(slip, "non_weekly_service", slip.shown("non_weekly_service"))
            })
            .collect(),
        ),
    ];
    let untimed: Vec<Cell> = listed_cells(untimed_service)
        .chain(listed_cells(untimed_activity))
        .collect();
    if !untimed.is_empty() {
        blocks.push(under("時間の指定なし", untimed));
    }
    Paper {
        title: "週間サービス計画表".to_owned(),
        number: "第３表".to_owned(),
        corner: made_on(slips.first().copied()),
        blocks,
        ..Paper::default()
    }
}

/// A service without a day or a time, with what it has of them.
fn untimed_service(slip: Slip<'_>) -> Option<Cell> {
    let service = slip.shown("weekly_service_content");
    if service.is_empty() || week::when(slip).is_some() {
        return None;
    }
    let times = week::times(slip, "weekly_service_start_time", "weekly_service_end_time");
    let words = [slip.shown("weekday"), times, service].join(" ");
    listed(slip, "weekly_service_content", words.trim().to_owned())
}

/// An activity without a time.
fn untimed_activity(slip: Slip<'_>) -> Option<Cell> {
    let is_timed = slip.minutes("daily_activity_start_time").is_some();
    let activity = slip.shown("daily_activity");
    listed(slip, "daily_activity", activity).filter(|_| !is_timed)
}

fn listed(slip: Slip<'_>, field: &str, text: String) -> Option<Cell> {
    (!text.is_empty()).then(|| Cell::text(text).from([slip.place(field)]))
}

/// A line under the grid, one entry under the other; empty without entries.
fn under(label: &str, mut entries: Vec<Cell>) -> Block {
    if entries.is_empty() {
        entries.push(Cell::default());
    }
    let rows = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let mut rows_of: Vec<Vec<Cell>> = entries.into_iter().map(|cell| vec![cell]).collect();
    rows_of[0].insert(0, Cell::label(label).span(1, rows));
    boxes(label, &[100, 900], rows_of)
}
