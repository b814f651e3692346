//! The boxes over the grid of 第6表: insurer, care manager, person, level of care, limits.

use careplan::{Kind, era};

use super::super::binder::Stack;
use super::super::fill::{self, CERTIFICATION, GENDER, blank, boxes, choice_cell, digits};
use super::super::slip::{Slip, cell};
use crate::paper::{Block, Cell, Look, Run, Words};

/// The letters of eras on the form, of which one gets an oval.
const ERAS: [char; 4] = ['明', '大', '昭', '平'];

pub(super) fn boxes_of(stack: Stack<'_>) -> Vec<Block> {
    let first = stack.all().next().expect("a paper is made of a record");
    let person = stack.supplement();
    vec![
        boxes(
            "認定状況、保険者、居宅介護支援事業者",
            &[110, 70, 110, 70, 150, 110, 200, 80, 100],
            vec![vec![
                choice_cell(person, "certification_status", CERTIFICATION).look(Look::Center),
                Cell::label("保険者番号"),
                digits(first, "insurer_number"),
                Cell::label("保険者名"),
                blank(),
                Cell::label("居宅介護支援事業者\n担当者名"),
                care_manager(stack, first),
                Cell::label("作成年月日"),
                latest(stack),
            ]],
        ),
        boxes(
            "被保険者",
            &[80, 170, 90, 220, 70, 150, 60, 160],
            vec![
                vec![
                    Cell::label("被保険者番号").span(1, 2),
                    digits(first, "insured_number").span(1, 2),
                    Cell::label("フリガナ"),
                    cell(stack.any_supplement(), "user_name_kana"),
                    Cell::label("生年月日").span(1, 2),
                    birth_date(stack.any_supplement()).span(1, 2),
                    Cell::label("性別").span(1, 2),
                    choice_cell(stack.any_supplement(), "user_gender", GENDER)
                        .span(1, 2)
                        .look(Look::Center),
                ],
                vec![
                    Cell::label("被保険者氏名"),
                    super::super::form1::name(stack, "様"),
                ],
            ],
        ),
        levels(person, first),
    ]
}

/// The office by its name, if a 第1表 among the files tells it; under it who is in charge.
fn care_manager(stack: Stack<'_>, first: Slip<'_>) -> Cell {
    let number = first.shown("care_manager_office_number");
    let mut office = match stack.plan_by(&number) {
        Some(plan) => plan.cell("care_manager_office_name").hint(number),
        None => first.cell("care_manager_office_number"),
    };
    let name = first.cell("care_manager_name");
    if !name.runs.is_empty() {
        fill::plain(&mut office.runs, "\n");
        office.runs.extend(name.runs);
        office.places.extend(name.places);
    }
    office
}

/// 作成年月日: the latest, if records differ.
fn latest(stack: Stack<'_>) -> Cell {
    let plans = || stack.slips(Kind::Plan);
    let all: Vec<Slip<'_>> = if plans().next().is_some() {
        plans().collect()
    } else {
        stack.all().collect()
    };
    let latest = all.into_iter().max_by_key(|slip| slip.code("created_date"));
    cell(latest, "created_date")
}

/// The birth date: ovals on the letters of the eras, then year, month and day.
fn birth_date(person: Option<Slip<'_>>) -> Cell {
    let Some(slip) = person else {
        return Cell::default();
    };
    let whole = slip.cell("user_birth_date");
    let Some(words) = slip.date("user_birth_date").map(era::in_words) else {
        return whole;
    };
    let mut characters = words.chars();
    let letter = characters.next().unwrap_or_default();
    // The names of these eras have two characters; a western year has none.
    if !ERAS.contains(&letter) {
        return whole;
    }
    characters.next();
    let mut runs = Vec::new();
    for (place, known) in ERAS.into_iter().enumerate() {
        if place > 0 {
            fill::plain(&mut runs, "・");
        }
        if known == letter {
            runs.push(Run::Chosen(known.to_string()));
        } else {
            fill::plain(&mut runs, &known.to_string());
        }
    }
    fill::plain(&mut runs, &format!("\n{}", characters.as_str()));
    Cell { runs, ..whole }
}

/// 要介護状態区分 with its change, limits, days of short stay.
fn levels(person: Option<Slip<'_>>, first: Slip<'_>) -> Block {
    let is_changed = person.is_some_and(|slip| {
        slip.date("care_level_change_date").is_some()
            && !slip.code("previous_care_level").is_empty()
    });
    let (before, after, day) = if is_changed {
        (
            cell(person, "previous_care_level"),
            cell(person, "care_level"),
            cell(person, "care_level_change_date"),
        )
    } else {
        (cell(person, "care_level"), Cell::default(), Cell::default())
    };
    let with = |mut cell: Cell, unit: &str| {
        if !cell.runs.is_empty() {
            fill::plain(&mut cell.runs, unit);
        }
        cell
    };
    let days = person
        .filter(|slip| !slip.code("short_stay_days_before_month").is_empty())
        .unwrap_or(first);
    let from_to = |field, word| with(cell(person, field), word);
    let mut period = from_to("benefit_limit_start_date", " から\n");
    let end = from_to("benefit_limit_end_date", " まで");
    period.runs.extend(end.runs);
    period.places.extend(end.places);
    boxes(
        "要介護状態区分、区分支給限度基準額",
        &[140, 150, 100, 130, 100, 160, 145, 75],
        vec![
            vec![
                Cell::label("要介護状態区分"),
                before,
                Cell::label("区分支給限度基準額").span(1, 3),
                with(cell(person, "category_benefit_limit_units"), "単位／月").span(1, 3),
                Cell::label("限度額適用期間").span(1, 3),
                period.span(1, 3),
                Cell::label("前月までの短期入所利用日数").span(1, 3),
                with(days.cell("short_stay_days_before_month"), "日").span(1, 3),
            ],
            vec![Cell::label("変更後要介護状態区分"), after],
            vec![Cell::label("変更日"), day],
        ],
    )
}

/// What a reader of the form should know: which of the files it lacks.
pub(super) fn notices(stack: Stack<'_>, is_plan: bool, has_result: bool) -> Vec<Words> {
    let mut notices = Vec::new();
    if is_plan && stack.supplement().is_none() {
        notices.push(Words::new(
            "この月の利用者補足情報がないため、限度額などの欄は空いています。",
            "There is no supplement for this month, so limits and other boxes are empty.",
        ));
    }
    if has_result && !is_plan {
        notices.push(Words::new(
            "予定のファイルがないため、実績だけを表示しています。",
            "Only results are shown: there is no file with the plan.",
        ));
    }
    notices
}
