//! What one caller, or one letter, may cost the others.

use crate::support::{A, B, LetterForm, SiteBuilder, TestHub, file, two_offices};
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wire::server_api::path;
use wire::{Code, EnvelopeId, State};

#[tokio::test]
async fn t24_who_is_not_signed_in_may_not_fill_the_memory() {
    let (_hub, site) = two_offices().await;
    let stranger = site.stranger();
    let request = stranger
        .request(Method::POST, path::SESSION)
        .json(&serde_json::json!({"user": "u", "password": "x".repeat(1_000_000)}));
    assert_eq!(stranger.send(request).await.code(), Code::TooLarge);
}

/// A way to the hub on which the line breaks when more than `limit` octets go over one connection.
async fn breaking_line(hub: &TestHub, limit: usize) -> String {
    let hub = hub.url().replace("https://", "");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let Ok(far) = TcpStream::connect(&hub).await else {
                continue;
            };
            tokio::spawn(async move {
                let (mut from_near, mut to_near) = near.into_split();
                let (mut from_far, mut to_far) = far.into_split();
                let there = async {
                    let (mut octets, mut passed) = (vec![0; 16 * 1024], 0);
                    while passed < limit {
                        let count = from_near.read(&mut octets).await?;
                        if count == 0 {
                            break;
                        }
                        passed += count;
                        to_far.write_all(&octets[..count]).await?;
                    }
                    Ok::<_, std::io::Error>(())
                };
                tokio::select! {
                    _ = there => {}
                    _ = tokio::io::copy(&mut from_far, &mut to_near) => {}
                }
            });
        }
    });
    format!("https://localhost:{port}")
}

#[tokio::test]
async fn r10_a_letter_that_breaks_the_line_does_not_stop_the_next_one() {
    let hub = TestHub::start().await;
    let line = breaking_line(&hub, 300_000).await;
    let site = SiteBuilder::new(&hub)
        .await
        .through(&line)
        .office(A)
        .await
        .office(B)
        .await
        .start()
        .await;
    let (a, b) = (
        site.sign_in("staff", A).await,
        site.sign_in("staff", B).await,
    );
    let mut pdf = b"%PDF-1.7".to_vec();
    pdf.resize(600_000, 0);
    aws_lc_rs::rand::fill(&mut pdf[8..]).unwrap();
    let large = EnvelopeId::new();
    let letter = LetterForm::plan().attachments(vec![file("a.pdf", &pdf)]);
    let answer = a.put_letter(large, &letter).await;
    assert_eq!(answer.status, 201, "{}", answer.text());

    let small = EnvelopeId::new();
    a.put_letter(small, &LetterForm::plan()).await;
    a.wait_sent(small, State::Arrived).await;
    b.wait_received(small).await;
    let waiting = a.sent(large).await;
    assert_eq!(waiting.state, State::Queued);
    assert_eq!(waiting.problem.unwrap().code, Code::HubUnreachable);
}
