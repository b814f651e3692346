//! T42 and T43: letters that the hub, another office, or a receiver put together.

use super::{Letter, Office};
use crate::seal::signed::Attributes;
use crate::seal::{
    Cause, Envelope, OpenError, Signer, enveloped, open, open_body, open_manifest, signed,
};
use wire::{Label, LetterKind};

struct Scene {
    sender: Office,
    receiver: Office,
    letter: Letter,
    envelope: Envelope,
}

impl Scene {
    fn new() -> Self {
        let (sender, receiver) = (Office::sender(), Office::receiver());
        let letter = Letter::new();
        let envelope = letter.seal(&sender.signer, &[receiver.recipient()]);
        Self {
            sender,
            receiver,
            letter,
            envelope,
        }
    }

    /// How the receiver answers to an envelope that claims to be the sender's.
    fn refused(&self, envelope: &Envelope) -> Cause {
        open(
            envelope,
            &[self.receiver.opening_key()],
            &self.sender.certificates(),
        )
        .map_err(OpenError::cause)
        .expect_err("a forged letter is refused")
    }

    /// Seals one part as anyone can who has the receiver's card: with any attributes, by any signer.
    fn part(&self, content: &[u8], signer: &Signer, attributes: &Attributes) -> Vec<u8> {
        let signed = signed::sign(content, signer, attributes).expect("signed");
        enveloped::encrypt(
            signed,
            &[self.receiver.recipient()],
            attributes.label.as_ref(),
        )
        .expect("encrypted")
    }
}

fn text(label: &Label) -> String {
    serde_json::to_string(label).expect("a label's text")
}

#[test]
fn t42_a_letter_inserted_by_the_hub_is_refused() {
    let scene = Scene::new();
    // The hub knows every card and can seal for everyone, but has no office's connection key.
    let hub = Office::new("9970100018", &rcgen::PKCS_ECDSA_P256_SHA256);
    let inserted = scene
        .letter
        .seal(&hub.signer, &[scene.receiver.recipient()]);
    assert_eq!(scene.refused(&inserted), Cause::Signer);
}

#[test]
fn t42_the_senders_certificate_without_its_key_does_not_help() {
    let scene = Scene::new();
    let hub = Office::new("9970100018", &rcgen::PKCS_ECDSA_P256_SHA256);
    // The hub signs with its own key, and puts the sender's certificate into the envelope.
    let real = evidence::SigningKey::from_pkcs8(&scene.sender.connection_pkcs8).expect("a key");
    let mut forger = Signer::new(real, &scene.sender.certificate).expect("a signer");
    forger.key = evidence::SigningKey::from_pkcs8(&hub.connection_pkcs8).expect("a key");
    let inserted = scene.letter.seal(&forger, &[scene.receiver.recipient()]);
    assert_eq!(scene.refused(&inserted), Cause::Signature);
}

#[test]
fn t42_a_letter_of_another_office_does_not_pass_for_the_senders() {
    let scene = Scene::new();
    let other = Office::new("9970400046", &rcgen::PKCS_RSA_SHA256);
    let envelope = scene
        .letter
        .seal(&other.signer, &[scene.receiver.recipient()]);
    assert_eq!(scene.refused(&envelope), Cause::Signer);
}

#[test]
fn t43_a_letter_under_another_label_is_refused() {
    let scene = Scene::new();
    let changes: [fn(&mut Label); 6] = [
        |label| label.to = "9970400046-17".parse().expect("an address"),
        |label| label.from = "9970400046-17".parse().expect("an address"),
        |label| label.id = wire::EnvelopeId::new(),
        |label| label.kind = LetterKind::Test,
        |label| label.month = Some("202512".to_owned()),
        |label| label.time = label.time.plus_seconds(1),
    ];
    for change in changes {
        let mut label = scene.letter.label.clone();
        change(&mut label);
        let readdressed = Envelope {
            label: text(&label),
            ..scene.envelope.clone()
        };
        assert_eq!(scene.refused(&readdressed), Cause::Label);
    }
    // Even another way to write the same label.
    let rewritten = Envelope {
        label: scene.envelope.label.replacen(',', ", ", 1),
        ..scene.envelope.clone()
    };
    assert_eq!(scene.refused(&rewritten), Cause::Label);
}

#[test]
fn t43_surreptitious_forwarding_is_refused() {
    let scene = Scene::new();
    // The receiver opens the letter, seals what the sender signed for a third office, and writes a new label.
    let third = Office::new("9970400046", &rcgen::PKCS_ECDSA_P256_SHA256);
    let mut label = scene.letter.label.clone();
    label.to = "9970400046-17".parse().expect("an address");
    let label = text(&label);
    let digest = evidence::digest(label.as_bytes());
    let forward = |sealed: &[u8]| {
        let opened = enveloped::decrypt(sealed, &[scene.receiver.opening_key()])
            .unwrap_or_else(|_| panic!("the receiver opens it"));
        enveloped::encrypt(
            opened.octets.to_vec(),
            &[third.recipient()],
            digest.as_ref(),
        )
        .expect("encrypted")
    };
    let forwarded = Envelope {
        manifest: forward(&scene.envelope.manifest),
        body: forward(&scene.envelope.body),
        label,
    };
    let answer = open(
        &forwarded,
        &[third.opening_key()],
        &scene.sender.certificates(),
    );
    assert_eq!(answer.expect_err("refused").cause(), Cause::Label);
}

