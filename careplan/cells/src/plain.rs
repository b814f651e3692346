//! Tells quickly of which cells nothing can be wrong.
//!
//! Almost every cell of almost every file is plainly right. Whoever makes findings looks only at the others,
//! so a column may call a right cell odd, but never a wrong one plain.

use crate::block::equal;
use crate::rows::{Cell, Cells};
use crate::scan::{days, digits, is_alnum, is_digits, is_like};

/// What the cells of a column look like when they are right beyond doubt.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The look.
    pub look: Look,
    /// The most bytes, but for texts.
    pub most: usize,
    /// Whether it must not be empty.
    pub needed: bool,
}

/// How cells look that are right beyond doubt.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// Text in quotes without a sign that a character was lost: 〓 or ??, and in names (`true`) ・.
    Text(bool),
    /// As many figures as fit.
    Digits,
    /// As many of `0-9` and `A-Z` as fit.
    Alnum,
    /// At most as many of `0-9` and `A-Z` as fit.
    Some,
    /// A figure or letter of this set: bit 0 is the figure 0.
    One(u64),
    /// A number with an optional minus.
    Integer,
    /// `YYYYMMDD` up to a last day, if there is one.
    Date(Option<[u8; 8]>),
    /// `YYYYMM`.
    Month,
    /// `HHMM` before 24:00; with `true` also 9999.
    Time(bool),
    /// 31 of 0 and 1.
    Days,
    /// Figures where this has 0, and its own characters elsewhere.
    Like(&'static [u8]),
    /// Nothing beyond doubt but emptiness.
    Empty,
}

impl Column {
    /// Whether nothing can be wrong with a cell of the column.
    #[must_use]
    pub fn is_plain(&self, bytes: &[u8], cell: Cell) -> bool {
        if cell.is_broken() {
            return false;
        }
        let raw = cell.raw(bytes);
        if raw.is_empty() {
            return !self.needed;
        }
        match self.look {
            Look::Text(is_name) => cell.is_quoted() && !may_be_lost(raw, is_name),
            _ if raw.len() > self.most => false,
            Look::Digits => raw.len() == self.most && is_digits(raw),
            // Most of them are figures only, which is told sooner.
            Look::Alnum => raw.len() == self.most && (is_digits(raw) || is_alnum(raw)),
            Look::Some => is_alnum(raw),
            Look::One(set) => {
                let place = raw[0].wrapping_sub(b'0');
                raw.len() == 1 && place < 64 && set >> place & 1 == 1
            }
            Look::Integer => digits(raw.strip_prefix(b"-").unwrap_or(raw)).is_some(),
            Look::Date(last) => is_date(raw) && last.is_none_or(|last| raw <= last.as_slice()),
            Look::Month => {
                raw.len() == 6 && digits(raw).is_some_and(|it| days(it / 100, it % 100).is_some())
            }
            Look::Time(none) => {
                let fits = |time| (time / 100 < 24 && time % 100 < 60) || (none && time == 9999);
                raw.len() == 4 && digits(raw).is_some_and(fits)
            }
            Look::Days => raw.len() == 31 && raw.iter().all(|byte| matches!(byte, b'0' | b'1')),
            Look::Like(shape) => is_like(raw, shape),
            Look::Empty => false,
        }
    }
}

/// Tells record after record in which cells something may be wrong.
///
/// The rows of a service follow each other and differ in little more than a day:
/// what stands at the beginning or the end as it stood in the record before is not looked at again.
pub struct Odd<'a> {
    columns: &'a [Column],
    bytes: &'a [u8],
    before: Option<Cells<'a>>,
    places: Vec<usize>,
}

impl<'a> Odd<'a> {
    /// Of the records of a file with such columns.
    #[must_use]
    pub fn new(columns: &'a [Column], bytes: &'a [u8]) -> Self {
        Self {
            columns,
            bytes,
            before: None,
            places: Vec::new(),
        }
    }

    /// The places of the cells that something may be wrong with; of most records there are none.
    #[inline(never)]
    pub fn of(&mut self, cells: Cells<'a>) -> &[usize] {
        let count = cells.len();
        let (leading, trailing) = self
            .before
            .as_ref()
            .map_or((0, 0), |before| cells.shared(before, self.bytes));
        let new = leading..count - trailing;
        // What was odd in the cells that are the same is odd again.
        if new.len() == count {
            self.places.clear();
        } else {
            self.places.retain(|place| !new.contains(place));
        }
        let known = self.places.len();
        for place in new.start..new.end.min(self.columns.len()) {
            let cell = cells.get(place);
            if cell.is_some_and(|cell| !self.columns[place].is_plain(self.bytes, cell)) {
                self.places.push(place);
            }
        }
        if known > 0 {
            self.places.sort_unstable();
        }
        self.before = Some(cells);
        &self.places
    }
}

