//! The sealed bodies: small ones stand in the letter's row, larger ones in pieces.

use super::letters::{Letter, Place};
use super::query::{query, query_as};
use super::{Connection, digest, json, offices, signed, unsigned};
use crate::error::{Error, Result};
use std::collections::HashMap;
use std::slice;

/// The largest body that stands beside its letter.
pub const BESIDE: usize = 64 * 1024;
/// The size of a piece of a larger body.
pub const PIECE: usize = 256 * 1024;

/// Store a larger body in pieces.
///
/// # Errors
/// When the store fails.
pub async fn insert_pieces(connection: &mut Connection, place: &Place, body: &[u8]) -> Result<()> {
    for (piece, octets) in (0_i64..).zip(body.chunks(PIECE)) {
        query(
            "insert into body_pieces (recipient, sequence, piece, octets, sha256) values ($1, $2, $3, $4, $5)",
        )
        .bind(place.recipient.as_str())
        .bind(signed(place.sequence)?)
        .bind(piece)
        .bind(octets)
        .bind(evidence::digest(octets).as_ref())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Those of some letters' bodies that stand beside their letters.
///
/// # Errors
/// When the store fails.
pub async fn beside(
    connection: &mut Connection,
    places: &[Place],
) -> Result<HashMap<Place, Vec<u8>>> {
    let asked: Vec<_> = (places.iter())
        .map(|place| (&place.recipient, place.sequence))
        .collect();
    let rows: Vec<(String, i64, Vec<u8>)> = query_as(
        "select recipient, sequence, body from json_each($1) join letters
             on recipient = value ->> 0 and sequence = value ->> 1
          where body is not null",
    )
    .on_postgres(
        "select recipient, sequence, body
           from json_array_elements(cast($1 as json)) as asked(value) join letters
             on recipient = value ->> 0 and sequence = cast(value ->> 1 as bigint)
          where body is not null",
    )
    .bind(&json(asked))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(recipient, sequence, body)| {
            let (recipient, sequence) = (offices::number(&recipient)?, unsigned(sequence)?);
            let place = Place {
                recipient,
                sequence,
            };
            Ok((place, body))
        })
        .collect()
}

/// One piece of a larger body, counted from 0, as it was stored: its digest is checked.
///
/// # Errors
/// When the store fails, or the disk has changed the octets.
pub async fn piece(connection: &mut Connection, place: &Place, piece: u64) -> Result<Vec<u8>> {
    let row: Option<(Vec<u8>, Option<Vec<u8>>)> = query_as(
        "select octets, sha256 from body_pieces where recipient = $1 and sequence = $2 and piece = $3",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(signed(piece)?)
    .fetch_optional(connection)
    .await?;
    let (octets, sha256) = row.ok_or(Error::Corrupt("body"))?;
    match sha256 {
        Some(sha256) if digest(&sha256)? != evidence::digest(&octets) => {
            Err(Error::Corrupt("body"))
        }
        _ => Ok(octets),
    }
}

/// The whole body of a letter, in pieces or not.
///
/// # Errors
/// When the store fails, or a piece is missing or changed.
pub async fn whole(connection: &mut Connection, letter: &Letter) -> Result<Vec<u8>> {
    let size = usize::try_from(letter.body_size).map_err(|_| Error::Corrupt("size"))?;
    if size <= BESIDE {
        let place = &letter.place;
        let body = beside(connection, slice::from_ref(place))
            .await?
            .remove(place);
        return body.ok_or(Error::Corrupt("body"));
    }
    let mut body = Vec::new();
    for number in 0..size.div_ceil(PIECE) {
        let number = u64::try_from(number).map_err(|_| Error::Corrupt("size"))?;
        body.extend(piece(connection, &letter.place, number).await?);
    }
    Ok(body)
}
