//! Algorithm identifiers: how we write them, and what we take.

use super::error::Cause;
use super::oid;
use der::asn1::{Any, ObjectIdentifier, OctetString};
use der::{Decode, Encode as _, Sequence};
use evidence::KeyKind;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// The octets of a GCM nonce (RFC 5084 section 3.2 recommends 12).
pub const NONCE: usize = 12;
/// The octets of a GCM tag.
pub const TAG: u8 = 16;
/// The octets of a PSS salt: the length of the digest.
const SALT: u8 = 32;

/// `GCMParameters` (RFC 5084 section 3.2).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct GcmParameters {
    nonce: OctetString,
    #[asn1(default = "default_tag")]
    tag: u8,
}

fn default_tag() -> u8 {
    12
}

/// `RSASSA-PSS-params` (RFC 4055 section 3.1).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u8>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u8>,
}

/// An algorithm without parameters.
pub fn plain(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid,
        parameters: None,
    }
}

fn with<T: der::Tagged + der::EncodeValue>(
    oid: ObjectIdentifier,
    parameters: &T,
) -> Result<AlgorithmIdentifierOwned, der::Error> {
    Ok(AlgorithmIdentifierOwned {
        oid,
        parameters: Some(Any::encode_from(parameters)?),
    })
}

/// Takes an algorithm whose parameters must be absent.
pub fn expect_plain(found: &AlgorithmIdentifierOwned, oid: ObjectIdentifier) -> Result<(), Cause> {
    expect(found.oid == oid && found.parameters.is_none())
}

/// Takes SHA-256, whose parameters are absent or NULL (RFC 5754 section 2).
pub fn expect_sha256(found: &AlgorithmIdentifierOwned) -> Result<(), Cause> {
    let plain = found.parameters.as_ref().is_none_or(Any::is_null);
    expect(found.oid == oid::SHA_256 && plain)
}

/// AES-256-GCM with a nonce and a full tag.
pub fn gcm(nonce: &[u8; NONCE]) -> Result<AlgorithmIdentifierOwned, der::Error> {
    let nonce = OctetString::new(nonce.as_slice())?;
    with(oid::AES_256_GCM, &GcmParameters { nonce, tag: TAG })
}

/// Takes AES-256-GCM with a full tag, and gives its nonce.
pub fn expect_gcm(found: &AlgorithmIdentifierOwned) -> Result<[u8; NONCE], Cause> {
    let parameters: GcmParameters = parameters(found, oid::AES_256_GCM)?;
    expect(parameters.tag == TAG)?;
    let nonce = parameters.nonce.as_bytes();
    nonce.try_into().map_err(|_| Cause::Algorithm)
}

/// Ephemeral-static ECDH with the SHA-256 KDF, wrapping with AES-256 (RFC 5753 section 7.1.4).
pub fn agreement() -> Result<AlgorithmIdentifierOwned, der::Error> {
    with(oid::STD_DH_SHA_256_KDF, &plain(oid::AES_256_WRAP))
}

/// Takes exactly [`agreement`].
pub fn expect_agreement(found: &AlgorithmIdentifierOwned) -> Result<(), Cause> {
    let wrap: AlgorithmIdentifierOwned = parameters(found, oid::STD_DH_SHA_256_KDF)?;
    expect_plain(&wrap, oid::AES_256_WRAP)
}

/// The signature of a key: RSASSA-PSS with SHA-256 and a salt of 32 octets, or ECDSA with SHA-256.
pub fn signature(kind: KeyKind) -> Result<AlgorithmIdentifierOwned, der::Error> {
    let hash = plain(oid::SHA_256);
    match kind {
        KeyKind::P256 => Ok(plain(oid::ECDSA_WITH_SHA_256)),
        KeyKind::Rsa => with(
            oid::RSASSA_PSS,
            &PssParameters {
                mask: Some(with(oid::MGF_1, &hash)?),
                hash: Some(hash),
                salt: Some(SALT),
                trailer: None,
            },
        ),
    }
}

/// Takes the signature that belongs to a key of this kind.
pub fn expect_signature(found: &AlgorithmIdentifierOwned, kind: KeyKind) -> Result<(), Cause> {
    if kind == KeyKind::P256 {
        return expect_plain(found, oid::ECDSA_WITH_SHA_256);
    }
    let pss: PssParameters = parameters(found, oid::RSASSA_PSS)?;
    expect_sha256(&pss.hash.ok_or(Cause::Algorithm)?)?;
    let mask = pss.mask.ok_or(Cause::Algorithm)?;
    expect_sha256(&parameters(&mask, oid::MGF_1)?)?;
    expect(pss.salt == Some(SALT) && pss.trailer.is_none_or(|trailer| trailer == 1))
}

fn parameters<T: for<'a> Decode<'a>>(
    found: &AlgorithmIdentifierOwned,
    oid: ObjectIdentifier,
) -> Result<T, Cause> {
    expect(found.oid == oid)?;
    let parameters = found.parameters.as_ref().ok_or(Cause::Algorithm)?;
    let der = parameters.to_der().map_err(|_| Cause::Algorithm)?;
    T::from_der(&der).map_err(|_| Cause::Algorithm)
}

fn expect(holds: bool) -> Result<(), Cause> {
    if holds { Ok(()) } else { Err(Cause::Algorithm) }
}