fn is_date(raw: &[u8]) -> bool {
    let Some(date) = digits(raw).filter(|_| raw.len() == 8) else {
        return false;
    };
    let day = date % 100;
    days(date / 10_000, date / 100 % 100).is_some_and(|last| (1..=last).contains(&day))
}

/// Whether the bytes of 〓, ?? or (in names) ・ are there, be they those characters or halves of others.
fn may_be_lost(raw: &[u8], is_name: bool) -> bool {
    let (words, rest) = raw.as_chunks::<8>();
    // Most words have none of the bytes with which a sign begins or ends.
    let is_suspicious = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        equal(word, b'?') | equal(word, 0xAC) | equal(word, 0x45) != 0
    };
    let suspicious = |byte: &u8| matches!(byte, b'?' | 0xAC | 0x45);
    (words.iter().any(is_suspicious) || rest.iter().any(suspicious)) && is_lost(raw, is_name)
}

fn is_lost(raw: &[u8], is_name: bool) -> bool {
    raw.windows(2).any(|pair| match pair {
        [b'?', b'?'] | [0x81, 0xAC] => true,
        [0x81, 0x45] => is_name,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Rows;

    #[track_caller]
    fn plain(look: Look, most: usize, cell: &[u8]) -> bool {
        let rows = Rows::cut(cell);
        let column = Column {
            look,
            most,
            needed: true,
        };
        column.is_plain(cell, rows.cells(0).get(0).expect("a cell"))
    }

    #[test]
    fn right_cells_are_plain_and_others_are_odd() {
        assert!(plain(Look::Date(None), 8, b"20240229"));
        assert!(!plain(Look::Date(None), 8, b"20250229"));
        assert!(!plain(Look::Date(Some(*b"20240228")), 8, b"20240229"));
        assert!(plain(Look::Integer, 3, b"-10"));
        assert!(!plain(Look::Integer, 3, b"-100"));
        assert!(plain(Look::Time(true), 4, b"9999"));
        assert!(!plain(Look::Time(false), 4, b"9999"));
        assert!(plain(Look::One(0b11), 1, b"1"));
        assert!(!plain(Look::One(0b11), 1, b"2"));
        assert!(plain(Look::Text(false), 0, b"\"a\""));
        assert!(!plain(Look::Text(false), 0, b"a"));
        assert!(!plain(Look::Text(false), 0, b"\"a??\""));
        assert!(!plain(Look::Text(false), 0, b"\"1234567?????\""));
        assert!(plain(Look::Text(true), 0, b"\"1234567E?234567\xAC?\""));
        assert!(!plain(Look::Text(true), 0, b"\"\x81\x45\""));
        assert!(!plain(Look::Digits, 2, b" 1"));
    }

    /// Records that share much with the one before, or nothing; the same for the same seed.
    fn records(mut seed: u64) -> Vec<u8> {
        const CELLS: [&[u8]; 9] = [
            b"1",
            b"12",
            b"x",
            b"",
            b"\"a\"",
            b"\"a,b\"",
            b"\"a\"\"b\"",
            b"\"??\"",
            b"\"a\"b",
        ];
        let mut draw = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).expect("31 bits") % below
        };
        let mut record: Vec<&[u8]> = vec![b"1"; 6];
        let mut bytes = Vec::new();
        for _ in 0..20 {
            match draw(8) {
                0 => record.resize(1 + draw(8), b"12"),
                1 => {}
                _ => {
                    let place = draw(record.len());
                    record[place] = CELLS[draw(CELLS.len())];
                }
            }
            bytes.extend_from_slice(&record.join(&b","[..]));
            bytes.extend_from_slice(b"\r\n");
        }
        bytes
    }

    #[test]
    fn what_was_looked_at_in_the_record_before_is_told_again() {
        let column = |look, needed| Column {
            look,
            most: 2,
            needed,
        };
        let columns = [
            column(Look::Digits, true),
            column(Look::Text(false), false),
            column(Look::Some, true),
            column(Look::Text(true), true),
            column(Look::Integer, false),
            column(Look::Text(false), true),
        ];
        let mut odd_ones = 0;
        for seed in 0..2000 {
            let bytes = records(seed);
            let rows = Rows::cut(&bytes);
            let mut all = Odd::new(&columns, &bytes);
            for record in 0..rows.len() {
                let alone = Odd::new(&columns, &bytes).of(rows.cells(record)).to_vec();
                assert_eq!(all.of(rows.cells(record)), alone, "{seed}, {record}");
                odd_ones += alone.len();
            }
        }
        assert!(odd_ones > 1000);
    }

    #[test]
    fn an_empty_cell_is_odd_where_one_is_needed() {
        let rows = Rows::cut(b"1,");
        let mut column = Column {
            look: Look::Empty,
            most: 1,
            needed: false,
        };
        let cell = rows.cells(0).get(1).expect("a cell");
        assert!(column.is_plain(b"1,", cell));
        column.needed = true;
        assert!(!column.is_plain(b"1,", cell));
    }
}
