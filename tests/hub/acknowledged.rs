//! The oracle of all fault tests: what was acknowledged, written down durably, and held against what is stored.

use crate::support::*;
use evidence::VerifyingKey;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use wire::hub_api::{Journal, Mailbox, MailboxItem};
use wire::journal::InclusionProof;
use wire::{EnvelopeId, Receipt, Signed};

/// A letter that somebody tries to leave.
#[derive(Debug, Clone)]
pub struct Letter {
    pub id: EnvelopeId,
    pub number: u64,
    pub label: String,
    pub body: Vec<u8>,
}

/// What the hub said to a deposit.
#[derive(Debug)]
pub enum Told {
    /// It is stored.
    Kept,
    /// A problem.
    Refused(StatusCode),
    /// Nothing that could be heard.
    Nothing,
}

/// When a letter was acknowledged.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    pub number: u64,
    pub at: SystemTime,
}

/// Letters from one office to another, and what the hub said of them.
pub struct Load {
    pub sender: Office,
    pub receiver: Office,
    file: Mutex<File>,
    begun: Mutex<HashMap<EnvelopeId, Letter>>,
    kept: Mutex<HashMap<EnvelopeId, Signed<Receipt>>>,
    heard: Mutex<Vec<Heard>>,
    next: AtomicU64,
}

/// What a look at the hub has found.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub stored: u64,
    pub acknowledged: u64,
    pub lost: u64,
    pub twice: u64,
}

impl Load {
    /// Two offices of a hub that serves.
    pub async fn new(place: &Place, hub: &Running, sender: Office, receiver: Office) -> Self {
        sender.publish_card(hub).await;
        receiver.publish_card(hub).await;
        Self {
            sender,
            receiver,
            file: Mutex::new(File::create(place.path("acknowledged")).unwrap()),
            begun: Mutex::default(),
            kept: Mutex::default(),
            heard: Mutex::default(),
            next: AtomicU64::new(0),
        }
    }

    /// A new letter of about so many octets, full of its own number.
    pub fn begin(&self, octets: usize) -> Letter {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let body = format!("R6:{number:08} ").repeat(octets / 12 + 1);
        let label = self.sender.label(&self.receiver.address, body.len());
        let letter = Letter {
            id: label.id,
            number,
            label: serde_json::to_string(&label).unwrap(),
            body: body.into_bytes(),
        };
        self.begun.lock().unwrap().insert(letter.id, letter.clone());
        letter
    }

    /// Try to leave a letter at the hub that this address leads to.
    pub async fn deposit(&self, url: &str, letter: &Letter) -> Told {
        let form = Form::new()
            .part("label", Part::text(letter.label.clone()))
            .part("manifest", Part::bytes(b"manifest".to_vec()))
            .part("body", Part::bytes(letter.body.clone()));
        let address = format!("{url}/v1/envelopes/{}", letter.id);
        let request = self.sender.client.request(Method::PUT, address);
        let Ok(response) = request.multipart(form).send().await else {
            return Told::Nothing;
        };
        let status = response.status();
        if !status.is_success() {
            return Told::Refused(status);
        }
        let Ok(receipt) = response.json::<Signed<Receipt>>().await else {
            return Told::Nothing;
        };
        self.heard.lock().unwrap().push(Heard {
            number: letter.number,
            at: SystemTime::now(),
        });
        {
            let mut file = self.file.lock().unwrap();
            let digest = evidence::digest(&letter.body);
            writeln!(file, "{} {digest} {}", letter.id, receipt.text).unwrap();
            file.sync_data().unwrap();
        }
        let known = self.kept.lock().unwrap().insert(letter.id, receipt.clone());
        assert!(
            known.is_none_or(|known| known == receipt),
            "another receipt"
        );
        Told::Kept
    }

    /// When each letter was acknowledged.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// How many letters are acknowledged.
    pub fn acknowledged(&self) -> u64 {
        u64::try_from(self.kept.lock().unwrap().len()).unwrap()
    }

