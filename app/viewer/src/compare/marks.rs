//! 第6表 with a mark on every day that somebody must look at: a shape, with the word for ears.

use careplan::{
    Kind, PersonComparison, Reading, Sorted, UseComparison, UseKind, UseLine, UseSheet, use_table,
};

use crate::draw;
use crate::forms::Binder;
use crate::paper::{Block, Cell, Form, Mark, MarkSort, Paper, Row, RowKind, Words};
use crate::protocol::{How, Sheet};

/// The papers of the persons, each made of the files whose version counts.
pub(super) struct Papers<'a> {
    plan: &'a [Reading],
    actual: &'a [Reading],
    how: &'a How,
    /// What was made of files, by their places; persons of the same files share it.
    made: Sorted<(Option<usize>, Vec<usize>), Made>,
}

/// What stands in some files.
struct Made {
    readings: Vec<Reading>,
    binder: Binder,
    sheets: Vec<UseSheet>,
}

impl<'a> Papers<'a> {
    pub(super) fn new(plan: &'a [Reading], actual: &'a [Reading], how: &'a How) -> Self {
        Self {
            plan,
            actual,
            how,
            made: Sorted::default(),
        }
    }

    /// The person's 第6表 with its marks, drawn; none where the files hold none.
    pub(super) fn marked(&mut self, person: &PersonComparison) -> Option<Sheet> {
        let key = (person.plan_file, person.result_files.clone());
        let (plan, actual) = (self.plan, self.actual);
        let made = self.made.entry(key, || Made::of(plan, actual, person));
        let sheet = made.sheets.iter().find(|sheet| {
            (sheet.insurer_number, sheet.insured_number, sheet.month)
                == (person.insurer_number, person.insured_number, person.month)
        })?;
        let place = made.binder.heads().iter().position(|head| {
            head.form == Form::Form6
                && head.person.insurer_number == person.insurer_number.as_str()
                && head.person.insured_number == person.insured_number.as_str()
        })?;
        let mut paper = made.binder.paper(&made.readings, place)?;
        mark(&mut paper, sheet, &person.uses);
        Some(draw::paper(&paper, &[], &[], self.how))
    }
}

impl Made {
    /// The plan's file with its companions of the same unit, and the results' files.
    fn of(plan: &[Reading], actual: &[Reading], person: &PersonComparison) -> Self {
        let unit = |reading: &Reading| {
            let name = reading.file_name.as_ref()?;
            Some((name.from, name.to, name.serial, name.month))
        };
        let of_plan = person.plan_file.map(|file| unit(&plan[file]));
        let companions = plan.iter().enumerate().filter(|(place, reading)| {
            Some(*place) == person.plan_file
                || (reading.kind != Some(Kind::Plan) && of_plan == Some(unit(reading)))
        });
        let results = person.result_files.iter().map(|file| &actual[*file]);
        let readings: Vec<Reading> = companions
            .map(|(_, reading)| reading)
            .chain(results)
            .cloned()
            .collect();
        Self {
            binder: Binder::of(&readings),
            sheets: use_table(&readings).sheets,
            readings,
        }
    }
}

/// Marks what is not as planned, on the row of each side that has it.
fn mark(paper: &mut Paper, sheet: &UseSheet, uses: &[UseComparison]) {
    let mut rows: Vec<&mut Row> = Vec::new();
    for block in &mut paper.blocks {
        if let Block::Table(table) = block {
            rows.extend(table.body.iter_mut().filter(|row| is_line(row)));
        }
    }
    // Every line of the sheet is two rows, in the same order.
    if rows.len() != sheet.lines.len() * 2 {
        return;
    }
    for compared in uses.iter().filter(|it| it.kind != UseKind::AsPlanned) {
        for (offset, side) in [&compared.planned, &compared.actual]
            .into_iter()
            .enumerate()
        {
            let Some(side) = side else { continue };
            let is_its = |line: &&UseLine| {
                line.service_code == compared.service_code
                    && line.office_number == compared.office_number
                    && (&line.start, &line.end) == (&side.start, &side.end)
                    && line.satellite == side.satellite
                    && line.over_30_days == side.over_30_days
            };
            let lines = (0..).zip(&sheet.lines).filter(|(_, line)| is_its(line));
            let lines: Vec<usize> = lines.map(|(place, _)| place).collect();
            let day = compared.day.iso();
            // Equipment can stand in several lines; a monthly service may have been done on another day.
            let exact = lines.iter().find_map(|line| {
                find(rows[line * 2 + offset], |cell| cell.day == day).map(|cell| (*line, cell))
            });
            let place = exact.or_else(|| {
                let lines = lines.iter().filter(|_| compared.is_monthly);
                lines
                    .into_iter()
                    .find_map(|line| find(rows[line * 2 + offset], |_| true).map(|c| (*line, c)))
            });
            if let Some((line, cell)) = place {
                let word = compared.kind.word();
                rows[line * 2 + offset].cells[cell].mark = Some(Mark {
                    sort: sort(compared.kind),
                    words: Words::new(word.ja, word.en),
                });
            }
        }
    }
}

fn is_line(row: &Row) -> bool {
    matches!(row.kind, RowKind::Planned | RowKind::Actual)
}

/// The first day of a row with a count and no mark yet that is as wanted.
fn find(row: &Row, is_wanted: impl Fn(&Cell) -> bool) -> Option<usize> {
    row.cells.iter().position(|cell| {
        !cell.day.is_empty() && !cell.runs.is_empty() && cell.mark.is_none() && is_wanted(cell)
    })
}

fn sort(kind: UseKind) -> MarkSort {
    match kind {
        UseKind::AsPlanned => MarkSort::Same,
        UseKind::Moved => MarkSort::Moved,
        UseKind::PlannedOnly => MarkSort::PlannedOnly,
        UseKind::ActualOnly => MarkSort::ActualOnly,
        UseKind::Differs => MarkSort::Differs,
        UseKind::NotArrived => MarkSort::Waiting,
    }
}

/// The class of a difference in the stylesheet, the same in lists and in the grid.
pub(super) fn class(kind: UseKind) -> &'static str {
    draw::mark_class(sort(kind))
}

/// The shape of a difference, the same in lists and in the grid.
pub(super) fn shape(kind: UseKind) -> &'static str {
    draw::mark_shape(sort(kind))
}
