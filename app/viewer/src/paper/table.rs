//! Boxes in rows: a table with headings, or the labelled boxes of a form's head.

use serde::{Deserialize, Serialize};

use super::cell::Cell;

/// Boxes in rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// What it is, for ears; for eyes where the form prints it.
    pub caption: String,
    /// Whether the form prints the caption over the table.
    pub prints_caption: bool,
    /// Widths of its columns, per mille of the sheet; less than 1000 together leaves room at the right.
    pub widths: Vec<u16>,
    /// How many columns at the left stay in view when the rest is moved sideways on the screen.
    pub fixed: u8,
    /// Rows at the top, repeated on each sheet.
    pub head: Vec<Row>,
    /// The rows.
    pub body: Vec<Row>,
    /// Rows at the end, once.
    pub foot: Vec<Row>,
    /// What stands in the place of the foot while a narrow screen leaves columns out: boxes of the others only.
    pub brief: Vec<Row>,
    /// Whether its boxes take the room that is left on the sheet; on paper only.
    pub stretches: bool,
    /// Empty lines down to the foot of the sheet, as far as there is room; on paper only.
    pub spare: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// What it is among the rows.
    pub kind: RowKind,
    /// Its boxes from left to right; boxes that rows above span are left out.
    pub cells: Vec<Cell>,
}

/// What a row is among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A row like others.
    #[default]
    Plain,
    /// The first of rows that belong together: a thick rule above; sheets break here.
    First,
    /// 予定: the first of rows that belong together.
    Planned,
    /// 実績: it belongs to the row above.
    Actual,
    /// A sum of the rows above.
    Total,
    /// It takes the place of the row above while columns are left out.
    Brief,
}

impl RowKind {
    /// The name of the class in the stylesheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::First => "first",
            Self::Planned => "planned",
            Self::Actual => "actual",
            Self::Total => "total",
            Self::Brief => "brief",
        }
    }
}

impl Row {
    /// A row of boxes.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self::of(RowKind::Plain, cells)
    }

    /// A row of a kind.
    #[must_use]
    pub fn of(kind: RowKind, cells: Vec<Cell>) -> Self {
        Self { kind, cells }
    }
}
