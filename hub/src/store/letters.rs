//! The letters: everything but their bodies.

use super::query::{query, query_as};
use super::{Connection, digest, json, offices, signed, unsigned};
use crate::error::{Error, Result};
use futures_util::TryStreamExt as _;
use sqlx::FromRow;
use std::collections::HashMap;
use wire::{Digest, EnvelopeId, NonDelivery, OfficeNumber, Receipt, Signed, State, Time};

/// Where a letter lies: whose mailbox, and under which number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The receiving office.
    pub recipient: OfficeNumber,
    /// The letter's number in the receiver's mailbox.
    pub sequence: u64,
}

/// What happens to a letter in time ([`crate::keeping`]).
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// When it was deposited.
    pub deposited: Time,
    /// When something is to be done about it.
    pub due: Time,
    /// When its sender was told that it lies uncollected for 5 days.
    pub told_5: Option<Time>,
    /// When its sender was told that it lies uncollected for 20 days.
    pub told_20: Option<Time>,
    /// When its sealed octets were deleted.
    pub deleted: Option<Time>,
    /// The notice that it was never collected.
    pub notice: Option<Signed<NonDelivery>>,
    /// The later letter by which its sender has acted on the answer.
    pub replaced_by: Option<EnvelopeId>,
}

/// A letter as the store keeps it, without its body.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Where it lies.
    pub place: Place,
    /// Its id.
    pub id: EnvelopeId,
    /// The sending office.
    pub sender: OfficeNumber,
    /// Its number among the sender's own letters.
    pub sender_sequence: u64,
    /// The receiver's cursor at its last change.
    pub recipient_changed: u64,
    /// The sender's cursor at its last change.
    pub sender_changed: u64,
    /// Its state.
    pub state: State,
    /// Since when it is in this state.
    pub since: Time,
    /// When it was collected.
    pub collected: Option<Time>,
    /// Digest of the label's text.
    pub label_sha256: Digest,
    /// Digest of manifest and body as stored.
    pub stored_sha256: Digest,
    /// Octets of the sealed body.
    pub body_size: u64,
    /// The label's text, verbatim.
    pub label: String,
    /// The receipt.
    pub receipt: Signed<Receipt>,
    /// The sealed manifest.
    pub manifest: Vec<u8>,
    /// What happens to it in time.
    pub keeping: Keeping,
}

#[derive(FromRow)]
struct Row {
    recipient: String,
    sequence: i64,
    id: Vec<u8>,
    sender: String,
    sender_sequence: i64,
    recipient_changed: i64,
    sender_changed: i64,
    state: String,
    since: i64,
    collected: Option<i64>,
    label_sha256: Vec<u8>,
    stored_sha256: Vec<u8>,
    body_size: i64,
    label: String,
    receipt: String,
    receipt_signature: Vec<u8>,
    manifest: Vec<u8>,
    deposited: i64,
    due: i64,
    told_5: Option<i64>,
    told_20: Option<i64>,
    deleted: Option<i64>,
    notice: Option<String>,
    notice_signature: Option<Vec<u8>>,
    replaced_by: Option<Vec<u8>>,
}

impl TryFrom<Row> for Letter {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let replaced_by = row.replaced_by.as_deref().map(id).transpose()?;
        let keeping = Keeping {
            deposited: Time(row.deposited),
            due: Time(row.due),
            told_5: row.told_5.map(Time),
            told_20: row.told_20.map(Time),
            deleted: row.deleted.map(Time),
            notice: row
                .notice
                .zip(row.notice_signature)
                .map(|(text, signature)| Signed::new(text, signature)),
            replaced_by,
        };
        Ok(Self {
            place: Place {
                recipient: offices::number(&row.recipient)?,
                sequence: unsigned(row.sequence)?,
            },
            id: id(&row.id)?,
            sender: offices::number(&row.sender)?,
            sender_sequence: unsigned(row.sender_sequence)?,
            recipient_changed: unsigned(row.recipient_changed)?,
            sender_changed: unsigned(row.sender_changed)?,
            state: state(&row.state)?,
            since: Time(row.since),
            collected: row.collected.map(Time),
            label_sha256: digest(&row.label_sha256)?,
            stored_sha256: digest(&row.stored_sha256)?,
            body_size: unsigned(row.body_size)?,
            label: row.label,
            receipt: Signed::new(row.receipt, row.receipt_signature),
            manifest: row.manifest,
            keeping,
        })
    }
}

