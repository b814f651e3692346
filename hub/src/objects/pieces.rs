//! The pieces of an object as they come in, each given on only when its digest is right.

use super::{Fault, PATIENCE, silent};
use crate::error::Result;
use crate::store::bodies::PIECE;
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt as _;
use futures_util::stream::BoxStream;
use std::ops::Range;
use tokio::time::timeout;
use wire::Digest;

/// Octets with their place in the body.
type Piece = (u64, Bytes);

/// What is left to be read. It holds two pieces at most, however large the object is.
pub(crate) struct Pieces {
    octets: BoxStream<'static, Result<Bytes>>,
    /// Where the next piece begins in the body, and where the last one ends.
    left: Range<u64>,
    digests: std::vec::IntoIter<Digest>,
    buffer: BytesMut,
    first: Option<Piece>,
}

impl Pieces {
    /// The pieces of a stream, which begins where a piece does.
    pub fn new(
        octets: BoxStream<'static, Result<Bytes>>,
        left: Range<u64>,
        digests: Vec<Digest>,
    ) -> Self {
        Self {
            octets,
            left,
            digests: digests.into_iter(),
            buffer: BytesMut::new(),
            first: None,
        }
    }

    /// Read the first piece, which [`Self::next`] will give.
    ///
    /// # Errors
    /// As there.
    pub async fn begin(&mut self) -> Result<()> {
        self.first = self.pull().await?;
        Ok(())
    }

    /// The next piece and its place; none after the last.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when it is not what was written, [`Fault::Away`] when it does not come.
    pub async fn next(&mut self) -> Result<Option<Piece>> {
        match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.pull().await,
        }
    }

    async fn pull(&mut self) -> Result<Option<Piece>> {
        let Some(expected) = self.digests.next() else {
            return Ok(None);
        };
        let left = usize::try_from(self.left.end - self.left.start).unwrap_or(usize::MAX);
        let length = left.min(PIECE);
        while self.buffer.len() < length {
            let more = timeout(PATIENCE, self.octets.try_next()).await;
            let more = more.map_err(|_| silent())??.ok_or(Fault::Damaged)?;
            self.buffer.extend_from_slice(&more);
        }
        let piece = self.buffer.split_to(length).freeze();
        if evidence::digest(&piece) != expected {
            return Err(Fault::Damaged.into());
        }
        let place = self.left.start;
        self.left.start += u64::try_from(length).expect("sizes in memory fit 64 bits");
        Ok(Some((place, piece)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use futures_util::{StreamExt as _, stream};

    /// Pieces of a body that comes in lumps of a size.
    fn pieces(body: &[u8], lump: usize, digests: Vec<Digest>) -> Pieces {
        let lumps: Vec<_> = body
            .chunks(lump)
            .map(|lump| Ok(Bytes::copy_from_slice(lump)))
            .collect();
        let size = u64::try_from(body.len()).expect("it is small");
        Pieces::new(stream::iter(lumps).boxed(), 0..size, digests)
    }

    fn digests(body: &[u8]) -> Vec<Digest> {
        body.chunks(PIECE).map(evidence::digest).collect()
    }

    #[tokio::test]
    async fn pieces_come_whole_however_the_octets_come() {
        let body: Vec<u8> = (0..=255_u8).cycle().take(2 * PIECE + 7).collect();
        for lump in [1000, PIECE - 1, PIECE, 3 * PIECE] {
            let mut pieces = pieces(&body, lump, digests(&body));
            pieces.begin().await.expect("a piece");
            let mut read = Vec::new();
            while let Some((place, piece)) = pieces.next().await.expect("a piece") {
                assert_eq!(usize::try_from(place).ok(), Some(read.len()));
                read.extend_from_slice(&piece);
            }
            assert!(read == body, "lumps of {lump}");
        }
    }

    #[tokio::test]
    async fn a_turned_bit_and_a_missing_end_are_damage() {
        let body = vec![7; PIECE + 10];
        let mut turned = body.clone();
        turned[PIECE + 1] ^= 1;
        let mut wrong = pieces(&turned, 4096, digests(&body));
        assert!(wrong.next().await.is_ok(), "the first piece is good");
        let damaged =
            |read: Result<Option<Piece>>| matches!(read, Err(Error::Objects(Fault::Damaged)));
        assert!(damaged(wrong.next().await));

        let size = u64::try_from(body.len()).expect("it is small");
        let lumps = stream::iter([Ok(Bytes::copy_from_slice(&body[..100]))]);
        let mut short = Pieces::new(lumps.boxed(), 0..size, digests(&body));
        assert!(damaged(short.begin().await.map(|()| None)));
    }
}
