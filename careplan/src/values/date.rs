//! Days and months, as the standard writes them.

use std::fmt;

use super::{digits, from_text, serde_as_text};

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
        u8::try_from((self.days_since_year_0() + 3) % 7).expect("a rest of seven")
    }

    /// `2025-11-25`, for machines.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Days since 1 March of year 0, by which leap days end a year.
    pub(super) fn days_since_year_0(self) -> u32 {
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

from_text! {
    Date: "a day YYYYMMDD",
    Month: "a month YYYYMM",
}
serde_as_text!(Date, Month);

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
}
