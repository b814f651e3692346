//! Proofs put together from the hashes of a tree.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::proofs::merkle_proof(data));
