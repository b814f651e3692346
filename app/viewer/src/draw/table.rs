//! Boxes in rows and columns.

use super::Draw;
use super::cell::{At, Over};
use super::days::Days;
use crate::drawing::{Attribute, Tag};
use crate::paper::{Cell, Look, Row, RowKind, Table};

/// Rows above that still reach down into each column.
type Reach = Vec<u16>;

impl Draw<'_> {
    pub(super) fn table(&mut self, table: &Table, days: &Days) {
        let has_days = table
            .head
            .iter()
            .any(|row| row.cells.iter().any(|cell| !cell.day.is_empty()));
        let weeks = if has_days {
            weeks(table, days)
        } else {
            vec![String::new(); table.widths.len()]
        };
        let whole: u16 = table.widths.iter().sum();
        let class = match (has_days, table.stretches) {
            (true, _) => "boxes days",
            (false, true) => "boxes stretches",
            (false, false) => "boxes",
        };
        let share = format!("--share:{whole}");
        let attributes = [(Attribute::Class, class), (Attribute::Style, &share)];
        // Boxes over several rows are given too little height in a table that a flexible column lays out itself.
        let is_wrapped = self.how.print && !table.stretches;
        if is_wrapped {
            self.open(Tag::Div, &[]);
        }
        self.open(Tag::Table, &attributes);
        if !table.caption.is_empty() {
            let class = if table.prints_caption { "" } else { "hidden" };
            self.word(Tag::Caption, class, &table.caption);
        }
        self.columns(table, &weeks);
        if !table.head.is_empty() {
            self.open(Tag::Thead, &[]);
            self.rows(table, &table.head, true, &weeks);
            self.close();
        }
        self.bodies(table, &weeks);
        if !table.foot.is_empty() {
            self.open(Tag::Tfoot, &[]);
            self.rows(table, &table.foot, false, &weeks);
            if !self.how.print {
                self.rows(table, &table.brief, false, &weeks);
            }
            self.close();
        }
        self.close();
        if is_wrapped {
            self.close();
        }
        if self.how.print && !table.spare.is_empty() {
            self.open(
                Tag::Div,
                &[
                    (Attribute::Class, "paper-fill"),
                    (Attribute::Hidden, "true"),
                ],
            );
            self.open(Tag::Table, &attributes);
            self.columns(table, &weeks);
            self.open(Tag::Tbody, &[]);
            self.rows(table, &table.spare, false, &weeks);
            for _ in 0..3 {
                self.close();
            }
        }
    }

    fn columns(&mut self, table: &Table, weeks: &[String]) {
        let whole = table.widths.iter().sum::<u16>().max(1);
        let more = more(table);
        for (column, (width, week)) in table.widths.iter().zip(weeks).enumerate() {
            let hundredths = u32::from(*width) * 10_000 / u32::from(whole);
            let style = format!("width:{}.{:02}%", hundredths / 100, hundredths % 100);
            let class = match (week.is_empty(), more[column]) {
                (false, _) => "day",
                (true, true) => "more",
                (true, false) => "",
            };
            self.open(
                Tag::Col,
                &[
                    (Attribute::Class, class),
                    (Attribute::Week, week),
                    (Attribute::Style, &style),
                ],
            );
            self.close();
        }
    }

    /// The rows of the body; those that belong together are a body of their own, which a sheet does not part.
    fn bodies(&mut self, table: &Table, weeks: &[String]) {
        let mut rest = &table.body[..];
        while !rest.is_empty() {
            let begins = |row: &Row| matches!(row.kind, RowKind::First | RowKind::Planned);
            let length = 1 + rest[1..].iter().position(begins).unwrap_or(rest.len() - 1);
            let (group, others) = rest.split_at(length);
            let class = if begins(&group[0]) { "group" } else { "" };
            self.open(Tag::Tbody, &[(Attribute::Class, class)]);
            self.rows(table, group, false, weeks);
            self.close();
            rest = others;
        }
    }

    fn rows(&mut self, table: &Table, rows: &[Row], in_head: bool, weeks: &[String]) {
        let mut reach = vec![0; table.widths.len()];
        for row in rows {
            let class = match row.kind {
                RowKind::Plain => "",
                kind => kind.class(),
            };
            self.open(Tag::Tr, &[(Attribute::Class, class)]);
            for (column, cell) in placed(row, &mut reach) {
                let fixed = column < usize::from(table.fixed);
                let left = || table.widths[..column].iter().sum();
                if in_head && cell.columns > 1 {
                    let spanned = column..(column + usize::from(cell.columns)).min(weeks.len());
                    if let Some(spanned) = weeks.get(spanned)
                        && spanned.iter().all(|week| !week.is_empty())
                    {
                        self.over_days(cell, spanned);
                        continue;
                    }
                }
                self.cell(
                    cell,
                    At {
                        week: if cell.columns == 1 {
                            &weeks[column]
                        } else {
                            ""
                        },
                        in_head,
                        fixed: fixed.then(left),
                        over: Over::Own,
                    },
                );
            }
            self.close();
        }
    }

    /// A head over all days: once over the month, and once over each week, for screens that show one week at a time.
    fn over_days(&mut self, cell: &Cell, weeks: &[String]) {
        let at = |week, over| At {
            week,
            in_head: true,
            fixed: None,
            over,
        };
        self.cell(cell, at("", Over::Month));
        for days in weeks.chunk_by(PartialEq::eq) {
            let columns = u16::try_from(days.len()).unwrap_or(1);
            self.cell(
                &cell.clone().span(columns, cell.rows),
                at(&days[0], Over::Week),
            );
        }
    }
}

