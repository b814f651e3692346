//! What an attacker or a broken program makes of names and bytes: the abuse cases T02, T03, T21, T27 to T31 of the security plan.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../world/mod.rs"]
mod world;

#[path = "../common/mod.rs"]
mod common;

mod bounds;
mod offices;
mod originals;
mod parsers;
mod spoofs;

use careplan::{Context, FileName, Reading, SourceFile, check, has_errors, ms932, read};

const NAME: &str = "UPKIHON_SUB1_9900100053_46_99A0100067_A2_20251020110000.CSV";

fn reading(bytes: Vec<u8>) -> Reading {
    let name = NAME.to_owned();
    read(SourceFile { name, bytes })
}

/// Two persons, each with a text of their own; something is put in behind the first text.
fn two_persons(behind: &[u8]) -> Vec<u8> {
    let mut bytes = b"202407,991018,0000000001,20251010,\"6:00\",\"".to_vec();
    bytes.extend(b"\x88\xEA"); // 一
    bytes.extend(behind);
    bytes.extend(b"\",\"x\"\r\n202407,991018,0000000002,20251010,\"7:00\",\"\x93\xF1\",\"y\"\r\n");
    bytes
}

#[test]
fn t02_a_crafted_name_never_passes_for_another_office() {
    let good = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV";
    let honest = FileName::parse(good).unwrap();
    let mut crafted = Vec::new();
    // A sign or another letter in each place of the name.
    for place in 0..good.len() - 4 {
        for sign in [
            "\u{202E}", "\u{200B}", "９", "О", " ", "-", "\0", "/", "\\", "%2e", ":",
        ] {
            let mut name = good.to_owned();
            name.replace_range(place..=place, sign);
            crafted.push(name);
        }
    }
    for (from, to) in [
        (".CSV", ".CSV.CSV"),
        (".CSV", ".exe.CSV"),
        (".CSV", ".CSV "),
        (".CSV", ".CSV."),
        (".CSV", "(1).CSV"),
        ("UPPLAN", "ＵＰＰＬＡＮ"),
        ("UPPLAN", "upplan"),
        ("_", "__"),
        ("_", "\u{332}"),
        ("_", "＿"),
        ("9970100018", "997010001８"),
        ("9970100018", "9970100018\u{FEFF}"),
        ("_43_", "_4３_"),
    ] {
        crafted.push(good.replace(from, to));
    }
    assert!(crafted.len() >= 200, "{}", crafted.len());
    for name in crafted {
        match FileName::parse(&name) {
            // A path before the name is no part of it; a name that is read says what stands in it.
            Some(read) => assert!(
                read.to_string() == careplan::split_path(&name).1 && name.is_ascii(),
                "{name:?} is taken for {read}"
            ),
            None => assert_ne!(name, honest.to_string()),
        }
    }
}

#[test]
fn t27_no_second_byte_is_taken_for_a_sign() {
    let leads = (0x81..=0x9F_u8).chain(0xE0..=0xFC);
    let pairs = leads.flat_map(|lead| (0x40..=0xFC_u8).map(move |trail| [lead, trail]));
    let mut tried = 0;
    for pair in pairs.filter(|pair| ms932::faults(pair).next().is_none()) {
        let reading = reading(two_persons(&pair));
        let text = ms932::decode(&pair).into_owned();
        let document = reading.document.as_ref().unwrap();
        assert_eq!(document.len(), 2, "{pair:02X?}");
        assert_eq!(
            document.record(0).text(6).unwrap(),
            format!("一{text}"),
            "{pair:02X?}"
        );
        assert_eq!(
            document.record(1).text(3).unwrap(),
            "0000000002",
            "{pair:02X?}"
        );
        // 〓 is told of as the sign of a lost character; the rest in silence.
        assert_eq!(reading.findings.is_empty(), text != "〓", "{pair:02X?}");
        assert_eq!(reading.bytes(), two_persons(&pair), "{pair:02X?}");
        tried += 1;
    }
    assert!(tried > 7000, "{tried}");
}

