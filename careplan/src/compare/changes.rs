//! What is new in a newer version of a plan, as sentences: 木曜日の通所介護が追加.

use serde::{Deserialize, Serialize};

use super::UseKind;
use super::monthly::Monthly;
use super::pairing::{Pair, pair};
use super::uses::{Amount, Slot, Uses};
use super::versions::plans;
use crate::bundle::persons;
use crate::codes::service_type_name;
use crate::era;
use crate::finding::Phrase;
use crate::reading::Reading;
use crate::values::{Date, InsuredNumber, InsurerNumber, Month, OfficeNumber, ServiceCode, Time};
use cells::sorted::Sorted;

/// One change of a person's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// 保険者番号.
    pub insurer_number: InsurerNumber,
    /// 被保険者番号.
    pub insured_number: InsuredNumber,
    /// 利用者氏名, if a file of either version has it.
    pub name: Option<String>,
    /// 対象年月.
    pub month: Month,
    /// サービス事業者コード.
    pub office_number: OfficeNumber,
    /// サービス事業所名, if either version has it.
    pub office_name: Option<String>,
    /// The services that change together.
    pub service_codes: Vec<ServiceCode>,
    /// The days that it is about, in order.
    pub days: Vec<Date>,
    /// What happened.
    pub kind: ChangeKind,
    /// The sentence, without person and office.
    pub sentence: Phrase,
}

/// What happened to a service of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// 追加.
    Added,
    /// 中止.
    Removed,
    /// 時間の変更.
    Moved,
    /// 回数, 単位数 or other amounts changed.
    Changed,
}

/// What changed from an older version of plans to a newer one, person by person.
///
/// Days of the week stand for three or more days, or for all that the month has; fewer are named one by one.
#[must_use]
pub fn changes(older: &[Reading], newer: &[Reading]) -> Vec<Change> {
    let names: Vec<_> = persons(newer)
        .into_iter()
        .chain(persons(older))
        .filter(|person| person.name.is_some())
        .collect();
    let (older, newer) = (plans(older), plans(newer));
    let mut keys = Sorted::default();
    for key in older.uses.keys().chain(newer.uses.keys()) {
        keys.insert(*key);
    }
    let none = Uses::default();
    let mut changes = Vec::new();
    for key in keys.keys() {
        let (insurer_number, insured_number, month) = *key;
        let (before, after) = (
            older.uses.get(key).unwrap_or(&none),
            newer.uses.get(key).unwrap_or(&none),
        );
        let bills = newer.bills.get(key).or_else(|| older.bills.get(key));
        let monthly = Monthly::of(before, after, bills);
        let (before, after) = (monthly.once(before), monthly.once(after));
        let name = names.iter().find(|person| {
            (person.insurer_number, person.insured_number) == (insurer_number, insured_number)
        });
        for (group, members) in groups(pair(&before, &after, &monthly), month) {
            let is_partial = group.is_partial(&members.days, &before, &after);
            changes.push(Change {
                insurer_number,
                insured_number,
                name: name.and_then(|person| person.name.clone()),
                month,
                office_number: group.office,
                office_name: members.office_name.clone(),
                kind: group.kind,
                sentence: group.sentence(&members, month, is_partial),
                service_codes: members.codes.keys().copied().collect(),
                days: members.days.keys().copied().collect(),
            });
        }
    }
    changes
}

/// What changes together: one sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    /// The day of the week; none for what counts once a month.
    weekday: Option<u8>,
    office: OfficeNumber,
    service_type: String,
    kind: ChangeKind,
    before: Option<(u16, u16)>,
    after: Option<(u16, u16)>,
    /// Count and units before and after, where they are what changed.
    amounts: Option<[(i64, Option<i64>); 2]>,
}

#[derive(Debug, Default)]
struct Members {
    days: Sorted<Date, ()>,
    codes: Sorted<ServiceCode, ()>,
    office_name: Option<String>,
}

fn groups(pairs: Vec<Pair<'_>>, month: Month) -> Vec<(Group, Members)> {
    let mut groups: Sorted<Group, Members> = Sorted::default();
    for pair in pairs {
        let kind = match (pair.planned, pair.actual, pair.kind) {
            (Some(_), Some(_), UseKind::AsPlanned) => continue,
            (Some(_), Some(_), UseKind::Moved) => ChangeKind::Moved,
            (Some(_), Some(_), _) => ChangeKind::Changed,
            (Some(_), None, _) => ChangeKind::Removed,
            (None, ..) => ChangeKind::Added,
        };
        let Some((slot, amount)) = pair.actual.or(pair.planned) else {
            continue;
        };
        let Some(day) = month.day(slot.day) else {
            continue;
        };
        let times = |side: Option<(&Slot, &Amount)>| side.and_then(|(slot, _)| slot.times);
        let is_timed = times(pair.planned).or(times(pair.actual)).is_some();
        let group = Group {
            weekday: is_timed.then(|| day.weekday()),
            office: slot.office,
            service_type: slot.code.service_type().to_owned(),
            kind,
            before: times(pair.planned),
            after: times(pair.actual),
            amounts: pair
                .planned
                .zip(pair.actual)
                .filter(|_| kind == ChangeKind::Changed)
                .map(|((_, before), (_, after))| {
                    [(before.count, before.units), (after.count, after.units)]
                }),
        };
        let members = groups.entry(group, Members::default);
        members.days.insert(day);
        members.codes.insert(slot.code);
        let name = members.office_name.take();
        members.office_name = name.or_else(|| amount.office_name.clone());
    }
    groups.into_entries()
}

