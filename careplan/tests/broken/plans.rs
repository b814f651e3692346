//! Rules of care plans and of the preventive forms.

use std::fmt::Display;

use careplan::Kind;

use super::slip::{Break, MARK, Slip, any, of_user};
use crate::world::{Row, TestUnit, World};

const FORM1: Kind = Kind::Form1;
const FORM2: Kind = Kind::Form2;
const FORM3: Kind = Kind::Form3;
const BASIC: Kind = Kind::Basic;
const SUPPLEMENT: Kind = Kind::Supplement;

/// Puts one value into a row of a unit.
fn put(
    world: &mut World,
    mut unit: TestUnit,
    kind: Kind,
    like: impl Fn(&Row) -> bool,
    field: &str,
    value: impl Display,
) -> Option<Slip> {
    let at = unit.put(world, kind, like, field, value)?;
    Slip::of(&unit, at)
}

/// The same in a care plan.
fn plan(
    world: &mut World,
    kind: Kind,
    like: impl Fn(&Row) -> bool,
    field: &str,
    value: impl Display,
) -> Option<Slip> {
    let unit = world.care_plan();
    put(world, unit, kind, like, field, value)
}

/// The same in the preventive forms.
fn preventive(
    world: &mut World,
    kind: Kind,
    like: impl Fn(&Row) -> bool,
    field: &str,
    value: impl Display,
) -> Option<Slip> {
    let unit = world.preventive(true, true);
    put(world, unit, kind, like, field, value)
}

fn is_weekly(row: &Row) -> bool {
    !row.get("weekday").is_empty()
}

