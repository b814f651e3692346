//! T03: a plan for the wrong office, or in the name of another one.

use careplan::{Context, OfficeNumber, Reading, check, has_errors, read};

use crate::world::{TestUnit, World, cases};

/// An office that stands nowhere in the files.
const STRANGER: &str = "9990000009";

fn readings(unit: &TestUnit) -> Vec<Reading> {
    unit.files().into_iter().map(read).collect()
}

fn rules(unit: &TestUnit, context: &Context) -> Vec<String> {
    let findings = check(&readings(unit), context);
    findings
        .iter()
        .map(|finding| finding.rule.to_string())
        .collect()
}

fn office(number: &str) -> OfficeNumber {
    number.parse().unwrap()
}

/// A unit of each kind whose rows name offices, with the rules that tell of another sender and another receiver.
fn units(seed: u64) -> [(TestUnit, Option<&'static str>, Option<&'static str>); 4] {
    // Names of older editions do not tell who makes plans and who serves: there less can be said.
    let mut world = World::of(seed, careplan::Edition::FourthOne);
    world.preventive = false;
    [
        (world.monthly_plan(), Some("R-122"), Some("R-124")),
        (world.result(), Some("R-123"), Some("R-123")),
        // A care plan does not say in its rows for whom it is.
        (world.care_plan(), Some("R-093"), None),
        (
            world.withdrawal(careplan::Kind::WithdrawResult),
            Some("R-141"),
            None,
        ),
    ]
}

#[test]
fn t03_rows_of_another_office_than_the_name_says_are_told_of() {
    for seed in 0..cases(20) {
        for (unit, of_sender, of_receiver) in units(seed) {
            let plain = rules(&unit, &Context::default());
            for (rule, of_sender) in [(of_sender, true), (of_receiver, false)] {
                let Some(rule) = rule.map(str::to_owned) else {
                    continue;
                };
                let mut crafted = unit.clone();
                let party = if of_sender {
                    &mut crafted.from
                } else {
                    &mut crafted.to
                };
                STRANGER.clone_into(&mut party.0);
                let told = rules(&crafted, &Context::default());
                assert!(!plain.contains(&rule), "seed {seed}: {plain:?}");
                assert!(told.contains(&rule), "seed {seed}: {rule} not in {told:?}");
            }
        }
    }
}

#[test]
fn t03_no_office_sends_for_another_or_takes_what_is_not_for_it() {
    for seed in 0..cases(20) {
        for (unit, ..) in units(seed) {
            let of = |context: &Context| has_errors(&check(&readings(&unit), context));
            assert!(!of(&Context::sending(office(&unit.from.0))), "seed {seed}");
            assert!(!of(&Context::receiving(office(&unit.to.0))), "seed {seed}");
            assert!(of(&Context::sending(office(STRANGER))), "seed {seed}");
            assert!(of(&Context::receiving(office(STRANGER))), "seed {seed}");
        }
    }
}
