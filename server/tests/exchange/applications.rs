//! 利用申請 by the office's own screen: asked at a real hub, decided by its operator, and the office begins without a restart.

use crate::news::Stream;
use crate::support::{
    A, Answer, B, Browser, C, LetterForm, Site, SiteBuilder, TestHub, number, wait_for,
};
use hub::operator::Approval;
use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wire::application::ApplicationState;
use wire::server_api::participation::{Participation, field};
use wire::server_api::path;
use wire::{Code, EnvelopeId, FieldProblem, Problem, State, Time};

/// A hub, and a server on which B takes part and A does not yet.
async fn newcomer() -> (TestHub, Site) {
    let hub = TestHub::start().await;
    let site = builder(&hub).await.start().await;
    (hub, site)
}

async fn builder(hub: &TestHub) -> SiteBuilder<'_> {
    builder_at(hub, &hub.public_url()).await
}

async fn builder_at<'a>(hub: &'a TestHub, hub_public: &str) -> SiteBuilder<'a> {
    let public = hub_public.to_owned();
    let names = [("43", "居宅介護支援"), ("46", "介護予防支援")];
    SiteBuilder::new(hub)
        .await
        .with(|config| {
            config.hub_public = Some(public);
            config.poll = Duration::from_millis(500);
            config.services = names
                .map(|(code, name)| (code.parse().unwrap(), name.to_owned()))
                .to_vec();
        })
        .office(B)
        .await
        .newcomer(A)
        .await
}

fn form() -> Form {
    Form::new()
        .text(field::SERVICE_TYPES, "43")
        .text(field::TELEPHONE, "03-0000-0000")
        .text(field::EMAIL, "office@example.com")
}

fn made() -> Form {
    form().text(field::WITH, field::MADE)
}

fn with_file(file: Vec<u8>, password: &str) -> Form {
    form()
        .text(field::WITH, field::FILE)
        .part(
            field::CERTIFICATE,
            Part::bytes(file).file_name("office.p12"),
        )
        .text(field::PASSWORD, password.to_owned())
}

fn place(office: &str) -> String {
    path::APPLICATION.replace("{number}", number(office).as_str())
}

async fn apply(browser: &Browser, form: Form) -> Answer {
    let request = browser
        .request(Method::POST, &place(A))
        .header(ORIGIN, browser.url());
    browser.send(request.multipart(form)).await
}

