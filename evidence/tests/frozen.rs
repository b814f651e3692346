//! What was signed once verifies for ever: the texts and signatures in `tests/data` are frozen.

mod support;

use evidence::{SigningKey, VerifyingKey, card, checkpoint, receipt, statement};
use std::path::Path;
use support::{P256, RSA};
use wire::statement::{Act, Checkpoint};
use wire::{OfficeCard, Receipt, Signed, Statement};

macro_rules! golden {
    ($name:literal, $type:ty) => {
        serde_json::from_str::<Signed<$type>>(include_str!(concat!("data/", $name, ".json")))
            .expect("a frozen file")
    };
}

#[test]
fn frozen_receipts_verify() {
    let label = support::label();
    let text = support::label_text();
    let receipts = [
        (golden!("receipt_rsa", Receipt), RSA),
        (golden!("receipt_p256", Receipt), P256),
    ];
    for (signed, pair) in receipts {
        let key = VerifyingKey::from_certificate(pair.1).expect("a certificate");
        let read = receipt::verify(&key, &signed, &text).expect("a good receipt");
        receipt::verify_stored(&read, support::MANIFEST, support::BODY).expect("these octets");
        // The text that we write today is the text of that day.
        let made = receipt::make(&support::key(pair), &support::deposit(&label, &text))
            .expect("a receipt");
        assert_eq!(
            made.signed.text, signed.text,
            "the receipt's text has changed"
        );
        receipt::verify_leaf(&read, &made.leaf).expect("this journal entry");
    }
}

#[test]
fn frozen_statements_verify() {
    let receipt = golden!("receipt_p256", Receipt);
    let statements = [
        (golden!("statement_rsa", Statement), RSA, Act::Collected),
        (golden!("statement_p256", Statement), P256, Act::Returned),
    ];
    for (signed, pair, act) in statements {
        let read = statement::verify(pair.1, &signed, &receipt).expect("a good statement");
        assert_eq!(read.act, act);
        let facts = support::statement_facts(act);
        let made = statement::make(&support::key(pair), pair.1, &receipt, facts).expect("made");
        assert_eq!(made.text, signed.text, "the statement's text has changed");
    }
}

#[test]
fn frozen_cards_verify() {
    for signed in [
        golden!("card_rsa", OfficeCard),
        golden!("card_p256", OfficeCard),
    ] {
        let card = card::verify(&signed).expect("a good card");
        assert_eq!(card.name, "見本訪問介護");
        assert_eq!(
            card::sealing_certificates(&card, support::NOW),
            [support::SEALING]
        );
    }
}

#[test]
fn frozen_checkpoints_verify() {
    for (signed, pair) in [
        (golden!("checkpoint_rsa", Checkpoint), RSA),
        (golden!("checkpoint_p256", Checkpoint), P256),
    ] {
        let key = VerifyingKey::from_certificate(pair.1).expect("a certificate");
        let read = checkpoint::verify(&key, "hub-sample-1", &signed).expect("a good checkpoint");
        assert_eq!(read.size, 3);
        let made = support::checkpoint(pair);
        assert_eq!(made.text, signed.text, "the checkpoint's text has changed");
    }
}

/// Writes the checkpoints anew; as below.
#[test]
#[ignore = "writes the golden files; run it by name, once"]
fn write_the_golden_checkpoints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (name, pair) in [("rsa", RSA), ("p256", P256)] {
        let text = json(&support::checkpoint(pair)) + "\n";
        std::fs::write(folder.join(format!("checkpoint_{name}.json")), text)
            .expect("a file is written");
    }
}

/// Writes the files anew. Changing them changes a format that has left the house.
#[test]
#[ignore = "writes the golden files; run it by name, once"]
fn write_the_golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let write = |name: &str, text: String| {
        std::fs::write(folder.join(name), text + "\n").expect("a file is written");
    };
    let label = support::label();
    let text = support::label_text();
    let mut receipts = Vec::new();
    for (name, pair) in [("rsa", RSA), ("p256", P256)] {
        let key = SigningKey::from_pkcs8(pair.0).expect("a key");
        let made = receipt::make(&key, &support::deposit(&label, &text)).expect("made");
        write(&format!("receipt_{name}.json"), json(&made.signed));
        receipts.push(made.signed);
        let signed = card::make(&key, support::card_facts(pair.1)).expect("made");
        write(&format!("card_{name}.json"), json(&signed));
    }
    for (name, pair, act) in [("rsa", RSA, Act::Collected), ("p256", P256, Act::Returned)] {
        let facts = support::statement_facts(act);
        let signed =
            statement::make(&support::key(pair), pair.1, &receipts[1], facts).expect("made");
        write(&format!("statement_{name}.json"), json(&signed));
    }
    let leaf = evidence::leaf::Leaf::new(
        [7; 16],
        evidence::leaf::What::Deposit,
        vec![evidence::digest(b"label"), evidence::digest(b"stored")],
        Some(3),
        support::NOW,
    )
    .text()
    .expect("a text");
    write("leaf.hash", evidence::leaf::hash(&leaf).to_string());
    write("leaf.json", leaf);
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}
