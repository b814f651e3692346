//! What counts once a month, so that a day more or less, or another day, is no difference.
//!
//! The standard has no list of service codes, so this is told from the files: rental of equipment;
//! what has no time and stands on one day (percentage add-ons and other monthly add-ons); and what 第7表 counts once
//! although 第6表 shows it on days. Days of short stay and of bundled services, which have no times either, are days.

use super::uses::{Amount, PersonMonth, Slot, Uses};
use super::versions::records;
use crate::forms::Form7;
use crate::kind::Kind;
use crate::reading::Reading;
use crate::values::{OfficeNumber, ServiceCode};
use cells::sorted::Sorted;

/// Types whose base service has no times and a record for each day: short stay (also in small homes), and
/// services that are billed as a bundle and show every day of use.
const BY_DAY: [&str; 18] = [
    "21", "22", "23", "2A", "2B", "24", "25", "26", "27", "28", "38", "39", "68", "69", "79", "73",
    "75", "77",
];

/// Bundled home visits are shown by day as well.
const BUNDLED_VISITS: [&str; 2] = ["71", "76"];

type Service = (OfficeNumber, ServiceCode);

/// What 第7表 says of a person's services.
#[derive(Debug, Default)]
pub(crate) struct Bills(Sorted<Service, Bill>);

#[derive(Debug, Clone, Copy)]
struct Bill {
    /// 回数／日数, the sum of the rows.
    count: i64,
    /// Whether it stands outside 区分支給限度, as percentage add-ons do.
    is_outside_limit: bool,
}

impl Bills {
    /// Those of everybody among the readings. Files of several versions add nothing: the first row of a code counts.
    pub(super) fn of_all(readings: &[Reading]) -> Sorted<PersonMonth, Self> {
        let mut all: Sorted<PersonMonth, Self> = Sorted::default();
        for (_, _, record) in records(readings, Kind::Form7) {
            let row = Form7(record);
            let (Some(insurer), Some(insured), Some(month), Some(office), Some(code)) = (
                row.insurer_number(),
                row.insured_number(),
                row.target_month(),
                row.service_office_number(),
                row.service_code(),
            ) else {
                continue;
            };
            let bills = all.entry((insurer, insured, month), Self::default);
            bills.0.entry((office, code), || Bill {
                count: row.count_or_days().unwrap_or(0),
                is_outside_limit: row.benefit_management_units().is_none()
                    && row.category_limit_within_units().is_none(),
            });
        }
        all
    }
}

/// The services of a person that count once a month.
pub(crate) struct Monthly(Sorted<Service, ()>);

impl Monthly {
    /// Tells them from the plan, the results and 第7表.
    pub(crate) fn of(planned: &Uses, done: &Uses, bills: Option<&Bills>) -> Self {
        let mut services: Sorted<Service, (Vec<&Slot>, Vec<&Slot>)> = Sorted::default();
        let in_order: Vec<_> = planned.iter().collect();
        for (slot, _) in &in_order {
            let of_both = services.entry((slot.office, slot.code), Default::default);
            of_both.0.push(*slot);
        }
        for slot in done.keys() {
            let of_both = services.entry((slot.office, slot.code), Default::default);
            of_both.1.push(slot);
        }
        let is_monthly = |service: &Service, planned_slots: &[&Slot], done_slots: &[&Slot]| {
            let bill = bills.and_then(|bills| bills.0.get(service));
            let is_billed_once = bill.is_some_and(|bill| bill.count == 1);
            let mut slots = planned_slots.iter().chain(done_slots);
            let first = planned_slots.first().or(done_slots.first());
            if first.is_some_and(|slot| slot.is_equipment()) {
                return true;
            }
            if slots.all(|slot| slot.times.is_none()) {
                let service_type = service.1.service_type();
                return if BY_DAY.contains(&service_type) || BUNDLED_VISITS.contains(&service_type) {
                    is_billed_once && bill.is_some_and(|bill| bill.is_outside_limit)
                } else {
                    is_billed_once || days(planned_slots) <= 1
                };
            }
            // A timed add-on that 第7表 counts once rides on its base service; a bundled base service rides on none.
            is_billed_once
                && !planned_slots.is_empty()
                && planned_slots
                    .iter()
                    .all(|slot| rides_on_another(slot, &in_order))
        };
        let mut monthly = Sorted::default();
        for (service, (planned, done)) in services.iter() {
            if is_monthly(service, planned, done) {
                monthly.insert(*service);
            }
        }
        Self(monthly)
    }

    /// Whether a use is of such a service.
    pub(crate) fn has(&self, slot: &Slot) -> bool {
        self.0.has(&(slot.office, slot.code))
    }

    /// The uses, with those that count once a month on their first day only.
    pub(crate) fn once(&self, uses: &Uses) -> Uses {
        let mut seen = Sorted::default();
        // Slots are in the order of days, so the first one of a line is on its first day.
        let keeps = |(slot, _): &(&Slot, &Amount)| {
            !self.has(slot)
                || seen.insert(Slot {
                    day: 0,
                    times: None,
                    ..(*slot).clone()
                })
        };
        let mut once = Uses::default();
        for (slot, amount) in uses.iter().filter(keeps) {
            once.entry(slot.clone(), || amount.clone());
        }
        once
    }
}

fn days(slots: &[&Slot]) -> usize {
    let mut days = Sorted::default();
    for slot in slots {
        days.insert(slot.day);
    }
    days.len()
}

/// Whether a service with more units stands at the same time in the same office.
fn rides_on_another(slot: &Slot, uses: &[(&Slot, &Amount)]) -> bool {
    let units = |slot: &Slot| {
        let place = uses.binary_search_by(|(other, _)| (*other).cmp(slot));
        place.ok().and_then(|place| uses[place].1.units)
    };
    let from = Slot {
        code: ServiceCode::read(b"000000").expect("six figures are a code"),
        satellite: None,
        equipment_code: None,
        detail_no: None,
        over_30_days: false,
        ..slot.clone()
    };
    uses[uses.partition_point(|(other, _)| **other < from)..]
        .iter()
        .map(|(other, _)| *other)
        .take_while(|other| {
            (other.day, other.times, other.office) == (slot.day, slot.times, slot.office)
        })
        .any(|other| other.code != slot.code && units(other) > units(slot))
}
