//! The rows of 第7表: what each sums up, and their order.

use careplan::sort_by_key;

use super::super::slip::Slip;

/// What a row is, by its サービスコード.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// A service.
    Detail,
    /// type + AAAA: what stands inside 区分支給限度.
    Within,
    /// type + EEEE: what stands outside.
    Outside,
    /// type + ZZZZ: beyond 30 days of short stay.
    Beyond30,
    /// 999999: everything.
    Grand,
}

pub(super) fn sort(slip: Slip<'_>) -> Sort {
    let code = slip.code("service_code");
    match code.get(2..) {
        _ if code == "999999" => Sort::Grand,
        Some("AAAA") => Sort::Within,
        Some("EEEE") => Sort::Outside,
        Some("ZZZZ") => Sort::Beyond30,
        _ => Sort::Detail,
    }
}

/// The order of the file, with what belongs together brought together: an office, a type, its sums; the total last.
pub(super) fn in_order(slips: Vec<Slip<'_>>) -> Vec<Slip<'_>> {
    let mut offices: Vec<String> = Vec::new();
    let mut types: Vec<(usize, String)> = Vec::new();
    let mut keyed: Vec<_> = slips
        .into_iter()
        .map(|slip| {
            let office = place_of(&mut offices, slip.code("service_office_number"));
            let service_type = slip.code("service_code").chars().take(2).collect();
            let service_type = place_of(&mut types, (office, service_type));
            let sort = sort(slip);
            ((sort == Sort::Grand, office, service_type, sort), slip)
        })
        .collect();
    sort_by_key(&mut keyed, |(key, _)| *key);
    keyed.into_iter().map(|(_, slip)| slip).collect()
}

/// Where a value stands in the list of those seen so far; at its end if it is new.
fn place_of<T: PartialEq>(seen: &mut Vec<T>, value: T) -> usize {
    seen.iter()
        .position(|known| *known == value)
        .unwrap_or_else(|| {
            seen.push(value);
            seen.len() - 1
        })
}
