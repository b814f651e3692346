//! `careplan hub doctor`: looks whether the disk still holds what was stored.
//!
//! Every digest is made anew, every receipt and checkpoint verified, the journal's tree grown again from its leaves.
//! It reads beside a hub that is serving, and changes nothing.
//! What nothing was ever signed over (states, times, cursors) it can only find where it contradicts something else.

mod objects;

use crate::Config;
use crate::error::Result;
use crate::journal::JournalKey;
use crate::objects::Objects;
use crate::store::letters::{self, Letter, Place};
use crate::store::objects::Kept;
use crate::store::{self, Connection, Store, bodies, journal, statements, tree};
use evidence::leaf::{self, Leaf};
use evidence::{VerifyingKey, checkpoint, merkle, receipt};
use objects::Storage;
use serde::Serialize;
use wire::{Digest, State};

/// Rows that are read together.
const PAGE: i64 = 500;

/// Something that is not as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where: a mailbox and its number, an entry of the journal, a checkpoint, or the file.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

/// What the doctor has looked at and found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Letters that were looked at.
    pub letters: u64,
    /// Bodies in object storage that were read.
    pub objects: u64,
    /// Entries of the journal that were looked at.
    pub entries: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Report {
    fn found(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.findings.push(Finding {
            place: place.into(),
            what: what.into(),
        });
    }
}

/// Look at everything in a store, and in the object storage that belongs to it.
///
/// # Errors
/// When the store, the journal's key or the settings of object storage cannot be read at all.
pub async fn examine(config: &Config, store: &Store) -> Result<Report> {
    let journal = JournalKey::open(&config.folder())?;
    let objects = Objects::open(config, &journal.id)?;
    let key = VerifyingKey::from_spki(&journal.key.public_key())?;
    let mut report = Report::default();
    for line in store.check().await? {
        report.found("file", line);
    }
    let hours = i64::try_from(config.objects.orphan_hours).unwrap_or(i64::MAX);
    let before = config.clock.now().plus_seconds(-hours.saturating_mul(3600));
    let storage = Storage::examine(objects.as_ref(), store, before, &mut report).await;
    let mut connection = store.read().await?;
    examine_letters(&mut connection, &key, storage, &mut report).await?;
    examine_journal(&mut connection, &journal.id, &key, &mut report).await?;
    Ok(report)
}

async fn examine_letters(
    connection: &mut Connection,
    key: &VerifyingKey,
    storage: Storage<'_>,
    report: &mut Report,
) -> Result<()> {
    let mut last: Option<Place> = None;
    loop {
        let places = letters::places(connection, last.as_ref(), PAGE).await?;
        let Some(end) = places.last() else {
            return Ok(());
        };
        last = Some(end.clone());
        for place in &places {
            report.letters += 1;
            match letter(connection, key, storage, place).await {
                Ok(objects) => report.objects += objects,
                Err(what) => report.found(
                    format!("letter {}/{}", place.recipient, place.sequence),
                    what,
                ),
            }
        }
    }
}

/// Why a letter is not as it was stored.
type Wrong<T = ()> = std::result::Result<T, String>;

fn holds(holds: bool, otherwise: &str) -> Wrong {
    if holds {
        Ok(())
    } else {
        Err(otherwise.to_owned())
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands in `map_err`, which gives the error away"
)]
fn said(error: impl ToString) -> String {
    error.to_string()
}

