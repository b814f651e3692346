//! To whom a letter can go, said before and again at the hub.

use crate::support::{A, B, C, LetterForm, TestHub, number, two_offices};
use wire::server_api::Recipient;
use wire::{Code, EnvelopeId, State, Time};

async fn refusal(hub: &TestHub, site: &crate::support::Site, to: &str) -> (Option<Code>, Code) {
    let a = site.sign_in("staff", A).await;
    let checked: Recipient = a.recipient(to).await.json();
    let sent = a
        .put_letter(EnvelopeId::new(), &LetterForm::plan().to(to))
        .await;
    assert!(hub.folder().exists());
    (checked.problem.map(|problem| problem.code), sent.code())
}

#[tokio::test]
async fn a_known_office_can_be_sent_to() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let recipient: Recipient = a.recipient(B).await.json();
    assert!(recipient.problem.is_none(), "{recipient:?}");
    assert!(!recipient.known);
    assert_eq!(recipient.office.unwrap().name, "見本事業所9970200024");
    a.put_letter(EnvelopeId::new(), &LetterForm::plan()).await;
    let recipient: Recipient = a.recipient(B).await.json();
    assert!(recipient.known);
    let found: wire::hub_api::Directory = a.directory("99702").await.json();
    assert_eq!(found.offices.len(), 1);
    drop(hub);
}

#[tokio::test]
async fn t04_an_unknown_office_is_refused() {
    let (hub, site) = two_offices().await;
    let unknown = Code::RecipientUnknown;
    assert_eq!(
        refusal(&hub, &site, "9979999990-11").await,
        (Some(unknown), unknown)
    );
    // The right office under a service that it does not give.
    assert_eq!(
        refusal(&hub, &site, "9970200024-78").await,
        (Some(unknown), unknown)
    );
}

#[tokio::test]
async fn ones_own_office_is_refused() {
    let (hub, site) = two_offices().await;
    let own = Code::RecipientIsSender;
    assert_eq!(refusal(&hub, &site, A).await, (Some(own), own));
}

#[tokio::test]
async fn an_office_without_a_card_is_refused() {
    let (hub, site) = two_offices().await;
    hub.register(C).await;
    let not_ready = Code::RecipientNotReady;
    assert_eq!(refusal(&hub, &site, C).await, (Some(not_ready), not_ready));
}

#[tokio::test]
async fn a_suspended_office_is_refused() {
    let (hub, site) = two_offices().await;
    hub.operator().await.suspend(&number(B)).await.unwrap();
    let suspended = Code::RecipientSuspended;
    assert_eq!(refusal(&hub, &site, B).await, (Some(suspended), suspended));
}

#[tokio::test]
async fn an_office_past_its_licence_is_refused() {
    let (hub, site) = two_offices().await;
    hub.operator()
        .await
        .set_licence(&number(B), Time(0), Time(1))
        .await
        .unwrap();
    let expired = Code::RecipientExpired;
    assert_eq!(refusal(&hub, &site, B).await, (Some(expired), expired));
}

#[tokio::test]
async fn a_refusal_for_good_after_the_hold_keeps_the_files() {
    let (hub, mut site) = two_offices().await;
    site.stop().await;
    site.config.hold = std::time::Duration::from_secs(2);
    site.restart().await;
    let a = site.sign_in("staff", A).await;
    let id = EnvelopeId::new();
    assert_eq!(a.put_letter(id, &LetterForm::plan()).await.status, 201);
    hub.operator().await.suspend(&number(B)).await.unwrap();
    let failed = a.wait_sent(id, State::Failed).await;
    assert_eq!(failed.problem.unwrap().code, Code::RecipientSuspended);
    assert_eq!(
        a.sent_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
}

#[tokio::test]
async fn an_office_past_its_own_licence_cannot_send_but_reads() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let first = EnvelopeId::new();
    a.put_letter(first, &LetterForm::plan()).await;
    b.wait_received(first).await;
    hub.operator()
        .await
        .set_licence(&number(B), Time(0), Time(1))
        .await
        .unwrap();
    assert_eq!(b.open(first).await.status, 200, "what waits can be read");
    let id = EnvelopeId::new();
    assert_eq!(
        b.put_letter(id, &LetterForm::plan().from(B).to(A))
            .await
            .status,
        201
    );
    assert_eq!(
        b.wait_sent(id, State::Failed).await.problem.unwrap().code,
        Code::SenderExpired
    );
}
