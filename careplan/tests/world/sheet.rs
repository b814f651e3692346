//! A file as a table of values, and how a program writes it down.

use std::fmt::Display;

use careplan::forms::Form;
use careplan::{Edition, Kind, ms932};

/// One record; every item of edition 4.1 has its place, whatever the edition of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    kind: Kind,
    pub values: Vec<String>,
}

impl Row {
    pub fn get(&self, field: &str) -> &str {
        &self.values[place(self.kind, field)]
    }

    pub fn put(&mut self, field: &str, value: impl Display) {
        self.values[place(self.kind, field)] = value.to_string();
    }

    #[must_use]
    pub fn with(mut self, field: &str, value: impl Display) -> Self {
        self.put(field, value);
        self
    }
}

fn place(kind: Kind, field: &str) -> usize {
    let item = kind.item(field);
    usize::from(
        item.unwrap_or_else(|| panic!("{kind:?} has no {field}"))
            .number,
    ) - 1
}

/// The records of one file.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub kind: Kind,
    pub rows: Vec<Row>,
}

impl Sheet {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            rows: Vec::new(),
        }
    }

    /// A record without values.
    pub fn row(&self) -> Row {
        Row {
            kind: self.kind,
            values: vec![String::new(); self.kind.items().len()],
        }
    }

    /// The bytes of the file.
    pub fn bytes(&self, edition: Edition, style: &Style) -> Vec<u8> {
        let mut bytes = Vec::new();
        for row in &self.rows {
            let cells: Vec<Vec<u8>> = (self.kind.items().iter().zip(&row.values))
                .filter(|(item, _)| is_in(edition, self.kind, item.number))
                .map(|(item, value)| style.cell(item.form, value))
                .collect();
            bytes.extend(cells.join(&b","[..]));
            bytes.extend(b"\r\n");
        }
        if !style.ends_last_record {
            bytes.truncate(bytes.len().saturating_sub(2));
        }
        bytes
    }
}

/// Whether files of an edition have an item: equipment came with 4.0.
pub fn is_in(edition: Edition, kind: Kind, item: u8) -> bool {
    let is_before_4 = matches!(edition, Edition::First | Edition::Second | Edition::Third);
    !(is_before_4 && kind.items_since_4().contains(&item))
}

/// What the standard leaves to the program that writes.
#[derive(Debug, Clone)]
pub struct Style {
    /// Quotes around items that need none.
    pub quotes_all: bool,
    /// `""` for an empty text.
    pub quotes_nothing: bool,
    /// CR LF behind the last record.
    pub ends_last_record: bool,
    /// IBM kanji in the form that NEC selected (ED, EE), where Windows has FA to FC.
    pub nec: bool,
    /// Leading zeros before whole numbers.
    pub zeros: bool,
}

impl Style {
    fn cell(&self, form: Form, value: &str) -> Vec<u8> {
        let is_text = form == Form::Text;
        let mut text = value.to_owned();
        if self.zeros && matches!(form, Form::Integer(length) if length > 1) && text.len() == 1 {
            text.insert(0, '0');
        }
        if self.quotes_all || is_text && (!text.is_empty() || self.quotes_nothing) {
            text = format!("\"{}\"", text.replace('"', "\"\""));
        }
        if self.nec {
            nec(&text)
        } else {
            ms932::encode(&text).unwrap()
        }
    }
}

/// The same text with the NEC-selected pairs of bytes.
fn nec(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        let usual = ms932::encode(&character.to_string()).unwrap();
        let selected = matches!(usual[0], 0xFA..=0xFC)
            .then(|| selected_pair(character))
            .flatten();
        bytes.extend(selected.unwrap_or(usual));
    }
    bytes
}

fn selected_pair(character: char) -> Option<Vec<u8>> {
    let pairs = [0xED, 0xEE]
        .into_iter()
        .flat_map(|lead| (0x40..=0xFC).map(move |trail| vec![lead, trail]));
    pairs
        .into_iter()
        .find(|pair| ms932::decode(pair) == character.to_string())
}
