//! What the worker knows: the files in hand and the papers that they hold.
//!
//! No browser is needed here; the tests run natively.

use careplan::{Kind, Reading, SourceFile, open};

use crate::draw;
use crate::fold::fold;
use crate::forms::Binder;
use crate::paper::Person;
use crate::protocol::{Contents, Given, How, PaperFacts, Sheet, TableFacts};

/// The files in hand.
#[derive(Default)]
pub struct Desk {
    /// The page's keys, beside `readings`.
    keys: Vec<u32>,
    readings: Vec<Reading>,
    binder: Binder,
    persons: Vec<Person>,
    /// What a search for each of `persons` looks through.
    found_by: Vec<String>,
}

impl Desk {
    /// Puts away what is not among these files, and says which of them are not here yet.
    pub fn missing(&mut self, files: &[Given]) -> Vec<usize> {
        let mut keys = std::mem::take(&mut self.keys).into_iter();
        self.readings.retain(|_| {
            let key = keys.next().expect("each reading has a key");
            let stays = files.iter().any(|file| file.key == key);
            if stays {
                self.keys.push(key);
            }
            stays
        });
        (0..files.len())
            .filter(|place| !self.keys.contains(&files[*place].key))
            .collect()
    }

    /// Reads a file.
    pub fn take(&mut self, given: &Given, bytes: Vec<u8>) {
        if self.keys.contains(&given.key) {
            return;
        }
        self.keys.push(given.key);
        self.readings.push(open(SourceFile {
            name: given.name.clone(),
            bytes,
        }));
    }

    /// Sorts the files into papers and persons.
    pub fn open(&mut self) -> Contents {
        self.binder = Binder::of(&self.readings);
        self.persons.clear();
        let mut papers = Vec::new();
        for head in self.binder.heads() {
            let same = |person: &Person| {
                (&person.insurer_number, &person.insured_number)
                    == (&head.person.insurer_number, &head.person.insured_number)
            };
            // The heads are sorted by person.
            match self.persons.last_mut() {
                Some(person) if same(person) => {
                    person.name = person.name.take().or_else(|| head.person.name.clone());
                    person.kana = person.kana.take().or_else(|| head.person.kana.clone());
                }
                _ => self.persons.push(head.person.clone()),
            }
            papers.push(PaperFacts {
                person: number(self.persons.len() - 1),
                name: head.name.clone(),
                when: head.when.clone(),
                orientation: head.orientation,
            });
        }
        self.found_by = self.persons.iter().map(found_by).collect();
        Contents {
            persons: self.persons.clone(),
            papers,
            tables: self.tables(),
        }
    }

    /// A paper, by its place in [`Contents::papers`].
    #[must_use]
    pub fn paper(&self, place: u32, how: &How) -> Sheet {
        self.binder
            .paper(&self.readings, index(place))
            .map(|paper| draw::paper(&paper, self.binder.heads(), &self.keys, how))
            .unwrap_or_default()
    }

    /// Rows of one file.
    #[must_use]
    pub fn rows(&self, file: u32, from: u32, count: u32, how: &How) -> Sheet {
        let document = self
            .keys
            .iter()
            .position(|key| *key == file)
            .and_then(|place| self.readings[place].document.as_ref());
        let Some(document) = document else {
            return Sheet::default();
        };
        let first = index(from);
        let table = document.table_of(first..first.saturating_add(index(count)));
        draw::items(file, &table, how)
    }

    /// The persons that a text finds.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<u32> {
        let text = fold(text);
        (0..)
            .zip(&self.found_by)
            .filter(|(_, found_by)| found_by.contains(&text))
            .map(|(place, _)| place)
            .collect()
    }

    fn tables(&self) -> Vec<TableFacts> {
        let table = |(key, reading): (&u32, &Reading)| {
            let name = reading.base_name();
            // What is no file of the standard has no rows; a file that should be one says so by its end.
            let is_table =
                reading.document.is_some() || name.to_ascii_lowercase().ends_with(".csv");
            is_table.then(|| TableFacts {
                file: *key,
                title: match reading.kind {
                    Some(kind) if kind != Kind::BasicImage => format!("{}　{name}", kind.name()),
                    _ => name.to_owned(),
                },
                rows: number(reading.document.as_ref().map_or(0, careplan::Document::len)),
            })
        };
        self.keys
            .iter()
            .zip(&self.readings)
            .filter_map(table)
            .collect()
    }
}

/// Everything by which a person is searched for; parts are kept apart, so that no match spans two.
fn found_by(person: &Person) -> String {
    let parts = [
        person.name.as_deref().unwrap_or_default(),
        person.kana.as_deref().unwrap_or_default(),
        &person.insured_number,
    ];
    parts.map(fold).join("\n")
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
