//! 第1表 居宅サービス計画書（１）: who, by whom, and the whole of the plan.

use careplan::Kind;

use super::binder::Stack;
use super::fill::{
    self, CERTIFICATION, Choice, PLAN_CATEGORY, address, boxes, choice_cell, choices,
};
use super::slip::{Slip, cell, text};
use crate::paper::{Block, Cell, Look, Paper, Run, Words};

/// 要介護状態区分 as printed; other levels stand behind them as text.
const CARE_LEVEL: &[Choice<'_>] = &[
    ("要介護１", &["21"]),
    ("要介護２", &["22"]),
    ("要介護３", &["23"]),
    ("要介護４", &["24"]),
    ("要介護５", &["25"]),
];

/// 生活援助中心型の算定理由 as printed, before its brackets.
const LIFE_SUPPORT_REASON: &[Choice<'_>] = &[
    ("１．一人暮らし", &["1"]),
    ("２．家族等が障害、疾病等", &["2"]),
    ("３．その他", &["3"]),
];

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let plan = stack.first(Kind::Form1);
    let person = stack.any_supplement();
    Paper {
        title: "居宅サービス計画書（１）".to_owned(),
        number: "第１表".to_owned(),
        corner: made_on(plan),
        blocks: vec![
            category(plan),
            whose(stack, person),
            by_whom(plan),
            body(plan),
        ],
        notices: address_notice(plan, person).into_iter().collect(),
        data: beside(plan, person),
        ..Paper::default()
    }
}

/// 作成年月日 in the corner of 第1表 to 第3表 and 第7表.
pub(super) fn made_on(slip: Option<Slip<'_>>) -> Vec<Run> {
    vec![Run::Plain(format!(
        "作成年月日　{}",
        text(slip, "created_date")
    ))]
}

/// 利用者名　　殿: the insured number where no file tells the name.
pub(super) fn name(stack: Stack<'_>, address: &str) -> Cell {
    let head = stack.head();
    match head.person.name {
        Some(name) => Cell::text(format!("{name}　{address}"))
            .look(Look::Strong)
            .from(stack.any_supplement().map(|slip| slip.place("user_name"))),
        None => Cell::text(format!("（被保険者番号 {}）", head.person.insured_number)),
    }
}

/// A second sheet says whose it is, so that it can be told if the sheets come apart.
pub(super) fn whose_second_sheet(stack: Stack<'_>, label: &str, day: Cell) -> Block {
    boxes(
        "利用者",
        &[120, 380, 180, 320],
        vec![vec![
            Cell::label("利用者名"),
            name(stack, "様"),
            Cell::label(label),
            day,
        ]],
    )
}

fn category(plan: Option<Slip<'_>>) -> Block {
    let boxed = |field, printed| choice_cell(plan, field, printed).look(Look::Center);
    boxes(
        "計画書区分と認定状況",
        &[600, 220, 180],
        vec![vec![
            Cell::default().look(Look::Bare),
            boxed("plan_category", PLAN_CATEGORY),
            boxed("certification_status", CERTIFICATION),
        ]],
    )
}

fn whose(stack: Stack<'_>, person: Option<Slip<'_>>) -> Block {
    boxes(
        "利用者",
        &[120, 220, 80, 140, 50, 390],
        vec![vec![
            Cell::label("利用者名"),
            name(stack, "殿"),
            Cell::label("生年月日"),
            cell(person, "user_birth_date"),
            Cell::label("住所"),
            address(
                person,
                "user_postal_code",
                &["user_address_1", "user_address_2"],
            ),
        ]],
    )
}

