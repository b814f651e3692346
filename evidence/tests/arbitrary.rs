//! Octets and texts from anywhere: refused, without a panic.

mod support;

use evidence::{SigningKey, VerifyingKey, card, receipt, statement};
use proptest::prelude::*;
use support::{P256, RSA, SEALING};
use wire::{OfficeCard, Receipt, Signed, Statement};

fn octets() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..300)
}

proptest! {
    #[test]
    fn arbitrary_keys_and_certificates_are_refused(octets in octets()) {
        prop_assert!(SigningKey::from_pkcs8(&octets).is_err());
        prop_assert!(VerifyingKey::from_spki(&octets).is_err());
        prop_assert!(VerifyingKey::from_certificate(&octets).is_err());
    }

    #[test]
    fn damaged_keys_and_certificates_never_panic(place in any::<usize>(), octet in any::<u8>()) {
        for whole in [RSA.0, RSA.1, P256.0, P256.1, SEALING] {
            let mut damaged = whole.to_vec();
            let place = place % damaged.len();
            damaged[place] = octet;
            let _ = SigningKey::from_pkcs8(&damaged);
            let _ = VerifyingKey::from_spki(&damaged);
            let _ = VerifyingKey::from_certificate(&damaged);
        }
    }

    #[test]
    fn arbitrary_texts_with_any_signature_are_refused(text in any::<String>(), signature in octets()) {
        let key = support::key(P256).verifying_key();
        let signed = Signed::<Receipt>::new(text.clone(), signature.clone());
        prop_assert!(receipt::verify(&key, &signed, &support::label_text()).is_err());
        let signed = Signed::<OfficeCard>::new(text.clone(), signature.clone());
        prop_assert!(card::verify(&signed).is_err());
        let receipt = Signed::<Receipt>::new(String::new(), Vec::new());
        let signed = Signed::<Statement>::new(text, signature);
        prop_assert!(statement::verify(P256.1, &signed, &receipt).is_err());
    }
}
