//! Which records are right beyond doubt, so that rules need not look at them one by one: almost all of a large file.

use cells::plain::Column;
use cells::ties::{self, Tie};

use super::columns::columns;
use super::of_cell;
use crate::document::{Document, Record};
use crate::file_name::FileName;
use crate::forms::Item;
use crate::rules::row;

/// The records that can be judged.
pub(super) struct Judged<'a> {
    pub(super) records: Vec<Record<'a>>,
    /// For each record of the document whether it is right beyond doubt, so that rules need not ask whether its items can be read.
    quiet: Vec<bool>,
}

impl<'a> Judged<'a> {
    /// None yet.
    pub(super) fn of(document: &Document) -> Self {
        Self {
            records: Vec::with_capacity(document.len()),
            quiet: vec![false; document.len()],
        }
    }

    /// Adds a record that is right beyond doubt.
    pub(super) fn push_quiet(&mut self, record: Record<'a>) {
        self.quiet[record.index()] = true;
        self.records.push(record);
    }

    /// Whether a record is right beyond doubt.
    pub(super) fn is_quiet(&self, record: Record<'_>) -> bool {
        self.quiet[record.index()]
    }

    /// The records that are not right beyond doubt.
    pub(super) fn loud(&self) -> impl Iterator<Item = Record<'a>> {
        let loud = |record: &Record<'_>| !self.is_quiet(*record);
        self.records.iter().copied().filter(loud)
    }
}

/// What right records of a document look like.
pub(super) struct Looks {
    pub(super) items: Vec<&'static Item>,
    pub(super) columns: Vec<Column>,
    /// What holds between plain cells of a right record; none for kinds whose records are all looked at.
    ties: Option<Vec<Tie>>,
}

impl Looks {
    /// The looks of a document whose name says who sends it when.
    pub(super) fn of(document: &Document, name: &FileName) -> Self {
        let (items, columns) = columns(document, name);
        Self {
            items,
            columns,
            ties: row::ties(document, name),
        }
    }

    /// Whether a record of plain cells is right beyond doubt.
    pub(super) fn is_quiet(&self, record: Record<'_>) -> bool {
        let ties = self.ties.as_deref();
        ties.is_some_and(|ties| ties::hold(ties, record.document().data(), &record.cells()))
    }

    /// Whether the rules say nothing of a record: in programs that are being tested every quiet record is asked.
    pub(super) fn says_nothing_of(&self, record: Record<'_>, name: &FileName) -> bool {
        let mut findings = Vec::new();
        row::check(record, name, &mut findings);
        let of_cell = |item: &&Item| of_cell(record, item, name).is_some();
        findings.is_empty() && !self.items.iter().any(of_cell)
    }
}
