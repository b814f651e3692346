//! Which records count: of several versions the newest, whole by key, and none that was withdrawn
//! (RULES.md, sections 7 and 8).

use super::monthly::Bills;
use super::uses::{PersonMonth, Slot, Uses, add, read};
use crate::document::{Document, Record};
use crate::forms::{Form6, WithdrawPlan, WithdrawResult};
use crate::kind::Kind;
use crate::reading::Reading;
use crate::values::{Address, Month, OfficeNumber, Serial};
use cells::sorted::Sorted;

/// The plans that count.
pub(crate) struct Plans {
    /// What is planned for each person.
    pub(crate) uses: Sorted<PersonMonth, Uses>,
    /// The file that each person's plan stands in, by its place among the readings.
    pub(crate) files: Sorted<PersonMonth, usize>,
    /// What 第7表 says of each person's services.
    pub(crate) bills: Sorted<PersonMonth, Bills>,
}

/// The results that count.
pub(super) struct Results {
    /// What was done for each person.
    pub(super) uses: Sorted<PersonMonth, Uses>,
    /// The files that each person's results stand in, by their places among the readings.
    pub(super) files: Sorted<PersonMonth, Sorted<usize, ()>>,
    /// The offices and service types that sent results of a month.
    arrived: Sorted<(Month, OfficeNumber, [u8; 2]), ()>,
    /// What was sent and taken back.
    withdrawn: Sorted<(PersonMonth, OfficeNumber, [u8; 2]), ()>,
}

impl Results {
    /// Whether the office's results for the person's month are there.
    pub(super) fn has_arrived(&self, person: PersonMonth, slot: &Slot) -> bool {
        let service = service_type(slot.code.service_type());
        let (_, _, month) = person;
        self.arrived.has(&(month, slot.office, service))
            && !self.withdrawn.has(&(person, slot.office, service))
    }
}

/// The records of a key in the newest file that has the key; none of a key that was withdrawn.
struct Newest<'a, K>(Sorted<K, Option<Kept<'a>>>);

/// The serial of a file, its place among the readings, and its records.
type Kept<'a> = (Option<Serial>, usize, Vec<Form6<'a>>);

impl<'a, K: Ord> Newest<'a, K> {
    fn new() -> Self {
        Self(Sorted::default())
    }

    /// Adds a record of the file with this place among the readings.
    fn add(&mut self, key: K, serial: Option<Serial>, file: usize, row: Form6<'a>) {
        let kept = self.0.entry(key, || None);
        match kept {
            Some((_, of_kept, rows)) if *of_kept == file => rows.push(row),
            Some((of_kept, ..)) if serial <= *of_kept => {}
            _ => *kept = Some((serial, file, vec![row])),
        }
    }

    /// Takes away what a delete file names, unless a newer file brought it again.
    fn withdraw(&mut self, key: K, serial: Option<Serial>) -> bool {
        let kept = self.0.entry(key, || None);
        let older = |(of_kept, ..): &mut Kept<'a>| *of_kept < serial;
        kept.take_if(older).is_some()
    }

    /// What is left, in the order of the keys.
    fn kept(self) -> impl Iterator<Item = (K, Kept<'a>)> {
        let entries = self.0.into_entries().into_iter();
        entries.filter_map(|(key, kept)| Some((key, kept?)))
    }
}

/// The plans among the readings. A person's plan is in the files for every office; the newest of all counts.
pub(crate) fn plans(readings: &[Reading]) -> Plans {
    type Parties = Option<(Address, Address)>;
    let parties = |reading: &Reading| -> Parties {
        let name = reading.file_name.as_ref()?;
        Some((name.from, name.to))
    };
    let mut newest: Newest<'_, (PersonMonth, Parties)> = Newest::new();
    for (file, reading, record) in records(readings, Kind::Plan) {
        let row = Form6(record);
        if let Some(person) = person_month(row) {
            newest.add((person, parties(reading)), serial(reading), file, row);
        }
    }
    for (_, reading, record) in records(readings, Kind::WithdrawPlan) {
        let row = WithdrawPlan(record);
        if let (Some(insurer), Some(insured), Some(month)) = (
            row.insurer_number(),
            row.insured_number(),
            row.target_month(),
        ) {
            let key = ((insurer, insured, month), parties(reading));
            newest.withdraw(key, serial(reading));
        }
    }
    let mut of_person: Newest<'_, PersonMonth> = Newest::new();
    for ((person, _), kept) in newest.kept() {
        let known = of_person.0.entry(person, || None);
        if known.as_ref().is_none_or(|known| known.0 < kept.0) {
            *known = Some(kept);
        }
    }
    let mut plans = Plans {
        uses: Sorted::default(),
        files: Sorted::default(),
        bills: Bills::of_all(readings),
    };
    for (person, (_, file, rows)) in of_person.kept() {
        plans.files.entry(person, || file);
        plans.uses.entry(person, || uses(rows, person.2));
    }
    plans
}

