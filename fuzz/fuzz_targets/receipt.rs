//! Texts that pass for a receipt and its label.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::receipts::receipt(data));
