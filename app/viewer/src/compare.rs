//! 予定と実績: what differs, person by person, as a list to work through, as marks on 第6表, and in sums.

mod marks;
mod person;
mod sums;

use careplan::{Comparison, OfficeNumber, PersonComparison, Reading, Sorted, UseKind};
use pack::packed;

use crate::drawing::Tag;
use crate::pen::Pen;
use crate::protocol::{How, Sheet};

/// What the page shows of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// The persons with their differences, marks and sums.
    pub sheet: Sheet,
    /// How many uses differ; 未着 is not among them.
    pub differences: u32,
    /// How many persons have differences.
    pub differing: u32,
    /// How many persons have none.
    pub agreeing: u32,
    /// The offices of whom no results are here.
    pub awaited: Vec<Awaited>,
}

/// An office of whom no results are here (未着).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// 事業所番号.
    pub number: String,
    /// 事業所名, if the plan has it.
    pub name: Option<String>,
    /// How many persons wait for it.
    pub persons: u32,
}

packed! {
    struct Compared { sheet, differences, differing, agreeing, awaited }
    struct Awaited { number, name, persons }
}

/// Compares plans with results and draws what came of it.
///
/// Shown are the persons of whom results are here, or should be: all whose plan has a service of an office that has
/// sent results. Nobody else's month can be judged by these files.
#[must_use]
pub fn compare(plan: &[Reading], actual: &[Reading], how: &How) -> Compared {
    let comparison = careplan::compare(plan, actual);
    let (differing, agreeing): (Vec<_>, Vec<_>) = comparison
        .persons
        .iter()
        .filter(|person| is_judged(person))
        .partition(|person| person.uses.iter().any(|compared| is_task(compared.kind)));
    let differences = comparison
        .differences()
        .filter(|(_, compared)| is_task(compared.kind));
    let differences = number(differences.count());
    let mut pen = Pen::new(how);
    let mut papers = marks::Papers::new(plan, actual, how);
    // One choice of a week serves all persons: they are of one month, but for files of several months.
    let mut weeks = None;
    for person in &differing {
        let of_person = person::draw(&mut pen, person, &mut papers);
        weeks = weeks.or(of_person);
    }
    let (weeks, week) = weeks.unwrap_or_default();
    as_planned(&mut pen, &agreeing);
    Compared {
        sheet: Sheet {
            drawing: pen.done(),
            weeks,
            week,
        },
        differences,
        differing: number(differing.len()),
        agreeing: number(agreeing.len()),
        awaited: awaited(&comparison),
    }
}

/// Whether somebody must look at it: neither as planned nor still to come.
fn is_task(kind: UseKind) -> bool {
    !matches!(kind, UseKind::AsPlanned | UseKind::NotArrived)
}

fn is_judged(person: &PersonComparison) -> bool {
    person
        .uses
        .iter()
        .any(|compared| compared.kind != UseKind::NotArrived)
}

/// The offices of whom results of judged persons are still to come, by number.
fn awaited(comparison: &Comparison) -> Vec<Awaited> {
    type Office = (Option<String>, Sorted<usize, ()>);
    let mut offices: Sorted<OfficeNumber, Office> = Sorted::default();
    for (place, person) in comparison.persons.iter().enumerate() {
        for compared in person.uses.iter().filter(|_| is_judged(person)) {
            if compared.kind == UseKind::NotArrived {
                let office = offices.entry(compared.office_number, Office::default);
                office.0 = office.0.take().or_else(|| compared.office_name.clone());
                office.1.insert(place);
            }
        }
    }
    offices
        .into_entries()
        .into_iter()
        .map(|(office, (name, persons))| Awaited {
            number: office.to_string(),
            name,
            persons: number(persons.len()),
        })
        .collect()
}

/// The persons of whom nothing differs, by name.
fn as_planned(pen: &mut Pen<'_>, persons: &[&PersonComparison]) {
    if persons.is_empty() {
        return;
    }
    pen.within(Tag::Section, "compared compared-same", |pen| {
        let word = UseKind::AsPlanned.word();
        let title = format!("✓ {}", pen.phrase(&word));
        pen.word(Tag::Title, "", &title);
        pen.within(Tag::Ul, "compared-names", |pen| {
            for person in persons {
                pen.word(Tag::Li, "", &person::called(person));
            }
        });
    });
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
