//! Handing a letter over: the same id twice, limits, kinds of files.

use crate::support::{A, B, LetterForm, file, two_offices};
use wire::server_api::limit;
use wire::{Code, EnvelopeId, LetterKind, State};

#[tokio::test]
async fn the_same_letter_twice_is_one_letter() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    let letter = LetterForm::plan();
    let (one, two) = tokio::join!(a.put_letter(id, &letter), a.put_letter(id, &letter));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201], "a double click");
    assert_eq!(a.put_letter(id, &letter).await.status, 200);
    a.wait_sent(id, State::Arrived).await;
    assert_eq!(
        a.put_letter(id, &letter).await.status,
        200,
        "after it has arrived, too"
    );
    b.wait_received(id).await;
    assert_eq!(a.sent_list().await.letters.len(), 1);
    assert_eq!(b.inbox().await.letters.len(), 1);
    drop(hub);
}

#[tokio::test]
async fn another_letter_under_the_same_id_is_refused() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let id = EnvelopeId::new();
    let letter = LetterForm::plan();
    assert_eq!(a.put_letter(id, &letter).await.status, 201);
    let mut other_file = letter.clone();
    other_file.files[0].1.push(b' ');
    let mut other_name = letter.clone();
    other_name.files[0].0 = "OTHER.CSV".to_owned();
    let other_note = letter.clone().note("別のメッセージ");
    for other in [other_file, other_name, other_note] {
        let answer = a.put_letter(id, &other).await;
        assert_eq!(answer.code(), Code::IdInUse);
    }
    drop(hub);
}

#[tokio::test]
async fn what_is_too_large_is_refused_in_words() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let size = |octets: u64| usize::try_from(octets).unwrap();
    let table = vec![b'1'; size(limit::CSV) + 1];
    let mut pdf = vec![b' '; size(limit::ATTACHMENT) - 8];
    pdf.splice(0..0, *b"%PDF-1.7");
    let too_large_table = LetterForm {
        files: vec![file("A.CSV", &table)],
        ..LetterForm::plan()
    };
    let full = LetterForm::plan().attachments(vec![
        file("1.pdf", &pdf),
        file("2.pdf", &pdf),
        file("3.pdf", &pdf),
    ]);
    for letter in [too_large_table, full] {
        let answer = a.put_letter(EnvelopeId::new(), &letter).await;
        assert_eq!(answer.code(), Code::TooLarge);
    }
    let long = LetterForm::plan().note(&"あ".repeat(limit::NOTE + 1));
    assert_eq!(
        a.put_letter(EnvelopeId::new(), &long).await.code(),
        Code::TooLarge
    );
    // At the limits it goes.
    let two = LetterForm::plan().attachments(vec![file("1.pdf", &pdf), file("2.pdf", &pdf)]);
    let answer = a.put_letter(EnvelopeId::new(), &two).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    drop(hub);
}

#[tokio::test]
async fn only_tables_pdfs_and_jpegs_travel() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    for (name, octets) in [
        ("setup.exe", &b"MZ"[..]),
        ("plan.csv", b"MZ\x90\x00"),
        ("plan.pdf", b"<html>"),
        ("photo.jpg", b"GIF89a"),
        ("plan", b"1"),
    ] {
        let letter = LetterForm {
            files: vec![file(name, octets)],
            ..LetterForm::plan()
        };
        let answer = a.put_letter(EnvelopeId::new(), &letter).await;
        assert_eq!(answer.code(), Code::FileNotAccepted, "{name}");
    }
    drop(hub);
}

#[tokio::test]
async fn a_letter_that_contradicts_itself_is_refused() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let refused = async |letter: LetterForm| a.put_letter(EnvelopeId::new(), &letter).await.code();

    let empty = LetterForm {
        files: Vec::new(),
        ..LetterForm::plan()
    };
    assert_eq!(refused(empty).await, Code::NothingToSend);
    assert_eq!(
        refused(LetterForm::plan().from(B)).await,
        Code::SenderMismatch
    );
    assert_eq!(
        refused(LetterForm::plan().kind(LetterKind::Forward)).await,
        Code::LabelInvalid
    );
    let mut without_unit = LetterForm::plan();
    without_unit.letter.unit = None;
    assert_eq!(refused(without_unit).await, Code::LabelInvalid);
    let mut month = LetterForm::plan();
    month.letter.month = Some("2025-11".to_owned());
    assert_eq!(refused(month).await, Code::LabelInvalid);
    drop(hub);
}

#[tokio::test]
async fn an_attachment_alone_travels() {
    let (hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let id = EnvelopeId::new();
    let letter = LetterForm::plan().attachments(vec![file("計画書.pdf", b"%PDF-1.7 invented")]);
    assert_eq!(a.put_letter(id, &letter).await.status, 201);
    assert_eq!(b.wait_received(id).await.kind, LetterKind::Files);
    b.open(id).await;
    assert_eq!(b.received_file(id, 0).await.octets, letter.files[0].1);
    drop(hub);
}
