//! T14: a corpus of certificates that are wrong in one thing each.
//!
//! Every one of them is refused when the operator registers it and when an office applies with it.
//! Then it is put into the register all the same: what `handshake` marks is refused in the handshake too.
//! The rest passes webpki, which looks at less (names, key strength, lengths of paths below a known CA): for it, the first gate is the one.

use crate::applications::{applicant, apply_with};
use crate::certificates::*;
use crate::support::*;
use hub::ca::Issued;
use hub::registration::Proof;
use rcgen::{KeyPair, PublicKeyData as _};
use reqwest::StatusCode;
use wire::Code;

const NUMBER: &str = "9970100018";

/// What is tried: a name, the chain, the key if somebody has it, and whether the handshake must refuse it too.
struct Bad {
    what: String,
    chain: Vec<Vec<u8>>,
    key: KeyPair,
    handshake: bool,
}

struct Workshop {
    ca: KeyPair,
    issuer: Vec<u8>,
    bad: Vec<Bad>,
}

impl Workshop {
    fn new(hub: &TestHub) -> Self {
        let (ca, _) = hub.issuer();
        let der = hub::operator::read_certificate(hub.ca().certificate().as_bytes()).unwrap();
        Self {
            ca,
            issuer: subject_of(&der),
            bad: Vec::new(),
        }
    }

    /// The good certificate with one change.
    fn add(&mut self, what: &str, handshake: bool, change: impl FnOnce(&mut Recipe)) {
        let key = KeyPair::generate().unwrap();
        let mut recipe = Recipe::office(&self.issuer, NUMBER, &key);
        change(&mut recipe);
        let chain = vec![recipe.sign(&self.ca)];
        self.push(what, handshake, chain, key);
    }

    fn push(&mut self, what: &str, handshake: bool, chain: Vec<Vec<u8>>, key: KeyPair) {
        self.bad.push(Bad {
            what: what.to_owned(),
            chain,
            key,
            handshake,
        });
    }

    fn times(&mut self) {
        let utc = |text: &str| tlv(0x17, text.as_bytes());
        self.add("expired", true, |it| it.not_after = utc("250101000000Z"));
        self.add("expired a second ago by its century", true, |it| {
            it.not_after = utc("500101000000Z");
        });
        self.add("not yet valid", true, |it| {
            it.not_before = utc("480101000000Z");
        });
        self.add("ends before it begins", true, |it| {
            it.not_before = utc("480101000000Z");
            it.not_after = utc("250101000000Z");
        });
        self.add("a time without its zone", true, |it| {
            it.not_after = utc("491231235959");
        });
        self.add("a time of another zone", true, |it| {
            it.not_after = utc("491231235959+0900");
        });
        self.add("no such day", true, |it| {
            it.not_after = utc("490231000000Z");
        });
        self.add("a time in letters", true, |it| {
            it.not_after = tlv(UTF8, b"491231235959Z");
        });
    }

    fn purposes(&mut self) {
        self.add("no purpose at all", false, |it| it.extensions.truncate(1));
        self.add("a server's purpose only", true, |it| {
            it.extensions[1] = purposes(&[SERVER_AUTH]);
        });
        self.add("any purpose only", true, |it| {
            it.extensions[1] = purposes(&["2.5.29.37.0"]);
        });
        self.add("mail only", true, |it| {
            it.extensions[1] = purposes(&["1.3.6.1.5.5.7.3.4"]);
        });
        self.add("code signing only", true, |it| {
            it.extensions[1] = purposes(&["1.3.6.1.5.5.7.3.3"]);
        });
        self.add("an empty list of purposes", true, |it| {
            it.extensions[1] = extension(EXTENDED_KEY_USAGE, false, &tlv(SEQUENCE, &[]));
        });
        self.add("purposes that cannot be read", true, |it| {
            it.extensions[1] = extension(EXTENDED_KEY_USAGE, false, b"client");
        });
        self.add("purposes twice", true, |it| {
            it.extensions.push(purposes(&[SERVER_AUTH]));
        });
        self.add("a key that may not sign", false, |it| {
            it.extensions[0] = usage(0x20);
        });
        self.add("a key usage that cannot be read", false, |it| {
            it.extensions[0] = extension(KEY_USAGE, true, b"sign");
        });
        self.add("a critical extension that nobody knows", true, |it| {
            it.extensions
                .push(extension("1.2.392.200000.1", true, b"?"));
        });
    }

