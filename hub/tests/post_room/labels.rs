//! What a label can say: codes and numbers, and no room for anything about a person.

use crate::support::{label, now};
use hub::envelopes::label::{check, check_size, read};
use proptest::prelude::*;
use wire::{Code, EnvelopeId, Label, LetterKind, Time};

fn sample() -> Label {
    label(
        &"9970100018-43".parse().unwrap(),
        &"9970200024-11".parse().unwrap(),
        4,
    )
}

fn code(result: Result<(), hub::Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

proptest! {
    #[test]
    fn no_text_brings_the_reader_down(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn no_field_is_added(name in "[a-z_]{1,12}", value in any::<String>()) {
        let mut json = serde_json::to_value(sample()).unwrap();
        let known = json.as_object().unwrap().contains_key(&name);
        json.as_object_mut().unwrap().insert(name, serde_json::Value::String(value));
        prop_assume!(!known);
        prop_assert_eq!(read(&json.to_string()).unwrap_err().code(), Code::LabelInvalid);
    }

    #[test]
    fn what_is_accepted_holds_nothing_but_codes(
        unit in prop::option::of("\\PC{0,50}|[a-z_]{0,45}|[a-z0-9]{0,12}"),
        month in prop::option::of("\\PC{0,8}|[0-9]{5,7}"),
        serial in prop::option::of("\\PC{0,16}|[0-9]{13,15}"),
    ) {
        let mut label = sample();
        label.kind = LetterKind::Files;
        (label.unit, label.month, label.serial) = (unit, month, serial);
        let text = serde_json::to_string(&label).unwrap();
        let accepted = read(&text).is_ok_and(|label| check(&label, label.id, now()).is_ok());
        let every = |text: &Option<String>, test: fn(&str) -> bool| text.as_deref().is_none_or(test);
        let codes = every(&label.unit, |unit| {
            (1..=40).contains(&unit.len())
                && unit.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        }) && every(&label.month, |month| {
            month.len() == 6
                && month.chars().all(|c| c.is_ascii_digit())
                && (1..=12).contains(&month[4..].parse().unwrap_or(0))
        }) && every(&label.serial, |serial| {
            serial.len() == 14 && serial.chars().all(|c| c.is_ascii_digit())
        });
        prop_assert_eq!(accepted, codes);
        if accepted {
            prop_assert!(text.is_ascii());
        }
    }

    #[test]
    fn the_size_fits_the_body(size in 0_u64..300_000, body in 0_usize..300_000) {
        let mut label = sample();
        label.size = size;
        let body_size = u64::try_from(body).unwrap();
        let plausible = body > 0 && body_size >= size && body_size - size <= 65_536;
        prop_assert_eq!(check_size(&label, body).is_ok(), plausible);
    }
}

#[test]
fn the_id_is_that_of_the_path() {
    let label = sample();
    assert_eq!(code(check(&label, label.id, now())), None);
    assert_eq!(
        code(check(&label, EnvelopeId::new(), now())),
        Some(Code::LabelInvalid)
    );
}

fn refused(change: impl FnOnce(&mut Label)) {
    let mut label = sample();
    change(&mut label);
    assert_eq!(
        code(check(&label, label.id, now())),
        Some(Code::LabelInvalid),
        "{label:?}"
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    refused(|label| label.unit = None);
    refused(|label| label.replaces = Some(label.id));
    refused(|label| label.acting_for = Some("mandate".to_owned()));
    refused(|label| label.time = Time(-1));
    refused(|label| label.time = now().plus_seconds(2 * 24 * 60 * 60));
}

#[test]
fn a_letter_that_waited_for_months_is_still_taken() {
    let mut label = sample();
    label.time = now().plus_seconds(-90 * 24 * 60 * 60);
    assert_eq!(code(check(&label, label.id, now())), None);
}

#[test]
fn formats_and_fields_that_are_not_known_are_refused() {
    let text = serde_json::to_string(&sample()).unwrap();
    assert!(read(&text).is_ok());
    for wrong in [
        text.replace("\"format\":1", "\"format\":2"),
        text.replace("\"format\":1,", ""),
        text.replace("\"format\":1,", "\"format\":1,\"format\":1,"),
        text.replace("\"unit\",\"from\"", "\"other\",\"from\""),
        text.replace("9970100018", "９９７０１０００１８"),
        format!("{text}{text}"),
        format!("[{text}]"),
        "null".to_owned(),
    ] {
        assert_ne!(wrong, text);
        assert_eq!(
            read(&wrong).unwrap_err().code(),
            Code::LabelInvalid,
            "{wrong}"
        );
    }
}
