//! One record of a file, read item by item for the boxes of a form.

use std::borrow::Cow;

use careplan::forms::{Form, Item};
use careplan::{Date, Month, Record, Time, era, ms932, shown};

use crate::paper::{Cell, Place, Run};

/// How an empty date is printed, for writing in.
const NO_DATE: &str = "　　年　　月　　日";

/// A record, and the place of its file among the files given.
#[derive(Clone, Copy)]
pub(super) struct Slip<'a> {
    pub(super) file: u32,
    pub(super) record: Record<'a>,
}

impl<'a> Slip<'a> {
    /// The item of a field name; forms name only fields of their own kind.
    pub(super) fn item(self, field: &str) -> &'static Item {
        let kind = self.record.document().kind();
        kind.item(field)
            .unwrap_or_else(|| panic!("{} has no item {field}", kind.prefix()))
    }

    /// The text as sent; empty where there is none.
    pub(super) fn raw(self, field: &str) -> Cow<'a, str> {
        let text = self.record.text(self.item(field).number);
        text.unwrap_or_default()
    }

    /// A code or number as sent, without the spaces around it.
    pub(super) fn code(self, field: &str) -> String {
        self.raw(field).trim().to_owned()
    }

    /// Whether an item has this code.
    pub(super) fn is(self, field: &str, code: &str) -> bool {
        self.raw(field).trim() == code
    }

    /// A whole number.
    pub(super) fn number(self, field: &str) -> Option<i64> {
        self.raw(field).trim().parse().ok()
    }

    /// A day of the calendar.
    pub(super) fn date(self, field: &str) -> Option<Date> {
        Date::read(self.raw(field).trim().as_bytes())
    }

    /// A month.
    pub(super) fn month(self, field: &str) -> Option<Month> {
        Month::read(self.raw(field).trim().as_bytes())
    }

    /// A time of the day in minutes from midnight; none for 9999.
    pub(super) fn minutes(self, field: &str) -> Option<u16> {
        match Time::read(self.raw(field).trim().as_bytes())? {
            Time::At(minutes) => Some(minutes),
            Time::None => None,
        }
    }

    /// As it stands on a form: 令和7年10月25日, names for codes, commas in numbers; what cannot be read as sent.
    pub(super) fn shown(self, field: &str) -> String {
        let item = self.item(field);
        let raw = self.raw(field);
        if item.form == Form::Text {
            return lines(&raw);
        }
        let value = raw.trim();
        let read = match item.form {
            Form::Date => Date::read(value.as_bytes()).map(era::in_words),
            Form::Month => Month::read(value.as_bytes()).map(era::month_long),
            _ => None,
        };
        let text = read.unwrap_or_else(|| shown(item, value));
        if item.form == Form::ServiceCode && !value.is_empty() && text == value {
            // Its type is none that the standard knows.
            return format!("[{value}]");
        }
        text
    }

    /// Where an item stands.
    pub(super) fn place(self, field: &str) -> Place {
        Place {
            item: Some(self.item(field).number),
            ..self.whole()
        }
    }

    /// Where the record stands.
    pub(super) fn whole(self) -> Place {
        Place {
            file: self.file,
            record: u32::try_from(self.record.index() + 1).expect("fewer records than bytes"),
            item: None,
        }
    }

    /// The box of an item. A date has the western one as its hint, and is left open for writing where it is empty.
    pub(super) fn cell(self, field: &str) -> Cell {
        let mut text = self.shown(field);
        let mut hint = String::new();
        if self.item(field).form == Form::Date {
            hint = self.date(field).map(Date::iso).unwrap_or_default();
            if text.is_empty() {
                NO_DATE.clone_into(&mut text);
            }
        }
        let mut cell = Cell::text(text).hint(hint).from([self.place(field)]);
        cell.runs.extend(self.gaiji(field).map(Run::Note));
        cell
    }

    /// The codes of 外字 in an item, each of which its text shows as 〓: 〓 F040.
    pub(super) fn gaiji(self, field: &str) -> Option<String> {
        let bytes = self.record.bytes(self.item(field).number)?;
        let codes: Vec<String> = ms932::faults(&bytes)
            .filter(|at| at.fault == ms932::Fault::Gaiji)
            .filter_map(|at| {
                let [lead, trail] = bytes.get(at.offset..)?.first_chunk()?;
                Some(format!("{lead:02X}{trail:02X}"))
            })
            .collect();
        (!codes.is_empty()).then(|| format!("〓 {}", codes.join(" ")))
    }
}

/// Line breaks of one kind: files have CR LF and LF.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The box of an item of a record that may not be here: empty then.
pub(super) fn cell(slip: Option<Slip<'_>>, field: &str) -> Cell {
    slip.map_or_else(Cell::default, |slip| slip.cell(field))
}

/// An item of a record that may not be here, as it stands on a form.
pub(super) fn text(slip: Option<Slip<'_>>, field: &str) -> String {
    slip.map(|slip| slip.shown(field)).unwrap_or_default()
}
