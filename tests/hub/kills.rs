//! A hub that is killed in the middle of its work has lost nothing that it acknowledged.

use crate::support::*;
use reqwest::StatusCode;
use std::sync::Mutex;
use std::time::Duration;
use wire::hub_api::Mailbox;
use wire::{EnvelopeId, Receipt, Signed};

/// How often the hub is killed; the long fault tests do it a thousand times.
const KILLS: u64 = 4;
/// How many senders there are at once.
const SENDERS: usize = 8;

#[tokio::test]
async fn t10_killed_between_store_and_reply_a_retry_gets_the_same_receipt() {
    let place = Place::with_hub();
    let sender = place.office("9970100018-43");
    let receiver = place.office("9970200024-11");
    let mut hub = place.serve();
    sender.publish_card(&hub).await;
    receiver.publish_card(&hub).await;

    let acknowledged = Mutex::new(Vec::<(EnvelopeId, Signed<Receipt>)>::new());
    let begun = Mutex::new(Vec::<(EnvelopeId, String)>::new());
    for kill in 0..KILLS {
        let send = || async {
            // Until the hub is gone.
            loop {
                let label = sender.label(&receiver.address, 4);
                let text = serde_json::to_string(&label).unwrap();
                begun.lock().unwrap().push((label.id, text.clone()));
                let request = sender.deposit(&hub, label.id, &text, b"manifest", b"plan");
                let Ok(response) = request.send().await else {
                    return;
                };
                assert_eq!(response.status(), StatusCode::CREATED);
                let Ok(receipt) = response.json().await else {
                    return;
                };
                acknowledged.lock().unwrap().push((label.id, receipt));
            }
        };
        let senders = futures_util::future::join_all((0..SENDERS).map(|_| send()));
        let pid = hub.id();
        let kill = async {
            // In full swing, and each time a little later in what it is doing.
            while acknowledged.lock().unwrap().len() < at_least(kill + 1) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            tokio::time::sleep(Duration::from_micros(700 * kill)).await;
            kill_now(pid);
        };
        tokio::join!(senders, kill);
        hub.kill();
        hub = place.serve();
    }

    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= at_least(KILLS));
    for (id, text) in begun.into_inner().unwrap() {
        let request = sender.deposit(&hub, id, &text, b"manifest", b"plan");
        let response = request.send().await.unwrap();
        let known = acknowledged.iter().find(|(known, _)| *known == id);
        assert!(response.status().is_success());
        assert!(
            known.is_none() || response.status() == StatusCode::OK,
            "an acknowledged letter was lost"
        );
        let receipt: Signed<Receipt> = response.json().await.unwrap();
        assert!(
            known.is_none_or(|(_, known)| *known == receipt),
            "another receipt"
        );
    }
    let mut sequence = 0;
    loop {
        let page = receiver
            .get(&hub, &format!("/v1/inbox?limit=200&after={sequence}"))
            .await;
        let page: Mailbox = page.json().await.unwrap();
        for letter in &page.letters {
            sequence += 1;
            assert_eq!(letter.sequence, sequence, "the mailbox numbers have a gap");
        }
        if !page.more {
            break;
        }
    }
    assert!(sequence >= u64::try_from(acknowledged.len()).unwrap());
}

/// How many letters are acknowledged before a kill.
fn at_least(kills: u64) -> usize {
    usize::try_from(kills).unwrap() * 10
}

/// End a process at once.
fn kill_now(pid: u32) {
    let asked = std::process::Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status();
    assert!(asked.unwrap().success());
}
