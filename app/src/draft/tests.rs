use super::*;
use wire::Problem;
use worker::protocol::FileFacts;

const CARE: (&str, &str) = ("9970100018", "43");
const VISIT: (&str, &str) = ("9970200024", "11");
const EQUIPMENT: (&str, &str) = ("9970400046", "17");

fn party((number, service): (&str, &str)) -> Party {
    Party {
        number: number.to_owned(),
        service_type: Some(service.to_owned()),
    }
}

fn desk(of: (&str, &str)) -> Address {
    address(&party(of)).expect("an address")
}

fn person(number: &str, stranger: bool) -> PersonFacts {
    PersonFacts {
        insurer_number: "990001".to_owned(),
        insured_number: number.to_owned(),
        name: None,
        kana: None,
        month: Some("202511".to_owned()),
        stranger,
    }
}

fn unit(to: (&str, &str), files: &[u32], sendable: bool) -> UnitFacts {
    UnitFacts {
        group: Some("monthly_plan".to_owned()),
        from: party(CARE),
        to: party(to),
        month: Some("202511".to_owned()),
        serial: Some("20251025093015".to_owned()),
        files: files.to_vec(),
        persons: vec![person("0000000001", false)],
        errors: u32::from(!sendable),
        warnings: 0,
        sendable,
    }
}

fn file(key: u32, sort: FileSort, size: u64) -> FileFacts {
    FileFacts {
        key,
        name: format!("file {key}"),
        size,
        sort,
    }
}

fn outcome(units: Vec<UnitFacts>, files: Vec<FileFacts>) -> Outcome {
    Outcome {
        units,
        files,
        ..Outcome::default()
    }
}

fn answered(to: &Address, problem: Option<Problem>) -> Asked {
    Asked::Answered(Box::new(Recipient {
        address: to.clone(),
        office: None,
        problem,
        known: true,
    }))
}

/// A draft whose recipients are all in order.
fn ready(outcome: &Outcome) -> Draft {
    let mut draft = Draft::default();
    draft.follow(outcome, None);
    for letter in &mut draft.letters {
        if let Some(to) = letter.to.clone() {
            letter.recipient = answered(&to, None);
        }
    }
    draft
}

#[test]
fn only_units_without_errors_become_letters() {
    let outcome = outcome(
        vec![unit(VISIT, &[1], true), unit(EQUIPMENT, &[2], false)],
        Vec::new(),
    );
    let draft = ready(&outcome);
    assert_eq!(draft.letters.len(), 1);
    assert_eq!(draft.letters[0].to, Some(desk(VISIT)));
    assert_eq!(draft.to_send(&outcome), Ok(vec![draft.letters[0].id]));
}

#[test]
fn a_letter_keeps_its_id_and_message_when_files_are_added() {
    let mut draft = Draft::default();
    draft.follow(&outcome(vec![unit(VISIT, &[1], true)], Vec::new()), None);
    let id = draft.letters[0].id;
    draft.letters[0].note = "よろしくお願いします".to_owned();
    draft.follow(
        &outcome(
            vec![unit(EQUIPMENT, &[3], true), unit(VISIT, &[1, 2], true)],
            Vec::new(),
        ),
        None,
    );
    let letter = draft.letter(id).expect("the same letter");
    assert_eq!(letter.files, [1, 2]);
    assert_eq!(letter.note, "よろしくお願いします");
    assert_eq!(draft.letters.len(), 2);
}

#[test]
fn what_has_gone_is_not_changed() {
    let both = outcome(vec![unit(VISIT, &[1], true)], Vec::new());
    let mut draft = ready(&both);
    draft.letters[0].fate = Fate::Waiting;
    draft.follow(&outcome(vec![unit(VISIT, &[1, 2], true)], Vec::new()), None);
    assert_eq!(draft.letters[0].files, [1]);
    assert!(draft.to_send(&both).is_err());
}

#[test]
fn an_unticked_stranger_stops_the_button() {
    let mut one = unit(VISIT, &[1], true);
    one.persons.push(person("0000000002", true));
    let outcome = outcome(vec![one], Vec::new());
    let mut draft = ready(&outcome);
    assert_eq!(draft.to_send(&outcome), Err(Readiness::Unticked));
    draft.letters[0]
        .ticked
        .insert(("990001".to_owned(), "0000000002".to_owned()));
    assert_eq!(draft.to_send(&outcome), Ok(vec![draft.letters[0].id]));
}

#[test]
fn a_recipient_without_a_service_type_waits_for_the_directory() {
    let mut old = unit(VISIT, &[1], true);
    old.from.service_type = None;
    old.to.service_type = None;
    let outcome = outcome(vec![old], Vec::new());
    let mut draft = Draft::default();
    draft.follow(&outcome, Some(&desk(CARE)));
    let id = draft.letters[0].id;
    assert_eq!(draft.letters[0].from, desk(CARE));
    assert_eq!(draft.to_send(&outcome), Err(Readiness::Asking));
    draft.letters[0].to = Some(desk(VISIT));
    draft.letters[0].recipient = answered(&desk(VISIT), None);
    assert_eq!(draft.to_send(&outcome), Ok(vec![id]));
    draft.follow(&outcome, Some(&desk(CARE)));
    assert_eq!(draft.letters[0].id, id, "the same letter");
}

