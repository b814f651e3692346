//! Letters that cannot be opened: left at the hub by a partner whose program is wrong, or who means harm.

use crate::support::{A, B, C, Credentials, LetterForm, SiteBuilder, TestHub, address, number};
use evidence::SigningKey;
use reqwest::multipart::{Form, Part};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use server::contents::{File, pack};
use server::seal::{Envelope, Recipient, Signer, seal};
use wire::hub_api::{OfficeRecord, part, path};
use wire::{Code, EnvelopeId, FileEntry, Label, LetterKind, Manifest, OfficeCard, State, Time};

/// An office with a program of its own, which speaks to the hub directly.
pub struct Stranger {
    client: reqwest::Client,
    hub: String,
    signer: Signer,
    key: SigningKey,
    certificate: Vec<u8>,
}

impl Stranger {
    pub fn new(hub: &TestHub, credentials: &Credentials) -> Self {
        let certificate =
            CertificateDer::from_pem_slice(credentials.certificate.as_bytes()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(credentials.key.as_bytes()).unwrap();
        let signing = || SigningKey::from_pkcs8(key.secret_der()).unwrap();
        let mut roots = rustls::RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(hub.ca_pem().as_bytes()).unwrap())
            .unwrap();
        let tls = rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![certificate.clone()], key.clone_key())
            .unwrap();
        Self {
            client: reqwest::Client::builder()
                .tls_backend_preconfigured(tls)
                .no_proxy()
                .build()
                .unwrap(),
            hub: hub.url(),
            signer: Signer::new(signing(), &certificate).unwrap(),
            key: signing(),
            certificate: certificate.to_vec(),
        }
    }

    async fn publish_card(&self) {
        let (sealing, _) =
            server::seal::new_sealing_key(&number(C), Time(0), Time(4_000_000_000_000)).unwrap();
        let card = evidence::card::make(
            &self.key,
            evidence::card::Facts {
                number: number(C),
                service_types: vec![address(C).service_type],
                name: "よその事業所".to_owned(),
                accepts: Vec::new(),
                mandates: Vec::new(),
                connection_certificate: self.certificate.clone(),
                sealing_certificates: vec![evidence::card::SealingCertificate {
                    certificate: sealing,
                    from: Time(0),
                    until: Time(4_000_000_000_000),
                }],
                time: Time(1_700_000_000_000),
            },
        )
        .unwrap();
        let url = format!(
            "{}{}",
            self.hub,
            path::CARD.replace("{number}", number(C).as_str())
        );
        let answer = self.client.put(url).json(&card).send().await.unwrap();
        assert_eq!(answer.status(), 204, "{}", answer.text().await.unwrap());
    }

    async fn card_of(&self, office: &str) -> OfficeCard {
        let url = format!(
            "{}{}",
            self.hub,
            path::OFFICE.replace("{number}", number(office).as_str())
        );
        crate::support::wait_for("the receiver's card", || async {
            let record: OfficeRecord = self
                .client
                .get(&url)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            record.card.map(|card| card.read().unwrap())
        })
        .await
    }

    async fn envelope(&self, id: EnvelopeId) -> Envelope {
        let files = vec![File {
            name: "A.CSV".to_owned(),
            octets: b"\"1\"\r\n".to_vec(),
        }];
        let contents = pack(&files).unwrap();
        let label = Label {
            format: Label::FORMAT,
            id,
            kind: LetterKind::Unit,
            from: address(C),
            to: address(B),
            unit: Some("monthly_plan".to_owned()),
            month: Some("202511".to_owned()),
            serial: Some("20251025093015".to_owned()),
            size: contents.len().try_into().unwrap(),
            time: Time(1_764_000_000_000),
            replaces: None,
            acting_for: None,
        };
        let manifest = Manifest {
            format: Manifest::FORMAT,
            note: String::new(),
            files: vec![FileEntry {
                name: files[0].name.clone(),
                size: 5,
                sha256: evidence::digest(&files[0].octets),
            }],
            persons: Vec::new(),
            contents_sha256: evidence::digest(&contents),
            mended: Vec::new(),
            checkpoint: None,
            card_sha256: None,
        };
        let card = self.card_of(B).await;
        let recipients: Vec<_> = card
            .sealing_keys
            .iter()
            .map(|key| Recipient::new(key.certificate.as_ref()).unwrap())
            .collect();
        seal(&label, &manifest, &contents, &self.signer, &recipients).unwrap()
    }

    pub async fn deposit(&self, id: EnvelopeId, envelope: Envelope) {
        let form = Form::new()
            .part(part::LABEL, Part::text(envelope.label))
            .part(part::MANIFEST, Part::bytes(envelope.manifest))
            .part(part::BODY, Part::bytes(envelope.body));
        let url = format!(
            "{}{}",
            self.hub,
            path::ENVELOPE.replace("{id}", &id.to_string())
        );
        let answer = self.client.put(url).multipart(form).send().await.unwrap();
        assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
    }
}

