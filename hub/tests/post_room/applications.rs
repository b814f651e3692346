//! 利用申請: from a stranger's request to an office that sends.

use crate::support::*;
use evidence::SigningKey;
use evidence::application::{self, Facts, With};
use hub::ca::{Ca, Issued};
use hub::operator::Approval;
use rcgen::{CertificateParams, KeyPair};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;
use wire::application::{ApplicationState, Received, Standing};
use wire::{Application, ApplicationId, Code, Signed};

/// What an office says of itself.
pub fn applicant(number: &str, with: With) -> Facts {
    Facts {
        id: ApplicationId::new(),
        number: number.parse().unwrap(),
        service_types: vec!["43".parse().unwrap(), "11".parse().unwrap()],
        name: "見本居宅介護支援事業所".to_owned(),
        telephone: "000-0000-0000".to_owned(),
        email: "office@example.com".to_owned(),
        with,
        time: now(),
    }
}

/// A key, and a request for a certificate of it.
pub fn request() -> (KeyPair, SigningKey, With) {
    let pair = KeyPair::generate().unwrap();
    let key = SigningKey::from_pkcs8(&pair.serialize_der()).unwrap();
    let request = CertificateParams::default()
        .serialize_request(&pair)
        .unwrap();
    (pair, key, With::Request(request.der().to_vec()))
}

fn url(hub: &TestHub, path: &str) -> String {
    format!("https://localhost:{}{path}", hub.public.port())
}

/// Somebody without a certificate.
fn stranger(hub: &TestHub) -> Client {
    hub.client(None)
}

async fn post(hub: &TestHub, signed: &Signed<Application>) -> Response {
    let request = stranger(hub)
        .post(url(hub, "/v1/applications"))
        .json(signed);
    request.send().await.unwrap()
}

pub async fn apply_with(hub: &TestHub, key: &SigningKey, facts: Facts) -> Response {
    post(hub, &application::make(key, facts).unwrap()).await
}

async fn received(response: Response) -> Received {
    assert_eq!(response.status(), StatusCode::CREATED);
    response.json().await.unwrap()
}

async fn ask(hub: &TestHub, received: &Received) -> Standing {
    let response = ask_with(hub, received, &received.token).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

async fn ask_with(hub: &TestHub, received: &Received, token: &str) -> Response {
    let path = format!("/v1/applications/{}", received.id);
    let request = stranger(hub).get(url(hub, &path)).bearer_auth(token);
    request.send().await.unwrap()
}

#[tokio::test]
async fn an_office_applies_is_approved_and_sends() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let (pair, key, with) = request();
    let received = received(apply_with(&hub, &key, applicant("9970400046", with)).await).await;
    let standing = ask(&hub, &received).await;
    assert_eq!(
        (standing.state, standing.certificate),
        (ApplicationState::Applied, None)
    );

    let mut operator = hub.operator().await;
    let waiting = operator
        .applications(Some(ApplicationState::Applied))
        .await
        .unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].id, received.id);
    let ca = hub.ca();
    let approval = || Approval {
        ca: Some(&ca),
        ..Approval::default()
    };
    operator.approve(received.id, approval()).await.unwrap();
    let again = operator.approve(received.id, approval()).await;
    assert!(matches!(again, Err(hub::Error::Input(_))), "{again:?}");

    let standing = ask(&hub, &received).await;
    assert_eq!(standing.state, ApplicationState::Approved);
    let issued = Issued {
        certificate: String::new(),
        der: standing.certificate.unwrap().0,
        key: Some(pair.serialize_pem()),
    };
    let office = hub.caller("9970400046-11".parse().unwrap(), &issued);
    assert_eq!(
        office.publish(&office.card(now())).await.status(),
        StatusCode::NO_CONTENT
    );
    let (_, receipt) = office.send(&manager.address, b"plan").await;
    assert_eq!(receipt.read().unwrap().from, office.address);
    let (renews, email) = operator.particulars(&office.address.number).await.unwrap();
    assert_eq!(
        (renews, email.as_deref()),
        (false, Some("office@example.com"))
    );
}

