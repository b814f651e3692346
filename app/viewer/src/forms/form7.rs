//! 第7表 サービス提供票別表: units and money of a month against the limits.

mod limits;
mod order;

use careplan::{Kind, codes};

use super::binder::Stack;
use super::fill::{self, boxes, digits, number};
use super::form1::{made_on, name};
use super::form6::title;
use super::slip::Slip;
use crate::paper::{Block, Cell, Look, Paper, Row, RowKind, Run, Table};
use order::{Sort, in_order, sort};

/// The columns that a sum leaves empty, although the data has 0 in them: サービスコード to 回数.
const NOT_SUMMED: [&str; 5] = [
    "service_code",
    "service_units",
    "discount_rate",
    "discounted_units",
    "count_or_days",
];

/// Heading, width per mille and field of each column, in the order of the form. A bold office number has room in its column.
const COLUMNS: [(&str, u16, &str); 21] = [
    ("事業所名", 80, "service_office_name"),
    ("事業所番号", 74, "service_office_number"),
    ("サービス内容/種類", 71, "service"),
    ("サービスコード", 43, "service_code"),
    ("単位数", 36, "service_units"),
    ("率(%)", 24, "discount_rate"),
    ("単位数", 36, "discounted_units"),
    ("回数", 28, "count_or_days"),
    ("サービス単位数/金額", 50, "service_units_total"),
    ("給付管理単位数", 50, "benefit_management_units"),
    (
        "種類支給限度基準を超える単位数",
        46,
        "type_limit_excess_units",
    ),
    ("種類支給限度基準内単位数", 46, "type_limit_within_units"),
    (
        "区分支給限度基準を超える単位数",
        46,
        "category_limit_excess_units",
    ),
    (
        "区分支給限度基準内単位数",
        46,
        "category_limit_within_units",
    ),
    ("単位数単価", 40, "unit_price"),
    ("費用総額（保険/事業対象分）", 50, "total_cost"),
    ("給付率(%)", 32, "benefit_rate"),
    ("保険/事業費請求額", 50, "insurance_claim_amount"),
    ("定額利用者負担単価金額", 48, "fixed_user_charge_unit_price"),
    ("利用者負担（保険/事業対象分）", 52, "user_charge_insured"),
    ("利用者負担（全額負担分）", 52, "user_charge_full"),
];

/// The columns that stay where a screen is too narrow for all (FORMS.md section 7); the others come when they are asked for.
const MAIN: [&str; 7] = [
    "service_office_name",
    "service",
    "count_or_days",
    "service_units_total",
    "category_limit_within_units",
    "user_charge_insured",
    "user_charge_full",
];

/// A box that goes with its column.
fn of_column(cell: Cell, field: &str) -> Cell {
    if MAIN.contains(&field) {
        cell
    } else {
        cell.look(Look::More)
    }
}

pub(super) fn paper(stack: Stack<'_>) -> Paper {
    let slips = in_order(stack.slips(Kind::Form7).collect());
    let first = slips.first().copied();
    let person = stack.supplement();
    let total = slips
        .iter()
        .copied()
        .find(|slip| sort(*slip) == Sort::Grand);
    let mut blocks = vec![
        boxes(
            "利用者",
            &[120, 200, 120, 560],
            vec![vec![
                Cell::label("被保険者番号"),
                first.map_or_else(Cell::default, |slip| digits(slip, "insured_number")),
                Cell::label("利用者名"),
                name(stack, "様"),
            ]],
        ),
        Block::Table(table(&slips, total, person)),
    ];
    blocks.extend(limits::bar(total, person).map(Block::Bar));
    blocks.push(limits::by_type(person));
    blocks.push(limits::short_stay(&slips, total, person));
    Paper {
        title: title(stack, "サービス提供票別表"),
        number: "第７表".to_owned(),
        corner: made_on(first),
        blocks,
        ..Paper::default()
    }
}

