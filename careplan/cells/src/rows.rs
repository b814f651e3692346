//! Records and cells, found on the bytes before anything is decoded.
//!
//! In MS932 (and UTF-8) no byte of a longer character is a quotation mark, a comma, CR or LF, so they can be.
//! This module knows quotes, not meaning: which cells were quoted, which quote was left open, where a line ends oddly.
//! [`cut`] finds them; here is what it found.

mod cut;

use std::borrow::Cow;

use crate::scan::{line_ends, same_back, same_front};

/// A file cut into records and cells. It holds places only; the bytes stay where they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Where each cell of the file ends, in order, with its flags: four bytes a cell, since a file has millions.
    ends: Vec<u32>,
    /// Every record that is not blank, in order.
    records: Vec<RecordSpan>,
    /// What the cutting found odd about the file.
    pub oddities: Oddities,
}

/// What is odd about a whole file; lines count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Oddities {
    /// The line where a quotation mark opens that is never closed.
    pub unclosed_quote: Option<u32>,
    /// The first line that ends with a lone LF or CR.
    pub lone_line_end: Option<u32>,
    /// The first lines without anything on them, at most [`BLANK_LINES`]: a file can be nothing else.
    pub blank_lines: Vec<u32>,
    /// How many further ones there are.
    pub further_blank_lines: u32,
    /// The line on which an end-of-file mark 1A stands after the last record.
    pub end_mark: Option<u32>,
    /// The line from which on nothing was read: the places of cells would take more room than the file itself (C-009).
    pub crowded: Option<u32>,
}

impl Oddities {
    /// Whether the records are all that the file holds: no quotation mark is left open, nothing was left unread.
    #[must_use]
    pub fn are_harmless(&self) -> bool {
        self.unclosed_quote.is_none() && self.crowded.is_none()
    }
}

/// How many blank lines are kept by their numbers; those behind them are counted.
pub const BLANK_LINES: usize = 10_000;

/// One cell: where its content lies, without the quotes around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    start: u32,
    /// Where it ends, and the flags.
    end: u32,
}

/// Enclosed in quotation marks.
const QUOTED: u32 = 1 << 31;
/// With doubled quotation marks in it, which mean one each.
const DOUBLED: u32 = 1 << 30;
/// With a quotation mark that is not doubled, or that the value is not enclosed for.
const BROKEN: u32 = 1 << 29;
/// What a place has room for: files from 512 MiB on are not cut.
const PLACE: u32 = BROKEN - 1;

impl Cell {
    /// The cell between two places in the file, of which the second carries the flags.
    #[inline]
    fn between(start: u32, end: u32) -> Self {
        let quote = end >> 31;
        Self {
            start: start + quote,
            end: end - quote,
        }
    }

    /// Where its content lies, without the quotes around it.
    #[inline]
    #[must_use]
    pub fn span(self) -> std::ops::Range<usize> {
        to_usize(self.start)..to_usize(self.end & PLACE)
    }

    /// Whether it is enclosed in quotation marks.
    #[inline]
    #[must_use]
    pub fn is_quoted(self) -> bool {
        self.end & QUOTED != 0
    }

    /// Whether a quotation mark stands in it that is not doubled, or that the value is not enclosed for.
    #[inline]
    #[must_use]
    pub fn is_broken(self) -> bool {
        self.end & BROKEN != 0
    }

    /// Whether its content is as it stands in the file: no quotation mark is doubled or stray.
    #[inline]
    #[must_use]
    pub fn is_literal(self) -> bool {
        self.end & (DOUBLED | BROKEN) == 0
    }

    /// The content as it stands in the file, doubled quotes still doubled.
    #[inline]
    #[must_use]
    pub fn raw(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.span()]
    }

    /// The content with each doubled quote as one.
    #[must_use]
    pub fn content<'a>(self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let raw = self.raw(bytes);
        if self.end & DOUBLED == 0 {
            return Cow::Borrowed(raw);
        }
        let mut content = Vec::with_capacity(raw.len());
        let mut after_quote = false;
        for &byte in raw {
            after_quote = byte == b'"' && !after_quote;
            // The first of a pair is kept, the second left out.
            if byte != b'"' || after_quote {
                content.push(byte);
            }
        }
        Cow::Owned(content)
    }

    /// Whether nothing is in it: nothing between two commas, or `""`.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end & PLACE == self.start
    }
}

