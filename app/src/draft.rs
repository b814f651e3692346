//! What is being composed: letters with their ids, recipients and states. Plain data, no browser.
//!
//! The files are read again whenever some are added; a letter keeps its id, message and ticks as long as it is the same sending unit.

use crate::failure::Failure;
use std::collections::BTreeSet;
use wire::server_api::{OutgoingLetter, Recipient, SentLetter, limit};
use wire::{Address, Code, EnvelopeId, LetterKind, OfficeNumber, Person};
use worker::protocol::{FileSort, Outcome, Party, PersonFacts, UnitFacts};

/// Everything that is being composed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The letters, in the order in which they are shown.
    pub letters: Vec<Letter>,
    /// Attachments in hand and where each goes.
    pub attachments: Vec<Attachment>,
    /// Offices that nothing has been sent to before, and that the person really means.
    pub confirmed: BTreeSet<Address>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Made when the letter is begun, and never changed: whoever sends it twice has sent it once.
    pub id: EnvelopeId,
    pub kind: LetterKind,
    pub unit: Option<String>,
    pub from: Address,
    /// None for attachments whose recipient has not been chosen.
    pub to: Option<Address>,
    /// The recipient's number where the file names do not say its service type (edition 3): the directory does.
    pub to_number: Option<OfficeNumber>,
    pub month: Option<String>,
    pub serial: Option<String>,
    /// Keys of the unit's files.
    pub files: Vec<u32>,
    pub persons: Vec<PersonFacts>,
    pub warnings: u32,
    /// Strangers whom the person wants to send: 保険者番号 and 被保険者番号.
    pub ticked: BTreeSet<(String, String)>,
    pub note: String,
    /// The person does not want to send it.
    pub left_out: bool,
    pub recipient: Asked,
    pub fate: Fate,
}

/// An attachment and the letter it goes with.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    pub key: u32,
    pub name: String,
    /// In octets.
    pub size: u64,
    /// The letter; none until it is chosen.
    pub letter: Option<EnvelopeId>,
}

/// What the server says of a recipient.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Asked {
    /// Not asked yet.
    #[default]
    No,
    /// Asked, not answered.
    Waiting,
    /// The directory's answer, good or bad.
    Answered(Box<Recipient>),
    /// It could not be asked.
    Failed(Failure),
}

/// What has become of a letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Fate {
    /// Not sent.
    #[default]
    Draft,
    /// On its way to the server: percent.
    Sending(u32),
    /// The server cannot be reached; it is tried again by itself.
    Waiting,
    /// The server has taken it.
    Accepted(Box<SentLetter>),
    /// The server refused it.
    Refused(Failure),
}

/// Whether a letter can go.
#[derive(Debug, Clone, PartialEq)]
pub enum Readiness {
    /// It can.
    Ready,
    /// The person has left it out.
    LeftOut,
    /// Nobody is chosen to receive it.
    NoRecipient,
    /// The server has not said yet.
    Asking,
    /// Some strangers are not ticked.
    Unticked,
    /// Nothing has been sent to the office before, and nobody has said that it is the right one.
    Unconfirmed,
    /// An attachment goes with no letter yet.
    Unattached,
    /// It cannot, and why.
    Refused(Failure),
}

impl Letter {
    /// The persons whom the recipient does not serve.
    pub fn strangers(&self) -> impl Iterator<Item = &PersonFacts> {
        self.persons.iter().filter(|person| person.stranger)
    }

    /// Whether everything about the letter has been decided.
    pub fn readiness(&self) -> Readiness {
        if self.left_out {
            return Readiness::LeftOut;
        }
        let Some(to) = &self.to else {
            return match (&self.to_number, &self.recipient) {
                (Some(_), Asked::Failed(failure)) => Readiness::Refused(failure.clone()),
                (Some(_), _) => Readiness::Asking,
                (None, _) => Readiness::NoRecipient,
            };
        };
        if to.number == self.from.number && self.kind != LetterKind::Test {
            return Readiness::Refused(const { Failure::of(Code::RecipientIsSender) });
        }
        match &self.recipient {
            Asked::No | Asked::Waiting => return Readiness::Asking,
            Asked::Failed(failure) => return Readiness::Refused(failure.clone()),
            Asked::Answered(recipient) => {
                if let Some(problem) = &recipient.problem {
                    return Readiness::Refused(problem.clone().into());
                }
            }
        }
        let all_ticked = self
            .strangers()
            .all(|person| self.ticked.contains(&tick(person)));
        if all_ticked {
            Readiness::Ready
        } else {
            Readiness::Unticked
        }
    }

