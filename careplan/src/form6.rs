//! 第6表 as people know it: one sheet for each person, a line for each service, 31 days, plan above result.
//!
//! The lines and their order follow `standard/FORMS.md`, section 6.

mod lines;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::era;
use crate::forms::{Form6, Supplement};
use crate::kind::Kind;
use crate::reading::Reading;
use crate::values::{InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode};
use cells::sorted::Sorted;

/// The sheets of 第6表 that files hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseTable {
    /// One sheet for each person and month, by insurer, insured and month.
    pub sheets: Vec<UseSheet>,
}

/// 第6表 of one person and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseSheet {
    /// 保険者番号.
    pub insurer_number: InsurerNumber,
    /// 被保険者番号.
    pub insured_number: InsuredNumber,
    /// 利用者氏名, if 利用者補足情報 is there.
    pub name: Option<String>,
    /// フリガナ, if 利用者補足情報 is there.
    pub kana: Option<String>,
    /// 対象年月.
    pub month: Month,
    /// 令和7年11月.
    pub month_shown: String,
    /// The days of the month: 28 to 31 of them.
    pub days: Vec<UseDay>,
    /// The services, in the order of the form.
    pub lines: Vec<UseLine>,
    /// Whether a plan for the person is among the files.
    pub has_plan: bool,
    /// Whether results for the person are among the files.
    pub has_result: bool,
}

/// One day at the head of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseDay {
    /// The day of the month, from 1.
    pub day: u8,
    /// 日, 月, ...
    pub weekday: String,
    /// Whether it is a Saturday or a Sunday.
    pub is_weekend: bool,
}

/// One line of the sheet: equal service, time, office and equipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseLine {
    /// Start, `9:00`; none for a service without time.
    pub start: Option<String>,
    /// End, `10:00`; none for a service without time.
    pub end: Option<String>,
    /// サービスコード.
    pub service_code: ServiceCode,
    /// 訪問介護 111211; `[code]` for a type that the standard does not know.
    pub service: String,
    /// サービス事業者コード.
    pub office_number: OfficeNumber,
    /// サービス事業所名, the first that is not empty.
    pub office_name: Option<String>,
    /// サテライト枝番.
    pub satellite: Option<String>,
    /// 用具名称, TAISコード or 届出コード of equipment.
    pub equipment: Option<String>,
    /// Whether it is short stay beyond 30 days.
    pub over_30_days: bool,
    /// How many days may be billed pro rata, if it is a pro rata service.
    pub proration_days: Option<u32>,
    /// 予定 of each of 31 days, day 1 first; none where nothing is planned.
    pub planned: Vec<Option<i64>>,
    /// 実績 of each of 31 days, day 1 first; none where nothing was done.
    pub actual: Vec<Option<i64>>,
    /// 合計回数 of the plan.
    pub planned_total: i64,
    /// 合計回数 of the result.
    pub actual_total: i64,
}

/// The sheets of all plans (`UPPLAN`) and results (`UPJSK`) among the files; names from 利用者補足情報.
///
/// Records that do not say whose, when or what they are stand in no sheet; the table of the file shows them.
#[must_use]
pub fn use_table(readings: &[Reading]) -> UseTable {
    let mut sheets = Sorted::default();
    for reading in readings {
        let Some(document) = &reading.document else {
            continue;
        };
        if matches!(document.kind(), Kind::Plan | Kind::Result) {
            for record in document.records() {
                add(&mut sheets, Form6(record), document.kind() == Kind::Plan);
            }
        }
    }
    let names = names(
        readings
            .iter()
            .filter_map(|reading| reading.document.as_ref()),
    );
    let sheets = sheets.into_entries().into_iter().map(
        |((insurer_number, insured_number, month), mut sheet)| {
            let (name, kana) = names
                .get(&(insurer_number, insured_number))
                .cloned()
                .unwrap_or_default();
            UseSheet {
                insurer_number,
                insured_number,
                name,
                kana,
                month,
                month_shown: era::month_long(month),
                days: days(month),
                has_plan: sheet.has_plan,
                has_result: sheet.has_result,
                lines: std::mem::take(&mut sheet.lines).in_order(),
            }
        },
    );
    UseTable {
        sheets: sheets.collect(),
    }
}

/// A sheet in the making.
#[derive(Default)]
struct Making {
    lines: lines::Lines,
    has_plan: bool,
    has_result: bool,
}

/// Whose sheet it is.
type SheetKey = (InsurerNumber, InsuredNumber, Month);

/// Adds a record to its sheet, if it says which that is.
fn add(sheets: &mut Sorted<SheetKey, Making>, row: Form6<'_>, is_plan: bool) {
    let key = (
        row.insurer_number(),
        row.insured_number(),
        row.target_month(),
    );
    let (Some(insurer), Some(insured), Some(month)) = key else {
        return;
    };
    let sheet = sheets.entry((insurer, insured, month), Making::default);
    sheet.has_plan |= is_plan;
    sheet.has_result |= !is_plan;
    sheet.lines.add(row, month, is_plan);
}

/// Name and kana of each person.
type Names = Sorted<(InsurerNumber, InsuredNumber), (Option<String>, Option<String>)>;

fn names<'a>(documents: impl Iterator<Item = &'a Document>) -> Names {
    let mut names = Names::default();
    for document in documents.filter(|document| document.kind() == Kind::Supplement) {
        for record in document.records() {
            let row = Supplement(record);
            if let (Some(insurer), Some(insured)) = (row.insurer_number(), row.insured_number()) {
                let text = |text: Option<std::borrow::Cow<'_, str>>| {
                    text.map(std::borrow::Cow::into_owned)
                };
                // Of several the last one counts.
                *names.entry((insurer, insured), Default::default) =
                    (text(row.user_name()), text(row.user_name_kana()));
            }
        }
    }
    names
}

fn days(month: Month) -> Vec<UseDay> {
    let day = |day: u8| {
        let date = month.day(day).expect("the month has the day");
        UseDay {
            day,
            weekday: era::weekday(date).to_owned(),
            is_weekend: matches!(date.weekday(), 0 | 6),
        }
    };
    (1..=month.days()).map(day).collect()
}
