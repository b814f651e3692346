//! What the fuzz targets do with their bytes, apart from libFuzzer.
//!
//! The same is done on stable Rust, on seeds and slips of them, by `careplan/tests/fuzz.rs`, `evidence/tests/fuzz.rs`,
//! `evidence/tests/identity.rs` and `server/src/seal/tests/fuzz.rs`.

pub mod certificates;
pub mod contract;
pub mod envelopes;
pub mod proofs;
pub mod receipts;
pub mod seeds;
pub mod targets;

// Sealing knows only CMS and keys: the rest of the server would be built for nothing.
#[allow(dead_code, unused_imports, reason = "opening alone is tried")]
#[path = "../../server/src"]
mod server {
    pub mod seal;
}
use server::seal;
