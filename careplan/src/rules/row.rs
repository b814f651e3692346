//! Rules of one record. Cells that are wrong in themselves are left out: one fault gives one finding.

use crate::document::Record;
use crate::finding::Finding;
use crate::forms::{Form2, Form6, Form7, Supplement};
use crate::kind::Kind;
use crate::values::{ServiceCode, Time};

/// Checks a record of a kind.
pub(crate) fn check(record: Record<'_>, findings: &mut Vec<Finding>) {
    match record.document().kind() {
        Kind::Supplement => findings.extend(r080(Supplement(record))),
        Kind::Form2 => r100(Form2(record), findings),
        Kind::Plan | Kind::Result => {
            let row = Form6(record);
            findings.extend(r110(row));
            findings.extend(r111(row));
            findings.extend(r114(record, row.service_code()));
        }
        Kind::Form7 => {
            let row = Form7(record);
            if Summary::of(row).is_some() {
                r132(row, findings);
            } else {
                findings.extend(r114(record, row.service_code()));
            }
        }
        _ => {}
    }
}

/// What a summary row of 第7表 sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Summary {
    /// 999999: everything of a user and month.
    GrandTotal,
    /// AAAA: a type within the limit.
    Within,
    /// EEEE, ZZZZ: a type outside the limit, or over 30 days.
    Outside,
}

impl Summary {
    /// `None` for a detail row.
    pub(crate) fn of(row: Form7<'_>) -> Option<Self> {
        match row.service_code()?.as_str() {
            "999999" => Some(Self::GrandTotal),
            code if code.ends_with("AAAA") => Some(Self::Within),
            code if code.ends_with("EEEE") || code.ends_with("ZZZZ") => Some(Self::Outside),
            _ => None,
        }
    }
}

/// 利用者補足情報 belongs to exactly one side, a care plan or a use table.
fn r080(row: Supplement<'_>) -> Option<Finding> {
    let (plan_date, month) = (row.0.bytes(4)?, row.0.bytes(63)?);
    let with_plan = plan_date.as_ref() != b"00000000";
    let with_month = month.as_ref() != b"000000";
    // What is no date or no month has its finding already.
    let read = (!with_plan || row.care_plan_date().is_some())
        && (!with_month || row.target_month().is_some());
    (read && with_plan == with_month).then(|| Finding::standard(80).at(row.0, 4))
}

/// 課題ＮＯ, 援助目標ＮＯ and 援助内容ＮＯ are 1 to 99 where given.
fn r100(row: Form2<'_>, findings: &mut Vec<Finding>) {
    for (item, number) in [
        (6, row.need_no()),
        (8, row.goal_no()),
        (13, row.support_no()),
    ] {
        if number.is_some_and(|number| !(1..=99).contains(&number)) {
            findings.push(Finding::standard(100).at(row.0, item));
        }
    }
}

/// サービス利用日 lies in the 対象年月.
fn r110(row: Form6<'_>) -> Option<Finding> {
    let (day, month) = (row.service_date()?, row.target_month()?);
    (day.in_month() != month).then(|| Finding::standard(110).at(row.0, 10))
}

/// start and end are both 9999 or both real times.
fn r111(row: Form6<'_>) -> Option<Finding> {
    let item = match (row.service_start_time()?, row.service_end_time()?) {
        (Time::None, Time::At(_)) => 12,
        (Time::At(_), Time::None) => 13,
        _ => return None,
    };
    Some(Finding::standard(111).at(row.0, item))
}

/// equipment (17, 67) has a TAISコード or a 福祉用具届出コード. Editions before 4.0 have neither item.
fn r114(record: Record<'_>, code: Option<ServiceCode>) -> Option<Finding> {
    if !matches!(code?.service_type(), "17" | "67") {
        return None;
    }
    let items = record.document().kind().items_since_4();
    let (tais, registration) = (items.start, items.start + 1);
    record.document().place_of(tais)?;
    let neither = record.bytes(tais).is_none() && record.bytes(registration).is_none();
    neither.then(|| Finding::standard(114).at(record, tais))
}

/// on summary rows 単位数 is 0, 割引後率 and 割引後単位数 are empty.
fn r132(row: Form7<'_>, findings: &mut Vec<Finding>) {
    if row.service_units().is_some_and(|units| units != 0) {
        findings.push(Finding::standard(132).at(row.0, 13).expected("0", "0"));
    }
    for (item, value) in [(14, row.discount_rate()), (15, row.discounted_units())] {
        if value.is_some() {
            findings.push(
                Finding::standard(132)
                    .at(row.0, item)
                    .expected("空", "empty"),
            );
        }
    }
}
