//! Any file as a table of its items, so that nothing in it stays unseen: a page of records at a time.

use careplan::{Document, Reading, Record, shown};

use super::fill::heads;
use super::slip::Slip;
use crate::paper::{Cell, Look, Place, Role, Row, Table};

/// Records of a file under the standard's names of their items, from record `from` (counted from 0).
///
/// `file` is the place of the file among those given. None for a file without records that can be read.
#[must_use]
pub fn items(readings: &[Reading], file: u32, from: usize, count: usize) -> Option<Table> {
    let reading = readings.get(usize::try_from(file).ok()?)?;
    let document = reading.document.as_ref()?;
    let end = from.saturating_add(count).min(document.len());
    let mut names = vec!["件目"];
    let places: Vec<_> = document
        .kind()
        .items()
        .iter()
        .filter(|item| document.place_of(item.number).is_some())
        .collect();
    names.extend(places.iter().map(|item| item.name));
    let row = |index: usize| Row::new(cells(document, document.record(index), file));
    let body: Vec<Row> = (from..end).map(row).collect();
    let widest = body.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    // Records that are too long have cells that the standard does not know.
    names.resize(names.len().max(widest), "（項目外）");
    Some(Table {
        caption: document.kind().name().to_owned(),
        fixed: 1,
        head: vec![heads(&names)],
        body,
        ..Table::default()
    })
}

fn cells(document: &Document, record: Record<'_>, file: u32) -> Vec<Cell> {
    let slip = Slip { file, record };
    let whole = slip.whole();
    let mut cells = vec![Cell {
        role: Role::RowHead,
        ..Cell::text(whole.record.to_string()).from([whole])
    }];
    let mut items = document
        .kind()
        .items()
        .iter()
        .filter(|item| document.place_of(item.number).is_some());
    for raw in record.texts() {
        let Some(item) = items.next() else {
            cells.push(Cell::text(raw).from([whole]));
            continue;
        };
        let text = shown(item, &raw);
        let is_changed = text != raw;
        let mut cell = Cell::text(text).from([Place {
            item: Some(item.number),
            ..whole
        }]);
        if is_changed {
            cell = cell.hint(raw);
        }
        if is_number(item) {
            cell = cell.look(Look::Number);
        }
        cells.push(cell);
    }
    cells
}

fn is_number(item: &careplan::forms::Item) -> bool {
    use careplan::forms::Form;
    matches!(item.form, Form::Integer(_) | Form::UnitPrice)
}