pub const BREAKS: &[Break] = &[
    Break::of("R-090", |world| {
        plan(world, FORM1, any, "certification_start_date", "20310101")
    }),
    Break::of("R-090", |world| {
        let kind = world.dice.pick(&[BASIC, Kind::Preventive]);
        preventive(world, kind, any, "certification_start_date", "20310101")
    }),
    Break::of("R-091", |world| {
        plan(world, FORM1, any, "initial_care_plan_date", "20310101")
    }),
    Break::of("R-092", |world| {
        let other = |row: &Row| row.get("life_support_reason") != "3";
        plan(world, FORM1, other, "life_support_other_reason", MARK)
    }),
    Break::of("R-092", |world| {
        let third = |row: &Row| row.get("life_support_reason") == "3";
        plan(world, FORM1, third, "life_support_other_reason", "")
    }),
    Break::of("R-093", |world| {
        plan(
            world,
            FORM1,
            any,
            "care_manager_office_number",
            "9999999999",
        )
    }),
    Break::of("R-094", |world| {
        let fields = [
            "certification_date",
            "certification_start_date",
            "certification_end_date",
            "care_level",
        ];
        let field = world.dice.pick(&fields);
        plan(world, FORM1, any, field, "")
    }),
    Break::of("R-094", |world| {
        let fields = [
            "certification_date",
            "certification_end_date",
            "support_level",
        ];
        let field = world.dice.pick(&fields);
        preventive(world, Kind::Preventive, any, field, "")
    }),
    Break::of("R-100", |world| {
        let field = world.dice.pick(&["need_no", "goal_no", "support_no"]);
        let wrong = world.dice.pick(&["0", "-1"]);
        plan(world, FORM2, any, field, wrong)
    }),
    Break::of("R-101", |world| {
        let field = world.dice.pick(&["need_no", "goal_no", "support_no"]);
        plan(world, FORM2, any, field, "")
    }),
    Break::of("R-101", |world| {
        let mut unit = world.care_plan();
        let rows = unit.rows(FORM2).len();
        let place = world.dice.below(rows);
        let again = unit.rows(FORM2)[place].clone();
        unit.rows(FORM2).insert(place, again);
        let at = unit.cell(FORM2, place + 1, "support_no");
        Slip::of(&unit, at)
    }),
    Break::of("R-102", |world| {
        let first = |row: &Row| row.get("goal_no") == "1" && row.get("support_no") == "1";
        plan(world, FORM2, first, "need", "")
    }),
    Break::of("R-102", |world| {
        let mut unit = world.care_plan();
        let places = unit.places(FORM2, |row| row.get("support_no") == "1");
        let place = world.dice.pick(&places);
        unit.rows(FORM2)[place].put("short_term_goal", "");
        unit.rows(FORM2)[place].put("long_term_goal", "");
        let at = unit.cell(FORM2, place, "long_term_goal");
        Slip::of(&unit, at)
    }),
    Break::of("R-105", |world| {
        plan(world, FORM3, is_weekly, "non_weekly_service", MARK)
    }),
    Break::of("R-106", |world| {
        let fields = [
            "weekly_service_content",
            "weekday",
            "weekly_service_start_time",
            "weekly_service_end_time",
        ];
        let field = world.dice.pick(&fields);
        plan(world, FORM3, is_weekly, field, "")
    }),
    Break::of("R-107", |world| {
        let night = |row: &Row| {
            !row.get("daily_activity").is_empty() && row.get("daily_activity_end_time") != "2400"
        };
        plan(world, FORM3, night, "daily_activity_start_time", "2300")
    }),
    Break::of("R-150", |world| {
        let other = |row: &Row| row.get("consultation_method") == "03";
        preventive(world, BASIC, other, "consultation_method_other", "")
    }),
    Break::of("R-151", |world| {
        let away = |row: &Row| row.get("user_current_state") == "02";
        preventive(world, BASIC, away, "user_current_state_note", "")
    }),
    Break::of("R-152", |world| {
        let unit = world.preventive(true, true);
        let good = unit.image_name(1);
        let wrong = [
            "写真.jpg".to_owned(),
            good.replace(&unit.serial, "20200101000000"),
            good.replace("_0001.jpg", ".jpg"),
            good.replace("UPKIHON_IMAGE", "UPKIHON"),
            format!("../{}", good.replace(&unit.from.0, "0000000000")),
        ];
        let wrong = world.dice.pick(&wrong);
        put(world, unit, BASIC, any, "family_image_filename", wrong)
    }),
    Break::of("R-153", |world| {
        let mut unit = world.preventive(true, true);
        let number = unit.images.pop()?;
        let name = unit.image_name(number);
        let places = unit.places(BASIC, |row| row.get("family_image_filename") == name);
        let at = unit.cell(BASIC, places[0], "family_image_filename");
        Slip::of(&unit, at)
    }),
    Break::of("R-153", |world| {
        let mut unit = world.preventive(true, true);
        unit.images.push(99);
        let mut at = unit.whole(BASIC);
        at.file = Some(unit.image_name(99));
        Slip::of(&unit, at)
    }),
    Break::of("R-154", |world| {
        let (kind, field) = world.dice.pick(&[
            (Kind::BasicDay, "consultation_date"),
            (Kind::BasicIllness, "consultation_date"),
        ]);
        preventive(world, kind, any, field, "20200101")
    }),
    Break::of("R-154", |world| {
        // The last service of a plan, so that the numbers of the others still run.
        let mut unit = world.preventive(true, true);
        let last = unit.rows(Kind::PreventiveSupport).len() - 1;
        let again = unit.rows(Kind::PreventiveSupport)[0]
            .clone()
            .with("preventive_plan_date", "20200101");
        unit.rows(Kind::PreventiveSupport).push(again);
        let at = unit.cell(Kind::PreventiveSupport, last + 1, "preventive_plan_date");
        Slip::of(&unit, at)
    }),
    Break::of("R-155", |world| {
        let mut unit = world.preventive(false, true);
        let last = unit.rows(Kind::PreventiveSupport).len() - 1;
        unit.rows(Kind::PreventiveSupport)[last].put("service_no", 9);
        let at = unit.cell(Kind::PreventiveSupport, last, "service_no");
        Slip::of(&unit, at)
    }),
    Break::of("R-155", |world| {
        let again = |row: &Row| row.get("service_no") == "2";
        preventive(world, Kind::PreventiveSupport, again, "support_point", MARK)
    }),
    Break::of("R-156", |world| {
        let mut unit = world.preventive(true, true);
        if unit.rows(BASIC).len() < 2 {
            return None;
        }
        let name = unit.image_name(1);
        for row in unit.rows(BASIC) {
            row.put("family_image_filename", "");
        }
        for row in &mut unit.rows(BASIC)[..2] {
            row.put("family_image_filename", &name);
        }
        unit.images = vec![1];
        let at = unit.cell(BASIC, 1, "family_image_filename");
        Slip::of(&unit, at)
    }),
    Break::of("R-160", |world| {
        let mut unit = world.care_plan();
        let rows = unit.rows(FORM2).clone();
        let last = rows.len() - 1;
        let with_others =
            last > 0 && rows[last].get("insured_number") == rows[last - 1].get("insured_number");
        if !with_others {
            return None;
        }
        let row = &mut unit.rows(FORM2)[last];
        row.put("care_plan_date", "20200101");
        row.put("need", MARK);
        row.put("long_term_goal", MARK);
        let at = unit.cell(FORM2, last, "care_plan_date");
        Slip::of(&unit, at)
    }),
    Break::of("R-161", |world| {
        plan(world, FORM3, any, "care_plan_date", "20200101")
    }),
    Break::of("R-162", |world| {
        let mut unit = world.care_plan();
        let ghost = unit.rows(SUPPLEMENT)[0]
            .clone()
            .with("insured_number", "0000000001");
        unit.rows(SUPPLEMENT).push(ghost);
        let last = unit.rows(SUPPLEMENT).len() - 1;
        let at = unit.cell(SUPPLEMENT, last, "care_plan_date");
        Slip::of(&unit, at)
    }),
    Break::of("R-163", |world| lacks(world, SUPPLEMENT)),
    Break::of("R-164", |world| lacks(world, FORM2)),
    Break::of("R-169", |world| {
        let (field, value) = world.dice.pick(&[
            ("user_postal_code", "999-0002"),
            ("certification_status", "1"),
            ("care_level", "25"),
        ]);
        plan(world, SUPPLEMENT, any, field, value)
    }),
    Break::of("R-173", |world| {
        let (field, value) = world.dice.pick(&[("user_name", MARK), ("plan_kind", "2")]);
        preventive(world, Kind::Preventive, any, field, value)
    }),
];

/// A user of 第1表 is not in another file of the plan.
fn lacks(world: &mut World, kind: Kind) -> Option<Slip> {
    let mut unit = world.care_plan();
    if world.users.len() < 2 {
        return None;
    }
    let place = world.dice.below(world.users.len());
    let number = world.users[place].number.clone();
    unit.take(kind, of_user(&number));
    let at = unit.cell(FORM1, place, "care_plan_date");
    Slip::of(&unit, at)
}
