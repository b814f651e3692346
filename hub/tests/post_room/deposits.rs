//! Leaving a letter: what is stored, what the receipt says, and what is refused.

use crate::support::*;
use evidence::VerifyingKey;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use wire::hub_api::{DEPOSIT_LIMIT, Journal};
use wire::{Address, Code, EnvelopeId, LetterKind, State};

#[tokio::test]
async fn a_letter_arrives_with_a_receipt_that_verifies() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let label = manager.label(&visits.address, 5);
    let text = serde_json::to_string(&label).unwrap();
    let response = manager.deposit(&label, b"plan!").await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let signed = response.json().await.unwrap();

    let journal: Journal = visits.json("/v1/journal/checkpoint").await;
    let key = VerifyingKey::from_spki(journal.key.as_ref()).unwrap();
    let receipt = evidence::receipt::verify(&key, &signed, &text).unwrap();
    evidence::receipt::verify_stored(&receipt, b"sealed manifest", b"plan!").unwrap();
    assert_eq!(receipt.sequence, 1);
    assert_eq!(receipt.journal, journal.journal);

    let letter = visits.letter(label.id).await;
    assert_eq!(letter.label, text, "the label travels verbatim");
    assert_eq!(letter.state, State::Arrived);
    assert_eq!(letter.receipt, signed);
    assert_eq!(letter.manifest.as_ref(), b"sealed manifest");
}

#[tokio::test]
async fn mailbox_numbers_have_no_gap_whoever_sends() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let to = &visits.address;
    let sends = (0..10).map(|_| async {
        manager.send(to, b"plan").await;
        day.send(to, b"plan").await;
        let unknown = day.label(&"0000000000-11".parse().unwrap(), 4);
        assert_problem(day.deposit(&unknown, b"plan").await, Code::RecipientUnknown).await;
    });
    futures_util::future::join_all(sends).await;
    let inbox = visits.inbox("?limit=200").await;
    let numbers: Vec<_> = inbox.letters.iter().map(|letter| letter.sequence).collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
}

/// A deposit whose label is changed in one thing is refused with this code.
async fn refused(change: impl FnOnce(&mut wire::Label, &Address), code: Code) {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let mut label = manager.label(&visits.address, 4);
    change(&mut label, &manager.address);
    assert_problem(manager.deposit(&label, b"plan").await, code).await;
    assert_eq!(visits.inbox("").await.letters, []);
    let newest = hub.operator().await.refusals(1).await.unwrap().remove(0);
    assert_eq!(newest.code, code.as_str());
    assert_eq!(newest.claimed_from.as_deref(), Some("9970100018"));
}

#[tokio::test]
async fn an_unknown_recipient_is_refused() {
    let unknown = "0000000000-11".parse().unwrap();
    refused(|label, _| label.to = unknown, Code::RecipientUnknown).await;
}

#[tokio::test]
async fn a_service_type_that_the_recipient_has_not_is_refused() {
    let other = "15".parse().unwrap();
    refused(
        |label, _| label.to.service_type = other,
        Code::RecipientUnknown,
    )
    .await;
}

#[tokio::test]
async fn a_service_type_that_the_sender_has_not_is_refused() {
    let other = "15".parse().unwrap();
    refused(
        |label, _| label.from.service_type = other,
        Code::SenderMismatch,
    )
    .await;
}

#[tokio::test]
async fn a_letter_to_oneself_is_refused() {
    refused(|label, own| label.to = own.clone(), Code::RecipientIsSender).await;
}

#[tokio::test]
async fn a_size_that_the_body_cannot_hold_is_refused() {
    refused(|label, _| label.size = 5, Code::LabelInvalid).await;
}

#[tokio::test]
async fn a_test_letter_to_oneself_arrives_and_is_collected() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    let mut label = manager.label(&manager.address, 4);
    label.kind = LetterKind::Test;
    assert_eq!(
        manager.deposit(&label, b"test").await.status(),
        StatusCode::CREATED
    );
    assert_eq!(manager.inbox("").await.letters.len(), 1);
    assert_eq!(manager.outbox("").await.letters.len(), 1);
    assert_eq!(manager.body(label.id).await.bytes().await.unwrap(), "test");
    assert_eq!(manager.letter(label.id).await.state, State::Collected);
}

#[tokio::test]
async fn an_office_without_a_card_is_not_ready() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let new = hub.office("9970400046-17").await;
    let response = manager
        .deposit(&manager.label(&new.address, 4), b"plan")
        .await;
    assert_problem(response, Code::RecipientNotReady).await;
}

