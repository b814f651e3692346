//! Expired and revoked: in force on open connections too, whoever says it, the CA or the operator.

use crate::support::*;
use hub::ca::Issued;
use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevokedCertParams, SerialNumber};
use reqwest::StatusCode;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;
use wire::Code;

/// Far more than the sixty seconds of SECURITY.md, on a machine that is busy with other things; the hub of the tests looks every second.
const LONG: Duration = Duration::from_secs(60);

/// The serial number of a certificate.
fn serial(der: &[u8]) -> SerialNumber {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).unwrap();
    SerialNumber::from_slice(certificate.raw_serial())
}

/// A list of the hub's own CA.
fn list(hub: &TestHub, revoked: &[&Issued], number: u64) -> Vec<u8> {
    let (_, issuer) = hub.issuer();
    let now = SystemTime::now();
    let hour = Duration::from_secs(3600);
    let revoked = revoked.iter().map(|issued| RevokedCertParams {
        serial_number: serial(&issued.der),
        revocation_time: now.into(),
        reason_code: None,
        invalidity_date: None,
    });
    let params = CertificateRevocationListParams {
        this_update: (now - hour).into(),
        next_update: (now + hour).into(),
        crl_number: SerialNumber::from(number),
        issuing_distribution_point: None,
        revoked_certs: revoked.collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    params.signed_by(&issuer).unwrap().der().to_vec()
}

fn lay(hub: &TestHub, name: &str, octets: &[u8]) {
    let folder = hub.folder.path().join("crl");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), octets).unwrap();
}

/// A registered certificate of the first office, besides the one that it has.
async fn another(hub: &TestHub, caller: &Caller) -> Issued {
    let issued = hub.ca().issue_office(&caller.address.number, 30).unwrap();
    let mut operator = hub.operator().await;
    operator
        .register_certificate(&caller.address.number, &issued.der)
        .await
        .unwrap();
    issued
}

