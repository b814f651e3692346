//! A file of the standard as a table: its items by name, its codes in words.

use careplan::{Table, TableCell, column_letters};

use super::{Draw, fault_class};
use crate::drawing::{Attribute, Drawing, Tag};
use crate::protocol::{How, Sheet};

/// A file with few rows and many items is read downwards, an item a line.
const FEW: usize = 3;

/// Draws rows of a file. Each cell has the id `cell-FILE-RECORD-ITEM`, each row `row-FILE-RECORD`, so that a finding leads there.
#[must_use]
pub fn items(file: u32, table: &Table, how: &How) -> Sheet {
    let mut draw = Draw {
        drawing: Drawing::default(),
        keys: &[],
        how,
    };
    let class = if table.total > FEW {
        "data"
    } else {
        "data data-down"
    };
    draw.open(Tag::Table, &[(Attribute::Class, class)]);
    draw.word(Tag::Caption, "hidden", &table.title);
    if table.total > FEW {
        draw.across(file, table);
    } else {
        draw.downwards(file, table);
    }
    draw.close();
    Sheet {
        drawing: draw.drawing,
        ..Sheet::default()
    }
}

impl Draw<'_> {
    /// Rows across: the items are columns.
    fn across(&mut self, file: u32, table: &Table) {
        self.open(Tag::Thead, &[]);
        self.open(Tag::Tr, &[]);
        self.item_head("col", "", if self.how.english { "Record" } else { "件目" });
        for (place, column) in table.columns.iter().enumerate() {
            self.item_name("col", place, &column.name);
        }
        self.close();
        self.close();
        self.open(Tag::Tbody, &[]);
        for row in &table.rows {
            let id = format!("row-{file}-{}", row.record);
            self.open(
                Tag::Tr,
                &[(Attribute::Id, &id), (Attribute::TabIndex, "-1")],
            );
            self.item_head("row", "", &row.record.to_string());
            for (item, cell) in (1..).zip(&row.cells) {
                self.item(file, row.record, item, cell);
            }
            self.close();
        }
        self.close();
    }

    /// Rows downwards: the items are lines.
    fn downwards(&mut self, file: u32, table: &Table) {
        self.open(Tag::Thead, &[]);
        self.open(Tag::Tr, &[]);
        self.item_head("col", "", if self.how.english { "Item" } else { "項目" });
        for row in &table.rows {
            let name = if self.how.english {
                format!("row {}", row.record)
            } else {
                format!("{}行目", row.record)
            };
            self.item_head("col", &format!("row-{file}-{}", row.record), &name);
        }
        self.close();
        self.close();
        self.open(Tag::Tbody, &[]);
        let longest = table.rows.iter().map(|row| row.cells.len()).max();
        let empty = TableCell {
            raw: String::new(),
            shown: String::new(),
        };
        for place in 0..longest.unwrap_or(0).max(table.columns.len()) {
            let item = u32::try_from(place + 1).unwrap_or(u32::MAX);
            let name = table.columns.get(place).map_or("", |column| &column.name);
            self.open(Tag::Tr, &[]);
            self.item_name("row", place, name);
            for row in &table.rows {
                self.item(
                    file,
                    row.record,
                    item,
                    row.cells.get(place).unwrap_or(&empty),
                );
            }
            self.close();
        }
        self.close();
    }

    /// An item by the letters that spreadsheets have for its column, and its name: L サービスコード.
    fn item_name(&mut self, scope: &str, place: usize, name: &str) {
        self.open(Tag::Th, &[(Attribute::Scope, scope)]);
        self.word(Tag::Span, "column-letters", &column_letters(place));
        self.text(" ");
        self.text(name);
        self.close();
    }

    fn item_head(&mut self, scope: &str, id: &str, text: &str) {
        let focus = if id.is_empty() { "" } else { "-1" };
        self.open(
            Tag::Th,
            &[
                (Attribute::Scope, scope),
                (Attribute::Id, id),
                (Attribute::TabIndex, focus),
            ],
        );
        self.text(text);
        self.close();
    }

    /// One item: as people read it, above as it stands in the file.
    fn item(&mut self, file: u32, record: u32, item: u32, cell: &TableCell) {
        let fault = self.fault(file, record, item);
        self.open(
            Tag::Td,
            &[
                (Attribute::Id, &format!("cell-{file}-{record}-{item}")),
                (Attribute::TabIndex, "-1"),
                (Attribute::Class, fault_class(fault)),
            ],
        );
        self.fault_word(fault);
        if cell.shown == cell.raw {
            self.word(Tag::Span, "cell-text", &cell.raw);
        } else {
            self.word(Tag::Span, "cell-shown", &cell.shown);
            self.word(Tag::Span, "cell-raw", &cell.raw);
        }
        self.close();
    }
}
