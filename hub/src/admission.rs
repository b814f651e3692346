//! What every request must keep to before a handler sees it, whatever it asks for.

use crate::Hub;
use crate::error::{Error, Result};
use crate::limits::{Crowded, Turn};
use axum::body::{Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use http_body_util::BodyExt as _;
use std::time::{Duration, SystemTime};
use tokio::time::timeout;
use wire::hub_api::path;
use wire::{Code, Time};

/// How far the caller's clock is from ours, in seconds; less than 0 when it is behind. In the answer to a request with a `Date`.
pub(crate) const CLOCK_SKEW: HeaderName = HeaderName::from_static("careplan-clock-skew");
/// How long a refused caller is listened to.
const LISTEN_ON: Duration = Duration::from_secs(5);
/// From how many seconds on it is said in the log.
const WORTH_SAYING: i64 = 60;

/// Let a request in, or say why not.
///
/// # Errors
/// `unavailable`, `encoding_not_accepted`, `too_large`, `invalid`, `clock_skewed`, `storage_full`.
pub(crate) fn check(hub: &Hub, turn: &Turn, request: &Request, route: &str) -> Result<()> {
    if request.extensions().get::<Crowded>().is_some() {
        return Err(Error::Later {
            code: Code::Unavailable,
            seconds: 10,
            detail: "too many connections of one office",
        });
    }
    let headers = request.headers();
    // Nothing is ever unpacked here, so nothing can swell (T22).
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity")
    {
        return Err(Code::EncodingNotAccepted.into());
    }
    // RFC 9112 section 6.1: with both, somebody on the way may see another end of the body than we do (T46).
    if headers.contains_key(header::TRANSFER_ENCODING)
        && headers.contains_key(header::CONTENT_LENGTH)
    {
        return Err(Error::refused(Code::Invalid, "two lengths of one body"));
    }
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length| turn.is_too_large(length)) {
        return Err(Code::TooLarge.into());
    }
    if let Some(skew) = skew(headers, hub.now()) {
        if skew.unsigned_abs() > hub.config.limits.skew_seconds {
            let detail = format!("the clock is {skew} seconds off");
            return Err(Error::refused(Code::ClockSkewed, detail));
        }
        if skew.abs() > WORTH_SAYING {
            tracing::warn!(skew, "a caller's clock is off");
        }
    }
    if request.method() == Method::PUT && route == path::ENVELOPE && hub.is_full() {
        return Err(Error::Later {
            code: Code::StorageFull,
            seconds: 60,
            detail: "the disk is nearly full",
        });
    }
    Ok(())
}

/// Listen on for a while to the body of a request that was refused, without keeping anything:
/// a caller that still speaks when the connection is closed would not hear why.
///
/// One that waits to be told to speak (`Expect`), or has more to say than anybody may, is not listened to.
pub(crate) async fn listen_on(hub: &Hub, request: Request) {
    let limit = hub.config.deposit_limit.saturating_mul(2);
    let waits = request.headers().contains_key(header::EXPECT);
    let mut body = request.into_body();
    if waits || body.size_hint().lower() > limit {
        return;
    }
    let mut left = limit;
    let listening = async {
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(u64::try_from(length).unwrap_or(u64::MAX)) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    // Not an error of ours if it takes longer: then the connection is simply closed.
    let _ = timeout(LISTEN_ON, listening).await;
}

/// How far a caller's clock is from ours, in seconds, if it says its time (RFC 9110 section 6.6.1).
pub(crate) fn skew(headers: &HeaderMap, now: Time) -> Option<i64> {
    let said = httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?).ok()?;
    Some((Time::from(said).0 - now.0) / 1000)
}

/// The hub's time as a `Date`, and the caller's distance from it.
pub(crate) fn tell_time(answer: &mut HeaderMap, now: Time, skew: Option<i64>) {
    let milliseconds = u64::try_from(now.0).unwrap_or(0);
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds);
    let text = httpdate::fmt_http_date(now);
    let date = HeaderValue::try_from(text).expect("a date is visible ASCII");
    answer.insert(header::DATE, date);
    if let Some(skew) = skew {
        answer.insert(CLOCK_SKEW, skew.into());
    }
}
