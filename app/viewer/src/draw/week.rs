//! The week of 第3表: a column for each day, in which each entry has the place and height of its time.

use careplan::sort_by_key;

use super::Draw;
use crate::drawing::{Attribute, Tag};
use crate::paper::Timetable;

impl Draw<'_> {
    /// Lists of entries, one for each day, which the stylesheet puts side by side on an axis of time.
    pub(super) fn timetable(&mut self, timetable: &Timetable) {
        let axis = Axis::of(&timetable.hours);
        let rest = 1000_u16.saturating_sub(timetable.widths.iter().sum());
        self.open(
            Tag::Div,
            &[
                (Attribute::Class, "week"),
                (Attribute::Role, "group"),
                (Attribute::Label, &timetable.caption),
            ],
        );
        self.open(
            Tag::Div,
            &[
                (Attribute::Class, "week-axis"),
                (Attribute::Hidden, "true"),
                (Attribute::Style, &flex(rest)),
            ],
        );
        for band in &timetable.bands {
            self.placed("week-band", axis.place(band.from, band.to), &band.name);
        }
        for hour in &timetable.hours {
            let text = format!("{}:{:02}", hour / 60, hour % 60);
            self.placed("week-hour", axis.place(*hour, *hour), &text);
        }
        self.close();
        for (place, name) in timetable.columns.iter().enumerate() {
            let width = timetable.widths.get(place).copied().unwrap_or(100);
            self.open(
                Tag::Section,
                &[
                    (Attribute::Class, "week-day"),
                    (Attribute::Style, &flex(width)),
                ],
            );
            self.word(Tag::Heading, "week-name", name);
            self.open(Tag::Ul, &[(Attribute::Class, "week-list")]);
            for hour in &timetable.hours {
                // Lines across, for eyes only.
                self.open(
                    Tag::Li,
                    &[
                        (Attribute::Class, "week-line"),
                        (Attribute::Hidden, "true"),
                        (Attribute::Style, &format!("top:{}", axis.at(*hour))),
                    ],
                );
                self.close();
            }
            let mut entries: Vec<_> = timetable
                .entries
                .iter()
                .filter(|entry| usize::from(entry.column) == place)
                .collect();
            sort_by_key(&mut entries, |entry| (entry.from, entry.lane));
            for entry in entries {
                let lanes = u32::from(entry.lanes.max(1));
                let point = entry.from == entry.to;
                let [top, height] = axis.place(entry.from, entry.to);
                // A long text in a short time makes its box longer; it is never struck through.
                let height = format!("min-{height}");
                let left = format!("left:{}%", u32::from(entry.lane) * 100 / lanes);
                let width = format!("width:{}%", 100 / lanes);
                self.open(
                    Tag::Li,
                    &[
                        (
                            Attribute::Class,
                            if point { "week-point" } else { "week-entry" },
                        ),
                        (Attribute::Style, &top),
                        (Attribute::Style, &height),
                        (Attribute::Style, &left),
                        (Attribute::Style, &width),
                    ],
                );
                self.word(Tag::Span, "week-times", &entry.times);
                self.text(" ");
                self.word(Tag::Span, "", &entry.text);
                self.close();
            }
            self.close();
            self.close();
        }
        self.close();
    }

    fn placed(&mut self, class: &str, [top, height]: [String; 2], text: &str) {
        self.open(
            Tag::Span,
            &[
                (Attribute::Class, class),
                (Attribute::Style, &top),
                (Attribute::Style, &height),
            ],
        );
        self.text(text);
        self.close();
    }
}

fn flex(width: u16) -> String {
    format!("flex:{width} 1 0")
}

/// From the first to the last labelled minute of a day.
struct Axis {
    from: u32,
    length: u32,
}

impl Axis {
    fn of(hours: &[u16]) -> Self {
        let from = u32::from(hours.first().copied().unwrap_or(0));
        let to = u32::from(hours.last().copied().unwrap_or(24 * 60));
        Self {
            from,
            length: to.saturating_sub(from).max(1),
        }
    }

    /// A minute as a part of the axis, in percent.
    fn at(&self, minute: u16) -> String {
        self.percent(u32::from(minute).saturating_sub(self.from))
    }

    fn place(&self, from: u16, to: u16) -> [String; 2] {
        let length = u32::from(to.saturating_sub(from));
        [
            format!("top:{}", self.at(from)),
            format!("height:{}", self.percent(length)),
        ]
    }

    fn percent(&self, minutes: u32) -> String {
        let hundredths = minutes * 10_000 / self.length;
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_the_place_of_its_time() {
        let axis = Axis::of(&[0, 6 * 60, 24 * 60]);
        assert_eq!(
            axis.place(9 * 60, 10 * 60 + 30),
            ["top:37.50%", "height:6.25%"]
        );
        assert_eq!(axis.at(24 * 60), "100.00%");
    }
}
