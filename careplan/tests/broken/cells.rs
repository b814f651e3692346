//! Every item of every kind of file, wrong in each way that its rules know.

use std::collections::BTreeSet;

use careplan::forms::{Form, Item, Need};
use careplan::{Edition, Kind, check, read};

use super::slip::{Slip, told};
use crate::world::{TestUnit, World};

/// The rules that this module breaks.
pub fn rules() -> BTreeSet<String> {
    let all = Kind::ALL
        .into_iter()
        .flat_map(|kind| kind.items().iter().flat_map(move |item| wrong(kind, item)));
    all.map(|(rule, _)| rule.to_owned()).collect()
}

/// Values that are wrong for an item, each with the rule that it breaks.
fn wrong(kind: Kind, item: &'static Item) -> Vec<(&'static str, Wrong)> {
    use Wrong::{Spaced, Value};
    // 画像ファイル名 has a rule of its own, and the edition too.
    if item.form == Form::Edition || item.field == "family_image_filename" {
        return Vec::new();
    }
    let mut all = Vec::new();
    match item.need {
        Need::Required => all.push(("R-050", Value(String::new()))),
        Need::Conditional if item.field == "consignment" => {
            all.push(("R-051", Value(String::new())));
        }
        _ => {}
    }
    if item.form == Form::Text {
        all.push(("R-068", Value("〓田".to_owned())));
        all.push(("R-068", Value("??田".to_owned())));
        return all;
    }
    all.push(("R-067", Value("１".to_owned())));
    all.push(("R-066", Spaced(" ", "")));
    all.push(("R-066", Spaced("", " ")));
    if let Some(length) = item.form.max_length() {
        all.push(("R-052", Value("1".repeat(usize::from(length) + 1))));
    }
    let forms: &[(&str, &str)] = match item.form {
        Form::InsurerNumber => &[("R-061", "99101"), ("R-061", "99101A")],
        Form::InsuredNumber => &[
            ("R-060", "000000001"),
            ("R-060", "A000000001"),
            ("R-060", "00000-0001"),
        ],
        Form::OfficeNumber => &[("R-062", "123456789"), ("R-062", "123456789a")],
        Form::ServiceCode => &[("R-072", "11121"), ("R-072", "11121a")],
        Form::Integer(1) => &[("R-058", "x")],
        Form::Integer(_) => &[("R-058", "x"), ("R-058", "-"), ("R-058", ".5")],
        Form::UnitPrice => &[("R-059", "10.5"), ("R-059", "1000")],
        Form::Date => &[
            ("R-054", "20260230"),
            ("R-054", "2026010"),
            ("R-054", "99999999"),
        ],
        Form::Month => &[("R-055", "202613"), ("R-055", "20260")],
        Form::Time => &[("R-056", "2460"), ("R-056", "900"), ("R-056", "2401")],
        Form::DayMap => &[
            ("R-070", "01"),
            ("R-070", "0000000000000000000000000000002"),
        ],
        Form::PostalCode => &[("R-063", "9990001"), ("R-063", "999-001")],
        Form::Phone(_) => &[("R-064", "0x"), ("R-064", "0-1+")],
        Form::TaisCode => &[("R-071", "00000-00000"), ("R-071", "000000000000")],
        Form::Counter(_) => &[("R-053", "a")],
        Form::Alnum(_) | Form::Code(_) | Form::Text | Form::Edition => &[],
    };
    all.extend(
        forms
            .iter()
            .map(|(rule, value)| (*rule, Value((*value).to_owned()))),
    );
    if let Form::Alnum(length) | Form::Code(length) = item.form {
        all.push(("R-053", Value("a".repeat(usize::from(length)))));
    }
    if let Some(codes) = item.codes {
        let length = usize::from(item.form.max_length().unwrap());
        let digits = ["9", "8", "7", "0"].map(|digit| digit.repeat(length));
        all.extend(
            digits
                .into_iter()
                .find(|code| !codes.has(code.as_bytes()))
                .map(|code| ("R-057", Value(code))),
        );
    }
    if item.field == "record_identifier" {
        all.retain(|(rule, _)| *rule != "R-066");
        all.push(("R-065", Value("1".to_owned())));
    }
    // 00000000 and 000000 mean something in 利用者補足情報.
    if kind != Kind::Supplement && item.form == Form::Month {
        all.push(("R-055", Value("000000".to_owned())));
    }
    all
}

