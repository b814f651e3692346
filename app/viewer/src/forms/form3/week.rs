//! The grid of 第3表: services in the columns of their days, activities at the right.

use super::super::slip::Slip;
use super::lanes;
use crate::paper::{Timetable, TimetableBand, TimetableEntry};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// The column of 主な日常生活上の活動, right of the seven days.
const ACTIVITIES: u8 = 7;

/// Parts of the day: name and hours.
const BANDS: [(&str, u16, u16); 6] = [
    ("深夜", 0, 6),
    ("早朝", 6, 8),
    ("午前", 8, 12),
    ("午後", 12, 18),
    ("夜間", 18, 22),
    ("深夜", 22, 24),
];

pub(super) fn timetable(slips: &[Slip<'_>]) -> Timetable {
    let days = ["月", "火", "水", "木", "金", "土", "日"];
    let mut entries: Vec<TimetableEntry> = slips.iter().flat_map(|slip| services(*slip)).collect();
    entries.extend(activities(slips));
    lanes::share(&mut entries);
    Timetable {
        caption: "週間サービス計画表".to_owned(),
        columns: days
            .into_iter()
            .chain(["主な日常生活上の活動"])
            .map(str::to_owned)
            .collect(),
        widths: [113; 7].into_iter().chain([130]).collect(),
        bands: BANDS
            .map(|(name, from, to)| TimetableBand {
                name: name.to_owned(),
                from: from * 60,
                to: to * 60,
            })
            .to_vec(),
        hours: (0..=12).map(|hour| hour * 120).collect(),
        entries,
    }
}

/// A service in the column of its day; over midnight it goes on in the next one.
fn services(slip: Slip<'_>) -> Vec<TimetableEntry> {
    let Some((column, from, to)) = when(slip) else {
        return Vec::new();
    };
    let entry = |column, from, to| TimetableEntry {
        column,
        from,
        to,
        text: slip.shown("weekly_service_content"),
        times: times(slip, "weekly_service_start_time", "weekly_service_end_time"),
        places: vec![slip.place("weekly_service_content")],
        ..TimetableEntry::default()
    };
    if to < from {
        vec![entry(column, from, DAY), entry((column + 1) % 7, 0, to)]
    } else {
        vec![entry(column, from, to)]
    }
}

/// Column, start and end of a service, if it has all of them.
pub(super) fn when(slip: Slip<'_>) -> Option<(u8, u16, u16)> {
    let weekday = slip.number("weekday").filter(|day| (1..=7).contains(day))?;
    Some((
        u8::try_from(weekday - 1).ok()?,
        slip.minutes("weekly_service_start_time")?,
        slip.minutes("weekly_service_end_time")?,
    ))
}

/// 主な日常生活上の活動; several at one time stand together.
fn activities(slips: &[Slip<'_>]) -> Vec<TimetableEntry> {
    let mut entries: Vec<TimetableEntry> = Vec::new();
    for slip in slips {
        let text = slip.shown("daily_activity");
        let Some(from) = slip.minutes("daily_activity_start_time") else {
            continue;
        };
        let to = slip.minutes("daily_activity_end_time").unwrap_or(from);
        let place = slip.place("daily_activity");
        let same = entries
            .iter_mut()
            .find(|entry| (entry.from, entry.to) == (from, to.max(from)));
        if let Some(entry) = same {
            entry.text = format!("{}・{text}", entry.text);
            entry.places.push(place);
            continue;
        }
        entries.push(TimetableEntry {
            column: ACTIVITIES,
            from,
            to: to.max(from),
            text,
            times: times(
                *slip,
                "daily_activity_start_time",
                "daily_activity_end_time",
            ),
            places: vec![place],
            ..TimetableEntry::default()
        });
    }
    entries
}

/// 9:00〜10:00; a point of time once.
pub(super) fn times(slip: Slip<'_>, from: &str, to: &str) -> String {
    let (from, to) = (slip.shown(from), slip.shown(to));
    if from == to || to.is_empty() {
        from
    } else {
        format!("{from}〜{to}")
    }
}
