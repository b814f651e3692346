//! Rules of one cell, in the order in which one fault gives one finding:
//! empty, full-width, too long, form, code list (RULES.md section 3).

mod lost;

pub(crate) use lost::is_person_name;

use crate::document::Record;
use crate::file_name::FileName;
use crate::finding::{Finding, Severity};
use crate::forms::item::read_integer;
use crate::forms::{Confidence, Form, Item, Need};
use crate::kind::Kind;
use crate::values::{
    Date, DayMap, InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode, Time,
};
use cells::ms932;
use cells::rows::Cell;
use cells::scan::{is_alnum, is_like};

/// What is wrong with a cell, if anything.
pub(crate) fn check(record: Record<'_>, item: &Item, cell: Cell) -> Option<Finding> {
    let raw = cell.raw(record.document().data());
    let finding = if raw.is_empty() {
        empty(item)
    } else if item.form == Form::Text {
        r037(cell).or_else(|| lost::r068(record, item, raw))
    } else {
        value(raw, item, record.document().kind())
    };
    finding.map(|finding| settle(finding, item).at(record, item.number))
}

/// Whether nothing is wrong with an item in itself, so that rules over several cells may speak of it.
pub(crate) fn is_right(record: Record<'_>, number: u8) -> bool {
    let item = &record.document().kind().items()[usize::from(number) - 1];
    let cell = record.cell(number);
    cell.is_none_or(|cell| check(record, item, cell).is_none())
}

/// a birth date, certification date or created date is not later than the day of the serial.
///
/// A use table is made before its month, and a certification may begin in it.
pub(crate) fn r069(record: Record<'_>, item: &Item, name: &FileName) -> Option<Finding> {
    let last = last_day(item, name)?;
    let day = Date::read(&record.value(item.number)?)?;
    (day > last).then(|| {
        let finding = Finding::standard(69).at(record, item.number);
        finding.expected(format!("{last}まで"), format!("up to {last}"))
    })
}

/// The last day that R-069 lets an item have.
pub(crate) fn last_day(item: &Item, name: &FileName) -> Option<Date> {
    let last = name.serial.date();
    if item.form != Form::Date {
        return None;
    }
    match item.field {
        "user_birth_date" | "created_date" => Some(last),
        "certification_date" => Some(name.month.map_or(last, |month| month.last_day().max(last))),
        _ => None,
    }
}

/// Whether an item must be there.
///
/// Of the conditional items only 委託の有無 has a condition that always holds and no rule of its own:
/// every office that makes these forms fills it (SOURCES.md U-01).
pub(crate) fn is_needed(item: &Item) -> bool {
    item.need == Need::Required || (item.need == Need::Conditional && item.field == "consignment")
}

/// an item that must be there is there.
fn empty(item: &Item) -> Option<Finding> {
    is_needed(item).then(|| Finding::standard(if item.need == Need::Required { 50 } else { 51 }))
}

/// free text is enclosed in quotation marks.
fn r037(cell: Cell) -> Option<Finding> {
    (!cell.is_quoted()).then(|| Finding::standard(37))
}

/// A value that is not free text. Spaces around a value that is right without them are all that is wrong with it.
fn value(raw: &[u8], item: &Item, kind: Kind) -> Option<Finding> {
    let inner = raw.trim_ascii();
    if inner.is_empty() {
        return empty(item).or_else(|| Some(Finding::standard(66)));
    }
    // look at the edition.
    if item.form == Form::Edition {
        return None;
    }
    let wrong = full_width(inner)
        .or_else(|| too_long(inner, item))
        .or_else(|| form(inner, item, kind))
        .or_else(|| code_list(inner, item))
        .or_else(|| r065(item));
    wrong.or_else(|| (inner.len() < raw.len()).then(|| Finding::standard(66)))
}

/// 識別子 is not used.
fn r065(item: &Item) -> Option<Finding> {
    (item.field == "record_identifier").then(|| Finding::standard(65))
}

