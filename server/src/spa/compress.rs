//! The app's files compressed: each when it is first asked for, quickly, and then as well as can be.

use axum::body::Bytes;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

/// Brotli's quality (RFC 7932) for the first visitor: close to the best at a fraction of its time.
/// Built without optimisation it would keep every browser test waiting for seconds.
const QUICK: u32 = if cfg!(debug_assertions) { 1 } else { 9 };
/// The best quality, for all who come later: a tenth fewer octets, for seconds of one processor.
const BEST: u32 = if cfg!(debug_assertions) { QUICK } else { 11 };
/// Brotli's name (RFC 7932 section 13).
const BROTLI: &str = "br";
/// Smaller files are not worth it.
const WORTH: usize = 512;

/// What was compressed before.
#[derive(Default)]
pub struct Compressed(Arc<Mutex<HashMap<Key, Bytes>>>);

/// A file's entity tag, and the encoding.
type Key = (String, &'static str);

impl Compressed {
    /// The file in the best encoding that the browser accepts, and that encoding's name.
    pub async fn get(
        &self,
        accepted: &str,
        media_type: &str,
        etag: &str,
        octets: Cow<'static, [u8]>,
    ) -> (Option<&'static str>, Bytes) {
        let encoding = encoding(accepted).filter(|_| {
            octets.len() >= WORTH
                && !media_type.starts_with("image/png")
                && media_type != "font/woff2"
        });
        let Some(encoding) = encoding else {
            return (None, Bytes::from(octets.into_owned()));
        };
        let key = (etag.to_owned(), encoding);
        if let Some(known) = self.known(&key) {
            return (Some(encoding), known);
        }
        let plain = Bytes::from(octets.into_owned());
        let input = plain.clone();
        let made = tokio::task::spawn_blocking(move || compress(encoding, &input, QUICK)).await;
        let Ok(Some(compressed)) = made else {
            return (None, plain);
        };
        let compressed = Bytes::from(compressed);
        if self.keep(key.clone(), compressed.clone()) && encoding == BROTLI && BEST > QUICK {
            let (files, plain) = (Self(Arc::clone(&self.0)), plain.clone());
            tokio::task::spawn_blocking(move || {
                if let Some(best) = compress(BROTLI, &plain, BEST) {
                    files.keep(key, Bytes::from(best));
                }
            });
        }
        (Some(encoding), compressed)
    }

    /// Keeps it for all who come later. Says whether there was none.
    fn keep(&self, key: Key, compressed: Bytes) -> bool {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(key, compressed).is_none()
    }

    fn known(&self, key: &Key) -> Option<Bytes> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }
}

/// The best of what is accepted (RFC 9110 section 12.5.3); weights other than 0 are not compared.
fn encoding(accepted: &str) -> Option<&'static str> {
    let accepts = |name: &str| {
        accepted.split(',').any(|item| {
            let mut parts = item.split(';').map(str::trim);
            parts.next() == Some(name) && !parts.any(|weight| weight == "q=0")
        })
    };
    [BROTLI, "gzip"].into_iter().find(|name| accepts(name))
}

fn compress(encoding: &str, octets: &[u8], quality: u32) -> Option<Vec<u8>> {
    if encoding == BROTLI {
        let mut compressed = Vec::new();
        brotli::CompressorReader::new(octets, 1 << 16, quality, 22)
            .read_to_end(&mut compressed)
            .ok()?;
        Some(compressed)
    } else {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(octets).ok()?;
        encoder.finish().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::encoding;

    #[test]
    fn brotli_is_preferred_and_a_refused_encoding_is_not_used() {
        assert_eq!(encoding("gzip, deflate, br"), Some("br"));
        assert_eq!(encoding("gzip, br;q=0"), Some("gzip"));
        assert_eq!(encoding("identity"), None);
        assert_eq!(encoding(""), None);
    }
}
