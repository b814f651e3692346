//! The sums of a person's month, service by service.

use serde::{Deserialize, Serialize};

use super::{ServiceUse, UseComparison, UseKind};
use crate::values::{OfficeNumber, ServiceCode};
use cells::sorted::Sorted;

/// What was planned and done of one service of one office in the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTotal {
    /// サービス事業者コード.
    pub office_number: OfficeNumber,
    /// サービス事業所名, if a file has it.
    pub office_name: Option<String>,
    /// サービスコード.
    pub service_code: ServiceCode,
    /// 訪問介護 111211.
    pub service: String,
    /// 回数 of the plan.
    pub planned_count: i64,
    /// 単位数 of the plan; none where a record has no units.
    pub planned_units: Option<i64>,
    /// 回数 of the results.
    pub actual_count: i64,
    /// 単位数 of the results; none where a record has no units.
    pub actual_units: Option<i64>,
    /// Whether results are still to come (未着).
    pub is_awaited: bool,
}

/// Sums up the uses of one person, by office and service code.
pub(super) fn of(uses: &[UseComparison]) -> Vec<ServiceTotal> {
    let mut totals: Sorted<(OfficeNumber, ServiceCode), ServiceTotal> = Sorted::default();
    for compared in uses {
        let key = (compared.office_number, compared.service_code);
        let total = totals.entry(key, || ServiceTotal {
            office_number: compared.office_number,
            office_name: None,
            service_code: compared.service_code,
            service: compared.service.clone(),
            planned_count: 0,
            planned_units: Some(0),
            actual_count: 0,
            actual_units: Some(0),
            is_awaited: false,
        });
        let name = total.office_name.take();
        total.office_name = name.or_else(|| compared.office_name.clone());
        total.is_awaited |= compared.kind == UseKind::NotArrived;
        add(
            &mut total.planned_count,
            &mut total.planned_units,
            compared.planned.as_ref(),
        );
        add(
            &mut total.actual_count,
            &mut total.actual_units,
            compared.actual.as_ref(),
        );
    }
    let totals = totals.into_entries().into_iter();
    totals.map(|(_, total)| total).collect()
}

fn add(count: &mut i64, units: &mut Option<i64>, side: Option<&ServiceUse>) {
    if let Some(side) = side {
        *count = count.saturating_add(side.count);
        *units = units
            .zip(side.units)
            .map(|(sum, units)| sum.saturating_add(units));
    }
}
