//! Files that were only opened: the same records, nothing said of them, and nothing gone by unjudged.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use careplan::{Bundle, Context, Reading, check, open, read};
use common::{examples, files};

/// All folders of samples, the bad ones too.
fn folders() -> Vec<String> {
    let below = |folder: &str| -> Vec<String> {
        let entries = std::fs::read_dir(examples().join(folder)).unwrap();
        let folders = entries.map(Result::unwrap).filter(|it| it.path().is_dir());
        let name =
            |entry: std::fs::DirEntry| format!("{folder}{}", entry.file_name().to_str().unwrap());
        folders.map(name).filter(|name| name != "invalid").collect()
    };
    [below(""), below("invalid/")].concat()
}

#[test]
fn an_opened_file_has_the_records_of_a_read_one() {
    for folder in folders() {
        for file in files(&folder) {
            let (opened, known) = (open(file.clone()), read(file));
            assert!(opened.findings.is_empty());
            assert_eq!(
                (opened.kind, &opened.file_name),
                (known.kind, &known.file_name)
            );
            let texts = |reading: &Reading| {
                let document = reading.document.as_ref()?;
                let cells = document.records().flat_map(|record| {
                    record
                        .texts()
                        .map(std::borrow::Cow::into_owned)
                        .collect::<Vec<_>>()
                });
                Some((document.edition(), cells.collect::<Vec<_>>()))
            };
            assert_eq!(texts(&opened), texts(&known), "{}", known.name);
        }
    }
}

#[test]
fn what_was_only_opened_is_judged_like_everything_else() {
    let context = Context::default();
    for folder in folders() {
        let opened: Vec<Reading> = files(&folder).into_iter().map(open).collect();
        let known: Vec<Reading> = files(&folder).into_iter().map(read).collect();
        let found = check(&known, &context);
        assert_eq!(check(&opened, &context), found, "{folder}");
        // So no bundle is made of files that nobody has judged.
        assert_eq!(
            Bundle::new(opened, &context).is_ok(),
            Bundle::new(known, &context).is_ok(),
            "{folder}"
        );
    }
}
