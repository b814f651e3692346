//! T48: what the open port speaks, tried from outside one by one, and nothing else.

use crate::support::*;
use hub::ca::Issued;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::{ClientConfig, NamedGroup, SupportedProtocolVersion};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// A client that can do only this much.
fn client(
    hub: &TestHub,
    issued: Option<&Issued>,
    provider: CryptoProvider,
    versions: &[&'static SupportedProtocolVersion],
) -> Option<ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(hub.folder.ca_certificate()).unwrap())
        .unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(versions)
        .ok()?
        .with_root_certificates(roots);
    Some(match issued {
        None => builder.with_no_client_auth(),
        Some(issued) => {
            let key = PrivateKeyDer::from_pem_slice(issued.key.as_deref().unwrap().as_bytes());
            let chain = vec![issued.der.clone().into()];
            builder.with_client_auth_cert(chain, key.unwrap()).unwrap()
        }
    })
}

/// Whether a request is answered, and with which suite and group.
async fn speaks(address: std::net::SocketAddr, config: ClientConfig) -> Option<(String, String)> {
    let stream = TcpStream::connect(address).await.unwrap();
    let tls = TlsConnector::from(Arc::new(config));
    let name = "localhost".try_into().unwrap();
    let mut stream = tls.connect(name, stream).await.ok()?;
    let request = b"GET /v1/inbox HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    assert!(answer.starts_with(b"HTTP/1.1 "));
    let (_, connection) = stream.get_ref();
    assert_eq!(
        connection.protocol_version(),
        Some(rustls::ProtocolVersion::TLSv1_3)
    );
    Some((
        format!("{:?}", connection.negotiated_cipher_suite()?.suite()),
        format!("{:?}", connection.negotiated_key_exchange_group()?.name()),
    ))
}

/// Everything that rustls has, one suite and one group at a time.
async fn spoken(
    hub: &TestHub,
    address: std::net::SocketAddr,
    issued: Option<&Issued>,
) -> Vec<String> {
    let mut spoken = Vec::new();
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    for suite in aws_lc_rs::ALL_CIPHER_SUITES {
        for group in aws_lc_rs::ALL_KX_GROUPS {
            let provider = CryptoProvider {
                cipher_suites: vec![*suite],
                kx_groups: vec![*group],
                ..aws_lc_rs::default_provider()
            };
            for version in versions {
                let Some(config) = client(hub, issued, provider.clone(), &[version]) else {
                    continue;
                };
                if let Some((suite, group)) = speaks(address, config).await {
                    spoken.push(format!("{suite} {group}"));
                }
            }
        }
    }
    spoken.sort();
    spoken
}

fn expected() -> Vec<String> {
    let mut expected = Vec::new();
    for suite in [
        "TLS13_AES_128_GCM_SHA256",
        "TLS13_AES_256_GCM_SHA384",
        "TLS13_CHACHA20_POLY1305_SHA256",
    ] {
        for group in [
            NamedGroup::X25519,
            NamedGroup::secp256r1,
            NamedGroup::secp384r1,
        ] {
            expected.push(format!("{suite} {group:?}"));
        }
    }
    expected.sort();
    expected
}

#[tokio::test]
async fn t48_the_port_speaks_exactly_these_protocols_suites_and_groups() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let issued = hub.ca().issue_office(&manager.address.number, 30).unwrap();
    assert_eq!(spoken(&hub, hub.address, Some(&issued)).await, expected());
    assert_eq!(
        spoken(&hub, hub.public, None).await,
        expected(),
        "the public port too"
    );
}

#[tokio::test]
async fn t48_without_a_certificate_there_is_no_answer_and_no_early_data_is_offered() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let none = client(
        &hub,
        None,
        aws_lc_rs::default_provider(),
        &[&rustls::version::TLS13],
    );
    assert_eq!(speaks(hub.address, none.unwrap()).await, None);
    // It is recorded after the caller has been sent away.
    let recorded = async {
        loop {
            let rows = hub.operator().await.refusals(10).await.unwrap();
            if !rows.is_empty() {
                return rows;
            }
        }
    };
    let rows = tokio::time::timeout(Duration::from_secs(30), recorded)
        .await
        .expect("the refusal is recorded");
    assert_eq!(rows[0].code, "unauthenticated");
    assert_eq!(rows[0].route, "(handshake: no certificate)");

    let issued = hub.ca().issue_office(&manager.address.number, 30).unwrap();
    let provider = aws_lc_rs::default_provider();
    let mut config = client(&hub, Some(&issued), provider, &[&rustls::version::TLS13]).unwrap();
    config.enable_early_data = true;
    let tls = TlsConnector::from(Arc::new(config));
    for _ in 0..2 {
        let stream = TcpStream::connect(hub.address).await.unwrap();
        let mut stream = tls
            .connect("localhost".try_into().unwrap(), stream)
            .await
            .unwrap();
        stream
            .write_all(b"GET /v1/inbox HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        stream.flush().await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
        assert!(!stream.get_ref().1.is_early_data_accepted());
    }
}

/// Another program's view: what rustls itself cannot even offer.
#[tokio::test]
async fn t48_openssl_gets_no_further_with_anything_older() {
    let (hub, _) = TestHub::with_offices().await;
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: there is no openssl here");
        return;
    }
    for options in [
        &["-tls1_2"][..],
        &["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"],
        &["-tls1", "-cipher", "DEFAULT@SECLEVEL=0"],
        &["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"],
        &["-tls1_3", "-groups", "X448"],
        &["-tls1_3", "-groups", "P-521"],
        &["-tls1_3", "-groups", "ffdhe2048"],
    ] {
        let address = hub.public.to_string();
        let words: Vec<_> = options.iter().map(|word| (*word).to_owned()).collect();
        let output = tokio::task::spawn_blocking(move || {
            Command::new("openssl")
                .args(["s_client", "-connect", &address, "-servername", "localhost"])
                .args(words)
                .stdin(Stdio::null())
                .output()
                .unwrap()
        })
        .await
        .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{options:?}: {said}");
        assert!(!said.contains("BEGIN CERTIFICATE"), "{options:?}: {said}");
    }
}
