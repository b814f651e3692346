//! Files that are given together.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::targets::bundle(data));
