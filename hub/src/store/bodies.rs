//! The sealed bodies: small ones stand in the letter's row, larger ones in pieces.

use super::letters::Place;
use super::query::{query, query_scalar};
use super::{Connection, signed};
use crate::error::{Error, Result};

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
            "insert into body_pieces (recipient, sequence, piece, octets) values ($1, $2, $3, $4)",
        )
        .bind(place.recipient.as_str())
        .bind(signed(place.sequence)?)
        .bind(piece)
        .bind(octets)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// A body that stands beside its letter.
///
/// # Errors
/// When the store fails.
pub async fn beside(connection: &mut Connection, place: &Place) -> Result<Vec<u8>> {
    let body: Option<Vec<u8>> =
        query_scalar("select body from letters where recipient = $1 and sequence = $2")
            .bind(place.recipient.as_str())
            .bind(signed(place.sequence)?)
            .fetch_one(connection)
            .await?;
    body.ok_or(Error::Corrupt("body"))
}

/// One piece of a larger body, counted from 0.
///
/// # Errors
/// When the store fails.
pub async fn piece(connection: &mut Connection, place: &Place, piece: u64) -> Result<Vec<u8>> {
    let octets: Option<Vec<u8>> = query_scalar(
        "select octets from body_pieces where recipient = $1 and sequence = $2 and piece = $3",
    )
    .bind(place.recipient.as_str())
    .bind(signed(place.sequence)?)
    .bind(signed(piece)?)
    .fetch_optional(connection)
    .await?;
    octets.ok_or(Error::Corrupt("body"))
}
