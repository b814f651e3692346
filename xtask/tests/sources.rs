//! What may stand where in the sources: ARCHITECTURE.md, "What always holds".
//!
//! These tests read text, so they are a fence and not a proof; each says what to do instead.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A source file: its path from the project's root, and its text without tests and comments.
struct Source {
    path: String,
    code: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// All Rust files below `folder` (from the project's root), without integration tests.
fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    assert!(!found.is_empty(), "no sources in {folder}: has it moved?");
    found
}

fn walk(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !matches!(name, "tests" | "target" | "benches") {
                walk(&path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            found.push(Source {
                path: path
                    .strip_prefix(root())
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/"),
                code: code(&text),
            });
        }
    }
}

/// The text up to the module of tests (tests stand last in a file), without lines of comment.
fn code(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    text[..tests]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Fails when a word stands in a file that is not among `allowed`: the end of a path, or a folder (`/name/`).
fn only_in(sources: &[Source], words: &[&str], allowed: &[&str], instead: &str) {
    for source in sources {
        let may = |place: &&str| match place.strip_suffix('/') {
            Some(_) => source.path.contains(*place),
            None => source.path.ends_with(*place),
        };
        if allowed.iter().any(may) {
            continue;
        }
        for word in words {
            assert!(
                !source.code.contains(word),
                "`{word}` in {}: {instead}",
                source.path
            );
        }
    }
}

#[test]
fn the_standard_does_no_io_and_knows_no_clock() {
    only_in(
        &sources("careplan/src"),
        &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "std::io",
            "SystemTime",
            "Instant::now",
            "println!",
            "async fn",
        ],
        &[],
        "bytes come in as arguments and findings go out; the time is in `Context`",
    );
}

#[test]
fn sql_stands_only_in_the_stores() {
    for part in ["hub/src", "server/src"] {
        let sources = sources(part);
        only_in(
            &sources,
            &[
                "sqlx::query",
                "query_as",
                "query_scalar",
                "insert into",
                "select ",
            ],
            &["/store.rs", "/store/"],
            "SQL stands in store.rs (and store/ below it), so that it can be read in one place",
        );
    }
}

#[test]
fn the_app_talks_http_only_in_api_rs() {
    only_in(
        &sources("app/src"),
        &["XmlHttpRequest", "EventSource", "fetch_with", "WebSocket"],
        &["app/src/api.rs", "app/src/events.rs"],
        "calls to the server are functions of app/src/api.rs",
    );
}

#[test]
fn the_environment_is_read_only_in_config_rs() {
    for part in [
        "careplan/src",
        "wire/src",
        "evidence/src",
        "hub/src",
        "server/src",
    ] {
        only_in(
            &sources(part),
            &["env::var", "env::vars", "env::args"],
            &["/config.rs"],
            "settings come in through `Config`",
        );
    }
}

/// Invariant 4: a `Bundle` is the proof that nothing serious is wrong, so nothing but its one
/// constructor can make one.
#[test]
fn a_bundle_has_one_constructor() {
    let bundle = sources("careplan/src")
        .into_iter()
        .find(|source| source.path.ends_with("/bundle.rs"))
        .expect("careplan/src/bundle.rs");
    let lines: Vec<&str> = bundle.code.lines().collect();

    let start = lines
        .iter()
        .position(|line| line.contains("pub struct Bundle"))
        .expect("`pub struct Bundle` in bundle.rs");
    let derives = lines[start.saturating_sub(4)..start].join("\n");
    for forbidden in ["Deserialize", "Default"] {
        assert!(
            !derives.contains(forbidden),
            "`Bundle` derives {forbidden}: that is a second way to make one"
        );
    }
    for line in lines[start + 1..]
        .iter()
        .take_while(|line| !line.starts_with('}'))
    {
        assert!(
            !line.trim_start().starts_with("pub"),
            "a public field of `Bundle` lets others make or change one: {line}"
        );
    }
    let made: Vec<_> = lines
        .iter()
        .filter(|line| {
            line.contains("pub fn")
                && (line.contains("-> Self")
                    || line.contains("Result<Self")
                    || line.contains("Result<Bundle")
                    || line.contains("-> Bundle"))
        })
        .collect();
    assert!(
        made.len() <= 1,
        "`Bundle` has more than one constructor: {made:?}"
    );
}

#[test]
fn no_path_of_a_machine_stands_in_the_sources() {
    let places = ["/home/", "/Users/", "C:\\\\Users"].map(str::to_owned);
    for part in [
        "src",
        "careplan/src",
        "wire/src",
        "evidence/src",
        "hub/src",
        "server/src",
        "app/src",
        "xtask/src",
    ] {
        let words: Vec<&str> = places.iter().map(String::as_str).collect();
        only_in(
            &sources(part),
            &words,
            // Looks for them in what was built.
            &["xtask/src/paths.rs"],
            "ask the system or the settings for a place",
        );
    }
}

#[test]
fn comments_and_tests_do_not_count() {
    let text = "//! std::fs in words\nfn a() {}\n    // std::fs again\n#[cfg(test)]\nmod tests { use std::fs; }\n";
    assert_eq!(code(text), "fn a() {}");
}
