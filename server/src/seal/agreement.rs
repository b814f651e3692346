//! The content key, wrapped for one recipient: ephemeral-static ECDH on P-256 (RFC 5753 section 3.1.1).

use super::error::{Cause, SealError};
use super::keys::{OpeningKey, Recipient};
use super::{algorithm, oid};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap as _};
use cms::content_info::CmsVersion;
use cms::enveloped_data::{
    KeyAgreeRecipientIdentifier, KeyAgreeRecipientInfo, OriginatorIdentifierOrKey,
    OriginatorPublicKey, RecipientEncryptedKey,
};
use der::asn1::{BitString, OctetString};
use der::{Encode as _, Sequence};
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

/// A key of AES-256: the content key, or the one that wraps it.
pub type Key = Zeroizing<[u8; 32]>;

/// The octets of a wrapped key (RFC 3394).
const WRAPPED: usize = 40;
/// The octets of an uncompressed point on P-256.
const POINT: usize = 65;

/// `ECC-CMS-SharedInfo` (RFC 5753 section 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct SharedInfo {
    key_info: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    entity_u_info: Option<OctetString>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT")]
    supp_pub_info: OctetString,
}

/// Wraps the content key for a recipient, with an ephemeral key of its own.
pub fn wrap(
    content_key: &Key,
    recipient: &Recipient,
    ukm: &[u8],
) -> Result<KeyAgreeRecipientInfo, SealError> {
    let ephemeral = PrivateKey::generate(&ECDH_P256)?;
    let public = ephemeral.compute_public_key()?;
    let ukm = OctetString::new(ukm)?;
    let wrapping_key =
        wrapping_key(&ephemeral, &recipient.point, Some(&ukm)).map_err(|_| SealError::Key)?;
    let mut wrapped = [0; WRAPPED];
    AesKek::new(&AES_256, wrapping_key.as_slice())?.wrap(content_key.as_slice(), &mut wrapped)?;
    Ok(KeyAgreeRecipientInfo {
        version: CmsVersion::V3,
        originator: OriginatorIdentifierOrKey::OriginatorKey(OriginatorPublicKey {
            algorithm: algorithm::plain(oid::EC_PUBLIC_KEY),
            public_key: BitString::from_bytes(public.as_ref())?,
        }),
        ukm: Some(ukm),
        key_enc_alg: algorithm::agreement()?,
        recipient_enc_keys: vec![RecipientEncryptedKey {
            rid: KeyAgreeRecipientIdentifier::IssuerAndSerialNumber(recipient.id.clone()),
            enc_key: OctetString::new(wrapped.as_slice())?,
        }],
    })
}

/// A recipient's part of an envelope whose every field has been checked.
pub struct Wrapped<'a> {
    /// The sender's ephemeral point; whether it is on the curve is for the library to see.
    point: &'a [u8],
    /// The user keying material.
    pub ukm: Option<&'a OctetString>,
    encrypted: &'a RecipientEncryptedKey,
}

/// Checks a recipient's part of an envelope, ours or not.
pub fn check(info: &KeyAgreeRecipientInfo) -> Result<Wrapped<'_>, Cause> {
    if info.version != CmsVersion::V3 {
        return Err(Cause::Structure);
    }
    algorithm::expect_agreement(&info.key_enc_alg)?;
    let OriginatorIdentifierOrKey::OriginatorKey(originator) = &info.originator else {
        return Err(Cause::Structure);
    };
    algorithm::expect_plain(&originator.algorithm, oid::EC_PUBLIC_KEY)?;
    // `as_bytes` is none when bits are unused; `raw_bytes` would hide them.
    let point = originator.public_key.as_bytes().ok_or(Cause::Structure)?;
    let [encrypted] = info.recipient_enc_keys.as_slice() else {
        return Err(Cause::Structure);
    };
    let wrapped = encrypted.enc_key.as_bytes().len();
    if point.len() != POINT || point.first() != Some(&4) || wrapped != WRAPPED {
        return Err(Cause::Structure);
    }
    Ok(Wrapped {
        point,
        ukm: info.ukm.as_ref(),
        encrypted,
    })
}

impl Wrapped<'_> {
    /// Whether this part is for the holder of a key.
    pub fn is_for(&self, key: &OpeningKey) -> bool {
        matches!(
            &self.encrypted.rid,
            KeyAgreeRecipientIdentifier::IssuerAndSerialNumber(id) if *id == key.recipient.id
        )
    }

    /// The content key.
    pub fn unwrap(&self, key: &OpeningKey) -> Result<Key, Cause> {
        let wrapping_key = wrapping_key(&key.key, self.point, self.ukm)?;
        let mut content_key = Key::default();
        let length = AesKek::new(&AES_256, wrapping_key.as_slice())
            .and_then(|kek| {
                kek.unwrap(
                    self.encrypted.enc_key.as_bytes(),
                    content_key.as_mut_slice(),
                )
            })
            .map_err(|_| Cause::Decryption)?
            .len();
        if length == content_key.len() {
            Ok(content_key)
        } else {
            Err(Cause::Decryption)
        }
    }
}

/// The X9.63 KDF (SEC 1 section 3.6.1) with SHA-256, of which a key of 32 octets needs one block:
/// SHA-256 of the shared secret, the counter 1, and the `ECC-CMS-SharedInfo`.
fn wrapping_key(
    private: &PrivateKey,
    point: &[u8],
    ukm: Option<&OctetString>,
) -> Result<Key, Cause> {
    let shared_info = SharedInfo {
        key_info: algorithm::plain(oid::AES_256_WRAP),
        entity_u_info: ukm.cloned(),
        // The length of the wrapping key in bits.
        supp_pub_info: OctetString::new(256_u32.to_be_bytes().as_slice())?,
    }
    .to_der()?;
    let peer = UnparsedPublicKey::new(&ECDH_P256, point);
    agree(private, peer, Cause::Decryption, |secret| {
        let block = evidence::digest_parts(&[secret, &1_u32.to_be_bytes(), &shared_info]);
        Ok(Zeroizing::new(block.0))
    })
}
