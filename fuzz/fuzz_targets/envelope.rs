//! Octets that pass for a sealed part of a letter.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::envelopes::envelope(data));
