//! What papers of different files have to do with each other: results with plans, delete files with what they take away.

use careplan::{Kind, Reading, Serial, Sorted, era};

use super::{Binder, Fate, Leaf, Spot};
use crate::paper::Form;

/// Puts results into the plans of their month, marks what is doubled and what is withdrawn.
pub(super) fn join(binder: &mut Binder, readings: &[Reading]) {
    join_results(binder, readings);
    for place in 0..binder.leaves.len() {
        let fate = Fate {
            is_withdrawn: is_withdrawn(binder, &binder.leaves[place], readings),
            is_doubled: is_doubled(&binder.leaves[place], readings),
        };
        binder.leaves[place].fate = fate;
    }
}

/// Whether a delete file that was made later takes a paper away.
fn is_withdrawn(binder: &Binder, leaf: &Leaf, readings: &[Reading]) -> bool {
    let takes = |other: &Leaf| {
        let kind = other.spots.first().and_then(|spot| kind(*spot, readings));
        other.form == Form::Withdrawal
            && other.occasion == leaf.occasion
            && kind.is_some_and(|kind| withdrawn_forms(kind).contains(&leaf.form))
            && serial(other, readings) > serial(leaf, readings)
    };
    binder.leaves[binder.of_person(&leaf.whom)]
        .iter()
        .any(takes)
}

/// Whether several records claim to be a paper that one record fills.
fn is_doubled(leaf: &Leaf, readings: &[Reading]) -> bool {
    let main = match leaf.form {
        Form::Form1 => Kind::Form1,
        Form::Supplement => Kind::Supplement,
        Form::Basic => Kind::Basic,
        Form::Preventive => Kind::Preventive,
        _ => return false,
    };
    let mains = leaf
        .spots
        .iter()
        .filter(|spot| kind(**spot, readings) == Some(main));
    mains.count() > 1
}

/// The forms that a delete file takes away; results are a part of 第6表 and are told there.
pub(in crate::forms) fn withdrawn_forms(kind: Kind) -> &'static [Form] {
    match kind {
        Kind::WithdrawForm1 => &[Form::Form1, Form::Form2, Form::Form3, Form::Supplement],
        Kind::WithdrawPlan => &[Form::Form6, Form::Form7, Form::Supplement],
        Kind::WithdrawBasic => &[Form::Basic],
        Kind::WithdrawPreventive => &[Form::Preventive],
        _ => &[],
    }
}

/// Results of a unit of their own go into each plan of the same person and month; of one sender the latest.
fn join_results(binder: &mut Binder, readings: &[Reading]) {
    let has = |leaf: &Leaf, wanted: Kind| {
        let mut spots = leaf.spots.iter();
        leaf.form == Form::Form6 && spots.any(|spot| kind(*spot, readings) == Some(wanted))
    };
    let mut latest: Sorted<_, (Option<Serial>, usize)> = Sorted::default();
    for (place, leaf) in binder.leaves.iter().enumerate() {
        if has(leaf, Kind::Result) && !has(leaf, Kind::Plan) {
            let sender = leaf.spots.first().and_then(|spot| name(*spot, readings));
            let key = (
                leaf.whom.clone(),
                leaf.occasion.clone(),
                sender.map(|name| name.from),
            );
            let made = sender.map(|name| name.serial);
            let best = latest.entry(key, || (made, place));
            if made > best.0 {
                *best = (made, place);
            }
        }
    }
    let mut joined = vec![false; binder.leaves.len()];
    for (_, (_, place)) in latest.into_entries() {
        let result = binder.leaves[place].clone();
        for other in binder.of_person(&result.whom) {
            let plan = &mut binder.leaves[other];
            if plan.occasion == result.occasion && has(plan, Kind::Plan) {
                plan.spots.extend(&result.spots);
                joined[place] = true;
            }
        }
    }
    let mut joined = joined.into_iter();
    binder.leaves.retain(|_| joined.next() == Some(false));
}

/// Where a person has several papers of one form and occasion, says of each when its files were made.
pub(super) fn tell_apart(binder: &mut Binder, readings: &[Reading]) {
    for place in 0..binder.leaves.len() {
        let leaf = &binder.leaves[place];
        let alike = |other: &&Leaf| {
            other.form == leaf.form
                && other.whom == leaf.whom
                && other.occasion == leaf.occasion
                && other.unit != leaf.unit
        };
        // Papers are sorted, so that those alike are neighbours.
        let neighbours = [place.checked_sub(1), Some(place + 1)];
        let is_alone = !neighbours
            .into_iter()
            .flatten()
            .filter_map(|other| binder.leaves.get(other))
            .any(|other| alike(&other));
        if is_alone {
            continue;
        }
        let spot = leaf.spots.first().copied();
        if let Some(name) = spot.and_then(|spot| name(spot, readings)) {
            let (hour, minute, _) = name.serial.time();
            let when = era::short(name.serial.date());
            binder.heads[place].when.push_str(&format!(
                "（{}宛 {when} {hour}:{minute:02}）",
                name.to.office
            ));
        }
    }
}

fn kind(spot: Spot, readings: &[Reading]) -> Option<Kind> {
    file(spot, readings)
        .document
        .as_ref()
        .map(careplan::Document::kind)
}

fn name(spot: Spot, readings: &[Reading]) -> Option<&careplan::FileName> {
    file(spot, readings).file_name.as_ref()
}

fn serial(leaf: &Leaf, readings: &[Reading]) -> Option<Serial> {
    Some(name(*leaf.spots.first()?, readings)?.serial)
}

fn file(spot: Spot, readings: &[Reading]) -> &Reading {
    &readings[usize::try_from(spot.file).expect("a place in a slice")]
}
