//! What the fuzz targets do with their bytes, apart from libFuzzer: `careplan/tests/fuzz.rs` does the same on stable Rust.

pub mod seeds;
pub mod targets;
