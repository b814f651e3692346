//! Signing in and out; how sessions end.

use crate::support::{A, B, Browser, LetterForm, Site, SiteBuilder, TestHub, two_offices};
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::json;
use std::time::Duration;
use wire::server_api::{Start, path};
use wire::{Code, EnvelopeId};

/// One office; the hub may be away.
async fn site(idle: Duration, limit: Duration) -> (TestHub, Site) {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub)
        .await
        .with(|config| (config.session_idle, config.session_limit) = (idle, limit))
        .office(A)
        .await
        .start()
        .await;
    (hub, site)
}

const LONG: Duration = Duration::from_secs(600);

async fn signed_in(browser: &Browser) -> bool {
    browser.get(path::SESSION).await.status == 200
}

#[tokio::test]
async fn t32_an_unknown_user_and_a_wrong_password_are_answered_alike() {
    let (_hub, site) = site(LONG, LONG).await;
    let unknown = site.stranger().sign_in("nobody", "wrong password").await;
    let wrong = site
        .stranger()
        .sign_in("staff-9970100018", "wrong password")
        .await;
    assert_eq!(unknown.code(), Code::LoginFailed);
    assert_eq!(unknown.octets, wrong.octets);
    assert_eq!(unknown.status, wrong.status);
}

#[tokio::test]
async fn t33_after_five_failures_one_has_to_wait() {
    let (_hub, site) = site(LONG, LONG).await;
    for _ in 0..5 {
        let answer = site
            .stranger()
            .sign_in("staff-9970100018", "wrong password")
            .await;
        assert_eq!(answer.code(), Code::LoginFailed);
    }
    let right = site
        .stranger()
        .sign_in("staff-9970100018", "correct horse battery")
        .await;
    assert_eq!(
        right.code(),
        Code::TooManyAttempts,
        "even with the right password"
    );
    assert!(
        signed_in(&site.sign_in("admin", A).await).await,
        "others are not locked out"
    );
}

#[tokio::test]
async fn t17_the_id_changes_at_the_sign_in_and_dies_at_the_sign_out() {
    let (_hub, site) = site(LONG, LONG).await;
    let browser = site.sign_in("staff", A).await;
    let first = browser.cookie().unwrap();
    browser
        .sign_in("staff-9970100018", "correct horse battery")
        .await;
    let second = browser.cookie().unwrap();
    assert_ne!(first, second);

    let copy = site.stranger();
    copy.set_cookie(Some(first));
    assert!(!signed_in(&copy).await, "the old id is worth nothing");
    copy.set_cookie(Some(second));
    assert!(signed_in(&copy).await);
    assert_eq!(
        browser.write(Method::DELETE, path::SESSION).await.status,
        204
    );
    assert!(
        !signed_in(&copy).await,
        "signed out is signed out everywhere"
    );
}

#[tokio::test]
async fn t16_an_idle_session_ends_and_the_event_stream_does_not_keep_it_alive() {
    let (_hub, site) = site(Duration::from_secs(2), LONG).await;
    let browser = site.sign_in("staff", A).await;
    let stream = browser
        .request(Method::GET, path::EVENTS)
        .send()
        .await
        .unwrap();
    assert_eq!(stream.status(), 200);
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(800)).await;
        assert!(signed_in(&browser).await, "who works stays signed in");
    }
    // Now only the stream is open.
    let ended = tokio::time::timeout(Duration::from_secs(8), stream.bytes()).await;
    assert!(ended.is_ok(), "the stream ends with the session");
    assert!(!signed_in(&browser).await);
}

#[tokio::test]
async fn a_session_has_an_end_however_busy_it_is() {
    let (_hub, site) = site(LONG, Duration::from_secs(1)).await;
    let browser = site.sign_in("staff", A).await;
    assert!(signed_in(&browser).await);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert!(!signed_in(&browser).await);
}

#[tokio::test]
async fn the_cookie_is_for_this_site_alone() {
    let (_hub, site) = site(LONG, LONG).await;
    let browser = site.stranger();
    let answer = browser
        .sign_in("staff-9970100018", "correct horse battery")
        .await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(
        !cookie.contains("Domain") && !cookie.contains("Max-Age"),
        "{cookie}"
    );
}

#[tokio::test]
async fn behind_a_proxy_the_cookie_has_the_host_prefix() {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub)
        .await
        .with(|config| config.behind_proxy = true)
        .office(A)
        .await
        .start()
        .await;
    let browser = site.stranger();
    let request = browser
        .request(Method::POST, path::SESSION)
        .json(&json!({"user": "staff-9970100018", "password": "correct horse battery"}));
    let answer = browser.send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("__Host-careplan=") && cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn t18_a_write_from_another_site_is_refused() {
    let (_hub, site) = site(LONG, LONG).await;
    let browser = site.sign_in("staff", A).await;
    let foreign = browser
        .request(Method::DELETE, path::SESSION)
        .header(ORIGIN, "https://evil.example");
    assert_eq!(browser.send(foreign).await.code(), Code::WrongOrigin);
    let foreign = browser
        .request(Method::DELETE, path::SESSION)
        .header("sec-fetch-site", "cross-site");
    assert_eq!(browser.send(foreign).await.code(), Code::WrongOrigin);
    assert!(signed_in(&browser).await);
}

#[tokio::test]
async fn a_sign_in_that_is_no_json_is_a_problem() {
    let (_hub, site) = site(LONG, LONG).await;
    let browser = site.stranger();
    for body in [
        "",
        "{",
        "{\"user\":\"a\"}",
        "{\"user\":\"a\",\"password\":\"b\",\"more\":1}",
    ] {
        let request = browser
            .request(Method::POST, path::SESSION)
            .header("content-type", "application/json")
            .body(body);
        assert_eq!(browser.send(request).await.code(), Code::Invalid, "{body}");
    }
}

#[tokio::test]
async fn the_first_answer_says_nothing_of_anybody_until_somebody_has_signed_in() {
    let (_hub, site) = two_offices().await;
    let asked = format!("{}?inbox=50", path::START);
    let start: Start = site.stranger().get(&asked).await.json();
    assert_eq!((start.session, start.inbox), (None, None));

    let b = site.sign_in("staff", B).await;
    let start: Start = b.get(path::START).await.json();
    assert_eq!(start.session, Some(b.get(path::SESSION).await.json()));
    assert_eq!(start.inbox, None, "nobody has asked for it");
    let a = site.sign_in("staff", A).await;
    let (one, two) = (EnvelopeId::new(), EnvelopeId::new());
    for id in [one, two] {
        assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
        b.wait_received(id).await;
    }
    let start: Start = b.get(&asked).await.json();
    assert_eq!(start.inbox, Some(b.inbox().await));
    let start: Start = b.get(&format!("{}?inbox=1", path::START)).await.json();
    let inbox = start.inbox.expect("letters");
    assert_eq!((inbox.letters.len(), inbox.more), (1, true));
    let none: Start = a.get(&asked).await.json();
    assert_eq!(
        none.inbox.map(|it| it.letters.len()),
        Some(0),
        "each sees its own"
    );
    assert_eq!(b.get("/api/start?inbox=x").await.code(), Code::Invalid);
}
