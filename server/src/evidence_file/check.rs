//! An evidence file is checked, offline: by whoever holds it, against the keys that the hub's operator publishes.
//!
//! Every octet of the file counts: what is not signed follows from what is, and is compared with it.

use super::agents::{self, Agents};
use super::{
    Files, HOW_TO, JOURNAL, LABEL, NOTICE, PAGE, RECEIPT, SEALED_BODY, SEALED_MANIFEST, SENDER,
    SIGNED_BODY, SIGNED_MANIFEST, WITHDRAWAL, certificate_pem, how_to, mandate, pack, page, proof,
    public_key_pem, statement, text_and_signature,
};
use crate::contents::unpack_as;
use crate::seal;
use evidence::leaf::{Leaf, What};
use evidence::{VerifyingKey, checkpoint, merkle, receipt};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::sync::Arc;
use std::time::Duration;
use wire::journal::InclusionProof;
use wire::statement::Checkpoint;
use wire::{
    Label, Mandate, Manifest, NonDelivery, Receipt, Scope, Signed, Statement, Time, Withdrawal,
};

/// The most octets that an evidence file can unpack to: two letters of the largest kind, sealed and opened.
const LARGEST: u64 = 512 * 1024 * 1024;
/// The most files in it.
const MOST: usize = 2_000;

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bad {
    /// The file of the ZIP that it is about; the ZIP itself where it is empty.
    pub file: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It is not there.
    Missing,
    /// It does not belong there.
    Unknown,
    /// It cannot be read as what it should be.
    Unreadable,
    /// The signature is not that of the key over this text.
    Signature,
    /// It is about something else than the other files.
    Mismatch,
    /// The key or certificate is none of those that are trusted.
    Untrusted,
}

impl Wrong {
    /// The sentence in Japanese.
    pub const fn japanese(self) -> &'static str {
        match self {
            Self::Missing => "ありません",
            Self::Unknown => "この証明に含まれるはずのないファイルです",
            Self::Unreadable => "読み取れません",
            Self::Signature => "署名が正しくありません",
            Self::Mismatch => "ほかの内容と合いません",
            Self::Untrusted => "信頼する鍵や証明書ではありません",
        }
    }

    /// The sentence in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Unknown => "does not belong into an evidence file",
            Self::Unreadable => "cannot be read",
            Self::Signature => "has a wrong signature",
            Self::Mismatch => "does not fit the other files",
            Self::Untrusted => "is not among the trusted keys and certificates",
        }
    }
}

/// The keys that are trusted: PEM blocks, `PUBLIC KEY` for the hub's journal, `CERTIFICATE` for the CAs of the offices.
#[derive(Debug, Default)]
pub struct Trust {
    journals: Vec<Vec<u8>>,
    roots: Vec<Vec<u8>>,
}

impl Trust {
    /// Read the trusted keys. None when there is no key of a journal or no CA among them.
    pub fn read(text: &[u8]) -> Option<Self> {
        let mut trust = Self::default();
        for block in pem::parse_many(text).ok()? {
            match block.tag() {
                "PUBLIC KEY" => trust.journals.push(block.into_contents()),
                "CERTIFICATE" => trust.roots.push(block.into_contents()),
                _ => {}
            }
        }
        (!trust.journals.is_empty() && !trust.roots.is_empty()).then_some(trust)
    }

    /// Whether a certificate was issued by a trusted CA and valid at a time.
    fn holds(&self, certificate: &[u8], time: Time) -> bool {
        let mut roots = rustls::RootCertStore::empty();
        for root in &self.roots {
            // What is no CA's trusts nothing.
            let _ = roots.add(root.clone().into());
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier =
            rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .build();
        let since_1970 = Duration::from_millis(u64::try_from(time.0).unwrap_or(0));
        verifier.is_ok_and(|verifier| {
            verifier
                .verify_client_cert(
                    &certificate.into(),
                    &[],
                    rustls_pki_types::UnixTime::since_unix_epoch(since_1970),
                )
                .is_ok()
        })
    }
}

/// Check an evidence file. What does not hold, by file; empty when all holds.
pub fn check(zip: &[u8], trust: Option<&Trust>) -> Vec<Bad> {
    let Some(files) = read(zip) else {
        return vec![Bad {
            file: String::new(),
            what: Wrong::Unreadable,
        }];
    };
    let mut checking = Checking {
        files: &files,
        trust,
        known: BTreeSet::new(),
        bad: BTreeSet::new(),
    };
    // Whatever else is there is looked at even if this ends early.
    let _ = checking.all();
    checking.leftovers();
    checking.bad.into_iter().collect()
}

/// The files of the ZIP. None when it is no ZIP, too large, or has a name twice.
fn read(zip: &[u8]) -> Option<Files> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).ok()?;
    if zip.len() > MOST {
        return None;
    }
    let mut files = Files::new();
    let mut left = LARGEST;
    for place in 0..zip.len() {
        let entry = zip.by_index(place).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut octets = Vec::new();
        entry.take(left).read_to_end(&mut octets).ok()?;
        left = left.checked_sub(u64::try_from(octets.len()).ok()?)?;
        if files.insert(name, octets).is_some() {
            return None;
        }
    }
    Some(files)
}

