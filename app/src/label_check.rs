//! Whether a received letter's label and its files say the same.

use crate::text::Text;
use wire::server_api::ReceivedLetter;
use wire::{Address, LetterKind};
use worker::protocol::{Outcome, Party};

/// What the label says and the files do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    From,
    To,
    Unit,
    Month,
    Serial,
    /// Files of several sending units.
    Many,
    /// No file of the standard where there should be a unit.
    None,
}

impl Contradiction {
    /// The sentence.
    pub fn words(self, text: &'static Text) -> &'static str {
        match self {
            Self::From => text.contradiction_from,
            Self::To => text.contradiction_to,
            Self::Unit => text.contradiction_unit,
            Self::Month => text.contradiction_month,
            Self::Serial => text.contradiction_serial,
            Self::Many => text.contradiction_many,
            Self::None => text.contradiction_none,
        }
    }
}

/// Compares the label with what was read.
pub fn contradictions(letter: &ReceivedLetter, outcome: &Outcome) -> Vec<Contradiction> {
    if letter.kind != LetterKind::Unit {
        return Vec::new();
    }
    let unit = match outcome.units.as_slice() {
        [] => return vec![Contradiction::None],
        [unit] => unit,
        _ => return vec![Contradiction::Many],
    };
    let differs = |party: &Party, address: &Address| {
        let service_type = party.service_type.as_deref();
        party.number != address.number.as_str()
            // File names of edition 3 say nothing of it.
            || service_type.is_some_and(|it| it != address.service_type.as_str())
    };
    let mut found = Vec::new();
    if differs(&unit.from, &letter.from.address) {
        found.push(Contradiction::From);
    }
    if differs(&unit.to, &letter.to) {
        found.push(Contradiction::To);
    }
    if unit.group != letter.unit {
        found.push(Contradiction::Unit);
    }
    if unit.month != letter.month {
        found.push(Contradiction::Month);
    }
    if unit.serial != letter.serial {
        found.push(Contradiction::Serial);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::server_api::Partner;
    use wire::{EnvelopeId, State, Time};
    use worker::protocol::UnitFacts;

    fn letter() -> ReceivedLetter {
        ReceivedLetter {
            id: EnvelopeId::from_bytes([1; 16]),
            sequence: 1,
            kind: LetterKind::Unit,
            from: Partner {
                address: "9970100018-43".parse().expect("an address"),
                name: None,
                telephone: None,
            },
            to: "9970200024-11".parse().expect("an address"),
            unit: Some("monthly_plan".to_owned()),
            month: Some("202511".to_owned()),
            serial: Some("20251025093015".to_owned()),
            time: Time(0),
            state: State::Collected,
            since: Time(0),
            unread: false,
            contents: None,
            problem: None,
            answer: None,
            can_be_answered: false,
        }
    }

    fn party(number: &str, service_type: Option<&str>) -> Party {
        Party {
            number: number.to_owned(),
            service_type: service_type.map(str::to_owned),
        }
    }

    fn unit() -> UnitFacts {
        UnitFacts {
            group: Some("monthly_plan".to_owned()),
            from: party("9970100018", Some("43")),
            to: party("9970200024", Some("11")),
            month: Some("202511".to_owned()),
            serial: Some("20251025093015".to_owned()),
            files: vec![1],
            persons: Vec::new(),
            errors: 0,
            warnings: 0,
            sendable: true,
        }
    }

    fn check(change: impl Fn(&mut UnitFacts), expected: &[Contradiction]) {
        let mut unit = unit();
        change(&mut unit);
        let outcome = Outcome {
            units: vec![unit],
            ..Outcome::default()
        };
        assert_eq!(contradictions(&letter(), &outcome), expected);
    }

    #[test]
    fn a_true_label_has_no_contradiction() {
        check(|_| {}, &[]);
    }

    #[test]
    fn each_part_of_the_label_is_compared() {
        check(
            |unit| unit.from = party("9970400046", Some("17")),
            &[Contradiction::From],
        );
        check(
            |unit| unit.to = party("9970200024", Some("15")),
            &[Contradiction::To],
        );
        check(
            |unit| unit.group = Some("result".to_owned()),
            &[Contradiction::Unit],
        );
        check(
            |unit| unit.month = Some("202512".to_owned()),
            &[Contradiction::Month],
        );
        check(|unit| unit.serial = None, &[Contradiction::Serial]);
    }

    #[test]
    fn a_name_without_service_types_contradicts_none() {
        check(
            |unit| {
                unit.from.service_type = None;
                unit.to.service_type = None;
            },
            &[],
        );
    }

    #[test]
    fn a_unit_is_one_unit() {
        let none = Outcome::default();
        assert_eq!(contradictions(&letter(), &none), [Contradiction::None]);
        let two = Outcome {
            units: vec![unit(), unit()],
            ..Outcome::default()
        };
        assert_eq!(contradictions(&letter(), &two), [Contradiction::Many]);
    }

    #[test]
    fn attachments_alone_promise_nothing() {
        let mut letter = letter();
        letter.kind = LetterKind::Files;
        assert_eq!(contradictions(&letter, &Outcome::default()), []);
    }
}