#[tokio::test]
async fn a_certificate_is_issued_where_the_cas_key_is_and_no_other_key_takes_its_place() {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let received = received(apply_with(&hub, &key, applicant("9970400046", with)).await).await;
    // The CA's folder is carried away: its certificate stays with the hub.
    let vault = tempfile::tempdir().unwrap();
    let number = "9970400046".parse().unwrap();
    for name in ["key.pem", "certificate.pem"] {
        std::fs::copy(hub.folder.ca().join(name), vault.path().join(name)).unwrap();
    }
    std::fs::remove_file(hub.folder.ca().join("key.pem")).unwrap();
    let ca = Ca::open(vault.path()).unwrap();

    let mut operator = hub.operator().await;
    let none = operator.approve(received.id, Approval::default()).await;
    assert!(matches!(none, Err(hub::Error::Input(_))), "{none:?}");
    let foreign = ca.issue_office(&number, 30).unwrap().der;
    let with = |der: Vec<u8>| Approval {
        certificate: Some(vec![der]),
        ..Approval::default()
    };
    let refused = operator.approve(received.id, with(foreign)).await;
    assert!(
        matches!(refused, Err(hub::Error::Certificate(_))),
        "{refused:?}"
    );

    let kept = operator.application(received.id).await.unwrap();
    let issued = ca
        .issue_for_request_der(&number, &kept.request.unwrap(), 30)
        .unwrap();
    operator
        .approve(received.id, with(issued.der))
        .await
        .unwrap();
    assert_eq!(ask(&hub, &received).await.state, ApplicationState::Approved);
}

#[tokio::test]
async fn an_office_applies_with_a_certificate_of_another_ca() {
    let place = tempfile::tempdir().unwrap();
    let claims = Ca::create(&place.path().join("ca"), "Claims CA").unwrap();
    let mut hub = TestHub::start().await;
    let file = hub.folder.path().join("claims.pem");
    std::fs::write(file, claims.certificate()).unwrap();
    let number = "9970400046".parse().unwrap();
    let issued = claims.issue_office(&number, 30).unwrap();
    let pkcs8 = pem_key(&issued);
    let key = SigningKey::from_pkcs8(&pkcs8).unwrap();
    let facts = || applicant("9970400046", With::Certificate(issued.der.clone()));
    // A CA that is not configured is none.
    assert_problem(
        apply_with(&hub, &key, facts()).await,
        Code::CertificateUnfit,
    )
    .await;

    hub.restart_with(|config| config.client_roots.push("claims.pem".into()))
        .await;
    let received = received(apply_with(&hub, &key, facts()).await).await;
    let mut operator = hub.operator().await;
    operator
        .approve(received.id, Approval::default())
        .await
        .unwrap();
    assert_eq!(
        ask(&hub, &received).await.certificate.unwrap().0,
        issued.der
    );
    let caller = hub.caller("9970400046-43".parse().unwrap(), &issued);
    assert_eq!(caller.get("/v1/inbox").await.status(), StatusCode::OK);
}

fn pem_key(issued: &Issued) -> Vec<u8> {
    use rustls_pki_types::PrivatePkcs8KeyDer;
    use rustls_pki_types::pem::PemObject as _;
    let key = issued.key.as_deref().unwrap();
    let key = PrivatePkcs8KeyDer::from_pem_slice(key.as_bytes()).unwrap();
    key.secret_pkcs8_der().to_vec()
}

#[tokio::test]
async fn a_returned_application_says_why_and_registers_nobody() {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let received = received(apply_with(&hub, &key, applicant("9970400046", with)).await).await;
    let mut operator = hub.operator().await;
    let reason = "事業所番号を確かめてください。";
    operator
        .return_application(received.id, reason)
        .await
        .unwrap();
    let standing = ask(&hub, &received).await;
    assert_eq!(standing.state, ApplicationState::Returned);
    assert_eq!(standing.reason.as_deref(), Some(reason));
    assert_eq!(operator.offices("").await.unwrap(), []);
    let ca = hub.ca();
    let late = Approval {
        ca: Some(&ca),
        ..Approval::default()
    };
    assert!(operator.approve(received.id, late).await.is_err());
    assert_eq!(operator.offices("").await.unwrap(), []);
}

