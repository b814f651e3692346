//! Envelopes that were sealed once open for ever: the files in `tests/data/envelope` are frozen.

use super::{Letter, Office};
use crate::contents::unpack_as;
use crate::seal::{Envelope, OpeningKey, open};
use std::path::Path;

/// A frozen letter: the envelope, who sealed it, who opens it, and what is inside.
struct Frozen {
    label: &'static str,
    manifest: &'static [u8],
    body: &'static [u8],
    sender: &'static [u8],
    sealing_certificate: &'static [u8],
    sealing_key: &'static [u8],
    plain_manifest: &'static str,
    contents: &'static [u8],
}

macro_rules! frozen {
    ($name:literal) => {
        Frozen {
            label: include_str!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/label.json"
            )),
            manifest: include_bytes!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/manifest.der"
            )),
            body: include_bytes!(concat!("../../../tests/data/envelope/", $name, "/body.der")),
            sender: include_bytes!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/sender.cer"
            )),
            sealing_certificate: include_bytes!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/sealing.cer"
            )),
            sealing_key: include_bytes!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/sealing.pk8"
            )),
            plain_manifest: include_str!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/manifest.json"
            )),
            contents: include_bytes!(concat!(
                "../../../tests/data/envelope/",
                $name,
                "/contents.zip"
            )),
        }
    };
}

#[test]
fn frozen_envelopes_open() {
    for frozen in [frozen!("p256"), frozen!("rsa")] {
        let envelope = Envelope {
            label: frozen.label.to_owned(),
            manifest: frozen.manifest.to_vec(),
            body: frozen.body.to_vec(),
        };
        let key =
            OpeningKey::new(frozen.sealing_certificate, frozen.sealing_key).expect("a frozen key");
        let (manifest, contents) = open(&envelope, &[key], &[frozen.sender]).expect("it opens");
        assert_eq!(contents, frozen.contents);
        let files = unpack_as(&manifest.files, &contents).expect("the files");
        assert_eq!(files.len(), 1);
        // What is read is written again as it was.
        let label: wire::Label = serde_json::from_str(frozen.label).expect("a label");
        assert_eq!(serde_json::to_string(&label).expect("JSON"), frozen.label);
        assert_eq!(
            serde_json::to_string(&manifest).expect("JSON"),
            frozen.plain_manifest
        );
    }
}

/// Writes the files anew. Changing them changes a format that has left the house.
#[test]
#[ignore = "writes the golden files; run it by name, once"]
fn write_the_golden_files() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/envelope");
    for (name, sender) in [("p256", Office::sender()), ("rsa", Office::rsa_sender())] {
        let (receiver, letter) = (Office::receiver(), Letter::new());
        let envelope = letter.seal(&sender.signer, &[sender.recipient(), receiver.recipient()]);
        let manifest = serde_json::to_vec(&letter.manifest).expect("JSON");
        let folder = data.join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let files: [(&str, &[u8]); 8] = [
            ("label.json", envelope.label.as_bytes()),
            ("manifest.der", &envelope.manifest),
            ("body.der", &envelope.body),
            ("sender.cer", &sender.certificate),
            ("sealing.cer", &receiver.sealing_certificate),
            ("sealing.pk8", &receiver.sealing_pkcs8),
            ("manifest.json", &manifest),
            ("contents.zip", &letter.contents),
        ];
        for (name, octets) in files {
            std::fs::write(folder.join(name), octets).expect("a file is written");
        }
    }
}
