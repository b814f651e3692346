//! No false alarms: units that are right, however tricky, give no finding at all.
//!
//! `CAREPLAN_CASES=100000 cargo test -p careplan --test valid` tries as many worlds as one likes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod world;

use std::collections::BTreeSet;

use careplan::{Bundle, Context, Edition, Kind, UnitGroup, read};
use world::{TestUnit, World, cases};

/// No finding at all, and a bundle of the group that it should be.
#[track_caller]
fn holds(seed: u64, unit: &TestUnit, group: UnitGroup) {
    let readings = unit.files().into_iter().map(read).collect();
    let context = Context::default();
    let bundle = Bundle::new(readings, &context);
    let bundle = bundle.unwrap_or_else(|findings| panic!("seed {seed}: {findings:#?}"));
    // Before 4.0 a plan had no 第3表, and that is said.
    let is_old = group == UnitGroup::PlanDocuments && !unit.has(Kind::Form3);
    let told: Vec<_> = (bundle.findings().iter())
        .filter(|finding| !(is_old && finding.rule.to_string() == "R-182"))
        .collect();
    assert!(told.is_empty(), "seed {seed}: {told:#?}");
    assert_eq!(bundle.facts().group, group, "seed {seed}");
}

#[test]
fn a_right_use_table_is_without_findings() {
    for seed in 0..cases(120) {
        holds(
            seed,
            &World::any(seed).monthly_plan(),
            UnitGroup::MonthlyPlan,
        );
    }
}

#[test]
fn a_right_result_is_without_findings() {
    for seed in 0..cases(120) {
        holds(seed, &World::any(seed).result(), UnitGroup::Result);
    }
}

#[test]
fn a_right_care_plan_is_without_findings() {
    for seed in 0..cases(120) {
        holds(
            seed,
            &World::any(seed).care_plan(),
            UnitGroup::PlanDocuments,
        );
    }
}

#[test]
fn right_preventive_forms_are_without_findings() {
    for seed in 0..cases(120) {
        // They came with 4.0.
        let edition = [Edition::Fourth, Edition::FourthOne][usize::try_from(seed % 2).unwrap()];
        for (with_basic, with_plan, group) in [
            (true, false, UnitGroup::PreventiveBasic),
            (false, true, UnitGroup::PreventivePlan),
            (true, true, UnitGroup::PreventivePlanWithBasic),
        ] {
            holds(
                seed,
                &World::of(seed, edition).preventive(with_basic, with_plan),
                group,
            );
        }
    }
}

#[test]
fn a_right_delete_file_is_without_findings() {
    for seed in 0..cases(100) {
        for kind in World::WITHDRAWALS {
            let groups = UnitGroup::ALL.into_iter();
            let mut group = groups.filter(|group| group.members() == [kind]);
            holds(
                seed,
                &World::any(seed).withdrawal(kind),
                group.next().unwrap(),
            );
        }
    }
}

#[test]
fn an_inbox_of_right_units_is_without_findings() {
    // The plan, an update of it, the results and the withdrawal, all in one folder.
    for seed in 0..cases(50) {
        let mut world = World::any(seed);
        let mut later = world.monthly_plan();
        let plan = world.monthly_plan();
        later.serial.replace_range(6.., "27235959");
        let mut files = plan.files();
        if (&later.from, &later.to) == (&plan.from, &plan.to) {
            files.extend(later.files());
        }
        files.extend(world.result().files());
        let readings: Vec<_> = files.into_iter().map(read).collect();
        let findings = careplan::check(&readings, &Context::default());
        assert!(findings.is_empty(), "seed {seed}: {findings:#?}");
    }
}

#[test]
fn the_worlds_have_every_kind_every_edition_and_every_trick() {
    let mut seen = BTreeSet::new();
    let mut see = |unit: &TestUnit| {
        seen.insert(format!("{:?}", unit.edition));
        for file in unit.files() {
            seen.insert(Kind::of_name(&file.name).unwrap().prefix().to_owned());
            let has = |sign: &[u8]| file.bytes.windows(sign.len()).any(|bytes| bytes == sign);
            for (trick, sign) in [
                ("0x5C as a second byte", &b"\x95\x5C"[..]),
                ("doubled quotes", b"\"\"\""),
                ("a line break in a text", b"\r\n\x95\x5C"),
                ("an IBM kanji", b"\xFB\xFC"),
                ("the same as NEC selected it", b"\xEE\xE0"),
                ("a character of NEC", b"\x87\x40"),
                ("half-width kana", b"\xB1\xCA\xDF\xB0\xC4"),
                ("an H number", b",H0"),
                ("no time", b",9999,9999,"),
                ("pro rata", b",9999,9999,1,761111,"),
                ("a reduction", b",-25,"),
            ] {
                if has(sign) {
                    seen.insert(trick.to_owned());
                }
            }
        }
    };
    for seed in 0..300 {
        let mut world = World::any(seed);
        see(&world.monthly_plan());
        see(&world.result());
        see(&world.care_plan());
        see(&World::of(seed, Edition::FourthOne).preventive(true, true));
        for kind in World::WITHDRAWALS {
            see(&world.withdrawal(kind));
        }
    }
    // 18 kinds, 5 editions, 11 tricks.
    assert_eq!(seen.len(), 18 + 5 + 11, "{seen:#?}");
}
