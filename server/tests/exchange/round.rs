//! The whole way: A sends, B sees, opens and downloads, A sees that.

use crate::support::{A, B, C, LetterForm, SiteBuilder, TestHub, file, two_offices, wait_for};
use std::io::Read as _;
use wire::{EnvelopeId, State};

#[tokio::test]
async fn what_b_downloads_is_what_a_confirmed() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    let mut letter = LetterForm::plan();
    letter
        .files
        .push(file("写真 表.jpg", b"\xff\xd8\xff\xe0 invented"));

    let answer = a.put_letter(id, &letter).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let arrived = a.wait_sent(id, State::Arrived).await;
    assert!(arrived.arrived.is_some() && arrived.problem.is_none());
    assert_eq!(arrived.to.name.as_deref(), Some("見本事業所9970200024"));

    let received = b.wait_received(id).await;
    assert!(received.unread);
    assert_eq!(received.state, State::Arrived);
    assert_eq!(b.inbox().await.unread, 1);
    let contents = received
        .contents
        .expect("the manifest opens without collecting the letter");
    assert_eq!(contents.note, letter.letter.note);
    assert_eq!(contents.persons, letter.letter.persons);
    assert_eq!(contents.files[1].name, "写真 表.jpg");
    assert_eq!(
        b.received_file(id, 0).await.status,
        404,
        "nobody has opened it"
    );

    let opened = b.open(id).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    assert!(!b.inbox().await.letters[0].unread);
    assert_eq!(b.inbox().await.unread, 0);
    for (index, (_, octets)) in letter.files.iter().enumerate() {
        let answer = b.received_file(id, index).await;
        assert_eq!(&answer.octets, octets);
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(
            answer.headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment")
        );
    }
    assert_eq!(b.received_file(id, 2).await.status, 404);

    let zip = b.received_zip(id).await;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip.octets)).unwrap();
    let mut octets = Vec::new();
    zip.by_index(0).unwrap().read_to_end(&mut octets).unwrap();
    assert_eq!(octets, letter.files[0].1);

    let collected = a.wait_sent(id, State::Collected).await;
    assert!(collected.collected.is_some());
    assert_eq!(a.sent_file(id, 0).await.octets, letter.files[0].1);
    drop(hub);
}

#[tokio::test]
async fn the_receivers_statement_reaches_the_hub_with_the_digest_of_what_was_opened() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    b.wait_received(id).await;
    b.open(id).await;
    let statement = wait_for("the statement at the sender", || {
        let database = site.folder().join("server.db");
        async move { statement_in(&database).await }
    })
    .await;
    assert!(
        statement.contains("\\\"act\\\":\\\"collected\\\""),
        "{statement}"
    );
    assert!(
        !statement.contains("\\\"contents_sha256\\\":null"),
        "{statement}"
    );
    drop(hub);
}

async fn statement_in(database: &std::path::Path) -> Option<String> {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(database)
        .read_only(true);
    let mut connection = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    let statements: Option<String> = sqlx::query_scalar("select statements from sent")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    statements.filter(|statements| statements != "[]")
}

#[tokio::test]
async fn two_servers_exchange_over_one_hub() {
    let hub = TestHub::start().await;
    let at_a = SiteBuilder::new(&hub).await.office(A).await.start().await;
    let at_b = SiteBuilder::new(&hub).await.office(B).await.start().await;
    let (a, b) = (
        at_a.sign_in("staff", A).await,
        at_b.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    // B may still be on its way to publish its card.
    wait_for("B's card", || async {
        (a.put_letter(id, &LetterForm::plan()).await.status == 201).then_some(())
    })
    .await;
    b.wait_received(id).await;
    assert_eq!(b.open(id).await.status, 200);
    assert_eq!(
        b.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    a.wait_sent(id, State::Collected).await;
}

#[tokio::test]
async fn t11_offices_of_one_server_do_not_mix() {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub)
        .await
        .office(A)
        .await
        .office(B)
        .await
        .office(C)
        .await
        .start()
        .await;
    let browsers = [
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
        site.sign_in("staff", C).await,
    ];
    let addresses = [A, B, C];
    let mut sent = Vec::new();
    for round in 0..4_usize {
        for from in 0..3 {
            let to = (from + 1 + round % 2) % 3;
            let letter = LetterForm::plan()
                .from(addresses[from])
                .to(addresses[to])
                .note(&format!("{from} to {to}, round {round}"));
            let id = EnvelopeId::new();
            sent.push((id, from, to, letter));
        }
    }
    let puts = sent.iter().map(|(id, from, _, letter)| {
        let browser = &browsers[*from];
        async move {
            wait_for("acceptance", || async {
                (browser.put_letter(*id, letter).await.status == 201).then_some(())
            })
            .await;
        }
    });
    futures_util::future::join_all(puts).await;
    for (id, from, to, letter) in &sent {
        let received = browsers[*to].wait_received(*id).await;
        assert_eq!(received.contents.unwrap().note, letter.letter.note);
        let opened = browsers[*to].open(*id).await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        assert_eq!(
            browsers[*from].open(*id).await.status,
            404,
            "the sender is not the receiver"
        );
        let third = 3 - from - to;
        assert_eq!(browsers[third].open(*id).await.status, 404);
        assert_eq!(browsers[third].received_file(*id, 0).await.status, 404);
    }
}

#[tokio::test]
async fn a_test_letter_can_go_to_oneself() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let id = EnvelopeId::new();
    let letter = LetterForm::plan().to(A).kind(wire::LetterKind::Test);
    let answer = wait_for("A's own card", || async {
        Some(a.put_letter(id, &letter).await).filter(|answer| answer.status != 409)
    })
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    a.wait_received(id).await;
    assert_eq!(a.open(id).await.status, 200);
    assert_eq!(a.received_file(id, 0).await.octets, letter.files[0].1);
    drop(hub);
}