#[tokio::test]
async fn a_suspended_office_neither_sends_nor_is_sent_to_but_collects() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (waiting, _) = manager.send(&visits.address, b"plan").await;
    let mut operator = hub.operator().await;
    operator.suspend(&visits.address.number).await.unwrap();

    let to = manager.label(&visits.address, 4);
    assert_problem(
        manager.deposit(&to, b"plan").await,
        Code::RecipientSuspended,
    )
    .await;
    let from = visits.label(&manager.address, 4);
    assert_problem(visits.deposit(&from, b"plan").await, Code::SenderSuspended).await;
    assert_eq!(visits.body(waiting).await.bytes().await.unwrap(), "plan");

    operator.resume(&visits.address.number).await.unwrap();
    assert_eq!(
        visits.deposit(&from, b"plan").await.status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn outside_the_licence_an_office_reads_but_does_not_send() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (waiting, _) = manager.send(&visits.address, b"plan").await;
    let mut operator = hub.operator().await;
    let number = &visits.address.number;
    let soon = now().plus_seconds(3600);
    for (from, until) in [(LICENCE.0, now()), (soon, LICENCE.1)] {
        operator.set_licence(number, from, until).await.unwrap();
        let to = manager.label(&visits.address, 4);
        assert_problem(manager.deposit(&to, b"plan").await, Code::RecipientExpired).await;
        let from = visits.label(&manager.address, 4);
        assert_problem(visits.deposit(&from, b"plan").await, Code::SenderExpired).await;
        assert_eq!(visits.body(waiting).await.bytes().await.unwrap(), "plan");
    }
}

#[tokio::test]
async fn parts_that_are_missing_doubled_or_out_of_order_are_refused() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let label = manager.label(&visits.address, 4);
    let text = serde_json::to_string(&label).unwrap();
    let part = |name: &str| match name {
        "label" => Part::text(text.clone()),
        _ => Part::bytes(b"plan".to_vec()),
    };
    for names in [
        &[][..],
        &["label"],
        &["label", "body"],
        &["label", "manifest"],
        &["manifest", "label", "body"],
        &["label", "body", "manifest"],
        &["label", "label", "manifest", "body"],
        &["label", "manifest", "body", "body"],
        &["label", "manifest", "body", "more"],
    ] {
        let form = names.iter().fold(Form::new(), |form, name| {
            form.part((*name).to_owned(), part(name))
        });
        let path = format!("/v1/envelopes/{}", label.id);
        let request = manager.request(Method::PUT, &path).multipart(form);
        let problem = assert_problem(request.send().await.unwrap(), Code::Invalid).await;
        assert_eq!(problem.code, Code::Invalid, "{names:?}");
    }
    assert_eq!(visits.inbox("").await.letters, []);
}

#[tokio::test]
async fn more_than_a_deposit_may_hold_is_refused_in_words() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let body = vec![0; usize::try_from(DEPOSIT_LIMIT).unwrap()];
    let label = manager.label(&visits.address, DEPOSIT_LIMIT);
    assert_problem(manager.deposit(&label, &body).await, Code::TooLarge).await;
    let text = format!("{{\"format\":{}1}}", " ".repeat(9000));
    let response = manager
        .deposit_text(EnvelopeId::new(), &text, b"plan")
        .await;
    assert_problem(response, Code::TooLarge).await;
}

/// Names of files come sealed; one that stands on a part is neither used nor kept.
#[tokio::test]
async fn t26_a_file_name_on_a_part_is_neither_used_nor_kept() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let before = names(hub.folder.path());
    for name in [
        "../../canary",
        "..\\canary",
        "canary\0",
        "CON",
        "canary.",
        "canary:x",
        "/canary",
    ] {
        let label = manager.label(&visits.address, 4);
        let text = serde_json::to_string(&label).unwrap();
        let part = |octets: &[u8]| Part::bytes(octets.to_vec()).file_name(name.to_owned());
        let form = Form::new()
            .part("label", part(text.as_bytes()))
            .part("manifest", part(b"sealed manifest"))
            .part("body", part(b"plan"));
        let path = format!("/v1/envelopes/{}", label.id);
        let request = manager.request(Method::PUT, &path).multipart(form);
        let response = request.send().await.unwrap();
        if name.contains('\0') {
            // Such a header is not HTTP at all.
            assert_problem(response, Code::Invalid).await;
            continue;
        }
        assert_eq!(response.status(), StatusCode::CREATED, "{name}");
        visits.body(label.id).await.bytes().await.unwrap();
    }
    assert_eq!(names(hub.folder.path()), before, "no new file");
    for path in names(hub.folder.path()) {
        let octets = std::fs::read(&path).unwrap();
        let found = octets
            .windows(6)
            .any(|window| window.eq_ignore_ascii_case(b"canary"));
        assert!(!found, "{}", path.display());
    }
}

/// All files in a folder and the folders in it.
fn names(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(names(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
