//! How an office gets its certificate, and how it gets the next one.

use crate::support::{A, B, LetterForm, SiteBuilder, TestHub, number, wait_for};
use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use server::Administration;
use server::administration::NewOffice;
use wire::server_api::Recipient;
use wire::{Code, EnvelopeId, State};

async fn exchange(a: &crate::support::Browser, b: &crate::support::Browser) -> EnvelopeId {
    let id = EnvelopeId::new();
    let answer = wait_for("acceptance", || async {
        Some(a.put_letter(id, &LetterForm::plan()).await).filter(|answer| answer.status == 201)
    });
    answer.await;
    wait_for("a readable letter", || async {
        Some(b.wait_received(id).await).filter(|letter| letter.contents.is_some())
    })
    .await;
    assert_eq!(b.open(id).await.status, 200);
    assert_eq!(
        b.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    id
}

#[tokio::test]
async fn a_renewed_certificate_is_accepted_silently_and_old_letters_stay_readable() {
    let hub = TestHub::start().await;
    let mut at_a = SiteBuilder::new(&hub).await.office(A).await.start().await;
    let at_b = SiteBuilder::new(&hub).await.office(B).await.start().await;
    let (a, b) = (
        at_a.sign_in("staff", A).await,
        at_b.sign_in("staff", B).await,
    );
    let old = exchange(&a, &b).await;

    at_a.stop().await;
    let renewed = hub.certify(&number(A)).await;
    let administration = Administration::open(&at_a.config).await.unwrap();
    administration
        .import_pem(&number(A), &renewed.certificate, Some(&renewed.key))
        .await
        .unwrap();
    administration.close().await;
    at_a.restart().await;
    let a = at_a.sign_in("staff", A).await;
    let new = exchange(&a, &b).await;
    let recipient: Recipient = b.recipient(A).await.json();
    assert!(recipient.problem.is_none(), "{:?}", recipient.problem);
    for id in [old, new] {
        assert_eq!(
            a.sent_file(id, 0).await.octets,
            LetterForm::plan().files[0].1
        );
        assert_eq!(
            b.received_file(id, 0).await.octets,
            LetterForm::plan().files[0].1
        );
    }
}

#[tokio::test]
async fn a_certificate_that_the_old_key_does_not_know_is_not_trusted() {
    let hub = TestHub::start().await;
    let mut at_a = SiteBuilder::new(&hub).await.office(A).await.start().await;
    let at_b = SiteBuilder::new(&hub).await.office(B).await.start().await;
    let (a, b) = (
        at_a.sign_in("staff", A).await,
        at_b.sign_in("staff", B).await,
    );
    exchange(&a, &b).await;
    at_a.stop().await;

    // Somebody comes as A with another key, which the hub has registered.
    let other = hub.certify(&number(A)).await;
    let at_other = SiteBuilder::new(&hub)
        .await
        .office_with(A, &other)
        .await
        .start()
        .await;
    let problem = wait_for("the other card", || async {
        let recipient: Recipient = b.recipient(A).await.json();
        recipient.problem
    })
    .await;
    assert_eq!(problem.code, Code::CardChanged);
    let reply = b
        .put_letter(EnvelopeId::new(), &LetterForm::plan().from(B).to(A))
        .await;
    assert_eq!(reply.code(), Code::CardChanged);

    let other = at_other.sign_in("staff", A).await;
    let id = EnvelopeId::new();
    assert_eq!(other.put_letter(id, &LetterForm::plan()).await.status, 201);
    other.wait_sent(id, State::Arrived).await;
    let letter = b.wait_received(id).await;
    assert!(letter.contents.is_none());
    assert_eq!(letter.problem.unwrap().code, Code::CannotOpen);
}

#[tokio::test]
async fn a_revoked_certificate_does_not_sign_the_staff_out() {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub).await.office(A).await.start().await;
    let a = site.sign_in("staff", A).await;
    let mut operator = hub.operator().await;
    let registered = operator.certificates(Some(&number(A))).await.unwrap();
    operator
        .revoke_certificate(&registered[0].fingerprint)
        .await
        .unwrap();
    let answer = a.recipient(B).await;
    assert_eq!(answer.code(), Code::HubRefused);
}

