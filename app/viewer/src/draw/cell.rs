//! One box of a table, and what is in it.

use super::{Draw, fault_class};
use crate::drawing::{Attribute, Tag};
use crate::paper::{Cell, Look, MarkSort, Role, Run};

/// Where a box stands in its table.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The week of its column, if that is one of days.
    pub(super) week: &'a str,
    /// Whether it is among the rows that head the table.
    pub(super) in_head: bool,
    /// How far from the left it stays in view, per mille of the sheet; none where it moves with the rest.
    pub(super) fixed: Option<u16>,
    /// Whether it heads several days: a screen that shows one week puts the head of the month aside.
    pub(super) over: Over,
}

/// What a box heads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// Its own column or row, or nothing.
    Own,
    /// The days of a week, which can be a single one at either end of a month.
    Week,
    /// All days of the month.
    Month,
}

impl Draw<'_> {
    pub(super) fn cell(&mut self, cell: &Cell, at: At<'_>) {
        let is_today = !cell.day.is_empty() && cell.day == self.how.today && !self.how.print;
        let fault = cell.places.iter().find_map(|place| {
            let file = self.keys.get(usize::try_from(place.file).ok()?)?;
            self.fault(*file, place.record, u32::from(place.item?))
        });
        let mut classes: Vec<&str> = cell.looks.iter().map(|look| look.class()).collect();
        match at.over {
            Over::Month => classes.push("month-head"),
            Over::Week => classes.push("week-head"),
            Over::Own if !at.week.is_empty() => {
                classes.push("day");
                classes.extend(cell.day.is_empty().then_some("no-day"));
            }
            Over::Own => {}
        }
        if is_today {
            classes.push("today");
        }
        if at.fixed.is_some() {
            classes.push("fixed");
        }
        if !self.how.print {
            classes.extend(Some(fault_class(fault)).filter(|class| !class.is_empty()));
        }
        if let Some(mark) = &cell.mark {
            classes.push(mark_class(mark.sort));
        }
        let (tag, scope) = match (cell.role, at.in_head) {
            // A head without a word heads nothing: the weekday of a day beyond the month.
            _ if cell.runs.is_empty() => (Tag::Td, ""),
            (Role::Value, _) => (Tag::Td, ""),
            (Role::ColumnHead, _) | (Role::RowHead, true) if cell.columns > 1 => {
                (Tag::Th, "colgroup")
            }
            (Role::ColumnHead, _) => (Tag::Th, "col"),
            (Role::RowHead, _) if cell.rows > 1 => (Tag::Th, "rowgroup"),
            (Role::RowHead, _) => (Tag::Th, "row"),
        };
        let span = |number: u16| {
            if number > 1 {
                number.to_string()
            } else {
                String::new()
            }
        };
        let left = at
            .fixed
            .map(|left| format!("left:calc(var(--w)*{left}/1000)"))
            .unwrap_or_default();
        let height = match cell.lines {
            0 => String::new(),
            lines => format!("height:calc({lines}lh + 6px)"),
        };
        let figures = match cell.looks.contains(&Look::Digits) {
            true => format!("--c:{}", longest(&cell.runs)),
            false => String::new(),
        };
        self.open(
            tag,
            &[
                (Attribute::Class, &classes.join(" ")),
                (Attribute::Scope, scope),
                (Attribute::ColSpan, &span(cell.columns)),
                (Attribute::RowSpan, &span(cell.rows)),
                (Attribute::Tip, &cell.hint),
                (Attribute::Week, at.week),
                (Attribute::Style, &left),
                (Attribute::Style, &height),
                (Attribute::Style, &figures),
            ],
        );
        if !self.how.print {
            self.fault_word(fault);
        }
        self.runs(&cell.runs);
        // Beside the figure of the day, not again beside the weekday.
        let is_figure = matches!(&cell.runs[..], [Run::Plain(text)] if text.parse::<u8>().is_ok());
        if is_today && at.in_head && is_figure {
            let word = if self.how.english { "today" } else { "今日" };
            self.word(Tag::Span, "today-word", word);
        }
        if let Some(mark) = &cell.mark {
            self.open(
                Tag::Span,
                &[
                    (Attribute::Class, "mark-shape"),
                    (Attribute::Hidden, "true"),
                ],
            );
            self.text(mark_shape(mark.sort));
            self.close();
            self.word(Tag::Span, "mark-word hidden", self.words(&mark.words));
        }
        self.close();
    }

    pub(super) fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            match run {
                Run::Plain(text) => self.text(text),
                Run::Note(text) => self.word(Tag::Span, "small", text),
                Run::Chosen(text) => {
                    self.open(Tag::Span, &[(Attribute::Class, "chosen")]);
                    self.text(text);
                    let word = if self.how.english {
                        "(chosen)"
                    } else {
                        "（選択）"
                    };
                    self.word(Tag::Span, "hidden", word);
                    self.close();
                }
                Run::Picture { file, name, alt } => self.picture(*file, name, alt),
            }
        }
    }

    /// A picture that opens larger where it is pressed; its name and a word where it is not there.
    fn picture(&mut self, file: Option<u32>, name: &str, alt: &str) {
        let key = file
            .and_then(|place| self.keys.get(usize::try_from(place).ok()?))
            .map(ToString::to_string);
        let Some(key) = key else {
            if !name.is_empty() {
                self.word(Tag::Span, "", name);
                self.word(Tag::Span, "small", "画像がありません");
            }
            return;
        };
        let attributes = [
            (Attribute::Class, "paper-picture"),
            (Attribute::Type, "button"),
            (Attribute::Expanded, "false"),
        ];
        let tag = if self.how.print {
            Tag::Span
        } else {
            Tag::Button
        };
        let count = if self.how.print { 1 } else { attributes.len() };
        self.open(tag, &attributes[..count]);
        self.open(
            Tag::Img,
            &[(Attribute::Alt, alt), (Attribute::Picture, &key)],
        );
        self.close();
        self.close();
    }
}

/// How many characters the longest line has: so many little boxes stand in a number's box.
fn longest(runs: &[Run]) -> usize {
    let lines = runs.iter().flat_map(|run| match run {
        Run::Plain(text) => text.lines(),
        _ => "".lines(),
    });
    lines.map(|line| line.chars().count()).max().unwrap_or(0)
}

/// The shape of a difference: it is told without colour, on paper too.
pub(crate) fn mark_shape(sort: MarkSort) -> &'static str {
    match sort {
        MarkSort::Same => "✓",
        MarkSort::Moved => "⇄",
        MarkSort::PlannedOnly => "−",
        MarkSort::ActualOnly => "＋",
        MarkSort::Differs => "≠",
        MarkSort::Waiting => "…",
    }
}

/// The class of a difference in the stylesheet.
pub(crate) fn mark_class(sort: MarkSort) -> &'static str {
    match sort {
        MarkSort::Same => "mark-same",
        MarkSort::Moved => "mark-moved",
        MarkSort::PlannedOnly => "mark-planned-only",
        MarkSort::ActualOnly => "mark-actual-only",
        MarkSort::Differs => "mark-differs",
        MarkSort::Waiting => "mark-waiting",
    }
}
