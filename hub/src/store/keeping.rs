//! What becomes of letters in time: reminders, deletion of the sealed octets, and the end of their record.

use super::letters::{Letter, Place};
use super::query::{query, query_scalar};
use super::{Connection, objects, signed};
use crate::error::{Error, Result};
use wire::{EnvelopeId, NonDelivery, OfficeNumber, Signed, Time};

/// The letters about which something is to be done by now, the longest due first.
///
/// # Errors
/// When the store fails.
pub async fn due(connection: &mut Connection, now: Time, limit: i64) -> Result<Vec<EnvelopeId>> {
    let ids: Vec<Vec<u8>> =
        query_scalar("select id from letters where due <= $1 order by due limit $2")
            .bind(now.0)
            .bind(limit)
            .fetch_all(connection)
            .await?;
    ids.iter()
        .map(|id| {
            let octets = id.as_slice().try_into();
            octets
                .map(EnvelopeId::from_bytes)
                .map_err(|_| Error::Corrupt("id"))
        })
        .collect()
}

/// Write a letter's times again: reminders, deletion, what is due next, and its sender's cursor.
///
/// # Errors
/// When the store fails.
pub async fn write(connection: &mut Connection, letter: &Letter) -> Result<()> {
    query(
        "update letters
            set due = $3, told_5 = $4, told_20 = $5, deleted = $6, sender_changed = $7
          where recipient = $1 and sequence = $2",
    )
    .bind(letter.place.recipient.as_str())
    .bind(signed(letter.place.sequence)?)
    .bind(letter.keeping.due.0)
    .bind(letter.keeping.told_5.map(|time| time.0))
    .bind(letter.keeping.told_20.map(|time| time.0))
    .bind(letter.keeping.deleted.map(|time| time.0))
    .bind(signed(letter.sender_changed)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Delete a letter's sealed octets. Label, receipt and statements stay.
///
/// # Errors
/// When the store fails.
pub async fn delete_octets(connection: &mut Connection, place: &Place, now: Time) -> Result<()> {
    objects::release(connection, place, now).await?;
    let sequence = signed(place.sequence)?;
    query("update letters set body = null, manifest = $3 where recipient = $1 and sequence = $2")
        .bind(place.recipient.as_str())
        .bind(sequence)
        .bind(b"".as_slice())
        .execute(&mut *connection)
        .await?;
    query("delete from body_pieces where recipient = $1 and sequence = $2")
        .bind(place.recipient.as_str())
        .bind(sequence)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keep the notice that a letter was never collected.
///
/// # Errors
/// When the store fails.
pub async fn notify(
    connection: &mut Connection,
    place: &Place,
    notice: &Signed<NonDelivery>,
) -> Result<()> {
    query(
        "update letters set notice = $3, notice_signature = $4 where recipient = $1 and sequence = $2",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(&notice.text)
    .bind(notice.signature.as_ref())
    .execute(connection)
    .await?;
    Ok(())
}

/// Delete what is left of a letter: its row, its statements, and what the journal says of it in words.
/// The journal's hashes stay, so that its tree stays whole.
///
/// # Errors
/// When the store fails.
pub async fn forget(connection: &mut Connection, letter: &Letter) -> Result<()> {
    let sequence = signed(letter.place.sequence)?;
    query("delete from statements where recipient = $1 and sequence = $2")
        .bind(letter.place.recipient.as_str())
        .bind(sequence)
        .execute(&mut *connection)
        .await?;
    // An object that is still there has no letter any more: it is swept ([`crate::objects`]).
    query("delete from objects where recipient = $1 and sequence = $2")
        .bind(letter.place.recipient.as_str())
        .bind(sequence)
        .execute(&mut *connection)
        .await?;
    query("delete from letters where recipient = $1 and sequence = $2")
        .bind(letter.place.recipient.as_str())
        .bind(sequence)
        .execute(&mut *connection)
        .await?;
    query(
        "update journal_entries set entry = null, office = null, other = null, letter = null where letter = $1",
    )
    .bind(letter.id.as_bytes().as_slice())
    .execute(connection)
    .await?;
    Ok(())
}

/// The sender has sent a letter in place of an earlier one to the same receiver: it has acted on the answer.
/// Nothing happens when there is no such letter.
///
/// # Errors
/// When the store fails.
pub async fn replace(
    connection: &mut Connection,
    earlier: EnvelopeId,
    sender: &OfficeNumber,
    recipient: &OfficeNumber,
    by: EnvelopeId,
) -> Result<()> {
    query("update letters set replaced_by = $4 where id = $1 and sender = $2 and recipient = $3")
        .bind(earlier.as_bytes().as_slice())
        .bind(sender.as_str())
        .bind(recipient.as_str())
        .bind(by.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// The later letter was withdrawn: the earlier one is not replaced by it after all.
///
/// # Errors
/// When the store fails.
pub async fn restore(
    connection: &mut Connection,
    earlier: EnvelopeId,
    by: EnvelopeId,
) -> Result<()> {
    query("update letters set replaced_by = null where id = $1 and replaced_by = $2")
        .bind(earlier.as_bytes().as_slice())
        .bind(by.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}
