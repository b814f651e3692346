//! Every rule is broken in units that are right otherwise: exactly that rule is told of, at its place, and nothing else.
//!
//! `cells` breaks every item of every kind; the other modules have one way to break each of the other rules.
//! `CAREPLAN_CASES=1000 cargo test -p careplan --test broken` tries as many units as one likes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../world/mod.rs"]
mod world;

mod cells;
mod files;
mod months;
mod names;
mod plans;
mod slip;
mod units;

use std::collections::BTreeSet;
use std::path::Path;

use careplan::Edition;
use slip::{Break, told};
use world::{World, cases};

/// Every way to break a rule, but for those of single cells.
fn breaks() -> Vec<Break> {
    [
        names::BREAKS,
        files::BREAKS,
        months::BREAKS,
        plans::BREAKS,
        units::BREAKS,
    ]
    .concat()
}

#[test]
fn a_broken_rule_is_found_where_it_is_and_nothing_else_is() {
    let mut wrong = Vec::new();
    for broken in breaks() {
        let mut shown = 0;
        let wanted = cases(12);
        // Not every world has what a rule speaks of: rented equipment, short stay, two users.
        for seed in 0..wanted * 20 {
            let Some(slip) = (broken.how)(&mut World::of(seed, Edition::FourthOne)) else {
                continue;
            };
            let (at, found) = told(slip);
            let mut expected = BTreeSet::from([(broken.rule.to_owned(), at)]);
            let also = |rule: &String| broken.also.iter().any(|(other, _)| other == rule);
            let (others, found): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|(rule, _)| also(rule));
            // What is told with it must be told each time, or it is no exception.
            let lacking = (broken.also.iter())
                .filter(|(other, _)| others.iter().all(|(rule, _)| rule != other));
            expected.extend(lacking.map(|(rule, _)| ((*rule).to_owned(), slip::At::default())));
            if found.len() != 1 || found.iter().cloned().collect::<BTreeSet<_>>() != expected {
                wrong.push(format!(
                    "{} seed {seed}:\n  found {found:?}\n  expected {expected:?}",
                    broken.rule
                ));
                break;
            }
            shown += 1;
            if shown == wanted {
                break;
            }
        }
        assert!(
            shown > 0 || !wrong.is_empty(),
            "{} is never broken",
            broken.rule
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_of_the_list_is_left_whole() {
    let standard = Path::new(env!("CARGO_MANIFEST_DIR")).join("standard/rules.csv");
    let mut reader = csv::Reader::from_path(standard).unwrap();
    let listed: BTreeSet<String> = reader
        .records()
        .map(|row| row.unwrap()[0].to_owned())
        .collect();
    let mut shown = cells::rules();
    shown.extend(breaks().iter().map(|broken| broken.rule.to_owned()));
    assert_eq!(shown, listed);
}
