//! The documents of the house stay true: what they point to is there.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    fs,
    path::{Path, PathBuf},
};

const DOCUMENTS: [&str; 7] = [
    "README.md",
    "README.en.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "careplan/README.md",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap_or_else(|_| panic!("{document} is missing"))
}

/// What stands between two marks, in order.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open)
        .skip(1)
        .filter_map(|rest| rest.split_once(close))
        .map(|(inside, _)| inside)
        .collect()
}

/// The words in back quotes, outside of blocks of code.
fn quoted(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (index, prose) in text.split("```").enumerate() {
        if index % 2 == 0 {
            found.extend(prose.split('`').skip(1).step_by(2));
        }
    }
    found
}

#[test]
fn links_lead_to_files() {
    for document in DOCUMENTS {
        let folder = root().join(document).parent().unwrap().to_owned();
        let text = read(document);
        for link in between(&text, "](", ")") {
            let file = link.split('#').next().unwrap();
            if file.is_empty() || link.contains("://") {
                continue;
            }
            assert!(
                folder.join(file).exists(),
                "{document} links to {link}, which is not there"
            );
        }
    }
}

/// A file or folder that a document names in back quotes (`careplan/src/lib.rs`, `end2end/`) exists.
#[test]
fn named_files_exist() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = read(document);
        for word in quoted(&text) {
            let is_path = word.contains('/')
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
            // What a build makes, and what crosses a network, is not in the tree.
            let is_made = word.starts_with("dist") || word.starts_with('/');
            if is_path && !is_made {
                assert!(
                    root().join(word).exists(),
                    "{document} names {word}, which is not there"
                );
            }
        }
    }
}

/// A test that keeps an invariant is named as it is called.
#[test]
fn named_tests_exist() {
    let text = read("ARCHITECTURE.md");
    let tests = ["crates.rs", "sources.rs"]
        .map(|file| read(&format!("xtask/tests/{file}")))
        .concat();
    let named: Vec<&str> = quoted(&text)
        .into_iter()
        .filter(|word| word.matches('_').count() >= 3 && !word.contains(['/', '.']))
        .collect();
    assert!(
        named.len() >= 6,
        "ARCHITECTURE.md names the tests of its invariants"
    );
    for name in named {
        assert!(
            tests.contains(&format!("fn {name}()")),
            "ARCHITECTURE.md names the test {name}, which is not there"
        );
    }
}
