//! Times of the day and moments, as the standard writes them. There is no clock here.

use std::fmt;

use super::{Date, Month, digits, from_text, serde_as_text};

/// A time of the day, written `HHMM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Time {
    /// From 00:00 to 24:00, in minutes since midnight (2400 is an end at midnight).
    At(u16),
    /// 9999: a service that is shown without time.
    None,
}

impl Time {
    /// Reads `HHMM` or `9999`. Which items may hold 2400 and 9999 is a matter of rule R-056.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != 4 {
            return None;
        }
        match digits(bytes)? {
            9999 => Some(Self::None),
            2400 => Some(Self::At(24 * 60)),
            time if time / 100 < 24 && time % 100 < 60 => Some(Self::At(
                u16::try_from(time / 100 * 60 + time % 100).expect("below 1440"),
            )),
            _ => None,
        }
    }
}

impl fmt::Display for Time {
    /// `9:00`; nothing for a service without time.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(minutes) => write!(formatter, "{}:{:02}", minutes / 60, minutes % 60),
            Self::None => Ok(()),
        }
    }
}

/// ファイル連番: day and time at which a sending unit was made, written `YYYYMMDDHHMMSS`. Also any other moment.
///
/// The standard knows one time zone: that of Japan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial {
    date: Date,
    /// Seconds since midnight.
    second: u32,
}

impl Serial {
    /// Reads `YYYYMMDDHHMMSS`.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (date, time) = bytes.split_at_checked(8)?;
        if time.len() != 6 {
            return None;
        }
        let (hour, minute, second) = (
            digits(&time[..2])?,
            digits(&time[2..4])?,
            digits(&time[4..])?,
        );
        let real = hour < 24 && minute < 60 && second < 60;
        let date = Date::read(date)?;
        real.then_some(Self {
            date,
            second: hour * 3600 + minute * 60 + second,
        })
    }

    /// The moment so many seconds after 1970-01-01 00:00 UTC, as clocks in Japan show it.
    ///
    /// `None` before 1970 and after the year 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        // Japan is nine hours ahead and knows no summer time.
        let local = u64::try_from(seconds).ok()?.checked_add(9 * 3600)?;
        let second = u32::try_from(local % 86400).ok()?;
        let mut days = local / 86400;
        let mut year = 1970;
        loop {
            let length = 337 + u64::from(Month::new(year, 2)?.days());
            if days < length {
                break;
            }
            days -= length;
            year += 1;
        }
        for month in 1..=12 {
            let month = Month::new(year, month)?;
            if days < u64::from(month.days()) {
                let date = month.day(u8::try_from(days + 1).ok()?)?;
                return Some(Self { date, second });
            }
            days -= u64::from(month.days());
        }
        None
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// Hour, minute and second.
    #[must_use]
    pub fn time(self) -> (u32, u32, u32) {
        (self.second / 3600, self.second / 60 % 60, self.second % 60)
    }

    /// Whether it lies more than a day after another moment.
    #[must_use]
    pub fn is_more_than_a_day_after(self, other: Self) -> bool {
        let seconds = |serial: Self| {
            u64::from(serial.date.days_since_year_0()) * 86400 + u64::from(serial.second)
        };
        seconds(self) > seconds(other) + 86400
    }
}

impl fmt::Display for Serial {
    /// `YYYYMMDDHHMMSS`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.time();
        write!(formatter, "{}{hour:02}{minute:02}{second:02}", self.date)
    }
}

from_text! {
    Serial: "a moment YYYYMMDDHHMMSS",
}
serde_as_text!(Serial);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn times_end_at_midnight() {
        assert_eq!(Time::read(b"0900").unwrap().to_string(), "9:00");
        assert_eq!(Time::read(b"2400").unwrap().to_string(), "24:00");
        assert_eq!(Time::read(b"9999"), Some(Time::None));
        for bad in ["2560", "2401", "0960", "900", "09:0", "９０"] {
            assert_eq!(Time::read(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn a_moment_is_shown_as_in_japan() {
        assert_eq!(Serial::from_unix(0).unwrap().to_string(), "19700101090000");
        assert_eq!(
            Serial::from_unix(1_763_996_415).unwrap().to_string(),
            "20251125000015"
        );
        assert_eq!(Serial::from_unix(-1), None);
    }

    #[test]
    fn a_day_later_is_a_day_later() {
        let serial = |text: &str| text.parse::<Serial>().unwrap();
        let noon = serial("20251231120000");
        assert!(!serial("20260101120000").is_more_than_a_day_after(noon));
        assert!(serial("20260101120001").is_more_than_a_day_after(noon));
    }
}
