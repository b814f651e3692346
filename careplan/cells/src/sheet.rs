//! Records and cells together with the bytes that they lie in.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::rows::{Cell, Rows};
use crate::scan::equal;

/// A file cut into records whose cells are items, numbered from 1.
///
/// A copy shares the file and its places. Rules ask for values a hundred times a record, so a value is one call from bytes to value.
#[derive(Debug, Clone)]
pub struct Sheet {
    bytes: Arc<Vec<u8>>,
    /// Where the records begin: behind a byte order mark.
    offset: usize,
    rows: Arc<Rows>,
    /// The items that the file lacks altogether.
    lacking: Range<u8>,
}

impl Sheet {
    /// A sheet of bytes that were cut into rows; places in `rows` count from `offset`.
    #[must_use]
    pub fn new(bytes: Arc<Vec<u8>>, offset: usize, rows: Rows) -> Self {
        Self {
            bytes,
            offset,
            rows: Arc::new(rows),
            lacking: 0..0,
        }
    }

    /// Says which items the file lacks altogether.
    pub fn lacks(&mut self, items: Range<u8>) {
        self.lacking = items;
    }

    /// How many items the file lacks altogether.
    #[must_use]
    pub fn lacking(&self) -> usize {
        self.lacking.len()
    }

    /// The records.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The bytes from the first record on.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.bytes[self.offset..]
    }

    /// The place, from 0, of an item (from 1) in the records.
    #[must_use]
    pub fn place_of(&self, item: u8) -> Option<usize> {
        let place = usize::from(item).checked_sub(1)?;
        if item < self.lacking.start || self.lacking.is_empty() {
            return Some(place);
        }
        (item >= self.lacking.end).then(|| place - self.lacking.len())
    }

    /// The cell of an item of a record.
    #[must_use]
    pub fn cell(&self, record: usize, item: u8) -> Option<Cell> {
        self.rows.cells(record).get(self.place_of(item)?)
    }

    /// The value of an item of a record without the spaces around it; `None` where there is none or nothing in it.
    #[inline(never)]
    #[must_use]
    pub fn value(&self, record: usize, item: u8) -> Option<Cow<'_, [u8]>> {
        let cell = self.cell(record, item)?;
        let value = match cell.content(self.data()) {
            Cow::Borrowed(content) => Cow::Borrowed(content.trim_ascii()),
            Cow::Owned(content) => Cow::Owned(content.trim_ascii().to_vec()),
        };
        (!value.is_empty()).then_some(value)
    }

    /// Whether an item of a record stands in the file exactly so, but for quotes around it.
    #[inline(never)]
    #[must_use]
    pub fn is(&self, record: usize, item: u8, content: &[u8]) -> bool {
        let cell = self.cell(record, item);
        cell.is_some_and(|cell| cell.is_literal() && equal(cell.raw(self.data()), content))
    }

    /// Whether an item of a record has a value.
    #[must_use]
    pub fn has(&self, record: usize, item: u8) -> bool {
        self.value(record, item).is_some()
    }

    /// The values of some items of a record, a comma behind each; empty ones count.
    #[must_use]
    pub fn key(&self, record: usize, items: &[u8]) -> Vec<u8> {
        let mut key = Vec::with_capacity(96);
        for &item in items {
            if let Some(value) = self.value(record, item) {
                key.extend_from_slice(&value);
            }
            key.push(b',');
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_found_behind_those_that_the_file_lacks() {
        let bytes = b"\xEF\xBB\xBF1, 2 ,\"3\"\"\"\r\n";
        let rows = Rows::cut(&bytes[3..]);
        let mut sheet = Sheet::new(Arc::new(bytes.to_vec()), 3, rows);
        assert_eq!(sheet.value(0, 2).as_deref(), Some(&b"2"[..]));
        assert_eq!(sheet.value(0, 3).as_deref(), Some(&b"3\""[..]));
        assert_eq!(sheet.value(0, 4), None);
        sheet.lacks(2..4);
        assert_eq!(sheet.value(0, 2), None);
        assert_eq!(sheet.value(0, 4).as_deref(), Some(&b"2"[..]));
        assert_eq!(sheet.key(0, &[1, 3, 4]), b"1,,2,");
        assert!(sheet.is(0, 1, b"1") && sheet.is(0, 4, b" 2 "));
        assert!(!sheet.is(0, 4, b"2") && !sheet.is(0, 5, b"3\"\"") && !sheet.is(0, 2, b""));
    }
}
