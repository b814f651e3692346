//! One box of a form, and the text in it.

use serde::{Deserialize, Serialize};

use super::{Place, Words};

/// One box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cell {
    /// What is in it, in order; nothing for an empty box.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
    /// Whether it heads others.
    #[serde(skip_serializing_if = "Role::is_value")]
    pub role: Role,
    /// How many columns it spans.
    #[serde(skip_serializing_if = "is_one")]
    pub columns: u16,
    /// How many rows it spans.
    #[serde(skip_serializing_if = "is_one")]
    pub rows: u16,
    /// How it looks beside plain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub looks: Vec<Look>,
    /// Its least height in lines of text; 0 where the text alone decides.
    #[serde(skip_serializing_if = "is_zero")]
    pub lines: u8,
    /// What is said when somebody points at it: the western date, an office number; empty for nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// The day that it is about, `2025-11-03`: so today and a week can be marked; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub day: String,
    /// Where it came from: every record and item that it holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// What a comparison found here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// A piece of text, or a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Text as it is.
    Plain(String),
    /// One of the printed choices, the chosen one: an oval goes round it, and ears are told 選択.
    Chosen(String),
    /// Smaller, under or beside the rest.
    Note(String),
    /// A picture among the files; kept in proportion.
    Picture {
        /// The place of the file among the files given; none if it is not there.
        file: Option<u32>,
        /// The name of the file, shown when it is not there.
        name: String,
        /// What it shows, for who cannot see it.
        alt: String,
    },
}

/// What a box is to the boxes around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It holds what was filled in.
    #[default]
    Value,
    /// It heads the columns under it.
    ColumnHead,
    /// It heads what stands at its right.
    RowHead,
}

impl Role {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    fn is_value(&self) -> bool {
        *self == Self::Value
    }
}

/// How a box differs from a plain one. Each has a class of the same name in the stylesheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Text runs from top to bottom.
    Vertical,
    /// In the middle.
    Center,
    /// A number of a person or office: each character in a little box of its own.
    Digits,
    /// A number: at the right end, figures of one width.
    Number,
    /// Grey: nothing belongs here.
    Shaded,
    /// A Saturday or a Sunday.
    Weekend,
    /// Marked for billing pro rata (日割対象日).
    ProRata,
    /// A box of the paper that the data cannot fill (a seal, a signature).
    Blank,
    /// Smaller text.
    Small,
    /// Strong text.
    Strong,
    /// No line around it.
    Bare,
    /// Of a column that a narrow screen leaves out until all are asked for.
    More,
}

impl Look {
    /// The name of the class in the stylesheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Vertical => "vertical",
            Self::Center => "center",
            Self::Digits => "digits",
            Self::Number => "number",
            Self::Shaded => "shaded",
            Self::Weekend => "weekend",
            Self::ProRata => "pro-rata",
            Self::Blank => "blank",
            Self::Small => "small",
            Self::Strong => "strong",
            Self::Bare => "bare",
            Self::More => "more",
        }
    }
}

/// What a comparison found at a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which difference: it decides shape and colour.
    pub sort: MarkSort,
    /// The difference in words.
    pub words: Words,
}

/// The differences between plan and result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkSort {
    /// As planned.
    Same,
    /// Done at another time.
    Moved,
    /// Planned and not done.
    PlannedOnly,
    /// Done and not planned.
    ActualOnly,
    /// Count or units differ.
    Differs,
    /// The office has not sent results.
    Waiting,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            runs: Vec::new(),
            role: Role::Value,
            columns: 1,
            rows: 1,
            looks: Vec::new(),
            lines: 0,
            hint: String::new(),
            day: String::new(),
            places: Vec::new(),
            mark: None,
        }
    }
}

impl Cell {
    /// A box with text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            runs: if text.is_empty() {
                Vec::new()
            } else {
                vec![Run::Plain(text)]
            },
            ..Self::default()
        }
    }

    /// A box with pieces of text.
    #[must_use]
    pub fn runs(runs: Vec<Run>) -> Self {
        Self {
            runs,
            ..Self::default()
        }
    }

    /// The head of columns.
    #[must_use]
    pub fn column_head(text: &str) -> Self {
        Self {
            role: Role::ColumnHead,
            ..Self::text(text)
        }
    }

    /// The label at the left of a box.
    #[must_use]
    pub fn label(text: &str) -> Self {
        Self {
            role: Role::RowHead,
            ..Self::text(text)
        }
    }

    /// Over so many columns and rows.
    #[must_use]
    pub fn span(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// With a look.
    #[must_use]
    pub fn look(mut self, look: Look) -> Self {
        self.looks.push(look);
        self
    }

    /// At least so many lines high.
    #[must_use]
    pub fn lines(mut self, lines: u8) -> Self {
        self.lines = lines;
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// From a place.
    #[must_use]
    pub fn from(mut self, place: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(place);
        self
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_one(number: &u16) -> bool {
    *number == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}
