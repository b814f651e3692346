//! S1: the fuzz target `envelope` on stable Rust: its seeds, and slips of them.
//!
//! `cargo xtask audit` runs the same function for longer, under libFuzzer.

use std::path::Path;

#[path = "../../../../fuzz/src/envelopes.rs"]
mod envelopes;
#[allow(dead_code, reason = "the samples of the standard are not for this")]
#[path = "../../../../fuzz/src/seeds.rs"]
mod seeds;
#[path = "../../../../fuzz/src/slips.rs"]
mod slips;

#[test]
fn s1_envelope() {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/found");
    let seeds = seeds::found_by("envelope", &found).expect("the seeds");
    assert!(seeds.len() >= 10, "{}", seeds.len());
    slips::try_out(&seeds, 300, envelopes::envelope);
}