/// An id as the store kept it.
pub(super) fn id(octets: &[u8]) -> Result<EnvelopeId> {
    octets
        .try_into()
        .map(EnvelopeId::from_bytes)
        .map_err(|_| Error::Corrupt("id"))
}

/// The states that a letter can have at the hub, as they are stored.
const STATES: [(State, &str); 7] = [
    (State::Arrived, "arrived"),
    (State::Collected, "collected"),
    (State::TakenIn, "taken_in"),
    (State::Returned, "returned"),
    (State::Refused, "refused"),
    (State::Withdrawn, "withdrawn"),
    (State::Expired, "expired"),
];

fn state(text: &str) -> Result<State> {
    STATES
        .iter()
        .find_map(|(state, name)| (*name == text).then_some(*state))
        .ok_or(Error::Corrupt("state"))
}

pub(super) fn state_name(state: State) -> &'static str {
    STATES
        .iter()
        .find_map(|(known, name)| (*known == state).then_some(*name))
        .expect("the hub gives a letter only the states of a hub")
}

macro_rules! select {
    ($($rest:literal)*) => {
        concat!(
            "select recipient, sequence, id, sender, sender_sequence, recipient_changed, sender_changed, state, since,
                    collected, label_sha256, stored_sha256, body_size, label, receipt, receipt_signature, manifest,
                    deposited, due, told_5, told_20, deleted, notice, notice_signature, replaced_by
               from letters ",
            $($rest)*
        )
    };
}

/// The letter with an id, whoever it belongs to: the caller checks that.
///
/// In a transaction that writes, nobody else changes it until the commit.
///
/// # Errors
/// When the store fails.
pub async fn find(connection: &mut Connection, id: EnvelopeId) -> Result<Option<Letter>> {
    query_as::<Row>(select!("where id = $1"))
        .locking(select!("where id = $1 for update"))
        .bind(id.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?
        .map(Letter::try_from)
        .transpose()
}

/// The letters with some ids, whoever they belong to.
///
/// In a transaction that writes, nobody else changes them until the commit.
///
/// # Errors
/// When the store fails.
pub async fn find_all(
    connection: &mut Connection,
    ids: &[EnvelopeId],
) -> Result<HashMap<EnvelopeId, Letter>> {
    let rows = query_as::<Row>(select!(
        "where id in (select unhex(value, '-') from json_each($1))"
    ))
    .on_postgres(select!(
        "where id in (select decode(replace(value, '-', ''), 'hex')
                        from json_array_elements_text(cast($1 as json)) as ids(value))"
    ))
    .locking(select!(
        "where id in (select decode(replace(value, '-', ''), 'hex')
                        from json_array_elements_text(cast($1 as json)) as ids(value)) order by id for update"
    ))
    .bind(&json(ids))
    .fetch_all(connection)
    .await?;
    let letters = rows.into_iter().map(Letter::try_from);
    letters
        .map(|letter| letter.map(|letter| (letter.id, letter)))
        .collect()
}

/// The letter at a place.
///
/// # Errors
/// When the store fails.
pub async fn at(connection: &mut Connection, place: &Place) -> Result<Option<Letter>> {
    query_as::<Row>(select!("where recipient = $1 and sequence = $2"))
        .bind(place.recipient.as_str())
        .bind(signed(place.sequence)?)
        .fetch_optional(connection)
        .await?
        .map(Letter::try_from)
        .transpose()
}