    /// Whether nothing has been sent to its recipient before.
    pub fn goes_to_a_new_office(&self) -> bool {
        matches!(&self.recipient, Asked::Answered(it) if !it.known && it.problem.is_none())
    }

    /// Where it goes, in words: the recipient's name as soon as the directory has said it, and the address.
    pub fn destination(&self) -> String {
        let to = self.to.as_ref().map(ToString::to_string);
        let to = to.unwrap_or_default();
        match &self.recipient {
            Asked::Answered(recipient) => match &recipient.office {
                Some(office) => [&office.name, " ", &to].concat(),
                None => to,
            },
            _ => to,
        }
    }

    fn recipient_number(&self) -> Option<&OfficeNumber> {
        self.to
            .as_ref()
            .map(|to| &to.number)
            .or(self.to_number.as_ref())
    }

    /// Whether it has been handed to the server, or is being so: then nothing can be changed.
    pub fn is_gone(&self) -> bool {
        !matches!(self.fate, Fate::Draft | Fate::Refused(_))
    }

    /// The letter as the server takes it.
    pub fn outgoing(&self) -> Option<OutgoingLetter> {
        Some(OutgoingLetter {
            kind: self.kind,
            from: self.from.clone(),
            to: self.to.clone()?,
            unit: self.unit.clone(),
            month: self.month.clone(),
            serial: self.serial.clone(),
            note: self.note.trim().to_owned(),
            persons: self.persons.iter().map(person).collect(),
            mended: Vec::new(),
            replaces: None,
        })
    }

    fn is_of(&self, unit: &UnitFacts) -> bool {
        self.kind == LetterKind::Unit
            && self.unit == unit.group
            && self.month == unit.month
            && self.serial == unit.serial
            && unit.from.number == self.from.number.as_str()
            && self
                .recipient_number()
                .is_some_and(|number| unit.to.number == number.as_str())
    }
}

/// What a tick is remembered by.
pub fn tick(person: &PersonFacts) -> (String, String) {
    (person.insurer_number.clone(), person.insured_number.clone())
}

fn person(facts: &PersonFacts) -> Person {
    Person {
        insurer_number: facts.insurer_number.clone(),
        insured_number: facts.insured_number.clone(),
        name: facts.name.clone(),
        kana: facts.kana.clone(),
        month: facts.month.clone(),
    }
}

fn address(party: &Party) -> Option<Address> {
    Some(Address {
        number: party.number.parse().ok()?,
        service_type: party.service_type.as_deref()?.parse().ok()?,
    })
}

impl Draft {
    /// Goes after what has been read: a letter for each unit that can be sent, an entry for each attachment.
    ///
    /// `own` is the desk that sends where the file names do not say it (edition 3).
    pub fn follow(&mut self, outcome: &Outcome, own: Option<&Address>) {
        let mut before = std::mem::take(&mut self.letters);
        for unit in outcome.units.iter().filter(|unit| unit.sendable) {
            let to = address(&unit.to);
            let to_number = unit.to.number.parse().ok();
            let Some(from) = address(&unit.from).or_else(|| own.cloned()) else {
                continue;
            };
            let old = before
                .iter()
                .position(|letter| letter.is_of(unit))
                .map(|place| before.remove(place));
            let mut letter = old.unwrap_or_else(|| Letter {
                unit: unit.group.clone(),
                month: unit.month.clone(),
                serial: unit.serial.clone(),
                to_number,
                ..blank(LetterKind::Unit, from, to)
            });
            if !letter.is_gone() {
                letter.files.clone_from(&unit.files);
                letter.persons.clone_from(&unit.persons);
                letter.warnings = unit.warnings;
            }
            self.letters.push(letter);
        }
        // Letters without a unit, and those that have gone already, stay.
        self.letters.extend(
            before
                .into_iter()
                .filter(|letter| letter.kind == LetterKind::Files || letter.is_gone()),
        );

        let known = std::mem::take(&mut self.attachments);
        let only = match self.letters.as_slice() {
            [one] => Some(one.id),
            _ => None,
        };
        self.attachments = outcome
            .files
            .iter()
            .filter(|file| file.sort == FileSort::Attachment && !too_large(file.size))
            .map(|file| {
                known
                    .iter()
                    .find(|old| old.key == file.key)
                    .cloned()
                    .unwrap_or_else(|| Attachment {
                        key: file.key,
                        name: file.name.clone(),
                        size: file.size,
                        letter: only,
                    })
            })
            .collect();
        self.forget_empty();
    }