/// Look at a letter. Gives how many objects were read for it.
async fn letter(
    connection: &mut Connection,
    key: &VerifyingKey,
    storage: Storage<'_>,
    place: &Place,
) -> Wrong<u64> {
    let letter = letters::at(connection, place).await.map_err(said)?;
    let letter = letter.ok_or("the row is not found by its key")?;
    let by_id = letters::find(connection, letter.id).await.map_err(said)?;
    holds(
        by_id.is_some_and(|found| found.place == *place),
        "the row is not found by its id",
    )?;
    let receipt = receipt::verify(key, &letter.receipt, &letter.label).map_err(said)?;
    holds(receipt.id == letter.id, "the receipt names another letter")?;
    holds(
        receipt.sequence == place.sequence && receipt.to.number == place.recipient,
        "the receipt names another place",
    )?;
    holds(
        receipt.from.number == letter.sender,
        "the receipt names another sender",
    )?;
    holds(
        receipt.label_sha256 == letter.label_sha256
            && receipt.stored_sha256 == letter.stored_sha256,
        "the receipt names other digests",
    )?;
    let mut objects = 0;
    if letter.keeping.deleted.is_none() {
        let kept = store::objects::of_letter(connection, place)
            .await
            .map_err(said)?;
        let body = match kept {
            Kept::Elsewhere => Some(bodies::whole(connection, &letter).await.map_err(said)?),
            Kept::Here(object) => {
                let body = storage.body(&object, &letter).await?;
                objects += u64::from(body.is_some());
                body
            }
            Kept::Released => {
                let over = letter.state == State::Withdrawn;
                holds(over, "its body was released before its time")?;
                None
            }
        };
        if let Some(body) = body {
            receipt::verify_stored(&receipt, &letter.manifest, &body).map_err(said)?;
        }
    }
    in_the_journal(connection, &letter, &receipt.leaf_hash).await?;
    Ok(objects)
}

/// The deposit and every statement stand in the journal.
async fn in_the_journal(connection: &mut Connection, letter: &Letter, deposit: &Digest) -> Wrong {
    let mut digests = Vec::new();
    let mut deposited = false;
    for (hash, text) in journal::of_letter(connection, letter.id)
        .await
        .map_err(said)?
    {
        deposited |= hash == *deposit;
        if let Some(leaf) = text.and_then(|text| serde_json::from_str::<Leaf>(&text).ok()) {
            digests.extend(leaf.digests);
        }
    }
    holds(deposited, "the journal does not know the deposit")?;
    for statement in statements::list(connection, &letter.place)
        .await
        .map_err(said)?
    {
        let digest = evidence::digest(statement.text.as_bytes());
        holds(
            digests.contains(&digest),
            "the journal does not know a statement",
        )?;
    }
    Ok(())
}

/// Grow the tree again from its leaves, and compare every node and every checkpoint on the way.
async fn examine_journal(
    connection: &mut Connection,
    id: &str,
    key: &VerifyingKey,
    report: &mut Report,
) -> Result<()> {
    let (mut peaks, mut size) = (Vec::new(), 0);
    loop {
        let entries = journal::placed(connection, size, PAGE).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            let place = format!("journal entry {}", entry.position);
            if u64::try_from(entry.position).ok() != Some(size) {
                report.found(place, "the entry before it is missing");
                return Ok(());
            }
            report.entries += 1;
            let Ok(hash) = <[u8; 32]>::try_from(entry.hash.as_slice()).map(Digest) else {
                report.found(place, "the hash is no hash");
                return Ok(());
            };
            if let Err(what) = fits(&entry, &hash) {
                report.found(place, what);
            }
            for (node, hash) in merkle::append(&mut peaks, size, hash).into_iter().skip(1) {
                if tree::nodes(connection, [node]).await?.get(&node) != Some(&hash) {
                    let place = format!("journal node {}/{}", node.level, node.number);
                    report.found(place, "the hash is not that of its children");
                }
            }
            size += 1;
            if let Some((root, signed)) = tree::at(connection, size).await? {
                let verified = checkpoint::verify(key, id, &signed);
                let expected = merkle::fold(&peaks);
                let good = verified.is_ok_and(|read| read.size == size && read.root == expected);
                if !good || root != expected.as_ref() {
                    report.found(format!("checkpoint {size}"), "it is not that of the tree");
                }
            }
        }
    }
    match tree::newest(connection).await? {
        Some((newest, _)) if newest != size => {
            report.found(format!("checkpoint {newest}"), "the tree has another size");
        }
        None if size > 0 => report.found("journal", "no checkpoint is there"),
        _ => {}
    }
    Ok(())
}

/// An entry's text has its hash, and its record stands in its text.
fn fits(entry: &journal::Placed, hash: &Digest) -> Wrong {
    let Some(text) = &entry.entry else {
        return Ok(());
    };
    holds(leaf::hash(text) == *hash, "the text has another hash")?;
    let leaf: Leaf = serde_json::from_str(text).map_err(|_| "the text is no entry")?;
    holds(
        entry
            .record
            .as_ref()
            .is_none_or(|record| leaf.digests.contains(&evidence::digest(record.as_bytes()))),
        "the record is not that of the entry",
    )
}
