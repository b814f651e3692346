//! Days of a licence: whole days in Japan, from the first to the last.

use crate::error::{Error, Result};
pub use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use wire::Time;

/// Japan has had no summer time since 1951.
fn japan() -> TimeZone {
    TimeZone::fixed(Offset::constant(9))
}

fn beyond(error: impl std::fmt::Display) -> Error {
    Error::Input(error.to_string())
}

/// Read a day such as `2026-12-01`.
///
/// # Errors
/// In words, when it is none.
pub fn parse(text: &str) -> Result<Date, String> {
    text.parse::<Date>()
        .map_err(|_| format!("{text}: YYYY-MM-DD"))
}

/// Today in Japan, by the system's clock.
pub fn today() -> Date {
    Timestamp::now().to_zoned(japan()).date()
}

/// The last day of a year that begins on a day.
///
/// # Errors
/// At the end of the calendar.
pub fn one_year(from: Date) -> Result<Date> {
    from.checked_add(1.year())
        .and_then(Date::yesterday)
        .map_err(beyond)
}

/// The first moment of a day.
///
/// # Errors
/// At the end of the calendar.
pub fn begin(day: Date) -> Result<Time> {
    let moment = day.to_zoned(japan()).map_err(beyond)?;
    Ok(Time(moment.timestamp().as_millisecond()))
}

/// The first moment after a day.
///
/// # Errors
/// At the end of the calendar.
pub fn end(day: Date) -> Result<Time> {
    begin(day.tomorrow().map_err(beyond)?)
}

/// The day in Japan of a moment.
///
/// # Errors
/// When no calendar has it.
pub fn day(time: Time) -> Result<Date> {
    let timestamp = Timestamp::from_millisecond(time.0).map_err(beyond)?;
    Ok(timestamp.to_zoned(japan()).date())
}

/// The last day before the end of a licence.
///
/// # Errors
/// When no calendar has it.
pub fn last(until: Time) -> Result<Date> {
    day(Time(until.0.saturating_sub(1)))
}

/// Read a time of the day in Japan such as `2026-12-01T22:00`.
///
/// # Errors
/// A sentence with the form that it should have.
pub fn parse_time(text: &str) -> std::result::Result<DateTime, String> {
    text.parse::<DateTime>()
        .map_err(|_| format!("{text}: YYYY-MM-DDTHH:MM"))
}

/// The moment of a time of the day in Japan.
///
/// # Errors
/// When no calendar has it.
pub fn time(time: DateTime) -> Result<Time> {
    let zoned = time.to_zoned(japan()).map_err(beyond)?;
    Ok(Time(zoned.timestamp().as_millisecond()))
}

/// The minute in Japan of a moment, such as `2026-12-01 22:00`.
///
/// # Errors
/// When no calendar has it.
pub fn minute(time: Time) -> Result<String> {
    let timestamp = Timestamp::from_millisecond(time.0).map_err(beyond)?;
    let minute = timestamp.to_zoned(japan());
    Ok(minute.strftime("%Y-%m-%d %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_holds_from_midnight_to_midnight_in_japan() {
        let first = parse("2026-12-01").expect("a day");
        let last = one_year(first).expect("a day");
        assert_eq!(last, parse("2027-11-30").expect("a day"));
        let begin = begin(first).expect("a time");
        let end = end(last).expect("a time");
        assert_eq!(begin, Time(1_796_050_800_000), "2026-11-30T15:00:00Z");
        assert_eq!((end.0 - begin.0) / 86_400_000, 365);
        assert_eq!(super::last(end).expect("a day"), last);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "2026-13-01", "2026-02-30", "20261201T", "tomorrow"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
