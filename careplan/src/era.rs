//! 和暦: dates as people in Japan write them, over a table of five rows.

use std::fmt::Write as _;

use crate::values::{Date, Month};

/// One era (元号).
struct Era {
    /// First day of the era.
    from: (u16, u8, u8),
    /// 令和 and so on.
    name: &'static str,
    /// The letter of the short form.
    letter: char,
}

/// The eras, latest first.
const ERAS: [Era; 5] = [
    Era {
        from: (2019, 5, 1),
        name: "令和",
        letter: 'R',
    },
    Era {
        from: (1989, 1, 8),
        name: "平成",
        letter: 'H',
    },
    Era {
        from: (1926, 12, 25),
        name: "昭和",
        letter: 'S',
    },
    Era {
        from: (1912, 7, 30),
        name: "大正",
        letter: 'T',
    },
    // The Gregorian calendar holds from 1873 (明治6年); earlier days had other numbers.
    Era {
        from: (1873, 1, 1),
        name: "明治",
        letter: 'M',
    },
];

/// The year before the first of each era, in the order of `ERAS`.
const YEAR_ZERO: [u16; 5] = [2018, 1988, 1925, 1911, 1867];

/// Names of the days of the week, Sunday first.
const DAYS: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];

/// The era of a day and the year in it.
fn era(date: Date) -> Option<(&'static Era, u16)> {
    let day = (date.year(), date.month(), date.day());
    ERAS.iter()
        .zip(YEAR_ZERO)
        .find(|(era, _)| era.from <= day)
        .map(|(era, zero)| (era, date.year() - zero))
}

/// `令和7年11月25日(火)`; a day before 明治6年 is written by its western year.
#[must_use]
pub fn long(date: Date) -> String {
    let mut text = year_in_words(date);
    let weekday = DAYS[usize::from(date.weekday())];
    write!(text, "{}月{}日({weekday})", date.month(), date.day())
        .expect("a String takes everything");
    text
}

/// `令和7年11月25日`, as it stands on a form; a day before 明治6年 is written by its western year.
#[must_use]
pub fn in_words(date: Date) -> String {
    format!("{}{}月{}日", year_in_words(date), date.month(), date.day())
}

/// `R7.11.25`; a day before 明治6年 is written `1872.1.1`.
#[must_use]
pub fn short(date: Date) -> String {
    match era(date) {
        Some((era, year)) => format!("{}{year}.{}.{}", era.letter, date.month(), date.day()),
        None => format!("{}.{}.{}", date.year(), date.month(), date.day()),
    }
}

/// `令和7年11月`.
///
/// A month in which the era changes is named after the era that it ends in.
#[must_use]
pub fn month_long(month: Month) -> String {
    format!("{}{}月", year_in_words(month.last_day()), month.month())
}

/// `R7.11`.
#[must_use]
pub fn month_short(month: Month) -> String {
    match era(month.last_day()) {
        Some((era, year)) => format!("{}{year}.{}", era.letter, month.month()),
        None => format!("{}.{}", month.year(), month.month()),
    }
}

/// The Japanese name of the day of the week: 日, 月, ...
#[must_use]
pub fn weekday(date: Date) -> &'static str {
    DAYS[usize::from(date.weekday())]
}

fn year_in_words(date: Date) -> String {
    match era(date) {
        Some((era, 1)) => format!("{}元年", era.name),
        Some((era, year)) => format!("{}{year}年", era.name),
        None => format!("{}年", date.year()),
    }
}

/// Understand a month as people write it: 令和8年11月, R8.11, 2026-11, 2026/11, 2026年11月, 202611.
///
/// Full-width figures and letters are read too.
#[must_use]
pub fn parse_month(text: &str) -> Option<Month> {
    let text = half_width(text);
    let (year, rest) = parse_year(&text)?;
    let rest = rest.trim_start_matches(['年', '.', '-', '/', ' ']);
    let rest = rest.trim_end_matches(['月', '分', ' ']);
    Month::new(year, whole_number(rest)?)
}