enum Wrong {
    Value(String),
    /// The value as it is, with something around it.
    Spaced(&'static str, &'static str),
}

/// A unit with a file of the kind.
fn unit(world: &mut World, kind: Kind) -> TestUnit {
    match kind {
        Kind::Plan | Kind::Form7 => world.monthly_plan(),
        Kind::Supplement if world.dice.once_in(2) => world.monthly_plan(),
        Kind::Supplement | Kind::Form1 | Kind::Form2 | Kind::Form3 => world.care_plan(),
        Kind::Result => world.result(),
        kind if World::WITHDRAWALS.contains(&kind) => world.withdrawal(kind),
        _ => world.preventive(true, true),
    }
}

/// Breaks one cell in a unit; `None` where no row has a value that could be spaced, or that the rules of rows allow there.
fn broken(seed: u64, kind: Kind, item: &'static Item, wrong: &Wrong) -> Option<Slip> {
    let mut world = World::of(seed, Edition::FourthOne);
    let mut unit = unit(&mut world, kind);
    let mut places = unit.places(kind, |row| !row.get(item.field).is_empty());
    if places.is_empty() {
        if matches!(wrong, Wrong::Spaced(..)) || DEPENDENT.contains(&item.field) {
            return None;
        }
        places = unit.places(kind, |_| true);
    }
    let place = world.dice.pick(&places);
    let row = &mut unit.rows(kind)[place];
    let value = match wrong {
        Wrong::Value(value) => value.clone(),
        Wrong::Spaced(before, behind) => format!("{before}{}{behind}", row.get(item.field)),
    };
    row.put(item.field, value);
    let at = unit.cell(kind, place, item.field);
    Slip::of(&unit, at)
}

/// Items that may be filled only where something else is: rented equipment, another reason, the first row of an issue.
const DEPENDENT: [&str; 9] = [
    "life_support_other_reason",
    "goal_and_measure_proposal",
    "intention_on_measures",
    "self_care_support",
    "insured_support",
    "tais_code",
    "equipment_registration_code",
    "equipment_name",
    "detail_no",
];

#[test]
fn every_item_that_is_wrong_is_found_where_it_is_and_nothing_else_is() {
    let (mut tried, mut faults) = (0, Vec::new());
    for kind in Kind::ALL {
        for item in kind.items() {
            for (rule, value) in wrong(kind, item) {
                let first = u64::try_from(tried).unwrap();
                let mut slips =
                    (first..first + 40).filter_map(|seed| broken(seed, kind, item, &value));
                let Some(slip) = slips.next() else {
                    // Nobody fills it, so that there is nothing to put a space before.
                    assert!(
                        matches!(value, Wrong::Spaced(..)),
                        "{kind:?} {}",
                        item.field
                    );
                    continue;
                };
                let (at, found) = told(slip);
                if found != [(rule.to_owned(), at.clone())] {
                    faults.push(format!(
                        "{kind:?} {}: {rule} at {at:?}, found {found:?}",
                        item.field
                    ));
                }
                tried += 1;
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {tried}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(tried > 1500, "{tried}");
}

#[test]
fn items_of_low_confidence_never_cause_an_error() {
    for kind in Kind::ALL {
        let low = |item: &&Item| item.confidence == careplan::forms::Confidence::Low;
        for item in kind.items().iter().filter(low) {
            for (rule, value) in wrong(kind, item) {
                let slip = (0..40).find_map(|seed| broken(seed, kind, item, &value));
                let Some(slip) = slip else { continue };
                let readings: Vec<_> = slip.files.into_iter().map(read).collect();
                let findings = check(&readings, &slip.context);
                assert!(
                    !careplan::has_errors(&findings),
                    "{kind:?} {} {rule}",
                    item.field
                );
            }
        }
    }
}