    /// The letter of attachments alone, begun when it is first asked for.
    pub fn files_letter(&mut self, from: &Address) -> EnvelopeId {
        let open = self
            .letters
            .iter()
            .find(|letter| letter.kind == LetterKind::Files && !letter.is_gone());
        if let Some(letter) = open {
            return letter.id;
        }
        let letter = blank(LetterKind::Files, from.clone(), None);
        let id = letter.id;
        self.letters.push(letter);
        id
    }

    /// Says with which letter an attachment goes.
    pub fn attach(&mut self, key: u32, letter: Option<EnvelopeId>) {
        for attachment in &mut self.attachments {
            if attachment.key == key {
                attachment.letter = letter;
            }
        }
        self.forget_empty();
    }

    /// A letter of attachments without any is none.
    fn forget_empty(&mut self) {
        let attachments = &self.attachments;
        self.letters.retain(|letter| {
            letter.kind != LetterKind::Files
                || letter.is_gone()
                || attachments.iter().any(|it| it.letter == Some(letter.id))
        });
        let letters = &self.letters;
        for attachment in &mut self.attachments {
            let there = attachment
                .letter
                .is_some_and(|id| letters.iter().any(|letter| letter.id == id));
            if !there {
                attachment.letter = None;
            }
        }
    }

    /// A letter by its id.
    pub fn letter(&self, id: EnvelopeId) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.id == id)
    }

    /// A letter by its id, to be changed.
    pub fn letter_mut(&mut self, id: EnvelopeId) -> Option<&mut Letter> {
        self.letters.iter_mut().find(|letter| letter.id == id)
    }

    /// Keys of all files of a letter, attachments last.
    pub fn files_of(&self, id: EnvelopeId) -> Vec<u32> {
        let own = self.letter(id).map(|letter| letter.files.clone());
        own.unwrap_or_default()
            .into_iter()
            .chain(
                self.attachments
                    .iter()
                    .filter(|attachment| attachment.letter == Some(id))
                    .map(|attachment| attachment.key),
            )
            .collect()
    }

    /// Whether a letter can go, its size included.
    pub fn readiness(&self, id: EnvelopeId, outcome: &Outcome) -> Readiness {
        let Some(letter) = self.letter(id) else {
            return Readiness::LeftOut;
        };
        let files = self.files_of(id);
        let size: u64 = outcome
            .files
            .iter()
            .filter(|file| files.contains(&file.key))
            .map(|file| file.size)
            .sum();
        if !letter.left_out && size > limit::LETTER {
            return Readiness::Refused(const { Failure::of(Code::TooLarge) });
        }
        let is_meant = letter
            .to
            .as_ref()
            .is_some_and(|to| self.confirmed.contains(to));
        match letter.readiness() {
            Readiness::Ready if letter.goes_to_a_new_office() && !is_meant => {
                Readiness::Unconfirmed
            }
            readiness => readiness,
        }
    }

    /// The letters that 送信する sends; none while something is undecided, with the reason.
    pub fn to_send(&self, outcome: &Outcome) -> Result<Vec<EnvelopeId>, Readiness> {
        if self.attachments.iter().any(|it| it.letter.is_none()) {
            return Err(Readiness::Unattached);
        }
        let mut ready = Vec::new();
        let mut refused = None;
        for letter in self.letters.iter().filter(|letter| !letter.is_gone()) {
            match self.readiness(letter.id, outcome) {
                Readiness::Ready => ready.push(letter.id),
                Readiness::LeftOut => {}
                Readiness::Refused(failure) => refused = Some(Readiness::Refused(failure)),
                undecided => return Err(undecided),
            }
        }
        if ready.is_empty() {
            Err(refused.unwrap_or(Readiness::Refused(
                const { Failure::of(Code::NothingToSend) },
            )))
        } else {
            Ok(ready)
        }
    }

    /// Whether anything of it has been handed over.
    pub fn has_gone(&self) -> bool {
        self.letters.iter().any(Letter::is_gone)
    }
}

fn blank(kind: LetterKind, from: Address, to: Option<Address>) -> Letter {
    Letter {
        id: EnvelopeId::new(),
        kind,
        unit: None,
        from,
        to,
        to_number: None,
        month: None,
        serial: None,
        files: Vec::new(),
        persons: Vec::new(),
        warnings: 0,
        ticked: BTreeSet::new(),
        note: String::new(),
        left_out: false,
        recipient: Asked::No,
        fate: Fate::Draft,
    }
}

/// Whether an attachment is over the limit of the way.
pub fn too_large(size: u64) -> bool {
    size > limit::ATTACHMENT
}

#[cfg(test)]
mod tests;
