//! What the worker knows: the files in hand, read and checked, and how they look.
//!
//! No browser is needed here; the tests run natively.

use crate::protocol::{
    FileFacts, FileSort, FindingGroup, Given, Outcome, Party, PersonFacts, Place, Purpose,
    Severity, UnitFacts, Who, Words,
};
use careplan::values::Serial;
use careplan::{
    Bundle, Context, Finding, Kind, Lang, Limits, Reading, SourceFile, Unit, check, check_size,
    group, read, units,
};

/// Places of equal findings that cross to the page.
const PLACES: usize = 200;

/// The files in hand.
#[derive(Default)]
pub struct Desk {
    /// The page's keys, beside `readings`.
    keys: Vec<u32>,
    readings: Vec<Reading>,
    refused: Vec<Refused>,
}

/// A file that was not read, because of its size.
struct Refused {
    given: Given,
    size: u64,
    finding: Finding,
}

/// How large files may be for a purpose.
fn limits(purpose: &Purpose) -> Limits {
    match purpose {
        Purpose::Send { .. } => Limits::SENDING,
        Purpose::Check { .. } | Purpose::Received { .. } => Limits::CHECKING,
    }
}

fn context(purpose: &Purpose) -> Context {
    let (mut context, now) = match purpose {
        Purpose::Check { now } => (Context::default(), now),
        Purpose::Send { office, now } => (
            office
                .parse()
                .map_or_else(|_| Context::default(), Context::sending),
            now,
        ),
        Purpose::Received { office, now } => (
            office
                .parse()
                .map_or_else(|_| Context::default(), Context::receiving),
            now,
        ),
    };
    context.limits = Limits {
        // What is larger is read and shown, but could not be sent: R-039 says so.
        file: Limits::SENDING.file,
        ..limits(purpose)
    };
    context.now = Serial::from_unix(now.div_euclid(1000));
    context
}

/// The name under which `careplan` knows a file: its folder before it.
fn full_name(given: &Given) -> String {
    if given.folder.is_empty() {
        given.name.clone()
    } else {
        format!("{}/{}", given.folder, given.name)
    }
}

impl Desk {
    /// Whether a file is small enough to be read at all; one that is not is kept with its finding.
    pub fn admits(&mut self, given: &Given, size: u64, purpose: &Purpose) -> bool {
        match check_size(&full_name(given), size, &limits(purpose)) {
            None => true,
            Some(finding) => {
                self.refused.push(Refused {
                    given: given.clone(),
                    size,
                    finding,
                });
                false
            }
        }
    }

    /// Reads a file.
    pub fn take(&mut self, given: &Given, bytes: Vec<u8>) {
        self.keys.push(given.key);
        self.readings.push(read(SourceFile {
            name: full_name(given),
            bytes,
        }));
    }

    /// Puts files away.
    pub fn remove(&mut self, keys: &[u32]) {
        let mut kept = Vec::new();
        let old = std::mem::take(&mut self.keys);
        let mut place = 0;
        self.readings.retain(|_| {
            let keep = !keys.contains(&old[place]);
            if keep {
                kept.push(old[place]);
            }
            place += 1;
            keep
        });
        self.keys = kept;
        self.refused.retain(|file| !keys.contains(&file.given.key));
    }

    /// Checks everything in hand together.
    pub fn finish(&mut self, purpose: &Purpose) -> Outcome {
        let context = context(purpose);
        let mut findings = check(&self.readings, &context);
        let units = units(&self.readings);
        let sending = matches!(purpose, Purpose::Send { .. });
        let may_travel = |unit: &Unit| {
            // What was found in a unit that is alone here is what is found in it wherever it goes.
            !sending || (units.len() == 1 && unit.group.is_some()) || self.is_bundle(unit, &context)
        };
        let facts: Vec<UnitFacts> = units
            .iter()
            .map(|unit| self.unit(unit, &findings, may_travel))
            .collect();
        findings.extend(self.refused.iter().map(|file| file.finding.clone()));
        Outcome {
            files: self.files(),
            units: facts,
            findings: self.groups(&findings, &units),
        }
    }

    fn files(&self) -> Vec<FileFacts> {
        let read = self
            .keys
            .iter()
            .zip(&self.readings)
            .map(|(key, reading)| FileFacts {
                key: *key,
                name: reading.base_name().to_owned(),
                size: u64::try_from(reading.bytes().len()).unwrap_or(u64::MAX),
                sort: sort(reading.kind, reading.base_name()),
            });
        let refused = self.refused.iter().map(|file| FileFacts {
            key: file.given.key,
            name: file.given.name.clone(),
            size: file.size,
            sort: sort(Kind::of_name(&file.given.name), &file.given.name),
        });
        read.chain(refused).collect()
    }

    fn of_unit(&self, unit: &Unit) -> impl Iterator<Item = &Reading> {
        unit.files.iter().map(|place| &self.readings[*place])
    }

