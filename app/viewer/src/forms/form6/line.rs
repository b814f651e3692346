//! The lines of 第6表: which records stand in one line, and in which order the lines stand (FORMS.md section 6).

use careplan::forms::Form6;
use careplan::{Date, Kind, Sorted};

use super::super::slip::Slip;
use crate::paper::Place;

/// What the records of one line have in common. Units, names and days pro rata are no part of it.
///
/// The order of the fields is the order of the lines: timed ones by start, end and office, a base service before its
/// add-ons; then those without time by type and office; equipment last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    group: Group,
    /// Start and end in minutes; equal for all lines without time.
    pub(super) times: Option<(u16, u16)>,
    /// Only where the order asks for the type before the office.
    service_type: Option<String>,
    office: String,
    code: String,
    satellite: String,
    detail_no: String,
    equipment_code: String,
    over_30_days: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Timed,
    Untimed,
    Equipment,
}

/// One line: a service with its days.
pub(super) struct Line<'a> {
    key: Key,
    /// The first record, for the boxes at the left.
    pub(super) first: Slip<'a>,
    /// The first record that has the item, where not all do.
    pub(super) office_name: Option<Slip<'a>>,
    pub(super) equipment_name: Option<Slip<'a>>,
    pub(super) proration: Option<Slip<'a>>,
    pub(super) planned: Days,
    pub(super) actual: Days,
    /// Units of one use, as long as all records agree.
    pub(super) units: Option<i64>,
    /// Whether the times of a planned line were changed to these.
    pub(super) is_moved: bool,
}

/// 予定 or 実績 of a line.
#[derive(Default)]
pub(super) struct Days {
    /// Count and places of each day, day 1 first.
    pub(super) days: [Day; 31],
    /// 合計回数.
    pub(super) total: i64,
}

/// One day.
#[derive(Default)]
pub(super) struct Day {
    /// Sum of the counts; none where there is no record.
    pub(super) count: Option<i64>,
    pub(super) places: Vec<Place>,
}

impl Days {
    /// Whether there is any record.
    pub(super) fn any(&self) -> bool {
        self.days.iter().any(|day| day.count.is_some())
    }
}

/// The lines of plans and results, in the order of the form.
pub(super) fn lines<'a>(slips: impl Iterator<Item = Slip<'a>>) -> Vec<Line<'a>> {
    let mut lines = Sorted::default();
    for slip in slips {
        let key = key(slip);
        let line = lines.entry(key.clone(), || Line {
            key,
            first: slip,
            office_name: None,
            equipment_name: None,
            proration: None,
            planned: Days::default(),
            actual: Days::default(),
            units: slip.number("service_units"),
            is_moved: false,
        });
        add(line, slip);
    }
    let lines = lines.into_entries().into_iter();
    move_under_plan(lines.map(|(_, line)| line).collect())
}

fn add<'a>(line: &mut Line<'a>, slip: Slip<'a>) {
    let first_with = |known: &mut Option<Slip<'a>>, field| {
        if known.is_none() && !slip.raw(field).trim().is_empty() {
            *known = Some(slip);
        }
    };
    first_with(&mut line.office_name, "service_office_name");
    first_with(&mut line.equipment_name, "equipment_name");
    first_with(&mut line.proration, "proration_days");
    line.units = line
        .units
        .filter(|units| slip.number("service_units") == Some(*units));
    let days = if slip.record.document().kind() == Kind::Plan {
        &mut line.planned
    } else {
        &mut line.actual
    };
    let count = slip.number("service_count").unwrap_or(0);
    // A day that cannot be read stands in no box, but counts; the table of items shows it.
    days.total += count;
    let Some(date) = slip.date("service_date") else {
        return;
    };
    if slip.month("target_month") == Some(date.in_month()) {
        let day = &mut days.days[usize::from(date.day() - 1)];
        day.count = Some(day.count.unwrap_or(0) + count);
        day.places.push(slip.place("service_date"));
    }
}

fn key(slip: Slip<'_>) -> Key {
    let code = slip.code("service_code");
    let service_type: String = code.chars().take(2).collect();
    let times = slip
        .minutes("service_start_time")
        .zip(slip.minutes("service_end_time"));
    let group = match (service_type.as_str(), times) {
        ("17" | "67", _) => Group::Equipment,
        (_, Some(_)) => Group::Timed,
        (_, None) => Group::Untimed,
    };
    let one_of = |first: &str, second: &str| {
        let code = slip.code(first);
        if code.is_empty() {
            slip.code(second)
        } else {
            code
        }
    };
    let over = slip.code("over_30_days");
    Key {
        group,
        times,
        service_type: (group != Group::Timed).then_some(service_type),
        office: slip.code("service_office_number"),
        code,
        satellite: slip.code("satellite_no"),
        detail_no: slip.code("detail_no"),
        equipment_code: one_of("tais_code", "equipment_registration_code"),
        // Empty and 0 both say no.
        over_30_days: if over == "0" { String::new() } else { over },
    }
}

/// Puts a result with other times behind the planned line of the same service and its add-ons, if it fills a day
/// that is open there.
fn move_under_plan(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let fills = |plan: &Line<'_>, result: &Line<'_>| {
        let untimed = |line: &Line<'_>| Key {
            times: None,
            ..line.key.clone()
        };
        let days = plan.planned.days.iter().zip(&plan.actual.days);
        untimed(plan) == untimed(result)
            && days
                .zip(&result.actual.days)
                .any(|((planned, done), moved)| {
                    planned.count.is_some() && done.count.is_none() && moved.count.is_some()
                })
    };
    let (mut planned, results): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.planned.any());
    let mut others = Vec::new();
    for mut result in results {
        match planned.iter().position(|plan| fills(plan, &result)) {
            Some(place) => {
                result.is_moved = true;
                let base = &planned[place].key;
                let add_ons = planned[place..]
                    .iter()
                    .take_while(|line| {
                        (line.key.times, &line.key.office) == (base.times, &base.office)
                    })
                    .count();
                planned.insert(place + add_ons, result);
            }
            None => others.push(result),
        }
    }
    for result in others {
        let place = planned
            .iter()
            .position(|line| !line.is_moved && line.key > result.key)
            .unwrap_or(planned.len());
        planned.insert(place, result);
    }
    planned
}

/// Whether a day of the month is marked for billing pro rata.
pub(super) fn is_pro_rata(line: &Line<'_>, date: Date) -> bool {
    let map = line
        .proration
        .and_then(|slip| Form6(slip.record).proration_days());
    map.is_some_and(|map| map.has(date.day()))
}