fn office(hub: &TestHub) -> NewOffice {
    NewOffice {
        number: number(A),
        name: "見本事業所".to_owned(),
        service_types: vec!["43".parse().unwrap()],
        hub_url: hub.url(),
        hub_ca: hub.ca_pem(),
    }
}

#[tokio::test]
async fn a_certificate_can_be_asked_for_with_a_key_that_never_leaves() {
    let hub = TestHub::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let administration = Administration::init(folder.path(), false).await.unwrap();
    administration.add_office(office(&hub), None).await.unwrap();
    let request = administration
        .request_certificate(&number(A))
        .await
        .unwrap();
    let folder = hub::Folder::new(hub.folder());
    let ca = hub::ca::Ca::open(&folder.ca()).unwrap();
    let issued = ca.issue_for_request(&number(A), &request, 30).unwrap();
    let imported = administration
        .import_pem(&number(A), &issued.certificate, None)
        .await
        .unwrap();
    assert_eq!(imported.sha256, evidence::digest(&issued.der));
    let stranger = ca.issue_office(&number(A), 30).unwrap();
    let refused = administration
        .import_pem(&number(A), &stranger.certificate, None)
        .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("no key on this server fits")
    );
}

#[tokio::test]
async fn an_office_whose_name_is_not_all_seen_is_not_added() {
    let hub = TestHub::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let administration = Administration::init(folder.path(), false).await.unwrap();
    let named = |name: &str| NewOffice {
        name: name.to_owned(),
        ..office(&hub)
    };
    for name in ["", "見本\u{200b}事業所", "見本事業所 "] {
        let refused = administration.add_office(named(name), None).await;
        assert!(refused.unwrap_err().to_string().contains("name"), "{name}");
    }
    let taken = administration
        .add_office(named("（株）見本　②"), None)
        .await;
    taken.unwrap();
}

#[tokio::test]
async fn a_pkcs12_file_is_imported_with_its_password() {
    let hub = TestHub::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let administration = Administration::init(folder.path(), false).await.unwrap();
    administration.add_office(office(&hub), None).await.unwrap();
    let credentials = hub.register(A).await;
    let key = PrivateKeyDer::from_pem_slice(credentials.key.as_bytes()).unwrap();
    let certificate = CertificateDer::from_pem_slice(credentials.certificate.as_bytes()).unwrap();
    let chain = PrivateKeyChain::new(
        "1",
        PrivateKey::from_der(key.secret_der()).unwrap(),
        [Certificate::from_der(&certificate).unwrap()],
    );
    let mut store = KeyStore::new();
    store.add_entry("office", KeyStoreEntry::PrivateKeyChain(chain));
    let file = store.writer("ひみつ").write().unwrap();

    let import = async |password: &str| {
        let password = password.to_owned().into();
        administration
            .import_pkcs12(&number(A), &file, &password)
            .await
    };
    assert!(import("wrong").await.is_err());
    let imported = import("ひみつ").await.unwrap();
    assert_eq!(imported.sha256, evidence::digest(&certificate));
}

#[tokio::test]
async fn a_key_of_another_certificate_is_refused() {
    let hub = TestHub::start().await;
    let folder = tempfile::TempDir::new().unwrap();
    let administration = Administration::init(folder.path(), false).await.unwrap();
    administration.add_office(office(&hub), None).await.unwrap();
    let (one, two) = (hub.register(A).await, hub.certify(&number(A)).await);
    let refused = administration
        .import_pem(&number(A), &one.certificate, Some(&two.key))
        .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("do not belong together")
    );
}
