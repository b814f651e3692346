//! Page 1 of 介護予防サービス・支援計画書: the head, the life aimed at, the four fields.

use careplan::Kind;

use super::super::binder::Stack;
use super::super::fill::{
    self, CERTIFICATION, Choice, GENDER, PLAN_CATEGORY, boxes, choice_cell, choices, heads, plain,
};
use super::super::slip::{Slip, cell, text};
use crate::paper::{Block, Cell, Look, Row, Table};

const SUPPORT_LEVEL: &[Choice<'_>] = &[
    ("要支援１", &["1"]),
    ("要支援２", &["2"]),
    ("地域支援事業", &["3"]),
];
const HAS_ISSUE: &[Choice<'_>] = &[("有", &["1"]), ("無", &["2"])];

/// The four fields: name and beginning of the field names.
const FIELDS: [(&str, &str); 4] = [
    ("運動・移動について", "mobility"),
    ("日常生活（家庭生活）について", "daily_life"),
    ("社会参加、対人関係・コミュニケーションについて", "social"),
    ("健康管理について", "health"),
];

pub(super) fn blocks(stack: Stack<'_>, main: Option<Slip<'_>>) -> Vec<Block> {
    vec![
        category(main),
        head(stack, main),
        boxes(
            "目標とする生活",
            &[100, 400, 100, 400],
            vec![
                vec![Cell::column_head("目標とする生活").span(4, 1)],
                vec![
                    Cell::label("１日"),
                    cell(main, "life_goal_day").lines(2),
                    Cell::label("１年"),
                    cell(main, "life_goal_year").lines(2),
                ],
            ],
        ),
        fields(main),
    ]
}

fn category(main: Option<Slip<'_>>) -> Block {
    let boxed = |field, printed| choice_cell(main, field, printed).look(Look::Center);
    boxes(
        "計画書区分、認定状況、要支援状態区分",
        &[370, 200, 170, 260],
        vec![vec![
            Cell::default().look(Look::Bare),
            boxed("plan_category", PLAN_CATEGORY),
            boxed("certification_status", CERTIFICATION),
            boxed("support_level", SUPPORT_LEVEL),
        ]],
    )
}

fn head(stack: Stack<'_>, main: Option<Slip<'_>>) -> Block {
    let label = Cell::label;
    boxes(
        "利用者と計画作成者",
        &[180, 320, 200, 300],
        vec![
            vec![
                label("利用者名"),
                person(stack, main),
                label("認定年月日"),
                cell(main, "certification_date"),
            ],
            vec![
                label("計画作成者氏名"),
                author(main),
                label("認定の有効期間"),
                fill::span(main, "certification_start_date", "certification_end_date"),
            ],
            vec![
                label("（委託の場合）計画作成者事業者・事業所名及び所在地（連絡先）"),
                office(main).span(3, 1),
            ],
            vec![
                label("計画作成（変更）日（初回作成日）"),
                made(main),
                label("担当地域包括支援センター"),
                cell(main, "support_center_name"),
            ],
        ],
    )
}

/// 利用者名 様（男・女　歳）: sex and age from another file of the same person, else left open.
fn person(stack: Stack<'_>, main: Option<Slip<'_>>) -> Cell {
    let mut cell = cell(main, "user_name");
    let other = stack
        .of_person(Kind::Basic)
        .or_else(|| stack.any_supplement());
    plain(&mut cell.runs, "　様（");
    cell.runs.extend(choices(other, "user_gender", GENDER));
    let born = other.and_then(|slip| slip.date("user_birth_date"));
    let age = born
        .zip(main.and_then(|slip| slip.date("preventive_plan_date")))
        .and_then(|(born, day)| fill::age(born, day))
        .map(|age| age.to_string());
    plain(
        &mut cell.runs,
        &format!("　{} 歳）", age.unwrap_or_default()),
    );
    cell.look(Look::Strong)
}

/// The author of the support centre; the care manager where only that one is filled, both where both are.
fn author(main: Option<Slip<'_>>) -> Cell {
    let fields = ["author_name_support_center", "author_name_care_manager"];
    let names: Vec<String> = fields
        .iter()
        .map(|field| text(main, field))
        .filter(|name| !name.is_empty())
        .collect();
    Cell::text(names.join("\n")).from(
        main.into_iter()
            .flat_map(|slip| fields.map(|field| slip.place(field))),
    )
}

fn office(main: Option<Slip<'_>>) -> Cell {
    let fields = [
        "author_office_name",
        "author_office_address",
        "author_office_phone",
    ];
    let [name, address, phone] = fields.map(|field| text(main, field));
    let words = format!("{name}　{address}　{phone}");
    Cell::text(words.trim()).from(
        main.into_iter()
            .flat_map(|slip| fields.map(|field| slip.place(field))),
    )
}

fn made(main: Option<Slip<'_>>) -> Cell {
    let mut cell = cell(main, "preventive_plan_date");
    plain(
        &mut cell.runs,
        &format!("（初回作成日 {}）", text(main, "initial_plan_date")),
    );
    cell.from(main.map(|slip| slip.place("initial_plan_date")))
}

/// アセスメント領域と現在の状況 in four rows.
fn fields(main: Option<Slip<'_>>) -> Block {
    let row = |(word, begin): (&str, &str)| {
        let field = |end: &str| format!("{begin}_{end}");
        let mut has_issue = choice_cell(main, &field("has_issue"), HAS_ISSUE);
        let issue = cell(main, &field("issue"));
        plain(&mut has_issue.runs, "\n");
        has_issue.runs.extend(issue.runs);
        has_issue.places.extend(issue.places);
        Row::new(vec![
            Cell::label(word),
            cell(main, &field("current")).lines(3),
            cell(main, &field("intention")),
            has_issue,
        ])
    };
    Block::Table(Table {
        caption: "アセスメント領域と現在の状況".to_owned(),
        widths: vec![190, 290, 240, 280],
        fixed: 1,
        head: vec![heads(&[
            "アセスメント領域",
            "現在の状況",
            "本人・家族の意欲・意向",
            "領域における課題（背景・原因）",
        ])],
        body: FIELDS.into_iter().map(row).collect(),
        ..Table::default()
    })
}