struct Checking<'a> {
    files: &'a Files,
    trust: Option<&'a Trust>,
    /// Files that belong there.
    known: BTreeSet<String>,
    bad: BTreeSet<Bad>,
}

impl<'a> Checking<'a> {
    fn bad(&mut self, file: &str, what: Wrong) {
        self.bad.insert(Bad {
            file: file.to_owned(),
            what,
        });
    }

    /// A file that must be there.
    fn file(&mut self, name: &str) -> Option<&'a [u8]> {
        self.known.insert(name.to_owned());
        let found = self.files.get(name);
        if found.is_none() {
            self.bad(name, Wrong::Missing);
        }
        found.map(Vec::as_slice)
    }

    fn text(&mut self, name: &str) -> Option<&'a str> {
        let text = std::str::from_utf8(self.file(name)?);
        if text.is_err() {
            self.bad(name, Wrong::Unreadable);
        }
        text.ok()
    }

    /// Something true, or else this file is wrong.
    fn holds(&mut self, file: &str, what: Wrong, holds: bool) {
        if !holds {
            self.bad(file, what);
        }
    }

    fn signed<T: wire::signed::Statable>(&mut self, name: &str) -> Option<Signed<T>> {
        let [text, signature] = text_and_signature(name);
        let (text, signature) = (self.text(&text), self.file(&signature));
        Some(Signed::new(text?.to_owned(), signature?.to_vec()))
    }

    /// The one block of a PEM file, written as we write it.
    fn pem(&mut self, name: &str, write: fn(&[u8]) -> String) -> Option<Vec<u8>> {
        let octets = self.file(name)?;
        let der = pem::parse(octets).ok().map(pem::Pem::into_contents);
        let der = der.filter(|der| write(der).as_bytes() == octets);
        self.holds(name, Wrong::Unreadable, der.is_some());
        der
    }

    fn all(&mut self) -> Option<()> {
        let journal = self.pem(JOURNAL, public_key_pem);
        let key = journal.and_then(|der| {
            let trusted = self.trust.is_none_or(|trust| trust.journals.contains(&der));
            self.holds(JOURNAL, Wrong::Untrusted, trusted);
            VerifyingKey::from_spki(&der).ok()
        });
        let sender = self.pem(SENDER, certificate_pem);
        let label = self.text(LABEL);
        let signed = self.signed::<Receipt>(RECEIPT);
        let (manifest, body) = (self.file(SEALED_MANIFEST), self.file(SEALED_BODY));
        let said = signed
            .as_ref()
            .zip(key.as_ref())
            .and_then(|(signed, key)| self.receipt(signed, key, label.unwrap_or_default()));
        if let (Some(said), Some(manifest), Some(body)) = (&said, manifest, body) {
            let fits = receipt::verify_stored(said, manifest, body).is_ok();
            self.holds(SEALED_BODY, Wrong::Mismatch, fits);
        }
        let time = said.as_ref().map(|said| said.time);
        let agents = self.mandates();
        if let Some(sender) = &sender {
            self.certificate(SENDER, sender, time);
            self.letter(label.unwrap_or_default(), sender);
            let read = serde_json::from_str::<Label>(label.unwrap_or_default());
            if let (Ok(label), Some(time)) = (read, time) {
                let may = agents.sent(&label, sender, time);
                self.holds(SENDER, Wrong::Mismatch, may);
            }
        }
        self.statements(signed.as_ref(), &agents);
        self.withdrawal(label.unwrap_or_default(), &agents);
        self.notice(key.as_ref(), signed.as_ref());
        self.proofs(key.as_ref(), said.as_ref());
        Some(())
    }

    fn receipt(
        &mut self,
        signed: &Signed<Receipt>,
        key: &VerifyingKey,
        label: &str,
    ) -> Option<Receipt> {
        let [_, signature] = text_and_signature(RECEIPT);
        let Ok(said) = key.verify(signed) else {
            self.bad(&signature, Wrong::Signature);
            return None;
        };
        let fits = receipt::verify(key, signed, label).is_ok();
        self.holds(LABEL, Wrong::Mismatch, fits);
        Some(said)
    }

    fn certificate(&mut self, file: &str, der: &[u8], time: Option<Time>) {
        let trusted = match (self.trust, time) {
            (Some(trust), Some(time)) => trust.holds(der, time),
            (Some(_), None) => false,
            (None, _) => true,
        };
        self.holds(file, Wrong::Untrusted, trusted);
    }

    /// What the sender signed, and the letter's files.
    fn letter(&mut self, label: &str, sender: &[u8]) -> Option<()> {
        let (manifest, body) = (self.file(SIGNED_MANIFEST)?, self.file(SIGNED_BODY)?);
        let Ok(manifest) = seal::verify_manifest(label, manifest, sender) else {
            self.bad(SIGNED_MANIFEST, Wrong::Signature);
            return None;
        };
        let Ok(body) = seal::verify_body(label, &manifest, body) else {
            self.bad(SIGNED_BODY, Wrong::Signature);
            return None;
        };
        self.contents(&manifest.content, &body.content)
    }

    fn contents(&mut self, manifest: &Manifest, contents: &[u8]) -> Option<()> {
        let Ok(files) = unpack_as(&manifest.files, contents) else {
            self.bad(SIGNED_BODY, Wrong::Unreadable);
            return None;
        };
        for (name, octets) in pack::named(files.into_iter().map(|file| (file.name, file.octets))) {
            let same = self.file(&name)? == octets;
            self.holds(&name, Wrong::Mismatch, same);
        }
        Some(())
    }

    /// The mandates: each signed by an office, and in the journal.
    fn mandates(&mut self) -> Agents {
        let mut agents = Agents::default();
        for place in 1.. {
            let name = mandate(place);
            let [text, signature] = text_and_signature(&name);
            if !self.files.contains_key(&text) {
                break;
            }
            let file = format!("{name}.pem");
            let signed = self.signed::<Mandate>(&name);
            let certificate = self.pem(&file, certificate_pem);
            let (Some(signed), Some(certificate)) = (signed, certificate) else {
                continue;
            };
            let time = signed.read().ok().map(|given| given.time);
            self.certificate(&file, &certificate, time);
            let Ok(given) = evidence::mandate::verify(&certificate, &signed) else {
                self.bad(&signature, Wrong::Signature);
                continue;
            };
            let of = agents::is_of(&certificate, &given.office);
            self.holds(&file, Wrong::Mismatch, of);
            let entered = self.is_entered(&signed.text);
            self.holds(&text, Wrong::Mismatch, entered);
            agents.add(given);
        }
        agents
    }

    /// Whether an entry of the journal among the proofs says that a mandate was given.
    fn is_entered(&self, mandate: &str) -> bool {
        let sha256 = evidence::digest(mandate.as_bytes());
        (1..)
            .map_while(|place| self.files.get(&format!("{}.entry.txt", proof(place))))
            .filter_map(|entry| serde_json::from_slice::<Leaf>(entry).ok())
            .any(|leaf| leaf.what == What::Mandate && leaf.digests == [sha256])
    }

    fn statements(&mut self, receipt: Option<&Signed<Receipt>>, agents: &Agents) -> Option<()> {
        let to = receipt.and_then(|receipt| Some(receipt.read().ok()?.to.number));
        for place in 1.. {
            let name = statement(place);
            let [text, signature] = text_and_signature(&name);
            if !self.files.contains_key(&text) {
                break;
            }
            let signed = self.signed::<Statement>(&name)?;
            let file = format!("{name}.pem");
            let certificate = self.pem(&file, certificate_pem)?;
            // The certificate held when the office signed; it may be newer than the letter.
            let time = signed.read().ok().map(|stated| stated.time);
            self.certificate(&file, &certificate, time);
            if let (Some(to), Some(time)) = (&to, time) {
                let may = agents.may(to, &certificate, Scope::Receive, time);
                self.holds(&file, Wrong::Mismatch, may);
            }
            let fits = receipt.is_some_and(|receipt| {
                evidence::statement::verify(&certificate, &signed, receipt).is_ok()
            });
            self.holds(&signature, Wrong::Signature, fits);
        }
        Some(())
    }

    /// The sender's word that it has taken the letter back.
    fn withdrawal(&mut self, label: &str, agents: &Agents) -> Option<()> {
        let [text, signature] = text_and_signature(WITHDRAWAL);
        if !self.files.contains_key(&text) {
            return None;
        }
        let signed = self.signed::<Withdrawal>(WITHDRAWAL)?;
        let file = format!("{WITHDRAWAL}.pem");
        let certificate = self.pem(&file, certificate_pem)?;
        let time = signed.read().ok().map(|stated| stated.time);
        self.certificate(&file, &certificate, time);
        if let (Ok(label), Some(time)) = (serde_json::from_str::<Label>(label), time) {
            let may = agents.may(&label.from.number, &certificate, Scope::Send, time);
            self.holds(&file, Wrong::Mismatch, may);
        }
        let fits = evidence::withdrawal::verify(&certificate, &signed, label).is_ok();
        self.holds(&signature, Wrong::Signature, fits);
        Some(())
    }

    /// The hub's notice that nobody has collected the letter.
    fn notice(
        &mut self,
        key: Option<&VerifyingKey>,
        receipt: Option<&Signed<Receipt>>,
    ) -> Option<()> {
        let [text, signature] = text_and_signature(NOTICE);
        if !self.files.contains_key(&text) {
            return None;
        }
        let signed = self.signed::<NonDelivery>(NOTICE)?;
        let fits = key.zip(receipt).is_some_and(|(key, receipt)| {
            evidence::non_delivery::verify(key, &signed, receipt).is_ok()
        });
        self.holds(&signature, Wrong::Signature, fits);
        Some(())
    }

    /// Each entry stands in the tree of its checkpoint; the first is the receipt's, the others are about the same letter.
    fn proofs(&mut self, key: Option<&VerifyingKey>, said: Option<&Receipt>) -> Option<()> {
        let mut of_receipt = said.is_none();
        for place in 1.. {
            let name = proof(place);
            let entry_name = format!("{name}.entry.txt");
            if !self.files.contains_key(&entry_name) {
                if place == 1 {
                    self.bad(&entry_name, Wrong::Missing);
                }
                break;
            }
            let entry = self.text(&entry_name)?;
            let leaf = evidence::leaf::hash(entry);
            if let Some(said) = said {
                of_receipt |= receipt::verify_leaf(said, entry).is_ok();
                let ours = self.is_of_this_letter(entry, said);
                self.holds(&entry_name, Wrong::Mismatch, ours);
            }
            let checkpoint_name = format!("{name}.checkpoint");
            let signed = self.signed::<Checkpoint>(&checkpoint_name)?;
            let [_, signature] = text_and_signature(&checkpoint_name);
            let journal = said.map_or("", |said| &said.journal);
            let verified = key.and_then(|key| checkpoint::verify(key, journal, &signed).ok());
            self.holds(&signature, Wrong::Signature, verified.is_some());
            let path_name = format!("{name}.proof.json");
            let octets = self.file(&path_name)?;
            let path = serde_json::from_slice::<InclusionProof>(octets)
                .ok()
                .filter(|path| serde_json::to_vec(path).is_ok_and(|written| written == octets));
            self.holds(&path_name, Wrong::Unreadable, path.is_some());
            if let (Some(path), Some(tree)) = (path, verified) {
                let fits = path.size == tree.size
                    && merkle::verify_inclusion(&leaf, &tree.root, &path).is_ok();
                self.holds(&path_name, Wrong::Mismatch, fits);
            }
        }
        self.holds(
            &format!("{}.entry.txt", proof(1)),
            Wrong::Mismatch,
            of_receipt,
        );
        Some(())
    }

    /// Whether an entry is about the receipt's letter: its deposit, or something stated in the file.
    fn is_of_this_letter(&self, entry: &str, said: &Receipt) -> bool {
        if receipt::verify_leaf(said, entry).is_ok() {
            return true;
        }
        let Ok(leaf) = serde_json::from_str::<Leaf>(entry) else {
            return false;
        };
        let is_of = |text: &Vec<u8>| leaf.digests == [said.label_sha256, evidence::digest(text)];
        let alone = |name: &str| self.files.get(&format!("{name}.txt")).is_some_and(is_of);
        match leaf.what {
            What::Statement => (1..)
                .map_while(|place| self.files.get(&format!("{}.txt", statement(place))))
                .any(is_of),
            What::Mandate => (1..)
                .map_while(|place| self.files.get(&format!("{}.txt", mandate(place))))
                .any(|text| leaf.digests == [evidence::digest(text)]),
            What::Withdrawal => alone(WITHDRAWAL),
            What::Expiry => alone(NOTICE),
            _ => false,
        }
    }

    /// Page and text follow from the other files, and nothing else is there.
    fn leftovers(&mut self) {
        let others: Files = self
            .files
            .iter()
            .filter(|(name, _)| ![PAGE, HOW_TO].contains(&name.as_str()))
            .map(|(name, octets)| (name.clone(), octets.clone()))
            .collect();
        for (name, octets) in [page::draw(&others), how_to::write(&others)] {
            if let Some(found) = self.file(&name) {
                self.holds(&name, Wrong::Mismatch, found == octets);
            }
        }
        let files = self.files;
        for name in files.keys() {
            let known = self.known.contains(name);
            self.holds(name, Wrong::Unknown, known);
        }
    }
}
