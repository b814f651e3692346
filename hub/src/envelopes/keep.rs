//! Keep a letter: one durable transaction, whose answer is the receipt.

use super::Deposit;
use super::object::Written;
use crate::error::Result;
use crate::journal::JournalKey;
use crate::keeping::{self, Terms};
use crate::store::journal::About;
use crate::store::letters::{self, Keeping, Letter, Place};
use crate::store::offices::{self, Registered};
use crate::store::{self, Connection, bodies, journal, mailboxes, objects};
use crate::writer::Writing;
use axum::http::StatusCode;
use evidence::{leaf, receipt};
use std::sync::Arc;
use wire::hub_api::Standing;
use wire::{Address, Code, Label, Receipt, Signed, State, Time};

/// A letter that is kept.
#[derive(Debug)]
pub(super) struct Kept {
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

/// Store a deposit with its receipt and its entry in the journal, or find that it is stored already.
pub(super) async fn keep(
    writing: &mut Writing<'_>,
    journal_key: Arc<JournalKey>,
    terms: Terms,
    deposit: Deposit,
    written: Option<Written>,
) -> Result<Kept> {
    let label = &deposit.label;
    // First of all, so that a retry hears the same, whatever has happened to the offices since.
    if let Some(letter) = letters::find(writing.connection, label.id).await? {
        return again(&letter, &deposit);
    }
    let now = writing.now();
    may_be_sent(writing.connection, label, now).await?;

    let sender = &label.from.number;
    let recipient = &label.to.number;
    let ((sequence, received), (sender_sequence, sent)) =
        mailboxes::carry(writing.connection, recipient, sender).await?;
    let made = receipt::make_with_digest(
        &journal_key.key,
        &receipt::Deposit {
            label,
            label_text: &deposit.label_text,
            manifest: &deposit.manifest,
            body: &deposit.body,
            sequence,
            time: now,
            journal: &journal_key.id,
            salt: leaf::salt(),
        },
        deposit.stored_sha256,
    )?;
    let about = About::letter(label.id, recipient, sender);
    journal::insert(writing.connection, &made.leaf, now, about).await?;
    let letter = Letter {
        place: Place {
            recipient: recipient.clone(),
            sequence,
        },
        id: label.id,
        sender: sender.clone(),
        sender_sequence,
        recipient_changed: received,
        sender_changed: sent,
        state: State::Arrived,
        since: now,
        collected: None,
        label_sha256: made.receipt.label_sha256,
        stored_sha256: made.receipt.stored_sha256,
        body_size: u64::try_from(deposit.body.len()).expect("sizes in memory fit 64 bits"),
        label: deposit.label_text,
        receipt: made.signed,
        manifest: deposit.manifest,
        keeping: Keeping {
            deposited: now,
            due: keeping::first_due(now, terms),
            ..Keeping::default()
        },
    };
    let beside = deposit.body.len() <= bodies::BESIDE;
    letters::insert(
        writing.connection,
        &letter,
        beside.then_some(&*deposit.body),
    )
    .await?;
    if let Some(written) = written {
        objects::insert(writing.connection, &letter.place, written.object(now)?).await?;
    } else if !beside {
        bodies::insert_pieces(writing.connection, &letter.place, &deposit.body).await?;
    }
    if let Some(earlier) = label.replaces {
        store::keeping::replace(writing.connection, earlier, sender, recipient, label.id).await?;
    }
    writing.changed(&letter.place.recipient, received);
    writing.changed(&letter.sender, sent);
    Ok(Kept {
        receipt: letter.receipt,
        new: true,
    })
}

/// The same letter again gets the same receipt; another one under its id is refused.
fn again(letter: &Letter, deposit: &Deposit) -> Result<Kept> {
    let same = letter.sender == deposit.label.from.number
        && letter.label == deposit.label_text
        && letter.stored_sha256 == deposit.stored_sha256;
    if same {
        Ok(Kept {
            receipt: letter.receipt.clone(),
            new: false,
        })
    } else {
        Err(Code::IdInUse.into())
    }
}

/// Whether its two offices may send and receive it at a time.
pub(super) async fn may_be_sent(
    connection: &mut Connection,
    label: &Label,
    now: Time,
) -> Result<()> {
    may_send(connection, &label.from, now).await?;
    may_receive(connection, &label.to, now).await
}

async fn may_send(connection: &mut Connection, from: &Address, now: Time) -> Result<()> {
    let office = offices::find(connection, &from.number).await?;
    let office = office
        .filter(|office| office.service_types.contains(&from.service_type))
        .ok_or(Code::SenderMismatch)?;
    match office.standing(now) {
        Standing::Active => Ok(()),
        Standing::Suspended => Err(Code::SenderSuspended.into()),
        Standing::NotYet | Standing::Expired => Err(Code::SenderExpired.into()),
    }
}

async fn may_receive(connection: &mut Connection, to: &Address, now: Time) -> Result<()> {
    let office: Option<Registered> = offices::find(connection, &to.number).await?;
    let office = office
        .filter(|office| office.service_types.contains(&to.service_type))
        .ok_or(Code::RecipientUnknown)?;
    match office.standing(now) {
        Standing::Active if office.ready => Ok(()),
        Standing::Active => Err(Code::RecipientNotReady.into()),
        Standing::Suspended => Err(Code::RecipientSuspended.into()),
        Standing::NotYet | Standing::Expired => Err(Code::RecipientExpired.into()),
    }
}