impl Group {
    /// Whether other services of the type stay at that time, so that the sentence must say which one it is about.
    fn is_partial(&self, days: &Sorted<Date, ()>, before: &Uses, after: &Uses) -> bool {
        let (others, times) = match self.kind {
            ChangeKind::Added => (before, self.after),
            ChangeKind::Removed | ChangeKind::Moved => (after, self.before),
            ChangeKind::Changed => return true,
        };
        self.weekday.is_none()
            || others.keys().any(|slot| {
                slot.office == self.office
                    && slot.code.service_type() == self.service_type
                    && slot.times == times
                    && days.keys().any(|day| day.day() == slot.day)
            })
    }

    fn sentence(&self, members: &Members, month: Month, is_partial: bool) -> Phrase {
        let name = service_type_name(&self.service_type).unwrap_or(&self.service_type);
        let codes: Vec<&str> = members.codes.keys().map(ServiceCode::as_str).collect();
        let service = if is_partial {
            format!("{name} {}", codes.join("・"))
        } else {
            name.to_owned()
        };
        let (when_ja, when_en) = match self.weekday {
            Some(_) => when(&members.days, month),
            None => (String::new(), String::new()),
        };
        let span = |times: Option<(u16, u16)>, dash: &str, none: &str| match times {
            Some((start, end)) => format!("{}{dash}{}", Time::At(start), Time::At(end)),
            None => none.to_owned(),
        };
        let (what_ja, what_en) = match self.kind {
            ChangeKind::Added => ("が追加".to_owned(), "added".to_owned()),
            ChangeKind::Removed => ("が中止".to_owned(), "removed".to_owned()),
            ChangeKind::Moved => (
                format!(
                    "の時間が{}から{}に変更",
                    span(self.before, "〜", "時間なし"),
                    span(self.after, "〜", "時間なし")
                ),
                format!(
                    "moved from {} to {}",
                    span(self.before, "-", "no time"),
                    span(self.after, "-", "no time")
                ),
            ),
            ChangeKind::Changed => self.amount_words(),
        };
        Phrase::made(
            format!("{when_ja}{service}{what_ja}"),
            format!("{service}{when_en}: {what_en}"),
        )
    }

    fn amount_words(&self) -> (String, String) {
        match self.amounts {
            Some([(before, _), (after, _)]) if before != after => (
                format!("の回数が{before}回から{after}回に変更"),
                format!("count changed from {before} to {after}"),
            ),
            Some([(_, Some(before)), (_, Some(after))]) if before != after => (
                format!("の単位数が{before}から{after}に変更"),
                format!("units changed from {before} to {after}"),
            ),
            _ => ("の内容が変更".to_owned(), "details changed".to_owned()),
        }
    }
}

/// 木曜日の, or 11月13日（木）の where it is only some of them. The days are all of one day of the week.
fn when(days: &Sorted<Date, ()>, month: Month) -> (String, String) {
    const ENGLISH: [&str; 7] = [
        "Sundays",
        "Mondays",
        "Tuesdays",
        "Wednesdays",
        "Thursdays",
        "Fridays",
        "Saturdays",
    ];
    let Some(first) = days.keys().next() else {
        return (String::new(), String::new());
    };
    let of_month = (1..=month.days())
        .filter_map(|day| month.day(day))
        .filter(|day| day.weekday() == first.weekday())
        .count();
    if days.len() >= 3 || days.len() == of_month {
        return (
            format!("{}曜日の", era::weekday(*first)),
            format!(" on {}", ENGLISH[usize::from(first.weekday())]),
        );
    }
    let ja: Vec<String> = days
        .keys()
        .map(|day| format!("{}月{}日（{}）", day.month(), day.day(), era::weekday(*day)))
        .collect();
    let en: Vec<String> = days.keys().map(|day| day.iso()).collect();
    (
        format!("{}の", ja.join("・")),
        format!(" on {}", en.join(", ")),
    )
}
