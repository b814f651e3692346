//! An evidence file is made.

use super::{
    Files, JOURNAL, LABEL, NOTICE, RECEIPT, SEALED_BODY, SEALED_MANIFEST, SENDER, SIGNED_BODY,
    SIGNED_MANIFEST, WITHDRAWAL, certificate_pem, how_to, mandate, page, proof, public_key_pem,
    statement, text_and_signature,
};
use crate::contents::{ContentsError, safe_name, unpack_as};
use crate::seal::Opened;
use crate::store::{LetterMandate, Proved};
use std::io::{Cursor, Write as _};
use wire::{Manifest, NonDelivery, Receipt, Signed, Statement, Withdrawal};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What is known of a letter.
pub struct Letter<'a> {
    /// The label's text.
    pub label: &'a str,
    /// The sealed manifest.
    pub manifest: &'a [u8],
    /// The sealed body.
    pub body: &'a [u8],
    /// The opened manifest.
    pub opened_manifest: &'a Opened<Manifest>,
    /// The opened contents.
    pub opened_body: &'a Opened<Vec<u8>>,
    /// The hub's receipt.
    pub receipt: &'a Signed<Receipt>,
    /// The key of the hub's journal (SubjectPublicKeyInfo, DER).
    pub journal_key: &'a [u8],
    /// The mandates under which agents have acted.
    pub mandates: &'a [LetterMandate],
    /// The receiver's statements, each with the certificate (DER) that signed it.
    pub statements: &'a [(Signed<Statement>, Vec<u8>)],
    /// The sender's withdrawal, with the certificate (DER) that signed it.
    pub withdrawal: Option<(Signed<Withdrawal>, Vec<u8>)>,
    /// The hub's notice that nobody has collected it.
    pub notice: Option<&'a Signed<NonDelivery>>,
    /// The entries of the hub's journal with their proofs.
    pub proofs: &'a [Proved],
}

/// Make the evidence file of a letter.
///
/// # Errors
/// When the letter's contents are not those of its manifest.
pub fn pack(letter: &Letter<'_>) -> Result<Vec<u8>, ContentsError> {
    let mut files = Files::new();
    let mut put = |name: &str, octets: &[u8]| {
        files.insert(name.to_owned(), octets.to_vec());
    };
    put(LABEL, letter.label.as_bytes());
    put(SEALED_MANIFEST, letter.manifest);
    put(SEALED_BODY, letter.body);
    put(SIGNED_MANIFEST, &letter.opened_manifest.signed);
    put(SIGNED_BODY, &letter.opened_body.signed);
    let sender = certificate_pem(&letter.opened_manifest.certificate);
    put(SENDER, sender.as_bytes());
    let contents = unpack_as(
        &letter.opened_manifest.content.files,
        &letter.opened_body.content,
    )?;
    for (name, octets) in named(contents.into_iter().map(|file| (file.name, file.octets))) {
        put(&name, &octets);
    }
    put(JOURNAL, public_key_pem(letter.journal_key).as_bytes());
    let [text, signature] = text_and_signature(RECEIPT);
    put(&text, letter.receipt.text.as_bytes());
    put(&signature, letter.receipt.signature.as_ref());
    for (place, given) in (1..).zip(letter.mandates) {
        let name = mandate(place);
        let [text, signature] = text_and_signature(&name);
        put(&text, given.mandate.text.as_bytes());
        put(&signature, given.mandate.signature.as_ref());
        let certificate = certificate_pem(&given.certificate);
        put(&format!("{name}.pem"), certificate.as_bytes());
    }
    for (place, (signed, certificate)) in (1..).zip(letter.statements) {
        let name = statement(place);
        let [text, signature] = text_and_signature(&name);
        put(&text, signed.text.as_bytes());
        put(&signature, signed.signature.as_ref());
        put(
            &format!("{name}.pem"),
            certificate_pem(certificate).as_bytes(),
        );
    }
    if let Some((signed, certificate)) = &letter.withdrawal {
        let [text, signature] = text_and_signature(WITHDRAWAL);
        put(&text, signed.text.as_bytes());
        put(&signature, signed.signature.as_ref());
        let file = format!("{WITHDRAWAL}.pem");
        put(&file, certificate_pem(certificate).as_bytes());
    }
    if let Some(notice) = letter.notice {
        let [text, signature] = text_and_signature(NOTICE);
        put(&text, notice.text.as_bytes());
        put(&signature, notice.signature.as_ref());
    }
    for (place, proved) in (1..).zip(letter.proofs) {
        let name = proof(place);
        put(&format!("{name}.entry.txt"), proved.entry.as_bytes());
        let path = serde_json::to_string(&proved.proof).expect("a proof is plain data");
        put(&format!("{name}.proof.json"), path.as_bytes());
        let [text, signature] = text_and_signature(&format!("{name}.checkpoint"));
        put(&text, proved.checkpoint.text.as_bytes());
        put(&signature, proved.checkpoint.signature.as_ref());
    }
    let drawn = [page::draw(&files), how_to::write(&files)];
    files.extend(drawn);
    write(&files).map_err(|_| ContentsError::Unreadable)
}

/// The letter's files under names that can be saved anywhere: their place, and their own name.
pub(super) fn named(
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> impl Iterator<Item = (String, Vec<u8>)> {
    (1..).zip(files).map(|(place, (name, octets)): (usize, _)| {
        (format!("files/{place}_{}", safe_name(&name)), octets)
    })
}

/// The ZIP. The sealed parts do not get any smaller, and nobody needs more than to store them.
fn write(files: &Files) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, octets) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(octets)?;
    }
    Ok(zip.finish()?.into_inner())
}
