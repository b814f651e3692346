//! The outer layer: `AuthEnvelopedData` (RFC 5083) with AES-256-GCM (RFC 5084).
//!
//! The content type is id-data and there are no authenticated attributes: OpenSSL 3.0 cannot read them,
//! and what must be bound to the content is bound by the signature inside.

use super::agreement::{self, Key};
use super::error::{Cause, SealError};
use super::keys::{OpeningKey, Recipient};
use super::{algorithm, oid};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use cms::authenveloped_data::AuthEnvelopedData;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::enveloped_data::{EncryptedContentInfo, RecipientInfo, RecipientInfos};
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Decode as _, Encode as _};
use zeroize::Zeroizing;

/// More recipients than an office and its agents ever have.
const RECIPIENTS: usize = 64;

/// Encrypts octets for recipients, with a fresh key and nonce. The same recipient twice is one.
pub fn encrypt(
    mut octets: Vec<u8>,
    recipients: &[Recipient],
    ukm: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut content_key = Key::default();
    aws_lc_rs::rand::fill(content_key.as_mut_slice())?;
    let mut nonce = [0; algorithm::NONCE];
    aws_lc_rs::rand::fill(&mut nonce)?;

    let mut infos = Vec::new();
    for (place, recipient) in recipients.iter().enumerate() {
        if !recipients[..place].contains(recipient) {
            let wrapped = agreement::wrap(&content_key, recipient, ukm)?;
            infos.push(RecipientInfo::Kari(wrapped));
        }
    }
    if infos.is_empty() {
        return Err(SealError::NoRecipient);
    }

    let tag = content_cipher(&content_key)?.seal_in_place_separate_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        &mut octets,
    )?;
    let enveloped = AuthEnvelopedData {
        version: CmsVersion::V0,
        originator_info: None,
        recip_infos: RecipientInfos(SetOfVec::try_from(infos)?),
        auth_encrypted_content_info: EncryptedContentInfo {
            content_type: oid::DATA,
            content_enc_alg: algorithm::gcm(&nonce)?,
            encrypted_content: Some(OctetString::new(octets)?),
        },
        auth_attrs: None,
        mac: OctetString::new(tag.as_ref())?,
        unauth_attrs: None,
    };
    let info = ContentInfo {
        content_type: oid::AUTH_ENVELOPED_DATA,
        content: Any::encode_from(&enveloped)?,
    };
    Ok(info.to_der()?)
}

/// What was inside, and the user keying material that all recipients' parts agree on.
pub struct Decrypted {
    pub octets: Zeroizing<Vec<u8>>,
    pub ukm: Option<Vec<u8>>,
}

/// Decrypts with the first of the keys that the envelope is for.
pub fn decrypt(der: &[u8], keys: &[OpeningKey]) -> Result<Decrypted, Cause> {
    let info = ContentInfo::from_der(der)?;
    if info.content_type != oid::AUTH_ENVELOPED_DATA {
        return Err(Cause::Structure);
    }
    let enveloped: AuthEnvelopedData = info.content.decode_as()?;
    let content = &enveloped.auth_encrypted_content_info;
    let recipients = enveloped.recip_infos.0.as_slice();
    let well_formed = enveloped.version == CmsVersion::V0
        && enveloped.originator_info.is_none()
        && enveloped.auth_attrs.is_none()
        && enveloped.unauth_attrs.is_none()
        && content.content_type == oid::DATA
        && enveloped.mac.as_bytes().len() == usize::from(algorithm::TAG)
        && (1..=RECIPIENTS).contains(&recipients.len());
    if !well_formed {
        return Err(Cause::Structure);
    }
    let nonce = algorithm::expect_gcm(&content.content_enc_alg)?;

    let wrapped = recipients
        .iter()
        .map(|info| match info {
            RecipientInfo::Kari(info) => agreement::check(info),
            _ => Err(Cause::Structure),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let ukm = wrapped[0].ukm;
    if wrapped.iter().any(|wrapped| wrapped.ukm != ukm) {
        return Err(Cause::Structure);
    }
    let (part, key) = wrapped
        .iter()
        .find_map(|part| Some((part, keys.iter().find(|key| part.is_for(key))?)))
        .ok_or(Cause::NotForUs)?;
    let content_key = part.unwrap(key)?;

    let encrypted = content.encrypted_content.as_ref().ok_or(Cause::Structure)?;
    let mut octets = Zeroizing::new(encrypted.as_bytes().to_vec());
    content_cipher(&content_key)
        .and_then(|cipher| {
            let nonce = Nonce::assume_unique_for_key(nonce);
            let tag = enveloped.mac.as_bytes();
            cipher.open_in_place_separate_tag(nonce, Aad::empty(), tag, &mut octets)?;
            Ok(())
        })
        .map_err(|_| Cause::Decryption)?;
    Ok(Decrypted {
        octets,
        ukm: ukm.map(|ukm| ukm.as_bytes().to_vec()),
    })
}

fn content_cipher(key: &Key) -> Result<LessSafeKey, aws_lc_rs::error::Unspecified> {
    UnboundKey::new(&AES_256_GCM, key.as_slice()).map(LessSafeKey::new)
}
