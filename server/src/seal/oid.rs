//! The object identifiers of an envelope.

use der::asn1::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// id-data (RFC 5652 section 4).
pub const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
/// id-signedData (RFC 5652 section 5.1).
pub const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
/// id-ct-authEnvelopedData (RFC 5083 section 2).
pub const AUTH_ENVELOPED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.23");

/// The attribute content-type (RFC 5652 section 11.1).
pub const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
/// The attribute message-digest (RFC 5652 section 11.2).
pub const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
/// The attribute signing-time (RFC 5652 section 11.3).
pub const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");

// Our own attributes.
//
// Their arc is made of the UUID 3fa420b0-e618-4e8f-9e7f-e938d3df2d52 under the root that Microsoft opened for
// identifiers derived from GUIDs (4, 4, 4, 4, 4, 6 and 6 hexadecimal digits to an arc).
// The more usual 2.25.UUID has an arc of 128 bits, which the ASN.1 library refuses by design.

/// The attribute label-digest: an OCTET STRING, SHA-256 of the label's text.
pub const LABEL_DIGEST: ObjectIdentifier =
    oid("1.2.840.113556.1.8000.2554.16292.8368.58904.20111.40575.15284435.14626130.1");
/// The attribute manifest-digest: an OCTET STRING, SHA-256 of the plain manifest's JSON.
pub const MANIFEST_DIGEST: ObjectIdentifier =
    oid("1.2.840.113556.1.8000.2554.16292.8368.58904.20111.40575.15284435.14626130.2");

/// id-sha256 (RFC 5754 section 2.2).
pub const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
/// id-RSASSA-PSS (RFC 4056).
pub const RSASSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
/// id-mgf1 (RFC 8017 appendix B.2.1).
pub const MGF_1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
/// ecdsa-with-SHA256 (RFC 5754 section 3.3).
pub const ECDSA_WITH_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
/// id-ecPublicKey (RFC 5480 section 2.1.1).
pub const EC_PUBLIC_KEY: ObjectIdentifier = oid("1.2.840.10045.2.1");

/// id-aes256-GCM (RFC 5084 section 3.2).
pub const AES_256_GCM: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.46");
/// id-aes256-wrap (RFC 3565 section 2.3.2).
pub const AES_256_WRAP: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.45");
/// dhSinglePass-stdDH-sha256kdf-scheme (RFC 5753 section 7.1.4).
pub const STD_DH_SHA_256_KDF: ObjectIdentifier = oid("1.3.132.1.11.1");
