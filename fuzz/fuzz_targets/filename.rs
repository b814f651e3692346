//! The name of a file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::targets::filename(data));