    fn forms(&mut self) {
        self.add("version 1", true, |it| {
            it.version = None;
            it.extensions.clear();
        });
        self.add("version 1 with extensions", true, |it| it.version = None);
        self.add("version 2", true, |it| it.version = Some(1));
        self.add("version 4", true, |it| it.version = Some(3));
        self.add("an octet after it", true, |it| it.after = vec![0]);
        self.add("a serial number that is not minimal", false, |it| {
            it.serial = vec![0, 0, 1];
        });
        self.add("no serial number", false, |it| it.serial.clear());
        self.add("an extension that is not one", true, |it| {
            it.extensions.push(tlv(UTF8, b"extension"));
        });
        self.add("an issuer that is no name", true, |it| {
            it.issuer = tlv(UTF8, b"CA");
        });
    }

    fn algorithms(&mut self) {
        for (what, oid) in [
            ("MD5 with RSA", "1.2.840.113549.1.1.4"),
            ("MD2 with RSA", "1.2.840.113549.1.1.2"),
            ("SHA-1 with RSA", "1.2.840.113549.1.1.5"),
            ("SHA-1 with ECDSA", "1.2.840.10045.4.1"),
            ("SHA-224 with ECDSA", "1.2.840.10045.4.3.1"),
            ("SHA-1 with DSA", "1.2.840.10040.4.3"),
            ("an algorithm that nobody knows", "1.2.392.200000.2"),
        ] {
            self.add(what, true, |it| {
                it.inner = algorithm(oid);
                it.outer = algorithm(oid);
            });
        }
        self.add("another algorithm outside than inside", true, |it| {
            it.outer = algorithm("1.2.840.10045.4.3.3");
        });
        self.add("an RSA key of 512 bits", false, |it| it.key = rsa_key(64));
        self.add("an RSA key of 1024 bits", false, |it| it.key = rsa_key(128));
        self.add("an RSA key of 2040 bits", false, |it| it.key = rsa_key(255));
        let curve = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
        let other = curve.subject_public_key_info();
        self.add("a key on another curve", false, |it| it.key = other);
        let edwards = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
        let other = edwards.subject_public_key_info();
        self.add("a key of Ed25519", false, |it| it.key = other);
        self.add("a key that is none", false, |it| {
            it.key = tlv(SEQUENCE, b"");
        });
    }