#[test]
fn t43_a_letter_that_the_sender_sealed_for_the_wrong_office_says_whom_it_is_for() {
    let scene = Scene::new();
    // The directory gave a wrong key: the wrong office opens it, but the label that is signed still names the right one.
    let wrong = Office::new("9970400046", &rcgen::PKCS_ECDSA_P256_SHA256);
    let envelope = scene
        .letter
        .seal(&scene.sender.signer, &[wrong.recipient()]);
    assert_eq!(scene.refused(&envelope), Cause::NotForUs);
    let mut label = scene.letter.label.clone();
    label.to = "9970400046-17".parse().expect("an address");
    let readdressed = Envelope {
        label: text(&label),
        ..envelope
    };
    let answer = open(
        &readdressed,
        &[wrong.opening_key()],
        &scene.sender.certificates(),
    );
    assert_eq!(answer.expect_err("refused").cause(), Cause::Label);
}

#[test]
fn t43_the_body_of_one_letter_with_the_manifest_of_another_is_refused() {
    let scene = Scene::new();
    // Two letters under one label: the sender sealed it twice, with another note.
    let mut other = scene.letter.clone();
    other.manifest.note = "別のメッセージ".to_owned();
    let other = other.seal(&scene.sender.signer, &[scene.receiver.recipient()]);
    assert_eq!(other.label, scene.envelope.label);
    let mixed = Envelope {
        body: other.body,
        ..scene.envelope.clone()
    };
    assert_eq!(scene.refused(&mixed), Cause::Manifest);
}

#[test]
fn t43_manifest_and_body_exchanged_are_refused() {
    let scene = Scene::new();
    let exchanged = Envelope {
        label: scene.envelope.label.clone(),
        manifest: scene.envelope.body.clone(),
        body: scene.envelope.manifest.clone(),
    };
    assert_eq!(scene.refused(&exchanged), Cause::Manifest);
    let twice = Envelope {
        body: scene.envelope.manifest.clone(),
        ..scene.envelope.clone()
    };
    assert_eq!(scene.refused(&twice), Cause::Manifest);
}

#[test]
fn t43_manifest_and_body_by_two_signers_are_refused() {
    let scene = Scene::new();
    // Both certificates are the sender's, one of them from its card before; one letter has one signer.
    let before = Office::rsa_sender();
    let earlier = scene
        .letter
        .seal(&before.signer, &[scene.receiver.recipient()]);
    let keys = [scene.receiver.opening_key()];
    let trusted = [&scene.sender.certificate, &before.certificate];
    assert!(open(&scene.envelope, &keys, &trusted).is_ok());
    assert!(open(&earlier, &keys, &trusted).is_ok());
    let label = &scene.envelope.label;
    let manifest = open_manifest(label, &scene.envelope.manifest, &keys, &trusted).expect("opened");
    let answer = open_body(label, &manifest, &earlier.body, &keys);
    assert_eq!(answer.expect_err("refused").cause(), Cause::Signer);
}

#[test]
fn contents_that_the_manifest_or_the_label_does_not_describe_are_refused() {
    let scene = Scene::new();
    let label_text = text(&scene.letter.label);
    let plain = serde_json::to_vec(&scene.letter.manifest).expect("JSON");
    let attributes = Attributes {
        time: scene.letter.label.time,
        label: evidence::digest(label_text.as_bytes()),
        manifest: Some(evidence::digest(&plain)),
    };
    // A sender's broken program signs other contents, of the same size, than it lists.
    let mut other = scene.letter.contents.clone();
    other[40] ^= 1;
    let envelope = Envelope {
        label: label_text,
        manifest: scene.envelope.manifest.clone(),
        body: scene.part(&other, &scene.sender.signer, &attributes),
    };
    assert_eq!(scene.refused(&envelope), Cause::Contents);

    let mut label = scene.letter.label.clone();
    label.size += 1;
    let label_text = text(&label);
    let label_digest = evidence::digest(label_text.as_bytes());
    let part = |content: &[u8], manifest| {
        let attributes = Attributes {
            label: label_digest,
            manifest,
            ..attributes
        };
        scene.part(content, &scene.sender.signer, &attributes)
    };
    let envelope = Envelope {
        manifest: part(&plain, None),
        body: part(&scene.letter.contents, attributes.manifest),
        label: label_text,
    };
    assert_eq!(scene.refused(&envelope), Cause::Contents);
}

