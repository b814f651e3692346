//! Days, months and times of the day, as the standard writes them. There is no clock here.

use std::fmt;
use std::str::FromStr;

use super::{NotAValue, digits, serde_as_text};

/// A real day of the calendar, written `YYYYMMDD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day of the calendar, if there is one with these numbers (years 1 to 9999).
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let length = Month::new(year, month)?.days();
        (1..=length)
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// Reads `YYYYMMDD`.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (month, day) = bytes.split_at_checked(6)?;
        let month = Month::read(month)?;
        Self::new(month.year, month.month, two_digits(day)?)
    }

    /// The western year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The month that the day lies in.
    #[must_use]
    pub fn in_month(self) -> Month {
        Month {
            year: self.year,
            month: self.month,
        }
    }

    /// The day of the week: 0 is Sunday, 6 is Saturday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1 March of year 0 was a Wednesday.
        u8::try_from((self.days() + 3) % 7).expect("a rest of seven")
    }

    /// `2025-11-25`, for machines.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Days since 1 March of year 0, by which leap days end a year.
    fn days(self) -> u32 {
        let before_march = u32::from(self.month < 3);
        let year = u32::from(self.year) - before_march;
        let month = u32::from(self.month) + 12 * before_march - 3;
        let day_of_year = (153 * month + 2) / 5 + u32::from(self.day) - 1;
        365 * year + year / 4 - year / 100 + year / 400 + day_of_year
    }
}

/// A real month, written `YYYYMM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// A month, if the numbers are one (years 1 to 9999).
    #[must_use]
    pub fn new(year: u16, month: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Reads `YYYYMM`.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (year, month) = bytes.split_at_checked(4)?;
        Self::new(u16::try_from(digits(year)?).ok()?, two_digits(month)?)
    }

    /// The western year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> u8 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// A day of the month, from 1.
    #[must_use]
    pub fn day(self, day: u8) -> Option<Date> {
        Date::new(self.year, self.month, day)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        Date {
            year: self.year,
            month: self.month,
            day: self.days(),
        }
    }

    /// `2025-11`, for machines.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }
}

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
        let seconds =
            |serial: Self| u64::from(serial.date.days()) * 86400 + u64::from(serial.second);
        seconds(self) > seconds(other) + 86400
    }
}

fn two_digits(bytes: &[u8]) -> Option<u8> {
    (bytes.len() == 2)
        .then(|| digits(bytes))
        .flatten()
        .and_then(|number| u8::try_from(number).ok())
}

impl fmt::Display for Date {
    /// `YYYYMMDD`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}{:02}{:02}",
            self.year, self.month, self.day
        )
    }
}

impl fmt::Display for Month {
    /// `YYYYMM`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}{:02}", self.year, self.month)
    }
}

impl fmt::Display for Serial {
    /// `YYYYMMDDHHMMSS`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.time();
        write!(formatter, "{}{hour:02}{minute:02}{second:02}", self.date)
    }
}

/// Implements `FromStr` by `read`.
macro_rules! from_text {
    ($($name:ident: $expected:literal),+ $(,)?) => {$(
        impl FromStr for $name {
            type Err = NotAValue;

            fn from_str(text: &str) -> Result<Self, NotAValue> {
                Self::read(text.as_bytes()).ok_or(NotAValue { expected: $expected })
            }
        }
    )+};
}

from_text! {
    Date: "a day YYYYMMDD",
    Month: "a month YYYYMM",
    Serial: "a moment YYYYMMDDHHMMSS",
}
serde_as_text!(Date, Month, Serial);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for good in ["20251130", "20240229", "20000229", "19000101"] {
            assert!(good.parse::<Date>().is_ok(), "{good}");
        }
        for bad in [
            "20251131", "20250229", "19000229", "20251301", "20250001", "00000000", "2025113", "",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn days_of_the_week_are_right() {
        let weekday = |text: &str| text.parse::<Date>().unwrap().weekday();
        assert_eq!(weekday("20251125"), 2);
        assert_eq!(weekday("20240229"), 4);
        assert_eq!(weekday("20000101"), 6);
        assert_eq!(weekday("19400307"), 4);
    }

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
