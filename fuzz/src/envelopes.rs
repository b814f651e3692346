//! The target `envelope`: octets that pass for a sealed part of a letter, or for what was opened of one.

use std::sync::LazyLock;

use wire::{Digest, Manifest};

use crate::seal::{self, Opened, OpeningKey};

/// A frozen letter (`server/tests/data/envelope`) and whom it is for.
struct Letter {
    label: &'static str,
    manifest: &'static [u8],
    /// The manifest, opened.
    opened: Opened<Manifest>,
    contents: Digest,
    sender: &'static [u8],
    keys: [OpeningKey; 1],
}

macro_rules! letter {
    ($folder:literal) => {{
        macro_rules! file {
            ($name:literal) => {
                include_bytes!(concat!(
                    "../../server/tests/data/envelope/",
                    $folder,
                    "/",
                    $name
                ))
            };
        }
        let (certificate, key) = (file!("sealing.cer"), file!("sealing.pk8"));
        let label = str::from_utf8(file!("label.json")).expect("a frozen label");
        let keys = [OpeningKey::new(certificate, key).expect("a frozen key")];
        let (manifest, sender) = (file!("manifest.der"), file!("sender.cer"));
        Letter {
            label,
            manifest,
            opened: seal::open_manifest(label, manifest, &keys, &[sender]).expect("it opens"),
            contents: evidence::digest(file!("contents.zip")),
            sender,
            keys,
        }
    }};
}

/// One by an elliptic key and one by an RSA key.
static LETTERS: LazyLock<[Letter; 2]> = LazyLock::new(|| [letter!("p256"), letter!("rsa")]);

/// Any octets in the place of each part of a letter: what opens is what was sealed.
pub fn envelope(data: &[u8]) {
    for letter in &*LETTERS {
        let manifest = seal::open_manifest(letter.label, data, &letter.keys, &[letter.sender]);
        is_the_manifest(letter, manifest.ok());
        let manifest = seal::verify_manifest(letter.label, data, letter.sender);
        is_the_manifest(letter, manifest.ok());
        let body = seal::open_body(letter.label, &letter.opened, data, &letter.keys);
        is_the_body(letter, body.ok());
        let body = seal::verify_body(letter.label, &letter.opened, data);
        is_the_body(letter, body.ok());
        let Ok(label) = str::from_utf8(data) else {
            continue;
        };
        let other = seal::open_manifest(label, letter.manifest, &letter.keys, &[letter.sender]);
        assert!(other.is_err() || label == letter.label, "another label");
    }
}

fn is_the_manifest(letter: &Letter, opened: Option<Opened<Manifest>>) {
    if let Some(opened) = opened {
        assert_eq!(opened.sha256, letter.opened.sha256, "another manifest");
        assert!(opened.content == letter.opened.content);
        assert_eq!(opened.certificate, letter.sender);
    }
}

fn is_the_body(letter: &Letter, opened: Option<Opened<Vec<u8>>>) {
    if let Some(opened) = opened {
        assert_eq!(opened.sha256, letter.contents, "other contents");
        assert_eq!(evidence::digest(&opened.content), letter.contents);
    }
}
