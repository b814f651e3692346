//! 利用者基本情報 of preventive care, with its two 別表 and the picture of the family.

mod first_page;
mod people;
mod second_page;

pub(super) use second_page::consent;

use careplan::Kind;

use super::binder::Stack;
use super::form1::whose_second_sheet;
use super::slip::{Slip, cell, text};
use crate::paper::{Block, Paper, Run, Words};

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let main = stack.first(Kind::Basic);
    let mut blocks = vec![Block::Heading("《基本情報》".to_owned())];
    blocks.extend(main.map(first_page::boxes_of));
    blocks.extend(main.map(|slip| people::people(stack, slip)));
    blocks.push(Block::NewSheet);
    blocks.push(whose_second_sheet(
        stack,
        "相談日",
        cell(main, "consultation_date"),
    ));
    blocks.extend(second_page::blocks(stack, main));
    Paper {
        title: "利用者基本情報".to_owned(),
        corner: vec![Run::Plain(format!(
            "作成担当者：{}",
            text(main, "author_name")
        ))],
        badges: badges(main),
        notices: missing(main).into_iter().collect(),
        blocks,
        ..Paper::default()
    }
}

/// 計画種類 and 委託の有無 have no box on paper; also for 介護予防サービス・支援計画書.
pub(super) fn badges(main: Option<Slip<'_>>) -> Vec<Words> {
    let Some(slip) = main else {
        return Vec::new();
    };
    let english = |field: &str| match (field, slip.code(field).as_str()) {
        ("plan_kind", "1") => "Preventive support".to_owned(),
        ("plan_kind", "2") => "Preventive care management".to_owned(),
        ("consignment", "1") => "Own work".to_owned(),
        ("consignment", "2") => "Entrusted".to_owned(),
        _ => slip.shown(field),
    };
    ["plan_kind", "consignment"]
        .into_iter()
        .filter(|field| !slip.code(field).is_empty())
        .map(|field| Words::new(slip.shown(field), english(field)))
        .collect()
}

/// Says that only 別表 are here.
pub(super) fn missing(main: Option<Slip<'_>>) -> Option<Words> {
    main.is_none().then(|| {
        Words::new(
            "本体のファイルにこの方の行がないため、別表だけを表示しています。",
            "Only the annexed tables are shown: the main file has no record for this person.",
        )
    })
}