fn by_whom(plan: Option<Slip<'_>>) -> Block {
    let office = address(
        plan,
        "care_manager_office_postal_code",
        &[
            "care_manager_office_address_1",
            "care_manager_office_address_2",
        ],
    );
    let mut where_it_is = cell(plan, "care_manager_office_name");
    fill::plain(&mut where_it_is.runs, "　");
    where_it_is.runs.extend(office.runs);
    where_it_is.places.extend(office.places);
    boxes(
        "居宅サービス計画の作成",
        &[220, 280, 220, 280],
        vec![
            vec![
                Cell::label("居宅サービス計画作成者氏名"),
                cell(plan, "care_manager_name").span(3, 1),
            ],
            vec![
                Cell::label("居宅介護支援事業者・事業所名及び所在地"),
                where_it_is.span(3, 1),
            ],
            vec![
                Cell::label("居宅サービス計画作成（変更）日"),
                cell(plan, "care_plan_date"),
                Cell::label("初回居宅サービス計画作成日"),
                cell(plan, "initial_care_plan_date"),
            ],
            vec![
                Cell::label("認定日"),
                cell(plan, "certification_date"),
                Cell::label("認定の有効期間"),
                fill::span(plan, "certification_start_date", "certification_end_date"),
            ],
            vec![
                Cell::label("要介護状態区分"),
                choice_cell(plan, "care_level", CARE_LEVEL).span(3, 1),
            ],
        ],
    )
}

fn body(plan: Option<Slip<'_>>) -> Block {
    let mut reason = choices(plan, "life_support_reason", LIFE_SUPPORT_REASON);
    // The paper has spaces, not ・, between the numbered reasons.
    for run in &mut reason {
        if let Run::Plain(text) = run {
            *text = text.replace('・', "　");
        }
    }
    let other = text(plan, "life_support_other_reason");
    fill::plain(&mut reason, &fill::in_brackets(&other));
    let reason = Cell::runs(reason).from(plan.iter().flat_map(|slip| {
        ["life_support_reason", "life_support_other_reason"].map(|field| slip.place(field))
    }));
    let mut body = boxes(
        "居宅サービス計画の内容",
        &[180, 820],
        vec![
            vec![
                Cell::label("利用者及び家族の生活に対する意向を踏まえた課題分析の結果"),
                cell(plan, "needs_analysis_result").lines(11),
            ],
            vec![
                Cell::label("介護認定審査会の意見及びサービスの種類の指定"),
                cell(plan, "review_board_opinion").lines(5),
            ],
            vec![
                Cell::label("総合的な援助の方針"),
                cell(plan, "overall_support_policy").lines(11),
            ],
            vec![Cell::label("生活援助中心型の算定理由"), reason],
        ],
    );
    if let Block::Table(table) = &mut body {
        table.stretches = true;
    }
    body
}

/// Says when 利用者補足情報 has another address than the plan: the form prints that of 利用者補足情報.
fn address_notice(plan: Option<Slip<'_>>, person: Option<Slip<'_>>) -> Option<Words> {
    let (plan, person) = (plan?, person?);
    let of = |slip: Slip<'_>| {
        ["user_address_1", "user_address_2"]
            .map(|field| slip.shown(field))
            .concat()
    };
    let own = of(plan);
    (!own.is_empty() && own != of(person)).then(|| {
        Words::new(
            format!("第1表のファイルには別の住所があります: {own}"),
            format!("The file of table 1 has another address: {own}"),
        )
    })
}

/// What helps beside the form and has no box on it.
fn beside(plan: Option<Slip<'_>>, person: Option<Slip<'_>>) -> Vec<(Words, String)> {
    let facts = [
        (
            plan,
            "care_manager_office_number",
            "事業所番号",
            "Office number",
        ),
        (person, "user_gender", "性別", "Sex"),
        (person, "user_phone", "電話番号", "Telephone"),
        (
            person,
            "category_benefit_limit_units",
            "区分支給限度基準額（単位）",
            "Monthly limit (units)",
        ),
    ];
    facts
        .into_iter()
        .map(|(slip, field, ja, en)| (Words::new(ja, en), text(slip, field)))
        .filter(|(_, shown)| !shown.is_empty())
        .collect()
}