/// What is not settled about the standard never causes an error.
fn settle(finding: Finding, item: &Item) -> Finding {
    if item.confidence == Confidence::Low && finding.severity == Severity::Error {
        finding.severity(Severity::Warning)
    } else {
        finding
    }
}

/// half-width characters only.
fn full_width(raw: &[u8]) -> Option<Finding> {
    raw.iter()
        .any(|&byte| ms932::is_lead(byte))
        .then(|| Finding::standard(67))
}

/// not longer than 項目長.
fn too_long(raw: &[u8], item: &Item) -> Option<Finding> {
    let length = item.form.max_length()?;
    (raw.len() > usize::from(length)).then(|| {
        Finding::standard(52).expected(
            format!("{length}文字まで"),
            format!("up to {length} characters"),
        )
    })
}

/// the form of the item's type.
fn form(raw: &[u8], item: &Item, kind: Kind) -> Option<Finding> {
    let (fits, rule) = match item.form {
        Form::Text | Form::Edition => return None,
        Form::InsurerNumber => (InsurerNumber::read(raw).is_some(), 61),
        Form::InsuredNumber => (InsuredNumber::read(raw).is_some(), 60),
        Form::OfficeNumber => (OfficeNumber::read(raw).is_some(), 62),
        Form::ServiceCode => (ServiceCode::read(raw).is_some(), 72),
        Form::Alnum(length) | Form::Code(length) => {
            (is_alnum(raw) && raw.len() == usize::from(length), 53)
        }
        Form::Counter(_) => (is_alnum(raw), 53),
        Form::Integer(_) => (read_integer(raw).is_some(), 58),
        Form::UnitPrice => (is_like(raw, b"00.00"), 59),
        Form::Date => (Date::read(raw).is_some() || is_no_date(raw, item, kind), 54),
        Form::Month => (
            Month::read(raw).is_some() || is_no_month(raw, item, kind),
            55,
        ),
        Form::Time => (is_time(raw, item, kind), 56),
        Form::DayMap => (DayMap::read(raw).is_some(), 70),
        Form::PostalCode => (is_like(raw, b"000-0000"), 63),
        Form::Phone(_) => (is_phone(raw), 64),
        Form::TaisCode => (is_like(raw, b"00000-000000"), 71),
    };
    (!fits).then(|| Finding::standard(rule))
}

/// a value of the item's list.
fn code_list(raw: &[u8], item: &Item) -> Option<Finding> {
    let codes = item.codes.filter(|_| item.form != Form::Edition)?;
    if codes.has(raw) {
        return None;
    }
    let finding = Finding::standard(57);
    if codes.codes.len() > 9 {
        return Some(finding);
    }
    let list: Vec<String> = codes
        .codes
        .iter()
        .map(|(code, name)| format!("{code}={name}"))
        .collect();
    Some(finding.expected(list.join("、"), list.join(", ")))
}

/// 00000000, where a plan date may be that: 利用者補足情報 of a use table.
fn is_no_date(raw: &[u8], item: &Item, kind: Kind) -> bool {
    raw == b"00000000" && kind == Kind::Supplement && item.field == "care_plan_date"
}

/// 000000, where a month may be that: 利用者補足情報 of a care plan.
fn is_no_month(raw: &[u8], item: &Item, kind: Kind) -> bool {
    raw == b"000000" && kind == Kind::Supplement && item.field == "target_month"
}

/// A time of the day; 9999 in 第6表 only, 2400 as an end only.
fn is_time(raw: &[u8], item: &Item, kind: Kind) -> bool {
    match Time::read(raw) {
        None => false,
        Some(Time::None) => matches!(kind, Kind::Plan | Kind::Result),
        Some(Time::At(minutes)) => minutes < 24 * 60 || item.field.ends_with("end_time"),
    }
}

fn is_phone(raw: &[u8]) -> bool {
    let number = raw.strip_prefix(b"+").unwrap_or(raw);
    number
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'(' | b')'))
}
