//! Parts of a form that are no table: the week, and units against a limit.

use serde::{Deserialize, Serialize};

use super::{Place, Words};

/// A week: days from left to right, the hours from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timetable {
    /// What it is, for ears.
    pub caption: String,
    /// Heads of the columns: the days from Monday, then 主な日常生活上の活動.
    pub columns: Vec<String>,
    /// Their widths, per mille of the sheet; what is missing to 1000 is for bands and hours.
    pub widths: Vec<u16>,
    /// Parts of the day at the left: 深夜, 早朝.
    pub bands: Vec<TimetableBand>,
    /// The labelled times of the axis, in minutes from midnight; the first and the last are its ends.
    pub hours: Vec<u16>,
    /// What happens.
    pub entries: Vec<TimetableEntry>,
}

/// A part of the day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimetableBand {
    /// Its name.
    pub name: String,
    /// Where it begins, in minutes from midnight.
    pub from: u16,
    /// Where it ends, in minutes from midnight.
    pub to: u16,
}

/// Something in the week.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimetableEntry {
    /// The column, from 0.
    pub column: u8,
    /// Where it begins, in minutes from midnight.
    pub from: u16,
    /// Where it ends, in minutes from midnight; equal to `from` for something at a point of time.
    pub to: u16,
    /// Which of the lanes side by side it has, from 0.
    pub lane: u8,
    /// How many lanes share the column while it lasts.
    pub lanes: u8,
    /// What it is.
    pub text: String,
    /// When it is, as people write it: 9:00〜10:00.
    pub times: String,
    /// Where it came from.
    pub places: Vec<Place>,
}

/// Units used against a limit, drawn as a bar beside its numbers in words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bar {
    /// What is counted.
    pub label: Words,
    /// How much is used.
    pub used: i64,
    /// The limit; more than 0.
    pub limit: i64,
    /// Both and what is left (or too much) in words.
    pub words: Words,
}