    fn signatures(&mut self) {
        let other = KeyPair::generate().unwrap();
        let key = KeyPair::generate().unwrap();
        let chain = vec![Recipe::office(&self.issuer, NUMBER, &key).sign(&other)];
        self.push("another CA of the same name", true, chain, key);

        let key = KeyPair::generate().unwrap();
        let chain = vec![Recipe::office(&common_name("Nobody"), NUMBER, &key).sign(&other)];
        self.push("a CA that nobody knows", true, chain, key);

        let key = KeyPair::generate().unwrap();
        let chain = vec![Recipe::office(&common_name(NUMBER), NUMBER, &key).sign(&key)];
        self.push("signed by itself", true, chain, key);

        let key = KeyPair::generate().unwrap();
        let recipe = Recipe::office(&self.issuer, NUMBER, &key);
        let mut altered = recipe.sign(&self.ca);
        let last = altered.len() - 1;
        altered[last] ^= 1;
        self.push("a signature with a slip in it", true, vec![altered], key);

        // What was signed for one office, made out to another.
        let key = KeyPair::generate().unwrap();
        let honest = Recipe::office(&self.issuer, "9970200024", &key).sign(&self.ca);
        let place = honest
            .windows(10)
            .position(|part| part == b"9970200024")
            .unwrap();
        let mut renamed = honest;
        renamed[place..place + 10].copy_from_slice(NUMBER.as_bytes());
        self.push(
            "made out to another office after signing",
            true,
            vec![renamed],
            key,
        );

        // An office that plays the CA: the hub's CA allows none below it, and an office's certificate is none.
        let (office, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let above = Recipe::office(&self.issuer, "9970200024", &office).sign(&self.ca);
        let below = Recipe::office(&common_name("9970200024"), NUMBER, &key).sign(&office);
        self.push("issued by an office", true, vec![below, above], key);
    }

    fn authorities(&mut self) {
        self.add("a CA's own certificate", false, |it| {
            it.extensions = vec![usage(0x86), authority(None), purposes(&[CLIENT_AUTH])];
        });
        self.add("one that may sign certificates", false, |it| {
            it.extensions[0] = usage(0x84);
        });
        self.add("one that may sign revocation lists", false, |it| {
            it.extensions[0] = usage(0x82);
        });

        // The path is too long: the hub's CA is constrained to leaves.
        let (middle, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let above = Recipe::authority(&self.issuer, "Middle CA", &middle, None).sign(&self.ca);
        let below = Recipe::office(&common_name("Middle CA"), NUMBER, &key).sign(&middle);
        self.push(
            "a CA below one that allows none",
            false,
            vec![below, above],
            key,
        );

        let (middle, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let mut recipe = Recipe::authority(&self.issuer, "Other CA", &middle, Some(0));
        recipe.extensions.push(extension(
            NAME_CONSTRAINTS,
            true,
            // permittedSubtrees: dNSName example.com
            &tlv(
                SEQUENCE,
                &tlv(0xa0, &tlv(SEQUENCE, &tlv(0x82, b"example.com"))),
            ),
        ));
        let below = Recipe::office(&common_name("Other CA"), NUMBER, &key).sign(&middle);
        self.push(
            "below a CA with constraints on names",
            false,
            vec![below, recipe.sign(&self.ca)],
            key,
        );
    }

    fn names(&mut self) {
        let utf8 = |text: &str| name(&[(COMMON_NAME, UTF8, text.as_bytes())]);
        for (what, text) in [
            ("another office's number", "9970200024"),
            ("a number that is too short", "997010001"),
            ("a number in full width", "９９７０１０００１８"),
            ("a number and a NUL", "9970100018\0"),
            ("a number and a hidden sign", "9970100018\u{200b}"),
            ("a number and a space", "9970100018 "),
            ("a number with a service type", "9970100018-43"),
            ("a name only", "見本居宅介護支援事業所"),
        ] {
            let subject = utf8(text);
            self.add(what, false, |it| it.subject = subject);
        }
        self.add("two common names", false, |it| {
            it.subject = name(&[
                (COMMON_NAME, UTF8, NUMBER.as_bytes()),
                (COMMON_NAME, UTF8, b"9970200024"),
            ]);
        });
        let wide: Vec<u8> = NUMBER.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.add("a number as BMPString", false, |it| {
            it.subject = name(&[(COMMON_NAME, BMP, &wide)]);
        });
        self.add("a number as TeletexString", false, |it| {
            it.subject = name(&[(COMMON_NAME, TELETEX, NUMBER.as_bytes())]);
        });
        self.add("no common name", false, |it| it.subject = name(&[]));
        self.add("the number in another place", false, |it| {
            it.subject = name(&[(UNIT, UTF8, NUMBER.as_bytes())]);
        });
        self.add("a certificate of another kind", false, |it| {
            it.subject = name(&[
                (UNIT, UTF8, "代理人".as_bytes()),
                (COMMON_NAME, UTF8, NUMBER.as_bytes()),
            ]);
        });
    }
}

/// Whether the handshake refuses it.
async fn is_refused(hub: &TestHub, bad: &Bad) -> bool {
    let issued = Issued {
        certificate: String::new(),
        der: bad.chain[0].clone(),
        key: Some(bad.key.serialize_pem()),
    };
    let address = format!("https://localhost:{}/v1/inbox", hub.address.port());
    let mut chain: Vec<_> = bad.chain.iter().map(|der| der.clone().into()).collect();
    let Some(client) = hub.client_of(&mut chain, &issued) else {
        return true; // Not even our own client loads it.
    };
    client.get(address).send().await.is_err()
}

#[tokio::test]
async fn t14_bad_certificates_are_refused_at_registration_and_in_the_handshake() {
    let hub = TestHub::start_with(|config| config.client_kinds = vec!["事業所".to_owned()]).await;
    let office = hub.office("9970100018-43").await;
    let mut workshop = Workshop::new(&hub);
    workshop.times();
    workshop.purposes();
    workshop.forms();
    workshop.algorithms();
    workshop.signatures();
    workshop.authorities();
    workshop.names();
    assert!(workshop.bad.len() >= 60, "{}", workshop.bad.len());

    let number = &office.address.number;
    let mut operator = hub.operator().await;
    let before = operator.certificates(None).await.unwrap().len();
    for bad in &workshop.bad {
        let error = operator
            .register_chain(number, &bad.chain, Proof::Named)
            .await
            .expect_err(&bad.what);
        assert!(
            matches!(error, hub::Error::Certificate(_)),
            "{}: {error:?}",
            bad.what
        );
    }
    assert_eq!(operator.certificates(None).await.unwrap().len(), before);

    let handshakes = workshop.bad.iter().filter(|bad| bad.handshake);
    let mut came_in = Vec::new();
    for bad in handshakes.clone() {
        hub.register_unchecked(number, &bad.chain[0]).await;
        if !is_refused(&hub, bad).await {
            came_in.push(bad.what.as_str());
        }
    }
    assert_eq!(came_in, [""; 0], "they came in");
    assert!(handshakes.count() >= 30);
    let refused = operator.refusal_counts().await.unwrap();
    let of = |code: &str| {
        refused
            .iter()
            .find(|(found, _)| found == code)
            .map_or(0, |(_, times)| *times)
    };
    assert!(of("certificate_unknown") >= 15, "recorded: {refused:?}");

    // The same way with nothing wrong: so the refusals above have their reasons.
    let mut good = Workshop::new(&hub);
    good.add("good", false, |_| {});
    let good = good.bad.remove(0);
    operator
        .register_chain(number, &good.chain, Proof::Named)
        .await
        .unwrap();
    let issued = Issued {
        certificate: String::new(),
        der: good.chain[0].clone(),
        key: Some(good.key.serialize_pem()),
    };
    let caller = hub.caller(office.address.clone(), &issued);
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn t14_nobody_applies_with_a_bad_certificate() {
    let hub = TestHub::start().await;
    let mut workshop = Workshop::new(&hub);
    workshop.add("expired", true, |it| {
        it.not_after = tlv(0x17, b"250101000000Z");
    });
    workshop.add("another office's number", false, |it| {
        it.subject = common_name("9970200024");
    });
    workshop.add("a server's purpose only", true, |it| {
        it.extensions[1] = purposes(&[SERVER_AUTH]);
    });
    workshop.signatures();
    for bad in workshop
        .bad
        .drain(..)
        .filter(|bad| bad.what != "issued by an office")
    {
        let key = evidence::SigningKey::from_pkcs8(&bad.key.serialize_der()).unwrap();
        let with = evidence::application::With::Certificate(bad.chain[0].clone());
        let applicant = applicant(NUMBER, with);
        let response = apply_with(&hub, &key, applicant).await;
        assert_problem(response, Code::CertificateUnfit).await;
    }
    let rows = hub.operator().await.refusals(10).await.unwrap();
    assert_eq!(rows[0].code, "certificate_unfit");
    assert_eq!(rows[0].route, "POST /v1/applications (public)");
}
