//! Rules of a month: 第6表, 第7表, 利用者補足情報 and results.

use std::fmt::Display;

use careplan::Kind;

use super::slip::{Break, MARK, Slip, any, of_user};
use crate::world::{Row, World};

const SUPPLEMENT: Kind = Kind::Supplement;
const PLAN: Kind = Kind::Plan;
const FORM7: Kind = Kind::Form7;
const RESULT: Kind = Kind::Result;
/// An office that has no part in it.
const STRANGER: &str = "4444444444";

/// Puts one value into a row of a monthly plan.
fn plan(
    world: &mut World,
    kind: Kind,
    like: impl Fn(&Row) -> bool,
    field: &str,
    value: impl Display,
) -> Option<Slip> {
    let mut unit = world.monthly_plan();
    let at = unit.put(world, kind, like, field, value)?;
    Slip::of(&unit, at)
}

/// The same in a result.
fn result(
    world: &mut World,
    like: impl Fn(&Row) -> bool,
    field: &str,
    value: impl Display,
) -> Option<Slip> {
    let mut unit = world.result();
    let at = unit.put(world, RESULT, like, field, value)?;
    Slip::of(&unit, at)
}

fn is_visit(row: &Row) -> bool {
    row.get("service_code").ends_with("1211")
}

fn is_rental(row: &Row) -> bool {
    row.get("service_code").ends_with("71007")
}

fn is_total(row: &Row) -> bool {
    row.get("service_code") == "999999"
}

fn is_sum(row: &Row) -> bool {
    row.get("service_code").ends_with("AAAA")
}

/// The first row of a user in a file.
fn first(unit: &mut crate::world::TestUnit, kind: Kind, number: &str) -> usize {
    unit.places(kind, of_user(number))[0]
}