/// The places of all letters, in their order, from behind one of them.
///
/// # Errors
/// When the store fails.
pub async fn places(
    connection: &mut Connection,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<Place>> {
    let (recipient, sequence) =
        after.map_or(("", 0), |place| (place.recipient.as_str(), place.sequence));
    let rows: Vec<(String, i64)> = query_as(
        "select recipient, sequence from letters where (recipient, sequence) > ($1, $2)
          order by recipient, sequence limit $3",
    )
    .bind(recipient)
    .bind(signed(sequence)?)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|(recipient, sequence)| {
            Ok(Place {
                recipient: offices::number(recipient)?,
                sequence: unsigned(*sequence)?,
            })
        })
        .collect()
}

/// Which of an office's letters to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Those that it received.
    Inbox,
    /// Those that it sent.
    Outbox,
}

/// From where, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// By mailbox number, those above.
    Sequence(u64),
    /// By last change, those changed after a cursor.
    Change(u64),
}

/// One page of a mailbox, and whether there is more: at most `limit` letters, and not many more octets than `octets`.
///
/// # Errors
/// When the store fails.
pub async fn page(
    connection: &mut Connection,
    office: &OfficeNumber,
    side: Side,
    after: After,
    limit: usize,
    octets: usize,
) -> Result<(Vec<Letter>, bool)> {
    let (text, after) = match (side, after) {
        (Side::Inbox, After::Sequence(after)) => (
            select!("where recipient = $1 and sequence > $2 order by sequence limit $3"),
            after,
        ),
        (Side::Inbox, After::Change(after)) => (
            select!(
                "where recipient = $1 and recipient_changed > $2 order by recipient_changed limit $3"
            ),
            after,
        ),
        (Side::Outbox, After::Sequence(after)) => (
            select!("where sender = $1 and sender_sequence > $2 order by sender_sequence limit $3"),
            after,
        ),
        (Side::Outbox, After::Change(after)) => (
            select!("where sender = $1 and sender_changed > $2 order by sender_changed limit $3"),
            after,
        ),
    };
    let one_more = i64::try_from(limit.saturating_add(1)).map_err(|_| Error::Corrupt("limit"))?;
    // No cursor is above what a row can hold.
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut rows = query_as::<Row>(text)
        .bind(office.as_str())
        .bind(after)
        .bind(one_more)
        .fetch(connection);
    let mut letters = Vec::new();
    let mut held = 0;
    while let Some(row) = rows.try_next().await? {
        if letters.len() == limit || held >= octets {
            return Ok((letters, true));
        }
        held += row.manifest.len() + row.label.len() + row.receipt.len();
        letters.push(row.try_into()?);
    }
    Ok((letters, false))
}

/// Write letters' new states, their times and cursors, of those that are still in the state that stands beside them.
/// Gives their number.
///
/// # Errors
/// When the store fails.
pub async fn change(connection: &mut Connection, letters: &[(&Letter, State)]) -> Result<usize> {
    let rows = letters.iter().map(|(letter, was)| {
        (
            (
                &letter.place.recipient,
                letter.place.sequence,
                state_name(*was),
            ),
            (state_name(letter.state), letter.since.0, letter.collected),
            (letter.recipient_changed, letter.sender_changed),
        )
    });
    let changed = query(
        "update letters
            set state = value ->> '$[1][0]', since = value ->> '$[1][1]', collected = value ->> '$[1][2]',
                recipient_changed = value ->> '$[2][0]', sender_changed = value ->> '$[2][1]'
           from json_each($1)
          where recipient = value ->> '$[0][0]' and sequence = value ->> '$[0][1]' and state = value ->> '$[0][2]'",
    )
    .on_postgres(
        "update letters
            set state = value #>> '{1,0}', since = cast(value #>> '{1,1}' as bigint),
                collected = cast(value #>> '{1,2}' as bigint),
                recipient_changed = cast(value #>> '{2,0}' as bigint),
                sender_changed = cast(value #>> '{2,1}' as bigint)
           from json_array_elements(cast($1 as json)) as rows(value)
          where recipient = value #>> '{0,0}' and sequence = cast(value #>> '{0,1}' as bigint)
            and state = value #>> '{0,2}'",
    )
    .bind(&json(rows.collect::<Vec<_>>()))
    .execute(connection)
    .await?;
    usize::try_from(changed).map_err(|_| Error::Corrupt("count"))
}