/// Whether a narrow screen leaves out some columns of a table.
pub(super) fn has_more(table: &Table) -> bool {
    more(table).contains(&true)
}

/// Which columns a narrow screen leaves out: their heads say so.
fn more(table: &Table) -> Vec<bool> {
    let mut more = vec![false; table.widths.len()];
    let mut reach = vec![0; table.widths.len()];
    for row in &table.head {
        for (column, cell) in placed(row, &mut reach) {
            if let Some(more) = more.get_mut(column) {
                *more |= cell.looks.contains(&Look::More);
            }
        }
    }
    more
}

/// The week of each column, empty for those that are no day. Columns past the end of the month go with its last week.
fn weeks(table: &Table, days: &Days) -> Vec<String> {
    let mut weeks = vec![String::new(); table.widths.len()];
    let mut reach = vec![0; table.widths.len()];
    let mut last = None;
    for row in &table.head {
        for (column, cell) in placed(row, &mut reach) {
            if cell.columns == 1 && !cell.day.is_empty() {
                weeks[column] = days.week_text(&cell.day);
                last = last.max(Some(column));
            }
        }
    }
    if let Some(last) = last {
        for column in last + 1..weeks.len() {
            if table.widths[column] == table.widths[last] {
                weeks[column] = weeks[last].clone();
            }
        }
    }
    weeks
}

/// The boxes of a row with their columns, past those that rows above span; what has no column is left at the last.
fn placed<'a>(row: &'a Row, reach: &mut Reach) -> Vec<(usize, &'a Cell)> {
    let mut cells = Vec::with_capacity(row.cells.len());
    let mut column = 0;
    let last = reach.len().saturating_sub(1);
    for cell in &row.cells {
        while column < last && reach[column] > 0 {
            column += 1;
        }
        let at = column.min(last);
        cells.push((at, cell));
        for spanned in at..(at + usize::from(cell.columns)).min(reach.len()) {
            reach[spanned] = cell.rows;
        }
        column = at + usize::from(cell.columns);
    }
    for rows in reach.iter_mut() {
        *rows = rows.saturating_sub(1);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_stand_past_those_that_reach_down_from_above() {
        let mut reach = vec![0; 4];
        let first = Row::new(vec![
            Cell::text("a").span(1, 2),
            Cell::text("b").span(2, 1),
            Cell::text("c"),
        ]);
        let second = Row::new(vec![Cell::text("d"), Cell::text("e"), Cell::text("f")]);
        let columns = |cells: Vec<(usize, &Cell)>| cells.iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(columns(placed(&first, &mut reach)), [0, 1, 3]);
        assert_eq!(columns(placed(&second, &mut reach)), [1, 2, 3]);
        let third = Row::new(vec![Cell::text("g")]);
        assert_eq!(columns(placed(&third, &mut reach)), [0]);
    }
}
