//! The bytes of a file, read as each of the 18 kinds.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::targets::csv(data));
