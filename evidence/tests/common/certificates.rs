//! Certificates as no honest CA makes them: written octet by octet in DER (X.690), and well signed all the same.

#![allow(dead_code, reason = "each test uses a part")]

use rcgen::{KeyPair, PublicKeyData as _, SigningKey as _};

/// `SEQUENCE`, `SET` and the other tags that we write.
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
pub const PRINTABLE: u8 = 0x13;
pub const UTF8: u8 = 0x0c;
pub const BMP: u8 = 0x1e;
pub const TELETEX: u8 = 0x14;
pub const UNIVERSAL: u8 = 0x1c;
pub const IA5: u8 = 0x16;
pub const NUMERIC: u8 = 0x12;

pub const COMMON_NAME: &str = "2.5.4.3";
pub const UNIT: &str = "2.5.4.11";
pub const BASIC_CONSTRAINTS: &str = "2.5.29.19";
pub const KEY_USAGE: &str = "2.5.29.15";
pub const EXTENDED_KEY_USAGE: &str = "2.5.29.37";
pub const NAME_CONSTRAINTS: &str = "2.5.29.30";
pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
pub const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";

/// One value: tag, length in the shortest form, content.
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u16::try_from(content.len()).unwrap() {
        length @ 0..=127 => out.push(length.to_le_bytes()[0]),
        length @ 128..=255 => out.extend([0x81, length.to_le_bytes()[0]]),
        length => {
            out.push(0x82);
            out.extend(length.to_be_bytes());
        }
    }
    out.extend(content);
    out
}

