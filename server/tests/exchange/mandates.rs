//! 代行 and お知らせ at the office's server.

use crate::news::Stream;
use crate::support::{
    A, Answer, B, Browser, C, LetterForm, SiteBuilder, TestHub, number, wait_for,
};
use reqwest::Method;
use serde_json::{Value, json};
use wire::hub_api::{Announcement, AnnouncementKind, Announcements};
use wire::server_api::{Mandates, path};
use wire::{EnvelopeId, MandateId, OfficeCard, Scope, State, Time};

fn now() -> Time {
    std::time::SystemTime::now().into()
}

fn mandate(id: MandateId, scope: &[Scope]) -> Value {
    json!({
        "id": id, "agent": number(C), "scope": scope,
        "from": now().plus_seconds(-60), "until": now().plus_seconds(3600),
    })
}

async fn give(browser: &Browser, office: &str, body: &Value) -> Answer {
    let path = path::MANDATES.replace("{number}", number(office).as_str());
    browser.post_json(&path, body).await
}

/// The newest card of an office at the hub.
async fn card(hub: &TestHub, office: &str) -> OfficeCard {
    let store = crate::journal::hub_store(hub).await;
    let text: String = sqlx::query_scalar(
        "select text from cards where number = $1 order by version desc limit 1",
    )
    .bind(number(office).as_str())
    .fetch_one(&store)
    .await
    .unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_mandate_brings_the_agents_key_onto_the_card_until_it_is_revoked() {
    let hub = TestHub::start().await;
    let builder = SiteBuilder::new(&hub).await.office(A).await;
    let site = builder.office(B).await.office(C).await.start().await;
    wait_for("the cards", || async {
        let offices = hub.operator().await.offices("").await.unwrap();
        offices.iter().all(|office| office.ready).then_some(())
    })
    .await;
    let (admin, staff) = (
        site.sign_in("admin", B).await,
        site.sign_in("staff", B).await,
    );
    let (own, agents) = (card(&hub, B).await, card(&hub, C).await);
    assert_eq!((own.sealing_keys.len(), own.mandates.len()), (1, 0));
    let id = MandateId::new();
    let body = mandate(id, &[Scope::Receive]);
    assert_eq!(give(&staff, B, &body).await.status, 403, "no administrator");
    let given = give(&admin, B, &body).await;
    assert_eq!(given.status, 201, "{}", given.text());
    let listed: Mandates = given.json();
    assert_eq!(
        (listed.mandates[0].id, listed.mandates[0].revoked),
        (id, None)
    );

    let with_agent = card(&hub, B).await;
    assert_eq!(with_agent.mandates, [id.to_string()]);
    let keys: Vec<_> = with_agent
        .sealing_keys
        .iter()
        .map(|key| &key.certificate)
        .collect();
    assert_eq!(
        keys,
        [
            &own.sealing_keys[0].certificate,
            &agents.sealing_keys[0].certificate
        ]
    );
    let stated = with_agent.sealing_keys[1].statement.read().unwrap();
    assert_eq!(stated.until, listed.mandates[0].until);
    // A letter that A sends now is sealed for three: B, its agent, and A.
    let a = site.sign_in("staff", A).await;
    let letter = EnvelopeId::new();
    assert_eq!(a.put_letter(letter, &LetterForm::plan()).await.status, 201);
    a.wait_sent(letter, State::Arrived).await;
    assert_eq!(recipients(&hub, letter).await, 3);

    let path = path::MANDATE
        .replace("{number}", number(B).as_str())
        .replace("{mandate}", &id.to_string());
    assert_eq!(staff.write(Method::DELETE, &path).await.status, 403);
    assert_eq!(admin.write(Method::DELETE, &path).await.status, 204);
    let alone = card(&hub, B).await;
    assert_eq!((alone.sealing_keys.len(), alone.mandates.len()), (1, 0));
    let next = EnvelopeId::new();
    assert_eq!(a.put_letter(next, &LetterForm::plan()).await.status, 201);
    a.wait_sent(next, State::Arrived).await;
    assert_eq!(recipients(&hub, next).await, 2);
}

/// For how many keys a letter is sealed.
async fn recipients(hub: &TestHub, id: EnvelopeId) -> usize {
    let store = crate::journal::hub_store(hub).await;
    let manifest: Vec<u8> = sqlx::query_scalar("select manifest from letters where id = $1")
        .bind(id.as_bytes().as_slice())
        .fetch_one(&store)
        .await
        .unwrap();
    // The algorithm of each wrapped key, dhSinglePass-stdDH-sha256kdf-scheme (1.3.132.1.11.1).
    let oid = [0x06, 0x06, 0x2b, 0x81, 0x04, 0x01, 0x0b, 0x01];
    manifest
        .windows(oid.len())
        .filter(|window| *window == oid)
        .count()
}

#[tokio::test]
async fn announcements_are_passed_on_and_maintenance_stands_on_every_page() {
    let hub = TestHub::start().await;
    let new = |kind, text: &str| Announcement {
        number: 0,
        kind,
        text: text.to_owned(),
        text_en: text.to_owned(),
        from: now().plus_seconds(-60),
        until: now().plus_seconds(3600),
    };
    let mut operator = hub.operator().await;
    let news = new(AnnouncementKind::News, "新しい様式に対応しました。");
    let maintenance = new(AnnouncementKind::Maintenance, "11日 1時から停止します。");
    operator.announce(&news).await.unwrap();
    operator.announce(&maintenance).await.unwrap();
    let builder = SiteBuilder::new(&hub).await.office(A).await;
    let site = builder.start().await;
    let a = site.sign_in("staff", A).await;
    let heard = wait_for("the announcements", || async {
        let heard: Announcements = a.get(path::ANNOUNCEMENTS).await.json();
        (heard.announcements.len() == 2).then_some(heard.announcements)
    })
    .await;
    assert_eq!(heard[0].text, maintenance.text);
    assert_eq!(heard[1].kind, AnnouncementKind::News);
    assert_eq!(site.stranger().get(path::ANNOUNCEMENTS).await.status, 401);
    let mut stream = Stream::open(&a).await;
    let news = stream.until(|news| news.warning.is_some()).await;
    let text = news.warning.unwrap().text;
    assert!(text.ends_with(&maintenance.text), "{text}");
}
