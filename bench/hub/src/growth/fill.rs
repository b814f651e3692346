//! Fills a hub's store with letters, as deposits would, but many in one commit and without TLS.

use crate::ours;
use crate::place::Place;
use anyhow::Result;
use evidence::{leaf, receipt};
use hub::Config;
use hub::journal::JournalKey;
use hub::store::journal::About;
use hub::store::letters::{self, Keeping, Letter};
use hub::store::{Connection, Store, journal, mailboxes};
use std::time::SystemTime;
use wire::{EnvelopeId, State, Time};

/// Letters in one commit.
const COMMIT: u64 = 20_000;
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
            for _ in 0..now {
                one(&mut transaction, place, &key).await?;
            }
            transaction.commit().await?;
            left -= now;
        }
        store.close().await;
        Ok(())
    })
}

/// One letter, with its receipt and its entry in the journal.
async fn one(connection: &mut Connection, place: &Place, key: &JournalKey) -> Result<()> {
    let (recipient, sender) = (&place.to.number, &place.from.number);
    let now: Time = SystemTime::now().into();
    let ((sequence, received), (sender_sequence, sent)) =
        mailboxes::carry(connection, recipient, sender).await?;
    let id = EnvelopeId::new();
    let size = u64::try_from(BODY.len())?;
    let label = ours::label(place, id, size);
    let label_text = serde_json::to_string(&label)?;
    let deposit = receipt::Deposit {
        label: &label,
        label_text: &label_text,
        manifest: MANIFEST,
        body: &BODY,
        sequence,
        time: now,
        journal: &key.id,
        salt: leaf::salt(),
    };
    let made = receipt::make(&key.key, &deposit)?;
    let about = About::letter(id, recipient, sender);
    journal::insert(connection, &made.leaf, now, about).await?;
    let letter = Letter {
        place: letters::Place {
            recipient: recipient.clone(),
            sequence,
        },
        id,
        sender: sender.clone(),
        sender_sequence,
        recipient_changed: received,
        sender_changed: sent,
        state: State::Arrived,
        since: now,
        collected: None,
        label_sha256: made.receipt.label_sha256,
        stored_sha256: made.receipt.stored_sha256,
        body_size: size,
        label: label_text,
        receipt: made.signed,
        manifest: MANIFEST.to_vec(),
        keeping: Keeping {
            deposited: now,
            due: Time(now.0 + DUE),
            ..Keeping::default()
        },
    };
    letters::insert(connection, &letter, Some(&BODY)).await?;
    Ok(())
}