/// Whether both persons stand where they stood, each with what is their own.
fn in_their_places(reading: &Reading) -> bool {
    reading.document.as_ref().is_some_and(|document| {
        let shown = |record: usize, item| document.record(record).text(item);
        document.len() == 2
            && shown(0, 7).as_deref() == Some("x")
            && shown(1, 3).as_deref() == Some("0000000002")
            && shown(1, 7).as_deref() == Some("y")
    })
}

/// Octets that begin a character of two.
fn leads() -> impl Iterator<Item = u8> {
    (0x81..=0x9F_u8).chain(0xE0..=0xFC)
}

#[test]
fn t28_a_bad_pair_never_moves_a_person_into_another_column_in_silence() {
    let (mut bad, mut tried) = (0, 0);
    // Those that begin a character, and those that begin nothing.
    for lead in leads().chain([0x80, 0xA0, 0xFD, 0xFE, 0xFF]) {
        for next in 0..=0xFF_u8 {
            let pair = [lead, next];
            let is_fault = ms932::faults(&pair).next().is_some();
            let readings = [reading(two_persons(&pair))];
            let told = has_errors(&check(&readings, &Context::default()));
            let whole = in_their_places(&readings[0]);
            assert!(told || (whole && !is_fault), "{pair:02X?}");
            // What is no character is never shown as one.
            let text = ms932::decode(&pair);
            assert!(!is_fault || told, "{pair:02X?} is {text} in silence");
            bad += usize::from(is_fault);
            tried += 1;
        }
    }
    assert_eq!(tried, (31 + 29 + 5) * 256);
    assert!(bad > 5 * 256, "{bad}");
}

#[test]
fn t28_a_lead_octet_swallows_no_quote_comma_or_line_end() {
    for lead in leads().chain([0x80, 0xA0, 0xFD, 0xFE, 0xFF]) {
        for (sign, behind) in [
            (b'"', &b""[..]),
            (b',', b"\""),
            (b'\r', b"\n\""),
            (b'\n', b"\""),
        ] {
            // The octet stands at the end of a quoted text; what follows belongs to the grammar.
            let mut bytes = two_persons(&[lead]);
            let readings = [reading(bytes.clone())];
            assert!(
                has_errors(&check(&readings, &Context::default())),
                "{lead:02X}"
            );
            assert!(in_their_places(&readings[0]), "{lead:02X} moved a column");
            // And in a cell without quotes, where the sign ends the cell.
            let place = bytes.windows(2).position(|pair| pair == [lead, b'"']);
            let place = place.expect("the octet stands before the closing quote");
            bytes.splice(place + 1..=place, [&[sign][..], behind].concat());
            let findings = check(&[reading(bytes)], &Context::default());
            assert!(has_errors(&findings), "{lead:02X} {sign:02X}");
        }
    }
}

/// The rules of the errors of a file of these bytes.
fn errors(bytes: Vec<u8>) -> Vec<String> {
    let findings = reading(bytes).findings;
    let errors = findings
        .iter()
        .filter(|it| it.severity == careplan::Severity::Error);
    errors.map(|it| it.rule.to_string()).collect()
}

#[test]
fn t29_other_encodings_are_named_and_never_read_as_something_else() {
    let text = "202407,991018,0000000001,20251010,\"朝\",\"表、能、ガ\",\"予定\"\r\n";
    let wide =
        |order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-8", text.into()),
        ("UTF-8 (BOM)", format!("\u{FEFF}{text}").into()),
        (
            "UTF-16",
            [b"\xFF\xFE".to_vec(), wide(u16::to_le_bytes)].concat(),
        ),
        (
            "UTF-16",
            [b"\xFE\xFF".to_vec(), wide(u16::to_be_bytes)].concat(),
        ),
        // Without a mark, as text of ASCII shows it: every other octet is zero.
        (
            "UTF-16",
            two_persons(b"")
                .iter()
                .flat_map(|byte| [*byte, 0])
                .collect(),
        ),
    ];
    for (name, bytes) in cases {
        let reading = reading(bytes);
        let first = reading.findings.first().unwrap();
        assert_eq!(
            (first.rule.to_string().as_str(), first.found.as_deref()),
            ("R-023", Some(name))
        );
    }
}

