//! Evidence that was altered, taken for another kind, or held against the wrong thing is refused.

mod support;

use evidence::{Error, SigningKey, VerifyingKey, card, checkpoint, receipt, statement};
use serde_json::Value;
use support::{BODY, MANIFEST, NOW, P256, RSA};
use wire::signed::Statable;
use wire::statement::{Act, Checkpoint};
use wire::{OfficeCard, Receipt, Signed, Statement};

fn signed_receipt(pair: (&[u8], &[u8])) -> Signed<Receipt> {
    let (label, text) = (support::label(), support::label_text());
    receipt::make(&support::key(pair), &support::deposit(&label, &text))
        .expect("a receipt")
        .signed
}

fn verifier(pair: (&[u8], &[u8])) -> VerifyingKey {
    VerifyingKey::from_certificate(pair.1).expect("a certificate")
}

/// Every single field of a text, changed one at a time, with the old signature.
fn alterations<T: Statable>(signed: &Signed<T>) -> Vec<(String, Signed<T>)> {
    let value: Value = serde_json::from_str(&signed.text).expect("JSON");
    let fields: Vec<String> = value
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    fields
        .into_iter()
        .map(|field| {
            let mut altered = value.clone();
            alter(&mut altered[&field]);
            assert_ne!(altered, value, "the field {field} was not altered");
            let text = altered.to_string();
            (field, Signed::new(text, signed.signature.0.clone()))
        })
        .collect()
}

fn alter(value: &mut Value) {
    *value = match value.take() {
        Value::Number(number) => Value::from(number.as_i64().expect("an integer") + 1),
        Value::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let last = letters.last_mut().expect("a text with letters");
            *last = if *last == '0' { '1' } else { '0' };
            Value::from(letters.into_iter().collect::<String>())
        }
        Value::Null => Value::from("0"),
        Value::Array(mut items) => {
            match items.first_mut() {
                Some(first) => alter(first),
                None => items.push(Value::from("0")),
            }
            Value::from(items)
        }
        Value::Object(mut object) => {
            alter(object.values_mut().next().expect("a field"));
            Value::from(object)
        }
        Value::Bool(bool) => Value::from(!bool),
    };
}

#[test]
fn a_receipt_altered_in_any_field_is_refused() {
    for pair in [RSA, P256] {
        let signed = signed_receipt(pair);
        let altered = alterations(&signed);
        assert_eq!(altered.len(), 12, "all fields of a receipt");
        for (field, altered) in altered {
            let answer = receipt::verify(&verifier(pair), &altered, &support::label_text());
            assert!(
                matches!(answer, Err(Error::Signature)),
                "{field}: {answer:?}"
            );
        }
    }
}

#[test]
fn a_statement_altered_in_any_field_is_refused() {
    let receipt = signed_receipt(P256);
    let facts = support::statement_facts(Act::Refused);
    let signed = statement::make(&support::key(RSA), RSA.1, &receipt, facts).expect("made");
    for (field, altered) in alterations(&signed) {
        let answer = statement::verify(RSA.1, &altered, &receipt);
        assert!(
            matches!(answer, Err(Error::Signature)),
            "{field}: {answer:?}"
        );
    }
}

#[test]
fn a_card_altered_in_any_field_is_refused() {
    let signed = card::make(&support::key(P256), support::card_facts(P256.1)).expect("made");
    for (field, altered) in alterations(&signed) {
        assert!(card::verify(&altered).is_err(), "{field} was altered");
    }
}

#[test]
fn a_checkpoint_altered_in_any_field_or_of_another_journal_is_refused() {
    for pair in [RSA, P256] {
        let signed = support::checkpoint(pair);
        for (field, altered) in alterations(&signed) {
            let answer = checkpoint::verify(&verifier(pair), "hub-sample-1", &altered);
            assert!(
                matches!(answer, Err(Error::Signature)),
                "{field}: {answer:?}"
            );
        }
        let answer = checkpoint::verify(&verifier(pair), "hub-sample-2", &signed);
        assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
    }
}

#[test]
fn any_flipped_bit_of_a_signature_is_refused() {
    for pair in [RSA, P256] {
        let signed = signed_receipt(pair);
        for place in 0..signed.signature.0.len() {
            let mut signature = signed.signature.0.clone();
            signature[place] ^= 1;
            let flipped = Signed::<Receipt>::new(signed.text.clone(), signature);
            assert!(verifier(pair).verify(&flipped).is_err(), "octet {place}");
        }
    }
}

