//! The fuzz targets (`fuzz/`) on stable Rust: all seeds, what libFuzzer has found, and what comes of them by a few slips each.
//!
//! `cargo xtask audit` runs the same functions for longer, under libFuzzer.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

#[path = "../../fuzz/src/seeds.rs"]
mod seeds;
#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Tries a target on its seeds, and `slips` times on each seed with something wrong in it.
fn try_out(target: &str, body: fn(&[u8]), slips: usize) {
    let mut seeds = seeds::seeds(&common::examples()).unwrap();
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/found");
    seeds.extend(seeds::found(&found).unwrap());
    let seeds: Vec<Vec<u8>> = seeds
        .into_iter()
        .filter(|(of, _)| *of == target)
        .map(|(_, bytes)| bytes)
        .collect();
    assert!(seeds.len() > 40, "{target}: {}", seeds.len());
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut below = |end: usize| usize::try_from(random.next_u32()).unwrap() % end.max(1);
    body(&[]);
    for seed in &seeds {
        body(seed);
        for _ in 0..slips {
            let mut bytes = seed.clone();
            let place = below(bytes.len());
            let sign = *b",\"\r\n\0\x1A_\\\x81\xFF9".get(below(11)).unwrap();
            match below(4) {
                0 => bytes.truncate(place),
                1 => bytes.insert(place, sign),
                2 => {
                    bytes.drain(place..(place + below(9)).min(seed.len()));
                }
                _ => {
                    // Something of another seed, somewhere.
                    let other = &seeds[below(seeds.len())];
                    let from = below(other.len());
                    let part = &other[from..(from + below(40)).min(other.len())];
                    bytes.splice(place..place, part.iter().copied());
                }
            }
            body(&bytes);
        }
    }
}

#[test]
fn csv() {
    try_out("csv", targets::csv, 4);
}

#[test]
fn filename() {
    try_out("filename", targets::filename, 100);
}

#[test]
fn bundle() {
    try_out("bundle", targets::bundle, 10);
}
