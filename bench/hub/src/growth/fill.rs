//! Fills a hub's store with letters, as deposits would, but many in one commit and without TLS.

use crate::ours;
use crate::place::Place;
use anyhow::Result;
use evidence::{leaf, receipt};
use hub::Config;
use hub::journal::JournalKey;
use hub::store::arrivals::{self, Arrival};
use hub::store::journal::About;
use hub::store::{Connection, Store, journal, letters, mailboxes};
use std::time::SystemTime;
use wire::{EnvelopeId, Time};

/// Letters in one commit.
const COMMIT: u64 = 20_000;
/// Letters in one statement.
const TOGETHER: u64 = 500;
/// Octets of a letter: what is not asked for here need not be large.
const BODY: [u8; 256] = [0x5A; 256];
const MANIFEST: &[u8] = b"manifest";
/// No letter is due while this lasts.
const DUE: i64 = 3 * 24 * 60 * 60 * 1000;

/// Put so many letters into the receiver's mailbox.
///
/// # Errors
/// When the store fails.
pub fn fill(place: &Place, letters: u64) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let config = Config::new(place.path("hub"));
        let key = JournalKey::open(&config.folder())?;
        let store = Store::open(&config.database()).await?;
        let mut left = letters;
        while left > 0 {
            let now = left.min(COMMIT);
            let mut transaction = store.begin().await?;
            let mut more = now;
            while more > 0 {
                let together = more.min(TOGETHER);
                some(&mut transaction, place, &key, together).await?;
                more -= together;
            }
            transaction.commit().await?;
            left -= now;
        }
        store.close().await;
        Ok(())
    })
}

/// Some letters, with their receipts and their entries in the journal.
async fn some(
    connection: &mut Connection,
    place: &Place,
    key: &JournalKey,
    letters: u64,
) -> Result<()> {
    let pair = place.pair(0);
    let (recipient, sender) = (&pair.to.number, &pair.from.number);
    let now: Time = SystemTime::now().into();
    let ways = vec![(recipient, sender); usize::try_from(letters)?];
    let size = u64::try_from(BODY.len())?;
    let mut made = Vec::new();
    for (received, sent) in mailboxes::carry(connection, &ways).await? {
        let label = ours::label(pair, EnvelopeId::new(), size);
        let label_text = serde_json::to_string(&label)?;
        let facts = receipt::Deposit {
            label: &label,
            label_text: &label_text,
            manifest: MANIFEST,
            body: &BODY,
            sequence: received.sequence,
            time: now,
            journal: &key.id,
            salt: leaf::salt(),
        };
        let receipt = receipt::make(&key.key, &facts)?;
        made.push((label.id, label_text, receipt, received, sent));
    }
    let entries = made.iter().map(|(id, _, made, ..)| journal::New {
        entry: &made.leaf,
        time: now,
        about: About::letter(*id, recipient, sender),
    });
    journal::insert(connection, &entries.collect::<Vec<_>>()).await?;
    let arrivals = made
        .iter()
        .map(|(id, label, made, received, sent)| Arrival {
            place: letters::Place {
                recipient: recipient.clone(),
                sequence: received.sequence,
            },
            id: *id,
            sender,
            sender_sequence: sent.sequence,
            recipient_changed: received.cursor,
            sender_changed: sent.cursor,
            deposited: now,
            due: Time(now.0 + DUE),
            label_sha256: made.receipt.label_sha256,
            stored_sha256: made.receipt.stored_sha256,
            body_size: size,
            label,
            receipt: made.signed.clone(),
            manifest: MANIFEST,
            body: Some(&BODY),
        });
    arrivals::insert(connection, &arrivals.collect::<Vec<_>>()).await?;
    Ok(())
}
