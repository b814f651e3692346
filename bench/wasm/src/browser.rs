//! What the benchmark's page calls.

use careplan::{Context, SourceFile, check, glance, ms932, read};
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes to records and cells, each held against the form of its item. Gives how many records and bad cells there are.
#[wasm_bindgen]
pub fn cells(name: &str, bytes: Vec<u8>) -> Vec<u32> {
    let glance = glance(SourceFile {
        name: name.to_owned(),
        bytes,
    });
    vec![count(glance.records), count(glance.odd)]
}

/// Everything that the worker does with a file: all rules. Gives how many records and findings there are.
#[wasm_bindgen]
pub fn everything(name: &str, bytes: Vec<u8>) -> Vec<u32> {
    let reading = read(SourceFile {
        name: name.to_owned(),
        bytes,
    });
    let readings = [reading];
    let findings = check(&readings, &Context::default());
    let document = readings[0].document.as_ref();
    vec![
        count(document.map_or(0, careplan::Document::len)),
        count(findings.len()),
    ]
}

/// What the shipped worker does before it is ready: it lets the browser tell the table of MS932, and rehearses.
#[wasm_bindgen]
pub fn prepare() {
    if let Err(why) = ms932::learn_from(|bytes| post::decoded("shift_jis", bytes)) {
        post::refuse(why);
    }
    worker::rehearsal::rehearse();
}

/// The limit: encoding_rs decodes everything and does nothing else. Gives how many octets of text that is.
#[wasm_bindgen]
#[must_use]
pub fn decoded(bytes: &[u8]) -> u32 {
    count(encoding_rs::SHIFT_JIS.decode(bytes).0.len())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