/// The cells of a record, one after the other.
#[derive(Debug, Clone)]
pub struct Cells<'a> {
    /// Where the next one begins.
    start: u32,
    ends: &'a [u32],
}

impl Cells<'_> {
    /// The cell at a place, from 0.
    #[inline]
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Cell> {
        let end = *self.ends.get(place)?;
        Some(Cell::between(self.begin(place), end))
    }
}

impl Cells<'_> {
    /// How many cells at the beginning and at the end are as in another record of as many cells:
    /// the same bytes between the same marks. No cell is counted twice.
    pub(crate) fn shared(&self, other: &Self, bytes: &[u8]) -> (usize, usize) {
        let count = self.ends.len();
        let (Some(end), Some(other_end)) = (self.ends.last(), other.ends.last()) else {
            return (0, 0);
        };
        if other.ends.len() != count {
            return (0, 0);
        }
        let (end, other_end) = (end & PLACE, other_end & PLACE);
        let of = |start, end| bytes.get(to_usize(start)..to_usize(end));
        // Where no quote closes, the last cell ends behind the file.
        let (Some(one), Some(two)) = (of(self.start, end), of(other.start, other_end)) else {
            return (0, 0);
        };
        let (front, back) = (same_front(one, two), same_back(one, two));
        // A place less another keeps the flags of the first: they are the same where the differences are.
        let is_leading = |place: &usize| {
            let to_here = self.ends[*place].wrapping_sub(self.start);
            to_usize(to_here & PLACE) <= front
                && to_here == other.ends[*place].wrapping_sub(other.start)
        };
        let leading = (0..count).take_while(is_leading).count();
        let is_trailing = |place: &usize| {
            let (from, other_from) = (self.begin(*place), other.begin(*place));
            to_usize(end - from) <= back
                && end - from == other_end - other_from
                && self.ends[*place].wrapping_sub(end) == other.ends[*place].wrapping_sub(other_end)
        };
        let trailing = (leading..count).rev().take_while(is_trailing).count();
        (leading, trailing)
    }

    /// Where a cell begins, with its quote.
    fn begin(&self, place: usize) -> u32 {
        place
            .checked_sub(1)
            .map_or(self.start, |before| (self.ends[before] & PLACE) + 1)
    }
}

impl Iterator for Cells<'_> {
    type Item = Cell;

    #[inline]
    fn next(&mut self) -> Option<Cell> {
        let (&end, rest) = self.ends.split_first()?;
        let cell = Cell::between(self.start, end);
        (self.start, self.ends) = ((end & PLACE) + 1, rest);
        Some(cell)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.ends.len(), Some(self.ends.len()))
    }
}

impl ExactSizeIterator for Cells<'_> {}

/// One record: which cells are its own, and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RecordSpan {
    first_cell: u32,
    cells: u32,
    /// Offset of its first byte.
    start: u32,
    /// The physical line of its first byte, from 1.
    line: u32,
}

impl Rows {
    /// Cuts bytes into records and cells. Byte order marks have been taken off before.
    ///
    /// # Panics
    /// With 512 MiB or more; `careplan::read` refuses such files by their size.
    #[inline(never)]
    #[must_use]
    pub fn cut(bytes: &[u8]) -> Self {
        cut::cut(bytes)
    }

    /// How many records there are; blank lines are none.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The cells of a record, which counts from 0.
    #[inline]
    #[must_use]
    pub fn cells(&self, record: usize) -> Cells<'_> {
        let span = self.records[record];
        Cells {
            start: span.start,
            ends: &self.ends[to_usize(span.first_cell)..to_usize(span.first_cell + span.cells)],
        }
    }

    /// The physical line, from 1, on which a record begins.
    #[must_use]
    pub fn line(&self, record: usize) -> u32 {
        self.records[record].line
    }

    /// The physical line, from 1, on which a cell of a record begins.
    #[must_use]
    pub fn cell_line(&self, bytes: &[u8], record: usize, cell: usize) -> u32 {
        let span = self.records[record];
        let Some(cell) = self.cells(record).get(cell) else {
            return span.line;
        };
        span.line + line_ends(&bytes[to_usize(span.start)..cell.span().start])
    }

    /// The record and cell, both from 0, in which a byte lies; `None` between them.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<(usize, usize)> {
        let record = self
            .records
            .partition_point(|span| to_usize(span.start) <= offset)
            .checked_sub(1)?;
        let cell = self
            .cells(record)
            .position(|cell| offset < cell.span().end)?;
        Some((record, cell))
    }
}

