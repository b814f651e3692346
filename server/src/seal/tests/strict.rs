//! Every version, field and attribute that a letter does not have is refused, even when it is well signed or well sealed.

use super::{Letter, Office};
use crate::seal::keys::Recipient;
use crate::seal::{Cause, OpenError, enveloped, oid, open_manifest};
use cms::authenveloped_data::AuthEnvelopedData;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::enveloped_data::{
    KeyAgreeRecipientInfo, OriginatorIdentifierOrKey, OriginatorInfo, RecipientInfo,
};
use cms::revocation::RevocationInfoChoices;
use cms::signed_data::{SignedData, SignerInfo};
use der::asn1::{Any, BitString, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode as _, Encode as _};
use x509_cert::attr::Attribute;

struct Scene {
    sender: Office,
    receiver: Office,
    label: String,
    manifest: Vec<u8>,
}

fn attribute(oid: ObjectIdentifier, value: &[u8]) -> Attribute {
    let value = OctetString::new(value).expect("octets");
    let values = vec![Any::encode_from(&value).expect("a value")];
    Attribute {
        oid,
        values: SetOfVec::try_from(values).expect("a set"),
    }
}

impl Scene {
    fn new() -> Self {
        let (sender, receiver) = (Office::sender(), Office::receiver());
        let recipients = [receiver.recipient(), sender.recipient()];
        let envelope = Letter::new().seal(&sender.signer, &recipients);
        Self {
            sender,
            receiver,
            label: envelope.label,
            manifest: envelope.manifest,
        }
    }

    fn open(&self, manifest: &[u8]) -> Result<(), Cause> {
        let keys = [self.receiver.opening_key()];
        open_manifest(&self.label, manifest, &keys, &self.sender.certificates())
            .map(drop)
            .map_err(OpenError::cause)
    }

    /// The same letter with the inner layer changed, and its attributes signed anew by the sender's own key.
    fn signed_again(
        &self,
        change: impl FnOnce(&mut SignedData, &mut SignerInfo),
    ) -> Result<(), Cause> {
        let keys = [self.receiver.opening_key()];
        let opened = enveloped::decrypt(&self.manifest, &keys)?;
        let mut info = ContentInfo::from_der(&opened.octets).expect("CMS");
        let mut signed: SignedData = info.content.decode_as().expect("SignedData");
        let mut signer = signed.signer_infos.0.as_slice()[0].clone();
        change(&mut signed, &mut signer);
        if let Some(attributes) = &signer.signed_attrs {
            let der = attributes.to_der().expect("DER");
            let signature = self
                .sender
                .signer
                .key
                .sign_octets(&der)
                .expect("a signature");
            signer.signature = OctetString::new(signature).expect("octets");
        }
        signed.signer_infos.0 = SetOfVec::try_from(vec![signer]).expect("a set");
        info.content = Any::encode_from(&signed).expect("SignedData");
        let digest = evidence::digest(self.label.as_bytes());
        let recipients: [Recipient; 1] = [self.receiver.recipient()];
        let der = info.to_der().expect("DER");
        let sealed = enveloped::encrypt(der, &recipients, digest.as_ref()).expect("encrypted");
        self.open(&sealed)
    }

    /// The same letter with the outer layer changed, which nothing authenticates.
    fn sealed_again(&self, change: impl FnOnce(&mut AuthEnvelopedData)) -> Result<(), Cause> {
        let mut info = ContentInfo::from_der(&self.manifest).expect("CMS");
        let mut enveloped: AuthEnvelopedData = info.content.decode_as().expect("enveloped");
        change(&mut enveloped);
        info.content = Any::encode_from(&enveloped).expect("enveloped");
        self.open(&info.to_der().expect("DER"))
    }

    /// The same letter with the parts of all recipients changed.
    fn wrapped_again(&self, change: impl Fn(&mut KeyAgreeRecipientInfo)) -> Result<(), Cause> {
        self.sealed_again(|enveloped| {
            let parts: Vec<RecipientInfo> = enveloped
                .recip_infos
                .0
                .iter()
                .cloned()
                .map(|mut part| {
                    let RecipientInfo::Kari(part_of_one) = &mut part else {
                        panic!("we write no other");
                    };
                    change(part_of_one);
                    part
                })
                .collect();
            enveloped.recip_infos.0 = SetOfVec::try_from(parts).expect("a set");
        })
    }
}

/// Replaces one signed attribute.
fn replace(signer: &mut SignerInfo, oid: ObjectIdentifier, by: Option<Attribute>) {
    let attributes = signer.signed_attrs.take().expect("attributes");
    let mut attributes: Vec<Attribute> = attributes
        .into_vec()
        .into_iter()
        .filter(|found| found.oid != oid)
        .collect();
    attributes.extend(by);
    signer.signed_attrs = Some(SetOfVec::try_from(attributes).expect("a set"));
}

