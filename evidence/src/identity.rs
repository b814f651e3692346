//! Whose certificate this is: the one place where an office number is read from a certificate.
//!
//! It is read once, when a certificate is registered; a caller is known by the certificate's fingerprint ever after.
//! The reading is strict (X.690 DER, RFC 5280): what two programs could read as two different names is refused.
//! Whether the certificate comes from a CA that is trusted is not decided here: that is the work of rustls-webpki.

use crate::VerifyingKey;
use der::asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef};
use der::{Any, Decode as _, Encode as _, Tag, Tagged as _};
use wire::{OfficeNumber, is_unseen};
use x509_cert::Certificate;
use x509_cert::certificate::Version;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

/// Signatures that a certificate may carry: RSA and ECDSA with SHA-256 and longer, and RSASSA-PSS
/// (RFC 4055, RFC 5758). Neither MD5 nor SHA-1.
const SIGNATURES: [ObjectIdentifier; 6] = [
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"),
];

/// Why a certificate cannot stand for an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Not a certificate in DER, or octets follow it, or it is written in a way that DER does not allow.
    #[error("it is not one X.509 certificate in strict DER")]
    Encoding,
    /// Versions 1 and 2 cannot say what a certificate is for.
    #[error("it is not of version 3")]
    Version,
    /// Signed with MD5, SHA-1 or something that we do not know.
    #[error("it is not signed with SHA-256 or better")]
    Signature,
    /// Neither RSA of 2048 bits and more nor P-256.
    #[error("its key is neither RSA with at least 2048 bits nor P-256")]
    Key,
    /// An extension is there twice, or cannot be read.
    #[error("one of its extensions cannot be read")]
    Extension,
    /// The certificate of a CA, or one whose key may sign certificates.
    #[error("it is the certificate of a CA")]
    Authority,
    /// Not made for clients, or its key may not sign.
    #[error("it is not made for the authentication of a client")]
    Purpose,
    /// Several common names, or one that two programs could read differently.
    #[error("its name can be read in more than one way")]
    Name,
}

/// What a certificate says of its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// 事業所番号, when the common name is one; another CA may name its offices in other ways.
    pub number: Option<OfficeNumber>,
    /// The organizational units in the name: some CAs write there what kind of certificate it is (事業所, 代理人).
    pub units: Vec<String>,
}

/// Read a certificate (X.509, DER) strictly.
///
/// # Errors
/// [`Unfit`], the first reason that is found.
pub fn read(octets: &[u8]) -> Result<Identity, Unfit> {
    let certificate = Certificate::from_der(octets).map_err(|_| Unfit::Encoding)?;
    // What is read and written again is the same octets: no second form of anything has slipped through.
    if certificate.to_der().map_err(|_| Unfit::Encoding)? != octets {
        return Err(Unfit::Encoding);
    }
    let tbs = certificate.tbs_certificate();
    if tbs.version() != Version::V3 {
        return Err(Unfit::Version);
    }
    let algorithm = certificate.signature_algorithm();
    if algorithm != tbs.signature() || !SIGNATURES.contains(&algorithm.oid) {
        return Err(Unfit::Signature);
    }
    VerifyingKey::from_certificate(octets).map_err(|_| Unfit::Key)?;
    purpose(tbs.extensions().map_or(&[], Vec::as_slice))?;

    let (mut names, mut units) = (Vec::new(), Vec::new());
    for attribute in tbs.subject().iter() {
        if attribute.oid == COMMON_NAME {
            names.push(text(&attribute.value)?);
        } else if attribute.oid == UNIT {
            units.push(text(&attribute.value)?);
        }
    }
    let number = match names.as_slice() {
        [] => None,
        [name] => name.parse().ok(),
        _ => return Err(Unfit::Name),
    };
    Ok(Identity { number, units })
}

/// A leaf, made for clients, whose key may sign.
fn purpose(extensions: &[Extension]) -> Result<(), Unfit> {
    for (place, extension) in extensions.iter().enumerate() {
        let again = extensions
            .iter()
            .skip(place + 1)
            .any(|other| other.extn_id == extension.extn_id);
        if again {
            return Err(Unfit::Extension);
        }
    }
    if find::<BasicConstraints>(extensions, BASIC_CONSTRAINTS)?.is_some_and(|found| found.ca) {
        return Err(Unfit::Authority);
    }
    if let Some(usage) = find::<KeyUsage>(extensions, KEY_USAGE)? {
        if usage.key_cert_sign() || usage.crl_sign() {
            return Err(Unfit::Authority);
        }
        if !usage.digital_signature() {
            return Err(Unfit::Purpose);
        }
    }
    match find::<ExtendedKeyUsage>(extensions, EXTENDED_KEY_USAGE)? {
        Some(usage) if usage.0.contains(&CLIENT_AUTH) => Ok(()),
        _ => Err(Unfit::Purpose),
    }
}

fn find<T: for<'a> der::Decode<'a>>(
    extensions: &[Extension],
    oid: ObjectIdentifier,
) -> Result<Option<T>, Unfit> {
    extensions
        .iter()
        .find(|extension| extension.extn_id == oid)
        .map(|extension| T::from_der(extension.extn_value.as_bytes()))
        .transpose()
        .map_err(|_| Unfit::Extension)
}

/// A text of a name: `PrintableString` or `UTF8String` (RFC 5280 section 4.1.2.4), without what looks like something else.
fn text(value: &Any) -> Result<String, Unfit> {
    let text = match value.tag() {
        Tag::PrintableString => value
            .decode_as::<PrintableStringRef<'_>>()
            .map(|text| text.as_str().to_owned()),
        Tag::Utf8String => value
            .decode_as::<Utf8StringRef<'_>>()
            .map(|text| text.as_str().to_owned()),
        _ => return Err(Unfit::Name),
    }
    .map_err(|_| Unfit::Name)?;
    if text.trim() != text || text.chars().any(is_deceptive) {
        return Err(Unfit::Name);
    }
    Ok(text)
}

/// Signs that are not seen, turn the direction of a text, or pass for a digit or a Latin letter.
///
/// Only for what machines compare: people's names for themselves may have full-width letters and circled figures.
fn is_deceptive(character: char) -> bool {
    let is_wide = matches!(character, '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}');
    // 事業所番号 is told from its look-alikes: Cyrillic and Greek capitals, and every other script's digits.
    let is_alike = matches!(character, '\u{370}'..='\u{52f}')
        || character.is_numeric() && !character.is_ascii_digit();
    is_unseen(character) || is_wide || is_alike
}
