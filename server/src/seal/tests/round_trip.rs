//! What was sealed is opened, by everyone it was sealed for and by nobody else.

use super::{Letter, NOW, Office};
use crate::contents::{File, unpack_as};
use crate::seal::{
    Cause, Envelope, OpenError, OpeningKey, SealError, Signer, open, open_manifest, seal,
};
use evidence::SigningKey;
use proptest::prelude::*;
use std::sync::OnceLock;

#[test]
fn a_letter_is_opened_as_it_was_sealed() {
    for sender in [Office::sender(), Office::rsa_sender()] {
        let receiver = Office::receiver();
        let letter = Letter::new();
        let envelope = letter.seal(&sender.signer, &[receiver.recipient(), sender.recipient()]);
        // The receiver, and the sender again from 送信済.
        for key in [receiver.opening_key(), sender.opening_key()] {
            let (manifest, contents) =
                open(&envelope, &[key], &sender.certificates()).expect("an opened letter");
            assert_eq!(manifest, letter.manifest);
            assert_eq!(contents, letter.contents);
            unpack_as(&manifest.files, &contents).expect("the files");
        }
    }
}

#[test]
fn the_right_key_is_found_among_several() {
    let (sender, receiver) = (Office::sender(), Office::receiver());
    let retired = Office::receiver();
    let envelope = Letter::new().seal(&sender.signer, &[receiver.recipient()]);
    let keys = [retired.opening_key(), receiver.opening_key()];
    assert!(open(&envelope, &keys, &sender.certificates()).is_ok());
    let answer = open(&envelope, &keys[..1], &sender.certificates());
    assert_eq!(answer.expect_err("not for it").cause(), Cause::NotForUs);
    let answer = open(&envelope, &[], &sender.certificates());
    assert_eq!(answer.expect_err("no key").cause(), Cause::NotForUs);
}

#[test]
fn nothing_is_the_same_twice() {
    let (sender, receiver) = (Office::sender(), Office::receiver());
    let letter = Letter::new();
    let [one, two] = [(); 2].map(|()| letter.seal(&sender.signer, &[receiver.recipient()]));
    assert_eq!(one.label, two.label);
    let common = |one: &[u8], two: &[u8]| {
        one.windows(32)
            .filter(|window| two.windows(32).any(|other| other == *window))
            .count()
    };
    let tail = |octets: &[u8]| octets[octets.len() - 600..].to_vec();
    assert_eq!(
        common(&tail(&one.body), &tail(&two.body)),
        0,
        "fresh key and nonce"
    );
}

#[test]
fn t40_nothing_of_the_letter_can_be_read_on_the_envelope() {
    let (sender, receiver) = (Office::sender(), Office::receiver());
    let letter = Letter::new();
    let envelope = letter.seal(&sender.signer, &[receiver.recipient(), sender.recipient()]);
    let parts = [
        envelope.label.as_bytes(),
        &envelope.manifest,
        &envelope.body,
    ];
    for canary in [
        "見本 花子",
        "0000123456",
        "よろしくお願いします",
        "UPPLAN_202511",
    ] {
        for part in parts {
            let found = part
                .windows(canary.len())
                .any(|window| window == canary.as_bytes());
            assert!(!found, "{canary}");
        }
    }
}

#[test]
fn the_same_certificate_twice_is_one_recipient() {
    let (sender, receiver) = (Office::sender(), Office::receiver());
    let letter = Letter::new();
    let once = letter.seal(&sender.signer, &[receiver.recipient()]);
    let twice = letter.seal(
        &sender.signer,
        &[receiver.recipient(), receiver.recipient()],
    );
    assert!(
        twice.body.len() < once.body.len() + 50,
        "one recipient's part, not two"
    );
}

#[test]
fn what_does_not_describe_each_other_is_not_sealed() {
    let (sender, receiver) = (Office::sender(), Office::receiver());
    let letter = Letter::new();
    let recipients = [receiver.recipient()];
    let seal = |letter: &Letter| {
        seal(
            &letter.label,
            &letter.manifest,
            &letter.contents,
            &sender.signer,
            &recipients,
        )
    };
    let mut wrong = letter.clone();
    wrong.label.size += 1;
    assert_eq!(seal(&wrong), Err(SealError::Disagree));
    let mut wrong = letter.clone();
    wrong.contents[10] ^= 1;
    assert_eq!(seal(&wrong), Err(SealError::Disagree));
    let mut wrong = letter.clone();
    wrong.manifest.format = 2;
    assert_eq!(seal(&wrong), Err(SealError::Disagree));
    assert!(seal(&letter).is_ok());
}

#[test]
fn a_letter_for_nobody_is_not_sealed() {
    let sender = Office::sender();
    let letter = Letter::new();
    let answer = seal(
        &letter.label,
        &letter.manifest,
        &letter.contents,
        &sender.signer,
        &[],
    );
    assert_eq!(answer, Err(SealError::NoRecipient));
}

#[test]
fn keys_and_certificates_that_do_not_belong_together_are_refused() {
    let (sender, receiver, rsa) = (Office::sender(), Office::receiver(), Office::rsa_sender());
    let key = SigningKey::from_pkcs8(&sender.connection_pkcs8).expect("a key");
    let answer = Signer::new(key, &receiver.certificate);
    assert_eq!(answer.expect_err("another's"), SealError::Key);
    let answer = OpeningKey::new(&sender.sealing_certificate, &receiver.sealing_pkcs8);
    assert_eq!(answer.expect_err("another's"), SealError::Key);
    // Sealing keys are P-256.
    let answer = crate::seal::Recipient::new(&rsa.certificate);
    assert_eq!(answer.expect_err("an RSA key"), SealError::Key);
    let answer = crate::seal::Recipient::new(b"no certificate");
    assert_eq!(answer.expect_err("nothing"), SealError::Certificate);
}