async fn told(browser: &Browser) -> Participation {
    let answer = browser.get(&place(A)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// What is wrong with the fields, and nothing was sent to the hub.
async fn wrong(hub: &TestHub, browser: &Browser, form: Form) -> Vec<FieldProblem> {
    let answer = apply(browser, form).await;
    assert_eq!(answer.code(), Code::ApplicationInvalid);
    let all = hub.operator().await.applications(None).await.unwrap();
    assert_eq!(all.len(), 0, "{all:?}");
    answer.json::<Problem>().fields.unwrap()
}

async fn approve(hub: &TestHub) {
    let mut operator = hub.operator().await;
    let waiting = operator
        .applications(Some(ApplicationState::Applied))
        .await
        .unwrap();
    assert_eq!(waiting.len(), 1);
    let ca = hub.ca();
    let approval = Approval {
        ca: Some(&ca),
        ..Approval::default()
    };
    operator.approve(waiting[0].id, approval).await.unwrap();
}

/// A sends to B, and B to A, on a server that was never started again.
async fn exchanges(site: &Site) {
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    for (one, other, letter) in [
        (&a, &b, LetterForm::plan()),
        (&b, &a, LetterForm::plan().from(B).to(A)),
    ] {
        let id = EnvelopeId::new();
        wait_for("acceptance", || async {
            let answer = one.put_letter(id, &letter).await;
            (answer.status == 201).then_some(())
        })
        .await;
        one.wait_sent(id, State::Arrived).await;
        other.wait_received(id).await;
        assert_eq!(other.open(id).await.status, 200);
    }
}

#[tokio::test]
async fn an_office_applies_is_approved_and_exchanges_without_a_restart() {
    let (hub, site) = newcomer().await;
    let (admin, staff) = (
        site.sign_in("admin", A).await,
        site.sign_in("staff", A).await,
    );
    let before = told(&admin).await;
    assert!(before.licence.is_none() && before.application.is_none());
    let services = before.form.unwrap().services;
    let chosen: Vec<_> = services
        .iter()
        .map(|it| (it.code.as_str(), it.chosen))
        .collect();
    assert_eq!(chosen, [("43", true), ("46", false)]);
    assert!(told(&staff).await.form.is_none(), "no administrator");
    let mut news = Stream::open(&admin).await;
    let first = news.until(|news| news.warning.is_some()).await;
    assert!(
        first
            .warning
            .unwrap()
            .text
            .starts_with("まだ利用申請をしていません")
    );
    assert!(
        first.hub_reachable,
        "an office that has not joined misses nothing"
    );

    let answer = apply(&admin, made().text(field::SERVICE_TYPES, "46")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let waiting: Participation = answer.json();
    assert_eq!(
        waiting.application.unwrap().state,
        ApplicationState::Applied
    );
    assert!(waiting.form.is_none());
    let at_hub = hub.operator().await.applications(None).await.unwrap();
    assert_eq!(at_hub[0].email, "office@example.com");
    assert!(at_hub[0].request.is_some(), "the key stays on the server");

    approve(&hub).await;
    exchanges(&site).await;
    let now = wait_for("the licence", || async {
        Some(told(&staff).await).filter(|told| told.licence.is_some())
    })
    .await;
    assert_eq!(now.application.unwrap().state, ApplicationState::Approved);
    let licence = now.licence.unwrap();
    assert!(licence.sentences[0].text.starts_with("利用中です"));
    assert!(
        licence
            .sentences
            .iter()
            .any(|it| it.text.contains("21,000円"))
    );
    assert!(told(&admin).await.form.is_none(), "it takes part");
    assert_eq!(apply(&admin, made()).await.code(), Code::ApplicationWaiting);
    // The service type that was chosen is one of the office's now.
    let session: wire::server_api::Session = admin.get(path::SESSION).await.json();
    assert_eq!(session.offices[0].service_types.len(), 2);
}

#[tokio::test]
async fn a_returned_application_shows_the_reason_and_is_made_again() {
    let (hub, site) = newcomer().await;
    let admin = site.sign_in("admin", A).await;
    assert_eq!(apply(&admin, made()).await.status, 201);
    let mut operator = hub.operator().await;
    let first = operator.applications(None).await.unwrap()[0].id;
    let reason = "事業所番号を確かめてください。";
    operator.return_application(first, reason).await.unwrap();

    let returned = told(&admin).await;
    let application = returned.application.unwrap();
    assert_eq!(application.state, ApplicationState::Returned);
    assert_eq!(application.reason.as_deref(), Some(reason));
    let form = returned.form.unwrap();
    assert_eq!(
        (form.telephone.as_str(), form.email.as_str()),
        ("03-0000-0000", "office@example.com"),
        "what was said need not be typed again"
    );
    assert_eq!(apply(&admin, made()).await.status, 201);
    approve(&hub).await;
    exchanges(&site).await;
}

#[tokio::test]
async fn two_clicks_are_one_application() {
    let (hub, site) = newcomer().await;
    let admin = site.sign_in("admin", A).await;
    let (one, two) = tokio::join!(apply(&admin, made()), apply(&admin, made()));
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [201, 409]);
    assert_eq!(apply(&admin, made()).await.code(), Code::ApplicationWaiting);
    let all = hub.operator().await.applications(None).await.unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn while_the_hub_is_away_nothing_is_applied_for_and_it_is_said() {
    let (mut hub, site) = newcomer().await;
    let admin = site.sign_in("admin", A).await;
    hub.stop().await;
    let answer = apply(&admin, made()).await;
    assert_eq!(answer.code(), Code::HubUnreachable);
    let problem: Problem = answer.json();
    assert!(
        problem.title.contains("申請できませんでした"),
        "{}",
        problem.title
    );
    let still = told(&admin).await;
    assert!(still.application.is_none() && still.form.is_some());
    hub.restart().await;
    assert_eq!(apply(&admin, made()).await.status, 201);
    // Away again while the application waits: the page is there, and says what is known.
    hub.stop().await;
    let waiting = told(&admin).await.application.unwrap();
    assert_eq!(waiting.state, ApplicationState::Applied);
    hub.restart().await;
    approve(&hub).await;
    exchanges(&site).await;
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_each_field_and_only_an_administrator_applies() {
    let (hub, site) = newcomer().await;
    let (admin, staff) = (
        site.sign_in("admin", A).await,
        site.sign_in("staff", A).await,
    );
    assert_eq!(
        apply(&staff, made()).await.status,
        StatusCode::FORBIDDEN.as_u16()
    );
    let fields = |wrong: Vec<FieldProblem>| -> Vec<String> {
        wrong.into_iter().map(|it| it.field).collect()
    };
    let empty = wrong(&hub, &admin, Form::new().text(field::TELEPHONE, "")).await;
    assert!(
        empty
            .iter()
            .all(|it| !it.text.is_empty() && !it.text_en.is_empty())
    );
    assert_eq!(
        fields(empty),
        [
            field::TELEPHONE,
            field::EMAIL,
            field::SERVICE_TYPES,
            field::WITH
        ]
    );
    let unknown = made().text(field::SERVICE_TYPES, "ZZ");
    assert_eq!(
        fields(wrong(&hub, &admin, unknown).await),
        [field::SERVICE_TYPES]
    );
    let full_width = Form::new()
        .text(field::SERVICE_TYPES, "43")
        .text(field::TELEPHONE, "０３-００００-００００")
        .text(field::EMAIL, "office@example.com")
        .text(field::WITH, field::MADE);
    assert_eq!(
        fields(wrong(&hub, &admin, full_width).await),
        [field::TELEPHONE]
    );
}

/// A PKCS#12 file of a certificate and its key.
fn pkcs12(certificate: &str, key: &str, password: &str) -> Vec<u8> {
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
    let chain = PrivateKeyChain::new(
        "1",
        PrivateKey::from_der(key.secret_der()).unwrap(),
        [Certificate::from_der(&certificate).unwrap()],
    );
    let mut store = KeyStore::new();
    store.add_entry("office", KeyStoreEntry::PrivateKeyChain(chain));
    store.writer(password).write().unwrap()
}

fn issued(hub: &TestHub, office: &str, password: &str) -> Vec<u8> {
    let issued = hub.ca().issue_office(&number(office), 30).unwrap();
    pkcs12(&issued.certificate, &issued.key.unwrap(), password)
}

#[tokio::test]
async fn a_certificate_that_is_brought_is_used_once_the_operator_has_approved() {
    let (hub, site) = newcomer().await;
    let admin = site.sign_in("admin", A).await;
    let file = issued(&hub, A, "ひみつ");
    let answer = apply(&admin, with_file(file, "ひみつ")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let at_hub = hub.operator().await.applications(None).await.unwrap();
    assert!(at_hub[0].certificate.is_some() && at_hub[0].request.is_none());
    let mut operator = hub.operator().await;
    operator
        .approve(at_hub[0].id, Approval::default())
        .await
        .unwrap();
    exchanges(&site).await;
}

#[tokio::test]
async fn a_certificate_that_cannot_be_used_is_refused_with_its_own_sentence() {
    let (hub, site) = newcomer().await;
    let admin = site.sign_in("admin", A).await;
    let good = issued(&hub, A, "ひみつ");
    let other = issued(&hub, C, "ひみつ");
    let foreign = tempfile::TempDir::new().unwrap();
    let foreign = hub::ca::Ca::create(&foreign.path().join("ca"), "Another CA").unwrap();
    let expired = expired();
    let cases = [
        (
            with_file(good.clone(), "違う"),
            field::PASSWORD,
            "パスワードを確かめて",
        ),
        (with_file(good, ""), field::PASSWORD, "パスワードを入力"),
        (
            with_file(Vec::new(), "x"),
            field::CERTIFICATE,
            "選んでください",
        ),
        (
            with_file(b"PK\x03\x04".to_vec(), "x"),
            field::CERTIFICATE,
            "証明書のファイルではありません",
        ),
        (
            with_file(vec![0x30; 70_000], "x"),
            field::CERTIFICATE,
            "大きすぎる",
        ),
        (
            with_file(vec![0x30; 1_100_000], "x"),
            field::CERTIFICATE,
            "大きすぎる",
        ),
        (with_file(other, "ひみつ"), field::CERTIFICATE, "別の事業所"),
        (
            with_file(expired, "ひみつ"),
            field::CERTIFICATE,
            "有効期限が切れて",
        ),
    ];
    for (form, name, sentence) in cases {
        let wrong = wrong(&hub, &admin, form).await;
        let [only] = wrong.as_slice() else {
            panic!("{wrong:?}");
        };
        assert_eq!(only.field, name);
        assert!(only.text.contains(sentence), "{}", only.text);
    }
    // What only the hub can tell: a CA that it does not believe.
    let stranger = foreign.issue_office(&number(A), 30).unwrap();
    let stranger = pkcs12(&stranger.certificate, &stranger.key.unwrap(), "x");
    let wrong = wrong(&hub, &admin, with_file(stranger, "x")).await;
    assert!(wrong[0].text.contains("認めませんでした"), "{wrong:?}");
}

/// A certificate of A that has run out.
fn expired() -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, number(A).as_str());
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    pkcs12(&certificate.pem(), &key.serialize_pem(), "ひみつ")
}

#[tokio::test]
async fn a_licence_that_ends_soon_or_has_ended_is_said_on_every_page() {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub)
        .await
        .watchful()
        .office(A)
        .await
        .start()
        .await;
    let staff = site.sign_in("staff", A).await;
    let mut news = Stream::open(&staff).await;
    let now: Time = std::time::SystemTime::now().into();
    let mut operator = hub.operator().await;
    let until = now.plus_seconds(12 * 24 * 60 * 60 - 60);
    operator
        .set_licence(&number(A), Time(0), until)
        .await
        .unwrap();
    let soon = news
        .until(|news| {
            news.warning
                .as_ref()
                .is_some_and(|it| it.text.contains("あと12日"))
        })
        .await;
    assert!(
        soon.warning
            .unwrap()
            .text
            .contains("自動では更新されません")
    );
    operator.suspend(&number(A)).await.unwrap();
    let suspended = news
        .until(|news| {
            news.warning
                .as_ref()
                .is_some_and(|it| it.text.contains("利用を停止"))
        })
        .await;
    assert!(suspended.warning.unwrap().text_en.contains("suspended"));
    let told = told(&staff).await;
    assert!(
        told.licence.unwrap().sentences[0]
            .text
            .contains("利用を停止")
    );
}

#[tokio::test]
async fn without_an_address_to_apply_at_it_is_said_who_can_help() {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub).await.newcomer(A).await.start().await;
    let admin = site.sign_in("admin", A).await;
    let told = told(&admin).await;
    assert!(told.form.is_none());
    assert!(told.hindrance.unwrap().text.contains("hub_public"));
    assert_eq!(apply(&admin, made()).await.code(), Code::Unavailable);
}

#[tokio::test]
async fn t10_an_application_whose_answer_was_lost_is_sent_again_and_is_one_at_the_hub() {
    let hub = TestHub::start().await;
    let gap = Gap::before(&hub.public_url()).await;
    let site = builder_at(&hub, &gap.url()).await.start().await;
    let admin = site.sign_in("admin", A).await;
    gap.swallow_answers(true);
    let lost = apply(&admin, made()).await;
    assert_eq!(lost.code(), Code::HubUnreachable);
    let at_hub = async || hub.operator().await.applications(None).await.unwrap();
    wait_for("the application at the hub", || async {
        (at_hub().await.len() == 1).then_some(())
    })
    .await;
    assert!(
        told(&admin).await.application.is_none(),
        "nobody knows of it here"
    );
    gap.swallow_answers(false);
    assert_eq!(apply(&admin, made()).await.status, 201);
    let all = at_hub().await;
    assert_eq!(all.len(), 1, "it is the same one");
    // The token of the second answer asks for it, and it goes its way.
    approve(&hub).await;
    exchanges(&site).await;
}

/// A line to the hub's public port that can lose what comes back.
struct Gap {
    port: u16,
    swallow: Arc<AtomicBool>,
}

impl Gap {
    async fn before(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let behind = url.rsplit(':').next().unwrap().to_owned();
        let swallow = Arc::new(AtomicBool::new(false));
        let losing = Arc::clone(&swallow);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let far = TcpStream::connect(format!("127.0.0.1:{behind}"))
                    .await
                    .unwrap();
                tokio::spawn(pass_on(near, far, Arc::clone(&losing)));
            }
        });
        Self { port, swallow }
    }

    fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    fn swallow_answers(&self, swallow: bool) {
        self.swallow.store(swallow, Ordering::SeqCst);
    }
}

/// Octets in both directions. When answers are lost, the line breaks at the first octets after the handshake's flight.
async fn pass_on(near: TcpStream, far: TcpStream, losing: Arc<AtomicBool>) {
    let (mut near_in, mut near_out) = near.into_split();
    let (mut far_in, mut far_out) = far.into_split();
    let up = async {
        // ClientHello, then what ends the handshake together with the request.
        let _ = tokio::io::copy(&mut near_in, &mut far_out).await;
    };
    let down = async {
        let mut octets = [0; 16 * 1024];
        let mut sent = 0;
        while let Ok(read @ 1..) = far_in.read(&mut octets).await {
            // The hub's half of the handshake is below this; then tickets and the answer follow.
            if losing.load(Ordering::SeqCst) && sent > 0 {
                // Until the hub has closed: so it has answered.
                while matches!(far_in.read(&mut octets).await, Ok(1..)) {}
                return;
            }
            near_out.write_all(&octets[..read]).await.unwrap();
            sent += read;
        }
    };
    tokio::select! {
        () = up => {}
        () = down => {}
    }
}
