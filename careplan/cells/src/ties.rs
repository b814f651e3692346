//! Tells quickly of which records nothing can be wrong between their cells.
//!
//! As in [`plain`](crate::plain): a tie may miss in a right record, but it never holds in a wrong one.
//! Ties are asked of records whose cells are all plain; what is plain is of the form of its item.

use crate::rows::Cells;
use crate::scan::equal;

/// What holds between the cells of a record that is right beyond doubt; cells are named by their places, from 0.
#[derive(Debug, Clone)]
pub enum Tie {
    /// Nothing is in the cell.
    Empty(usize),
    /// If anything is in the cell, it is this.
    Is(usize, Vec<u8>),
    /// A day, and the month that it lies in.
    DayOf(usize, usize),
    /// Start and end of a service: 9999 both, or the start first; an end at 0000 is the midnight after.
    Times(usize, usize),
    /// A number without a sign and without leading zeros: 1 or more.
    Positive(usize),
    /// A code whose first two characters are among these.
    Type(usize, Types),
}

/// A set of codes of two characters, of `0-9` and `A-Z`.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// A mark for each pair of characters from `0` to `Z`.
    known: Vec<bool>,
}

/// How many characters there are from `0` to `Z`.
const CHARACTERS: usize = 43;

impl Types {
    /// The set of these codes; what is not of two such characters is left out.
    #[must_use]
    pub fn of<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let mut known = vec![false; CHARACTERS * CHARACTERS];
        for place in codes.filter_map(|code| place(code.as_bytes())) {
            known[place] = true;
        }
        Self { known }
    }

    fn has(&self, code: &[u8]) -> bool {
        place(code).is_some_and(|place| self.known[place])
    }
}

fn place(code: &[u8]) -> Option<usize> {
    let [first, second] = code else { return None };
    let number = |byte: &u8| byte.checked_sub(b'0').map(usize::from);
    let (first, second) = (number(first)?, number(second)?);
    (first < CHARACTERS && second < CHARACTERS).then(|| first * CHARACTERS + second)
}

impl Tie {
    fn holds(&self, bytes: &[u8], cells: &Cells<'_>) -> bool {
        let raw = |place: usize| cells.get(place).map_or(&[][..], |cell| cell.raw(bytes));
        match self {
            Self::Empty(place) => raw(*place).is_empty(),
            Self::Is(place, content) => {
                let raw = raw(*place);
                raw.is_empty() || equal(raw, content)
            }
            Self::DayOf(day, month) => raw(*day)
                .split_last_chunk::<2>()
                .is_some_and(|(begin, _)| equal(begin, raw(*month))),
            Self::Times(start, end) => are_times(raw(*start), raw(*end)),
            Self::Positive(place) => matches!(raw(*place).first(), Some(b'1'..=b'9')),
            Self::Type(place, types) => raw(*place)
                .first_chunk::<2>()
                .is_some_and(|code| types.has(code)),
        }
    }
}

fn are_times(start: &[u8], end: &[u8]) -> bool {
    let (Ok(start), Ok(end)) = (<[u8; 4]>::try_from(start), <[u8; 4]>::try_from(end)) else {
        return false;
    };
    let [start, end, none] = [start, end, *b"9999"].map(u32::from_be_bytes);
    match (start == none, end == none) {
        (true, true) => true,
        (false, false) => start < end || end == u32::from_be_bytes(*b"0000"),
        _ => false,
    }
}

/// Whether all ties hold in a record.
#[inline(never)]
#[must_use]
pub fn hold(ties: &[Tie], bytes: &[u8], cells: &Cells<'_>) -> bool {
    ties.iter().all(|tie| tie.holds(bytes, cells))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Rows;

    #[track_caller]
    fn holds(tie: &Tie, record: &[u8]) -> bool {
        hold(
            std::slice::from_ref(tie),
            record,
            &Rows::cut(record).cells(0),
        )
    }

    #[test]
    fn ties_hold_in_right_records_only() {
        assert!(holds(&Tie::Empty(1), b"1,"));
        assert!(!holds(&Tie::Empty(0), b"1,"));
        assert!(holds(&Tie::DayOf(0, 1), b"20251130,202511"));
        assert!(!holds(&Tie::DayOf(0, 1), b"20251130,202512"));
        assert!(!holds(&Tie::DayOf(0, 1), b",202512"));
        assert!(holds(&Tie::Is(0, b"12".to_vec()), b"12,"));
        assert!(holds(&Tie::Is(1, b"12".to_vec()), b"1,"));
        assert!(!holds(&Tie::Is(0, b"12".to_vec()), b"13,"));
        assert!(holds(&Tie::Positive(0), b"10,"));
        for none in [&b"0,"[..], b",1", b"-1,", b"01,"] {
            assert!(!holds(&Tie::Positive(0), none));
        }
    }

    #[test]
    fn a_start_is_before_its_end() {
        let times = Tie::Times(0, 1);
        for right in [&b"0900,1000"[..], b"9999,9999", b"2300,0000", b"2200,2400"] {
            assert!(holds(&times, right));
        }
        for wrong in [
            &b"1000,0900"[..],
            b"0900,0900",
            b"9999,0000",
            b"0900,9999",
            b",0900",
            b"900,1000",
        ] {
            assert!(!holds(&times, wrong));
        }
    }

    #[test]
    fn codes_begin_with_their_type() {
        let types = Types::of(["11", "A2", "あ", "1"].into_iter());
        assert!(holds(&Tie::Type(0, types.clone()), b"111111,"));
        assert!(holds(&Tie::Type(0, types.clone()), b"A21111,"));
        for other in [&b"121111,"[..], b"2A1111,", b"1,", b",", b"~~1,", b"  1,"] {
            assert!(!holds(&Tie::Type(0, types.clone()), other));
        }
    }
}
