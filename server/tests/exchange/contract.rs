//! The OpenAPI document, and that the server answers as it says.

use crate::support::{A, two_offices};
use reqwest::Method;
use wire::server_api::path;

/// Every route of the document.
pub fn routes() -> Vec<(Method, String)> {
    let document = serde_json::to_value(server::router::document()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            if let Ok(method) = method.to_uppercase().parse()
                && [Method::GET, Method::PUT, Method::POST, Method::DELETE].contains(&method)
            {
                routes.push((method, path.clone()));
            }
        }
    }
    routes
}

#[test]
fn every_path_of_the_contract_is_in_the_document() {
    let paths: Vec<String> = routes().into_iter().map(|(_, path)| path).collect();
    for path in [
        path::START,
        path::SESSION,
        path::EVENTS,
        path::DIRECTORY,
        path::RECIPIENT,
        path::INBOX,
        path::RECEIVED,
        path::OPEN,
        path::RECEIVED_FILE,
        path::RECEIVED_ZIP,
        path::SENT,
        path::OUTGOING,
        path::SENT_LETTER,
        path::SENT_FILE,
        path::SENT_ZIP,
        path::SENT_EVIDENCE,
        path::RECEIVED_EVIDENCE,
        path::ALARMS,
        path::ALARM,
        path::ANSWER,
        path::MANDATES,
        path::MANDATE,
        path::ANNOUNCEMENTS,
        path::APPLICATION,
        path::OPENAPI,
    ] {
        assert!(
            paths.iter().any(|known| known == path),
            "{path} is not described"
        );
    }
}

#[tokio::test]
async fn the_document_is_served_and_unknown_paths_are_problems() {
    let (hub, site) = two_offices().await;
    let stranger = site.stranger();
    let document: serde_json::Value = stranger.get(path::OPENAPI).await.json();
    assert_eq!(
        document,
        serde_json::to_value(server::router::document()).unwrap()
    );
    assert_eq!(
        stranger.get("/api/nothing").await.code(),
        wire::Code::NotFound
    );
    assert_eq!(stranger.get("/api").await.code(), wire::Code::NotFound);
    let a = site.sign_in("staff", A).await;
    assert_eq!(
        a.write(Method::PUT, path::START).await.code(),
        wire::Code::MethodNotAllowed
    );
    assert_eq!(
        a.get("/api/offices/9970100018/inbox/nonsense").await.code(),
        wire::Code::NotFound
    );
    assert_eq!(
        a.get("/api/offices/9970100018/inbox?limit=x").await.code(),
        wire::Code::Invalid
    );
    drop(hub);
}
