//! T15: an office number is read off a certificate in one way, or not at all.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "common/certificates.rs"]
mod certificates;
#[path = "../../fuzz/src/certificates.rs"]
mod fuzz;

use certificates::*;
use evidence::identity::{self, Unfit};
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use rcgen::KeyPair;

struct Bench {
    ca: KeyPair,
    good: Recipe,
}

fn bench() -> Bench {
    let (ca, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let good = Recipe::office(&common_name("Some CA"), "9970100018", &key);
    Bench { ca, good }
}

/// What becomes of the good certificate when one thing about it is changed.
fn check(change: impl FnOnce(&mut Recipe)) -> Result<Option<String>, Unfit> {
    let Bench { ca, mut good } = bench();
    change(&mut good);
    let read = identity::read(&good.sign(&ca))?;
    Ok(read.number.map(String::from))
}

fn named(attributes: &[(&str, u8, &[u8])]) -> Result<Option<String>, Unfit> {
    check(|recipe| recipe.subject = name(attributes))
}

fn of(text: &str) -> Result<Option<String>, Unfit> {
    named(&[(COMMON_NAME, UTF8, text.as_bytes())])
}

#[test]
fn t15_one_common_name_is_the_office_number() {
    let number = Ok(Some("9970100018".to_owned()));
    assert_eq!(of("9970100018"), number);
    assert_eq!(named(&[(COMMON_NAME, PRINTABLE, b"9970100018")]), number);
    let with_units = named(&[
        ("2.5.4.6", PRINTABLE, b"JP"),
        (UNIT, UTF8, "事業所".as_bytes()),
        (COMMON_NAME, PRINTABLE, b"9970100018"),
    ]);
    assert_eq!(with_units, number);
    assert_eq!(of("99A0100067"), Ok(Some("99A0100067".to_owned())));
}

#[test]
fn t15_a_name_that_is_no_office_number_is_none() {
    for text in [
        "見本居宅介護支援事業所",
        "997010001",
        "99701000180",
        "99a0100067",
        "9970100018-43",
        "",
    ] {
        assert_eq!(of(text), Ok(None), "{text}");
    }
    assert_eq!(check(|recipe| recipe.subject = name(&[])), Ok(None));
    // Not in the common name: it names no office.
    assert_eq!(named(&[(UNIT, UTF8, b"9970100018")]), Ok(None));
}

#[test]
fn t15_a_name_that_can_be_read_in_two_ways_is_refused() {
    let two = [
        (COMMON_NAME, UTF8, b"9970100018".as_slice()),
        (COMMON_NAME, UTF8, b"9970200024"),
    ];
    assert_eq!(named(&two), Err(Unfit::Name));
    let together = [
        attribute(COMMON_NAME, UTF8, b"9970100018"),
        attribute(COMMON_NAME, UTF8, b"9970200024"),
    ];
    let set = tlv(SET, &together.concat());
    assert_eq!(
        check(|recipe| recipe.subject = tlv(SEQUENCE, &set)),
        Err(Unfit::Name)
    );
    for text in [
        "9970100018\0",
        "\09970100018",
        "9970100018\0.9970200024",
        "9970100018 ",
        " 9970100018",
        "9970100018\n",
        "\u{202e}8100010799",
        "997010001\u{200b}8",
        "\u{feff}9970100018",
        "９９７０１０００１８",
        "99701000１8",
        "٩٩٧٠١٠٠٠١٨",
        "99А0100067",
        "99Α0100067",
        "𝟗𝟗𝟕𝟎𝟏𝟎𝟎𝟎𝟏𝟖",
        "9970100018\u{7f}",
        "997010001⑧",
    ] {
        assert_eq!(of(text), Err(Unfit::Name), "{text:?}");
    }
    let wide: Vec<u8> = "9970100018"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let wider: Vec<u8> = "9970100018"
        .chars()
        .flat_map(|sign| u32::from(sign).to_be_bytes())
        .collect();
    for (tag, text) in [
        (BMP, wide.as_slice()),
        (TELETEX, b"9970100018"),
        (IA5, b"9970100018"),
        (NUMERIC, b"9970100018"),
    ] {
        assert_eq!(
            named(&[(COMMON_NAME, tag, text)]),
            Err(Unfit::Name),
            "{tag:#x}"
        );
    }
    // A tag that the reader does not even have.
    assert_eq!(
        named(&[(COMMON_NAME, UNIVERSAL, &wider)]),
        Err(Unfit::Encoding)
    );
    // Not UTF-8, and not printable.
    assert!(named(&[(COMMON_NAME, UTF8, b"99701000\xff8")]).is_err());
    assert!(named(&[(COMMON_NAME, PRINTABLE, b"99701000@8")]).is_err());
}

#[test]
fn t15_another_encoding_of_the_same_certificate_is_refused() {
    let Bench { ca, good } = bench();
    let octets = good.sign(&ca);
    assert!(identity::read(&octets).is_ok());
    assert_eq!(check(|recipe| recipe.after = vec![0]), Err(Unfit::Encoding));
    assert_eq!(
        check(|recipe| recipe.after = vec![5, 0]),
        Err(Unfit::Encoding)
    );
    let mut twice = octets.clone();
    twice.extend(&octets);
    assert_eq!(identity::read(&twice), Err(Unfit::Encoding));
    assert_eq!(
        identity::read(&octets[..octets.len() - 1]),
        Err(Unfit::Encoding)
    );
    // A length in more octets than it needs, and the indefinite form.
    let mut long = vec![0x30, 0x83, 0];
    long.extend(&octets[2..]);
    assert_eq!(identity::read(&long), Err(Unfit::Encoding));
    let mut endless = vec![0x30, 0x80];
    endless.extend(&octets[4..]);
    endless.extend([0, 0]);
    assert_eq!(identity::read(&endless), Err(Unfit::Encoding));
    // A default that is written out: `critical FALSE`.
    let written = tlv(
        SEQUENCE,
        &[oid(KEY_USAGE), vec![1, 1, 0], tlv(4, &tlv(3, &[7, 0x80]))].concat(),
    );
    assert_eq!(
        check(|recipe| recipe.extensions[0] = written),
        Err(Unfit::Encoding)
    );
    assert_eq!(
        check(|recipe| recipe.serial = vec![0, 0, 1]),
        Err(Unfit::Encoding)
    );
    assert_eq!(identity::read(b""), Err(Unfit::Encoding));
}

#[test]
fn t15_slips_in_a_certificate_name_nobody_else() {
    let Bench { ca, good } = bench();
    let mut seeds: Vec<_> = ["9970100018", "99A0100067", "見本"]
        .map(|text| {
            Recipe {
                subject: common_name(text),
                ..good.clone()
            }
            .sign(&ca)
        })
        .to_vec();
    let found = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/found/cert_identity");
    for entry in std::fs::read_dir(found).unwrap() {
        seeds.push(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut below = |end: usize| usize::try_from(random.next_u32()).unwrap() % end.max(1);
    for seed in &seeds {
        fuzz::cert_identity(seed);
        for _ in 0..5_000 {
            let mut octets = seed.clone();
            for _ in 0..=below(3) {
                let place = below(octets.len());
                match below(4) {
                    0 => octets[place] ^= 1 << below(8),
                    1 => octets.insert(place, below(256).to_le_bytes()[0]),
                    2 => drop(octets.remove(place)),
                    _ => octets[place] = below(256).to_le_bytes()[0],
                }
            }
            fuzz::cert_identity(&octets);
        }
    }
}