/// Ask on an open connection, and leave it open.
async fn ask(stream: &mut TlsStream<TcpStream>) -> String {
    let request = b"GET /v1/inbox HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = vec![0; 64 * 1024];
    let length = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

async fn is_cut(stream: &mut TlsStream<TcpStream>) {
    let ended = timeout(LONG, stream.read_to_end(&mut Vec::new())).await;
    assert!(ended.is_ok(), "a connection that rests is cut too");
}

/// Wait until a client with the certificate does not get in any longer.
async fn until_refused(hub: &TestHub, issued: &Issued) {
    let address = format!("https://localhost:{}/v1/inbox", hub.address.port());
    let asking = async {
        while hub.client(Some(issued)).get(&address).send().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(LONG, asking)
        .await
        .expect("new connections are refused");
}

async fn assert_recorded(hub: &TestHub, code: &str, route: &str) {
    // It is recorded after the caller has been sent away.
    let recorded = async {
        loop {
            let rows = hub.operator().await.refusals(50).await.unwrap();
            if rows
                .iter()
                .any(|row| row.code == code && row.route == route)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(LONG, recorded)
        .await
        .unwrap_or_else(|_| panic!("{code} {route} is recorded"));
}

#[tokio::test]
async fn t12_a_certificate_that_expires_on_an_open_connection_is_refused_and_cut() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let end = SystemTime::now() + Duration::from_secs(1000);
    let short = issue(&hub, |params| params.not_after = end.into());
    let mut operator = hub.operator().await;
    operator
        .register_certificate(&manager.address.number, &short.der)
        .await
        .unwrap();
    let mut resting = hub.connect(&short).await;
    assert!(ask(&mut resting).await.starts_with("HTTP/1.1 200"));
    let caller = hub.caller(manager.address.clone(), &short);
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);

    hub.advance(1001);
    if let Ok(response) = caller
        .request(reqwest::Method::GET, "/v1/inbox")
        .send()
        .await
    {
        // Before the hub has looked at the connection: at the request.
        assert_problem(response, Code::CertificateUnknown).await;
    }
    is_cut(&mut resting).await;
    until_refused(&hub, &short).await;
    assert_recorded(&hub, "certificate_unknown", "(open connection)").await;
    assert_recorded(&hub, "certificate_unknown", "(handshake: expired)").await;
    // Nobody else's: the office's other certificate holds for thirty days.
    assert_eq!(manager.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn t13_what_its_ca_has_revoked_is_refused_and_cut_without_a_restart() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let (lost, kept) = (another(&hub, &manager).await, another(&hub, &manager).await);
    let mut resting = hub.connect(&lost).await;
    let mut other = hub.connect(&kept).await;
    assert!(ask(&mut resting).await.starts_with("HTTP/1.1 200"));
    assert!(ask(&mut other).await.starts_with("HTTP/1.1 200"));

    lay(&hub, "own.crl", &list(&hub, &[&lost], 1));
    is_cut(&mut resting).await;
    until_refused(&hub, &lost).await;
    assert_recorded(&hub, "certificate_unknown", "(handshake: revoked)").await;
    assert!(
        ask(&mut other).await.starts_with("HTTP/1.1 200"),
        "and nobody else"
    );
    assert_eq!(manager.get("/v1/inbox").await.status(), StatusCode::OK);

    // A list that cannot be read opens nothing again.
    lay(&hub, "broken.crl", b"0 not a list");
    tokio::time::sleep(Duration::from_secs(3)).await;
    until_refused(&hub, &lost).await;
    assert_eq!(manager.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn t13_a_list_counts_from_the_start_and_one_ca_without_a_list_is_believed() {
    let (mut hub, [mut manager, ..]) = TestHub::with_offices().await;
    let lost = another(&hub, &manager).await;
    let pem = pem(&list(&hub, &[&lost], 1));
    lay(&hub, "own.pem", pem.as_bytes());
    hub.restart().await;
    hub.again(&mut manager);
    until_refused(&hub, &lost).await;
    assert_eq!(manager.get("/v1/inbox").await.status(), StatusCode::OK);

    // A second CA, with a list of the first one only.
    let place = tempfile::tempdir().unwrap();
    let outside = hub::ca::Ca::create(&place.path().join("ca"), "Claims CA").unwrap();
    let roots = hub.folder.path().join("claims.pem");
    std::fs::write(&roots, outside.certificate()).unwrap();
    hub.restart_with(|config| config.client_roots.push("claims.pem".into()))
        .await;
    hub.again(&mut manager);
    let issued = outside.issue_office(&manager.address.number, 30).unwrap();
    let mut operator = hub.operator().await;
    operator
        .register_certificate(&manager.address.number, &issued.der)
        .await
        .unwrap();
    let caller = hub.caller(manager.address.clone(), &issued);
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);
    until_refused(&hub, &lost).await;
}

fn pem(der: &[u8]) -> String {
    pem_of("X509 CRL", der)
}

#[tokio::test]
async fn t13_what_the_operator_has_revoked_is_cut_on_a_connection_that_rests() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let lost = another(&hub, &manager).await;
    let mut resting = hub.connect(&lost).await;
    assert!(ask(&mut resting).await.starts_with("HTTP/1.1 200"));
    let mut operator = hub.operator().await;
    let fingerprint = evidence::digest(&lost.der);
    assert!(operator.revoke_certificate(&fingerprint).await.unwrap());
    is_cut(&mut resting).await;
    assert_eq!(visits.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn t49_no_session_is_resumed_so_that_every_handshake_looks_at_the_certificate() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let issued = another(&hub, &manager).await;
    // One client that remembers what it is told.
    let tls = tokio_rustls::TlsConnector::from(std::sync::Arc::new(hub.client_tls(Some(&issued))));
    for _ in 0..3 {
        let stream = TcpStream::connect(hub.address).await.unwrap();
        let name = "localhost".try_into().unwrap();
        let mut stream = tls.connect(name, stream).await.unwrap();
        assert!(ask(&mut stream).await.starts_with("HTTP/1.1 200"));
        let (_, connection) = stream.get_ref();
        assert_eq!(
            connection.handshake_kind(),
            Some(rustls::HandshakeKind::Full)
        );
        assert_eq!(connection.tls13_tickets_received(), 0);
        stream.shutdown().await.unwrap();
    }
    let mut operator = hub.operator().await;
    let fingerprint = evidence::digest(&issued.der);
    operator.revoke_certificate(&fingerprint).await.unwrap();
    lay(&hub, "own.crl", &list(&hub, &[&issued], 1));
    let again = async {
        loop {
            let stream = TcpStream::connect(hub.address).await.unwrap();
            let name = "localhost".try_into().unwrap();
            // In TLS 1.3 the client has finished before it hears that it was refused.
            let Ok(mut stream) = tls.connect(name, stream).await else {
                return;
            };
            if stream.read_u8().await.is_err() {
                return;
            }
        }
    };
    timeout(LONG, again)
        .await
        .expect("refused in the handshake");
}