async fn setting() -> (TestHub, crate::support::Site, Stranger) {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub).await.office(B).await.start().await;
    let credentials = hub.register(C).await;
    let stranger = Stranger::new(&hub, &credentials);
    stranger.publish_card().await;
    (hub, site, stranger)
}

#[tokio::test]
async fn a_letter_of_another_program_is_opened() {
    let (_hub, site, stranger) = setting().await;
    let b = site.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    stranger.deposit(id, stranger.envelope(id).await).await;
    let letter = b.wait_received(id).await;
    assert!(letter.problem.is_none(), "{letter:?}");
    assert_eq!(letter.from.name.as_deref(), Some("見本事業所9970300031"));
    assert_eq!(b.open(id).await.status, 200);
    assert_eq!(b.received_file(id, 0).await.octets, b"\"1\"\r\n");
}

#[tokio::test]
async fn a_body_that_is_garbage_stays_in_the_list_with_its_problem() {
    let (_hub, site, stranger) = setting().await;
    let b = site.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    let mut envelope = stranger.envelope(id).await;
    envelope.body = vec![7; 3000];
    stranger.deposit(id, envelope).await;
    let letter = b.wait_received(id).await;
    assert!(letter.contents.is_some(), "the manifest is whole");
    let opened = b.open(id).await;
    let opened: wire::server_api::ReceivedLetter = opened.json();
    assert_eq!(opened.problem.unwrap().code, Code::CannotOpen);
    assert!(!opened.unread, "somebody has tried");
    assert_eq!(b.received_file(id, 0).await.code(), Code::CannotOpen);
    assert_eq!(
        b.inbox().await.letters[0].problem.as_ref().unwrap().code,
        Code::CannotOpen
    );
}

#[tokio::test]
async fn t43_a_letter_under_another_label_cannot_be_opened() {
    let (_hub, site, stranger) = setting().await;
    let b = site.sign_in("staff", B).await;
    let id = EnvelopeId::new();
    let mut envelope = stranger.envelope(id).await;
    envelope.label = envelope.label.replace("202511", "202512");
    stranger.deposit(id, envelope).await;
    let letter = b.wait_received(id).await;
    assert!(letter.contents.is_none());
    assert_eq!(letter.problem.unwrap().code, Code::CannotOpen);
    assert_eq!(b.inbox().await.letters.len(), 1);
    assert_eq!(
        b.open(id).await.status,
        200,
        "it stays in the list, and can be reported"
    );
}

#[tokio::test]
async fn t43_the_body_of_another_letter_cannot_be_opened() {
    let (_hub, site, stranger) = setting().await;
    let b = site.sign_in("staff", B).await;
    let (id, other) = (EnvelopeId::new(), EnvelopeId::new());
    let mut envelope = stranger.envelope(id).await;
    envelope.body = stranger.envelope(other).await.body;
    stranger.deposit(id, envelope).await;
    b.wait_received(id).await;
    b.open(id).await;
    assert_eq!(b.received_file(id, 0).await.code(), Code::CannotOpen);
}

#[tokio::test]
async fn a_bad_letter_does_not_stop_the_good_ones() {
    let (hub, site, stranger) = setting().await;
    let at_a = SiteBuilder::new(&hub).await.office(A).await.start().await;
    let (a, b) = (
        at_a.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let bad = EnvelopeId::new();
    let mut envelope = stranger.envelope(bad).await;
    envelope.manifest = vec![0; 2000];
    envelope.body = vec![0; 2000];
    stranger.deposit(bad, envelope).await;
    let good = EnvelopeId::new();
    let answer = a.put_letter(good, &LetterForm::plan()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    a.wait_sent(good, State::Arrived).await;
    let letter = b.wait_received(good).await;
    assert!(letter.problem.is_none() && letter.contents.is_some());
    assert_eq!(b.inbox().await.letters.len(), 2);
}
