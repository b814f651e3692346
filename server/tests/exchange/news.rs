//! The event stream: news at once, and on every change.

use crate::support::{A, B, Browser, LetterForm, two_offices};
use reqwest::Method;
use std::time::Duration;
use wire::EnvelopeId;
use wire::server_api::{News, path};

pub struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    pub async fn open(browser: &Browser) -> Self {
        let response = browser
            .request(Method::GET, path::EVENTS)
            .send()
            .await
            .unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            response,
            text: String::new(),
        }
    }

    /// The next news that is as wanted.
    pub async fn until(&mut self, wanted: impl Fn(&News) -> bool) -> News {
        let read = async {
            loop {
                while let Some((event, rest)) = self.text.split_once("\n\n") {
                    let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                    let is_news = event.lines().any(|line| line == "event: news");
                    let news = data.map(|data| serde_json::from_str::<News>(data).unwrap());
                    self.text = rest.to_owned();
                    if let Some(news) = news.filter(|news| is_news && wanted(news)) {
                        return news;
                    }
                }
                let chunk = self
                    .response
                    .chunk()
                    .await
                    .unwrap()
                    .expect("the stream goes on");
                self.text.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        };
        tokio::time::timeout(Duration::from_secs(30), read)
            .await
            .expect("news")
    }
}

#[tokio::test]
async fn a_browser_hears_of_its_own_offices_letters() {
    let (mut hub, site) = two_offices().await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let mut stream = Stream::open(&b).await;
    let first = stream
        .until(|news| news.hub_reachable && news.unread == 0)
        .await;
    assert_eq!(first.number.as_str(), "9970200024");
    let id = EnvelopeId::new();
    a.put_letter(id, &LetterForm::plan()).await;
    let news = stream.until(|news| news.unread == 1).await;
    assert_eq!(
        news.number.as_str(),
        "9970200024",
        "news of one's own office only"
    );
    b.open(id).await;
    stream.until(|news| news.unread == 0).await;
    hub.stop().await;
    stream.until(|news| !news.hub_reachable).await;
    hub.restart().await;
    stream.until(|news| news.hub_reachable).await;
}

#[tokio::test]
async fn the_stream_does_not_hold_up_the_end_of_the_server() {
    let (hub, mut site) = two_offices().await;
    let b = site.sign_in("staff", B).await;
    let _stream = Stream::open(&b).await;
    tokio::time::timeout(Duration::from_secs(5), site.stop())
        .await
        .expect("the server ends");
    drop(hub);
}
