//! T30: names that look like others.

use careplan::{FileName, SourceFile, has_errors, is_hidden, read, revealed};

const GOOD: &str = "UPPLAN_202511_9970100018_43_9970200024_11_20251025093015.CSV";

#[test]
fn t30_an_attachment_is_what_its_name_looks_like() {
    let rules = |name: &str| -> Vec<String> {
        let bytes = b"%PDF-1.7".to_vec();
        let name = name.to_owned();
        let findings = read(SourceFile { name, bytes }).findings;
        findings.iter().map(|it| it.rule.to_string()).collect()
    };
    for hidden in [
        '\u{202E}',
        '\u{202D}',
        '\u{2066}',
        '\u{200B}',
        '\u{FEFF}',
        '\u{AD}',
        '\u{E0100}',
        '\u{7}',
    ] {
        let name = format!("plan{hidden}fdp.exe.pdf");
        assert!(is_hidden(hidden));
        assert_eq!(rules(&name), ["R-189", "C-008"], "{name:?}");
        let shown = revealed(&name);
        let code = format!("[U+{:04X}]", u32::from(hidden));
        assert!(!shown.contains(hidden) && shown.contains(&code), "{shown}");
    }
    for name in [
        "お知らせ（11月）.pdf",
        "ガーデン.jpg",
        "髙橋様 写真.jpeg",
        "e\u{301}.pdf",
    ] {
        assert_eq!(rules(name), ["R-189"], "{name:?}");
        assert_eq!(revealed(name), name);
    }
}

#[test]
fn t30_characters_that_deceive_the_eye_are_found_in_file_names() {
    let hidden = [
        '\u{202A}',
        '\u{202B}',
        '\u{202D}',
        '\u{202E}',
        '\u{2066}',
        '\u{2067}',
        '\u{2069}',
        '\u{200B}',
        '\u{200C}',
        '\u{200D}',
        '\u{2060}',
        '\u{FEFF}',
        '\u{00AD}',
        '\u{061C}',
        '\u{3099}',
        '\u{309A}',
        '\u{0332}',
        '\u{FE0F}',
        '\u{E0100}',
    ];
    let mut names: Vec<String> = Vec::new();
    for character in hidden {
        // In each place behind the first letters, at the end, and before the name.
        names.extend((6..=GOOD.len()).map(|place| {
            let (before, after) = GOOD.split_at(place);
            format!("{before}{character}{after}")
        }));
        names.push(format!("{character}{GOOD}"));
    }
    // Letters of other alphabets that look the same, and figures of other scripts.
    for (from, to) in [
        ("A", "А"),
        ("C", "С"),
        ("P", "Ρ"),
        ("V", "Ⅴ"),
        ("0", "О"),
        ("0", "O"),
        ("1", "l"),
        ("1", "１"),
        ("9", "९"),
        ("_", "ˍ"),
        (".", "．"),
        (".", "․"),
    ] {
        names.push(GOOD.replacen(from, to, 1));
    }
    for name in names {
        let reading = read(SourceFile {
            name: name.clone(),
            bytes: Vec::new(),
        });
        // `9970100O18` is a number that an office might have: it is another office, and shown as one.
        let other = reading
            .file_name
            .is_some_and(|read| read.to_string() == name && name.is_ascii());
        assert_ne!(FileName::parse(&name), FileName::parse(GOOD), "{name:?}");
        assert!(other || !reading.findings.is_empty(), "{name:?}");
        // What does not end as a file of the standard is an attachment, and is told of as one.
        let foreign = reading
            .findings
            .iter()
            .any(|finding| finding.rule.to_string() == "R-189");
        assert!(
            other || foreign || has_errors(&reading.findings),
            "{name:?}"
        );
    }
}
