//! Which planned use and which actual use are the same one: exactly, nearly, or at another time of the day.

use super::UseKind;
use super::monthly::Monthly;
use super::uses::{Amount, Slot, Uses};
use crate::values::{OfficeNumber, ServiceCode};
use cells::places::sort_by_key;
use cells::sorted::Sorted;

/// One use with how much of it.
type Use<'a> = (&'a Slot, &'a Amount);
type Side<'a> = Vec<Use<'a>>;

/// A use on either side or both.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) planned: Option<Use<'a>>,
    pub(crate) actual: Option<Use<'a>>,
    /// What became of it; of no meaning where one side is missing.
    pub(crate) kind: UseKind,
}

/// Whether a planned and an actual use can be the same one.
type Way<'w> = &'w dyn Fn(Use<'_>, Use<'_>) -> bool;

/// Above so many combinations of one day and service, uses meet in their order, so that time stays in proportion.
const COMBINATIONS: usize = 10_000;

/// Pairs the uses of a person, in the order of days, times, offices and codes.
pub(crate) fn pair<'a>(planned: &'a Uses, actual: &'a Uses, monthly: &Monthly) -> Vec<Pair<'a>> {
    type Group<'a> = (Side<'a>, Side<'a>);
    // The day says nothing about what counts once a month.
    let day = |slot: &Slot| if monthly.has(slot) { 0 } else { slot.day };
    let mut groups: Sorted<(u8, OfficeNumber, ServiceCode), Group<'_>> = Sorted::default();
    for (slot, amount) in planned.iter() {
        let group = groups.entry((day(slot), slot.office, slot.code), Default::default);
        group.0.push((slot, amount));
    }
    for (slot, amount) in actual.iter() {
        let group = groups.entry((day(slot), slot.office, slot.code), Default::default);
        group.1.push((slot, amount));
    }
    let mut pairs = Vec::new();
    for (_, (mut planned, mut actual)) in groups.into_entries() {
        meet(&mut planned, &mut actual, monthly, &mut pairs);
        let alone = |side: Side<'a>| side.into_iter().map(Some);
        pairs.extend(alone(planned).map(|planned| Pair {
            planned,
            actual: None,
            kind: UseKind::PlannedOnly,
        }));
        pairs.extend(alone(actual).map(|actual| Pair {
            planned: None,
            actual,
            kind: UseKind::ActualOnly,
        }));
    }
    sort_by_key(&mut pairs, |pair| {
        pair.planned.or(pair.actual).map(|(slot, _)| slot)
    });
    settle_proration(&mut pairs);
    pairs
}

/// Takes out of both sides of one day, office and code what belongs together, the surest first.
fn meet<'a>(
    planned: &mut Side<'a>,
    actual: &mut Side<'a>,
    monthly: &Monthly,
    pairs: &mut Vec<Pair<'a>>,
) {
    let at_once = |one: &Slot, other: &Slot| monthly.has(one) || one.times == other.times;
    // Numbers that only tell rows apart may be given differently; the same amount first, then any.
    let ways: [Way<'_>; 4] = [
        &|one, other| is_same_line(one.0, other.0) && at_once(one.0, other.0),
        &|one, other| {
            at_once(one.0, other.0)
                && one.0.equipment_code == other.0.equipment_code
                && one.0.over_30_days == other.0.over_30_days
                && !amounts_differ(one, other)
        },
        &|one, other| at_once(one.0, other.0) && one.0.equipment_code == other.0.equipment_code,
        &|one, other| one.0.equipment_code == other.0.equipment_code,
    ];
    for way in ways {
        for (one, other) in matches(planned, actual, way) {
            let kind = if !at_once(one.0, other.0) {
                UseKind::Moved
            } else if amounts_differ(one, other) || lines_differ(one.0, other.0) {
                UseKind::Differs
            } else {
                UseKind::AsPlanned
            };
            pairs.push(Pair {
                planned: Some(one),
                actual: Some(other),
                kind,
            });
        }
    }
}

/// Takes matching uses out of both sides, the nearest in time first.
fn matches<'a>(
    planned: &mut Side<'a>,
    actual: &mut Side<'a>,
    way: Way<'_>,
) -> Vec<(Use<'a>, Use<'a>)> {
    if planned.is_empty() || actual.is_empty() {
        return Vec::new();
    }
    let mut candidates: Vec<(u16, usize, usize)> = Vec::new();
    if planned.len().saturating_mul(actual.len()) > COMBINATIONS {
        let (mut one, mut other) = (0, 0);
        while one < planned.len() && other < actual.len() {
            if way(planned[one], actual[other]) {
                candidates.push((0, one, other));
                (one, other) = (one + 1, other + 1);
            } else if planned[one].0 < actual[other].0 {
                one += 1;
            } else {
                other += 1;
            }
        }
    } else {
        for (one, &planned) in planned.iter().enumerate() {
            for (other, &actual) in actual.iter().enumerate() {
                if way(planned, actual) {
                    candidates.push((distance(planned.0, actual.0), one, other));
                }
            }
        }
        sort_by_key(&mut candidates, |candidate| *candidate);
    }
    let (mut of_planned, mut of_actual) = (vec![false; planned.len()], vec![false; actual.len()]);
    let mut found = Vec::new();
    for (_, one, other) in candidates {
        if !of_planned[one] && !of_actual[other] {
            (of_planned[one], of_actual[other]) = (true, true);
            found.push((planned[one], actual[other]));
        }
    }
    keep(planned, &of_planned);
    keep(actual, &of_actual);
    found
}

/// Keeps what was not taken.
fn keep(side: &mut Side<'_>, taken: &[bool]) {
    let mut taken = taken.iter();
    side.retain(|_| taken.next() == Some(&false));
}

/// Minutes between two starts; a service without time is as far away as can be.
fn distance(one: &Slot, other: &Slot) -> u16 {
    match (one.times, other.times) {
        (Some((one, _)), Some((other, _))) => one.abs_diff(other),
        (None, None) => 0,
        _ => u16::MAX,
    }
}

/// Whether two slots are equal but for day and time.
fn is_same_line(one: &Slot, other: &Slot) -> bool {
    (
        &one.satellite,
        &one.equipment_code,
        one.detail_no,
        one.over_30_days,
    ) == (
        &other.satellite,
        &other.equipment_code,
        other.detail_no,
        other.over_30_days,
    )
}

/// Whether 30日超 or the satellite differ. A side without satellite leaves it open.
fn lines_differ(one: &Slot, other: &Slot) -> bool {
    let satellites = one.satellite.as_ref().zip(other.satellite.as_ref());
    one.over_30_days != other.over_30_days || satellites.is_some_and(|(one, other)| one != other)
}

/// Whether count or units differ. 0 units of an add-on without time are units that could not be worked out.
fn amounts_differ(planned: Use<'_>, actual: Use<'_>) -> bool {
    let is_free = actual.0.times.is_none() && !actual.0.is_equipment();
    let units = planned.1.units.zip(actual.1.units);
    planned.1.count != actual.1.count
        || units.is_some_and(|(planned, actual)| planned != actual && !(is_free && actual == 0))
}

/// Days pro rata stand on every record of a service: where they differ, the first pair says so.
fn settle_proration(pairs: &mut [Pair<'_>]) {
    let mut said = Sorted::default();
    for pair in pairs {
        if let (Some((slot, planned)), Some((_, actual))) = (pair.planned, pair.actual)
            && planned.proration_days != actual.proration_days
            && said.insert((slot.office, slot.code))
            && pair.kind == UseKind::AsPlanned
        {
            pair.kind = UseKind::Differs;
        }
    }
}
