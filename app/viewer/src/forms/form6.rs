//! 第6表 サービス提供票 (the providers' copy of サービス利用票): a month of a person, day by day, 予定 above 実績.

mod grid;
mod line;
mod upper;

use careplan::{Kind, Month, era};

use super::binder::Stack;
use crate::paper::{Block, Paper, Run};

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let month = Month::read(stack.occasion().as_bytes());
    let is_plan = stack.first(Kind::Plan).is_some();
    let has_result = stack.first(Kind::Result).is_some();
    let lines = line::lines(stack.all());
    let mut blocks = upper::boxes_of(stack);
    blocks.push(Block::Table(grid::grid(&lines, month)));
    Paper {
        title: title(stack, "サービス提供票"),
        number: "第６表".to_owned(),
        corner: vec![Run::Plain(direction(is_plan && !has_result).to_owned())],
        blocks,
        notices: upper::notices(stack, is_plan, has_result),
        ..Paper::default()
    }
}

/// 令和7年11月分　サービス提供票.
pub(super) fn title(stack: Stack<'_>, name: &str) -> String {
    let occasion = stack.occasion();
    let month =
        Month::read(occasion.as_bytes()).map_or_else(|| occasion.into_owned(), era::month_long);
    format!("{month}分　{name}")
}

/// From whom to whom the sheet goes: with results it goes back.
fn direction(is_plan_only: bool) -> &'static str {
    if is_plan_only {
        "居宅介護支援事業者→サービス事業者"
    } else {
        "サービス事業所→居宅介護支援事業所"
    }
}
