//! Sealing from inside: what is refused, and why.

mod forged;
mod frozen;
mod fuzz;
mod openssl;
mod round_trip;
mod strict;

use super::{Envelope, OpeningKey, Recipient, Signer, new_sealing_key};
use crate::contents::{self, File};
use evidence::SigningKey;
use wire::{EnvelopeId, FileEntry, Label, LetterKind, Manifest, Person, Time};

/// 2025-11-25T09:00:15Z.
const NOW: Time = Time(1_764_061_215_250);

/// An office as the tests make it: a connection key with its certificate, and a sealing key.
struct Office {
    signer: Signer,
    certificate: Vec<u8>,
    connection_pkcs8: Vec<u8>,
    sealing_certificate: Vec<u8>,
    sealing_pkcs8: Vec<u8>,
}

impl Office {
    fn new(number: &str, kind: &'static rcgen::SignatureAlgorithm) -> Self {
        let key = rcgen::KeyPair::generate_for(kind).expect("a key");
        let mut parameters = rcgen::CertificateParams::default();
        parameters.distinguished_name = rcgen::DistinguishedName::new();
        parameters
            .distinguished_name
            .push(rcgen::DnType::CommonName, number);
        let certificate = parameters.self_signed(&key).expect("a certificate");
        let certificate = certificate.der().to_vec();
        let pkcs8 = key.serialize_der();
        let signing = SigningKey::from_pkcs8(&pkcs8).expect("a signing key");
        let (sealing_certificate, sealing_pkcs8) = new_sealing_key(
            &number.parse().expect("an office number"),
            NOW,
            NOW.plus_seconds(86_400),
        )
        .expect("a sealing key");
        Self {
            signer: Signer::new(signing, &certificate).expect("a signer"),
            certificate,
            connection_pkcs8: pkcs8,
            sealing_certificate,
            sealing_pkcs8: sealing_pkcs8.to_vec(),
        }
    }

    fn sender() -> Self {
        Self::new("9970100018", &rcgen::PKCS_ECDSA_P256_SHA256)
    }

    fn rsa_sender() -> Self {
        Self::new("9970100018", &rcgen::PKCS_RSA_SHA256)
    }

    fn receiver() -> Self {
        Self::new("9970200024", &rcgen::PKCS_ECDSA_P256_SHA256)
    }

    fn recipient(&self) -> Recipient {
        Recipient::new(&self.sealing_certificate).expect("a recipient")
    }

    fn opening_key(&self) -> OpeningKey {
        OpeningKey::new(&self.sealing_certificate, &self.sealing_pkcs8).expect("an opening key")
    }

    fn certificates(&self) -> [&[u8]; 1] {
        [&self.certificate]
    }
}

/// A letter before it is sealed.
#[derive(Clone)]
struct Letter {
    label: Label,
    manifest: Manifest,
    contents: Vec<u8>,
}

impl Letter {
    fn new() -> Self {
        Self::with(&[File {
            name: "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV".to_owned(),
            octets: b"\"4.1\",\"131016\",\"0000123456\"\r\n".repeat(40),
        }])
    }

    fn with(files: &[File]) -> Self {
        let contents = contents::pack(files).expect("a ZIP");
        let entries = files
            .iter()
            .map(|file| FileEntry {
                name: file.name.clone(),
                size: u64::try_from(file.octets.len()).expect("a size"),
                sha256: evidence::digest(&file.octets),
            })
            .collect();
        Self {
            label: Label {
                format: Label::FORMAT,
                id: EnvelopeId::from_bytes([7; 16]),
                kind: LetterKind::Unit,
                from: "9970100018-43".parse().expect("an address"),
                to: "9970200024-11".parse().expect("an address"),
                unit: Some("monthly_plan".to_owned()),
                month: Some("202511".to_owned()),
                serial: Some("20251025093015".to_owned()),
                size: u64::try_from(contents.len()).expect("a size"),
                time: NOW,
                replaces: None,
                acting_for: None,
            },
            manifest: Manifest {
                format: Manifest::FORMAT,
                note: "よろしくお願いします。".to_owned(),
                files: entries,
                persons: vec![Person {
                    insurer_number: "131016".to_owned(),
                    insured_number: "0000123456".to_owned(),
                    name: Some("見本 花子".to_owned()),
                    kana: None,
                    month: Some("202511".to_owned()),
                }],
                contents_sha256: evidence::digest(&contents),
                mended: Vec::new(),
                checkpoint: None,
                card_sha256: None,
            },
            contents,
        }
    }

    fn seal(&self, signer: &Signer, recipients: &[Recipient]) -> Envelope {
        super::seal(
            &self.label,
            &self.manifest,
            &self.contents,
            signer,
            recipients,
        )
        .expect("a sealed letter")
    }
}