    /// The proof that a unit may travel.
    fn is_bundle(&self, unit: &Unit, context: &Context) -> bool {
        Bundle::new(self.of_unit(unit).cloned().collect(), context).is_ok()
    }

    /// What the page must know of a unit; one without errors is asked whether it may travel.
    fn unit(
        &self,
        unit: &Unit,
        findings: &[Finding],
        may_travel: impl Fn(&Unit) -> bool,
    ) -> UnitFacts {
        let count = |severity| {
            let of_unit = findings.iter().filter(|finding| {
                finding.unit.as_ref() == Some(&unit.id) && finding.severity == severity
            });
            number(of_unit.count())
        };
        let errors = count(careplan::Severity::Error);
        let persons = careplan::persons(self.of_unit(unit));
        let sendable = errors == 0 && may_travel(unit);
        UnitFacts {
            group: unit.group.map(|group| group.id().to_owned()),
            from: party(&unit.from),
            to: party(&unit.to),
            month: unit.month.map(|month| month.to_string()),
            serial: Some(unit.serial.to_string()),
            files: unit.files.iter().map(|place| self.keys[*place]).collect(),
            persons: persons.into_iter().map(person).collect(),
            errors,
            warnings: count(careplan::Severity::Warning),
            sendable,
        }
    }

    fn groups(&self, findings: &[Finding], units: &[Unit]) -> Vec<FindingGroup> {
        let mut groups: Vec<FindingGroup> = group(findings)
            .iter()
            .map(|group| {
                let first = group.first();
                // What is said of a whole unit leads to its first file.
                let of_unit = units
                    .iter()
                    .find(|unit| first.file.is_none() && first.unit.as_ref() == Some(&unit.id));
                let files: Vec<u32> = match (&first.file, of_unit) {
                    (Some(name), _) => self.key_of(name).into_iter().collect(),
                    (None, Some(unit)) => {
                        unit.files.iter().map(|place| self.keys[*place]).collect()
                    }
                    (None, None) => Vec::new(),
                };
                finding_group(group, &files)
            })
            .collect();
        // Most serious first; within it the order of the files stays.
        groups.sort_by_key(|group| group.severity);
        groups
    }

    fn key_of(&self, name: &str) -> Option<u32> {
        let read = self
            .readings
            .iter()
            .position(|reading| reading.name == name);
        read.map(|place| self.keys[place]).or_else(|| {
            self.refused
                .iter()
                .find(|file| full_name(&file.given) == name)
                .map(|file| file.given.key)
        })
    }
}

/// Equal findings as the page shows them, and the files that they are about.
fn finding_group(group: &careplan::FindingGroup, files: &[u32]) -> FindingGroup {
    let first = group.first();
    FindingGroup {
        rule: first.rule.to_string(),
        severity: match first.severity {
            careplan::Severity::Error => Severity::Error,
            careplan::Severity::Warning => Severity::Warning,
            careplan::Severity::Note => Severity::Note,
        },
        file: files.first().copied(),
        files: number(files.len()),
        message: Words {
            ja: first.message(Lang::Ja),
            en: first.message(Lang::En),
        },
        item_name: first.item_name.clone(),
        found: first.found.clone(),
        expected: Words {
            ja: first.expected.in_lang(Lang::Ja).to_owned(),
            en: first.expected.in_lang(Lang::En).to_owned(),
        },
        who: match first.who {
            careplan::Who::CareSoftware => Who::CareSoftware,
            careplan::Who::Here => Who::Here,
            careplan::Who::Partner => Who::Partner,
        },
        count: number(group.count()),
        places: group
            .findings
            .iter()
            .take(PLACES)
            .map(|finding| Place {
                record: finding.record,
                line: finding.line,
                item: finding.item.map(u32::from),
            })
            .collect(),
    }
}

/// What a file is, by its kind or the end of its name.
fn sort(kind: Option<Kind>, name: &str) -> FileSort {
    let lower = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    match kind {
        Some(Kind::BasicImage) => FileSort::Image,
        Some(_) => FileSort::Csv,
        None if ends(&[".csv"]) => FileSort::Csv,
        // What looks like a PDF and is none goes nowhere (C-008).
        None if name.contains(careplan::is_hidden) => FileSort::Other,
        None if ends(&[".pdf", ".jpg", ".jpeg"]) => FileSort::Attachment,
        None => FileSort::Other,
    }
}

fn party(address: &careplan::Address) -> Party {
    Party {
        number: address.office.to_string(),
        service_type: address.service.map(|service| service.to_string()),
    }
}

fn person(person: careplan::Person) -> PersonFacts {
    PersonFacts {
        insurer_number: person.insurer_number.to_string(),
        insured_number: person.insured_number.to_string(),
        name: person.name,
        kana: person.kana,
        month: person.month.map(|month| month.to_string()),
        stranger: person.has_service_of_receiver == Some(false),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
