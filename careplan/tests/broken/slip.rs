//! A slip in a unit: what is changed, and where its finding must stand.

use std::fmt::Display;

use careplan::{Context, Edition, Kind, Reading, SourceFile, check, check_arriving, read};

use crate::world::{Row, TestUnit, World};

/// One way to break a rule.
#[derive(Clone, Copy)]
pub struct Break {
    pub rule: &'static str,
    /// Rules that cannot but be broken with it, each with the reason.
    pub also: &'static [(&'static str, &'static str)],
    /// Breaks the rule in a unit of the world; `None` where the world has nothing that it speaks of.
    pub how: fn(&mut World) -> Option<Slip>,
}

impl Break {
    pub const fn of(rule: &'static str, how: fn(&mut World) -> Option<Slip>) -> Self {
        Self {
            rule,
            also: &[],
            how,
        }
    }
}

/// Where a finding stands: file, record and item, each if it has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub file: Option<String>,
    pub record: Option<u32>,
    pub item: Option<u8>,
}

/// Files with a slip in them.
pub struct Slip {
    pub files: Vec<SourceFile>,
    pub at: At,
    pub context: Context,
    /// What was taken in before, where that matters.
    pub stored: Option<Vec<SourceFile>>,
}

impl Slip {
    pub fn new(files: Vec<SourceFile>, at: At) -> Self {
        Self {
            files,
            at,
            context: Context::default(),
            stored: None,
        }
    }

    /// The files of a unit that was changed.
    pub fn of(unit: &TestUnit, at: At) -> Option<Self> {
        Some(Self::new(unit.files(), at))
    }

    /// Changes the first bytes of a kind of file that are so; they must be there.
    pub fn edit(mut self, kind: Kind, from: &[u8], to: &[u8]) -> Self {
        let of_kind = |file: &&mut SourceFile| Kind::of_name(&file.name) == Some(kind);
        let file = self.files.iter_mut().find(of_kind).unwrap();
        let place = file
            .bytes
            .windows(from.len())
            .position(|bytes| bytes == from);
        let place = place.expect("the mark stands in the file");
        file.bytes
            .splice(place..place + from.len(), to.iter().copied());
        self
    }
}

/// A text that stands nowhere else, to find a cell by in the bytes.
pub const MARK: &str = "印";
pub const MARK_BYTES: &[u8] = b"\x88\xF3";

/// What is told of the files: each rule with its place.
pub fn told(slip: Slip) -> (At, Vec<(String, At)>) {
    let readings =
        |files: Vec<SourceFile>| -> Vec<Reading> { files.into_iter().map(read).collect() };
    let files = readings(slip.files);
    let findings = match slip.stored {
        None => check(&files, &slip.context),
        Some(stored) => check_arriving(&readings(stored), &files, &slip.context),
    };
    let at = |finding: &careplan::Finding| At {
        file: finding.file.clone(),
        record: finding.record,
        item: finding.item,
    };
    let told = findings
        .iter()
        .map(|finding| (finding.rule.to_string(), at(finding)))
        .collect();
    (slip.at, told)
}

impl TestUnit {
    /// The file of a kind as a whole.
    pub fn whole(&self, kind: Kind) -> At {
        At {
            file: Some(self.name(kind, "CSV")),
            ..At::default()
        }
    }

    /// A record of a file, from 0.
    pub fn record(&self, kind: Kind, record: usize) -> At {
        At {
            record: u32::try_from(record + 1).ok(),
            ..self.whole(kind)
        }
    }

    /// An item of a record, counted as it stands in the file.
    pub fn cell(&self, kind: Kind, record: usize, field: &str) -> At {
        let mut item = kind.item(field).unwrap().number;
        let added = kind.items_since_4();
        let is_old = matches!(
            self.edition,
            Edition::First | Edition::Second | Edition::Third
        );
        if is_old && item >= added.end {
            item -= added.end - added.start;
        }
        At {
            item: Some(item),
            ..self.record(kind, record)
        }
    }

    /// The places of the rows that are like this.
    pub fn places(&mut self, kind: Kind, like: impl Fn(&Row) -> bool) -> Vec<usize> {
        let rows = self.rows(kind).iter().enumerate();
        rows.filter(|(_, row)| like(row))
            .map(|(place, _)| place)
            .collect()
    }

    /// Puts a value into one of the rows that are like this.
    pub fn put(
        &mut self,
        world: &mut World,
        kind: Kind,
        like: impl Fn(&Row) -> bool,
        field: &str,
        value: impl Display,
    ) -> Option<At> {
        let places = self.places(kind, like);
        if places.is_empty() {
            return None;
        }
        let place = world.dice.pick(&places);
        self.rows(kind)[place].put(field, value);
        Some(self.cell(kind, place, field))
    }

    /// Takes the rows that are like this out of a file.
    pub fn take(&mut self, kind: Kind, like: impl Fn(&Row) -> bool) {
        self.rows(kind).retain(|row| !like(row));
    }

    /// How many bytes the first records of a file are, with the line end behind them.
    pub fn bytes_of(&mut self, kind: Kind, records: usize) -> usize {
        self.style.ends_last_record = true;
        let (edition, style) = (self.edition, self.style.clone());
        let mut sheet = self.sheet(kind).clone();
        sheet.rows.truncate(records);
        sheet.bytes(edition, &style).len()
    }
}

/// Any row.
pub fn any(_: &Row) -> bool {
    true
}

/// A row of a user.
pub fn of_user(number: &str) -> impl Fn(&Row) -> bool {
    move |row| row.get("insured_number") == number
}
