//! Rules across the files of a unit: each row has its partner, and what both say agrees.

mod month;
mod preventive;

use crate::document::{Document, Record};
use crate::finding::{Finding, Listing};
use crate::kind::Kind;
use crate::reading::Reading;
use crate::rules::cell;
use crate::units::Unit;
use cells::places::Places;

/// What ties the files of a care plan together.
const PLAN: [&str; 3] = ["insurer_number", "insured_number", "care_plan_date"];
/// What ties the files of a month together.
const MONTH: [&str; 3] = ["insurer_number", "insured_number", "target_month"];
/// What ties 利用者基本情報 to its 別表.
const CONSULTATION: [&str; 3] = ["insurer_number", "insured_number", "consultation_date"];
/// What ties 支援計画書 to its 別表.
const PREVENTIVE: [&str; 3] = ["insurer_number", "insured_number", "preventive_plan_date"];

/// A rule that every row of one file has its row in another.
struct Relation {
    rule: u16,
    child: Kind,
    parent: Kind,
    key: [&'static str; 3],
    /// Whether a user is told of once, not for each row.
    by_user: bool,
}

/// The relations of RULES.md section 6.
const RELATIONS: [Relation; 12] = [
    Relation {
        rule: 160,
        child: Kind::Form2,
        parent: Kind::Form1,
        key: PLAN,
        by_user: false,
    },
    Relation {
        rule: 161,
        child: Kind::Form3,
        parent: Kind::Form1,
        key: PLAN,
        by_user: false,
    },
    Relation {
        rule: 162,
        child: Kind::Supplement,
        parent: Kind::Form1,
        key: PLAN,
        by_user: false,
    },
    Relation {
        rule: 163,
        child: Kind::Form1,
        parent: Kind::Supplement,
        key: PLAN,
        by_user: false,
    },
    Relation {
        rule: 164,
        child: Kind::Form1,
        parent: Kind::Form2,
        key: PLAN,
        by_user: false,
    },
    Relation {
        rule: 165,
        child: Kind::Form7,
        parent: Kind::Plan,
        key: MONTH,
        by_user: true,
    },
    Relation {
        rule: 166,
        child: Kind::Supplement,
        parent: Kind::Plan,
        key: MONTH,
        by_user: true,
    },
    Relation {
        rule: 167,
        child: Kind::Plan,
        parent: Kind::Form7,
        key: MONTH,
        by_user: true,
    },
    Relation {
        rule: 168,
        child: Kind::Plan,
        parent: Kind::Supplement,
        key: MONTH,
        by_user: true,
    },
    Relation {
        rule: 154,
        child: Kind::BasicDay,
        parent: Kind::Basic,
        key: CONSULTATION,
        by_user: false,
    },
    Relation {
        rule: 154,
        child: Kind::BasicIllness,
        parent: Kind::Basic,
        key: CONSULTATION,
        by_user: false,
    },
    Relation {
        rule: 154,
        child: Kind::PreventiveSupport,
        parent: Kind::Preventive,
        key: PREVENTIVE,
        by_user: false,
    },
];

/// Checks the files of a unit against each other. Files that could not be judged whole are left out.
pub(crate) fn check(unit: &Unit, readings: &[Reading], findings: &mut Listing) {
    let file = |kind: Kind| {
        let of_kind = |index: &&usize| readings[**index].kind == Some(kind);
        let reading = &readings[*unit.files.iter().find(of_kind)?];
        Some((reading, reading.judged()?))
    };
    for relation in &RELATIONS {
        if let (Some((child, child_rows)), Some((_, parent_rows))) =
            (file(relation.child), file(relation.parent))
        {
            relation.check(child, child_rows, parent_rows, findings);
        }
    }
    if let (Some((_, form1)), Some((reading, supplement))) =
        (file(Kind::Form1), file(Kind::Supplement))
    {
        r169(reading, supplement, form1, findings);
    }
    if let (Some(plan), Some(attachment)) = (file(Kind::Plan), file(Kind::Form7)) {
        month::check(plan, attachment, findings);
    }
    let of_month: Vec<_> = [Kind::Supplement, Kind::Plan, Kind::Form7]
        .into_iter()
        .filter_map(file)
        .collect();
    month::r174(&of_month, findings);
    if let (Some((reading, plans)), Some((_, basics))) = (file(Kind::Preventive), file(Kind::Basic))
    {
        preventive::r173(reading, plans, basics, findings);
    }
}

/// The key of a row; `None` where a part of it is wrong in itself.
fn key(record: Record<'_>, fields: &[&str; 3]) -> Option<Vec<u8>> {
    let mut key = Vec::with_capacity(32);
    for field in fields {
        let item = record.document().kind().item(field)?;
        if cell::check(record, item, record.cell(item.number)?).is_some() {
            return None;
        }
        key.extend_from_slice(&record.bytes(item.number)?);
        key.push(b',');
    }
    Some(key)
}

impl Relation {
    fn check(&self, child: &Reading, rows: &Document, parents: &Document, findings: &mut Listing) {
        let mut known = Places::default();
        for record in parents.records() {
            // A parent whose own key is wrong has its finding; its children are not orphans for that.
            let Some(key) = key(record, &self.key) else {
                return;
            };
            known.of(&key);
        }
        let field = if self.by_user {
            "insured_number"
        } else {
            self.key[2]
        };
        let mut told = Places::default();
        for record in rows.records() {
            let Some(key) = key(record, &self.key).filter(|key| known.find(key).is_none()) else {
                continue;
            };
            let item = rows
                .kind()
                .item(field)
                .expect("both kinds have the fields of the key");
            if !self.by_user || told.is_new(&key) {
                findings.push(
                    Finding::standard(self.rule)
                        .in_file(&child.name)
                        .at(record, item.number),
                );
            }
        }
    }
}

/// 利用者補足情報 agrees with 第1表 where both say something.
fn r169(reading: &Reading, supplement: &Document, form1: &Document, findings: &mut Listing) {
    const FIELDS: [&str; 6] = [
        "user_postal_code",
        "user_address_1",
        "user_address_2",
        "certification_date",
        "certification_status",
        "care_level",
    ];
    let mut keys = Places::default();
    let mut plans: Vec<Record<'_>> = Vec::new();
    for record in form1.records() {
        let Some(key) = key(record, &PLAN) else {
            continue;
        };
        // Of two plans under one key the later one counts.
        match plans.get_mut(keys.of(&key)) {
            Some(plan) => *plan = record,
            None => plans.push(record),
        }
    }
    for record in supplement.records() {
        let Some(other) = key(record, &PLAN).and_then(|key| keys.find(&key)) else {
            continue;
        };
        for field in FIELDS {
            let item = supplement
                .kind()
                .item(field)
                .expect("利用者補足情報 has the field");
            let there = form1.kind().item(field).expect("第1表 has the field");
            // What is wrong in itself has its finding.
            let are_right =
                cell::is_right(record, item.number) && cell::is_right(plans[other], there.number);
            if let (Some(mine), Some(theirs)) = (record.field(field), plans[other].field(field))
                && mine != theirs
                && are_right
            {
                let finding = Finding::standard(169)
                    .in_file(&reading.name)
                    .at(record, item.number);
                findings.push(finding.expected(theirs.to_string(), theirs.to_string()));
            }
        }
    }
}
