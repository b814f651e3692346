//! The sealed body as octets, whole or one range of it (RFC 9110 section 14).

use crate::Hub;
use crate::error::{Error, Result};
use crate::lookup::LookUp;
use crate::objects::Pieces;
use crate::store::letters::{Letter, Place};
use crate::store::objects::Kept;
use crate::store::{Connection, Store, bodies, objects};
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use evidence::receipt;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream;
use std::collections::HashMap;
use utoipa::ToSchema;
use wire::{Code, Label};

/// The media type of a CMS object (RFC 7193).
pub(super) const MEDIA_TYPE: &str = "application/cms";

/// The parts of a deposit, for the document.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Form {
    /// The label, JSON.
    label: Label,
    /// The sealed manifest, DER.
    #[schema(value_type = String, format = Binary)]
    manifest: Vec<u8>,
    /// The sealed body, DER.
    #[schema(value_type = String, format = Binary)]
    body: Vec<u8>,
}

/// What was asked for: octets from `start` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    start: u64,
    end: u64,
    partial: bool,
}

impl Range {
    /// The range that a request asks for; none when it lies behind the end.
    ///
    /// What is no single range of octets asks for the whole.
    pub fn of(headers: &HeaderMap, letter: &Letter) -> Option<Self> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let size = letter.body_size;
        let whole = Self {
            start: 0,
            end: size,
            partial: false,
        };
        // A condition that does not hold asks for the whole (RFC 9110 section 13.1.5).
        if text(header::IF_RANGE).is_some_and(|tag| tag != entity_tag(letter)) {
            return Some(whole);
        }
        let Some((start, end)) = text(header::RANGE).and_then(|range| parse(range, size)) else {
            return Some(whole);
        };
        (start < end).then_some(Self {
            start,
            end,
            partial: true,
        })
    }
}

/// `bytes=FIRST-LAST`, `bytes=FIRST-` or `bytes=-LENGTH`, cut to the size; empty where nothing of it lies in the body.
fn parse(range: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number holds is a number beyond every body.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    if first.is_empty() {
        let length: u64 = number(last)?;
        return Some((
            size.saturating_sub(length),
            if length == 0 { 0 } else { size },
        ));
    }
    let start = number(first)?;
    if last.is_empty() {
        return Some((start, size));
    }
    let last = number(last)?;
    (start <= last).then(|| (start, size.min(last.saturating_add(1))))
}

fn entity_tag(letter: &Letter) -> String {
    format!("\"{}\"", letter.stored_sha256)
}

/// The octets of a range, read as they are sent.
///
/// # Errors
/// When they stand beside their letter and cannot be read, or when they lie in object storage and it is away, or does not have them:
/// then nothing was said yet.
pub(super) async fn octets(hub: &Hub, letter: &Letter, range: Range) -> Result<Body> {
    let store = hub.store.clone();
    if usize::try_from(letter.body_size).is_ok_and(|size| size <= bodies::BESIDE) {
        let octets = hub.bodies.ask(letter.place.clone()).await?;
        let octets = octets.ok_or(Error::Corrupt("body"))?;
        if receipt::stored_digest(&letter.manifest, &octets) != letter.stored_sha256 {
            // What the disk has changed is not served.
            return Err(Error::Corrupt("body"));
        }
        return Ok(cut(octets, 0, range)?.into());
    }
    let kept = objects::of_letter(&mut store.read().await?, &letter.place).await?;
    match (kept, &hub.objects) {
        (Kept::Elsewhere, _) => Ok(pieces(store, letter.place.clone(), range)),
        (Kept::Here(object), Some(objects)) => {
            let asked = range.start..range.end;
            let read = objects.read(&object, letter.body_size, asked).await?;
            Ok(from_object(read, range))
        }
        // Another process was here since the letter was looked up.
        (Kept::Released, _) => Err(Code::Expired.into()),
        (Kept::Here(_), None) => Err(Error::Corrupt("place of a body")),
    }
}

/// The body that stands beside a letter, if one does.
#[derive(Debug)]
pub(crate) struct Bodies;

