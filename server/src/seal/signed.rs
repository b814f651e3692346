//! The inner layer: `SignedData` (RFC 5652 section 5) by the sender's connection key.

use super::error::{Cause, SealError};
use super::keys::{Signer, since_1970};
use super::{algorithm, oid};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::{Decode as _, Encode as _};
use evidence::VerifyingKey;
use std::time::Duration;
use wire::{Digest, Time};
use x509_cert::attr::Attribute;
use x509_cert::time::Time as AttributeTime;

/// What the signature says beside the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes {
    /// When the letter was sealed, to the second.
    pub time: Time,
    /// The digest of the label's text.
    pub label: Digest,
    /// On a body, the digest of the plain manifest.
    pub manifest: Option<Digest>,
}

/// Signs octets: a `ContentInfo` of `SignedData` with the content and the signer's certificate.
pub fn sign(
    content: &[u8],
    signer: &Signer,
    attributes: &Attributes,
) -> Result<Vec<u8>, SealError> {
    let digest = |digest: &Digest| OctetString::new(digest.as_ref());
    let mut signed = vec![
        attribute(oid::CONTENT_TYPE, &oid::DATA)?,
        attribute(oid::MESSAGE_DIGEST, &digest(&evidence::digest(content))?)?,
        signing_time(since_1970(attributes.time)?)?,
        attribute(oid::LABEL_DIGEST, &digest(&attributes.label)?)?,
    ];
    if let Some(manifest) = &attributes.manifest {
        signed.push(attribute(oid::MANIFEST_DIGEST, &digest(manifest)?)?);
    }
    let signed = SetOfVec::try_from(signed)?;
    // The signature is over the attributes as a SET OF, not as the [0] in which they travel (section 5.4).
    let signature = signer
        .key
        .sign_octets(&signed.to_der()?)
        .map_err(|_| SealError::Library)?;

    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(signer.id()),
        digest_alg: algorithm::plain(oid::SHA_256),
        signed_attrs: Some(signed),
        signature_algorithm: algorithm::signature(signer.key.kind())?,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let certificate = CertificateChoices::Certificate(signer.certificate.clone());
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![algorithm::plain(oid::SHA_256)])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: oid::DATA,
            econtent: Some(Any::encode_from(&OctetString::new(content)?)?),
        },
        certificates: Some(CertificateSet(SetOfVec::try_from(vec![certificate])?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    let info = ContentInfo {
        content_type: oid::SIGNED_DATA,
        content: Any::encode_from(&signed)?,
    };
    Ok(info.to_der()?)
}

/// Content whose signature is good and whose signer is trusted.
pub struct Verified {
    /// What was signed.
    pub content: Vec<u8>,
    /// The signer's certificate (DER).
    pub certificate: Vec<u8>,
    /// All signed attributes; none stands there twice.
    attributes: Vec<Attribute>,
}

/// Verifies a `ContentInfo` of `SignedData` with one signer, whose certificate travels with it and is one of `trusted` (DER).
///
/// This is the CMS layer alone: it takes what `openssl cms -sign` makes.
/// Whether it is part of a letter is for [`Verified::attributes`] to say.
pub fn verify(der: &[u8], trusted: &[impl AsRef<[u8]>]) -> Result<Verified, Cause> {
    let info = ContentInfo::from_der(der)?;
    if info.content_type != oid::SIGNED_DATA {
        return Err(Cause::Structure);
    }
    let signed: SignedData = info.content.decode_as()?;
    let [signer] = signed.signer_infos.0.as_slice() else {
        return Err(Cause::Structure);
    };
    let [digest_algorithm] = signed.digest_algorithms.as_slice() else {
        return Err(Cause::Structure);
    };
    let well_formed = signed.version == CmsVersion::V1
        && signed.crls.is_none()
        && signed.encap_content_info.econtent_type == oid::DATA
        && signer.version == CmsVersion::V1
        && signer.unsigned_attrs.is_none();
    if !well_formed {
        return Err(Cause::Structure);
    }
    algorithm::expect_sha256(digest_algorithm)?;
    algorithm::expect_sha256(&signer.digest_alg)?;

    let (certificate, key) = signer_certificate(&signed, &signer.sid)?;
    if !trusted
        .iter()
        .any(|trusted| trusted.as_ref() == certificate)
    {
        return Err(Cause::Signer);
    }
    algorithm::expect_signature(&signer.signature_algorithm, key.kind())?;
    let attributes = signer.signed_attrs.as_ref().ok_or(Cause::Structure)?;
    key.verify_octets(&attributes.to_der()?, signer.signature.as_bytes())
        .map_err(|_| Cause::Signature)?;

    let content: OctetString = signed
        .encap_content_info
        .econtent
        .ok_or(Cause::Structure)?
        .decode_as()?;
    let verified = Verified {
        content: content.into_bytes().into_vec(),
        certificate,
        attributes: attributes.iter().cloned().collect(),
    };
    verified.check()?;
    Ok(verified)
}

/// The certificate that travels, which must be the one that the signer's identifier names.
fn signer_certificate(
    signed: &SignedData,
    sid: &SignerIdentifier,
) -> Result<(Vec<u8>, VerifyingKey), Cause> {
    let certificates = signed.certificates.as_ref().ok_or(Cause::Structure)?;
    let [CertificateChoices::Certificate(certificate)] = certificates.0.as_slice() else {
        return Err(Cause::Structure);
    };
    let tbs = certificate.tbs_certificate();
    let id = IssuerAndSerialNumber {
        issuer: tbs.issuer().clone(),
        serial_number: tbs.serial_number().clone(),
    };
    if *sid != SignerIdentifier::IssuerAndSerialNumber(id) {
        return Err(Cause::Signer);
    }
    let der = certificate.to_der()?;
    let key = VerifyingKey::from_certificate(&der).map_err(|_| Cause::Signer)?;
    Ok((der, key))
}

impl Verified {
    /// What RFC 5652 section 11 asks of every signature: the content's type and digest stand in it, each attribute once.
    fn check(&self) -> Result<(), Cause> {
        let content_type: ObjectIdentifier = self.value(oid::CONTENT_TYPE)?;
        let digest = self.digest(oid::MESSAGE_DIGEST)?;
        if content_type == oid::DATA && digest == evidence::digest(&self.content) {
            Ok(())
        } else {
            Err(Cause::Signature)
        }
    }

    /// What the signature of a letter's part says; none when an attribute is missing, or one stands there that should not.
    pub fn attributes(&self) -> Option<Attributes> {
        let manifest = self.digest(oid::MANIFEST_DIGEST).ok();
        let expected = if manifest.is_some() { 5 } else { 4 };
        if self.attributes.len() != expected {
            return None;
        }
        let time: AttributeTime = self.value(oid::SIGNING_TIME).ok()?;
        let milliseconds = i64::try_from(time.to_unix_duration().as_millis()).ok()?;
        Some(Attributes {
            time: Time(milliseconds),
            label: self.digest(oid::LABEL_DIGEST).ok()?,
            manifest,
        })
    }

    fn digest(&self, oid: ObjectIdentifier) -> Result<Digest, Cause> {
        let octets: OctetString = self.value(oid)?;
        let digest = octets.as_bytes().try_into().map_err(|_| Cause::Structure)?;
        Ok(Digest(digest))
    }

    /// The one value of the one attribute of this type.
    fn value<T>(&self, oid: ObjectIdentifier) -> Result<T, Cause>
    where
        T: for<'a> der::Decode<'a, Error = der::Error>,
    {
        let mut found = self.attributes.iter().filter(|found| found.oid == oid);
        let (Some(attribute), None) = (found.next(), found.next()) else {
            return Err(Cause::Structure);
        };
        let [value] = attribute.values.as_slice() else {
            return Err(Cause::Structure);
        };
        Ok(T::from_der(&value.to_der()?)?)
    }
}

fn attribute<T: der::Tagged + der::EncodeValue>(
    oid: ObjectIdentifier,
    value: &T,
) -> Result<Attribute, der::Error> {
    let values = SetOfVec::try_from(vec![Any::encode_from(value)?])?;
    Ok(Attribute { oid, values })
}

/// The signing time: a UTCTime until 2049, a GeneralizedTime from 2050 (RFC 5652 section 11.3).
fn signing_time(since_1970: Duration) -> Result<Attribute, der::Error> {
    match UtcTime::from_unix_duration(since_1970) {
        Ok(time) => attribute(oid::SIGNING_TIME, &time),
        Err(_) => attribute(
            oid::SIGNING_TIME,
            &GeneralizedTime::from_unix_duration(since_1970)?,
        ),
    }
}
