//! A bundle: one sending unit in which nothing serious was found. Code that holds one does not check again.

use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::document::Document;
use crate::edition::Edition;
use crate::finding::{Finding, has_errors};
use crate::forms::Form6;
use crate::kind::Kind;
use crate::reading::Reading;
use crate::rules::check;
use crate::units::{Unit, UnitGroup, units};
use crate::values::{Address, InsuredNumber, InsurerNumber, Month, Serial};
use cells::groups::Groups;
use cells::places::{Places, sort_by_key};

/// One checked sending unit, with what travels beside it.
#[derive(Debug, Clone)]
pub struct Bundle {
    readings: Vec<Reading>,
    facts: UnitFacts,
    findings: Vec<Finding>,
}

/// What a letter's label needs to know of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFacts {
    /// Which of the eleven units it is.
    pub group: UnitGroup,
    /// 送信元.
    pub from: Address,
    /// 送信先.
    pub to: Address,
    /// 対象年月, if the unit has one.
    pub month: Option<Month>,
    /// ファイル連番.
    pub serial: Serial,
    /// The edition of its files.
    pub edition: Option<Edition>,
    /// Its files, in the standard's order of kinds, then what is attached.
    pub files: Vec<FileFacts>,
}

/// What a letter's manifest needs to know of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name, without a folder.
    pub name: String,
    /// Its kind; none for an attachment.
    pub kind: Option<Kind>,
    /// Its size in bytes.
    pub size: u64,
}

/// Somebody of whom a unit speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// 保険者番号.
    pub insurer_number: InsurerNumber,
    /// 被保険者番号.
    pub insured_number: InsuredNumber,
    /// 利用者氏名, if a file of the unit has it.
    pub name: Option<String>,
    /// 利用者氏名フリガナ, if a file of the unit has it.
    pub kana: Option<String>,
    /// 対象年月, if the unit has one.
    pub month: Option<Month>,
    /// Whether a service of the receiver is in the plan; none where the unit has no 第6表 of a plan.
    pub has_service_of_receiver: Option<bool>,
}

impl Bundle {
    /// Makes a bundle of the files of one unit and what is attached to it.
    ///
    /// # Errors
    /// All findings, if one of them is an error or the files are not exactly one unit.
    pub fn new(readings: Vec<Reading>, context: &Context) -> Result<Self, Vec<Finding>> {
        let mut findings = check(&readings, context);
        let mut units = units(&readings);
        let unit = if units.len() == 1 { units.pop() } else { None };
        let stray = |reading: &Reading| reading.file_name.is_none() && !reading.is_attachment();
        let Some((unit, group)) = unit.and_then(|unit| Some((unit.clone(), unit.group?))) else {
            findings.push(Finding::own(6));
            return Err(findings);
        };
        if has_errors(&findings) || readings.iter().any(stray) {
            return Err(findings);
        }
        let facts = facts(&readings, &unit, group);
        Ok(Self {
            readings,
            facts,
            findings,
        })
    }

    /// What the label needs.
    #[must_use]
    pub fn facts(&self) -> &UnitFacts {
        &self.facts
    }

    /// The files, byte for byte, in the order in which they were given.
    #[must_use]
    pub fn files(&self) -> &[Reading] {
        &self.readings
    }

    /// Warnings and notes that remain.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Everybody of whom the unit speaks, by insurer and insured number.
    #[must_use]
    pub fn persons(&self) -> Vec<Person> {
        persons(&self.readings)
    }
}

fn facts(readings: &[Reading], unit: &Unit, group: UnitGroup) -> UnitFacts {
    let attached = (0..readings.len()).filter(|file| !unit.files.contains(file));
    let order = unit.files.iter().copied().chain(attached);
    let file = |file: usize| FileFacts {
        name: readings[file].base_name().to_owned(),
        kind: readings[file].kind,
        size: crate::reading::size(&readings[file]),
    };
    let edition = |file: &usize| {
        readings[*file]
            .document
            .as_ref()
            .and_then(Document::edition)
    };
    UnitFacts {
        group,
        from: unit.from,
        to: unit.to,
        month: unit.month,
        serial: unit.serial,
        edition: unit.files.iter().find_map(edition),
        files: order.map(file).collect(),
    }
}

/// Everybody of whom files speak, by insurer and insured number, whatever else is wrong with the files.
#[must_use]
pub fn persons<'a>(readings: impl IntoIterator<Item = &'a Reading>) -> Vec<Person> {
    let mut keys = Places::default();
    let mut persons: Vec<Person> = Vec::new();
    for reading in readings {
        let (Some(document), Some(name)) = (&reading.document, &reading.file_name) else {
            continue;
        };
        // A second row of a person and office in 第6表 tells nothing new.
        let mut known = Groups::new(document.sheet(), &[2, 3, 20]);
        for record in document.records() {
            if document.kind() == Kind::Plan && !known.is_new(record.index()) {
                continue;
            }
            let number = |item: u8| record.value(item);
            let insurer = number(2).and_then(|bytes| InsurerNumber::read(&bytes));
            let insured = number(3).and_then(|bytes| InsuredNumber::read(&bytes));
            let (Some(insurer_number), Some(insured_number)) = (insurer, insured) else {
                continue;
            };
            let place = keys.of(&record.key(&[2, 3]));
            if place == persons.len() {
                persons.push(Person {
                    insurer_number,
                    insured_number,
                    name: None,
                    kana: None,
                    month: None,
                    has_service_of_receiver: None,
                });
            }
            let person = &mut persons[place];
            person.month = person.month.or(name.month);
            let text = |field| record.field(field).map(std::borrow::Cow::into_owned);
            if matches!(
                document.kind(),
                Kind::Supplement | Kind::Basic | Kind::Preventive
            ) {
                person.name = person.name.take().or_else(|| text("user_name"));
                person.kana = person.kana.take().or_else(|| text("user_name_kana"));
            }
            if document.kind() == Kind::Plan {
                let of_receiver = Form6(record).service_office_number() == Some(name.to.office);
                let known = person.has_service_of_receiver.unwrap_or(false);
                person.has_service_of_receiver = Some(known || of_receiver);
            }
        }
    }
    sort_by_key(&mut persons, |person| {
        (person.insurer_number, person.insured_number)
    });
    persons
}
