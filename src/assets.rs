//! The built app, embedded in the binary.
//!
//! `cargo xtask` builds it into `dist/`.
//! A development build reads that folder when it runs; a release build carries it and does not build without it.

#[cfg(not(debug_assertions))]
const _: &[u8] = include_bytes!("../dist/index.html");

/// The files of `dist/`, none where the app has not been built.
#[derive(rust_embed::RustEmbed)]
#[folder = "dist/"]
#[allow_missing = true]
pub struct App;
