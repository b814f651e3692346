//! The target `receipt`: texts that pass for the hub's word.

use std::sync::LazyLock;

use evidence::receipt::{Deposit, make, verify, verify_leaf, verify_stored};
use evidence::{SigningKey, VerifyingKey, digest, leaf};
use wire::application::Application;
use wire::card::SealingKeyStatement;
use wire::signed::Statable;
use wire::statement::Checkpoint;
use wire::{
    KeptFrom, Label, Mandate, NonDelivery, OfficeCard, Receipt, Signed, Statement, Time, Withdrawal,
};

/// Stands between the texts; no UTF-8 has it.
pub const SEPARATOR: u8 = 0xFF;

/// The frozen journal key (`evidence/tests/data`), its public side, and what it has signed.
static KEY: LazyLock<(SigningKey, VerifyingKey, Signed<Receipt>)> = LazyLock::new(|| {
    let key = include_bytes!("../../evidence/tests/data/p256.pk8");
    let signed = include_str!("../../evidence/tests/data/receipt_p256.json");
    let key = SigningKey::from_pkcs8(key).expect("a frozen key");
    let public = key.verifying_key();
    (
        key,
        public,
        serde_json::from_str(signed).expect("a frozen receipt"),
    )
});

/// A receipt's text, then a label's: what is believed of them was signed and fits together.
pub fn receipt(data: &[u8]) {
    let mut parts = data.split(|&octet| octet == SEPARATOR);
    let mut text = || str::from_utf8(parts.next().unwrap_or_default()).ok();
    let (Some(said), Some(label)) = (text(), text()) else {
        return;
    };
    one_kind_at_most(said);
    believed(said, label);
    if let Ok(read) = serde_json::from_str(label) {
        made(&read, label, said.as_bytes());
    }
}

/// A signature over one kind of statement never passes for another.
fn one_kind_at_most(text: &str) {
    fn reads<T: Statable>(text: &str) -> bool {
        Signed::<T>::new(text.to_owned(), Vec::new()).read().is_ok()
    }
    let kinds = [
        reads::<Receipt>(text),
        reads::<Statement>(text),
        reads::<Checkpoint>(text),
        reads::<Withdrawal>(text),
        reads::<NonDelivery>(text),
        reads::<KeptFrom>(text),
        reads::<Mandate>(text),
        reads::<OfficeCard>(text),
        reads::<SealingKeyStatement>(text),
        reads::<Application>(text),
        reads::<leaf::Leaf>(text),
    ];
    let kinds = kinds.into_iter().filter(|reads| *reads).count();
    assert!(kinds <= 1, "{text} is of {kinds} kinds");
}

/// A text that the journal key has signed is believed as far as it fits the label; one that it has not signed never is.
fn believed(said: &str, label: &str) {
    let (key, public, frozen) = &*KEY;
    let borrowed = Signed::new(said.to_owned(), frozen.signature.0.clone());
    if verify(public, &borrowed, label).is_ok() {
        assert_eq!(said, frozen.text, "the signature is over another text");
    }
    let signature = key.sign_octets(said.as_bytes()).expect("a signature");
    let signed = Signed::<Receipt>::new(said.to_owned(), signature);
    let Ok(receipt) = verify(public, &signed, label) else {
        return;
    };
    let read: Label = serde_json::from_str(label).expect("a label that was verified");
    assert_eq!(receipt.label_sha256, digest(label.as_bytes()));
    assert_eq!(
        (receipt.id, &receipt.from, &receipt.to),
        (read.id, &read.from, &read.to)
    );
    assert_eq!(
        (receipt.format, &*receipt.r#type),
        (Receipt::FORMAT, Receipt::TYPE)
    );
    let written = serde_json::to_string(&receipt).expect("plain data");
    assert_eq!(serde_json::from_str(&written).ok(), Some(receipt));
}

/// What is made for a label, however that is written, holds; and holds for nothing else.
fn made(label: &Label, label_text: &str, octets: &[u8]) {
    let (key, public, _) = &*KEY;
    let (manifest, body) = octets.split_at(octets.len() / 3);
    let deposit = Deposit {
        label,
        label_text,
        manifest,
        body,
        sequence: 1,
        time: Time(label.time.0 ^ 1),
        journal: "journal",
        salt: [7; 16],
    };
    let made = make(key, &deposit).expect("a receipt");
    let receipt = verify(public, &made.signed, label_text).expect("our own receipt");
    assert_eq!(receipt, made.receipt);
    verify_stored(&receipt, manifest, body).expect("the octets are these");
    verify_leaf(&receipt, &made.leaf).expect("the entry is this one");
    let more = format!("{label_text} ");
    assert!(verify(public, &made.signed, &more).is_err());
    assert!(verify_stored(&receipt, octets, b"\0").is_err());
    assert!(verify_leaf(&receipt, &more).is_err());
}