/// The results among the readings, and who has sent any.
pub(super) fn results(readings: &[Reading]) -> Results {
    let mut newest: Newest<'_, (PersonMonth, OfficeNumber, [u8; 2])> = Newest::new();
    let mut arrived = Sorted::default();
    for reading in readings {
        if let Some(name) = reading.file_name.as_ref()
            && reading.document.as_ref().map(Document::kind) == Some(Kind::Result)
            && let (Some(month), Some(service)) = (name.month, name.from.service)
        {
            arrived.insert((month, name.from.office, service_type(service.as_str())));
        }
    }
    for (file, reading, record) in records(readings, Kind::Result) {
        let row = Form6(record);
        if let (Some(person), Some(office), Some(code)) = (
            person_month(row),
            row.service_office_number(),
            row.service_code(),
        ) {
            let service = service_type(code.service_type());
            arrived.insert((person.2, office, service));
            newest.add((person, office, service), serial(reading), file, row);
        }
    }
    let mut withdrawn = Sorted::default();
    for (_, reading, record) in records(readings, Kind::WithdrawResult) {
        let row = WithdrawResult(record);
        if let (Some(insurer), Some(insured), Some(month), Some(office), Some(service)) = (
            row.insurer_number(),
            row.insured_number(),
            row.target_month(),
            row.service_office_number(),
            row.service_type_code(),
        ) {
            let key = ((insurer, insured, month), office, service_type(&service));
            if newest.withdraw(key, serial(reading)) {
                withdrawn.insert(key);
            }
        }
    }
    let mut of_person: Sorted<PersonMonth, Uses> = Sorted::default();
    let mut files: Sorted<PersonMonth, Sorted<usize, ()>> = Sorted::default();
    for ((person, ..), (_, file, rows)) in newest.kept() {
        files.entry(person, Sorted::default).insert(file);
        let all = of_person.entry(person, Uses::default);
        for (slot, amount) in uses(rows, person.2).into_entries() {
            add(all, slot, amount);
        }
    }
    Results {
        uses: of_person,
        files,
        arrived,
        withdrawn,
    }
}

/// The records of all files of a kind, with the place of the file among the readings.
pub(super) fn records(
    readings: &[Reading],
    kind: Kind,
) -> impl Iterator<Item = (usize, &Reading, Record<'_>)> {
    readings
        .iter()
        .enumerate()
        .flat_map(move |(file, reading)| {
            let document = reading
                .document
                .as_ref()
                .filter(|document| document.kind() == kind);
            document
                .into_iter()
                .flat_map(Document::records)
                .map(move |record| (file, reading, record))
        })
}

fn uses(rows: Vec<Form6<'_>>, month: Month) -> Uses {
    let mut uses = Uses::default();
    for (slot, amount) in rows.into_iter().filter_map(|row| read(row, month)) {
        add(&mut uses, slot, amount);
    }
    uses
}

fn person_month(row: Form6<'_>) -> Option<PersonMonth> {
    Some((
        row.insurer_number()?,
        row.insured_number()?,
        row.target_month()?,
    ))
}

fn serial(reading: &Reading) -> Option<Serial> {
    reading.file_name.as_ref().map(|name| name.serial)
}

/// The first two characters: names of edition 4.0 have three.
fn service_type(code: &str) -> [u8; 2] {
    let mut characters = [b' '; 2];
    for (place, byte) in characters.iter_mut().zip(code.bytes()) {
        *place = byte;
    }
    characters
}
