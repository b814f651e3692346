//! The contract: its document, and how the hub says that something cannot be.

use crate::strangers::inventory;
use crate::support::*;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use wire::Code;
use wire::hub_api::path;

#[tokio::test]
async fn the_document_names_every_path_of_the_contract() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    let document: Value = manager.json(path::OPENAPI).await;
    let documented: BTreeSet<_> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let contract = BTreeSet::from([
        path::OFFICES,
        path::OFFICE,
        path::CARD,
        path::ENVELOPE,
        path::BODY,
        path::COLLECTED,
        path::ANSWER,
        path::WITHDRAWN,
        path::LETTER_MANDATES,
        path::MANDATES,
        path::MANDATE,
        path::ANNOUNCEMENTS,
        path::LICENCE,
        path::INBOX,
        path::KEPT_FROM,
        path::OUTBOX,
        path::EVENTS,
        path::CHECKPOINT,
        path::INCLUSION,
        path::CONSISTENCY,
        path::ENTRIES,
        path::OPENAPI,
    ]);
    assert_eq!(documented, contract);
    assert_eq!(inventory().len(), 24);
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let document: Value = serde_json::to_value(hub::router::routes().to_openapi()).unwrap();
    let text = document.to_string();
    let mut references = BTreeSet::new();
    for piece in text.split("\"$ref\":\"#").skip(1) {
        references.insert(piece.split('"').next().unwrap().to_owned());
    }
    assert!(references.len() > 10, "{references:?}");
    for reference in references {
        assert!(document.pointer(&reference).is_some(), "{reference}");
    }
}

/// Every operation of the document.
fn operations(document: &Value) -> Vec<&Value> {
    let paths = document["paths"].as_object().unwrap().values();
    paths
        .flat_map(|path| path.as_object().unwrap().values())
        .filter(|operation| operation.get("responses").is_some())
        .collect()
}

#[test]
fn operations_of_the_document_have_names_of_their_own_to_which_links_lead() {
    let document: Value = serde_json::to_value(hub::router::routes().to_openapi()).unwrap();
    let operations = operations(&document);
    assert_eq!(operations.len(), 24);
    let mut names = BTreeSet::new();
    for operation in &operations {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "two operations are called {name}");
    }
    let mut links = 0;
    for operation in operations {
        for answer in operation["responses"].as_object().unwrap().values() {
            let Some(to) = answer.get("links").and_then(Value::as_object) else {
                continue;
            };
            for link in to.values() {
                assert!(names.contains(link["operationId"].as_str().unwrap()));
                links += 1;
            }
        }
    }
    assert_eq!(links, 8);
}

#[test]
fn the_document_says_of_every_operation_how_it_refuses_and_whom_it_asks_for() {
    let document: Value = serde_json::to_value(hub::router::routes().to_openapi()).unwrap();
    for operation in operations(&document) {
        let refusal = &operation["responses"]["default"]["content"];
        let name = &operation["operationId"];
        assert!(refusal["application/problem+json"].is_object(), "{name}");
    }
    let scheme = &document["components"]["securitySchemes"]["certificate"]["type"];
    assert_eq!(scheme, "mutualTLS");
    assert!(document["security"][0]["certificate"].is_array());
}

#[tokio::test]
async fn whatever_cannot_be_is_said_as_a_problem() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    assert_problem(manager.get("/").await, Code::NotFound).await;
    assert_problem(manager.get("/v1/nothing").await, Code::NotFound).await;
    assert_problem(manager.get("/v1/envelopes/not-an-id").await, Code::NotFound).await;
    for (method, place) in [
        (Method::POST, path::INBOX),
        (Method::PATCH, "/v1/envelopes/x"),
        (Method::DELETE, path::OFFICES),
    ] {
        let response = manager.request(method, place).send().await.unwrap();
        assert!(response.headers().contains_key("allow"), "{place}");
        assert_problem(response, Code::MethodNotAllowed).await;
    }
    let state = format!("/v1/envelopes/{id}/collected");
    let post = |body: String| {
        visits
            .request(Method::POST, &state)
            .header("content-type", "application/json")
            .body(body)
    };
    for body in [
        "",
        "{",
        "[]",
        "{\"text\":1}",
        "{\"text\":\"\",\"signature\":\"\",\"more\":1}",
    ] {
        assert_problem(post(body.to_owned()).send().await.unwrap(), Code::Invalid).await;
    }
    let large = format!("{{\"text\":\"{}\"}}", "a".repeat(300_000));
    assert_problem(post(large).send().await.unwrap(), Code::TooLarge).await;
    let untyped = visits.request(Method::POST, &state).body("{}");
    assert_problem(untyped.send().await.unwrap(), Code::Invalid).await;
    let deposit = visits
        .request(Method::PUT, &format!("/v1/envelopes/{id}"))
        .body("plan");
    assert_problem(deposit.send().await.unwrap(), Code::Invalid).await;
}

#[tokio::test]
async fn every_answer_carries_a_request_id_of_our_own() {
    let (_hub, [manager, ..]) = TestHub::with_offices().await;
    for place in ["/v1/inbox", "/v1/nothing"] {
        let request = manager
            .request(Method::GET, place)
            .header("x-request-id", "chosen");
        let response = request.send().await.unwrap();
        let id = response.headers()["x-request-id"].to_str().unwrap();
        assert_eq!(id.len(), 36);
    }
}
