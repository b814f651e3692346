//! Fetching a body: the same octets, whole and in ranges, small and large.

use crate::support::*;
use reqwest::{Method, Response, StatusCode};
use wire::{Code, EnvelopeId, State};

/// Sizes around the limits of what stands beside the row, and of the pieces.
const SIZES: [usize; 7] = [
    1,
    64 * 1024,
    64 * 1024 + 1,
    256 * 1024,
    256 * 1024 + 1,
    512 * 1024,
    3 * 1024 * 1024 + 7,
];

async fn range(caller: &Caller, id: EnvelopeId, range: &str) -> Response {
    let path = format!("/v1/envelopes/{id}/body");
    let request = caller.request(Method::GET, &path).header("range", range);
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_body_is_fetched_as_it_was_left() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    for size in SIZES {
        let body = octets(size);
        let (id, _) = manager.send(&visits.address, &body).await;
        let response = visits.body(id).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()["content-length"],
            size.to_string().as_str()
        );
        assert_eq!(response.headers()["content-type"], "application/cms");
        assert!(response.bytes().await.unwrap() == body, "{size} octets");
        let own = manager.body(id).await.bytes().await.unwrap();
        assert!(own == body, "the sender can open what it has sent");
    }
}

#[tokio::test]
async fn every_range_is_that_part_of_the_body() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    for size in SIZES {
        let body = octets(size);
        let (id, _) = manager.send(&visits.address, &body).await;
        let end = size - 1;
        let piece = (256 * 1024 - 1).min(end);
        for (first, last) in [
            (0, 0),
            (0, end),
            (end, end),
            (piece, end),
            (size / 2, end),
            (size / 3, size / 2),
        ] {
            let response = range(&visits, id, &format!("bytes={first}-{last}")).await;
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
            let place = format!("bytes {first}-{last}/{size}");
            assert_eq!(response.headers()["content-range"], place.as_str());
            let part = response.bytes().await.unwrap();
            assert!(part == body[first..=last], "{place}");
        }
    }
}

#[tokio::test]
async fn a_range_behind_the_end_is_refused_and_collects_nothing() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let response = range(&visits, id, "bytes=4-").await;
    assert_eq!(response.headers()["content-range"], "bytes */4");
    assert_problem(response, Code::RangeNotSatisfiable).await;
    assert_eq!(visits.letter(id).await.state, State::Arrived);
}

#[tokio::test]
async fn several_ranges_and_a_condition_that_does_not_hold_give_the_whole() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let response = range(&visits, id, "bytes=0-0,2-2").await;
    assert_eq!(response.status(), StatusCode::OK);
    let tag = response.headers()["etag"].clone();

    let path = format!("/v1/envelopes/{id}/body");
    for (condition, status) in [(tag.to_str().unwrap(), 206), ("\"other\"", 200)] {
        let request = visits
            .request(Method::GET, &path)
            .header("range", "bytes=0-0");
        let response = request.header("if-range", condition).send().await.unwrap();
        assert_eq!(response.status(), status, "{condition}");
    }
}

#[tokio::test]
async fn asking_for_the_head_collects_nothing() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let path = format!("/v1/envelopes/{id}/body");
    let response = visits.request(Method::HEAD, &path).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(visits.letter(id).await.state, State::Arrived);
}

#[tokio::test]
async fn the_senders_own_fetch_collects_nothing() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    manager.body(id).await.bytes().await.unwrap();
    assert_eq!(visits.letter(id).await.state, State::Arrived);
    visits.body(id).await.bytes().await.unwrap();
    assert_eq!(manager.letter(id).await.state, State::Collected);
}
