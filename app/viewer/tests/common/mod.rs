//! What the tests of several forms share: the samples, and papers as text.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;

use careplan::{Reading, SourceFile, read};
use viewer::forms::papers;
use viewer::paper::{Form, Paper};

/// The files of folders of samples, one folder after the other.
pub fn samples(folders: &[&str]) -> Vec<Reading> {
    let mut readings = Vec::new();
    for folder in folders {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../careplan/tests/data/examples")
            .join(folder);
        let mut files: Vec<_> = std::fs::read_dir(path)
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        readings.extend(files.into_iter().map(|path| {
            read(SourceFile {
                name: format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap()),
                bytes: std::fs::read(&path).unwrap(),
            })
        }));
    }
    readings
}

/// The papers of one form, in order.
pub fn papers_of(readings: &[Reading], form: Form) -> Vec<Paper> {
    papers(readings)
        .into_iter()
        .filter(|paper| paper.head.form == form)
        .collect()
}

/// Papers as text, one after the other.
pub fn text(papers: &[Paper]) -> String {
    let texts: Vec<String> = papers
        .iter()
        .map(|paper| paper.to_text(|words| &words.ja))
        .collect();
    texts.join("\n")
}

/// The records of a made-up file: its name, and rows of items.
pub fn file(name: &str, rows: &[&str]) -> Reading {
    let text = rows.join("\r\n") + "\r\n";
    read(SourceFile {
        name: name.to_owned(),
        bytes: careplan::ms932::encode(&text).unwrap(),
    })
}
