//! What ends a letter that nobody has collected, and mandates: good as made, refused when about something else.

mod support;

use evidence::{Error, SigningKey, VerifyingKey, mandate, non_delivery, receipt, withdrawal};
use support::{NOW, P256, RSA};
use wire::signed::Statable;
use wire::{MandateId, Receipt, Scope, Signed};

/// The same statement with something else in it, signed by a key.
fn resigned<T: Statable>(
    signed: &Signed<T>,
    key: &SigningKey,
    change: impl FnOnce(&mut T),
) -> Signed<T> {
    let mut content = signed.read().expect("a statement");
    change(&mut content);
    key.sign(&content).expect("signed")
}

fn given() -> Signed<Receipt> {
    let (label, text) = (support::label(), support::label_text());
    let made = receipt::make(&support::key(P256), &support::deposit(&label, &text));
    made.expect("a receipt").signed
}

#[test]
fn a_withdrawal_is_the_senders_and_about_its_label() {
    let text = support::label_text();
    for pair in [RSA, P256] {
        let key = support::key(pair);
        let good = withdrawal::make(&key, pair.1, &text, NOW).expect("made");
        withdrawal::verify(pair.1, &good, &text).expect("good");
        let mut altered = good.clone();
        altered.text.push(' ');
        let of_receiver = resigned(&good, &key, |said| said.office = support::label().to.number);
        let of_another_letter = resigned(&good, &key, |said| said.id = wire::EnvelopeId::new());
        let of_another_label = resigned(&good, &key, |said| {
            said.label_sha256 = evidence::digest(b"another");
        });
        let of_another_key = resigned(&good, &key, |said| {
            said.certificate_sha256 = evidence::digest(b"another");
        });
        for wrong in [
            altered,
            of_receiver,
            of_another_letter,
            of_another_label,
            of_another_key,
        ] {
            assert!(
                withdrawal::verify(pair.1, &wrong, &text).is_err(),
                "{}",
                wrong.text
            );
        }
    }
    // Signed by one key, with the certificate of another.
    let crossed = withdrawal::make(&support::key(RSA), P256.1, &text, NOW);
    assert!(matches!(crossed, Err(Error::Mismatch(_))));
}

#[test]
fn a_notice_of_non_delivery_is_the_hubs_and_about_its_receipt() {
    let (key, receipt) = (support::key(P256), given());
    let verifying = VerifyingKey::from_certificate(P256.1).expect("a certificate");
    let good = non_delivery::make(&key, &receipt, NOW.plus_seconds(90 * 86_400)).expect("made");
    non_delivery::verify(&verifying, &good, &receipt).expect("good");
    let mut altered = good.clone();
    altered.text.push(' ');
    let other = resigned(&good, &key, |said| {
        said.receipt_sha256 = evidence::digest(b"another");
    });
    let early = resigned(&good, &key, |said| said.time = NOW);
    let elsewhere = resigned(&good, &key, |said| said.journal = "another".to_owned());
    let later = resigned(&good, &key, |said| said.deposited = NOW);
    let foreign = non_delivery::make(&support::key(RSA), &receipt, NOW).expect("made");
    for wrong in [altered, other, early, elsewhere, later, foreign] {
        assert!(
            non_delivery::verify(&verifying, &wrong, &receipt).is_err(),
            "{}",
            wrong.text
        );
    }
}

#[test]
fn a_mandate_is_the_offices_and_allows_something() {
    let key = support::key(P256);
    let facts = mandate::Facts {
        id: MandateId::new(),
        office: support::label().from.number,
        agent: support::label().to.number,
        scope: vec![Scope::Send, Scope::Receive],
        from: NOW,
        until: NOW.plus_seconds(60),
        time: NOW,
    };
    let good = mandate::make(&key, P256.1, facts.clone()).expect("made");
    mandate::verify(P256.1, &good).expect("good");
    assert!(mandate::verify(RSA.1, &good).is_err());
    let wrong: [fn(&mut mandate::Facts); 4] = [
        |facts| facts.agent = facts.office.clone(),
        |facts| facts.until = facts.from,
        |facts| facts.scope = Vec::new(),
        |facts| facts.scope = vec![Scope::Send, Scope::Send],
    ];
    for change in wrong {
        let mut facts = facts.clone();
        change(&mut facts);
        let made = mandate::make(&key, P256.1, facts);
        assert!(matches!(made, Err(Error::Mismatch(_))));
    }
}
