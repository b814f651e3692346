//! What the tests share: the sample files, as they are and with a slip made on purpose.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking, and uses what it needs"
)]

use std::path::{Path, PathBuf};

use careplan::{Context, Reading, SourceFile, check, read};

/// The folder of the samples.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/examples")
}

/// All files of a folder of the samples, in the order of their names.
pub fn files(folder: &str) -> Vec<SourceFile> {
    let entries = std::fs::read_dir(examples().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let file = |path: &PathBuf| SourceFile {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: std::fs::read(path).unwrap(),
    };
    paths.iter().map(file).collect()
}

/// The same, read.
pub fn folder(folder: &str) -> Vec<Reading> {
    files(folder).into_iter().map(read).collect()
}

/// The rules that files break together, in the order of the findings.
pub fn rules(files: Vec<SourceFile>) -> Vec<String> {
    rules_in(files, &Context::default())
}

/// The same, with something known about the world.
pub fn rules_in(files: Vec<SourceFile>, context: &Context) -> Vec<String> {
    let readings: Vec<Reading> = files.into_iter().map(read).collect();
    check(&readings, context)
        .iter()
        .map(|finding| finding.rule.to_string())
        .collect()
}

/// Replaces the first place of some text in the file of a kind; the text must be there.
pub fn slip(files: &mut [SourceFile], prefix: &str, from: &str, to: &str) {
    let file = files
        .iter_mut()
        .find(|file| file.name.starts_with(&format!("{prefix}_")))
        .unwrap();
    let (from, to) = (bytes(from), bytes(to));
    let place = file
        .bytes
        .windows(from.len())
        .position(|window| window == from);
    let place = place.unwrap_or_else(|| panic!("{prefix} has no such text"));
    file.bytes.splice(place..place + from.len(), to);
}

/// The bytes of a text in MS932.
pub fn bytes(text: &str) -> Vec<u8> {
    careplan::ms932::encode(text).unwrap()
}
