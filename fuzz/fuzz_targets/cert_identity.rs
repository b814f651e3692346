//! Any octets, read as an office's certificate.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| careplan_fuzz::certificates::cert_identity(data));
