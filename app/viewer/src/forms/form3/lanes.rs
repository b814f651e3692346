//! Entries that overlap share the width of their column, side by side.

use careplan::sort_by_key;

use crate::paper::TimetableEntry;

/// The least time that an entry is drawn over, in minutes: room for a line of text.
const LEAST: u16 = 30;

/// Orders the entries by column and time, and gives each its lane.
pub(super) fn share(entries: &mut Vec<TimetableEntry>) {
    sort_by_key(entries, |entry| (entry.column, entry.from, entry.to));
    let mut begin = 0;
    while begin < entries.len() {
        let column = entries[begin].column;
        let mut end = begin;
        let mut lasts_to = 0;
        // Where each lane is free again.
        let mut lanes: Vec<u16> = Vec::new();
        while let Some(entry) = entries.get_mut(end) {
            let is_apart = end > begin && (entry.column != column || entry.from >= lasts_to);
            if is_apart {
                break;
            }
            let until = entry.to.max(entry.from.saturating_add(LEAST));
            let free = lanes.iter().position(|busy| *busy <= entry.from);
            let lane = free.unwrap_or_else(|| {
                lanes.push(0);
                lanes.len() - 1
            });
            lanes[lane] = until;
            entry.lane = u8::try_from(lane).unwrap_or(u8::MAX);
            lasts_to = lasts_to.max(until);
            end += 1;
        }
        let count = u8::try_from(lanes.len()).unwrap_or(u8::MAX);
        for entry in &mut entries[begin..end] {
            entry.lanes = count;
        }
        begin = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(column: u8, from: u16, to: u16) -> TimetableEntry {
        TimetableEntry {
            column,
            from,
            to,
            ..TimetableEntry::default()
        }
    }

    fn lanes(mut entries: Vec<TimetableEntry>) -> Vec<(u8, u8)> {
        share(&mut entries);
        entries
            .iter()
            .map(|entry| (entry.lane, entry.lanes))
            .collect()
    }

    #[test]
    fn one_after_the_other_has_the_whole_width() {
        assert_eq!(
            lanes(vec![
                entry(0, 540, 600),
                entry(0, 600, 660),
                entry(1, 540, 600)
            ]),
            [(0, 1), (0, 1), (0, 1)]
        );
    }

    #[test]
    fn what_overlaps_stands_side_by_side_and_takes_a_lane_that_is_free_again() {
        assert_eq!(
            lanes(vec![
                entry(0, 540, 720),
                entry(0, 550, 600),
                entry(0, 600, 660)
            ]),
            [(0, 2), (1, 2), (1, 2)]
        );
    }

    #[test]
    fn points_of_time_close_together_do_not_cover_each_other() {
        assert_eq!(
            lanes(vec![entry(7, 390, 390), entry(7, 400, 400)]),
            [(0, 2), (1, 2)]
        );
    }
}
