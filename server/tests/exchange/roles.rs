//! Who may do what, and for which office.

use crate::support::{A, B, LetterForm, two_offices};
use reqwest::Method;
use wire::server_api::{Session, path};
use wire::{Code, EnvelopeId};

#[tokio::test]
async fn t06_another_offices_letters_are_as_absent() {
    let (hub, site) = two_offices().await;
    let a = site.sign_in("staff", A).await;
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    let b = site.sign_in("staff", B).await;
    b.wait_received(id).await;

    // Every route that names an office, as B's staff: A's office, A's letter.
    let number = A.split('-').next().unwrap();
    for (method, path) in office_routes() {
        let path = path
            .replace("{number}", number)
            .replace("{id}", &id.to_string())
            .replace("{index}", "0")
            .replace("{address}", B);
        let answer = b.write(method.clone(), &path).await;
        assert_eq!(answer.code(), Code::NotFound, "{method} {path}");
    }
    drop(hub);
}

#[tokio::test]
async fn t07_nobody_in_particular_gets_nothing() {
    let (hub, site) = two_offices().await;
    let stranger = site.stranger();
    let open = [
        (Method::GET, path::START),
        (Method::POST, path::SESSION),
        (Method::GET, path::OPENAPI),
    ];
    for (method, path) in crate::contract::routes() {
        if open.contains(&(method.clone(), path.as_str())) {
            continue;
        }
        let number = A.split('-').next().unwrap();
        let path = path
            .replace("{number}", number)
            .replace("{id}", &EnvelopeId::new().to_string())
            .replace("{index}", "0")
            .replace("{address}", B);
        let answer = stranger.write(method.clone(), &path).await;
        assert_eq!(answer.code(), Code::Unauthenticated, "{method} {path}");
    }
    drop(hub);
}

fn office_routes() -> Vec<(Method, String)> {
    let routes: Vec<_> = crate::contract::routes()
        .into_iter()
        .filter(|(_, path)| path.contains("{number}"))
        .collect();
    assert!(routes.len() >= 12, "{routes:?}");
    routes
}

#[tokio::test]
async fn who_only_reads_neither_sends_nor_withdraws_nor_opens() {
    let (hub, site) = two_offices().await;
    let (a, reader_a) = (
        site.sign_in("staff", A).await,
        site.sign_in("reader", A).await,
    );
    let (b, reader_b) = (
        site.sign_in("staff", B).await,
        site.sign_in("reader", B).await,
    );
    let id = EnvelopeId::new();
    assert_eq!(
        reader_a.put_letter(id, &LetterForm::plan()).await.code(),
        Code::Forbidden
    );
    a.put_letter(id, &LetterForm::plan()).await;
    assert_eq!(reader_a.withdraw(id).await.code(), Code::Forbidden);
    reader_b.wait_received(id).await;
    assert_eq!(reader_b.open(id).await.code(), Code::Forbidden);
    assert_eq!(b.open(id).await.status, 200);
    assert_eq!(
        reader_b.open(id).await.status,
        200,
        "what others have opened can be read"
    );
    assert_eq!(
        reader_b.received_file(id, 0).await.octets,
        LetterForm::plan().files[0].1
    );
    drop(hub);
}

#[tokio::test]
async fn the_session_names_offices_and_roles() {
    let (hub, site) = two_offices().await;
    let session: Session = site
        .sign_in("reader", A)
        .await
        .get(path::SESSION)
        .await
        .json();
    assert_eq!(session.offices.len(), 1);
    assert_eq!(session.offices[0].role, wire::server_api::Role::ReadOnly);
    assert_eq!(session.name, "見本 花子");
    drop(hub);
}
