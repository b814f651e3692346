//! What is new in a newer version of a plan, as sentences by person and office.

use careplan::Reading;

use crate::drawing::Tag;
use crate::pen::Pen;
use crate::protocol::{How, Sheet};

/// Draws the changes from an older version to a newer one.
#[must_use]
pub fn changes(older: &[Reading], newer: &[Reading], how: &How) -> Sheet {
    let changes = careplan::changes(older, newer);
    let mut pen = Pen::new(how);
    if changes.is_empty() {
        let none = pen.pick(
            "予定の内容に変わりはありません。",
            "Nothing has changed in the plan.",
        );
        pen.word(Tag::P, "changes-none", none);
    }
    // Changes come sorted by person.
    let of_one = |one: &careplan::Change, other: &careplan::Change| {
        (one.insurer_number, one.insured_number) == (other.insurer_number, other.insured_number)
    };
    for of_person in changes.chunk_by(of_one) {
        let number = of_person[0].insured_number.to_string();
        let name = match &of_person[0].name {
            Some(name) => format!("{name}（{number}）"),
            None => number,
        };
        pen.word(Tag::Heading, "changes-name", &name);
        pen.within(Tag::Ul, "changes-list", |pen| {
            for change in of_person {
                let number = change.office_number.to_string();
                let office = change.office_name.as_deref().unwrap_or(&number);
                let sentence = format!("{}（{office}）", pen.phrase(&change.sentence));
                pen.word(Tag::Li, "", &sentence);
            }
        });
    }
    Sheet {
        drawing: pen.done(),
        ..Sheet::default()
    }
}
