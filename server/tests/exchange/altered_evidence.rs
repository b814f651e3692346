//! Evidence of every end that a letter can have, altered in each field of each text: found out, with and without trusted keys.

use crate::agents;
use crate::evidence_file::{Files, pack, trust, unpack};
use crate::support::{A, B, Browser, LetterForm, Site, TestHub, two_offices};
use serde_json::{Value, json};
use server::evidence_file::check::{Trust, check};
use wire::{EnvelopeId, State};

const DAY: i64 = 24 * 60 * 60;

/// How a letter ends, and the texts that its evidence has for that.
#[derive(Debug, Clone, Copy)]
enum End {
    Answered,
    Withdrawn,
    Expired,
    SentByAgent,
    AnsweredByAgent,
}

impl End {
    const fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Answered => &["statements/1.txt", "statements/2.txt"],
            Self::Withdrawn => &["withdrawal.txt"],
            Self::Expired => &["notice.txt"],
            Self::SentByAgent => &["mandates/1.txt", "statements/1.txt"],
            Self::AnsweredByAgent => &["mandates/1.txt", "statements/2.txt"],
        }
    }
}

async fn answer(a: &Browser, b: &Browser, id: EnvelopeId) {
    assert_eq!(b.open(id).await.status, 200);
    // The sender has heard of the one before it hears of the other.
    a.wait_sent(id, State::Collected).await;
    let returned = json!({"answer": "returned", "reason": "file_missing", "comment": "11月分"});
    assert_eq!(b.answer(id, &returned).await.status, 200);
    a.wait_sent(id, State::Returned).await;
}

/// The sender's evidence of a letter with this end.
async fn evidence(end: End) -> (Files, Trust) {
    match end {
        End::SentByAgent => return agents::evidence_of_sending().await,
        End::AnsweredByAgent => return agents::evidence_of_answering().await,
        _ => {}
    }
    let (hub, site): (TestHub, Site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let b = site.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    a.wait_sent(id, State::Arrived).await;
    b.wait_received(id).await;
    match end {
        End::Answered => answer(&a, &b, id).await,
        End::Withdrawn => {
            assert_eq!(a.withdraw(id).await.status, 200);
            a.wait_sent(id, State::Withdrawn).await;
        }
        End::Expired => {
            hub.advance(25 * DAY);
            a.wait_sent(id, State::Expired).await;
        }
        End::SentByAgent | End::AnsweredByAgent => unreachable!("made above"),
    }
    let files = unpack(&a.sent_evidence(id).await);
    (files, trust(&hub))
}

/// Where the plain values of a JSON text stand (RFC 6901).
fn fields(value: &Value, place: &str) -> Vec<String> {
    match value {
        Value::Object(object) => object
            .iter()
            .flat_map(|(name, value)| fields(value, &format!("{place}/{name}")))
            .collect(),
        Value::Array(list) => (0..)
            .zip(list)
            .flat_map(|(number, value): (usize, _)| fields(value, &format!("{place}/{number}")))
            .collect(),
        _ => vec![place.to_owned()],
    }
}

/// Another value of the same kind.
fn another(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_i64().unwrap() + 1),
        Value::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            match letters.last_mut() {
                Some(last) => *last = if *last == '0' { '1' } else { '0' },
                None => letters.push('0'),
            }
            json!(letters.into_iter().collect::<String>())
        }
        Value::Bool(bool) => json!(!bool),
        _ => json!("0"),
    }
}

/// Whether something is said about a text itself, its signature, its certificate or its proof, and not only about the page drawn from it.
fn is_found_out(files: &Files, trust: Option<&Trust>, name: &str) -> bool {
    let stem = |name: &str| name.split('.').next().unwrap().to_owned();
    let bad = check(&pack(files), trust);
    bad.iter().any(|bad| stem(&bad.file) == stem(name))
}

async fn altered(end: End) {
    let (files, trust) = evidence(end).await;
    assert_eq!(check(&pack(&files), None), []);
    assert_eq!(check(&pack(&files), Some(&trust)), []);
    for text in end.texts() {
        assert!(files.iter().any(|(name, _)| name == text), "{text}");
    }
    let mut tried = 0;
    for (place, (name, octets)) in files.iter().enumerate() {
        let Ok(value @ Value::Object(_)) = serde_json::from_slice::<Value>(octets) else {
            continue;
        };
        for field in fields(&value, "") {
            let mut changed = value.clone();
            let inner = changed.pointer_mut(&field).unwrap();
            *inner = another(inner);
            let mut altered = files.clone();
            altered[place].1 = changed.to_string().into_bytes();
            for trust in [None, Some(&trust)] {
                let found = is_found_out(&altered, trust, name);
                assert!(found, "{end:?}: {name} with another {field}");
            }
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried} fields");
}

#[tokio::test]
async fn t41_evidence_of_an_answer_altered_in_any_field_is_bad() {
    altered(End::Answered).await;
}

#[tokio::test]
async fn t41_evidence_of_a_withdrawal_altered_in_any_field_is_bad() {
    altered(End::Withdrawn).await;
}

#[tokio::test]
async fn t41_evidence_of_a_notice_of_non_delivery_altered_in_any_field_is_bad() {
    altered(End::Expired).await;
}

#[tokio::test]
async fn t41_evidence_of_a_letter_sent_under_a_mandate_altered_in_any_field_is_bad() {
    altered(End::SentByAgent).await;
}

#[tokio::test]
async fn t41_evidence_of_an_answer_given_under_a_mandate_altered_in_any_field_is_bad() {
    altered(End::AnsweredByAgent).await;
}
