//! Plan against actual: what was done as planned, what was not, and whose results have not come.
//!
//! Both sides are sending units as they were read: plans (`UPPLAN`, with `UPSIKYU` and 利用者補足情報 beside them)
//! on one, results (`UPJSK`) on the other. Of several versions the newest counts, and delete files take away
//! (RULES.md, section 7). Nothing here knows a list of service codes; what is billed by the month is told from
//! the files themselves (`compare/monthly.rs`).

mod changes;
mod monthly;
mod pairing;
mod totals;
mod uses;
mod versions;
mod words;

use serde::{Deserialize, Serialize};

use crate::bundle::persons;
use crate::reading::Reading;
use crate::table;
use crate::values::{
    Date, DayMap, InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode, Time,
};

use cells::sorted::Sorted;
pub use changes::{Change, ChangeKind, changes};
use monthly::Monthly;
use pairing::Pair;
pub use totals::ServiceTotal;
use uses::{Amount, PersonMonth, Slot, Uses};

/// What [`compare`] gives: one entry for each person and month, by insurer, insured and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The persons of either side.
    pub persons: Vec<PersonComparison>,
}

/// The month of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonComparison {
    /// 保険者番号.
    pub insurer_number: InsurerNumber,
    /// 被保険者番号.
    pub insured_number: InsuredNumber,
    /// 利用者氏名, if a file of either side has it.
    pub name: Option<String>,
    /// 対象年月.
    pub month: Month,
    /// The file that the plan stands in, by its place among those given; none without a plan.
    pub plan_file: Option<usize>,
    /// The files that the results stand in, by their places among those given.
    pub result_files: Vec<usize>,
    /// Every use of either side, by day, time, office and code.
    pub uses: Vec<UseComparison>,
    /// The sums of each service and office.
    pub totals: Vec<ServiceTotal>,
}

/// One use of a service: planned, done, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseComparison {
    /// The day, as planned where it was planned.
    pub day: Date,
    /// Whether it counts once a month, so that the day says nothing.
    pub is_monthly: bool,
    /// サービスコード.
    pub service_code: ServiceCode,
    /// 訪問介護 111211.
    pub service: String,
    /// サービス事業者コード.
    pub office_number: OfficeNumber,
    /// サービス事業所名, if either side has it.
    pub office_name: Option<String>,
    /// What became of it.
    pub kind: UseKind,
    /// As planned; none if it was not.
    pub planned: Option<ServiceUse>,
    /// As done; none if it was not.
    pub actual: Option<ServiceUse>,
}

/// What became of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseKind {
    /// 予定どおり.
    AsPlanned,
    /// 時刻の違い: on the day, at another time.
    Moved,
    /// 予定のみ: planned, and the office's results do not have it.
    PlannedOnly,
    /// 実績のみ: done, and not planned.
    ActualOnly,
    /// 回数・単位の違い: count, units, days pro rata, satellite or 30日超 differ.
    Differs,
    /// 未着: no results of that office and service type have come yet.
    NotArrived,
}

/// One side of a use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceUse {
    /// Start, `9:00`; none for a service without time.
    pub start: Option<String>,
    /// End, `10:00`; none for a service without time.
    pub end: Option<String>,
    /// サービス回数.
    pub count: i64,
    /// 単位数 × 回数; none where a record has no units.
    pub units: Option<i64>,
    /// サテライト枝番.
    pub satellite: Option<String>,
    /// TAISコード or 届出コード.
    pub equipment_code: Option<String>,
    /// 明細判別コード.
    pub detail_no: Option<i64>,
    /// ３０日超区分.
    pub over_30_days: bool,
    /// How many days may be billed pro rata (日割対象日).
    pub proration_days: Option<u32>,
}