impl LookUp for Bodies {
    type Key = Place;
    type Found = Vec<u8>;

    fn all<'a>(
        connection: &'a mut Connection,
        places: &'a [Place],
    ) -> BoxFuture<'a, Result<HashMap<Place, Vec<u8>>>> {
        bodies::beside(connection, places).boxed()
    }
}

/// The answer with the octets of a range.
pub(super) fn answer(octets: Body, letter: &Letter, range: Range) -> Response {
    let length = range.end - range.start;
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE.to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, entity_tag(letter)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let mut response = (headers, octets).into_response();
    if range.partial {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let last = range.end - 1;
        let place = format!("bytes {}-{last}/{}", range.start, letter.body_size);
        let place = place.try_into().expect("digits are visible ASCII");
        response.headers_mut().insert(header::CONTENT_RANGE, place);
    }
    response
}

/// The answer when a range lies behind the end.
pub(super) fn unsatisfiable(letter: &Letter) -> Response {
    let mut response = Error::from(Code::RangeNotSatisfiable).into_response();
    let size = format!("bytes */{}", letter.body_size);
    let size = size.try_into().expect("digits are visible ASCII");
    response.headers_mut().insert(header::CONTENT_RANGE, size);
    response
}

/// The octets of `octets`, which begin at `offset` in the body, that lie in the range.
fn cut(octets: impl Into<Bytes>, offset: u64, range: Range) -> Result<Bytes> {
    let octets: Bytes = octets.into();
    let at = |place: u64| {
        let place = usize::try_from(place.saturating_sub(offset)).unwrap_or(usize::MAX);
        place.min(octets.len())
    };
    let part = octets.slice(at(range.start)..at(range.end));
    if part.is_empty() {
        // The row says that there is more than there is.
        return Err(Error::Corrupt("body"));
    }
    Ok(part)
}

fn pieces(store: Store, place: Place, range: Range) -> Body {
    let size = u64::try_from(bodies::PIECE).expect("the size of a piece fits 64 bits");
    let begin = (store, place, range.start / size);
    Body::from_stream(stream::try_unfold(
        begin,
        move |(store, place, piece)| async move {
            let offset = piece * size;
            if offset >= range.end {
                return Ok(None);
            }
            let octets = bodies::piece(&mut store.read().await?, &place, piece).await?;
            let part = cut(octets, offset, range)?;
            Ok::<_, Error>(Some((part, (store, place, piece + 1))))
        },
    ))
}

fn from_object(pieces: Pieces, range: Range) -> Body {
    Body::from_stream(stream::try_unfold(pieces, move |mut pieces| async move {
        match pieces.next().await {
            Ok(None) => Ok(None),
            Ok(Some((offset, octets))) => Ok(Some((cut(octets, offset, range)?, pieces))),
            Err(error) => {
                // The answer has begun: all that its reader sees is that it breaks off.
                tracing::error!(%error, "a body could not be read to its end");
                Err(error)
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn check(range: &str, expected: Option<(u64, u64)>) {
        assert_eq!(parse(range, 100), expected, "{range}");
    }

    #[test]
    fn a_range_from_first_to_last_includes_both() {
        check("bytes=0-0", Some((0, 1)));
        check("bytes=10-19", Some((10, 20)));
    }

    #[test]
    fn a_range_is_cut_at_the_end() {
        check("bytes=90-1000", Some((90, 100)));
        check("bytes=90-", Some((90, 100)));
        check("bytes=5-99999999999999999999999", Some((5, 100)));
    }

    #[test]
    fn a_suffix_counts_from_the_end() {
        check("bytes=-10", Some((90, 100)));
        check("bytes=-1000", Some((0, 100)));
    }

    #[test]
    fn what_lies_behind_the_end_is_empty() {
        for range in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            let (start, end) = parse(range, 100).expect("a range");
            assert!(start >= end, "{range}");
        }
    }

    #[test]
    fn what_is_no_single_range_asks_for_the_whole() {
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=1-2,4-5",
            "bytes=5-4",
            "lines=1-2",
            "bytes=+1-2",
        ] {
            check(range, None);
        }
    }
}