    /// Hold what was acknowledged against what is stored: every letter exactly once, numbers without a gap,
    /// receipts and proofs that verify, octets as they were sent. Every letter that was begun can still be left.
    pub async fn verify(&self, hub: &Running) -> Found {
        let begun: Vec<_> = self.begun.lock().unwrap().values().cloned().collect();
        for letter in begun {
            if !self.kept.lock().unwrap().contains_key(&letter.id) {
                let told = self.deposit(&hub.url, &letter).await;
                assert!(matches!(told, Told::Kept), "{told:?}");
            }
        }
        let journal: Journal = self.ask(hub, "/v1/journal/checkpoint").await;
        let key = VerifyingKey::from_spki(journal.key.as_ref()).unwrap();
        let stored = self.inbox(hub).await;
        let (mut lost, mut twice) = (0, 0);
        let mut by_id = HashMap::new();
        for (place, item) in (1_u64..).zip(&stored) {
            assert_eq!(item.sequence, place, "the mailbox numbers have a gap");
            twice += u64::from(by_id.insert(item.id, item).is_some());
            let receipt = evidence::receipt::verify(&key, &item.receipt, &item.label).unwrap();
            assert_eq!(receipt.sequence, item.sequence);
        }
        let kept = self.kept.lock().unwrap().clone();
        for (id, receipt) in &kept {
            let same = by_id.get(id).is_some_and(|item| item.receipt == *receipt);
            lost += u64::from(!same);
        }
        // All of the last letters, and some of the others.
        let step = stored.len() / 40 + 1;
        for item in stored
            .iter()
            .step_by(step)
            .chain(stored.iter().rev().take(10))
        {
            self.octets_are_those_that_were_sent(hub, item).await;
            self.is_proved(hub, item, &key).await;
        }
        Found {
            stored: u64::try_from(stored.len()).unwrap(),
            acknowledged: u64::try_from(kept.len()).unwrap(),
            lost,
            twice,
        }
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, hub: &Running, path: &str) -> T {
        self.receiver.get(hub, path).await.json().await.unwrap()
    }

    async fn inbox(&self, hub: &Running) -> Vec<MailboxItem> {
        let mut stored: Vec<MailboxItem> = Vec::new();
        loop {
            let after = stored.last().map_or(0, |item| item.sequence);
            let path = format!("/v1/inbox?limit=200&after={after}");
            let page: Mailbox = self.ask(hub, &path).await;
            stored.extend(page.letters);
            if !page.more {
                return stored;
            }
        }
    }

    async fn octets_are_those_that_were_sent(&self, hub: &Running, item: &MailboxItem) {
        let path = format!("/v1/envelopes/{}/body", item.id);
        let body = self.sender.get(hub, &path).await.bytes().await.unwrap();
        let receipt = item.receipt.read().unwrap();
        evidence::receipt::verify_stored(&receipt, item.manifest.as_ref(), &body).unwrap();
        let begun = self.begun.lock().unwrap();
        assert!(begun[&item.id].body == body, "other octets than were sent");
    }

    async fn is_proved(&self, hub: &Running, item: &MailboxItem, key: &VerifyingKey) {
        let leaf = item.receipt.read().unwrap().leaf_hash;
        // The sequencer integrates an entry within seconds.
        for _ in 0..200 {
            let journal: Journal = self.ask(hub, "/v1/journal/checkpoint").await;
            if let Some(checkpoint) = journal.checkpoint {
                let checkpoint =
                    evidence::checkpoint::verify(key, &journal.journal, &checkpoint).unwrap();
                let path = format!(
                    "/v1/journal/proof/inclusion?leaf={leaf}&size={}",
                    checkpoint.size
                );
                let answer = self.receiver.get(hub, &path).await;
                if answer.status() == StatusCode::OK {
                    let proof: InclusionProof = answer.json().await.unwrap();
                    evidence::merkle::verify_inclusion(&leaf, &checkpoint.root, &proof).unwrap();
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("an acknowledged letter does not stand in the journal");
    }
}

impl Found {
    /// Nothing lost, nothing twice.
    pub fn assert_whole(self) {
        assert_eq!((self.lost, self.twice), (0, 0), "{self:?}");
    }
}
