//! The lines of a sheet: which records stand in one line, and in which order the lines stand.

use super::UseLine;
use crate::forms::Form6;
use crate::table;
use crate::values::{Month, OfficeNumber, ServiceCode, Time};
use cells::sorted::Sorted;

/// What the records of one line have in common. Units, names and days pro rata are no part of it.
///
/// The order of the fields is the order of the lines: timed lines by start, end, office and code;
/// then those without time, equipment last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    place: Place,
    satellite: Option<String>,
    detail_no: Option<i64>,
    equipment_code: Option<String>,
    over_30_days: bool,
}

/// Where on the sheet a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// With times: by start, end and office, a base service before its add-ons.
    Timed {
        start: u16,
        end: u16,
        office: OfficeNumber,
        code: ServiceCode,
    },
    /// Without times: by type (the first two characters of the code comes with the code), then office.
    Untimed {
        service_type: [u8; 2],
        office: OfficeNumber,
        code: ServiceCode,
    },
    /// 福祉用具貸与.
    Equipment {
        service_type: [u8; 2],
        office: OfficeNumber,
        code: ServiceCode,
    },
}

/// The lines of one sheet.
#[derive(Default)]
pub(super) struct Lines(Sorted<Key, UseLine>);

impl Lines {
    /// Adds a record; one without code, office or day is left out.
    pub(super) fn add(&mut self, row: Form6<'_>, month: Month, is_plan: bool) {
        let (Some(key), Some(date)) = (key(row), row.service_date()) else {
            return;
        };
        if date.in_month() != month {
            return;
        }
        let line = self.0.entry(key.clone(), || new_line(&key));
        let cells = if is_plan {
            &mut line.planned
        } else {
            &mut line.actual
        };
        let count = row.service_count().unwrap_or(0);
        let cell = &mut cells[usize::from(date.day() - 1)];
        *cell = Some(cell.unwrap_or(0) + count);
        let total = if is_plan {
            &mut line.planned_total
        } else {
            &mut line.actual_total
        };
        *total += count;
        let text = |text: Option<std::borrow::Cow<'_, str>>| text.map(std::borrow::Cow::into_owned);
        line.office_name = line
            .office_name
            .take()
            .or_else(|| text(row.service_office_name()));
        line.equipment = line.equipment.take().or_else(|| equipment(row));
        line.proration_days = line.proration_days.or_else(|| {
            row.proration_days()
                .map(super::super::values::DayMap::count)
        });
    }

    /// The lines in the order of the form.
    pub(super) fn in_order(self) -> Vec<UseLine> {
        let lines = self.0.into_entries().into_iter();
        lines.map(|(_, line)| line).collect()
    }
}

fn key(row: Form6<'_>) -> Option<Key> {
    let (code, office) = (row.service_code()?, row.service_office_number()?);
    let text = |text: Option<std::borrow::Cow<'_, str>>| text.map(std::borrow::Cow::into_owned);
    Some(Key {
        place: place(row, code, office),
        satellite: text(row.satellite_no()),
        detail_no: row.detail_no(),
        equipment_code: text(
            row.tais_code()
                .or_else(|| row.equipment_registration_code()),
        ),
        over_30_days: row.over_30_days().as_deref() == Some("1"),
    })
}

fn place(row: Form6<'_>, code: ServiceCode, office: OfficeNumber) -> Place {
    let mut service_type = [0; 2];
    service_type.copy_from_slice(code.service_type().as_bytes());
    match (
        code.service_type(),
        row.service_start_time(),
        row.service_end_time(),
    ) {
        ("17" | "67", ..) => Place::Equipment {
            service_type,
            office,
            code,
        },
        (_, Some(Time::At(start)), Some(Time::At(end))) => Place::Timed {
            start,
            end,
            office,
            code,
        },
        _ => Place::Untimed {
            service_type,
            office,
            code,
        },
    }
}

fn new_line(key: &Key) -> UseLine {
    let (start, end, office_number, service_code) = match key.place {
        Place::Timed {
            start,
            end,
            office,
            code,
        } => (
            Some(Time::At(start).to_string()),
            Some(Time::At(end).to_string()),
            office,
            code,
        ),
        Place::Untimed { office, code, .. } | Place::Equipment { office, code, .. } => {
            (None, None, office, code)
        }
    };
    UseLine {
        start,
        end,
        service_code,
        service: table::service(service_code.as_str())
            .unwrap_or_else(|| format!("[{service_code}]")),
        office_number,
        office_name: None,
        satellite: key.satellite.clone(),
        equipment: None,
        over_30_days: key.over_30_days,
        proration_days: None,
        planned: vec![None; 31],
        actual: vec![None; 31],
        planned_total: 0,
        actual_total: 0,
    }
}

/// The name of the equipment with its code, as far as they are there.
fn equipment(row: Form6<'_>) -> Option<String> {
    let code = row
        .tais_code()
        .or_else(|| row.equipment_registration_code());
    let parts: Vec<String> = [row.equipment_name(), code]
        .into_iter()
        .flatten()
        .map(std::borrow::Cow::into_owned)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