pub const BREAKS: &[Break] = &[
    Break::of("R-069", |world| {
        result(world, any, "created_date", "20301231")
    }),
    Break::of("R-069", |world| {
        let field = world.dice.pick(&["user_birth_date", "certification_date"]);
        plan(world, SUPPLEMENT, any, field, "20301231")
    }),
    Break::of("R-080", |world| {
        plan(world, SUPPLEMENT, any, "care_plan_date", "20200101")
    }),
    Break::of("R-082", |world| {
        let mut unit = world.monthly_plan();
        let gap = |row: &Row| {
            let code = |frame: &usize| format!("type_limit_{frame}_service_type_code");
            (1..=9)
                .find(|frame| row.get(&code(frame)).is_empty())
                .unwrap()
        };
        unit.put(
            world,
            SUPPLEMENT,
            |row| gap(row) < 9,
            "type_limit_9_service_type_code",
            "15",
        )?;
        let place = unit.places(SUPPLEMENT, |row| {
            !row.get("type_limit_9_service_type_code").is_empty()
        })[0];
        let frame = gap(&unit.rows(SUPPLEMENT)[place]);
        let at = unit.cell(
            SUPPLEMENT,
            place,
            &format!("type_limit_{frame}_service_type_code"),
        );
        Slip::of(&unit, at)
    }),
    Break::of("R-083", |world| {
        plan(world, SUPPLEMENT, any, "total_excess_units", "12345")
    }),
    Break::of("R-084", |world| {
        let ends = |row: &Row| !row.get("benefit_limit_end_date").is_empty();
        plan(
            world,
            SUPPLEMENT,
            ends,
            "benefit_limit_start_date",
            "20310101",
        )
    }),
    Break::of("R-085", |world| {
        let code = world.dice.pick(&["23", "2A"]);
        plan(
            world,
            SUPPLEMENT,
            any,
            "type_limit_1_service_type_code",
            code,
        )
    }),
    Break::of("R-110", |world| {
        let unlike = |row: &Row| !is_rental(row) && row.get("proration_days").is_empty();
        let day = format!("{}{:02}01", world.year, world.month % 12 + 1);
        result(world, unlike, "service_date", day)
    }),
    Break::of("R-111", |world| {
        result(world, is_visit, "service_end_time", "9999")
    }),
    Break::of("R-111", |world| {
        let timeless = |row: &Row| row.get("service_end_time") == "9999";
        result(world, timeless, "service_start_time", "0900").map(|mut slip| {
            // The one that is 9999 is told of.
            slip.at.item = Some(13);
            slip
        })
    }),
    Break::of("R-112", |world| {
        let start = world.dice.pick(&["1000", "1100", "2359"]);
        result(world, is_visit, "service_start_time", start)
    }),
    Break::of("R-113", |world| result(world, any, "service_count", 0)),
    Break::of("R-114", |world| {
        let mut unit = world.result();
        let places = unit.places(RESULT, is_rental);
        let place = *places.first()?;
        unit.rows(RESULT)[place].put("tais_code", "");
        unit.rows(RESULT)[place].put("equipment_registration_code", "");
        let at = unit.cell(RESULT, place, "tais_code");
        Slip::of(&unit, at)
    }),
    Break::of("R-114", |world| {
        let mut unit = world.monthly_plan();
        let place = *unit.places(FORM7, is_rental).first()?;
        unit.rows(FORM7)[place].put("tais_code", "");
        unit.rows(FORM7)[place].put("equipment_registration_code", "");
        let at = unit.cell(FORM7, place, "tais_code");
        Slip::of(&unit, at)
    }),
    Break::of("R-115", |world| {
        let tais = |row: &Row| !row.get("tais_code").is_empty();
        result(world, tais, "equipment_registration_code", "00000-000001")
    }),
    Break::of("R-116", |world| {
        let (field, value) = world.dice.pick(&[
            ("tais_code", "00000-000001"),
            ("equipment_registration_code", "00000-000001"),
            ("equipment_name", MARK),
        ]);
        result(world, is_visit, field, value)
    }),
    Break::of("R-117", |world| {
        result(world, |row| !is_rental(row), "detail_no", 1)
    }),
    Break::of("R-118", |world| {
        let wrong = world.dice.pick(&["", "7", "1"]);
        result(world, |row| row.get("detail_no") == "2", "detail_no", wrong)
    }),
    Break::of("R-119", |world| {
        let wrong = "0000000000000000000000000000001";
        let short = world.days() < 31;
        result(
            world,
            |row| short && !is_rental(row),
            "proration_days",
            wrong,
        )
    }),
    Break::of("R-120", |world| {
        let code = world.dice.pick(&["331111", "421111", "811111"]);
        result(world, is_visit, "service_code", code)
    }),
    Break::of("R-121", |world| {
        let mut unit = world.result();
        let places = unit.places(RESULT, |row| !is_rental(row));
        let again = unit.rows(RESULT)[world.dice.pick(&places)].clone();
        unit.rows(RESULT).push(again);
        let last = unit.rows(RESULT).len() - 1;
        let at = unit.cell(RESULT, last, "service_date");
        Slip::of(&unit, at)
    }),
    Break::of("R-122", |world| {
        let field = world
            .dice
            .pick(&["care_manager_office_number", "updating_office_number"]);
        plan(world, PLAN, any, field, STRANGER)
    }),
    Break::of("R-123", |world| {
        world.preventive = false;
        let field = world
            .dice
            .pick(&["care_manager_office_number", "updating_office_number"]);
        result(world, any, field, STRANGER)
    }),
    Break::of("R-124", |world| {
        world.preventive = false;
        let mut unit = world.monthly_plan();
        let number = world.users[world.dice.below(world.users.len())]
            .number
            .clone();
        for kind in [PLAN, FORM7] {
            for row in unit.rows(kind) {
                if row.get("insured_number") == number
                    && row.get("service_office_number") == world.provider
                {
                    row.put("service_office_number", STRANGER);
                }
            }
        }
        let place = first(&mut unit, PLAN, &number);
        let at = unit.cell(PLAN, place, "insured_number");
        Slip::of(&unit, at)
    }),
    Break::of("R-126", |world| {
        world.preventive = false;
        world.satellite = "01".to_owned();
        let mut unit = world.result();
        for row in unit.rows(RESULT) {
            row.put("service_office_name", MARK);
        }
        let at = unit.put(world, RESULT, is_visit, "satellite_no", "")?;
        Slip::of(&unit, at)
    }),
    Break::of("R-130", |world| {
        let mut unit = world.monthly_plan();
        let number = world.users[0].number.clone();
        unit.take(FORM7, |row| is_total(row) && of_user(&number)(row));
        let at = unit.whole(FORM7);
        Slip::of(&unit, at)
    }),
    Break::of("R-130", |world| {
        let mut unit = world.monthly_plan();
        let last = unit.rows(FORM7).len();
        let again = unit.rows(FORM7)[last - 1].clone();
        unit.rows(FORM7).push(again);
        let at = unit.cell(FORM7, last, "service_code");
        Slip::of(&unit, at)
    }),
    Break::of("R-131", |world| {
        plan(world, FORM7, is_total, "service_office_number", STRANGER)
    }),
    Break::of("R-132", |world| {
        let (field, value) = world.dice.pick(&[
            ("service_units", 5),
            ("discount_rate", 90),
            ("discounted_units", 5),
        ]);
        plan(
            world,
            FORM7,
            |row| is_sum(row) || is_total(row),
            field,
            value,
        )
    }),
    Break::of("R-133", |world| {
        let mut unit = world.monthly_plan();
        let number = world.users[0].number.clone();
        let visit = if world.preventive { "A2AAAA" } else { "11AAAA" };
        unit.take(FORM7, |row| {
            row.get("service_code") == visit && of_user(&number)(row)
        });
        let at = unit.whole(FORM7);
        Slip::of(&unit, at)
    }),
    Break::of("R-134", |world| {
        let wrong = world.dice.pick(&["1XAAAA", "11ABCD", "99ZZZZ"]);
        plan(world, FORM7, is_sum, "service_code", wrong)
    }),
    Break::of("R-135", |world| {
        plan(world, FORM7, any, "office_code_fixed", STRANGER)
    }),
    Break::of("R-137", |world| {
        plan(world, FORM7, is_visit, "service_units_total", 1)
    }),
    Break::of("R-141", |world| {
        let mut unit = world.withdrawal(Kind::WithdrawResult);
        let at = unit.put(
            world,
            Kind::WithdrawResult,
            any,
            "service_office_number",
            STRANGER,
        )?;
        Slip::of(&unit, at)
    }),
    Break::of("R-165", |world| {
        let mut unit = world.monthly_plan();
        let number = world.users[0].number.clone();
        let rows: Vec<Row> = unit
            .rows(FORM7)
            .iter()
            .filter(|row| of_user(&number)(row))
            .cloned()
            .collect();
        let before = unit.rows(FORM7).len();
        unit.rows(FORM7).extend(
            rows.into_iter()
                .map(|row| row.with("insured_number", "0000000001")),
        );
        let at = unit.cell(FORM7, before, "insured_number");
        Slip::of(&unit, at)
    }),
    Break::of("R-166", |world| {
        let mut unit = world.monthly_plan();
        let ghost = unit.rows(SUPPLEMENT)[0]
            .clone()
            .with("insured_number", "0000000001");
        unit.rows(SUPPLEMENT).push(ghost);
        let last = unit.rows(SUPPLEMENT).len() - 1;
        let at = unit.cell(SUPPLEMENT, last, "insured_number");
        Slip::of(&unit, at)
    }),
    Break::of("R-167", |world| lacks(world, FORM7)),
    Break::of("R-168", |world| lacks(world, SUPPLEMENT)),
    Break::of("R-170", |world| {
        let mut unit = world.monthly_plan();
        let place = world.dice.pick(&unit.places(FORM7, is_visit));
        let row = &mut unit.rows(FORM7)[place];
        let (number, code) = (
            row.get("insured_number").to_owned(),
            row.get("service_code").to_owned(),
        );
        row.put("service_code", format!("{}9998", &code[..2]));
        let plan = unit.places(PLAN, |row| {
            of_user(&number)(row) && row.get("service_code") == code
        })[0];
        let at = unit.cell(PLAN, plan, "service_code");
        Slip::of(&unit, at)
    }),
    Break::of("R-171", |world| {
        let mut unit = world.monthly_plan();
        let often = |row: &Row| is_visit(row) && row.get("count_or_days") != "1";
        let place = *unit.places(FORM7, often).first()?;
        let row = &mut unit.rows(FORM7)[place];
        let count: i64 = row.get("count_or_days").parse().unwrap();
        let total: i64 = row.get("service_units_total").parse().unwrap();
        row.put("count_or_days", count + 1);
        row.put("service_units_total", total / count * (count + 1));
        let at = unit.cell(FORM7, place, "count_or_days");
        Slip::of(&unit, at)
    }),
    Break::of("R-174", |world| {
        let given = |row: &Row| !row.get("short_stay_days_before_month").is_empty();
        plan(world, FORM7, given, "short_stay_days_before_month", 999)
    }),
];

/// A user of 第6表 is not in another file of the month.
fn lacks(world: &mut World, kind: Kind) -> Option<Slip> {
    let mut unit = world.monthly_plan();
    if world.users.len() < 2 {
        return None;
    }
    let number = world.users[world.dice.below(world.users.len())]
        .number
        .clone();
    unit.take(kind, of_user(&number));
    let place = first(&mut unit, PLAN, &number);
    let at = unit.cell(PLAN, place, "insured_number");
    Slip::of(&unit, at)
}