#[test]
fn keys_and_what_was_opened_print_as_stars() {
    let office = Office::sender();
    assert_eq!(format!("{:?}", office.opening_key()), "OpeningKey(***)");
    assert!(format!("{:?}", office.signer).contains("SigningKey(***)"));

    let envelope = Letter::new().seal(&office.signer, &[office.recipient()]);
    let keys = [office.opening_key()];
    let (label, manifest) = (&envelope.label, &envelope.manifest);
    let opened = open_manifest(label, manifest, &keys, &office.certificates()).expect("opened");
    assert_eq!(format!("{opened:?}"), "Opened(***)");
}

#[test]
fn every_failure_says_the_same() {
    for cause in [Cause::NotForUs, Cause::Signature, Cause::Label] {
        assert_eq!(
            OpenError::from(cause).to_string(),
            "the letter cannot be opened"
        );
    }
}

#[test]
fn times_after_2049_are_written_and_read() {
    let (sender, receiver) = (Office::sender(), Office::receiver());
    let mut letter = Letter::new();
    letter.label.time = wire::Time(NOW.0 + 30 * 365 * 86_400_000);
    let envelope = letter.seal(&sender.signer, &[receiver.recipient()]);
    open(&envelope, &[receiver.opening_key()], &sender.certificates()).expect("opened");
}

/// One letter for all cases of the properties: making keys is the slow part.
fn shared() -> &'static (Office, Office, Letter, Envelope) {
    static SHARED: OnceLock<(Office, Office, Letter, Envelope)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let (sender, receiver) = (Office::sender(), Office::receiver());
        let letter = Letter::new();
        let envelope = letter.seal(&sender.signer, &[receiver.recipient()]);
        (sender, receiver, letter, envelope)
    })
}

#[test]
fn any_flipped_octet_of_a_part_is_refused() {
    let (sender, receiver, _, envelope) = shared();
    let keys = [receiver.opening_key()];
    for place in 0..envelope.manifest.len() {
        for bit in [0x01, 0x80] {
            let mut flipped = envelope.clone();
            flipped.manifest[place] ^= bit;
            let answer = open_manifest(
                &flipped.label,
                &flipped.manifest,
                &keys,
                &sender.certificates(),
            );
            assert!(answer.is_err(), "manifest, octet {place}, bit {bit:#x}");
        }
    }
    for place in 0..envelope.body.len() {
        let mut flipped = envelope.clone();
        flipped.body[place] ^= 0x10;
        let answer = open(&flipped, &keys, &sender.certificates());
        assert!(answer.is_err(), "body, octet {place}");
    }
    for place in 0..envelope.label.len() {
        let mut label = envelope.label.clone().into_bytes();
        label[place] ^= 0x01;
        let label = String::from_utf8(label).expect("still ASCII");
        let answer = open_manifest(&label, &envelope.manifest, &keys, &sender.certificates());
        assert!(answer.is_err(), "label, octet {place}");
    }
}

#[test]
fn a_part_cut_short_or_with_more_behind_is_refused() {
    let (sender, receiver, _, envelope) = shared();
    let keys = [receiver.opening_key()];
    for length in 0..envelope.manifest.len() {
        let cut = &envelope.manifest[..length];
        assert!(open_manifest(&envelope.label, cut, &keys, &sender.certificates()).is_err());
    }
    let mut longer = envelope.manifest.clone();
    longer.push(0);
    assert!(open_manifest(&envelope.label, &longer, &keys, &sender.certificates()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_files_come_back(
        files in proptest::collection::vec(
            ("\\PC{0,40}", proptest::collection::vec(any::<u8>(), 0..2_000)), 0..6),
        note in "\\PC{0,200}",
    ) {
        let (sender, receiver, _, _) = shared();
        let files: Vec<File> = files
            .into_iter()
            .map(|(name, octets)| File { name, octets })
            .collect();
        let mut letter = Letter::with(&files);
        letter.manifest.note = note;
        let envelope = letter.seal(&sender.signer, &[receiver.recipient()]);
        let (manifest, contents) =
            open(&envelope, &[receiver.opening_key()], &sender.certificates()).expect("opened");
        prop_assert_eq!(&manifest, &letter.manifest);
        prop_assert_eq!(unpack_as(&manifest.files, &contents).expect("unpacked"), files);
    }

    #[test]
    fn arbitrary_octets_are_refused_and_never_panic(
        octets in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let (sender, receiver, _, envelope) = shared();
        let keys = [receiver.opening_key()];
        let answer = open_manifest(&envelope.label, &octets, &keys, &sender.certificates());
        prop_assert!(answer.is_err());
    }

    #[test]
    fn spliced_octets_are_refused_and_never_panic(
        place in 0_usize..600,
        octets in proptest::collection::vec(any::<u8>(), 1..40),
    ) {
        let (sender, receiver, _, envelope) = shared();
        let keys = [receiver.opening_key()];
        let mut spliced = envelope.manifest.clone();
        let place = place.min(spliced.len() - 1);
        let end = (place + octets.len()).min(spliced.len());
        prop_assume!(spliced[place..end] != octets[..end - place]);
        spliced.splice(place..end, octets);
        let answer = open_manifest(&envelope.label, &spliced, &keys, &sender.certificates());
        prop_assert!(answer.is_err());
    }
}
