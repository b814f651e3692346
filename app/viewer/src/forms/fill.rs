//! How forms are filled in: printed choices with ovals, spans of dates, names, addresses.

use careplan::forms::Form;
use careplan::{Date, shown};

use super::slip::{Slip, text};
use crate::paper::{Block, Cell, Look, Row, Run, Table};

/// A printed choice and the codes that choose it.
pub(super) type Choice<'c> = (&'c str, &'c [&'c str]);

/// 計画書区分: codes from 51 choose several.
pub(super) const PLAN_CATEGORY: &[Choice<'_>] = &[
    ("初回", &["11", "51", "52", "54"]),
    ("紹介", &["12", "51", "53", "54"]),
    ("継続", &["21", "52", "53", "54"]),
];

/// 認定状況区分 in the order of the paper.
pub(super) const CERTIFICATION: &[Choice<'_>] = &[("認定済", &["2"]), ("申請中", &["1"])];

/// 性別.
pub(super) const GENDER: &[Choice<'_>] = &[("男", &["1"]), ("女", &["2"])];

/// All printed choices with ・ between them, an oval round the chosen ones.
///
/// A value that is not among them stands behind them as text; an unknown code in brackets.
pub(super) fn choices(slip: Option<Slip<'_>>, field: &str, printed: &[Choice<'_>]) -> Vec<Run> {
    let code = slip.map(|slip| slip.code(field)).unwrap_or_default();
    let mut runs = Vec::new();
    for (place, (word, codes)) in printed.iter().enumerate() {
        if place > 0 {
            plain(&mut runs, "・");
        }
        if codes.contains(&code.as_str()) {
            runs.push(Run::Chosen((*word).to_owned()));
        } else {
            plain(&mut runs, word);
        }
    }
    let is_chosen = runs.iter().any(|run| matches!(run, Run::Chosen(_)));
    if let Some(slip) = slip.filter(|_| !code.is_empty() && !is_chosen) {
        let name = shown(slip.item(field), &code);
        // Flags and numbers say "not this" by another value of their list.
        if name != "非該当" && name != "否" {
            plain(&mut runs, &format!("　{name}"));
        }
    }
    runs
}

/// The box of printed choices.
pub(super) fn choice_cell(slip: Option<Slip<'_>>, field: &str, printed: &[Choice<'_>]) -> Cell {
    Cell::runs(choices(slip, field, printed)).from(slip.map(|slip| slip.place(field)))
}

/// A word with an oval if its flag is 1.
pub(super) fn flag(slip: Slip<'_>, field: &str, word: &str) -> Vec<Run> {
    choices(Some(slip), field, &[(word, &["1"])])
}

/// Adds text to the last run if that is plain too.
pub(super) fn plain(runs: &mut Vec<Run>, text: &str) {
    match runs.last_mut() {
        Some(Run::Plain(last)) => last.push_str(text),
        _ => runs.push(Run::Plain(text.to_owned())),
    }
}

/// Text in brackets; empty ones have room for a pen.
pub(super) fn in_brackets(text: &str) -> String {
    if text.is_empty() {
        "（　　　　）".to_owned()
    } else {
        format!("（{text}）")
    }
}

/// 令和7年7月1日 ～ 令和8年6月30日.
pub(super) fn span(slip: Option<Slip<'_>>, from: &str, to: &str) -> Cell {
    let (begin, end) = (text(slip, from), text(slip, to));
    let mut cell = Cell::text(format!("{begin} ～ {end}"));
    if let Some(slip) = slip {
        cell = cell.from([slip.place(from), slip.place(to)]);
        let western = |field| slip.date(field).map(Date::iso).unwrap_or_default();
        cell = cell.hint(format!("{}/{}", western(from), western(to)));
    }
    cell
}

/// Parts of an address that are there, after 〒 and the postal code.
pub(super) fn address(slip: Option<Slip<'_>>, postal_code: &str, parts: &[&str]) -> Cell {
    let Some(slip) = slip else {
        return Cell::default();
    };
    let mut words = Vec::new();
    let code = slip.shown(postal_code);
    if !code.is_empty() {
        words.push(format!("〒{code}"));
    }
    words.extend(
        parts
            .iter()
            .map(|part| slip.shown(part))
            .filter(|part| !part.is_empty()),
    );
    Cell::text(words.join(" ")).from(
        [postal_code]
            .iter()
            .chain(parts)
            .map(|field| slip.place(field)),
    )
}

/// Whole years from a birth to a day; none for a day before the birth.
pub(super) fn age(born: Date, day: Date) -> Option<u16> {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year()
        .checked_sub(born.year())?
        .checked_sub(u16::from(!had_birthday))
}

/// Boxes with labels: rows over columns of these widths.
pub(super) fn boxes(caption: &str, widths: &[u16], rows: Vec<Vec<Cell>>) -> Block {
    Block::Table(Table {
        caption: caption.to_owned(),
        widths: widths.to_vec(),
        body: rows.into_iter().map(Row::new).collect(),
        ..Table::default()
    })
}

/// A heading row.
pub(super) fn heads(words: &[&str]) -> Row {
    Row::new(words.iter().map(|word| Cell::column_head(word)).collect())
}

/// The box of a number: at the right end.
pub(super) fn number(slip: Slip<'_>, field: &str) -> Cell {
    let cell = slip.cell(field);
    debug_assert!(matches!(
        slip.item(field).form,
        Form::Integer(_) | Form::UnitPrice
    ));
    cell.look(Look::Number)
}

/// A number of a person or office, one character in each box of the paper.
pub(super) fn digits(slip: Slip<'_>, field: &str) -> Cell {
    slip.cell(field).look(Look::Digits)
}

/// A box that only a pen can fill.
pub(super) fn blank() -> Cell {
    Cell::default().look(Look::Blank)
}
