//! The app's files and the headers that go with them; who may be served how.

use server::{Asset, Assets, Config};
use std::borrow::Cow;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

struct App;

impl Assets for App {
    fn get(&self, path: &str) -> Option<Asset> {
        let octets: &[u8] = match path {
            "index.html" => b"<!doctype html><script type=\"module\">start()</script>",
            "app-0123456789abcdef.js" => &[b'x'; 4096],
            "worker.js" => b"worker",
            _ => return None,
        };
        Some(Asset {
            octets: Cow::Borrowed(octets),
        })
    }
}

async fn serve(assets: Box<dyn Assets>) -> (tempfile::TempDir, String) {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = tempfile::TempDir::new().unwrap();
    server::init(folder.path(), false).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::serve(
        listener,
        Config::new(folder.path()),
        assets,
        CancellationToken::new(),
    ));
    (folder, url)
}

async fn get(url: String, encoding: &str) -> reqwest::Response {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client
        .get(url)
        .header("accept-encoding", encoding)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn every_screen_is_the_app_with_its_policy() {
    let (_folder, url) = serve(Box::new(App)).await;
    for path in ["/", "/inbox", "/letters/x/y"] {
        let answer = get(format!("{url}{path}"), "").await;
        assert_eq!(answer.status(), 200, "{path}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-")
        );
        assert!(policy.ends_with("frame-ancestors 'none'; form-action 'self'; base-uri 'none'"));
        assert_eq!(answer.headers()["cache-control"], "no-cache");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.headers()[name], value);
        }
        assert!(answer.headers().contains_key("permissions-policy"));
        assert!(
            !answer.headers().contains_key("strict-transport-security"),
            "not over plain HTTP"
        );
    }
}

#[tokio::test]
async fn files_are_compressed_and_kept_by_their_names() {
    let (_folder, url) = serve(Box::new(App)).await;
    let hashed = get(format!("{url}/app-0123456789abcdef.js"), "gzip, br").await;
    assert_eq!(hashed.headers()["content-encoding"], "br");
    assert_eq!(
        hashed.headers()["cache-control"],
        "public, max-age=31536000, immutable"
    );
    assert!(hashed.bytes().await.unwrap().len() < 100);
    let plain = get(format!("{url}/app-0123456789abcdef.js"), "").await;
    assert!(!plain.headers().contains_key("content-encoding"));
    assert_eq!(plain.bytes().await.unwrap().len(), 4096);
    let worker = get(format!("{url}/worker.js"), "br").await;
    assert_eq!(worker.headers()["cache-control"], "no-cache");
    assert_eq!(
        worker.headers()["content-type"],
        "text/javascript; charset=utf-8"
    );
    assert_eq!(get(format!("{url}/missing.js"), "").await.status(), 404);
}

#[tokio::test]
async fn an_app_that_was_not_built_is_said_in_words() {
    let (_folder, url) = serve(Box::new(server::NoAssets)).await;
    let answer = get(url, "").await;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().await.unwrap().contains("cargo xtask run"));
}

#[tokio::test]
async fn it_does_not_start_bare_or_on_a_demos_folder() {
    let start = async |config: Config, address: &str| {
        let listener = TcpListener::bind(address).await.unwrap();
        let stop = CancellationToken::new();
        stop.cancel();
        server::serve(listener, config, Box::new(App), stop).await
    };
    let folder = tempfile::TempDir::new().unwrap();
    let config = Config::new(folder.path());
    let error = start(config.clone(), "127.0.0.1:0")
        .await
        .expect_err("nothing is there yet");
    assert!(
        error.to_string().contains("careplan server init"),
        "{error}"
    );
    server::init(folder.path(), true).await.unwrap();
    let error = start(config.clone(), "127.0.0.1:0")
        .await
        .expect_err("a demo's folder");
    assert!(error.to_string().contains("demo"), "{error}");
    let mut demo = config;
    demo.demo = true;
    start(demo.clone(), "127.0.0.1:0")
        .await
        .expect("the demo itself");
    let error = start(demo, "0.0.0.0:0").await.expect_err("bare");
    assert!(error.to_string().contains("loopback"), "{error}");
}