#[test]
fn what_is_not_changed_opens() {
    let scene = Scene::new();
    assert_eq!(scene.signed_again(|_, _| {}), Ok(()));
    assert_eq!(scene.sealed_again(|_| {}), Ok(()));
    assert_eq!(scene.wrapped_again(|_| {}), Ok(()));
}

#[test]
fn signed_attributes_that_are_not_a_letters_are_refused() {
    let scene = Scene::new();
    let more = ObjectIdentifier::new_unwrap("1.2.3.4");
    let answer = scene.signed_again(|_, signer| replace(signer, more, Some(attribute(more, b"x"))));
    assert_eq!(answer, Err(Cause::Label), "one attribute more");
    for missing in [oid::LABEL_DIGEST, oid::SIGNING_TIME] {
        let answer = scene.signed_again(|_, signer| replace(signer, missing, None));
        assert_eq!(answer, Err(Cause::Label), "{missing} is missing");
    }
    for missing in [oid::CONTENT_TYPE, oid::MESSAGE_DIGEST] {
        let answer = scene.signed_again(|_, signer| replace(signer, missing, None));
        assert_eq!(answer, Err(Cause::Structure), "{missing} is missing");
    }
    let answer = scene.signed_again(|_, signer| {
        let wrong = Attribute {
            oid: oid::CONTENT_TYPE,
            values: SetOfVec::try_from(vec![Any::encode_from(&oid::SIGNED_DATA).expect("a value")])
                .expect("a set"),
        };
        replace(signer, oid::CONTENT_TYPE, Some(wrong));
    });
    assert_eq!(answer, Err(Cause::Signature), "another content type");
    let answer = scene.signed_again(|_, signer| {
        let wrong = attribute(oid::MESSAGE_DIGEST, &[0; 32]);
        replace(signer, oid::MESSAGE_DIGEST, Some(wrong));
    });
    assert_eq!(answer, Err(Cause::Signature), "another digest");
    let answer = scene.signed_again(|_, signer| {
        let wrong = attribute(oid::LABEL_DIGEST, b"short");
        replace(signer, oid::LABEL_DIGEST, Some(wrong));
    });
    assert_eq!(answer, Err(Cause::Label), "no digest at all");
}

#[test]
fn an_attribute_with_two_values_or_twice_is_refused() {
    let scene = Scene::new();
    let label = evidence::digest(scene.label.as_bytes());
    let answer = scene.signed_again(|_, signer| {
        let mut two = attribute(oid::LABEL_DIGEST, label.as_ref());
        let other = OctetString::new([9; 32]).expect("octets");
        let other = Any::encode_from(&other).expect("a value");
        two.values.insert(other).expect("another value");
        replace(signer, oid::LABEL_DIGEST, Some(two));
    });
    assert_eq!(answer, Err(Cause::Label));
    let answer = scene.signed_again(|_, signer| {
        // In the place of the signing time, so that their number is right.
        replace(
            signer,
            oid::SIGNING_TIME,
            Some(attribute(oid::LABEL_DIGEST, &[9; 32])),
        );
    });
    assert_eq!(answer, Err(Cause::Label));
}

#[test]
fn signed_data_with_more_than_a_letter_has_is_refused() {
    let scene = Scene::new();
    type Change = fn(&mut SignedData, &mut SignerInfo);
    let changes: [(&str, Change, Cause); 8] = [
        (
            "version",
            |signed, _| signed.version = CmsVersion::V3,
            Cause::Structure,
        ),
        (
            "crls",
            |signed, _| signed.crls = Some(RevocationInfoChoices(SetOfVec::new())),
            Cause::Structure,
        ),
        (
            "content type",
            |signed, _| signed.encap_content_info.econtent_type = oid::SIGNED_DATA,
            Cause::Structure,
        ),
        (
            "no content",
            |signed, _| signed.encap_content_info.econtent = None,
            Cause::Structure,
        ),
        (
            "no certificate",
            |signed, _| signed.certificates = None,
            Cause::Structure,
        ),
        (
            "signer's version",
            |_, signer| signer.version = CmsVersion::V3,
            Cause::Structure,
        ),
        (
            "unsigned attributes",
            |_, signer| signer.unsigned_attrs = Some(SetOfVec::new()),
            Cause::Structure,
        ),
        (
            "no attributes",
            |_, signer| signer.signed_attrs = None,
            Cause::Structure,
        ),
    ];
    for (name, change, cause) in changes {
        assert_eq!(scene.signed_again(change), Err(cause), "{name}");
    }
    let another = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
    let answer = scene.signed_again(|signed, _| {
        let algorithms = vec![crate::seal::algorithm::plain(another)];
        signed.digest_algorithms = SetOfVec::try_from(algorithms).expect("a set");
    });
    assert_eq!(answer, Err(Cause::Algorithm), "digest algorithms");
    let answer = scene.signed_again(|_, signer| signer.digest_alg.oid = another);
    assert_eq!(
        answer,
        Err(Cause::Algorithm),
        "the signer's digest algorithm"
    );
    let answer = scene.signed_again(|_, signer| signer.signature_algorithm.oid = another);
    assert_eq!(answer, Err(Cause::Algorithm), "the signature's algorithm");
}