impl Comparison {
    /// Every use that is not as planned, with its person: what is left to work through.
    pub fn differences(&self) -> impl Iterator<Item = (&PersonComparison, &UseComparison)> {
        self.persons.iter().flat_map(|person| {
            person
                .uses
                .iter()
                .filter(|compared| compared.kind != UseKind::AsPlanned)
                .map(move |compared| (person, compared))
        })
    }
}

/// Compares plans with results, by person, day, time, service code and office.
///
/// Only `UPPLAN` counts in `plan` and only `UPJSK` in `actual`; names come from either side.
#[must_use]
pub fn compare(plan: &[Reading], actual: &[Reading]) -> Comparison {
    let plans = versions::plans(plan);
    let results = versions::results(actual);
    let names = persons(plan).into_iter().chain(persons(actual));
    let names: Vec<_> = names.filter(|person| person.name.is_some()).collect();
    let mut keys = Sorted::default();
    for key in plans.uses.keys().chain(results.uses.keys()) {
        keys.insert(*key);
    }

    let none = Uses::default();
    let person = |key: &PersonMonth| {
        let planned = plans.uses.get(key).unwrap_or(&none);
        let done = results.uses.get(key).unwrap_or(&none);
        let (insurer_number, insured_number, month) = *key;
        let monthly = Monthly::of(planned, done, plans.bills.get(key));
        let (planned, done) = (monthly.once(planned), monthly.once(done));
        let uses = pairing::pair(&planned, &done, &monthly)
            .into_iter()
            .filter_map(|pair| {
                compared(pair, month, &monthly, |slot| {
                    results.has_arrived(*key, slot)
                })
            })
            .collect::<Vec<_>>();
        PersonComparison {
            insurer_number,
            insured_number,
            name: names
                .iter()
                .find(|person| {
                    (person.insurer_number, person.insured_number)
                        == (insurer_number, insured_number)
                })
                .and_then(|person| person.name.clone()),
            month,
            plan_file: plans.files.get(key).copied(),
            result_files: results
                .files
                .get(key)
                .map_or_else(Vec::new, |files| files.keys().copied().collect()),
            totals: totals::of(&uses),
            uses,
        }
    };
    Comparison {
        persons: keys.keys().map(person).collect(),
    }
}

/// A pair as people read it; `None` only where the month lacks the day, which no use has.
fn compared(
    pair: Pair<'_>,
    month: Month,
    monthly: &Monthly,
    has_arrived: impl Fn(&Slot) -> bool,
) -> Option<UseComparison> {
    let kind = match (pair.planned, pair.actual) {
        (Some((slot, _)), None) if has_arrived(slot) => UseKind::PlannedOnly,
        (Some(_), None) => UseKind::NotArrived,
        (None, _) => UseKind::ActualOnly,
        (Some(_), Some(_)) => pair.kind,
    };
    let (slot, _) = pair.planned.or(pair.actual)?;
    let name = |side: Option<(&Slot, &Amount)>| side.and_then(|(_, of)| of.office_name.clone());
    Some(UseComparison {
        day: month.day(slot.day)?,
        is_monthly: monthly.has(slot),
        service_code: slot.code,
        service: table::service(slot.code.as_str()).unwrap_or_else(|| format!("[{}]", slot.code)),
        office_number: slot.office,
        office_name: name(pair.planned).or_else(|| name(pair.actual)),
        kind,
        planned: pair.planned.map(ServiceUse::of),
        actual: pair.actual.map(ServiceUse::of),
    })
}

impl ServiceUse {
    fn of((slot, amount): (&Slot, &Amount)) -> Self {
        let time = |minutes: u16| Time::At(minutes).to_string();
        Self {
            start: slot.times.map(|(start, _)| time(start)),
            end: slot.times.map(|(_, end)| time(end)),
            count: amount.count,
            units: amount.units,
            satellite: slot.satellite.clone(),
            equipment_code: slot.equipment_code.clone(),
            detail_no: slot.detail_no,
            over_30_days: slot.over_30_days,
            proration_days: amount.proration_days.map(DayMap::count),
        }
    }
}
