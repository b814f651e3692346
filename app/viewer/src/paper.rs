//! A form as on paper, as a tree of boxes: whoever draws it need not know which form it is.
//!
//! Texts are never shortened, and keep their line breaks (`\n`) and every character as delivered.
//! Widths are per mille of the sheet's inner width, times are minutes from midnight.
//! Where a member is left out of the JSON it has its default: most cells have nothing but text.

mod cell;
mod part;
mod table;
mod text;

use serde::{Deserialize, Serialize};

pub use cell::{Cell, Look, Mark, MarkSort, Role, Run};
pub use part::{Bar, Timetable, TimetableBand, TimetableEntry};
pub use table::{Row, RowKind, Table};
pub use text::Pick;

/// One sheet (or several, if it is long) of one form about one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Paper {
    /// Which form, whose, and when.
    pub head: Head,
    /// The title as printed, in the middle of the first line: サービス提供票.
    pub title: String,
    /// What stands in the small box at the upper left: 第６表; empty on forms that have none.
    pub number: String,
    /// What stands at the upper right: 作成年月日.
    pub corner: Vec<Run>,
    /// Facts that the paper has no box for, as words over the form; on the screen only.
    pub badges: Vec<Words>,
    /// Sentences about the form (two files differ, a file is missing); on the screen only.
    pub notices: Vec<Words>,
    /// The papers that this one takes away, by their places among the heads: a delete file's.
    pub takes_away: Vec<u32>,
    /// What stands on the paper, from top to bottom.
    pub blocks: Vec<Block>,
    /// データの情報: label and value of what the form has no place for; folded, on the screen only.
    pub data: Vec<(Words, String)>,
}

/// What lists and pickers show of a paper before it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Which form.
    pub form: Form,
    /// How the form is called in lists: 第6表.
    pub name: Words,
    /// Whom it is about.
    pub person: Person,
    /// The month or day that it is of, as people write it (令和7年11月分); empty if it says none.
    pub when: String,
    /// How the sheet lies.
    pub orientation: Orientation,
    /// The files that it was made from, by their places among the files given.
    pub files: Vec<u32>,
}

/// Whom a paper is about. All of it is personal data: it never goes into an address, a title or a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Person {
    /// 保険者番号 as delivered.
    pub insurer_number: String,
    /// 被保険者番号 as delivered.
    pub insured_number: String,
    /// 利用者氏名, if a file here tells it.
    pub name: Option<String>,
    /// フリガナ, if a file here tells it.
    pub kana: Option<String>,
}

/// The forms that are drawn.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 第1表 居宅サービス計画書（１）.
    Form1,
    /// 第2表 居宅サービス計画書（２）.
    Form2,
    /// 第3表 週間サービス計画表.
    Form3,
    /// 第6表 サービス利用票, サービス提供票.
    #[default]
    Form6,
    /// 第7表 サービス利用票別表, サービス提供票別表.
    Form7,
    /// 利用者補足情報.
    Supplement,
    /// 利用者基本情報 with its two 別表 and the picture of the family.
    Basic,
    /// 介護予防サービス・支援計画書 with its 別表.
    Preventive,
    /// What a delete file takes back.
    Withdrawal,
}

/// How a sheet of A4 lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// 縦.
    Portrait,
    /// 横.
    #[default]
    Landscape,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// 日本語.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Words in both languages.
    #[must_use]
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }
}

/// A part of a paper; parts stand under one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading inside the form: 《現病歴・既往歴と経過》.
    Heading(String),
    /// A line or paragraph outside all boxes: the notes under 第2表.
    Text(Vec<Run>),
    /// Boxes with labels, or a table.
    Table(Table),
    /// The week of 第3表.
    Timetable(Timetable),
    /// Units against a limit; on the screen only.
    Bar(Bar),
    /// Everything after it begins on a new sheet.
    NewSheet,
}

/// Where in the files something stands, so that a finding can be shown at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The place of the file among the files given, from 0.
    pub file: u32,
    /// The record in it, from 1.
    pub record: u32,
    /// The item, from 1 as in edition 4.1; none for the whole record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u8>,
}
