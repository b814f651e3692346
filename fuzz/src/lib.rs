//! What the fuzz targets do with their bytes, apart from libFuzzer: `careplan/tests/fuzz.rs` and `evidence/tests/identity.rs` do the same on stable Rust.

pub mod certificates;
pub mod seeds;
pub mod targets;
