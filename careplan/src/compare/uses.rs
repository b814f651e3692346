//! One record of 第6表 as something to compare: where it stands, and how much it is.

use std::borrow::Cow;

use crate::forms::Form6;
use crate::values::{DayMap, InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode, Time};
use cells::sorted::Sorted;

/// Whose month it is.
pub(crate) type PersonMonth = (InsurerNumber, InsuredNumber, Month);

/// The uses of one person in one month.
pub(crate) type Uses = Sorted<Slot, Amount>;

/// When, what and by whom. Records that are equal in all of this are one use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    /// The day of the month, from 1.
    pub(crate) day: u8,
    /// Start and end in minutes since midnight; none for 9999.
    pub(crate) times: Option<(u16, u16)>,
    pub(crate) office: OfficeNumber,
    pub(crate) code: ServiceCode,
    pub(crate) satellite: Option<String>,
    pub(crate) equipment_code: Option<String>,
    pub(crate) detail_no: Option<i64>,
    pub(crate) over_30_days: bool,
}

impl Slot {
    /// Whether it is 福祉用具貸与 or 介護予防福祉用具貸与.
    pub(crate) fn is_equipment(&self) -> bool {
        matches!(self.code.service_type(), "17" | "67")
    }
}

/// How much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    /// サービス回数, summed up.
    pub(crate) count: i64,
    /// 単位数 × 回数, summed up; none where a record has no units.
    pub(crate) units: Option<i64>,
    /// 日割対象日.
    pub(crate) proration_days: Option<DayMap>,
    pub(crate) office_name: Option<String>,
}

/// The use that a record speaks of; `None` where it does not say what, by whom or when in its month.
pub(crate) fn read(row: Form6<'_>, month: Month) -> Option<(Slot, Amount)> {
    let text = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
    let date = row.service_date().filter(|date| date.in_month() == month)?;
    let times = match (row.service_start_time(), row.service_end_time()) {
        (Some(Time::At(start)), Some(Time::At(end))) => Some((start, end)),
        _ => None,
    };
    let equipment_code = row
        .tais_code()
        .or_else(|| row.equipment_registration_code());
    let slot = Slot {
        day: date.day(),
        times,
        office: row.service_office_number()?,
        code: row.service_code()?,
        satellite: text(row.satellite_no()),
        equipment_code: text(equipment_code),
        detail_no: row.detail_no(),
        over_30_days: row.over_30_days().as_deref() == Some("1"),
    };
    let count = row.service_count().unwrap_or(0);
    let amount = Amount {
        count,
        units: row.service_units().map(|units| units.saturating_mul(count)),
        proration_days: row.proration_days(),
        office_name: text(row.service_office_name()),
    };
    Some((slot, amount))
}

/// Adds a use to others; records of one slot add up.
pub(crate) fn add(uses: &mut Uses, slot: Slot, amount: Amount) {
    let mut amount = Some(amount);
    let sum = uses.entry(slot, || amount.take().expect("asked for once"));
    // What is left was not the first of its slot.
    if let Some(amount) = amount {
        sum.count = sum.count.saturating_add(amount.count);
        sum.units = sum
            .units
            .zip(amount.units)
            .map(|(one, other)| one.saturating_add(other));
        sum.proration_days = sum.proration_days.or(amount.proration_days);
        sum.office_name = sum.office_name.take().or(amount.office_name);
    }
}
