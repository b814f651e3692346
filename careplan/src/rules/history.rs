//! Rules of units one after the other: what was taken in before, and what comes now.
//!
//! They speak only where that is known: of units that lie in one folder or came to one office ([`super::check`]),
//! and of what arrives where others are stored ([`check_arrivals`]).

use crate::context::Context;
use crate::document::Record;
use crate::finding::Finding;
use crate::kind::Kind;
use crate::reading::Reading;
use crate::units::{Unit, units};
use crate::values::Serial;
use cells::places::{Places, sort_by_key};

/// What records are of, whether they bring or withdraw: 第1表 and so on, by the kind of the base file.
fn family(kind: Kind) -> Option<Kind> {
    Some(match kind {
        Kind::Form1 | Kind::WithdrawForm1 => Kind::Form1,
        Kind::Plan | Kind::WithdrawPlan => Kind::Plan,
        Kind::Result | Kind::WithdrawResult => Kind::Result,
        Kind::Basic | Kind::WithdrawBasic => Kind::Basic,
        Kind::Preventive | Kind::WithdrawPreventive => Kind::Preventive,
        _ => return None,
    })
}

/// The items that a record is stored under (RULES.md section 6).
fn key_items(kind: Kind) -> &'static [u8] {
    match kind {
        Kind::Form1 => &[2, 3, 14],
        Kind::Plan => &[2, 3, 5],
        Kind::Result => &[2, 3, 5, 20, 15],
        Kind::WithdrawResult => &[2, 3, 4, 5, 6],
        _ => &[2, 3, 4],
    }
}

/// What a record is stored under; of a service code only the type counts.
fn key(record: Record<'_>) -> Option<Vec<u8>> {
    let kind = record.document().kind();
    let mut key = Vec::new();
    for &item in key_items(kind) {
        let value = record.value(item)?;
        let length = if kind == Kind::Result && item == 15 {
            2
        } else {
            value.len()
        };
        key.extend_from_slice(value.get(..length)?);
        key.push(b',');
    }
    Some(key)
}

/// The base file of a unit, or its delete file, if its records can be judged.
fn base<'a>(unit: &Unit, readings: &'a [Reading]) -> Option<(&'a Reading, Kind, Kind)> {
    unit.files.iter().find_map(|&file| {
        let reading = &readings[file];
        let kind = reading.kind?;
        reading.judged()?;
        Some((reading, kind, family(kind)?))
    })
}

/// Whether two units are files of the same names and bytes.
fn is_same(unit: &Unit, readings: &[Reading], other: &Unit, others: &[Reading]) -> bool {
    let same = |one: &Reading, other: &Reading| {
        one.base_name() == other.base_name() && one.bytes() == other.bytes()
    };
    let all_in = |unit: &Unit, readings: &[Reading], other: &Unit, others: &[Reading]| {
        unit.files.iter().all(|&file| {
            let mut others = other.files.iter().map(|&file| &others[file]);
            others.any(|other| same(&readings[file], other))
        })
    };
    all_in(unit, readings, other, others) && all_in(other, others, unit, readings)
}

/// Whether two units have the sender, receiver, kind and serial that only one may have.
fn has_same_name(unit: &Unit, other: &Unit) -> bool {
    (unit.from, unit.to, unit.group, unit.serial)
        == (other.from, other.to, other.group, other.serial)
}

/// What is stored: under which key, since which serial.
#[derive(Default)]
struct Shelf {
    keys: Places,
    /// `None` where what was stored has been withdrawn.
    since: Vec<Option<Serial>>,
}

impl Shelf {
    /// What a record is stored under, of all parties.
    fn key(unit: &Unit, family: Kind, record: Record<'_>) -> Option<Vec<u8>> {
        let mut whole = format!("{} {} {} ", unit.from, unit.to, family.prefix()).into_bytes();
        whole.extend(key(record)?);
        Some(whole)
    }

    fn since(&self, key: &[u8]) -> Option<Serial> {
        self.since[self.keys.find(key)?]
    }

    /// Stores under a key; with `None` takes away. Gives what was stored.
    fn put(&mut self, key: &[u8], since: Option<Serial>) -> Option<Serial> {
        let place = self.keys.of(key);
        if place == self.since.len() {
            self.since.push(None);
        }
        std::mem::replace(&mut self.since[place], since)
    }
}

/// Takes a unit in, as an office does. What it withdraws goes, and each delete record that meets nothing is given back.
fn take_in<'a>(
    shelf: &mut Shelf,
    unit: &Unit,
    readings: &'a [Reading],
) -> Vec<(&'a Reading, Record<'a>)> {
    let mut unmet = Vec::new();
    let Some((reading, kind, family)) = base(unit, readings) else {
        return unmet;
    };
    for record in reading
        .document
        .iter()
        .flat_map(crate::document::Document::records)
    {
        let Some(key) = Shelf::key(unit, family, record) else {
            continue;
        };
        if !kind.is_withdrawal() {
            shelf.put(&key, Some(unit.serial));
        } else if shelf.put(&key, None).is_none() {
            unmet.push((reading, record));
        }
    }
    unmet
}

/// a delete record that matches nothing stored changes nothing.
fn r202(unit: &Unit, reading: &Reading, record: Record<'_>) -> Finding {
    let last = key_items(record.document().kind())
        .last()
        .copied()
        .unwrap_or(4);
    in_unit(
        Finding::standard(202)
            .in_file(&reading.name)
            .at(record, last),
        unit,
    )
}