#[test]
fn a_refused_recipient_stops_only_its_own_letter() {
    let outcome = outcome(
        vec![unit(VISIT, &[1], true), unit(EQUIPMENT, &[2], true)],
        Vec::new(),
    );
    let mut draft = ready(&outcome);
    draft.letters[0].recipient =
        answered(&desk(VISIT), Some(Problem::new(Code::RecipientSuspended)));
    assert_eq!(draft.to_send(&outcome), Ok(vec![draft.letters[1].id]));
}

#[test]
fn nobody_sends_to_himself() {
    let outcome = outcome(vec![unit(CARE, &[1], true)], Vec::new());
    let draft = ready(&outcome);
    assert_eq!(
        draft.letters[0].readiness(),
        Readiness::Refused(const { Failure::of(Code::RecipientIsSender) })
    );
}

#[test]
fn nothing_goes_before_the_recipient_is_checked() {
    let outcome = outcome(vec![unit(VISIT, &[1], true)], Vec::new());
    let mut draft = Draft::default();
    draft.follow(&outcome, None);
    assert_eq!(draft.to_send(&outcome), Err(Readiness::Asking));
}

#[test]
fn t04_a_new_recipient_is_asked_for_once() {
    let outcome = outcome(vec![unit(VISIT, &[1], true)], Vec::new());
    let mut draft = ready(&outcome);
    let other = Letter {
        id: EnvelopeId::new(),
        ..draft.letters[0].clone()
    };
    draft.letters.push(other);
    let ids: Vec<EnvelopeId> = draft.letters.iter().map(|letter| letter.id).collect();
    let say = |draft: &mut Draft, is_known: bool| {
        for letter in &mut draft.letters {
            if let Asked::Answered(recipient) = &mut letter.recipient {
                recipient.known = is_known;
            }
        }
    };
    assert_eq!(draft.to_send(&outcome), Ok(ids.clone()));
    say(&mut draft, false);
    assert_eq!(draft.to_send(&outcome), Err(Readiness::Unconfirmed));
    // Another office that is meant does not stand for this one.
    draft.confirmed.insert(desk(EQUIPMENT));
    assert_eq!(draft.to_send(&outcome), Err(Readiness::Unconfirmed));
    draft.confirmed.insert(desk(VISIT));
    assert_eq!(draft.to_send(&outcome), Ok(ids));
}

#[test]
fn an_attachment_goes_with_the_only_letter() {
    let outcome = outcome(
        vec![unit(VISIT, &[1], true)],
        vec![
            file(1, FileSort::Csv, 10),
            file(2, FileSort::Attachment, 10),
        ],
    );
    let draft = ready(&outcome);
    assert_eq!(draft.files_of(draft.letters[0].id), [1, 2]);
}

#[test]
fn no_attachment_is_left_behind_silently() {
    let outcome = outcome(
        vec![unit(VISIT, &[1], true), unit(EQUIPMENT, &[2], true)],
        vec![file(3, FileSort::Attachment, 10)],
    );
    let mut draft = ready(&outcome);
    assert_eq!(draft.to_send(&outcome), Err(Readiness::Unattached));
    let second = draft.letters[1].id;
    draft.attach(3, Some(second));
    assert_eq!(draft.to_send(&outcome).map(|ready| ready.len()), Ok(2));
    assert_eq!(draft.files_of(second), [2, 3]);
}

#[test]
fn attachments_alone_are_a_letter_that_wants_a_recipient() {
    let outcome = outcome(Vec::new(), vec![file(1, FileSort::Attachment, 10)]);
    let mut draft = ready(&outcome);
    let id = draft.files_letter(&desk(CARE));
    draft.attach(1, Some(id));
    assert_eq!(draft.to_send(&outcome), Err(Readiness::NoRecipient));
    let letter = draft.letter_mut(id).expect("the letter");
    letter.to = Some(desk(VISIT));
    letter.recipient = answered(&desk(VISIT), None);
    assert_eq!(draft.to_send(&outcome), Ok(vec![id]));
    let outgoing = draft
        .letter(id)
        .and_then(Letter::outgoing)
        .expect("a whole letter");
    assert_eq!(outgoing.kind, LetterKind::Files);
    draft.attach(1, None);
    assert!(draft.letters.is_empty(), "a letter of nothing is none");
}

#[test]
fn a_letter_over_the_limit_is_refused_before_it_is_sent() {
    let outcome = outcome(
        vec![unit(VISIT, &[1], true)],
        vec![file(1, FileSort::Csv, 51 * 1024 * 1024)],
    );
    let draft = ready(&outcome);
    assert_eq!(
        draft.to_send(&outcome),
        Err(Readiness::Refused(const { Failure::of(Code::TooLarge) }))
    );
}

#[test]
fn what_is_left_out_is_not_sent() {
    let outcome = outcome(
        vec![unit(VISIT, &[1], true), unit(EQUIPMENT, &[2], true)],
        Vec::new(),
    );
    let mut draft = ready(&outcome);
    draft.letters[0].left_out = true;
    assert_eq!(draft.to_send(&outcome), Ok(vec![draft.letters[1].id]));
    let number: OfficeNumber = EQUIPMENT.0.parse().expect("a number");
    assert_eq!(
        draft.letters[1].to.as_ref().map(|to| to.number.clone()),
        Some(number)
    );
}
