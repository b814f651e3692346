//! The evidence file: one ZIP with which anybody can check, for years and without us, what became of one letter.
//!
//! | File | What |
//! |---|---|
//! | `label.json` | the label, as it travelled |
//! | `envelope/manifest.der`, `envelope/body.der` | the sealed letter, as the hub kept it |
//! | `opened/manifest.p7`, `opened/body.p7` | what the sender signed (CMS `SignedData`, DER): a third party checks it without any secret key |
//! | `sender.pem` | the connection certificate that signed the letter: the sender's, or its agent's |
//! | `mandates/N.txt`, `.sig`, `.pem` | 代行: the mandate under which an agent acted, and the certificate of the office that gave it |
//! | `files/…` | the letter's files |
//! | `receipt.txt`, `receipt.sig` | the hub's receipt and its signature |
//! | `journal.pem` | the public key of the hub's journal |
//! | `statements/N.txt`, `.sig`, `.pem` | what the receiver stated, and its certificate |
//! | `withdrawal.txt`, `.sig`, `.pem` | the sender's word that it has taken the letter back, and its certificate |
//! | `notice.txt`, `.sig` | the hub's notice that nobody has collected the letter |
//! | `proofs/N.entry.txt`, `.proof.json`, `.checkpoint.txt`, `.checkpoint.sig` | the entries in the hub's journal, each proved up to a signed checkpoint |
//! | `letter.html` | the facts on one page, to print |
//! | `how-to-check.txt` | how to check all this with `openssl` and `unzip` alone |
//!
//! [`pack`] makes it, [`check`] checks it. Page and text are made from the other files, so that not even they can be altered.
//! It holds the letter in the clear: it is made when somebody asks for it, and never stored.

mod agents;
pub mod check;
mod how_to;
pub mod pack;
mod page;
pub(crate) mod serve;

use std::collections::BTreeMap;

/// The files of an evidence file by their names, in the order of the ZIP.
pub type Files = BTreeMap<String, Vec<u8>>;

const LABEL: &str = "label.json";
const SEALED_MANIFEST: &str = "envelope/manifest.der";
const SEALED_BODY: &str = "envelope/body.der";
const SIGNED_MANIFEST: &str = "opened/manifest.p7";
const SIGNED_BODY: &str = "opened/body.p7";
const SENDER: &str = "sender.pem";
const RECEIPT: &str = "receipt";
const WITHDRAWAL: &str = "withdrawal";
const NOTICE: &str = "notice";
const JOURNAL: &str = "journal.pem";
const PAGE: &str = "letter.html";
const HOW_TO: &str = "how-to-check.txt";

/// The signed text and the signature of something signed.
fn text_and_signature(name: &str) -> [String; 2] {
    [format!("{name}.txt"), format!("{name}.sig")]
}

fn statement(place: usize) -> String {
    format!("statements/{place}")
}

fn mandate(place: usize) -> String {
    format!("mandates/{place}")
}

fn proof(place: usize) -> String {
    format!("proofs/{place}")
}

/// The text form of a certificate.
fn certificate_pem(der: &[u8]) -> String {
    pem("CERTIFICATE", der)
}

/// The text form of a public key (SubjectPublicKeyInfo).
fn public_key_pem(spki: &[u8]) -> String {
    pem("PUBLIC KEY", spki)
}

fn pem(tag: &str, der: &[u8]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(tag, der), config)
}