#[test]
fn an_envelope_with_more_than_a_letter_has_is_refused() {
    let scene = Scene::new();
    let attributes = || SetOfVec::try_from(vec![attribute(oid::LABEL_DIGEST, b"x")]).ok();
    let structure = Err(Cause::Structure);
    assert_eq!(
        scene.sealed_again(|e| e.version = CmsVersion::V1),
        structure
    );
    assert_eq!(
        scene.sealed_again(|e| e.auth_attrs = attributes()),
        structure
    );
    assert_eq!(
        scene.sealed_again(|e| e.unauth_attrs = attributes()),
        structure
    );
    let originator = OriginatorInfo {
        certs: None,
        crls: None,
    };
    assert_eq!(
        scene.sealed_again(|e| e.originator_info = Some(originator)),
        structure
    );
    let content_type = oid::SIGNED_DATA;
    let answer = scene.sealed_again(|e| e.auth_encrypted_content_info.content_type = content_type);
    assert_eq!(answer, structure);
    let answer = scene.sealed_again(|e| e.auth_encrypted_content_info.encrypted_content = None);
    assert_eq!(answer, structure);
    // A tag cut short would be guessed soon (RFC 5084 allows 12 octets).
    let answer = scene.sealed_again(|e| {
        e.mac = OctetString::new(&e.mac.as_bytes()[..12]).expect("octets");
    });
    assert_eq!(answer, structure);
    let answer = scene.sealed_again(|e| e.recip_infos.0 = SetOfVec::new());
    assert_eq!(answer, structure);

    let mut info = ContentInfo::from_der(&scene.manifest).expect("CMS");
    info.content_type = oid::SIGNED_DATA;
    assert_eq!(scene.open(&info.to_der().expect("DER")), structure);
}

#[test]
fn a_recipients_part_of_another_form_is_refused() {
    let scene = Scene::new();
    let structure = Err(Cause::Structure);
    assert_eq!(
        scene.wrapped_again(|part| part.version = CmsVersion::V4),
        structure
    );
    assert_eq!(
        scene.wrapped_again(|part| part.recipient_enc_keys.clear()),
        structure
    );
    let answer = scene.wrapped_again(|part| {
        let again = part.recipient_enc_keys[0].clone();
        part.recipient_enc_keys.push(again);
    });
    assert_eq!(answer, structure);
    let another = ObjectIdentifier::new_unwrap("1.3.132.1.11.2");
    let answer = scene.wrapped_again(|part| part.key_enc_alg.oid = another);
    assert_eq!(answer, Err(Cause::Algorithm));
    let answer = scene.wrapped_again(|part| part.key_enc_alg.parameters = None);
    assert_eq!(answer, Err(Cause::Algorithm));
    let answer = scene.wrapped_again(|part| {
        let OriginatorIdentifierOrKey::OriginatorKey(key) = &mut part.originator else {
            panic!("we write no other");
        };
        key.algorithm.parameters = Some(Any::null());
    });
    assert_eq!(answer, Err(Cause::Algorithm));
}

#[test]
fn points_that_are_not_plainly_on_the_curve_are_refused() {
    let scene = Scene::new();
    let with = |point: BitString| {
        scene.wrapped_again(|part| {
            let OriginatorIdentifierOrKey::OriginatorKey(key) = &mut part.originator else {
                panic!("we write no other");
            };
            key.public_key = point.clone();
        })
    };
    let bits = |octets: &[u8]| BitString::from_bytes(octets).expect("bits");
    // Compressed, infinity, too long, unused bits.
    assert_eq!(with(bits(&[2; 33])), Err(Cause::Structure));
    assert_eq!(with(bits(&[0])), Err(Cause::Structure));
    assert_eq!(with(bits(&[4; 66])), Err(Cause::Structure));
    let unused = BitString::new(1, [[4_u8; 64].as_slice(), &[0]].concat()).expect("bits");
    assert_eq!(with(unused), Err(Cause::Structure));
    // Of the right form, and on no curve (an invalid-curve attack).
    assert_eq!(with(bits(&[4; 65])), Err(Cause::Decryption));
}

#[test]
fn recipients_that_do_not_agree_on_the_label_are_refused() {
    let scene = Scene::new();
    let answer = scene.sealed_again(|enveloped| {
        let mut parts = enveloped.recip_infos.0.clone().into_vec();
        let RecipientInfo::Kari(part) = &mut parts[1] else {
            panic!("we write no other");
        };
        part.ukm = None;
        enveloped.recip_infos.0 = SetOfVec::try_from(parts).expect("a set");
    });
    assert_eq!(answer, Err(Cause::Structure));
}