/// 区分支給限度管理・利用者負担計算.
fn table(slips: &[Slip<'_>], total: Option<Slip<'_>>, person: Option<Slip<'_>>) -> Table {
    let details = slips.iter().filter(|slip| sort(**slip) != Sort::Grand);
    Table {
        caption: "区分支給限度管理・利用者負担計算".to_owned(),
        prints_caption: true,
        widths: COLUMNS.iter().map(|(_, width, _)| *width).collect(),
        fixed: 1,
        head: head(),
        body: details.map(|slip| row(*slip)).collect(),
        foot: total.map(|total| foot(total, person)).into_iter().collect(),
        brief: total
            .map(|total| brief(total, person))
            .into_iter()
            .collect(),
        ..Table::default()
    }
}

/// The headings: 率 and 単位数 stand under 割引適用後.
fn head() -> Vec<Row> {
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for (word, _, field) in COLUMNS {
        let cell = of_column(Cell::column_head(word), field);
        match field {
            "discount_rate" => {
                let over = Cell::column_head("割引適用後").span(2, 1);
                upper.push(over.look(Look::More));
                lower.push(cell);
            }
            "discounted_units" => lower.push(cell),
            _ => upper.push(cell.span(1, 2)),
        }
    }
    vec![Row::new(upper), Row::new(lower)]
}

fn row(slip: Slip<'_>) -> Row {
    let is_sum = sort(slip) != Sort::Detail;
    let cells = COLUMNS.iter().map(|&(_, _, field)| match field {
        "service_office_name" => office(slip),
        "service_office_number" => slip.cell(field),
        "service" => service(slip),
        _ if is_sum && NOT_SUMMED.contains(&field) => Cell::default().from([slip.place(field)]),
        "service_code" => Cell::text(slip.code(field)).from([slip.place(field)]),
        "service_units_total" => bracketed(slip),
        _ => number(slip, field),
    });
    let fields = COLUMNS.iter().map(|(_, _, field)| *field);
    let cells = cells
        .zip(fields)
        .map(|(cell, field)| of_column(cell, field));
    let kind = if is_sum {
        RowKind::Total
    } else {
        RowKind::Plain
    };
    Row::of(kind, cells.collect())
}

fn office(slip: Slip<'_>) -> Cell {
    let mut cell = slip.cell("service_office_name");
    let satellite = slip.shown("satellite_no");
    if !satellite.is_empty() {
        fill::plain(&mut cell.runs, &format!("（{satellite}）"));
    }
    cell.from([slip.place("satellite_no")])
}

/// The name of the service or of what is summed up; equipment in small lines under it.
fn service(slip: Slip<'_>) -> Cell {
    let code = slip.code("service_code");
    let service_type: String = code.chars().take(2).collect();
    let name =
        codes::service_type_name(&service_type).map_or_else(|| format!("[{code}]"), str::to_owned);
    let words = match sort(slip) {
        Sort::Detail if slip.is("over_30_days", "1") => format!("30日超 {name}"),
        Sort::Detail => name,
        Sort::Within => format!("{name}合計"),
        Sort::Outside => format!("{name}合計（区分支給限度対象外）"),
        Sort::Beyond30 => format!("30日超 {name}合計"),
        Sort::Grand => "合計".to_owned(),
    };
    let mut cell = Cell::text(words).from([slip.place("service_code")]);
    let equipment = ["equipment_name", "tais_code", "equipment_registration_code"];
    for text in equipment.map(|field| slip.shown(field)) {
        if !text.is_empty() {
            cell.runs.push(Run::Note(text));
        }
    }
    cell.from(equipment.map(|field| slip.place(field)))
}

/// サービス単位数/金額; what stands outside 区分支給限度 in brackets.
fn bracketed(slip: Slip<'_>) -> Cell {
    let has = |field: &str| !slip.code(field).is_empty();
    let no_limit = ![
        "benefit_management_units",
        "category_limit_excess_units",
        "category_limit_within_units",
    ]
    .into_iter()
    .any(has);
    let own_cost = has("total_cost") || has("user_charge_full") || slip.is("over_30_days", "1");
    let mut cell = number(slip, "service_units_total");
    if sort(slip) == Sort::Detail && no_limit && own_cost && !cell.runs.is_empty() {
        cell.runs = vec![Run::Plain(format!(
            "({})",
            slip.shown("service_units_total")
        ))];
    }
    cell
}

/// The foot: the limit at the left, the grand total at the right; what has no total is grey.
fn foot(total: Slip<'_>, person: Option<Slip<'_>>) -> Row {
    let limit = super::slip::cell(person, "category_benefit_limit_units");
    let shaded = || Cell::default().look(Look::Shaded);
    let name = "区分支給限度基準額（単位）";
    let mut cells = vec![
        shaded(),
        Cell::label(name).span(3, 1).look(Look::More),
        limit.look(Look::Number).span(3, 1).look(Look::More),
        Cell::label("合計")
            .from(["service_office_number", "service_code"].map(|field| total.place(field))),
    ];
    cells.extend(COLUMNS[8..].iter().map(|(_, _, field)| {
        let cell = match *field {
            "unit_price" | "benefit_rate" | "fixed_user_charge_unit_price" => shaded(),
            field => number(total, field),
        };
        of_column(cell, field)
    }));
    Row::of(RowKind::Total, cells)
}

/// The foot without what stands in columns that are left out.
fn brief(total: Slip<'_>, person: Option<Slip<'_>>) -> Row {
    let mut limit = super::slip::cell(person, "category_benefit_limit_units");
    limit
        .runs
        .insert(0, Run::Plain("区分支給限度基準額（単位）\n".to_owned()));
    let mut cells = vec![limit.span(2, 1), Cell::label("合計")];
    cells.extend(MAIN[3..].iter().map(|field| number(total, field)));
    Row::of(RowKind::Brief, cells)
}
