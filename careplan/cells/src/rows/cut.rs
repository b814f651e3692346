//! Finds where records and cells begin and end.
//!
//! [`Cutter::record`] goes byte by byte, knows every oddity, and is the rule.
//! [`Cutter::leap`] goes by blocks of 64 bytes over records in which no quote is doubled or stray; a test proves the two equal.

use super::{BLANK_LINES, BROKEN, DOUBLED, PLACE, QUOTED, RecordSpan, Rows, to_u32, to_usize};
use crate::block::{Block, LENGTH, inside_quotes};
use crate::scan::line_ends;

/// After how many records their size is taken for that of all.
const SAMPLE: usize = 256;

/// What places may take of any file, in bytes. Files of the standard that are this full have some 60 MiB themselves.
const LEAST_ROOM: usize = 64 << 20;

pub(super) fn cut(bytes: &[u8]) -> Rows {
    // With the file itself that is two and a quarter times its size.
    cut_by(bytes, true, LEAST_ROOM.max(bytes.len() / 4 * 5))
}

/// Cuts; `leaping` or byte by byte only. Stops where the places take more than `room` bytes.
fn cut_by(bytes: &[u8], leaping: bool, room: usize) -> Rows {
    assert!(
        bytes.len() < to_usize(PLACE),
        "sizes are checked before reading"
    );
    let mut cutter = Cutter {
        bytes,
        at: 0,
        line: 1,
        room,
        rows: Rows::default(),
    };
    // An end-of-file mark of old systems is no record.
    if let Some(rest) = bytes.strip_suffix(b"\x1A") {
        cutter.rows.oddities.end_mark = Some(1 + line_ends(rest));
        cutter.bytes = rest;
    }
    let mut has_room = false;
    while cutter.at < cutter.bytes.len() {
        if leaping {
            cutter.leap(if has_room { usize::MAX } else { SAMPLE });
        }
        if cutter.is_crowded() {
            cutter.give_up(cutter.line);
        }
        if cutter.at < cutter.bytes.len() {
            cutter.record();
        }
        if !has_room && cutter.rows.records.len() >= SAMPLE {
            has_room = true;
            cutter.make_room();
        }
    }
    cutter.rows
}

/// The state of the cutting.
struct Cutter<'a> {
    bytes: &'a [u8],
    /// The next byte to look at.
    at: usize,
    /// The physical line of that byte.
    line: u32,
    /// How many bytes the places of cells and records may take.
    room: usize,
    rows: Rows,
}

