//! What the cells of a file look like when no rule of cells can have anything to say.

use cells::plain::{Column, Look};

use crate::document::Document;
use crate::file_name::FileName;
use crate::forms::{Form, Item};
use crate::kind::Kind;
use crate::rules::cell;

/// The items of a document's edition, in the order of its cells, each with the look of its right cells.
pub(super) fn columns(document: &Document, name: &FileName) -> (Vec<&'static Item>, Vec<Column>) {
    let items: Vec<&Item> = document
        .kind()
        .items()
        .iter()
        .filter(|item| document.place_of(item.number).is_some())
        .collect();
    let column = |item: &&Item| Column {
        look: look(item, document.kind(), name),
        most: item.form.max_length().map_or(0, usize::from),
        needed: cell::is_needed(item),
    };
    let columns = items.iter().map(column).collect();
    (items, columns)
}

fn look(item: &Item, kind: Kind, name: &FileName) -> Look {
    if let Some(codes) = item.codes.filter(|_| item.form != Form::Edition) {
        return one_of(codes.codes);
    }
    if item.field == "record_identifier" {
        return Look::Empty;
    }
    match item.form {
        Form::Text => Look::Text(cell::is_person_name(item.field)),
        Form::Edition | Form::InsurerNumber | Form::InsuredNumber => Look::Digits,
        Form::OfficeNumber | Form::ServiceCode | Form::Alnum(_) | Form::Code(_) => Look::Alnum,
        Form::Counter(_) => Look::Some,
        Form::Integer(_) => Look::Integer,
        Form::UnitPrice => Look::Like(b"00.00"),
        Form::Date => Look::Date(cell::last_day(item, name).map(|last| {
            let mut text = [0; 8];
            text.copy_from_slice(last.to_string().as_bytes());
            text
        })),
        Form::Month => Look::Month,
        Form::Time => Look::Time(matches!(kind, Kind::Plan | Kind::Result)),
        Form::DayMap => Look::Days,
        Form::PostalCode => Look::Like(b"000-0000"),
        Form::TaisCode => Look::Like(b"00000-000000"),
        Form::Phone(_) => Look::Empty,
    }
}

/// Codes of one figure as a set; longer ones are looked up one by one.
fn one_of(codes: &[(&str, &str)]) -> Look {
    let mut set = 0;
    for (code, _) in codes {
        let [figure @ b'0'..=b'9'] = code.as_bytes() else {
            return Look::Empty;
        };
        set |= 1 << (figure - b'0');
    }
    Look::One(set)
}