#[test]
fn t29_mixed_and_overlong_octets_are_told_of_where_they_stand() {
    let kanji = "表能".as_bytes();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("an overlong slash", b"\xC0\xAF\xFF".to_vec()),
        (
            "an overlong slash of four octets",
            b"\xF0\x80\x80\xAF".to_vec(),
        ),
        (
            "an overlong NUL behind a kanji",
            [b"\x88\xEA".as_slice(), b"\xF8\x80"].concat(),
        ),
        (
            "a mark of UTF-8 in the middle",
            b"\xFD\xEF\xBB\xBF".to_vec(),
        ),
        ("UTF-8 in a file of MS932", [kanji, b"\xA0"].concat()),
        ("a surrogate written as UTF-8", b"\xED\xA0\x80\xFF".to_vec()),
        ("half of UTF-16", b"\xFE\xFF\x30\x42".to_vec()),
    ];
    for (name, bytes) in cases {
        let rules = errors(two_persons(&bytes));
        let told = ["R-021", "R-022"]
            .iter()
            .any(|rule| rules.contains(&(*rule).to_owned()));
        assert!(told, "{name}: {rules:?}");
        assert!(!ms932::decode(&bytes).contains('/'), "{name} became a sign");
    }
}

#[test]
fn t29_a_nul_is_told_of_and_ends_nothing() {
    let readings = [reading(two_persons(b"\0"))];
    let findings = check(&readings, &Context::default());
    let nul = findings
        .iter()
        .find(|it| it.rule.to_string() == "R-024")
        .unwrap();
    assert_eq!((nul.found.as_deref(), nul.line), (Some("00"), Some(1)));
    assert!(in_their_places(&readings[0]));
    let text = readings[0].document.as_ref().unwrap().record(0).text(6);
    assert_eq!(text.as_deref(), Some("一\0"));
}

#[test]
fn t29_a_file_of_two_encodings_is_neither() {
    // One person's text as UTF-8, the other's as MS932.
    let mut bytes = two_persons(b"");
    let end = bytes.len();
    bytes.splice(
        end..end,
        "202407,991018,0000000003,20251010,\"8:00\",\"漢字能力\",\"z\"\r\n".bytes(),
    );
    let rules = errors(bytes);
    assert!(
        rules
            .iter()
            .any(|rule| matches!(rule.as_str(), "R-021" | "R-022" | "R-023")),
        "{rules:?}"
    );
}

#[test]
fn anything_may_be_dropped_and_the_good_file_beside_it_stays_good() {
    let good = b"202407,991018,0000000001,20251010,\"6:00\",,\r\n".to_vec();
    let withdrawal = "DLTPLAN_202511_9970100018_43_9970200024_11_20251105101010.CSV";
    let anything: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
        b"PK\x03\x04".to_vec(),
        vec![0; 100_000],
        vec![0xFF; 100_000],
        vec![b','; 1_000_000],
        vec![b'"'; 1_000_001],
        vec![b'\n'; 1_000_000],
        b"202407,".repeat(300_000),
        (0..=u8::MAX).cycle().take(500_000).collect(),
    ];
    for bytes in anything {
        let broken = read(SourceFile {
            name: withdrawal.to_owned(),
            bytes,
        });
        let beside = SourceFile {
            name: withdrawal
                .replace("202511_", "202512_")
                .replace("1105", "1106"),
            bytes: b"202407,991018,H123456789,202512\r\n".to_vec(),
        };
        let readings = [broken, read(beside), reading(good.clone())];
        let findings = check(&readings, &Context::default());
        let of = |place: usize| {
            let name = readings[place].name.clone();
            findings
                .iter()
                .filter(move |finding| finding.file.as_ref() == Some(&name))
        };
        assert!(of(0).count() > 0 && of(0).count() < 200_000);
        assert_eq!(of(1).count(), 0);
    }
}
