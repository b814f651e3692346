//! Any document as a table that people can read: the standard's item names, codes as words, dates in 和暦.

use serde::{Deserialize, Serialize};

use crate::codes::{SERVICE_TYPE_LINKAGE, service_type_name};
use crate::document::{Document, Record};
use crate::era;
use crate::forms::item::read_integer;
use crate::forms::{Form, Item};
use crate::kind::Kind;
use crate::values::{Date, DayMap, Month, Time};

/// A document, or a part of its records, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The kind of the file.
    pub kind: Kind,
    /// The standard's name of the file.
    pub title: String,
    /// One column for each item that the document's edition has.
    pub columns: Vec<Column>,
    /// The records asked for.
    pub rows: Vec<TableRow>,
    /// How many records the document has in all.
    pub total: usize,
}

/// One column: an item of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The number of the item in the file, from 1, as findings name it.
    pub item: u8,
    /// The standard's name.
    pub name: String,
    /// The name for programs, as in `standard/*.csv`.
    pub field: String,
    /// Whether its values are numbers, to be set to the right.
    pub is_number: bool,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// The record, from 1, as findings name it.
    pub record: u32,
    /// The physical line, from 1, on which it begins.
    pub line: u32,
    /// Its cells in the order of the columns; more or fewer where the file has more or fewer.
    pub cells: Vec<TableCell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCell {
    /// As it stands in the file.
    pub raw: String,
    /// As people read it.
    pub shown: String,
}

impl Document {
    /// The whole document as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        self.table_of(0..self.len())
    }

    /// Some of its records as a table, counted from 0; what lies beyond the last is left out.
    #[must_use]
    pub fn table_of(&self, records: std::ops::Range<usize>) -> Table {
        let items = self.items();
        let column = |(place, item): (usize, &&Item)| Column {
            item: u8::try_from(place + 1).expect("no form has more than 71 items"),
            name: item.name.to_owned(),
            field: item.field.to_owned(),
            is_number: matches!(item.form, Form::Integer(_) | Form::UnitPrice),
        };
        let records = records.start.min(self.len())..records.end.min(self.len());
        Table {
            kind: self.kind(),
            title: self.kind().name().to_owned(),
            columns: items.iter().enumerate().map(column).collect(),
            rows: records
                .map(|index| row(self.record(index), &items))
                .collect(),
            total: self.len(),
        }
    }

    /// The items of this document's edition, in the order of its cells.
    fn items(&self) -> Vec<&'static Item> {
        let has = |item: &&Item| self.place_of(item.number).is_some();
        self.kind().items().iter().filter(has).collect()
    }
}

fn row(record: Record<'_>, items: &[&'static Item]) -> TableRow {
    let cell = |(place, raw): (usize, std::borrow::Cow<'_, str>)| TableCell {
        shown: items
            .get(place)
            .map_or_else(|| raw.to_string(), |item| shown(item, &raw)),
        raw: raw.into_owned(),
    };
    TableRow {
        record: u32::try_from(record.index() + 1).expect("fewer records than bytes"),
        line: record.line(),
        cells: record.texts().enumerate().map(cell).collect(),
    }
}

/// A value of an item as people read it; what cannot be read stays as it is.
#[must_use]
pub fn shown(item: &Item, raw: &str) -> String {
    let bytes = raw.as_bytes();
    if let Some(codes) = item.codes {
        return match codes.name(raw) {
            Some(name) => name.to_owned(),
            None if raw.is_empty() => String::new(),
            None => format!("[{raw}]"),
        };
    }
    let read = match item.form {
        // 00000000 and 000000 say that there is none.
        Form::Date | Form::Month if !raw.is_empty() && bytes.iter().all(|byte| *byte == b'0') => {
            Some(String::new())
        }
        Form::Date => Date::read(bytes).map(era::short),
        Form::Month => Month::read(bytes).map(era::month_short),
        Form::Time => Time::read(bytes).map(|time| time.to_string()),
        Form::Integer(_) => read_integer(bytes).map(grouped),
        Form::DayMap => DayMap::read(bytes).map(days),
        Form::ServiceCode => service(raw),
        _ => None,
    };
    read.unwrap_or_else(|| raw.to_owned())
}

/// A service code as people read it: 訪問介護 111211; summary codes of 第7表 by what they sum up.
pub(crate) fn service(code: &str) -> Option<String> {
    if code == "999999" {
        return Some("全合計".to_owned());
    }
    let (service, rest) = code.split_at_checked(2)?;
    let name = service_type_name(service)?;
    Some(match rest {
        "AAAA" => format!("{name} 合計"),
        "EEEE" => format!("{name} 合計（区分支給限度対象外）"),
        "ZZZZ" => format!("30日超 {name} 合計"),
        _ => format!("{name} {code}"),
    })
}

/// Whether services of a type are exchanged at all (連携対象).
#[must_use]
pub fn is_exchanged(service_type: &str) -> bool {
    SERVICE_TYPE_LINKAGE.name(service_type) == Some("連携対象")
}

/// A number with a comma before each three figures.
#[must_use]
pub fn grouped(number: i64) -> String {
    let figures = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (place, figure) in figures.chars().enumerate() {
        if place > 0 && (figures.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(figure);
    }
    text
}

/// The marked days: 10–30日 (21日).
fn days(map: DayMap) -> String {
    let marked: Vec<u8> = (1..=31).filter(|day| map.has(*day)).collect();
    let mut spans: Vec<(u8, u8)> = Vec::new();
    for day in marked {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => spans.push((day, day)),
        }
    }
    let span = |&(first, last): &(u8, u8)| {
        if first == last {
            format!("{first}日")
        } else {
            format!("{first}〜{last}日")
        }
    };
    let spans: Vec<String> = spans.iter().map(span).collect();
    format!("{}（日割 {} 日）", spans.join("、"), map.count())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[track_caller]
    fn shows(kind: Kind, field: &str, raw: &str, expected: &str) {
        assert_eq!(
            shown(kind.item(field).unwrap(), raw),
            expected,
            "{field} {raw}"
        );
    }

    #[test]
    fn codes_are_words_and_dates_are_japanese() {
        shows(Kind::Supplement, "user_gender", "2", "女性");
        shows(Kind::Supplement, "care_level", "21", "要介護１");
        shows(Kind::Supplement, "care_level", "27", "[27]");
        shows(Kind::Supplement, "user_birth_date", "19400307", "S15.3.7");
        shows(Kind::Supplement, "care_plan_date", "00000000", "");
        shows(Kind::Supplement, "target_month", "202511", "R7.11");
        shows(
            Kind::Supplement,
            "category_benefit_limit_units",
            "16765",
            "16,765",
        );
        shows(
            Kind::Plan,
            "csv_version",
            "202407",
            "第4.1版（2025年4月から）",
        );
        shows(Kind::Plan, "service_start_time", "0900", "9:00");
        shows(Kind::Plan, "service_start_time", "9999", "");
        shows(Kind::Plan, "service_code", "111211", "訪問介護 111211");
        shows(Kind::Plan, "service_date", "20251131", "20251131");
        shows(
            Kind::Plan,
            "proration_days",
            "0000000001111111111111111111110",
            "10〜30日（日割 21 日）",
        );
        shows(Kind::Form7, "service_code", "11AAAA", "訪問介護 合計");
        shows(Kind::Form7, "unit_price", "10.42", "10.42");
        shows(Kind::Form7, "service_units", "-1600", "-1,600");
    }
}