impl Cutter<'_> {
    /// How many bytes the places of so many cells and records take.
    fn places(cells: usize, records: usize) -> usize {
        cells * size_of::<u32>() + records * size_of::<RecordSpan>()
    }

    /// Whether the places take more room than they may: almost every byte ends a cell, as in no file of the standard.
    fn is_crowded(&self) -> bool {
        Self::places(self.rows.ends.len(), self.rows.records.len()) > self.room
    }

    /// Reads nothing from this line on.
    fn give_up(&mut self, line: u32) {
        self.rows.oddities.crowded.get_or_insert(line);
        self.at = self.bytes.len();
    }

    /// Makes room for as many cells as the first records let expect: a vector that doubles would hold the file twice.
    fn make_room(&mut self) {
        let expected = |count: usize| {
            let left = (self.bytes.len() - self.at) as u64;
            let more = count as u64 * left / self.at as u64;
            usize::try_from(more + more / 32).unwrap_or_default()
        };
        let (cells, records) = (
            expected(self.rows.ends.len()),
            expected(self.rows.records.len()),
        );
        if Self::places(cells, records) <= self.room {
            self.rows.ends.reserve_exact(cells);
            self.rows.records.reserve_exact(records);
        }
    }

    /// Goes over whole records until one needs a closer look, too little is left, or there are `most`.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    fn leap(&mut self, most: usize) {
        let bytes = self.bytes;
        let (mut base, mut carry) = (self.at, Carry::default());
        let (mut start, mut first_cell) = (self.at, self.rows.ends.len());
        while let Some(chunk) = bytes.get(base..).and_then(<[u8]>::first_chunk::<LENGTH>) {
            let block = Block::of(chunk);
            let quoted = inside_quotes(block.quotes) ^ carry.quoted;
            let ends = block.commas | block.line_ends;
            let opening = block.quotes & quoted;
            let closing = block.quotes ^ opening;
            // What opens stands behind an end, what closes before one.
            let before = ends << 1 | carry.end;
            let behind = closing << 1 | carry.closing;
            if opening & !before != 0 || behind & !ends != 0 {
                break;
            }
            // A line end within quotes is of a record that ends in this block or behind it: counting tells.
            let has_inner = block.line_ends & quoted != 0;
            carry.count_lines |= has_inner;
            let mut left = ends & !quoted;
            let mut ended = false;
            while left != 0 {
                let end = base + to_usize(left.trailing_zeros());
                left &= left - 1;
                if end == carry.line_feed {
                    // The second half of CR LF.
                    (start, self.at) = (end + 1, end + 1);
                    continue;
                }
                let flag = if bytes[start] == b'"' { QUOTED } else { 0 };
                self.rows.ends.push(to_u32(end) | flag);
                start = end + 1;
                if bytes[end] != b',' {
                    self.end_of_record(first_cell, end, &mut carry);
                    (first_cell, ended) = (self.rows.ends.len(), true);
                    if self.rows.records.len() >= most {
                        break;
                    }
                }
            }
            if self.rows.records.len() >= most {
                break;
            }
            carry.count_lines = has_inner || (carry.count_lines && !ended);
            carry.quoted = 0_u64.wrapping_sub(quoted >> 63);
            carry.end = ends >> 63;
            carry.closing = closing >> 63;
            base += LENGTH;
            if self.is_crowded() {
                break;
            }
        }
        self.rows.ends.truncate(first_cell);
        self.at += usize::from(self.at == carry.line_feed);
    }

    /// Puts down the record whose cells begin at a place in `ends`, and which ends with the line end there.
    fn end_of_record(&mut self, first_cell: usize, end: usize, carry: &mut Carry) {
        let line = self.line;
        if carry.count_lines {
            self.line += line_ends(&self.bytes[self.at..end]);
        }
        self.put_down(first_cell, self.at, line);
        if self.bytes[end..].starts_with(b"\r\n") {
            carry.line_feed = end + 1;
        } else {
            self.rows.oddities.lone_line_end.get_or_insert(self.line);
        }
        self.line += 1;
        self.at = end + 1;
    }

    /// One record with the line end behind it.
    fn record(&mut self) {
        let (first_cell, start, line) = (self.rows.ends.len(), self.at, self.line);
        loop {
            let end = if self.peek() == Some(b'"') {
                self.quoted()
            } else {
                self.plain()
            };
            self.rows.ends.push(end);
            if self.is_crowded() {
                self.rows.ends.truncate(first_cell);
                return self.give_up(line);
            }
            if self.peek() == Some(b',') {
                self.at += 1;
            } else {
                break;
            }
        }
        self.put_down(first_cell, start, line);
        self.line_end();
    }

    /// Puts down a record, or that its line is blank.
    fn put_down(&mut self, first_cell: usize, start: usize, line: u32) {
        let ends = &self.rows.ends[first_cell..];
        if ends.len() == 1 && to_usize(ends[0]) == start {
            self.rows.ends.pop();
            let oddities = &mut self.rows.oddities;
            if oddities.blank_lines.len() < BLANK_LINES {
                oddities.blank_lines.push(line);
            } else {
                oddities.further_blank_lines += 1;
            }
            return;
        }
        let span = RecordSpan {
            first_cell: to_u32(first_cell),
            cells: to_u32(ends.len()),
            start: to_u32(start),
            line,
        };
        self.rows.records.push(span);
    }

    /// The end of a cell without quotes around it: the comma or the line end.
    fn plain(&mut self) -> u32 {
        let mut flags = 0;
        for &byte in &self.bytes[self.at..] {
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
        to_u32(self.at) | flags
    }

    /// The end of a cell in quotes. Behind a stray quote only one followed by a comma or a line end is taken as the closing one.
    fn quoted(&mut self) -> u32 {
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
        // Where no quote closes, one is thought behind the end.
        to_u32(end + 1) | flags
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

/// What one block leaves to the next.
struct Carry {
    /// All ones within quotes.
    quoted: u64,
    /// 1 if the last byte was a comma or a line end, as before the first.
    end: u64,
    /// 1 if the last byte was a closing quote.
    closing: u64,
    /// Whether a line end may stand within quotes of the record.
    count_lines: bool,
    /// Where the LF of the last CR LF stands.
    line_feed: usize,
}

impl Default for Carry {
    fn default() -> Self {
        Self {
            quoted: 0,
            end: 1,
            closing: 0,
            count_lines: false,
            line_feed: usize::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of the signs that matter, the same for the same seed.
    fn text(mut seed: u64, length: usize) -> Vec<u8> {
        const PIECES: [&[u8]; 12] = [
            b",",
            b",,",
            b"\r\n",
            b"a",
            b"12345678",
            b"\"x\"",
            b",\"\",",
            b"\n",
            b"\"",
            b"\r",
            b"\"a\r\nb\"",
            b",\"a\"\"b\"",
        ];
        let mut text = Vec::new();
        // Of some seeds most pieces are harmless, so that many blocks are leapt over.
        let rare = if seed.is_multiple_of(2) { 12 } else { 7 };
        while text.len() < length {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let draw = usize::try_from(seed >> 40).expect("24 bits");
            let below = if draw.is_multiple_of(97) { 12 } else { rare };
            text.extend_from_slice(PIECES[draw / 97 % below]);
        }
        text
    }

    #[test]
    fn leaping_finds_what_going_byte_by_byte_finds() {
        for seed in 0..4000 {
            let bytes = text(seed, to_usize(u32::try_from(seed % 1000).expect("small")));
            let (quick, slow) = (
                cut_by(&bytes, true, LEAST_ROOM),
                cut_by(&bytes, false, LEAST_ROOM),
            );
            assert_eq!(quick.ends, slow.ends, "{seed}");
            assert_eq!(quick.records, slow.records, "{seed}");
            assert_eq!(quick.oddities, slow.oddities, "{seed}");
        }
    }

    #[test]
    fn plain_records_are_leapt_over() {
        let bytes = b"202407,\"x, y\",,1\r\n".repeat(600);
        let mut cutter = Cutter {
            bytes: &bytes,
            at: 0,
            line: 1,
            room: LEAST_ROOM,
            rows: Rows::default(),
        };
        cutter.leap(usize::MAX);
        assert!(bytes.len() - cutter.at < 2 * LENGTH);
        assert_eq!(cutter.rows, {
            let mut rows = cut_by(&bytes[..cutter.at], false, LEAST_ROOM);
            rows.oddities = cutter.rows.oddities.clone();
            rows
        });
    }

    #[test]
    fn places_take_no_more_than_their_room() {
        let room = 100_000;
        for piece in [
            &b"a\r\n"[..],
            b"\"\"\n",
            b",",
            b"a,\"x\",",
            b"\"\"\"\",,\r\n",
        ] {
            let bytes = piece.repeat(100_000);
            for leaping in [true, false] {
                let rows = cut_by(&bytes, leaping, room);
                let line = rows.oddities.crowded.expect("these are too many cells");
                assert!(
                    to_usize(line) <= rows.len() + 1,
                    "every line before it was read"
                );
                let taken = Cutter::places(rows.ends.capacity(), rows.records.capacity());
                // A vector that grows doubles; a block of 64 bytes is gone over before it is looked at.
                assert!(taken <= 2 * room + 64 * 64, "{taken}");
            }
        }
        let whole = cut_by(&b"a,b\r\n".repeat(1000), true, room);
        assert_eq!((whole.len(), whole.oddities.crowded), (1000, None));
    }
}