fn in_unit(mut finding: Finding, unit: &Unit) -> Finding {
    finding.unit = Some(unit.id.clone());
    finding
}

/// among units that were given together, taken in from the oldest serial on, as R-200 asks.
///
/// Units know of each other if they lie in one folder, or if all came to the office of the context.
/// A delete file speaks only against an older unit of its kind and month: without one, what it withdraws may be elsewhere.
pub(super) fn together(
    units: &[Unit],
    readings: &[Reading],
    context: &Context,
    findings: &mut Vec<Finding>,
) {
    let inbox = |unit: &Unit| {
        context
            .office
            .is_some_and(|office| office == unit.to.office)
            && unit.is_received(context)
    };
    let folder = |unit: &Unit| unit.files.first().map(|&file| readings[file].folder());
    let mut order: Vec<&Unit> = units.iter().collect();
    sort_by_key(&mut order, |unit| unit.serial);
    for (place, unit) in order.iter().enumerate() {
        let known = |other: &&&Unit| folder(other) == folder(unit) || (inbox(other) && inbox(unit));
        let before: Vec<&Unit> = order[..place].iter().filter(known).copied().collect();
        let differs =
            |other: &&Unit| has_same_name(other, unit) && !is_same(other, readings, unit, readings);
        if before.iter().any(differs) {
            findings.push(in_unit(
                Finding::standard(203).found(&unit.serial.to_string()),
                unit,
            ));
        }
        let Some((_, kind, family)) = base(unit, readings) else {
            continue;
        };
        let speaks_of = |other: &&Unit| {
            (other.from, other.to, other.month) == (unit.from, unit.to, unit.month)
                && base(other, readings)
                    .is_some_and(|(_, kind, other)| other == family && !kind.is_withdrawal())
        };
        if !kind.is_withdrawal() || !before.iter().any(speaks_of) {
            continue;
        }
        let mut shelf = Shelf::default();
        for other in before {
            take_in(&mut shelf, other, readings);
        }
        let unmet = take_in(&mut shelf, unit, readings);
        findings.extend(
            unmet
                .into_iter()
                .map(|(reading, record)| r202(unit, reading, record)),
        );
    }
}

/// Checks units that arrive where others are stored already.
///
/// `stored` is everything that was taken in before, whatever its order; `arriving` is what comes now and is taken in
/// from the oldest serial on. A unit that arrives once more, equal byte for byte, is passed over in silence.
#[must_use]
pub fn check_arrivals(stored: &[Reading], arriving: &[Reading]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut shelf = Shelf::default();
    let mut stored_units = units(stored);
    sort_by_key(&mut stored_units, |unit| unit.serial);
    for unit in &stored_units {
        take_in(&mut shelf, unit, stored);
    }
    let mut new_units = units(arriving);
    sort_by_key(&mut new_units, |unit| unit.serial);
    for (place, unit) in new_units.iter().enumerate() {
        let of = |others: &[Unit], readings: &[Reading]| {
            let mut others = others.iter().filter(|other| has_same_name(other, unit));
            let other = others.next()?;
            Some(is_same(other, readings, unit, arriving))
        };
        let known = of(&stored_units, stored).or_else(|| of(&new_units[..place], arriving));
        if let Some(is_same) = known {
            if !is_same {
                findings.push(in_unit(
                    Finding::standard(203).found(&unit.serial.to_string()),
                    unit,
                ));
            }
            continue;
        }
        let older = older_than_stored(unit, arriving, &shelf).or_else(|| r200(unit, &stored_units));
        if let Some(finding) = older {
            findings.push(finding);
            continue;
        }
        let unmet = take_in(&mut shelf, unit, arriving);
        findings.extend(
            unmet
                .into_iter()
                .map(|(reading, record)| r202(unit, reading, record)),
        );
    }
    findings
}

/// a unit does not overwrite what is stored under the same key since a later serial.
fn older_than_stored(unit: &Unit, readings: &[Reading], shelf: &Shelf) -> Option<Finding> {
    let (reading, _, family) = base(unit, readings)?;
    let stored = |record: Record<'_>| {
        let serial = shelf.since(&Shelf::key(unit, family, record)?)?;
        (serial > unit.serial).then_some(serial)
    };
    let (record, serial) = reading
        .judged()?
        .records()
        .find_map(|record| Some((record, stored(record)?)))?;
    let finding = Finding::standard(201)
        .in_file(&reading.name)
        .at_record(record)
        .found(&unit.serial.to_string());
    let (ja, en) = (
        format!("{serial}より新しい連番"),
        format!("a serial after {serial}"),
    );
    Some(in_unit(finding.expected(ja, en), unit))
}

/// units of the same parties are taken in from the oldest serial on.
fn r200(unit: &Unit, stored: &[Unit]) -> Option<Finding> {
    let same = |other: &&Unit| (other.from, other.to) == (unit.from, unit.to);
    let last = stored.iter().filter(same).map(|other| other.serial).max()?;
    let finding = Finding::standard(200).found(&unit.serial.to_string());
    let (ja, en) = (
        format!("{last}より新しい連番"),
        format!("a serial after {last}"),
    );
    (unit.serial < last).then(|| in_unit(finding.expected(ja, en), unit))
}