#[test]
fn a_manifest_that_is_signed_as_a_body_is_refused() {
    let scene = Scene::new();
    let plain = serde_json::to_vec(&scene.letter.manifest).expect("JSON");
    let attributes = Attributes {
        time: scene.letter.label.time,
        label: evidence::digest(scene.envelope.label.as_bytes()),
        manifest: Some(evidence::digest(&plain)),
    };
    let envelope = Envelope {
        manifest: scene.part(&plain, &scene.sender.signer, &attributes),
        ..scene.envelope.clone()
    };
    assert_eq!(scene.refused(&envelope), Cause::Manifest);
}

#[test]
fn a_signature_of_another_time_than_the_labels_is_refused() {
    let scene = Scene::new();
    let plain = serde_json::to_vec(&scene.letter.manifest).expect("JSON");
    let attributes = Attributes {
        time: scene.letter.label.time.plus_seconds(60),
        label: evidence::digest(scene.envelope.label.as_bytes()),
        manifest: None,
    };
    let envelope = Envelope {
        manifest: scene.part(&plain, &scene.sender.signer, &attributes),
        ..scene.envelope.clone()
    };
    assert_eq!(scene.refused(&envelope), Cause::Label);
}

#[test]
fn a_part_whose_key_was_not_bound_to_the_label_is_refused() {
    let scene = Scene::new();
    let keys = [scene.receiver.opening_key()];
    let opened = enveloped::decrypt(&scene.envelope.manifest, &keys)
        .unwrap_or_else(|_| panic!("the receiver opens it"));
    let again = |ukm: &[u8]| Envelope {
        manifest: enveloped::encrypt(opened.octets.to_vec(), &[scene.receiver.recipient()], ukm)
            .expect("encrypted"),
        ..scene.envelope.clone()
    };
    let digest = evidence::digest(scene.envelope.label.as_bytes());
    let bound = again(digest.as_ref());
    assert!(open(&bound, &keys, &scene.sender.certificates()).is_ok());
    assert_eq!(scene.refused(&again(b"another label")), Cause::Label);
}

/// Whoever has opened a letter can seal it again: what the sender signed must hold by itself.
#[test]
fn t42_any_octet_changed_under_the_signature_is_refused() {
    for sender in [Office::sender(), Office::rsa_sender()] {
        let receiver = Office::receiver();
        let (keys, recipients) = ([receiver.opening_key()], [receiver.recipient()]);
        let envelope = Letter::new().seal(&sender.signer, &recipients);
        let digest = evidence::digest(envelope.label.as_bytes());
        let opened = enveloped::decrypt(&envelope.manifest, &keys)
            .unwrap_or_else(|_| panic!("the receiver opens it"));
        for place in 0..opened.octets.len() {
            for bit in [0x01, 0x04] {
                let mut signed = opened.octets.to_vec();
                signed[place] ^= bit;
                let sealed = enveloped::encrypt(signed, &recipients, digest.as_ref());
                let answer = open_manifest(
                    &envelope.label,
                    &sealed.expect("encrypted"),
                    &keys,
                    &sender.certificates(),
                );
                assert!(answer.is_err(), "octet {place}, bit {bit:#x}");
            }
        }
    }
}

#[test]
fn a_letter_with_a_field_too_many_or_written_twice_is_refused() {
    let scene = Scene::new();
    for (find, replace) in [
        (r#""format":1"#, r#""format":1,"name":"x""#),
        (r#""format":1"#, r#""format":1,"format":1"#),
    ] {
        let label_text = scene.envelope.label.replacen(find, replace, 1);
        let attributes = Attributes {
            time: scene.letter.label.time,
            label: evidence::digest(label_text.as_bytes()),
            manifest: None,
        };
        let plain = serde_json::to_vec(&scene.letter.manifest).expect("JSON");
        let envelope = Envelope {
            manifest: scene.part(&plain, &scene.sender.signer, &attributes),
            label: label_text,
            ..scene.envelope.clone()
        };
        assert_eq!(scene.refused(&envelope), Cause::Label);
    }
}

#[test]
fn a_label_or_manifest_of_an_unknown_format_is_refused() {
    let scene = Scene::new();
    let refused = |label: &Label, manifest: &wire::Manifest| {
        let label_text = text(label);
        let attributes = Attributes {
            time: label.time,
            label: evidence::digest(label_text.as_bytes()),
            manifest: None,
        };
        let plain = serde_json::to_vec(manifest).expect("JSON");
        let sealed = scene.part(&plain, &scene.sender.signer, &attributes);
        let keys = [scene.receiver.opening_key()];
        open_manifest(&label_text, &sealed, &keys, &scene.sender.certificates())
            .map(drop)
            .map_err(OpenError::cause)
    };
    let (mut label, mut manifest) = (scene.letter.label.clone(), scene.letter.manifest.clone());
    assert_eq!(refused(&label, &manifest), Ok(()));
    manifest.format = 2;
    assert_eq!(refused(&label, &manifest), Err(Cause::Manifest));
    label.format = 2;
    assert_eq!(refused(&label, &scene.letter.manifest), Err(Cause::Label));
}
