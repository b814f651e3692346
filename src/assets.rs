//! The built app, embedded in the binary.
//!
//! `cargo xtask` builds it into `dist/`.
//! A development build reads that folder while it runs; a release build carries it, and does not build without it.

use ::server::{Asset, Assets};
use rust_embed::RustEmbed;

#[cfg(not(debug_assertions))]
const _: &[u8] = include_bytes!("../dist/index.html");

#[derive(RustEmbed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Dist;

/// The files of `dist/`; none where the app has not been built.
#[derive(Debug, Clone, Copy)]
pub struct App;

impl Assets for App {
    fn get(&self, path: &str) -> Option<Asset> {
        Dist::get(path).map(|file| Asset { octets: file.data })
    }
}
