//! Rules of one cell, in the order in which one fault gives one finding:
//! empty, full-width, too long, form, code list (RULES.md section 3).

use crate::document::Record;
use crate::finding::{Finding, Severity};
use crate::forms::item::read_integer;
use crate::forms::{Confidence, Form, Item, Need};
use crate::kind::Kind;
use crate::ms932;
use crate::rows::Cell;
use crate::values::{
    Date, DayMap, InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode, Time,
};

/// What is wrong with a cell, if anything.
pub(crate) fn check(record: Record<'_>, item: &Item, cell: &Cell) -> Option<Finding> {
    let raw = cell.raw(record.document().data());
    let finding = if raw.is_empty() {
        (item.need == Need::Required).then(|| Finding::standard(50))
    } else if item.form == Form::Text {
        (!cell.is_quoted()).then(|| Finding::standard(37))
    } else {
        full_width(raw)
            .or_else(|| too_long(raw, item))
            .or_else(|| form(raw, item, record.document().kind()))
            .or_else(|| code_list(raw, item))
    };
    finding.map(|finding| settle(finding, item).at(record, item.number))
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
        // look at the edition.
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

fn is_alnum(raw: &[u8]) -> bool {
    raw.iter()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Whether it has figures where the shape has 0, and the shape's own characters elsewhere.
fn is_like(raw: &[u8], shape: &[u8]) -> bool {
    let fits = |(byte, shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        other => byte == other,
    };
    raw.len() == shape.len() && raw.iter().zip(shape).all(fits)
}

fn is_phone(raw: &[u8]) -> bool {
    let number = raw.strip_prefix(b"+").unwrap_or(raw);
    number
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'(' | b')'))
}
