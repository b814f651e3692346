//! A paper as lines of text, for terminals and tests: one line for each row, the chosen of choices in 〔 〕.

use std::fmt::Write as _;

use super::{Block, Cell, Look, Paper, Role, Row, Run, Table, Timetable, Words};

/// Which language of [`Words`] is wanted. What stands on the form itself is always Japanese.
pub type Pick = fn(&Words) -> &str;

impl Paper {
    /// The paper as text.
    #[must_use]
    pub fn to_text(&self, pick: Pick) -> String {
        let mut text = String::new();
        let head = &self.head;
        let mut first = vec![pick(&head.name).to_owned()];
        if !head.when.is_empty() {
            first.push(head.when.clone());
        }
        let name = head.person.name.as_deref().unwrap_or_default();
        first.push(
            format!("{} {name}", head.person.insured_number)
                .trim()
                .to_owned(),
        );
        line(&mut text, &first.join("  "));
        line(
            &mut text,
            &join(&[&self.number, &self.title, &runs(&self.corner)]),
        );
        for words in &self.badges {
            line(&mut text, &format!("［{}］", pick(words)));
        }
        for words in &self.notices {
            line(&mut text, &format!("※ {}", pick(words)));
        }
        for block in &self.blocks {
            write_block(&mut text, block, pick);
        }
        text
    }
}

fn write_block(text: &mut String, block: &Block, pick: Pick) {
    match block {
        Block::Heading(words) => line(text, words),
        Block::Text(words) => line(text, &runs(words)),
        Block::Table(table) => write_table(text, table),
        Block::Timetable(timetable) => write_timetable(text, timetable),
        Block::Bar(bar) => line(text, &format!("{}: {}", pick(&bar.label), pick(&bar.words))),
        Block::NewSheet => line(text, ""),
    }
}

impl Table {
    /// The table as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        write_table(&mut text, self);
        text
    }
}

fn write_table(text: &mut String, table: &Table) {
    if table.prints_caption {
        line(text, &format!("【{}】", table.caption));
    }
    // Heads of days say nothing beside the days themselves.
    let has_days = |row: &&Row| row.cells.iter().any(|cell| !cell.day.is_empty());
    for row in table.head.iter().filter(|row| !has_days(row)) {
        write_row(text, row);
    }
    for row in table.body.iter().chain(&table.foot) {
        write_row(text, row);
    }
}

fn write_row(text: &mut String, row: &Row) {
    // A label with a long text is easier to read under it.
    if let [label, value] = &row.cells[..]
        && label.role == Role::RowHead
        && runs(&value.runs).contains('\n')
    {
        let value = runs(&value.runs).replace('\n', "\n    ");
        line(text, &format!("  {}:\n    {value}", one_line(label)));
        return;
    }
    let mut parts = Vec::new();
    let mut days = Vec::new();
    let mut label = String::new();
    for cell in &row.cells {
        if !cell.day.is_empty() {
            days.extend(day(cell));
            continue;
        }
        // Beyond the end of the month, or where nothing belongs.
        if cell.runs.is_empty() && cell.looks.contains(&Look::Shaded) {
            continue;
        }
        if !days.is_empty() {
            parts.push(format!("{label}{}", std::mem::take(&mut days).join(" ")));
            label.clear();
        }
        let words = one_line(cell);
        if cell.role == Role::RowHead {
            if !label.is_empty() {
                parts.push(std::mem::take(&mut label));
            }
            label = format!("{words}: ");
        } else {
            parts.push(format!("{label}{words}"));
            label.clear();
        }
    }
    // Labels at the end of a row, and days that nothing follows.
    if !label.is_empty() || !days.is_empty() {
        parts.push(format!("{label}{}", days.join(" ")));
    }
    line(text, &format!("  {}", parts.join(" | ")));
}

/// The third with two uses as `3×2`; nothing for a day without.
fn day(cell: &Cell) -> Option<String> {
    let count = one_line(cell);
    let number = cell.day.rsplit('-').next()?.trim_start_matches('0');
    match count.as_str() {
        "" => None,
        "1" => Some(number.to_owned()),
        _ => Some(format!("{number}×{count}")),
    }
}

fn write_timetable(text: &mut String, timetable: &Timetable) {
    for (place, column) in timetable.columns.iter().enumerate() {
        for entry in &timetable.entries {
            if usize::from(entry.column) == place {
                let words = entry.text.replace('\n', " / ");
                line(text, &format!("  {column}: {} {words}", entry.times));
            }
        }
    }
}

fn one_line(cell: &Cell) -> String {
    runs(&cell.runs).replace('\n', " / ")
}

fn runs(runs: &[Run]) -> String {
    let mut text = String::new();
    for run in runs {
        let written = match run {
            Run::Plain(words) => write!(text, "{words}"),
            Run::Chosen(words) => write!(text, "〔{words}〕"),
            Run::Note(words) if text.is_empty() => write!(text, "{words}"),
            Run::Note(words) => write!(text, "\n{words}"),
            Run::Picture { file, name, alt } => {
                let missing = if file.is_none() {
                    "（画像がありません）"
                } else {
                    ""
                };
                write!(text, "［{alt}: {name}{missing}］")
            }
        };
        written.expect("a String takes everything");
    }
    text
}

fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("　")
}

/// Adds a line without spaces at its end.
fn line(text: &mut String, words: &str) {
    text.push_str(words.trim_end());
    text.push('\n');
}
