//! From records to papers: equal form, person, occasion and sending unit are one paper.

use careplan::{Document, Kind, Places, Reading, Record, ordered, units};

use super::{Binder, Fate, Leaf, Spot, Supplement, Whom};
use crate::paper::Form;

/// Sorts the records of all files into papers, ordered by person, form and occasion.
pub(super) fn sort(readings: &[Reading]) -> Binder {
    let mut unit_of = vec![None; readings.len()];
    for (place, unit) in units(readings).iter().enumerate() {
        for &file in &unit.files {
            unit_of[file] = Some(place);
        }
    }
    let mut binder = Binder::default();
    // The number of a key is the place of its leaf, until they are put in order.
    let mut index = Places::default();
    for (file, reading) in readings.iter().enumerate() {
        let Some(document) = &reading.document else {
            continue;
        };
        let Some(form) = form_of(document.kind()) else {
            continue;
        };
        let file_number = u32::try_from(file).expect("fewer files than 2 to the 32");
        for record in document.records() {
            let spot = Spot {
                file: file_number,
                record: u32::try_from(record.index()).expect("fewer records than bytes"),
            };
            add(&mut binder, &mut index, form, record, spot, unit_of[file]);
        }
    }
    let key = |place: usize| {
        let leaf: &Leaf = &binder.leaves[place];
        (&leaf.whom, leaf.form, &leaf.occasion, leaf.unit)
    };
    let order = ordered(binder.leaves.len(), &mut |one, other| key(one) < key(other));
    let mut leaves: Vec<Option<Leaf>> = binder.leaves.into_iter().map(Some).collect();
    binder.leaves = order
        .into_iter()
        .filter_map(|place| leaves[place].take())
        .collect();
    binder
}

fn add(
    binder: &mut Binder,
    index: &mut Places,
    form: Form,
    record: Record<'_>,
    spot: Spot,
    unit: Option<usize>,
) {
    let document = record.document();
    let whom = (value(record, 2), value(record, 3));
    let occasion = occasion(document, record);
    let mut key = vec![form as u8, u8::from(document.kind().is_withdrawal())];
    // Delete files are told apart by what they take away; all else of one form belongs together.
    if document.kind().is_withdrawal() {
        key.extend(document.kind().prefix().bytes());
        key.extend(value(record, 5));
        key.extend(value(record, 6));
    }
    key.extend(unit.unwrap_or(usize::MAX).to_le_bytes());
    for part in [&whom.0, &whom.1, &occasion] {
        key.push(0);
        key.extend(part);
    }
    if document.kind() == Kind::Supplement {
        let supplement = Supplement {
            unit,
            occasion: occasion.clone(),
            spot,
        };
        let of_person = binder.supplements.entry(whom.clone(), Vec::new);
        of_person.push(supplement);
    }
    let place = index.of(&key);
    if place == binder.leaves.len() {
        binder.leaves.push(new_leaf(form, whom, occasion, unit));
    }
    binder.leaves[place].spots.push(spot);
}

fn new_leaf(form: Form, whom: Whom, occasion: Vec<u8>, unit: Option<usize>) -> Leaf {
    Leaf {
        form,
        whom,
        occasion,
        unit,
        spots: Vec::new(),
        fate: Fate::default(),
    }
}

/// On which form the records of a kind stand.
fn form_of(kind: Kind) -> Option<Form> {
    Some(match kind {
        Kind::Supplement => Form::Supplement,
        Kind::Form1 => Form::Form1,
        Kind::Form2 => Form::Form2,
        Kind::Form3 => Form::Form3,
        Kind::Plan | Kind::Result => Form::Form6,
        Kind::Form7 => Form::Form7,
        Kind::Basic | Kind::BasicDay | Kind::BasicIllness => Form::Basic,
        Kind::Preventive | Kind::PreventiveSupport => Form::Preventive,
        Kind::BasicImage => return None,
        Kind::WithdrawForm1
        | Kind::WithdrawPlan
        | Kind::WithdrawResult
        | Kind::WithdrawBasic
        | Kind::WithdrawPreventive => Form::Withdrawal,
    })
}

/// The month or day that tells the papers of a person apart.
fn occasion(document: &Document, record: Record<'_>) -> Vec<u8> {
    let kind = document.kind();
    let fields: &[&str] = match kind {
        // 利用者補足情報 belongs to a service month, or with month 000000 to a care plan.
        Kind::Supplement => &["target_month", "care_plan_date"],
        _ => &[
            "target_month",
            "care_plan_date",
            "consultation_date",
            "preventive_plan_date",
        ],
    };
    fields
        .iter()
        .filter_map(|field| kind.item(field))
        .map(|item| value(record, item.number))
        .find(|value| value.iter().any(|byte| *byte != b'0'))
        .unwrap_or_default()
}

/// The bytes of an item without the spaces around them.
fn value(record: Record<'_>, item: u8) -> Vec<u8> {
    record
        .bytes(item)
        .map(|bytes| bytes.trim_ascii().to_vec())
        .unwrap_or_default()
}