#[test]
fn a_signature_of_one_type_does_not_pass_for_another() {
    let receipt = signed_receipt(P256);
    let key = verifier(P256);
    let as_statement = Signed::<Statement>::new(receipt.text.clone(), receipt.signature.0.clone());
    assert!(matches!(key.verify(&as_statement), Err(Error::Text(_))));

    // Even a text with all the fields of a checkpoint is refused when it calls itself something else.
    let text = format!(
        r#"{{"type":"careplan-link/receipt","format":1,"journal":"j","size":1,"root":"{}","time":1}}"#,
        evidence::digest(b"")
    );
    let signature = support::key(P256)
        .sign_octets(text.as_bytes())
        .expect("signed");
    let other = Signed::<Checkpoint>::new(text, signature);
    assert!(matches!(key.verify(&other), Err(Error::Text(_))));
}

#[test]
fn an_unknown_format_is_refused() {
    let text = signed_receipt(P256)
        .text
        .replace(r#""format":1"#, r#""format":2"#);
    let signature = support::key(P256)
        .sign_octets(text.as_bytes())
        .expect("signed");
    let signed = Signed::<Receipt>::new(text, signature);
    assert!(matches!(
        verifier(P256).verify(&signed),
        Err(Error::Format(2))
    ));
}

#[test]
fn a_field_that_is_not_known_is_refused() {
    let text = signed_receipt(P256)
        .text
        .replace(r#""format":1"#, r#""format":1,"more":1"#);
    let signature = support::key(P256)
        .sign_octets(text.as_bytes())
        .expect("signed");
    let signed = Signed::<Receipt>::new(text, signature);
    assert!(matches!(
        verifier(P256).verify(&signed),
        Err(Error::Text(_))
    ));
}

#[test]
fn a_receipt_of_another_label_or_of_other_octets_is_refused() {
    let signed = signed_receipt(P256);
    let mut other = support::label();
    other.to = "9970400046-17".parse().expect("an address");
    let other = serde_json::to_string(&other).expect("a text");
    let answer = receipt::verify(&verifier(P256), &signed, &other);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");

    let read = receipt::verify(&verifier(P256), &signed, &support::label_text()).expect("good");
    assert!(receipt::verify_stored(&read, MANIFEST, b"the sealed bodY").is_err());
    assert!(receipt::verify_stored(&read, b"", BODY).is_err());
    assert!(receipt::verify_leaf(&read, "{}").is_err());
}

#[test]
fn a_receipt_by_another_hub_is_refused() {
    let (stranger, _) = SigningKey::generate();
    let answer = receipt::verify(
        &stranger.verifying_key(),
        &signed_receipt(P256),
        &support::label_text(),
    );
    assert!(matches!(answer, Err(Error::Signature)));
    let answer = receipt::verify(
        &verifier(RSA),
        &signed_receipt(P256),
        &support::label_text(),
    );
    assert!(matches!(answer, Err(Error::Signature)));
}

#[test]
fn t08_a_statement_about_another_receipt_is_refused() {
    let receipt = signed_receipt(P256);
    let facts = support::statement_facts(Act::Collected);
    let signed = statement::make(&support::key(P256), P256.1, &receipt, facts).expect("made");
    let (mut label, text) = (support::label(), support::label_text());
    label.id = wire::EnvelopeId::from_bytes([1; 16]);
    let other = receipt::make(&support::key(P256), &support::deposit(&label, &text))
        .expect("a receipt")
        .signed;
    let answer = statement::verify(P256.1, &signed, &other);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
    let answer = statement::verify(RSA.1, &signed, &receipt);
    assert!(matches!(answer, Err(Error::Signature)), "{answer:?}");
}

#[test]
fn a_statement_needs_its_own_certificate_and_a_reason_where_one_belongs() {
    let receipt = signed_receipt(P256);
    let facts = support::statement_facts(Act::Collected);
    let answer = statement::make(&support::key(P256), RSA.1, &receipt, facts.clone());
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
    let facts = statement::Facts {
        act: Act::Refused,
        ..facts
    };
    let answer = statement::make(&support::key(P256), P256.1, &receipt, facts);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
}

#[test]
fn a_sealing_key_that_the_connection_key_does_not_state_is_refused() {
    let ours = card::make(&support::key(P256), support::card_facts(P256.1)).expect("made");
    let mut card = ours.read().expect("a card");
    let mut theirs = card::make(&support::key(RSA), support::card_facts(RSA.1))
        .expect("made")
        .read()
        .expect("a card");
    card.sealing_keys.append(&mut theirs.sealing_keys);
    let signed = support::key(P256).sign(&card).expect("signed");
    let answer = card::verify(&signed);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
}

#[test]
fn a_sealing_key_of_another_office_or_an_rsa_one_is_refused() {
    let mut facts = support::card_facts(P256.1);
    facts.sealing_certificates[0].certificate = RSA.1.to_vec();
    let answer = card::make(&support::key(P256), facts);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");

    let mut facts = support::card_facts(P256.1);
    facts.number = "9970400046".parse().expect("an office number");
    let other = card::make(&support::key(P256), facts)
        .expect("made")
        .read()
        .expect("a card");
    let ours = card::make(&support::key(P256), support::card_facts(P256.1)).expect("made");
    let mut card = ours.read().expect("a card");
    card.sealing_keys = other.sealing_keys;
    let signed = support::key(P256).sign(&card).expect("signed");
    let answer = card::verify(&signed);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
}

#[test]
fn a_renewed_card_is_accepted_by_the_old_key_only() {
    let (old, new) = (support::key(P256), support::key(RSA));
    let first = card::make(&old, support::card_facts(P256.1)).expect("made");
    let first = card::verify(&first).expect("a good card");
    let mut facts = support::card_facts(RSA.1);
    facts.time = NOW.plus_seconds(60);
    let renewed = card::renew(&old, &first, &new, facts.clone()).expect("renewed");
    let read = card::verify_renewal(&renewed, &first).expect("accepted silently");
    assert_eq!(read.connection_certificate.as_ref(), RSA.1);

    // Signed by the new key alone, it stands for itself and is not a renewal.
    let unannounced = card::make(&new, facts).expect("made");
    assert!(card::verify(&unannounced).is_ok());
    assert!(card::verify_renewal(&unannounced, &first).is_err());

    // An older card does not come back.
    assert!(card::renew(&old, &first, &new, support::card_facts(RSA.1)).is_err());
}

#[test]
fn t05_a_renewed_card_whose_sealing_keys_only_the_old_key_states_is_refused() {
    // What a hub could make of an office's real certificate: a card "before" it, and sealing keys, of its own.
    let (forger, first) = (support::key(P256), support::card_facts(P256.1));
    let first = card::make(&forger, first)
        .expect("made")
        .read()
        .expect("a card");
    let mut forged = first.clone();
    forged.connection_certificate = RSA.1.to_vec().into();
    forged.time = NOW.plus_seconds(60);
    let signed = forger.sign(&forged).expect("signed");
    let answer = card::verify_renewal(&signed, &first);
    assert!(matches!(answer, Err(Error::Mismatch(_))), "{answer:?}");
}

#[test]
fn t05_a_card_with_a_swapped_certificate_is_refused() {
    let signed = card::make(&support::key(P256), support::card_facts(P256.1)).expect("made");
    let mut card: OfficeCard = signed.read().expect("a card");
    card.connection_certificate = RSA.1.to_vec().into();
    let forged = support::key(P256).sign(&card).expect("signed");
    assert!(card::verify(&forged).is_err());
}

#[test]
fn keys_that_are_too_weak_or_unknown_are_refused() {
    assert!(matches!(
        SigningKey::from_pkcs8(b"not a key"),
        Err(Error::Key)
    ));
    assert!(matches!(
        VerifyingKey::from_spki(&[0x30, 0]),
        Err(Error::Key)
    ));
    assert!(matches!(
        VerifyingKey::from_certificate(b""),
        Err(Error::Certificate)
    ));
    for algorithm in [&rcgen::PKCS_ED25519, &rcgen::PKCS_ECDSA_P384_SHA384] {
        let key = rcgen::KeyPair::generate_for(algorithm).expect("a key");
        assert!(matches!(
            SigningKey::from_pkcs8(key.serialized_der()),
            Err(Error::Key)
        ));
        let certificate = rcgen::CertificateParams::default()
            .self_signed(&key)
            .expect("one");
        assert!(matches!(
            VerifyingKey::from_certificate(certificate.der()),
            Err(Error::Key)
        ));
    }
}

#[test]
fn keys_print_as_stars() {
    assert_eq!(format!("{:?}", support::key(RSA)), "SigningKey(***)");
}
