//! What the page and this worker say to each other: the texts of the crate `post`, packed by the crate `pack`.
//!
//! The files stay here: only lists of papers, and the one paper on the screen, cross to the page.

use pack::packed;

use crate::compare::Compared;
use crate::doctor::{Diagnosis, Wish};
use crate::drawing::Drawing;
use crate::paper::{Orientation, Person, Words};

/// What the page can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Have exactly these files in hand, posted beside it in this order; answers [`Answer::Open`]. Those that are here already are not read again.
    Open {
        /// The files.
        files: Vec<Given>,
    },
    /// One paper; answers [`Answer::Drawing`].
    Paper {
        /// Its place in [`Contents::papers`].
        place: u32,
        /// How it is to be drawn.
        how: How,
    },
    /// Rows of one file with the standard's item names; answers [`Answer::Drawing`].
    Rows {
        /// The file's key.
        file: u32,
        /// The first row, counted from 0.
        from: u32,
        /// How many rows.
        count: u32,
        /// How they are to be drawn.
        how: How,
    },
    /// The persons that a text finds by name, フリガナ or 被保険者番号; answers [`Answer::Found`].
    Find {
        /// As somebody has typed it.
        text: String,
    },
    /// 予定と実績; the files are posted beside it, the plans first. Answers [`Answer::Compared`].
    Compare {
        /// Files with plans.
        plans: Vec<Given>,
        /// Files with results.
        results: Vec<Given>,
        /// How it is to be drawn.
        how: How,
    },
    /// What is new in a newer version of a plan; the files are posted beside it, the older first. Answers [`Answer::Drawing`].
    Changes {
        /// Files of the older version.
        older: Vec<Given>,
        /// Files of the newer version.
        newer: Vec<Given>,
        /// How it is to be drawn.
        how: How,
    },
    /// What can be mended in files, which are posted beside it. Answers [`Answer::Mended`], with the copies beside it.
    Mend {
        /// The files.
        files: Vec<Given>,
        /// What is wanted in the place of characters; for others it is proposed.
        wishes: Vec<Wish>,
        /// How the list is to be drawn.
        how: How,
    },
}

/// A file that the page hands over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The page's own key of the file; it never means another one.
    pub key: u32,
    /// The file's name, with its folder before it.
    pub name: String,
}

/// How something is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct How {
    /// Today, `2025-11-03`: its column is marked. Empty marks none.
    pub today: String,
    /// Words of ours (not of the form) in English.
    pub english: bool,
    /// For paper: without what only a screen shows.
    pub print: bool,
    /// Where something was found; those places are marked.
    pub faults: Vec<Fault>,
}

/// A place in a file at which something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file's key.
    pub file: u32,
    /// The record, from 1.
    pub record: u32,
    /// The item, from 1.
    pub item: u32,
    /// Whether it is an error; otherwise it is a warning or a note.
    pub error: bool,
}

/// What the worker can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What is in hand.
    Open(Contents),
    /// What to draw; nothing if there is no such paper or file.
    Drawing(Sheet),
    /// Places in [`Contents::persons`].
    Found(Vec<u32>),
    /// What differs.
    Compared(Compared),
    /// What is mended.
    Mended(Diagnosis),
}

/// What to draw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The strokes.
    pub drawing: Drawing,
    /// The weeks of its days in words, 11月3日〜9日; none without columns of days.
    pub weeks: Vec<String>,
    /// The week of today, by its place in `weeks`; the first where today is not among them.
    pub week: u32,
}

/// The papers of the files in hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// The persons, in the order of their papers.
    pub persons: Vec<Person>,
    /// The papers, sorted by person.
    pub papers: Vec<PaperFacts>,
    /// The files of the standard, each as a table of its items.
    pub tables: Vec<TableFacts>,
}

/// A paper, before it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFacts {
    /// The person, by the place in [`Contents::persons`].
    pub person: u32,
    /// How the form is called.
    pub name: Words,
    /// The month or day that it is of, in words; empty if it says none.
    pub when: String,
    /// How the sheet lies.
    pub orientation: Orientation,
}

/// A file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFacts {
    /// The file's key.
    pub file: u32,
    /// The file's name, and its kind's name in the standard if the name says one.
    pub title: String,
    /// Its rows.
    pub rows: u32,
}

packed! {
    enum Ask {
        0 Open { files },
        1 Paper { place, how },
        2 Rows { file, from, count, how },
        3 Find { text },
        4 Compare { plans, results, how },
        5 Changes { older, newer, how },
        6 Mend { files, wishes, how },
    }
    struct Given { key, name }
    struct How { today, english, print, faults }
    struct Fault { file, record, item, error }
    enum Answer {
        0 Open(contents),
        1 Drawing(sheet),
        2 Found(persons),
        3 Compared(compared),
        4 Mended(diagnosis),
    }
    struct Sheet { drawing, weeks, week }
    struct Contents { persons, papers, tables }
    struct PaperFacts { person, name, when, orientation }
    struct TableFacts { file, title, rows }
    struct Person { insurer_number, insured_number, name, kana }
    struct Words { ja, en }
    enum Orientation { 0 Portrait, 1 Landscape }
}
