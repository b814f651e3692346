//! Keep letters: one durable transaction for all that have come together, whose answers are their receipts.

use super::Deposit;
use super::object::Written;
use crate::error::Result;
use crate::journal::JournalKey;
use crate::keeping::{self, Terms};
use crate::store::arrivals::{self, Arrival};
use crate::store::journal::{self, About};
use crate::store::letters::{self, Letter, Place};
use crate::store::offices::{self, Registered};
use crate::store::{self, Connection, bodies, mailboxes, objects};
use crate::writer::{Batch, Together};
use axum::http::StatusCode;
use evidence::receipt::Made;
use evidence::{leaf, receipt};
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use std::sync::Arc;
use wire::hub_api::Standing;
use wire::{Address, Code, EnvelopeId, Label, OfficeNumber, Receipt, Signed, Time};

/// A deposit on its way into the store.
#[derive(Debug, Clone)]
pub(crate) struct NewLetter {
    /// What was left.
    pub deposit: Deposit,
    /// Its body's object, if that is where it lies already.
    pub written: Option<Written>,
}

/// A letter that is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Its receipt.
    pub receipt: Signed<Receipt>,
    /// Whether it was kept just now.
    pub new: bool,
}

impl Kept {
    /// 201 the first time, 200 ever after.
    pub fn status(&self) -> StatusCode {
        if self.new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        }
    }
}

/// How deposits are kept.
#[derive(Debug)]
pub(crate) struct Depositing {
    /// Signs the receipts.
    pub key: Arc<JournalKey>,
    /// How long letters stay.
    pub terms: Terms,
}

impl Together for Depositing {
    type Asked = NewLetter;
    type Made = Kept;

    fn letter(incoming: &NewLetter) -> EnvelopeId {
        incoming.deposit.label.id
    }

    fn octets(incoming: &NewLetter) -> usize {
        incoming.deposit.body.len()
    }

    fn all<'a>(
        &'a self,
        connection: &'a mut Connection,
        now: Time,
        incoming: &'a [NewLetter],
    ) -> BoxFuture<'a, Result<Batch<Kept>>> {
        Box::pin(keep(connection, now, &self.key, self.terms, incoming))
    }
}

/// Store deposits with their receipts and their entries in the journal, or find that they are stored already.
async fn keep(
    connection: &mut Connection,
    now: Time,
    key: &JournalKey,
    terms: Terms,
    incoming: &[NewLetter],
) -> Result<Batch<Kept>> {
    let labels = || incoming.iter().map(|incoming| &incoming.deposit.label);
    let known = arrivals::known(connection, labels().map(|label| label.id)).await?;
    let parties = Parties::of(connection, labels()).await?;
    let mut refused = Vec::with_capacity(incoming.len());
    for NewLetter { deposit, written } in incoming {
        let label = &deposit.label;
        // First of all, so that a retry hears the same, whatever has happened to the offices since.
        refused.push(if known.contains(&label.id) {
            Some(again(letters::find(connection, label.id).await?, deposit))
        } else {
            let object = written.as_ref().map(|written| written.object(now));
            let may = parties.may_be_sent(label, now);
            may.and(object.transpose().map(drop)).err().map(Err)
        });
    }
    let new: Vec<_> = (incoming.iter().zip(&refused))
        .filter_map(|(incoming, refused)| refused.is_none().then_some(incoming))
        .collect();
    let mut batch = Batch {
        answers: Vec::with_capacity(incoming.len()),
        changes: Vec::with_capacity(2 * new.len()),
    };
    let mut made = store(connection, now, key, terms, &new, &mut batch.changes)
        .await?
        .into_iter();
    let kept = |receipt| Ok(Kept { receipt, new: true });
    batch.answers.extend(refused.into_iter().map(|refused| {
        refused.unwrap_or_else(|| kept(made.next().expect("each new letter has a receipt")))
    }));
    Ok(batch)
}

