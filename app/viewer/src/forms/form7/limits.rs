//! Under the table of 第7表: the bar against the limit, 種類別支給限度管理, days of short stay.

use careplan::grouped;

use super::super::fill::{heads, number};
use super::super::slip::Slip;
use super::super::supplement::frame_cells;
use crate::paper::{Bar, Block, Cell, Look, Row, Table, Words};

/// Units of the month that count against 区分支給限度基準額, if both are known.
pub(super) fn bar(total: Option<Slip<'_>>, person: Option<Slip<'_>>) -> Option<Bar> {
    let total = total?;
    let limit = person?
        .number("category_benefit_limit_units")
        .filter(|limit| *limit > 0)?;
    let units = |field| total.number(field).unwrap_or(0);
    let used =
        units("category_limit_within_units").checked_add(units("category_limit_excess_units"))?;
    let percent = used.checked_mul(100)? / limit;
    let (mut ja, mut en) = (
        format!(
            "{}単位／{}単位（{percent}%）",
            grouped(used),
            grouped(limit)
        ),
        format!(
            "{} of {} units ({percent} %)",
            grouped(used),
            grouped(limit)
        ),
    );
    if used > limit {
        let over = grouped(used - limit);
        ja.push_str(&format!("。{over}単位超えています。"));
        en.push_str(&format!(", {over} too many"));
    } else {
        let left = grouped(limit - used);
        ja.push_str(&format!("。残り{left}単位です。"));
        en.push_str(&format!(", {left} left"));
    }
    Some(Bar {
        label: Words::new(
            "区分支給限度基準額に対する単位数",
            "Units against the monthly limit",
        ),
        used,
        limit,
        words: Words::new(ja, en),
    })
}

/// 種類別支給限度管理: five frames at the left, four and the sum of the excess at the right.
pub(super) fn by_type(person: Option<Slip<'_>>) -> Block {
    let frame = |frame: usize| {
        person.map_or_else(|| vec![Cell::default(); 4], |slip| frame_cells(slip, frame))
    };
    let row = |left: usize| {
        let mut cells = frame(left);
        // Empty rows are as high as filled ones.
        cells[0].lines = 1;
        if left < 5 {
            cells.extend(frame(left + 5));
        } else {
            cells.push(Cell::label("合計"));
            cells.extend([0; 2].map(|_| Cell::default().look(Look::Shaded)));
            cells
                .push(person.map_or_else(Cell::default, |slip| number(slip, "total_excess_units")));
        }
        Row::new(cells)
    };
    let half = [
        "サービス種類",
        "種類支給限度基準額（単位）",
        "合計単位数",
        "種類支給限度基準を超える単位数",
    ];
    Block::Table(Table {
        caption: "種類別支給限度管理".to_owned(),
        prints_caption: true,
        widths: [170, 110, 100, 120].repeat(2),
        head: vec![heads(&[half, half].concat())],
        body: (1..=5).map(row).collect(),
        ..Table::default()
    })
}

/// 要介護認定期間中の短期入所利用日数: of the grand total, else the first row that has them, else 利用者補足情報.
pub(super) fn short_stay(
    slips: &[Slip<'_>],
    total: Option<Slip<'_>>,
    person: Option<Slip<'_>>,
) -> Block {
    let of = |field: &'static str, spare: Option<&'static str>| {
        let filled = |slip: &Slip<'_>| !slip.code(field).is_empty();
        let row = total
            .filter(filled)
            .or_else(|| slips.iter().copied().find(filled));
        match (row, spare, person) {
            (Some(row), ..) => number(row, field),
            (None, Some(field), Some(person)) => number(person, field),
            _ => Cell::default(),
        }
    };
    let before = "short_stay_days_before_month";
    let cumulative = "short_stay_days_cumulative";
    Block::Table(Table {
        caption: "要介護認定期間中の短期入所利用日数".to_owned(),
        prints_caption: true,
        widths: vec![160, 160, 160],
        head: vec![heads(&[
            "前月までの利用日数",
            "当月の計画利用日数",
            "累積利用日数",
        ])],
        body: vec![Row::new(vec![
            of(before, Some(before)).lines(1),
            of("short_stay_days_planned", None),
            of(cumulative, Some(cumulative)),
        ])],
        ..Table::default()
    })
}
