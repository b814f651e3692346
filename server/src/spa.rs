//! The app, served with the headers that keep it to itself.

mod compress;

use crate::Server;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use compress::Compressed;
use std::borrow::Cow;

/// A file of the built app.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its octets.
    pub octets: Cow<'static, [u8]>,
}

/// The built app: from inside the binary, or from a folder while it is being worked on.
pub trait Assets: Send + Sync + 'static {
    /// A file by its path from the app's root, without a slash in front (`index.html`).
    fn get(&self, path: &str) -> Option<Asset>;
}

/// No app: for tests, and for a server that only programs talk to.
#[derive(Debug, Clone, Copy)]
pub struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _: &str) -> Option<Asset> {
        None
    }
}

/// What is said in the place of an app that was not built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><title>ケアプランリンク</title>\
    <p>画面がまだ作られていません。<code>cargo xtask run</code> を実行してください。</p>\
    <p lang=\"en\">The app has not been built. Run <code>cargo xtask run</code>.</p></html>";

/// The app with what is computed of it once.
pub struct Spa {
    assets: Box<dyn Assets>,
    compressed: Compressed,
}

impl Spa {
    /// Serve these files.
    pub fn new(assets: Box<dyn Assets>) -> Self {
        Self {
            assets,
            compressed: Compressed::default(),
        }
    }
}

/// A file of the app, or the app itself for every path that is a screen's.
pub async fn file(State(server): State<Server>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let spa = &server.spa;
    let (name, asset) = match spa.assets.get(path).filter(|_| !path.is_empty()) {
        Some(asset) => (path, asset),
        // What looks like a file and is none must not be answered with a page.
        None if path
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'))
            && path != "index.html" =>
        {
            return StatusCode::NOT_FOUND.into_response();
        }
        None => match spa.assets.get("index.html") {
            Some(asset) => ("index.html", asset),
            None => {
                let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
                return (StatusCode::SERVICE_UNAVAILABLE, headers, NOT_BUILT).into_response();
            }
        },
    };
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(name)),
    );
    let caching = if is_hashed(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let etag = format!("\"{}\"", evidence::digest(&asset.octets));
    let policy = policy(if name == "index.html" {
        &asset.octets
    } else {
        &[]
    });
    insert(&mut headers, header::ETAG, &etag);
    insert(&mut headers, header::CONTENT_SECURITY_POLICY, &policy);
    if request
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known == etag.as_str())
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let accepted = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let octets = match spa
        .compressed
        .get(accepted, media_type(name), &etag, asset.octets)
        .await
    {
        (Some(encoding), octets) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            octets
        }
        (None, octets) => octets,
    };
    (headers, octets).into_response()
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The headers that go with every answer, page or not.
pub async fn headers(State(server): State<Server>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), \
             display-capture=(), browsing-topics=()",
        ),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        insert(headers, header::CONTENT_SECURITY_POLICY, &policy(&[]));
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if server.config.https() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// The Content-Security-Policy (CSP level 3): our own scripts, styles, images and calls, and nothing else.
/// Inline scripts of the page, Trunk's bootstrap, are allowed by their hash.
fn policy(page: &[u8]) -> String {
    let hashes: String = inline_scripts(page)
        .map(|script| {
            format!(
                " 'sha256-{}'",
                STANDARD.encode(evidence::digest(script.as_bytes()).0)
            )
        })
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
         manifest-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    )
}

/// The text of each `<script>` element without `src`.
fn inline_scripts(page: &[u8]) -> impl Iterator<Item = &str> {
    let page = std::str::from_utf8(page).unwrap_or("");
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        let has_source = attributes
            .split_whitespace()
            .any(|attribute| attribute.starts_with("src="));
        (!has_source && !script.is_empty()).then_some(script)
    })
}

/// Whether a name carries the digest of its file, as Trunk writes it: `app-0f1e2d3c4b5a6978.js`, `…_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, digest)| {
        digest.len() >= 12 && digest.bytes().all(|octet| octet.is_ascii_hexdigit())
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bootstrap_is_allowed_by_its_hash_and_nothing_else_inline_is() {
        let page = b"<script type=\"module\">start()</script><script src=\"/a.js\"></script>";
        let policy = policy(page);
        let hash = STANDARD.encode(evidence::digest(b"start()").0);
        assert!(policy.contains(&format!(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}';"
        )));
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn only_hashed_names_are_kept_for_long() {
        for name in [
            "app-0f1e2d3c4b5a6978.js",
            "app-0f1e2d3c4b5a6978_bg.wasm",
            "tokens-00ff00ff00ff00ff.css",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "index.html",
            "worker_loader.js",
            "worker_bg.wasm",
            "care-plan.js",
            "favicon.svg",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