/// Store letters that may be sent, and are new. Gives their receipts.
async fn store(
    connection: &mut Connection,
    now: Time,
    key: &JournalKey,
    terms: Terms,
    new: &[&NewLetter],
    changes: &mut Vec<(OfficeNumber, u64)>,
) -> Result<Vec<Signed<Receipt>>> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let labels = new.iter().map(|incoming| &incoming.deposit.label);
    let ways: Vec<_> = labels
        .map(|label| (&label.to.number, &label.from.number))
        .collect();
    let numbers = mailboxes::carry(connection, &ways).await?;
    let mut leaves = Vec::with_capacity(new.len());
    let mut letters = Vec::with_capacity(new.len());
    for (NewLetter { deposit, .. }, (received, sent)) in new.iter().zip(numbers) {
        let label = &deposit.label;
        let made = made(key, deposit, received.sequence, now)?;
        changes.push((label.to.number.clone(), received.cursor));
        changes.push((label.from.number.clone(), sent.cursor));
        leaves.push(made.leaf);
        letters.push(Arrival {
            place: Place {
                recipient: label.to.number.clone(),
                sequence: received.sequence,
            },
            id: label.id,
            sender: &label.from.number,
            sender_sequence: sent.sequence,
            recipient_changed: received.cursor,
            sender_changed: sent.cursor,
            deposited: now,
            due: keeping::first_due(now, terms),
            label_sha256: made.receipt.label_sha256,
            stored_sha256: made.receipt.stored_sha256,
            body_size: size(deposit),
            label: &deposit.label_text,
            receipt: made.signed,
            manifest: &deposit.manifest,
            body: stands_beside(deposit).then_some(&*deposit.body),
        });
    }
    let entries = letters.iter().zip(&leaves).map(|(letter, entry)| {
        let about = About::letter(letter.id, &letter.place.recipient, letter.sender);
        let time = now;
        journal::New { entry, time, about }
    });
    journal::insert(connection, &entries.collect::<Vec<_>>()).await?;
    arrivals::insert(connection, &letters).await?;
    for (NewLetter { deposit, written }, letter) in new.iter().zip(&letters) {
        if let Some(written) = written {
            objects::insert(connection, &letter.place, written.object(now)?).await?;
        } else if !stands_beside(deposit) {
            bodies::insert_pieces(connection, &letter.place, &deposit.body).await?;
        }
        if let Some(earlier) = deposit.label.replaces {
            let (by, to) = (letter.id, &letter.place.recipient);
            store::keeping::replace(connection, earlier, letter.sender, to, by).await?;
        }
    }
    Ok(letters.into_iter().map(|letter| letter.receipt).collect())
}

/// The receipt of a deposit, and its entry in the journal.
fn made(key: &JournalKey, deposit: &Deposit, sequence: u64, time: Time) -> Result<Made> {
    let facts = receipt::Deposit {
        label: &deposit.label,
        label_text: &deposit.label_text,
        manifest: &deposit.manifest,
        body: &deposit.body,
        sequence,
        time,
        journal: &key.id,
        salt: leaf::salt(),
    };
    Ok(receipt::make_with_digest(
        &key.key,
        &facts,
        deposit.stored_sha256,
    )?)
}

fn size(deposit: &Deposit) -> u64 {
    u64::try_from(deposit.body.len()).expect("sizes in memory fit 64 bits")
}

fn stands_beside(deposit: &Deposit) -> bool {
    deposit.body.len() <= bodies::BESIDE
}

/// The same letter again gets the same receipt; another one under its id is refused.
fn again(letter: Option<Letter>, deposit: &Deposit) -> Result<Kept> {
    letter
        .filter(|letter| {
            letter.sender == deposit.label.from.number
                && letter.label == deposit.label_text
                && letter.stored_sha256 == deposit.stored_sha256
        })
        .map(|letter| Kept {
            receipt: letter.receipt,
            new: false,
        })
        .ok_or_else(|| Code::IdInUse.into())
}

/// The offices that some letters go between.
pub(super) struct Parties(HashMap<OfficeNumber, Registered>);

impl Parties {
    /// Look them up.
    pub async fn of(
        connection: &mut Connection,
        labels: impl Iterator<Item = &Label>,
    ) -> Result<Self> {
        let numbers: Vec<_> = labels
            .flat_map(|label| [&label.from.number, &label.to.number])
            .collect();
        let offices = offices::find_all(connection, &numbers).await?;
        let named = offices
            .into_iter()
            .map(|office| (office.number.clone(), office));
        Ok(Self(named.collect()))
    }

    /// Whether a letter's two offices may send and receive it at a time.
    pub fn may_be_sent(&self, label: &Label, now: Time) -> Result<()> {
        self.may_send(&label.from, now)?;
        self.may_receive(&label.to, now)
    }

    /// The office of an address, if it has that service type.
    fn at(&self, address: &Address) -> Option<&Registered> {
        self.0
            .get(&address.number)
            .filter(|office| office.service_types.contains(&address.service_type))
    }

    fn may_send(&self, from: &Address, now: Time) -> Result<()> {
        let office = self.at(from).ok_or(Code::SenderMismatch)?;
        match office.standing(now) {
            Standing::Active => Ok(()),
            Standing::Suspended => Err(Code::SenderSuspended.into()),
            Standing::NotYet | Standing::Expired => Err(Code::SenderExpired.into()),
        }
    }

    fn may_receive(&self, to: &Address, now: Time) -> Result<()> {
        let office = self.at(to).ok_or(Code::RecipientUnknown)?;
        match office.standing(now) {
            Standing::Active if office.ready => Ok(()),
            Standing::Active => Err(Code::RecipientNotReady.into()),
            Standing::Suspended => Err(Code::RecipientSuspended.into()),
            Standing::NotYet | Standing::Expired => Err(Code::RecipientExpired.into()),
        }
    }
}
