//! Records and cells, found on the bytes before anything is decoded.
//!
//! In MS932 (and UTF-8) no byte of a longer character is a quotation mark, a comma, CR or LF, so they can be.
//! This module knows quotes, not meaning: which cells were quoted, which quote was left open, where a line ends oddly.

use std::borrow::Cow;

use crate::scan::line_ends;

/// A file cut into records and cells. It holds places only; the bytes stay where they are.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Every cell of the file, in order.
    cells: Vec<Cell>,
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
    /// Lines without anything on them.
    pub blank_lines: Vec<u32>,
    /// The line on which an end-of-file mark 1A stands after the last record.
    pub end_mark: Option<u32>,
}

/// One cell: where its content lies, without the quotes around it. Eight bytes, since a file has millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    start: u32,
    /// The length in the low 29 bits, and the flags above them.
    length_and_flags: u32,
}

/// Enclosed in quotation marks.
const QUOTED: u32 = 1 << 31;
/// With doubled quotation marks in it, which mean one each.
const DOUBLED: u32 = 1 << 30;
/// With a quotation mark that is not doubled, or that the value is not enclosed for.
const BROKEN: u32 = 1 << 29;
/// What the length has room for: files from 512 MiB on are not cut.
const LENGTH: u32 = BROKEN - 1;

impl Cell {
    fn new(start: usize, end: usize, flags: u32) -> Self {
        Self {
            start: to_u32(start),
            length_and_flags: to_u32(end - start) | flags,
        }
    }

    fn end(self) -> usize {
        to_usize(self.start) + to_usize(self.length_and_flags & LENGTH)
    }

    /// Where its content lies, without the quotes around it.
    #[must_use]
    pub fn span(self) -> std::ops::Range<usize> {
        to_usize(self.start)..self.end()
    }

    /// Whether it is enclosed in quotation marks.
    #[must_use]
    pub fn is_quoted(self) -> bool {
        self.length_and_flags & QUOTED != 0
    }

    /// Whether a quotation mark stands in it that is not doubled, or that the value is not enclosed for.
    #[must_use]
    pub fn is_broken(self) -> bool {
        self.length_and_flags & BROKEN != 0
    }

    /// The content as it stands in the file, doubled quotes still doubled.
    #[must_use]
    pub fn raw(self, bytes: &[u8]) -> &[u8] {
        &bytes[to_usize(self.start)..self.end()]
    }

    /// The content with each doubled quote as one.
    #[must_use]
    pub fn content<'a>(self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let raw = self.raw(bytes);
        if self.length_and_flags & DOUBLED == 0 {
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
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.length_and_flags & LENGTH == 0
    }
}

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
    #[must_use]
    pub fn cut(bytes: &[u8]) -> Self {
        assert!(
            bytes.len() <= to_usize(LENGTH),
            "sizes are checked before reading"
        );
        Cutter {
            bytes,
            at: 0,
            line: 1,
            rows: Self::default(),
        }
        .cut()
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
    #[must_use]
    pub fn cells(&self, record: usize) -> &[Cell] {
        let span = self.records[record];
        &self.cells[to_usize(span.first_cell)..to_usize(span.first_cell + span.cells)]
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
        span.line + line_ends(&bytes[to_usize(span.start)..to_usize(cell.start)])
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
            .iter()
            .position(|cell| offset < cell.end())?;
        Some((record, cell))
    }
}

/// After how many records their size is taken for that of all.
const SAMPLE: usize = 256;

/// The state of the cutting.
struct Cutter<'a> {
    bytes: &'a [u8],
    /// The next byte to look at.
    at: usize,
    /// The physical line of that byte.
    line: u32,
    rows: Rows,
}

