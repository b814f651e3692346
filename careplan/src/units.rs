//! Sending units: which files belong together (RULES.md section 5).

mod group;

use serde::{Deserialize, Serialize};

use crate::context::{Context, Direction};
use crate::kind::Kind;
use crate::reading::Reading;
use crate::values::{Address, Month, OfficeNumber, Serial};
use cells::places::{Places, sort_by_key};

pub use group::UnitGroup;

/// Files that are sent together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Names the unit among the others: folder, sender, receiver and serial.
    pub id: String,
    /// Which of the eleven units it is, or is nearest to; `None` if the files fit none.
    pub group: Option<UnitGroup>,
    /// 送信元.
    pub from: Address,
    /// 送信先.
    pub to: Address,
    /// 対象年月; none for units without one.
    pub month: Option<Month>,
    /// ファイル連番.
    pub serial: Serial,
    /// Places of its files among the readings, in the standard's order of kinds.
    pub files: Vec<usize>,
}

impl Unit {
    /// Whether it has come in to the office of the context.
    pub(crate) fn is_received(&self, context: &Context) -> bool {
        context.direction_of(self.from.office) == Some(Direction::Received)
    }

    /// The kinds of its files.
    pub(crate) fn kinds(&self, readings: &[Reading]) -> Vec<Kind> {
        self.files
            .iter()
            .filter_map(|&file| readings[file].kind)
            .collect()
    }

    /// The obligatory kinds that it lacks.
    pub(crate) fn missing(&self, readings: &[Reading]) -> Vec<Kind> {
        let kinds = self.kinds(readings);
        let obligatory = self.group.map_or(&[][..], UnitGroup::obligatory);
        obligatory
            .iter()
            .copied()
            .filter(|kind| !kinds.contains(kind))
            .collect()
    }
}

/// Groups files into sending units: same folder, sender, receiver and serial.
///
/// Files whose name cannot be read, and files that the standard does not know, are in none.
/// In the order of the first file of each.
#[must_use]
pub fn units(readings: &[Reading]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut places = Places::default();
    for (file, reading) in readings.iter().enumerate() {
        let Some(name) = &reading.file_name else {
            continue;
        };
        let unit = new_unit(reading.folder(), name, file);
        match units.get_mut(places.of(unit.id.as_bytes())) {
            Some(unit) => unit.files.push(file),
            None => units.push(unit),
        }
    }
    for unit in &mut units {
        settle(unit, readings);
    }
    complete(&mut units, readings);
    units
}

fn new_unit(folder: &str, name: &crate::FileName, file: usize) -> Unit {
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    Unit {
        id: format!("{folder}{}_{}_{}", name.from, name.to, name.serial),
        group: None,
        from: name.from,
        to: name.to,
        month: None,
        serial: name.serial,
        files: vec![file],
    }
}

/// Orders the files of a unit and says which of the eleven it is.
fn settle(unit: &mut Unit, readings: &[Reading]) {
    sort_by_key(&mut unit.files, |&file| (readings[file].kind, file));
    let month = |file: &usize| {
        readings[*file]
            .file_name
            .as_ref()
            .and_then(|name| name.month)
    };
    unit.month = unit.files.iter().find_map(month);
    unit.group = UnitGroup::of(&unit.kinds(readings), unit.month.is_some());
}

/// Gives a unit that lacks an obligatory file the one of the same parties and month from another incomplete unit.
fn complete(units: &mut Vec<Unit>, readings: &[Reading]) {
    let mut order: Vec<usize> = (0..units.len())
        .filter(|&unit| !units[unit].missing(readings).is_empty())
        .collect();
    // The largest is the one that the others' files belong to.
    let incomplete = order.clone();
    sort_by_key(&mut order, |&unit| {
        std::cmp::Reverse(units[unit].files.len())
    });
    for taker in order {
        for kind in units[taker].missing(readings) {
            let Some((giver, file)) = find(units, readings, taker, kind, &incomplete) else {
                continue;
            };
            units[giver].files.retain(|&other| other != file);
            units[taker].files.push(file);
            settle(&mut units[giver], readings);
            sort_by_key(&mut units[taker].files, |&file| (readings[file].kind, file));
        }
    }
    units.retain(|unit| !unit.files.is_empty());
}

/// A file of a kind that an incomplete unit could take: same folder, parties and month.
fn find(
    units: &[Unit],
    readings: &[Reading],
    taker: usize,
    kind: Kind,
    incomplete: &[usize],
) -> Option<(usize, usize)> {
    let unit = &units[taker];
    let folder = readings[*unit.files.first()?].folder();
    let parties = |unit: &Unit| -> [OfficeNumber; 2] { [unit.from.office, unit.to.office] };
    let fits = |file: &usize| {
        let reading = &readings[*file];
        let month = reading.file_name.as_ref().and_then(|name| name.month);
        reading.kind == Some(kind) && reading.folder() == folder && month == unit.month
    };
    incomplete
        .iter()
        .copied()
        .filter(|&giver| giver != taker && parties(&units[giver]) == parties(unit))
        .find_map(|giver| Some((giver, *units[giver].files.iter().find(|file| fits(file))?)))
}