fn to_u32(place: usize) -> u32 {
    u32::try_from(place).expect("checked at the start: the file is below 512 MiB")
}

fn to_usize(place: u32) -> usize {
    usize::try_from(place).expect("at least 32 bits everywhere that this runs")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of a text, each cell as text.
    fn cut(text: &str) -> Vec<Vec<String>> {
        let rows = Rows::cut(text.as_bytes());
        let cell =
            |cell: Cell| String::from_utf8_lossy(&cell.content(text.as_bytes())).into_owned();
        (0..rows.len())
            .map(|record| rows.cells(record).map(cell).collect())
            .collect()
    }

    #[test]
    fn commas_quotes_and_line_breaks_stay_in_quoted_text() {
        assert_eq!(
            cut("1,\"a, \"\"b\"\"\r\nc\",\r\n2,\"\",x"),
            [["1", "a, \"b\"\r\nc", ""], ["2", "", "x"]]
        );
    }

    #[test]
    fn lines_are_physical_lines() {
        let text = b"1,\"a\r\nb\nc\",2,\"d\"\r\n3\r\n";
        let rows = Rows::cut(text);
        assert_eq!((rows.line(0), rows.line(1)), (1, 4));
        assert_eq!(rows.cell_line(text, 0, 1), 1);
        assert_eq!(rows.cell_line(text, 0, 2), 3);
    }

    #[test]
    fn a_stray_quote_spoils_its_own_cell_only() {
        let text = b"1,\"a \"b\"\",2\r\n3,\"c\",4\r\n";
        let rows = Rows::cut(text);
        assert_eq!(rows.len(), 2);
        let broken: Vec<bool> = rows.cells(0).map(Cell::is_broken).collect();
        assert_eq!(broken, [false, true, false]);
        assert_eq!(
            rows.cells(0).nth(1).map(|cell| cell.raw(text)),
            Some(&b"a \"b\""[..])
        );
    }

    #[test]
    fn a_quote_in_a_plain_cell_is_broken() {
        assert!(Rows::cut(b"1,a\"b\"\r\n").cells(0).any(Cell::is_broken));
    }

    #[test]
    fn an_open_quote_is_named_by_its_line() {
        let rows = Rows::cut(b"1,2\r\n1,\"abc\r\nxyz");
        assert_eq!(rows.oddities.unclosed_quote, Some(2));
    }

    #[test]
    fn odd_line_ends_blank_lines_and_end_marks_are_noted() {
        let rows = Rows::cut(b"1\r\n\r\n2\n3\r4\r\n\x1A");
        assert_eq!(rows.len(), 4);
        assert_eq!(
            rows.oddities,
            Oddities {
                unclosed_quote: None,
                lone_line_end: Some(3),
                blank_lines: vec![2],
                further_blank_lines: 0,
                end_mark: Some(6),
                crowded: None,
            }
        );
    }

    #[test]
    fn of_many_blank_lines_the_first_are_kept_and_all_are_counted() {
        let lines = 3 * BLANK_LINES;
        let rows = Rows::cut("\r\n".repeat(lines).as_bytes());
        assert!(rows.is_empty() && rows.ends.capacity() < BLANK_LINES);
        let Oddities {
            blank_lines,
            further_blank_lines,
            ..
        } = rows.oddities;
        assert_eq!(blank_lines.last().copied(), u32::try_from(BLANK_LINES).ok());
        assert!(blank_lines.capacity() < 2 * BLANK_LINES);
        assert_eq!(to_usize(further_blank_lines), lines - BLANK_LINES);
    }

    #[test]
    fn the_last_record_needs_no_line_end() {
        assert_eq!(cut("1,2"), [["1", "2"]]);
        assert_eq!(cut("1,"), [["1", ""]]);
        assert_eq!(cut(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_byte_is_found_in_its_cell() {
        let rows = Rows::cut(b"12,\"34\"\r\n5,6\r\n");
        assert_eq!(rows.at(0), Some((0, 0)));
        assert_eq!(rows.at(4), Some((0, 1)));
        assert_eq!(rows.at(11), Some((1, 1)));
    }
}
