//! Times and months as they stand on the screens: Japanese time, 和暦.

use wire::Time;

/// Japan keeps UTC+9 all year.
const OFFSET_MS: i64 = 9 * 60 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A moment on a clock and a calendar in Japan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub year: i64,
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    /// 0 Monday to 6 Sunday.
    pub weekday: usize,
}

impl From<Time> for Moment {
    fn from(time: Time) -> Self {
        let local = time.0.saturating_add(OFFSET_MS);
        let days = local.div_euclid(DAY_MS);
        let seconds = local.rem_euclid(DAY_MS) / 1000;
        let (year, month, day) = civil(days);
        Self {
            year,
            month,
            day,
            hour: small(seconds / 3600),
            minute: small(seconds / 60 % 60),
            second: small(seconds % 60),
            // 1970-01-01 was a Thursday.
            weekday: usize::try_from((days + 3).rem_euclid(7)).unwrap_or(0),
        }
    }
}

/// Year, month and day of a count of days since 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, small(month), small(day))
}

/// Parts of a day, month or year: always small and never negative.
fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

/// Name, letter and first day of the eras in which letters and plans can be dated.
const ERAS: [(&str, char, (i64, u32, u32)); 5] = [
    ("令和", 'R', (2019, 5, 1)),
    ("平成", 'H', (1989, 1, 8)),
    ("昭和", 'S', (1926, 12, 25)),
    ("大正", 'T', (1912, 7, 30)),
    ("明治", 'M', (1868, 1, 25)),
];

fn era(year: i64, month: u32, day: u32) -> (&'static str, char, i64) {
    ERAS.iter()
        .find(|(_, _, first)| (year, month, day) >= *first)
        .map_or(("西暦", ' ', year), |(name, letter, first)| {
            (name, *letter, year - first.0 + 1)
        })
}

fn era_year(year: i64) -> String {
    if year == 1 {
        "元".to_owned()
    } else {
        year.to_string()
    }
}

/// 令和7年11月25日(火) 10:15.
pub fn long(time: Time) -> String {
    let at = Moment::from(time);
    format!("{} {}:{:02}", date(time), at.hour, at.minute)
}

/// 令和7年11月25日(火).
pub fn date(time: Time) -> String {
    let at = Moment::from(time);
    let (name, _, year) = era(at.year, at.month, at.day);
    format!(
        "{name}{}年{}月{}日({})",
        era_year(year),
        at.month,
        at.day,
        WEEKDAYS[at.weekday]
    )
}

/// R7.11.25 10:15, for tables.
pub fn short(time: Time) -> String {
    let at = Moment::from(time);
    let (_, letter, year) = era(at.year, at.month, at.day);
    format!(
        "{letter}{year}.{}.{} {}:{:02}",
        at.month, at.day, at.hour, at.minute
    )
}

/// 2025-11-25T10:15:00+09:00, for `datetime`.
pub fn iso(time: Time) -> String {
    let at = Moment::from(time);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+09:00",
        at.year, at.month, at.day, at.hour, at.minute, at.second
    )
}

/// 令和7年11月 of `202511`; the text itself if it is no month.
pub fn month(yyyymm: &str) -> String {
    let parsed = yyyymm
        .get(..4)
        .zip(yyyymm.get(4..))
        .and_then(|(year, month)| Some((year.parse::<i64>().ok()?, month.parse::<u32>().ok()?)));
    match parsed {
        Some((year, month)) if (1..=12).contains(&month) && yyyymm.len() == 6 => {
            // The month's last day decides: 2019-05 is 令和元年5月, and so is no day before it.
            let (name, _, of_era) = era(year, month, 28);
            format!("{name}{}年{month}月", era_year(of_era))
        }
        _ => yyyymm.to_owned(),
    }
}

/// A number of octets as people say it; in integers, for the formatting of floats is large.
pub fn size(octets: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    if octets < KB {
        format!("{octets} B")
    } else if octets < MB {
        format!("{} KB", (octets + KB / 2) / KB)
    } else {
        let tenths = (octets * 10 + MB / 2) / MB;
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// 1,234 with commas.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-11-25T01:15:00Z.
    const NOON: Time = Time(1_764_033_300_000);

    #[test]
    fn a_time_is_said_in_japanese_time_and_era() {
        assert_eq!(long(NOON), "令和7年11月25日(火) 10:15");
        assert_eq!(short(NOON), "R7.11.25 10:15");
        assert_eq!(iso(NOON), "2025-11-25T10:15:00+09:00");
    }

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        // 2025-12-31T15:00:00Z is the first moment of 2026 in Japan.
        assert_eq!(long(Time(1_767_193_200_000)), "令和8年1月1日(木) 0:00");
        assert_eq!(iso(Time(1_767_193_199_000)), "2025-12-31T23:59:59+09:00");
    }

    #[test]
    fn leap_days_exist() {
        // 2024-02-28T15:00:00Z.
        assert_eq!(short(Time(1_709_132_400_000)), "R6.2.29 0:00");
    }

    #[test]
    fn months_know_their_era() {
        assert_eq!(month("202511"), "令和7年11月");
        assert_eq!(month("201905"), "令和元年5月");
        assert_eq!(month("201904"), "平成31年4月");
        assert_eq!(month("202513"), "202513");
        assert_eq!(month("表"), "表");
    }

    #[test]
    fn sizes_and_counts_are_readable() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(10 * 1024 * 1024), "10.0 MB");
        assert_eq!(size(1_600_000), "1.5 MB");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
