//! Hearing of changes.

use crate::support::*;
use reqwest::{Method, Response};
use std::time::Duration;
use tokio::time::timeout;
use wire::Code;

/// A stream of events, read line by line.
pub struct Events {
    response: Response,
    text: String,
}

impl Events {
    pub async fn listen(caller: &Caller, path: &str, last: Option<&str>) -> Self {
        let mut request = caller.request(Method::GET, path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            response,
            text: String::new(),
        }
    }

    /// The next event's cursor; none when the stream ends.
    pub async fn next(&mut self) -> Option<u64> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = event.to_owned();
                self.text = rest.to_owned();
                let line = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name).map(str::to_owned))
                };
                if let Some(data) = line("data: ") {
                    assert_eq!(line("event: ").unwrap(), "cursor");
                    let cursor: wire::hub_api::Cursor = serde_json::from_str(&data).unwrap();
                    assert_eq!(line("id: ").unwrap(), cursor.cursor.to_string());
                    return Some(cursor.cursor);
                }
                continue;
            }
            let chunk = timeout(Duration::from_secs(20), self.response.chunk())
                .await
                .unwrap();
            self.text += std::str::from_utf8(&chunk.ok()??).unwrap();
        }
    }
}

#[tokio::test]
async fn a_deposit_is_heard_of_at_once_by_both_parties_alone() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let mut received = Events::listen(&visits, "/v1/events", None).await;
    let mut sent = Events::listen(&manager, "/v1/events", None).await;
    let mut nothing = Events::listen(&day, "/v1/events", None).await;
    manager.send(&visits.address, b"plan").await;
    assert_eq!(received.next().await, Some(1));
    assert_eq!(sent.next().await, Some(1));
    let heard = timeout(Duration::from_millis(300), nothing.next()).await;
    assert!(heard.is_err(), "a third office hears nothing");
    assert_eq!(visits.inbox("").await.cursor, 1);
}

#[tokio::test]
async fn who_comes_back_hears_what_was_missed() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    for _ in 0..3 {
        manager.send(&visits.address, b"plan").await;
    }
    assert_eq!(
        Events::listen(&visits, "/v1/events?after=1", None)
            .await
            .next()
            .await,
        Some(3)
    );
    assert_eq!(
        Events::listen(&visits, "/v1/events", Some("2"))
            .await
            .next()
            .await,
        Some(3)
    );
    let mut resumed = Events::listen(&visits, "/v1/events?after=0", Some("3")).await;
    let heard = timeout(Duration::from_millis(300), resumed.next()).await;
    assert!(heard.is_err(), "Last-Event-ID goes before the address");
    let (id, _) = manager.send(&visits.address, b"plan").await;
    assert_eq!(resumed.next().await, Some(4));
    manager.withdraw(id).await;
    assert_eq!(resumed.next().await, Some(5));

    let request = visits
        .request(Method::GET, "/v1/events")
        .header("last-event-id", "x");
    assert_problem(request.send().await.unwrap(), Code::Invalid).await;
}

#[tokio::test]
async fn streams_end_when_the_hub_stops() {
    let (hub, [_, visits, _]) = TestHub::with_offices().await;
    let mut events = Events::listen(&visits, "/v1/events", None).await;
    let stopped = timeout(Duration::from_secs(8), hub.stop());
    let (ended, stopped) = tokio::join!(events.next(), stopped);
    assert_eq!(ended, None);
    stopped.unwrap();
}
