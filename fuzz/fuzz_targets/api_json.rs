//! Octets, read as everything that the hub is sent or answers.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::contract::api_json(data));
