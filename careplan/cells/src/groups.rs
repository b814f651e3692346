//! Records that have the same values of some items.

use crate::places::{Hasher, Table};
use crate::rows::Cells;
use crate::scan::equal;
use crate::sheet::Sheet;

/// Numbers records by what stands in some of their items: those with the same values have one number, from 0 in the order in which they first come.
///
/// Spaces around values do not count. A doubled quotation mark is compared as it stands, so records with stray ones are not to be asked about.
/// Keys are not kept: the records themselves are looked at again. So a million of them can be told apart.
pub struct Groups<'a> {
    sheet: &'a Sheet,
    /// The places of the items in the records.
    places: Vec<usize>,
    table: Table,
    /// The first record of each group.
    firsts: Vec<u32>,
    /// The record before, and the number of its group.
    before: Option<(usize, usize)>,
}

impl<'a> Groups<'a> {
    /// No groups yet, of records that are known by these items; those that the file lacks do not count.
    #[must_use]
    pub fn new(sheet: &'a Sheet, items: &[u8]) -> Self {
        Self {
            sheet,
            places: items
                .iter()
                .filter_map(|item| sheet.place_of(*item))
                .collect(),
            table: Table::default(),
            firsts: Vec::new(),
            before: None,
        }
    }

    /// The number of a record's group; it is new if it was [`Self::len`] before.
    ///
    /// # Panics
    /// Where there is no such record.
    #[inline(never)]
    pub fn of(&mut self, record: usize) -> usize {
        let (sheet, places, firsts) = (self.sheet, &self.places, &self.firsts);
        // Rows of one person or service stand together.
        if let Some((before, place)) = self.before
            && are_same(sheet, places, before, record)
        {
            return place;
        }
        let place = self.table.place(hash(sheet, places, record), &mut |place| {
            let first = usize::try_from(firsts[place]).expect("at least 32 bits");
            are_same(sheet, places, first, record)
        });
        if place == self.firsts.len() {
            let first = u32::try_from(record).expect("fewer records than bytes in a file");
            self.firsts.push(first);
        }
        self.before = Some((record, place));
        place
    }

    /// Whether a record is the first of its group.
    pub fn is_new(&mut self, record: usize) -> bool {
        let before = self.len();
        self.of(record) == before
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.firsts.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }
}

/// The value at a place of a record as it stands, without the spaces around it.
#[inline]
fn value<'a>(bytes: &'a [u8], cells: &Cells<'_>, place: usize) -> &'a [u8] {
    let cell = cells.get(place);
    cell.map_or(&[], |cell| cell.raw(bytes).trim_ascii())
}

fn are_same(sheet: &Sheet, places: &[usize], one: usize, other: usize) -> bool {
    let bytes = sheet.data();
    let (one, other) = (sheet.rows().cells(one), sheet.rows().cells(other));
    places
        .iter()
        .all(|&place| equal(value(bytes, &one, place), value(bytes, &other, place)))
}

fn hash(sheet: &Sheet, places: &[usize], record: usize) -> u32 {
    let (bytes, cells) = (sheet.data(), sheet.rows().cells(record));
    let mut hasher = Hasher::default();
    for &place in places {
        hasher.mix(value(bytes, &cells, place));
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Rows;
    use std::sync::Arc;

    #[test]
    fn records_of_the_same_values_have_one_number() {
        let bytes = b"1,a,x\r\n2,a,x\r\n3,\"a\",y\r\n4,,ax\r\n5, a ,x\r\n6,ax,\r\n".to_vec();
        let rows = Rows::cut(&bytes);
        let sheet = Sheet::new(Arc::new(bytes), 0, rows);
        let mut groups = Groups::new(&sheet, &[2, 3]);
        let numbers: Vec<usize> = (0..6).map(|record| groups.of(record)).collect();
        assert_eq!(numbers, [0, 0, 1, 2, 0, 3]);
        assert!(!groups.is_new(4));
        assert_eq!(groups.len(), 4);
    }
}