/// An object identifier from its dotted form.
pub fn oid(text: &str) -> Vec<u8> {
    let arcs: Vec<u32> = text.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut content = vec![(arcs[0] * 40 + arcs[1]).to_le_bytes()[0]];
    for arc in &arcs[2..] {
        let mut septets = vec![(arc & 0x7f).to_le_bytes()[0]];
        let mut rest = arc >> 7;
        while rest > 0 {
            septets.push((rest & 0x7f).to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        content.extend(septets.iter().rev());
    }
    tlv(6, &content)
}

/// A name of attributes, each in a set of its own: type, tag of its text, text.
pub fn name(attributes: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut content = Vec::new();
    for (kind, tag, text) in attributes {
        content.extend(tlv(SET, &attribute(kind, *tag, text)));
    }
    tlv(SEQUENCE, &content)
}

/// One attribute of a name.
pub fn attribute(kind: &str, tag: u8, text: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[oid(kind), tlv(tag, text)].concat())
}

/// A name of one common name, as an honest CA writes it.
pub fn common_name(text: &str) -> Vec<u8> {
    name(&[(COMMON_NAME, UTF8, text.as_bytes())])
}

/// An extension; `critical` is written only when it is true.
pub fn extension(kind: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let mut content = oid(kind);
    if critical {
        content.extend([1, 1, 0xff]);
    }
    content.extend(tlv(4, value));
    tlv(SEQUENCE, &content)
}

/// `extKeyUsage` of these purposes.
pub fn purposes(purposes: &[&str]) -> Vec<u8> {
    let content: Vec<u8> = purposes.iter().flat_map(|purpose| oid(purpose)).collect();
    extension(EXTENDED_KEY_USAGE, false, &tlv(SEQUENCE, &content))
}

/// `keyUsage` of one octet of bits: 0x80 digitalSignature, 0x20 keyEncipherment, 0x04 keyCertSign, 0x02 cRLSign.
pub fn usage(bits: u8) -> Vec<u8> {
    let unused = bits.trailing_zeros().min(7).to_le_bytes()[0];
    extension(KEY_USAGE, true, &tlv(3, &[unused, bits]))
}

/// `basicConstraints`.
pub fn authority(path: Option<u8>) -> Vec<u8> {
    let mut content = vec![1, 1, 0xff];
    content.extend(path.into_iter().flat_map(|path| tlv(2, &[path])));
    extension(BASIC_CONSTRAINTS, true, &tlv(SEQUENCE, &content))
}

/// An algorithm without parameters.
pub fn algorithm(kind: &str) -> Vec<u8> {
    tlv(SEQUENCE, &oid(kind))
}

/// `SubjectPublicKeyInfo` of an RSA key of so many octets that nobody has.
pub fn rsa_key(octets: usize) -> Vec<u8> {
    let mut modulus = vec![0, 0xc1];
    modulus.extend((2..=octets).map(|place| (place * 7 + 1).to_le_bytes()[0] | 1));
    let key = tlv(SEQUENCE, &[tlv(2, &modulus), tlv(2, &[1, 0, 1])].concat());
    let algorithm = tlv(
        SEQUENCE,
        &[oid("1.2.840.113549.1.1.1"), vec![5, 0]].concat(),
    );
    bit_string_with(&algorithm, &key)
}

fn bit_string_with(algorithm: &[u8], octets: &[u8]) -> Vec<u8> {
    tlv(
        SEQUENCE,
        &[algorithm.to_vec(), tlv(3, &[&[0], octets].concat())].concat(),
    )
}

/// What a certificate is made of. Everything can be as wrong as one likes; the signature fits it.
#[derive(Clone)]
pub struct Recipe {
    /// `[0] EXPLICIT` version: 2 means version 3; none means version 1.
    pub version: Option<u8>,
    pub serial: Vec<u8>,
    /// The algorithm inside.
    pub inner: Vec<u8>,
    /// The algorithm outside.
    pub outer: Vec<u8>,
    pub issuer: Vec<u8>,
    pub not_before: Vec<u8>,
    pub not_after: Vec<u8>,
    pub subject: Vec<u8>,
    pub key: Vec<u8>,
    pub extensions: Vec<Vec<u8>>,
    /// What follows the certificate.
    pub after: Vec<u8>,
}

impl Recipe {
    /// The certificate of an office as an honest CA makes it.
    pub fn office(issuer: &[u8], number: &str, key: &KeyPair) -> Self {
        Self {
            version: Some(2),
            serial: vec![0x21, 0x43, 0x65, 0x07],
            inner: algorithm(ECDSA_SHA256),
            outer: algorithm(ECDSA_SHA256),
            issuer: issuer.to_vec(),
            not_before: tlv(0x17, b"200101000000Z"),
            not_after: tlv(0x17, b"491231235959Z"),
            subject: common_name(number),
            key: key.subject_public_key_info(),
            extensions: vec![usage(0x80), purposes(&[CLIENT_AUTH])],
            after: Vec::new(),
        }
    }

    /// The certificate of a CA under another one.
    pub fn authority(issuer: &[u8], subject: &str, key: &KeyPair, path: Option<u8>) -> Self {
        Self {
            subject: common_name(subject),
            extensions: vec![usage(0x06), authority(path)],
            ..Self::office(issuer, subject, key)
        }
    }

    /// What is signed.
    pub fn inside(&self) -> Vec<u8> {
        let mut content = Vec::new();
        content.extend(
            self.version
                .iter()
                .flat_map(|version| tlv(0xa0, &tlv(2, &[*version]))),
        );
        content.extend(tlv(2, &self.serial));
        content.extend(&self.inner);
        content.extend(&self.issuer);
        content.extend(tlv(
            SEQUENCE,
            &[self.not_before.clone(), self.not_after.clone()].concat(),
        ));
        content.extend(&self.subject);
        content.extend(&self.key);
        if !self.extensions.is_empty() {
            content.extend(tlv(0xa3, &tlv(SEQUENCE, &self.extensions.concat())));
        }
        tlv(SEQUENCE, &content)
    }

    /// The certificate (DER), signed by a CA's key with ECDSA and SHA-256.
    pub fn sign(&self, ca: &KeyPair) -> Vec<u8> {
        let inside = self.inside();
        let signature = ca.sign(&inside).unwrap();
        let signature = tlv(3, &[&[0], signature.as_slice()].concat());
        let mut out = tlv(SEQUENCE, &[inside, self.outer.clone(), signature].concat());
        out.extend(&self.after);
        out
    }
}

/// The subject of a certificate (DER), to name it as the issuer of another one.
pub fn subject_of(certificate: &[u8]) -> Vec<u8> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).unwrap();
    certificate.subject().as_raw().to_vec()
}
