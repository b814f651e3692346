//! S1: the fuzz targets of what is signed and of what crosses a network, on stable Rust: their seeds, and slips of them.
//!
//! `cargo xtask audit` runs the same functions for longer, under libFuzzer.

#![allow(
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "a test fails by panicking; everything of a contract is read"
)]

#[path = "../../fuzz/src/contract.rs"]
mod contract;
#[path = "../../fuzz/src/proofs.rs"]
mod proofs;
#[path = "../../fuzz/src/receipts.rs"]
mod receipts;
#[allow(dead_code, reason = "the samples of the standard are not for these")]
#[path = "../../fuzz/src/seeds.rs"]
mod seeds;
#[path = "../../fuzz/src/slips.rs"]
mod slips;

use std::path::Path;

fn try_out(target: &str, body: fn(&[u8]), slips: usize) {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/found");
    let seeds = seeds::found_by(target, &found).unwrap();
    assert!(seeds.len() >= 5, "{target}: {}", seeds.len());
    slips::try_out(&seeds, slips, body);
}

#[test]
fn s1_receipt() {
    try_out("receipt", receipts::receipt, 200);
}

#[test]
fn s1_merkle_proof() {
    try_out("merkle_proof", proofs::merkle_proof, 500);
}

#[test]
fn s1_api_json() {
    try_out("api_json", contract::api_json, 200);
}
