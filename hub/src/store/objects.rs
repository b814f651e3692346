//! Which bodies lie in object storage, and what is left to be deleted there. The objects themselves: [`crate::objects`].

use super::letters::Place;
use super::query::{query, query_as, query_scalar};
use super::{Connection, digest, signed};
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use uuid::Uuid;
use wire::{Digest, Time};

/// A body in object storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The object's name: of its own for every attempt to leave a letter, so that no attempt can touch another's.
    pub name: Uuid,
    /// The digests of its pieces, each of [`super::bodies::PIECE`] octets but the last.
    pub pieces: Vec<Digest>,
}

/// Whether a letter's body lies in object storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It never did.
    Elsewhere,
    /// It does.
    Here(Object),
    /// It did, and its time is over.
    Released,
}

/// Note where the body of a letter lies.
///
/// # Errors
/// When the store fails.
pub async fn insert(connection: &mut Connection, place: &Place, object: &Object) -> Result<()> {
    let pieces: Vec<u8> = object.pieces.iter().flat_map(|piece| piece.0).collect();
    query("insert into objects (recipient, sequence, object, pieces) values ($1, $2, $3, $4)")
        .bind(place.recipient.as_str())
        .bind(signed(place.sequence)?)
        .bind(object.name.as_bytes().as_slice())
        .bind(&pieces)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether the body of a letter lies in object storage.
///
/// # Errors
/// When the store fails.
pub async fn of_letter(connection: &mut Connection, place: &Place) -> Result<Kept> {
    let row: Option<(Vec<u8>, Vec<u8>, Option<i64>)> = query_as(
        "select object, pieces, released from objects where recipient = $1 and sequence = $2",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .fetch_optional(connection)
    .await?;
    match row {
        None => Ok(Kept::Elsewhere),
        Some((_, _, Some(_))) => Ok(Kept::Released),
        Some((object, pieces, None)) => Ok(Kept::Here(Object {
            name: name(&object)?,
            pieces: pieces.chunks(32).map(digest).collect::<Result<_>>()?,
        })),
    }
}

/// The time of a letter's body is over: its object, if it has one, is to be deleted after the commit.
///
/// # Errors
/// When the store fails.
pub async fn release(connection: &mut Connection, place: &Place, now: Time) -> Result<()> {
    query(
        "update objects set released = $3 where recipient = $1 and sequence = $2 and released is null",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Objects that are to be deleted.
///
/// # Errors
/// When the store fails.
pub async fn released(connection: &mut Connection, limit: i64) -> Result<Vec<Uuid>> {
    let names: Vec<Vec<u8>> = query_scalar(
        "select object from objects where released is not null and deleted is null
          order by released limit $1",
    )
    .bind(limit)
    .fetch_all(connection)
    .await?;
    names.iter().map(|octets| name(octets)).collect()
}

/// An object is deleted.
///
/// # Errors
/// When the store fails.
pub async fn deleted(connection: &mut Connection, object: Uuid, now: Time) -> Result<()> {
    query("update objects set deleted = $2 where object = $1")
        .bind(object.as_bytes().as_slice())
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Those of the names from the first to the last that are objects of this store and not deleted.
///
/// # Errors
/// When the store fails.
pub async fn known(connection: &mut Connection, first: Uuid, last: Uuid) -> Result<BTreeSet<Uuid>> {
    let names: Vec<Vec<u8>> = query_scalar(
        "select object from objects where object >= $1 and object <= $2 and deleted is null",
    )
    .bind(first.as_bytes().as_slice())
    .bind(last.as_bytes().as_slice())
    .fetch_all(connection)
    .await?;
    names.iter().map(|octets| name(octets)).collect()
}

/// Whether any letter's body lies in object storage.
///
/// # Errors
/// When the store fails.
pub async fn any(connection: &mut Connection) -> Result<bool> {
    let found: Option<i64> =
        query_scalar("select sequence from objects where deleted is null limit 1")
            .fetch_optional(connection)
            .await?;
    Ok(found.is_some())
}

/// An object's name as the store kept it.
fn name(octets: &[u8]) -> Result<Uuid> {
    Uuid::from_slice(octets).map_err(|_| Error::Corrupt("object"))
}