#[tokio::test]
async fn a_number_that_is_registered_is_not_taken_over_by_an_application() {
    let hub = TestHub::start().await;
    let office = hub.office("9970400046-43").await;
    let (_, key, with) = request();
    let received = received(apply_with(&hub, &key, applicant("9970400046", with)).await).await;
    let (mut operator, ca) = (hub.operator().await, hub.ca());
    let approval = |existing| Approval {
        ca: Some(&ca),
        existing,
        ..Approval::default()
    };
    let refused = operator.approve(received.id, approval(false)).await;
    assert!(matches!(refused, Err(hub::Error::Input(_))), "{refused:?}");
    let count = operator
        .certificates(Some(&office.address.number))
        .await
        .unwrap()
        .len();
    assert_eq!(count, 1);
    operator.approve(received.id, approval(true)).await.unwrap();
    assert_eq!(office.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn without_its_token_an_application_is_not_there() {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let signed = application::make(&key, applicant("9970400046", with)).unwrap();
    let first = received(post(&hub, &signed).await).await;
    let path = format!("/v1/applications/{}", first.id);
    let bare = stranger(&hub).get(url(&hub, &path)).send().await.unwrap();
    assert_problem(bare, Code::NotFound).await;
    for token in [
        "",
        "0",
        &"0".repeat(64),
        &first.token[1..],
        &first.token.to_uppercase(),
    ] {
        assert_problem(ask_with(&hub, &first, token).await, Code::NotFound).await;
    }
    let (_, key, with) = request();
    let other = received(apply_with(&hub, &key, applicant("9970500057", with)).await).await;
    assert_problem(ask_with(&hub, &first, &other.token).await, Code::NotFound).await;
    // A retry after a lost answer is the same application, and the newest token counts.
    let again = post(&hub, &signed).await;
    assert_eq!(again.status(), StatusCode::OK);
    let again: Received = again.json().await.unwrap();
    assert_eq!(again.id, first.id);
    assert_problem(ask_with(&hub, &first, &first.token).await, Code::NotFound).await;
    assert_eq!(ask(&hub, &again).await.state, ApplicationState::Applied);
    assert_eq!(
        hub.operator().await.applications(None).await.unwrap().len(),
        2
    );
}

#[tokio::test]
async fn an_application_that_is_wrong_in_one_thing_is_refused() {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let good = || applicant("9970400046", with.clone());
    let changes: [fn(&mut Facts); 13] = [
        |it| it.service_types.clear(),
        |it| it.service_types = vec!["43".parse().unwrap(); 2],
        |it| it.name.clear(),
        |it| it.name = " 見本".to_owned(),
        |it| it.name = "見本\u{202e}所".to_owned(),
        |it| it.name = "見".repeat(101),
        |it| it.telephone = "000".to_owned(),
        |it| it.telephone = "000-0000-0000; drop table".to_owned(),
        |it| it.email = "office".to_owned(),
        |it| it.email = "office@example.com\r\nbcc: x@example.com".to_owned(),
        |it| it.email = format!("{}@example.com", "a".repeat(65)),
        |it| it.time = it.time.plus_seconds(2 * 24 * 60 * 60),
        |it| it.time = it.time.plus_seconds(-2 * 24 * 60 * 60),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut facts = good();
        change(&mut facts);
        let problem = assert_problem(
            apply_with(&hub, &key, facts).await,
            Code::ApplicationInvalid,
        )
        .await;
        assert!(problem.detail.is_some(), "{place}");
    }
    let mut altered = application::make(&key, good()).unwrap();
    altered.text = altered.text.replace("9970400046", "9970500057");
    assert_problem(post(&hub, &altered).await, Code::ApplicationInvalid).await;
    assert_eq!(hub.operator().await.applications(None).await.unwrap(), []);
}

#[tokio::test]
async fn a_name_as_offices_have_them_is_taken() {
    let hub = TestHub::start().await;
    for name in ["はじめのいっぽ（見本）", "㈱ケアⅡ　①号館", "Ｃａｒｅ・２"]
    {
        let (_, key, with) = request();
        let mut facts = applicant("9970400046", with);
        name.clone_into(&mut facts.name);
        received(apply_with(&hub, &key, facts).await).await;
    }
}

#[tokio::test]
async fn a_request_with_a_weak_key_or_a_wrong_signature_is_refused() {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let With::Request(mut request) = with else {
        unreachable!()
    };
    let last = request.len() - 1;
    request[last] ^= 1;
    // Its own signature is wrong, though ours over the application is right.
    let facts = applicant("9970400046", With::Request(request));
    assert_problem(
        apply_with(&hub, &key, facts).await,
        Code::ApplicationInvalid,
    )
    .await;
}

#[tokio::test]
async fn the_public_port_has_nothing_else_on_it_and_hears_each_address_thirty_times_a_minute() {
    let hub = TestHub::start().await;
    let office = hub.office("9970400046-43").await;
    // With an office's certificate or without: letters are not behind this door.
    for client in [stranger(&hub), office.client.clone()] {
        for path in [
            "/v1/inbox",
            "/v1/offices",
            "/v1/openapi.json",
            "/metrics",
            "/",
        ] {
            let response = client.get(url(&hub, path)).send().await.unwrap();
            assert_problem(response, Code::NotFound).await;
        }
    }
    let large = "a".repeat(40 * 1024);
    let response = stranger(&hub)
        .post(url(&hub, "/v1/applications"))
        .header("content-type", "application/json")
        .body(format!("{{\"text\":\"{large}\"}}"));
    assert_problem(response.send().await.unwrap(), Code::TooLarge).await;
    let mut codes = Vec::new();
    for _ in 0..25 {
        let response = stranger(&hub).get(url(&hub, "/")).send().await.unwrap();
        codes.push(response.status());
    }
    assert_eq!(codes.first(), Some(&StatusCode::NOT_FOUND));
    assert_eq!(codes.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    // The offices' own door is another one.
    assert_eq!(office.get("/v1/inbox").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_public_route_answers_garbage_with_a_problem() {
    let hub = TestHub::start().await;
    let document: Value = serde_json::to_value(hub::public::routes().to_openapi()).unwrap();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            for id in [
                "x",
                "0",
                "' or 1=1 --",
                "018f0000-0000-7000-8000-000000000000",
            ] {
                let path = path.replace("{id}", &id.replace([' ', '\''], "%27"));
                let request = stranger(&hub).request(method.clone(), url(&hub, &path));
                let response = request.body("{\"text\":1}").send().await.unwrap();
                assert!(response.status().is_client_error(), "{method} {path}");
                assert_eq!(
                    response.headers()["content-type"],
                    "application/problem+json"
                );
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 8);
}

#[tokio::test]
async fn an_application_leaves_nothing_about_the_office_in_the_refusals() {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let mut facts = applicant("9970400046", with);
    facts.email = "canary-of-an-office".to_owned();
    assert_problem(
        apply_with(&hub, &key, facts).await,
        Code::ApplicationInvalid,
    )
    .await;
    let rows = hub.operator().await.refusals(10).await.unwrap();
    assert!(!format!("{rows:?}").contains("canary"), "{rows:?}");
}

#[tokio::test]
async fn t10_an_application_whose_answer_was_lost_is_the_same_one_and_another_under_its_id_is_refused()
 {
    let hub = TestHub::start().await;
    let (_, key, with) = request();
    let facts = applicant("9970400046", with);
    let signed = application::make(&key, facts.clone()).unwrap();
    let first = received(post(&hub, &signed).await).await;
    assert_eq!(first.id, facts.id);
    let mut other = facts.clone();
    other.telephone = "000-0000-0001".to_owned();
    let other = application::make(&key, other).unwrap();
    assert_problem(post(&hub, &other).await, Code::IdInUse).await;
    // However late the retry comes, and after the decision too.
    hub.advance(3 * 24 * 60 * 60);
    let mut operator = hub.operator().await;
    operator
        .return_application(first.id, "番号を確かめてください。")
        .await
        .unwrap();
    for _ in 0..3 {
        let again = post(&hub, &signed).await;
        assert_eq!(again.status(), StatusCode::OK);
        let again: Received = again.json().await.unwrap();
        assert_eq!(ask(&hub, &again).await.state, ApplicationState::Returned);
    }
    assert_eq!(operator.applications(None).await.unwrap().len(), 1);
    // A new one with the same words has another id, and its own time.
    let mut late = facts;
    late.id = ApplicationId::new();
    let late = application::make(&key, late).unwrap();
    assert_problem(post(&hub, &late).await, Code::ApplicationInvalid).await;
}

#[tokio::test]
async fn decided_applications_are_deleted_after_their_time_and_the_journal_says_so() {
    let hub = TestHub::start_with(|config| {
        config.sweep_seconds = 1;
        config.application_days = 30;
    })
    .await;
    let apply = async |number| {
        let (_, key, with) = request();
        let signed = application::make(&key, applicant(number, with)).unwrap();
        let received = received(post(&hub, &signed).await).await;
        (received, evidence::digest(signed.text.as_bytes()))
    };
    let (decided, text) = apply("9970400046").await;
    let (waiting, _) = apply("9970500057").await;
    let mut operator = hub.operator().await;
    operator
        .return_application(decided.id, "番号を確かめてください。")
        .await
        .unwrap();
    hub.advance(29 * 24 * 60 * 60);
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    assert_eq!(ask(&hub, &decided).await.state, ApplicationState::Returned);
    hub.advance(2 * 24 * 60 * 60);
    let mut gone = false;
    for _ in 0..100 {
        gone = ask_with(&hub, &decided, &decided.token).await.status() == StatusCode::NOT_FOUND;
        if gone {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(3000)).await;
    }
    assert!(gone, "it is deleted");
    // What nobody has decided waits on.
    let left = operator.applications(None).await.unwrap();
    assert_eq!(
        left.iter().map(|one| one.id).collect::<Vec<_>>(),
        [waiting.id]
    );
    let store = hub.store().await;
    let mut connection = store.read().await.unwrap();
    let entries = hub::store::journal::placed(&mut connection, 0, 100)
        .await
        .unwrap();
    let entered = entries.iter().filter_map(|one| one.entry.as_deref());
    let of_deletion =
        |entry: &&str| entry.contains("\"what\":\"deletion\"") && entry.contains(&text.to_string());
    assert_eq!(entered.filter(of_deletion).count(), 1);
}
