//! Rules over the records of 第6表.

use crate::document::Record;
use crate::file_name::{FileName, Generation};
use crate::finding::{Finding, Listing};
use crate::forms::Form6;
use crate::kind::Kind;
use crate::rules::cell;
use cells::groups::Groups;
use cells::places::Places;

use super::Judged;

pub(super) fn check(judged: &Judged<'_>, name: &FileName, kind: Kind, findings: &mut Listing) {
    let Some(first) = judged.records.first() else {
        return;
    };
    let groups = |items| Groups::new(first.document().sheet(), items);
    r118(judged, findings);
    r121(
        judged,
        groups(&[2, 3, 10, 12, 13, 15, 16, 17, 19, 20, 22]),
        findings,
    );
    if kind == Kind::Plan {
        r124(
            judged,
            [groups(&[2, 3, 20]), groups(&[2, 3])],
            name,
            findings,
        );
    }
    r126(judged, groups(&[15, 20, 21, 22]), findings);
}

/// Whether the items that a row is known by can be read.
fn is_readable(row: Form6<'_>) -> bool {
    row.insurer_number().is_some()
        && row.insured_number().is_some()
        && row.service_date().is_some()
        && row.service_start_time().is_some()
        && row.service_end_time().is_some()
        && row.service_code().is_some()
        && row.service_office_number().is_some()
}

fn is_rental(row: Form6<'_>) -> bool {
    row.service_code()
        .is_some_and(|code| code.service_type() == "17")
}

/// rows of type 17 that share user, day, office, service code and units are numbered 1, 2, 3 and so on.
fn r118(judged: &Judged<'_>, findings: &mut Listing) {
    let mut keys = Places::default();
    let mut same: Vec<Vec<Form6<'_>>> = Vec::new();
    // Quiet records are not of equipment.
    for row in judged.loud().map(Form6) {
        if row.service_code().is_some() && !is_rental(row) {
            continue;
        }
        // A row that cannot be read may be the one that another lacks.
        if !is_readable(row) || row.service_units().is_none() || !cell::is_right(row.0, 22) {
            return;
        }
        let place = keys.of(&row.0.key(&[2, 3, 10, 20, 22, 15, 8]));
        if place == same.len() {
            same.push(Vec::new());
        }
        same[place].push(row);
    }
    // A number that is wrong in itself has its finding already.
    let is_read = |row: &Form6<'_>| {
        let number = row.0.value(19);
        number.is_none_or(|number| number.len() <= 2 && row.detail_no().is_some())
    };
    for rows in same
        .iter()
        .filter(|rows| rows.len() > 1 && rows.iter().all(is_read))
    {
        let mut free: Vec<i64> = (1..).take(rows.len()).collect();
        for row in rows {
            let place = free
                .iter()
                .position(|number| row.detail_no() == Some(*number));
            match place {
                Some(place) => {
                    free.remove(place);
                }
                None => findings.push(Finding::standard(118).at(row.0, 19)),
            }
        }
    }
}

/// no two rows are the same. Two pieces of the same equipment are rented alike: for type 17,
/// and for type 67 (介護予防) nothing tells them apart.
fn r121(judged: &Judged<'_>, mut known: Groups<'_>, findings: &mut Listing) {
    for row in judged.records.iter().copied().map(Form6) {
        let is_equipment = || {
            row.service_code()
                .is_some_and(|code| matches!(code.service_type(), "17" | "67"))
        };
        if !judged.is_quiet(row.0) && (is_equipment() || !is_readable(row)) {
            continue;
        }
        if !known.is_new(row.0.index()) {
            findings.push(Finding::standard(121).at(row.0, 10));
        }
    }
}

/// every user has a service of the receiving office.
///
/// Plans that go to a care manager are passed on. Names of old editions do not tell who is one;
/// there a plan without any service of the receiver is taken for such.
fn r124(
    judged: &Judged<'_>,
    [mut known, mut persons]: [Groups<'_>; 2],
    name: &FileName,
    findings: &mut Listing,
) {
    if name
        .to
        .service
        .is_some_and(|service| service.is_care_manager())
    {
        return;
    }
    // The first row of each user, and whether one is of the receiver.
    let mut users: Vec<(Record<'_>, bool)> = Vec::new();
    for row in judged.records.iter().copied().map(Form6) {
        // A second row of a user and office tells nothing new.
        if !known.is_new(row.0.index()) {
            continue;
        }
        let key = (
            row.insurer_number(),
            row.insured_number(),
            row.service_office_number(),
        );
        let (Some(_), Some(_), office) = key else {
            continue;
        };
        let place = persons.of(row.0.index());
        if place == users.len() {
            users.push((row.0, false));
        }
        // An office that cannot be read may be the receiver.
        users[place].1 |= office.is_none_or(|office| office == name.to.office);
    }
    let any = users.iter().any(|(_, related)| *related);
    if !any && name.generation() != Generation::TwoCharacters {
        return;
    }
    for (record, _) in users.into_iter().filter(|(_, related)| !related) {
        findings.push(Finding::standard(124).at(record, 3));
    }
}

/// the rows of a satellite all have its branch number.
///
/// The main office has none, so only rows of the same office name are held against each other.
fn r126(judged: &Judged<'_>, mut known: Groups<'_>, findings: &mut Listing) {
    #[derive(Default)]
    struct Rows<'a> {
        without: Option<Record<'a>>,
        numbered: bool,
    }
    let mut keys = Places::default();
    let mut offices: Vec<Rows<'_>> = Vec::new();
    for row in judged.records.iter().copied().map(Form6) {
        // A second right row of a service and place tells nothing new.
        if !known.is_new(row.0.index()) && judged.is_quiet(row.0) {
            continue;
        }
        let (Some(code), Some(_), Some(_)) = (
            row.service_code(),
            row.service_office_number(),
            row.0.value(21),
        ) else {
            continue;
        };
        let mut key = row.0.key(&[20, 21]);
        key.extend_from_slice(code.service_type().as_bytes());
        let place = keys.of(&key);
        if place == offices.len() {
            offices.push(Rows::default());
        }
        let rows = &mut offices[place];
        match row.0.value(22) {
            // A number that is wrong in itself has its finding.
            Some(_) if !cell::is_right(row.0, 22) => return,
            Some(_) => rows.numbered = true,
            None => {
                rows.without.get_or_insert(row.0);
            }
        }
    }
    for rows in &offices {
        if let (true, Some(record)) = (rows.numbered, rows.without) {
            findings.push(Finding::standard(126).at(record, 22));
        }
    }
}
