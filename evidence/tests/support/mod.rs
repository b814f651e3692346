//! What the tests of this crate share: frozen keys, and sample facts about invented offices.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use evidence::card::{self, SealingCertificate};
use evidence::receipt::Deposit;
use evidence::{SigningKey, checkpoint, merkle, statement};
use wire::statement::{Act, Checkpoint};
use wire::{EnvelopeId, Label, LetterKind, Signed, Time};

/// The frozen RSA-2048 key (PKCS#8) and its certificate.
pub const RSA: (&[u8], &[u8]) = (
    include_bytes!("../data/rsa.pk8"),
    include_bytes!("../data/rsa.cer"),
);
/// The frozen P-256 key (PKCS#8) and its certificate.
pub const P256: (&[u8], &[u8]) = (
    include_bytes!("../data/p256.pk8"),
    include_bytes!("../data/p256.cer"),
);
/// A frozen P-256 sealing certificate.
pub const SEALING: &[u8] = include_bytes!("../data/sealing.cer");

pub const NOW: Time = Time(1_764_061_215_000);
pub const MANIFEST: &[u8] = b"the sealed manifest";
pub const BODY: &[u8] = b"the sealed body";

pub fn key(pair: (&[u8], &[u8])) -> SigningKey {
    SigningKey::from_pkcs8(pair.0).expect("a frozen key")
}

pub fn label() -> Label {
    Label {
        format: Label::FORMAT,
        id: EnvelopeId::from_bytes([
            0x01, 0x9a, 0xb6, 0x0c, 0x5d, 0x18, 0x7a, 0x31, 0x8f, 0x6e, 0x2b, 0x4c, 0x91, 0xd0,
            0x3e, 0x77,
        ]),
        kind: LetterKind::Unit,
        from: "9970100018-43".parse().expect("an address"),
        to: "9970200024-11".parse().expect("an address"),
        unit: Some("monthly_plan".to_owned()),
        month: Some("202511".to_owned()),
        serial: Some("20251025093015".to_owned()),
        size: 4321,
        time: NOW,
        replaces: None,
        acting_for: None,
    }
}

pub fn label_text() -> String {
    serde_json::to_string(&label()).expect("a label's text")
}

pub fn deposit<'a>(label: &'a Label, label_text: &'a str) -> Deposit<'a> {
    Deposit {
        label,
        label_text,
        manifest: MANIFEST,
        body: BODY,
        sequence: 12,
        time: NOW.plus_seconds(2),
        journal: "hub-sample-1",
        salt: [7; 16],
    }
}

pub fn statement_facts(act: Act) -> statement::Facts {
    let negative = matches!(act, Act::Returned | Act::Refused);
    statement::Facts {
        act,
        contents_sha256: Some(evidence::digest(b"the contents")),
        reason: negative.then(|| "wrong_month".to_owned()),
        comment: None,
        time: NOW.plus_seconds(90),
    }
}

pub fn card_facts(connection_certificate: &[u8]) -> card::Facts {
    card::Facts {
        number: "9970200024".parse().expect("an office number"),
        service_types: vec!["11".parse().expect("a service type")],
        name: "見本訪問介護".to_owned(),
        accepts: vec!["text/csv".to_owned(), "application/pdf".to_owned()],
        mandates: Vec::new(),
        connection_certificate: connection_certificate.to_vec(),
        sealing_certificates: vec![SealingCertificate {
            certificate: SEALING.to_vec(),
            from: NOW,
            until: NOW.plus_seconds(86_400 * 730),
        }],
        time: NOW,
    }
}

/// A checkpoint over three entries.
pub fn checkpoint(pair: (&[u8], &[u8])) -> Signed<Checkpoint> {
    let entries: [&[u8]; 3] = [b"first", b"second", b"third"];
    let mut peaks = Vec::new();
    for (size, entry) in (0..).zip(entries) {
        merkle::append(&mut peaks, size, merkle::leaf_hash(entry));
    }
    let root = merkle::fold(&peaks);
    checkpoint::make(&key(pair), "hub-sample-1", 3, root, NOW).expect("a checkpoint")
}