impl Cutter<'_> {
    fn cut(mut self) -> Rows {
        // An end-of-file mark of old systems is no record.
        if let Some(rest) = self.bytes.strip_suffix(b"\x1A") {
            self.rows.oddities.end_mark = Some(1 + line_ends(rest));
            self.bytes = rest;
        }
        while self.at < self.bytes.len() {
            self.record();
            if self.rows.records.len() == SAMPLE {
                self.make_room();
            }
        }
        self.rows
    }

    /// Makes room for as many cells as the first records let expect: a vector that doubles would hold the file twice.
    fn make_room(&mut self) {
        let expected = |count: usize| {
            let left = (self.bytes.len() - self.at) as u64;
            let more = count as u64 * left / self.at as u64;
            usize::try_from(more + more / 32).unwrap_or_default()
        };
        let (cells, records) = (
            expected(self.rows.cells.len()),
            expected(self.rows.records.len()),
        );
        self.rows.cells.reserve_exact(cells);
        self.rows.records.reserve_exact(records);
    }

    /// One record with the line end behind it.
    fn record(&mut self) {
        let (first_cell, start, line) = (self.rows.cells.len(), self.at, self.line);
        loop {
            let cell = if self.peek() == Some(b'"') {
                self.quoted()
            } else {
                self.plain()
            };
            self.rows.cells.push(cell);
            if self.peek() == Some(b',') {
                self.at += 1;
            } else {
                break;
            }
        }
        let cells = &self.rows.cells[first_cell..];
        if let [only] = cells
            && only.is_empty()
            && !only.is_quoted()
        {
            self.rows.cells.pop();
            self.rows.oddities.blank_lines.push(line);
        } else {
            let span = RecordSpan {
                first_cell: to_u32(first_cell),
                cells: to_u32(cells.len()),
                start: to_u32(start),
                line,
            };
            self.rows.records.push(span);
        }
        self.line_end();
    }

    /// A cell without quotes around it: up to the comma or the line end.
    fn plain(&mut self) -> Cell {
        let start = self.at;
        let mut flags = 0;
        for &byte in &self.bytes[start..] {
            // Of the signs of interest the comma is the highest.
            if byte <= b',' {
                match byte {
                    b',' | b'\r' | b'\n' => break,
                    b'"' => flags = BROKEN,
                    _ => {}
                }
            }
            self.at += 1;
        }
        Cell::new(start, self.at, flags)
    }

    /// A cell in quotes. Behind a stray quote only one followed by a comma or a line end is taken as the closing one.
    fn quoted(&mut self) -> Cell {
        let opening = self.at;
        let mut flags = QUOTED;
        self.at += 1;
        let end = loop {
            let rest = &self.bytes[self.at..];
            let Some(to_quote) = rest.iter().position(|&byte| byte == b'"') else {
                self.rows.oddities.unclosed_quote = Some(self.line);
                self.at = self.bytes.len();
                break self.at;
            };
            let quote = self.at + to_quote;
            self.at = quote + 1;
            match self.peek() {
                Some(b'"') if flags & BROKEN == 0 => {
                    flags |= DOUBLED;
                    self.at += 1;
                }
                None | Some(b',' | b'\r' | b'\n') => break quote,
                Some(_) => flags |= BROKEN,
            }
        };
        self.line += line_ends(&self.bytes[opening..end]);
        Cell::new(opening + 1, end, flags)
    }

    /// The line end behind a record, if the file does not end there.
    fn line_end(&mut self) {
        let length = match self.bytes[self.at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => {
                self.rows.oddities.lone_line_end.get_or_insert(self.line);
                1
            }
            _ => return,
        };
        self.at += length;
        self.line += 1;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
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
            |cell: &Cell| String::from_utf8_lossy(&cell.content(text.as_bytes())).into_owned();
        (0..rows.len())
            .map(|record| rows.cells(record).iter().map(cell).collect())
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
        let broken: Vec<bool> = rows.cells(0).iter().map(|cell| cell.is_broken()).collect();
        assert_eq!(broken, [false, true, false]);
        assert_eq!(rows.cells(0)[1].raw(text), b"a \"b\"");
    }

    #[test]
    fn a_quote_in_a_plain_cell_is_broken() {
        assert!(Rows::cut(b"1,a\"b\"\r\n").cells(0)[1].is_broken());
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
                end_mark: Some(6),
            }
        );
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
