//! HTTPS with the server's own certificate.

use server::{Config, NoAssets};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn https_speaks_tls_1_3_alone() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = tempfile::TempDir::new().unwrap();
    server::init(&folder.path().join("data"), false)
        .await
        .unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut config = Config::new(folder.path().join("data"));
    config.certificate = Some(certificate);
    config.key = Some(key);

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}/api/start",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(server::serve(
        listener,
        config,
        Box::new(NoAssets),
        CancellationToken::new(),
    ));

    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = |versions: &[&'static rustls::SupportedProtocolVersion]| {
        let tls = rustls::ClientConfig::builder_with_protocol_versions(versions)
            .with_root_certificates(roots.clone())
            .with_no_client_auth();
        reqwest::Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(tls)
            .build()
            .unwrap()
    };
    let answer = client(&[&rustls::version::TLS13])
        .get(&url)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("strict-transport-security"));
    assert!(
        client(&[&rustls::version::TLS12])
            .get(&url)
            .send()
            .await
            .is_err()
    );
}
