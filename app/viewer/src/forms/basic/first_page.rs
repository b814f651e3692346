//! Page 1 of 利用者基本情報: 《基本情報》.

use careplan::era;

use super::super::fill::{self, Choice, GENDER, boxes, choice_cell, choices, flag, plain};
use super::super::slip::Slip;
use crate::paper::{Block, Cell, Look, Run};

const METHOD: &[Choice<'_>] = &[("来所", &["01"]), ("電話", &["02"]), ("その他", &["03"])];
const COUNT: &[Choice<'_>] = &[("初回", &["01"]), ("再来", &["02"])];
const STATE: &[Choice<'_>] = &[("在宅", &["01"]), ("入院又は入所中", &["02"])];
const DISABILITY: &[Choice<'_>] = &[
    ("自立", &["01"]),
    ("J1", &["11"]),
    ("J2", &["12"]),
    ("A1", &["21"]),
    ("A2", &["22"]),
    ("B1", &["31"]),
    ("B2", &["32"]),
    ("C1", &["41"]),
    ("C2", &["42"]),
];
const DEMENTIA: &[Choice<'_>] = &[
    ("自立", &["01"]),
    ("Ⅰ", &["02"]),
    ("Ⅱa", &["03"]),
    ("Ⅱb", &["04"]),
    ("Ⅲa", &["05"]),
    ("Ⅲb", &["06"]),
    ("Ⅳ", &["07"]),
    ("M", &["08"]),
];
const CARE_LEVEL: &[Choice<'_>] = &[
    ("非該当", &["01"]),
    ("要支１", &["12"]),
    ("要支２", &["13"]),
    ("要介１", &["21"]),
    ("要介２", &["22"]),
    ("要介３", &["23"]),
    ("要介４", &["24"]),
    ("要介５", &["25"]),
];
const CHECKLIST: &[Choice<'_>] = &[
    ("事業対象者の該当あり", &["1"]),
    ("事業対象者の該当なし", &["2"]),
];
/// 居住形態: codes from 05 choose one of each pair.
const RESIDENCE: &[Choice<'_>] = &[
    ("自宅", &["01", "05", "06"]),
    ("借家", &["02", "07", "08"]),
    ("一戸建て", &["03", "05", "07"]),
    ("集合住宅", &["04", "06", "08"]),
];
const MODIFIED: &[Choice<'_>] = &[("有", &["1"]), ("無", &["2"])];

pub(super) fn boxes_of(slip: Slip<'_>) -> Block {
    let label = Cell::label;
    let one = Some(slip);
    let wide = |cell: Cell| cell.span(3, 1);
    let rows = vec![
        vec![label("相談日"), wide(consultation(slip))],
        vec![
            label("本人の現況"),
            wide(bracketed(
                slip,
                "user_current_state",
                STATE,
                "user_current_state_note",
            )),
        ],
        vec![
            label("フリガナ"),
            slip.cell("user_name_kana"),
            label("性別"),
            choice_cell(one, "user_gender", GENDER),
        ],
        vec![
            label("本人氏名"),
            slip.cell("user_name").look(Look::Strong),
            label("生年月日"),
            birth_date(slip),
        ],
        vec![
            label("住所"),
            slip.cell("user_address"),
            label("Tel\nFax"),
            phones(slip),
        ],
        vec![
            label("障害高齢者の日常生活自立度"),
            wide(choice_cell(
                one,
                "disability_independence_level",
                DISABILITY,
            )),
        ],
        vec![
            label("認知症高齢者の日常生活自立度"),
            wide(choice_cell(one, "dementia_independence_level", DEMENTIA)),
        ],
        vec![label("認定・総合事業情報"), wide(certification(slip))],
        vec![label("障害等認定"), wide(disabilities(slip))],
        vec![label("本人の住居環境"), wide(residence(slip))],
        vec![label("経済状況"), wide(income(slip))],
    ];
    boxes("基本情報", &[160, 440, 110, 290], rows)
}

/// Choices, and in brackets what the last one asks for.
fn bracketed(slip: Slip<'_>, field: &str, printed: &[Choice<'_>], note: &str) -> Cell {
    let mut cell = choice_cell(Some(slip), field, printed).from([slip.place(note)]);
    plain(&mut cell.runs, &fill::in_brackets(&slip.shown(note)));
    cell
}

fn consultation(slip: Slip<'_>) -> Cell {
    let mut cell = slip.cell("consultation_date");
    if let Some(date) = slip.date("consultation_date") {
        plain(&mut cell.runs, &format!("（{}）", era::weekday(date)));
    }
    plain(&mut cell.runs, "　");
    let method = bracketed(
        slip,
        "consultation_method",
        METHOD,
        "consultation_method_other",
    );
    cell.runs.extend(method.runs);
    cell.places.extend(method.places);
    plain(&mut cell.runs, "　");
    cell.runs
        .extend(choices(Some(slip), "consultation_count", COUNT));
    plain(
        &mut cell.runs,
        &format!("（前 {}）", slip.shown("previous_consultation_date")),
    );
    cell.from(["consultation_count", "previous_consultation_date"].map(|field| slip.place(field)))
}

/// The birth date with the age on the day of the consultation.
fn birth_date(slip: Slip<'_>) -> Cell {
    let mut cell = slip.cell("user_birth_date");
    let age = slip
        .date("user_birth_date")
        .zip(slip.date("consultation_date"));
    let age = age.and_then(|(born, today)| fill::age(born, today));
    let age = age.map(|age| age.to_string()).unwrap_or_default();
    plain(&mut cell.runs, &format!("（{age}）歳"));
    cell
}

fn phones(slip: Slip<'_>) -> Cell {
    Cell::text(format!(
        "{}\n{}",
        slip.shown("user_phone"),
        slip.shown("user_fax")
    ))
    .from(["user_phone", "user_fax"].map(|field| slip.place(field)))
}

fn certification(slip: Slip<'_>) -> Cell {
    let mut cell = choice_cell(Some(slip), "care_level", CARE_LEVEL);
    let period = fill::span(
        Some(slip),
        "certification_start_date",
        "certification_end_date",
    );
    plain(&mut cell.runs, "\n有効期限：");
    cell.runs.extend(period.runs);
    plain(
        &mut cell.runs,
        &format!("（前回の介護度 {}）", slip.shown("previous_care_level")),
    );
    plain(&mut cell.runs, "\n基本チェックリスト記入結果：");
    cell.runs
        .extend(choices(Some(slip), "checklist_result", CHECKLIST));
    plain(
        &mut cell.runs,
        &format!(
            "\n基本チェックリスト記入日：{}",
            slip.shown("checklist_date")
        ),
    );
    cell.places.extend(period.places);
    cell.from(
        ["previous_care_level", "checklist_result", "checklist_date"]
            .map(|field| slip.place(field)),
    )
}

/// Words with ovals where their flags are 1.
fn flags(slip: Slip<'_>, printed: &[(&str, &str)], between: &str) -> Cell {
    let mut runs = Vec::new();
    for (place, (field, word)) in printed.iter().enumerate() {
        if place > 0 {
            plain(&mut runs, between);
        }
        runs.extend(flag(slip, field, word));
    }
    Cell::runs(runs).from(printed.iter().map(|(field, _)| slip.place(field)))
}

fn disabilities(slip: Slip<'_>) -> Cell {
    let printed = [
        ("disability_cert_physical", "身障"),
        ("disability_cert_intellectual", "療育"),
        ("disability_cert_mental", "精神"),
        ("disability_cert_intractable_disease", "難病"),
    ];
    let mut cell = flags(slip, &printed, "・");
    with_note(&mut cell, slip, "disability_cert_note");
    cell
}

fn income(slip: Slip<'_>) -> Cell {
    let printed = [
        ("income_national_pension", "国民年金"),
        ("income_employee_pension", "厚生年金"),
        ("income_disability_pension", "障害年金"),
        ("income_public_assistance", "生活保護"),
    ];
    let mut cell = flags(slip, &printed, "・");
    with_note(&mut cell, slip, "income_detail");
    cell
}

fn with_note(cell: &mut Cell, slip: Slip<'_>, field: &str) {
    plain(&mut cell.runs, &fill::in_brackets(&slip.shown(field)));
    cell.places.push(slip.place(field));
}

/// 自室 has no value for 無: a floor says 有, 0 is taken for 無.
fn residence(slip: Slip<'_>) -> Cell {
    let mut cell = choice_cell(Some(slip), "residence_type", RESIDENCE);
    let floor = slip.number("own_room_floor");
    plain(&mut cell.runs, "　自室（");
    choose(&mut cell.runs, "有", floor.is_some_and(|floor| floor > 0));
    let storey = floor
        .filter(|floor| *floor > 0)
        .map(|floor| floor.to_string());
    plain(
        &mut cell.runs,
        &format!(" {} 階・", storey.unwrap_or_default()),
    );
    choose(&mut cell.runs, "無", floor == Some(0));
    plain(&mut cell.runs, "）　住宅改修（");
    cell.runs
        .extend(choices(Some(slip), "home_modified", MODIFIED));
    plain(&mut cell.runs, "）");
    cell.from(["own_room_floor", "home_modified"].map(|field| slip.place(field)))
}

fn choose(runs: &mut Vec<Run>, word: &str, is_chosen: bool) {
    if is_chosen {
        runs.push(Run::Chosen(word.to_owned()));
    } else {
        plain(runs, word);
    }
}
