//! Every kind of message, read from the same JSON as `serde_json` writes and reads.

use super::{Reader, Tree};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Debug;
use wire::server_api::{ContentsList, Partner, ReceivedLetter};
use wire::{Code, EnvelopeId, LetterKind, Person, Problem, State, Time};

impl Tree for Value {
    fn is_absent(&self) -> bool {
        self.is_null()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn list(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn member(&self, name: &str) -> Self {
        self.get(name).cloned().unwrap_or(Self::Null)
    }

    fn members(&self) -> Vec<(String, Self)> {
        self.as_object().map_or_else(Vec::new, |members| {
            members
                .iter()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        })
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    T::deserialize(Reader(value)).ok()
}

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let tree = serde_json::to_value(value).expect("a message is JSON");
    assert_eq!(read::<T>(tree).as_ref(), Some(value));
}

#[test]
fn a_letter_comes_back() {
    comes_back(&ReceivedLetter {
        id: EnvelopeId::from_bytes([7; 16]),
        sequence: 9_007_199_254_740_991,
        kind: LetterKind::Unit,
        from: Partner {
            address: "9970100018-43".parse().expect("an address"),
            name: Some("ひだまり".to_owned()),
            telephone: None,
        },
        to: "9970200024-11".parse().expect("an address"),
        unit: Some("monthly_plan".to_owned()),
        month: None,
        serial: None,
        time: Time(-1),
        state: State::TakenIn,
        since: Time(1_764_033_300_000),
        unread: true,
        contents: Some(ContentsList {
            note: "改行\n\"引用\"".to_owned(),
            files: Vec::new(),
            persons: vec![Person {
                insurer_number: "990001".to_owned(),
                insured_number: "H000000001".to_owned(),
                name: None,
                kana: None,
                month: Some("202511".to_owned()),
            }],
            mended: Vec::new(),
        }),
        problem: Some(Problem::new(Code::CannotOpen).with_detail("why")),
        answer: None,
        can_be_answered: true,
    });
}

#[test]
fn every_code_and_state_comes_back() {
    for code in Code::ALL {
        comes_back(&Problem::new(*code));
    }
    for state in [State::Held, State::Failed, State::TakenIn, State::Expired] {
        comes_back(&state);
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Line(u8, i16),
    Box { width: f64, name: Option<char> },
    Map(BTreeMap<String, u32>),
}

#[test]
fn every_shape_that_serde_has_comes_back() {
    for shape in [
        Shape::Dot,
        Shape::Line(255, -3),
        Shape::Box {
            width: 0.5,
            name: Some('〓'),
        },
        Shape::Map([("a".to_owned(), 1), ("b".to_owned(), 2)].into()),
    ] {
        comes_back(&shape);
    }
    comes_back(&((), [1_u8, 2], Some(true)));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pair {
    one: u8,
    other: u8,
}

#[test]
fn what_does_not_fit_is_refused() {
    assert_eq!(read::<u8>(json!(256)), None);
    assert_eq!(read::<u32>(json!(-1)), None);
    assert_eq!(read::<i64>(json!(0.5)), None);
    assert_eq!(read::<u64>(json!(1e300)), None);
    assert_eq!(read::<bool>(json!("true")), None);
    assert_eq!(read::<State>(json!("eaten")), None);
    assert_eq!(read::<Shape>(json!({})), None);
    assert_eq!(read::<Vec<u8>>(json!({"0": 1})), None);
    // A field that must be there is not.
    assert_eq!(read::<Pair>(json!({"one": 1})), None);
    assert_eq!(
        read::<wire::OfficeNumber>(json!("９９７０１０００１８")),
        None
    );
}
