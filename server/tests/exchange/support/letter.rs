//! A letter as the app hands it over.

use super::{A, B, address};
use reqwest::multipart::{Form, Part};
use wire::server_api::{OutgoingLetter, part};
use wire::{LetterKind, Person};

/// Half a line of 第6表 in MS932, with a character whose second octet is a backslash (表).
pub const TABLE: &[u8] = b"\"4.1\",\"9970100018\",\"\x95\x5c\x8e\xa6\"\r\n";

pub fn file(name: &str, octets: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), octets.to_vec())
}

#[derive(Clone)]
pub struct LetterForm {
    pub letter: OutgoingLetter,
    pub files: Vec<(String, Vec<u8>)>,
}

impl LetterForm {
    /// A monthly plan from A to B with one table.
    pub fn plan() -> Self {
        Self {
            letter: OutgoingLetter {
                kind: LetterKind::Unit,
                from: address(A),
                to: address(B),
                unit: Some("monthly_plan".to_owned()),
                month: Some("202511".to_owned()),
                serial: Some("20251025093015".to_owned()),
                note: "よろしくお願いします。".to_owned(),
                persons: vec![Person {
                    insurer_number: "999999".to_owned(),
                    insured_number: "9000000001".to_owned(),
                    name: Some("架空 桜子".to_owned()),
                    kana: Some("カクウ サクラコ".to_owned()),
                    month: Some("202511".to_owned()),
                }],
                mended: Vec::new(),
                replaces: None,
            },
            files: vec![file(
                "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV",
                TABLE,
            )],
        }
    }

    pub fn to(mut self, to: &str) -> Self {
        self.letter.to = address(to);
        self
    }

    pub fn from(mut self, from: &str) -> Self {
        self.letter.from = address(from);
        self
    }

    pub fn note(mut self, note: &str) -> Self {
        self.letter.note = note.to_owned();
        self
    }

    pub fn kind(mut self, kind: LetterKind) -> Self {
        self.letter.kind = kind;
        self
    }

    /// Attachments alone.
    pub fn attachments(mut self, files: Vec<(String, Vec<u8>)>) -> Self {
        self.letter.kind = LetterKind::Files;
        self.letter.unit = None;
        self.letter.month = None;
        self.letter.serial = None;
        self.files = files;
        self
    }

    pub fn form(&self) -> Form {
        let letter = serde_json::to_string(&self.letter).unwrap();
        let mut form = Form::new().text(part::LETTER, letter);
        for (name, octets) in &self.files {
            form = form.part(
                part::FILE,
                Part::bytes(octets.clone()).file_name(name.clone()),
            );
        }
        form
    }
}
