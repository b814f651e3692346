//! Columns of days: which week each stands in.

use careplan::Sorted;

use crate::paper::{Block, Paper, Row};

/// The days that a paper has columns for, `2025-11-03`, in order.
pub(super) struct Days(Vec<String>);

impl Days {
    pub(super) fn of(paper: &Paper) -> Self {
        let mut days = Sorted::default();
        for block in &paper.blocks {
            if let Block::Table(table) = block {
                let cells = table.head.iter().flat_map(|row: &Row| &row.cells);
                for cell in cells.filter(|cell| !cell.day.is_empty()) {
                    days.insert(&cell.day);
                }
            }
        }
        Self(days.keys().map(|day| (*day).clone()).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The week of a day, counted from 0 for that of the first; weeks begin on Monday, as in 第3表.
    pub(super) fn week(&self, day: &str) -> Option<u32> {
        let first = days_since_1970(self.0.first()?)?;
        let day = days_since_1970(day)?;
        // 1970-01-01 was a Thursday: Monday is 4 days off.
        let monday = |day: i64| (day + 3).div_euclid(7);
        u32::try_from(monday(day) - monday(first)).ok()
    }

    /// The same as an attribute; empty for no day.
    pub(super) fn week_text(&self, day: &str) -> String {
        self.week(day)
            .map(|week| week.to_string())
            .unwrap_or_default()
    }

    /// The week of today; 0 if today is not among the days.
    pub(super) fn week_of(&self, today: &str) -> u32 {
        let here = self.0.iter().any(|day| day == today);
        here.then(|| self.week(today)).flatten().unwrap_or(0)
    }

    /// The weeks in words: 11月3日〜9日.
    pub(super) fn weeks(&self) -> Vec<String> {
        let mut spans: Vec<(&str, &str)> = Vec::new();
        for day in &self.0 {
            let week = self.week(day).unwrap_or(0) as usize;
            match spans.get_mut(week) {
                Some(span) => span.1 = day,
                None => spans.push((day, day)),
            }
        }
        let figure = |day: &str, from: usize| {
            day.get(from..from + 2)
                .unwrap_or_default()
                .trim_start_matches('0')
                .to_owned()
        };
        spans
            .into_iter()
            .map(|(from, to)| {
                format!(
                    "{}月{}日〜{}日",
                    figure(from, 5),
                    figure(from, 8),
                    figure(to, 8)
                )
            })
            .collect()
    }
}

/// Howard Hinnant's `days_from_civil`.
fn days_since_1970(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn november() -> Days {
        Days((1..=30).map(|day| format!("2025-11-{day:02}")).collect())
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days_since_1970("1970-01-01"), Some(0));
        assert_eq!(days_since_1970("2025-11-03"), Some(20_395));
        assert_eq!(days_since_1970("2024-02-29"), Some(19_782));
        assert_eq!(days_since_1970("month"), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        // 2025-11-01 is a Saturday.
        let weeks = [
            "11月1日〜2日",
            "11月3日〜9日",
            "11月10日〜16日",
            "11月17日〜23日",
            "11月24日〜30日",
        ];
        assert_eq!(november().weeks(), weeks);
        assert_eq!(november().week("2025-11-02"), Some(0));
        assert_eq!(november().week("2025-11-03"), Some(1));
    }

    #[test]
    fn the_week_of_today_is_found_only_in_its_month() {
        assert_eq!(november().week_of("2025-11-25"), 4);
        assert_eq!(november().week_of("2025-12-25"), 0);
        assert_eq!(november().week_of(""), 0);
    }
}
