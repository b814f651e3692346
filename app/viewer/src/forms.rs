//! The forms of the standard: which papers the files hold, and how each is laid out.

mod form6;

use careplan::{Reading, UseSheet, use_table};

use crate::paper::{Head, Paper};

/// The papers that files hold together, sorted by person; each is laid out when it is asked for.
#[derive(Debug, Clone, Default)]
pub struct Binder {
    heads: Vec<Head>,
    sheets: Vec<UseSheet>,
}

impl Binder {
    /// Sorts the files' records into papers.
    #[must_use]
    pub fn of(readings: &[Reading]) -> Self {
        let sheets = use_table(readings).sheets;
        Self {
            heads: sheets.iter().map(form6::head).collect(),
            sheets,
        }
    }

    /// What papers there are, in order.
    #[must_use]
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Lays a paper out, by its place among the heads; `readings` are those that the binder was made of.
    #[must_use]
    pub fn paper(&self, _readings: &[Reading], place: usize) -> Option<Paper> {
        let head = self.heads.get(place)?.clone();
        Some(form6::paper(head, &self.sheets[place]))
    }
}

/// All papers of the files.
#[must_use]
pub fn papers(readings: &[Reading]) -> Vec<Paper> {
    let binder = Binder::of(readings);
    (0..binder.heads().len())
        .filter_map(|place| binder.paper(readings, place))
        .collect()
}