/// Understand a day as people write it: 令和8年11月22日, R8.11.22, 2026-11-22, 20261122.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let text = half_width(text);
    // The day of the week in brackets says nothing new.
    let text = text.split('(').next().unwrap_or_default().trim_end();
    let (year, rest) = parse_year(text)?;
    let rest = rest.trim_start_matches(['年', '.', '-', '/']);
    let (month, day) = if rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        rest.split_at(2)
    } else {
        rest.split_once(['月', '.', '-', '/'])?
    };
    Date::new(
        year,
        whole_number(month)?,
        whole_number(day.trim_end_matches('日'))?,
    )
}

/// The western year that a text begins with, and the rest of the text.
fn parse_year(text: &str) -> Option<(u16, &str)> {
    for (era, zero) in ERAS.iter().zip(YEAR_ZERO) {
        let rest = text.strip_prefix(era.name).or_else(|| {
            let mut characters = text.chars();
            let letter = characters.next()?;
            (letter.to_ascii_uppercase() == era.letter).then_some(characters.as_str())
        });
        let Some(rest) = rest else { continue };
        if let Some(rest) = rest.strip_prefix('元') {
            return Some((zero + 1, rest));
        }
        let (year, rest) = split_digits(rest, 2)?;
        return Some((zero.checked_add(year.parse().ok()?)?, rest));
    }
    let (year, rest) = split_digits(text, 4)?;
    (year.len() == 4).then_some((year.parse().ok()?, rest))
}

/// Up to `most` figures at the beginning, and the rest.
fn split_digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let count = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    (count > 0).then(|| text.split_at(count))
}

fn whole_number(text: &str) -> Option<u8> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Full-width ASCII as half-width.
fn half_width(text: &str) -> String {
    text.trim()
        .chars()
        .map(|character| match character {
            '\u{FF01}'..='\u{FF5E}' => {
                char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
            }
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn date(year: u16, month: u8, day: u8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn a_day_is_written_long_and_short() {
        assert_eq!(long(date(2025, 11, 25)), "令和7年11月25日(火)");
        assert_eq!(short(date(2025, 11, 25)), "R7.11.25");
        assert_eq!(long(date(2019, 5, 1)), "令和元年5月1日(水)");
        assert_eq!(in_words(date(2019, 5, 1)), "令和元年5月1日");
    }

    #[test]
    fn eras_change_on_their_day() {
        assert_eq!(short(date(2019, 4, 30)), "H31.4.30");
        assert_eq!(short(date(1989, 1, 7)), "S64.1.7");
        assert_eq!(short(date(1989, 1, 8)), "H1.1.8");
        assert_eq!(short(date(1926, 12, 24)), "T15.12.24");
        assert_eq!(short(date(1926, 12, 25)), "S1.12.25");
        assert_eq!(short(date(1912, 7, 29)), "M45.7.29");
        assert_eq!(short(date(1912, 7, 30)), "T1.7.30");
        assert_eq!(short(date(1872, 12, 2)), "1872.12.2");
    }

    #[test]
    fn a_month_is_read_as_people_write_it() {
        let month = Month::new(2026, 11);
        for text in [
            "令和8年11月",
            "令和８年１１月",
            "R8.11",
            "r8.11",
            "Ｒ８．１１",
            "2026-11",
            "2026/11",
            "2026年11月",
            "202611",
            " 202611 ",
            "令和8年11月分",
        ] {
            assert_eq!(parse_month(text), month, "{text}");
        }
        for text in [
            "",
            "R",
            "2026",
            "202613",
            "R8.13",
            "11",
            "26-11",
            "令和8年",
            "20261122",
        ] {
            assert_eq!(parse_month(text), None, "{text}");
        }
        assert_eq!(parse_month("令和元年5月"), Month::new(2019, 5));
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for day in [
            date(2025, 11, 25),
            date(2019, 5, 1),
            date(1940, 3, 7),
            date(1900, 1, 1),
        ] {
            assert_eq!(parse_date(&long(day)), Some(day));
            assert_eq!(parse_date(&short(day)), Some(day));
            assert_eq!(parse_date(&day.to_string()), Some(day));
        }
        assert_eq!(parse_date("2026-11-31"), None);
        assert_eq!(parse_date("2026-02-01"), Some(date(2026, 2, 1)));
    }

    #[test]
    fn months_are_written_long_and_short() {
        let month = Month::new(2025, 11).unwrap();
        assert_eq!(month_long(month), "令和7年11月");
        assert_eq!(month_short(month), "R7.11");
    }
}
