//! Deposits that come at the same moment are committed together: each has its own answer all the same.

use crate::support::*;
use futures_util::future::join_all;
use reqwest::StatusCode;
use wire::{Code, Label};

/// The body of the letter with a number; every seventh is too large to stand beside its row.
fn body(number: usize) -> Vec<u8> {
    let size = if number.is_multiple_of(7) {
        70 * 1024
    } else {
        1024
    };
    format!("{number} ")
        .into_bytes()
        .into_iter()
        .cycle()
        .take(size)
        .collect()
}

#[tokio::test]
async fn letters_that_come_together_are_numbered_without_a_gap_and_keep_their_bodies() {
    let (_hub, [manager, visits, day]) = TestHub::with_offices().await;
    let unknown = "0000000000-11".parse().unwrap();
    let sends = (0..90).map(|number| {
        let (from, to) = match number % 4 {
            0 => (&manager, &visits.address),
            1 => (&day, &visits.address),
            2 => (&visits, &manager.address),
            _ => (&manager, &unknown),
        };
        let body = body(number);
        async move {
            let label = from.label(to, length(&body));
            let response = from.deposit(&label, &body).await;
            if number % 4 == 3 {
                assert_problem(response, Code::RecipientUnknown).await;
                return None;
            }
            assert_eq!(response.status(), StatusCode::CREATED);
            Some((number, label))
        }
    });
    let kept: Vec<(usize, Label)> = join_all(sends).await.into_iter().flatten().collect();
    for (office, others) in [(&visits, [&manager, &day]), (&manager, [&visits, &day])] {
        let inbox = office.inbox("?limit=200").await;
        let numbers: Vec<_> = inbox.letters.iter().map(|letter| letter.sequence).collect();
        assert_eq!(numbers, (1..).take(numbers.len()).collect::<Vec<u64>>());
        assert!(
            inbox
                .letters
                .iter()
                .all(|letter| letter.changed <= inbox.cursor)
        );
        for letter in &inbox.letters {
            let (number, label) = kept
                .iter()
                .find(|(_, label)| label.id == letter.id)
                .unwrap();
            assert_eq!(letter.label, serde_json::to_string(label).unwrap());
            let octets = office.body(letter.id).await.bytes().await.unwrap();
            assert_eq!(octets, body(*number), "letter {number}");
        }
        for other in others {
            let sent = other.outbox("?limit=200").await;
            let numbers: Vec<_> = sent.letters.iter().map(|letter| letter.sequence).collect();
            assert_eq!(numbers, (1..).take(numbers.len()).collect::<Vec<u64>>());
        }
    }
}

#[tokio::test]
async fn of_letters_under_one_id_that_come_together_the_first_counts() {
    let (_hub, [manager, visits, _]) = TestHub::with_offices().await;
    for _ in 0..5 {
        let label = manager.label(&visits.address, 4);
        let bodies: [&[u8]; 6] = [b"plan", b"PLAN", b"plan", b"PLAN", b"plan", b"plan"];
        let answers = join_all(bodies.map(|body| manager.deposit(&label, body))).await;
        let kept = visits.body(label.id).await.bytes().await.unwrap();
        let mut created = 0;
        let mut receipts = Vec::new();
        for (body, answer) in bodies.into_iter().zip(answers) {
            if *body != *kept {
                assert_problem(answer, Code::IdInUse).await;
                continue;
            }
            created += usize::from(answer.status() == StatusCode::CREATED);
            assert!(answer.status().is_success());
            receipts.push(answer.text().await.unwrap());
        }
        assert_eq!(created, 1);
        receipts.dedup();
        assert_eq!(receipts.len(), 1, "one receipt for all");
    }
}
