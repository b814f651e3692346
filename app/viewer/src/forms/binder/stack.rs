//! All that one paper is filled in from, for the forms to ask.

use careplan::{Kind, Reading, ms932};

use super::super::slip::Slip;
use super::{Binder, Leaf, Spot, Supplement};
use crate::paper::{Form, Head};

/// All that one paper is filled in from.
#[derive(Clone, Copy)]
pub(in crate::forms) struct Stack<'a> {
    pub(in crate::forms) readings: &'a [Reading],
    pub(super) binder: &'a Binder,
    pub(super) place: usize,
}

impl<'a> Stack<'a> {
    fn leaf(self) -> &'a Leaf {
        &self.binder.leaves[self.place]
    }

    /// Which form it is.
    pub(in crate::forms) fn form(self) -> Form {
        self.leaf().form
    }

    /// The month or day that it is of, as sent.
    pub(in crate::forms) fn occasion(self) -> std::borrow::Cow<'a, str> {
        ms932::decode(&self.leaf().occasion)
    }

    /// What lists show of it. Empty while the binder is being made.
    pub(in crate::forms) fn head(self) -> Head {
        self.binder
            .heads
            .get(self.place)
            .cloned()
            .unwrap_or_default()
    }

    /// Its records, in the order of the files.
    pub(in crate::forms) fn all(self) -> impl Iterator<Item = Slip<'a>> {
        self.leaf().spots.iter().map(move |spot| self.slip(*spot))
    }

    /// Its records of a kind, in the order of the files.
    pub(in crate::forms) fn slips(self, kind: Kind) -> impl Iterator<Item = Slip<'a>> {
        self.all()
            .filter(move |slip| slip.record.document().kind() == kind)
    }

    /// Its first record of a kind.
    pub(in crate::forms) fn first(self, kind: Kind) -> Option<Slip<'a>> {
        self.slips(kind).next()
    }

    /// 利用者補足情報 for it: of the same unit if there, else of the same plan or month.
    pub(in crate::forms) fn supplement(self) -> Option<Slip<'a>> {
        let leaf = self.leaf();
        let all = self.binder.supplements.get(&leaf.whom)?;
        let of_occasion = |one: &&Supplement| one.occasion == leaf.occasion;
        all.iter()
            .filter(of_occasion)
            .find(|one| one.unit == leaf.unit)
            .or_else(|| all.iter().find(of_occasion))
            .map(|one| self.slip(one.spot))
    }

    /// Any 利用者補足情報 of the person: good for the name, not for what changes from month to month.
    pub(in crate::forms) fn any_supplement(self) -> Option<Slip<'a>> {
        let all = self.binder.supplements.get(&self.leaf().whom)?;
        self.supplement()
            .or_else(|| all.first().map(|one| self.slip(one.spot)))
    }

    /// The first record of a kind about the same person, in any paper.
    pub(in crate::forms) fn of_person(self, kind: Kind) -> Option<Slip<'a>> {
        self.binder.leaves[self.binder.of_person(&self.leaf().whom)]
            .iter()
            .flat_map(|other| &other.spots)
            .map(|spot| self.slip(*spot))
            .find(|slip| slip.record.document().kind() == kind)
    }

    /// A 第1表 by this office, of whomever: it tells the office's name.
    pub(in crate::forms) fn plan_by(self, office_number: &str) -> Option<Slip<'a>> {
        let plans = self
            .binder
            .leaves
            .iter()
            .filter(|leaf| leaf.form == Form::Form1);
        plans
            .filter_map(|leaf| leaf.spots.first())
            .map(|spot| self.slip(*spot))
            .find(|slip| slip.is("care_manager_office_number", office_number))
    }

    /// The places among the heads of the papers of a form, of the same person and occasion, with such a record.
    pub(in crate::forms) fn papers_with(
        self,
        form: Form,
        is_it: impl Fn(Slip<'a>) -> bool,
    ) -> Vec<u32> {
        let leaf = self.leaf();
        let is_it = |place: &usize| {
            let other = &self.binder.leaves[*place];
            (other.form, &other.occasion) == (form, &leaf.occasion)
                && other.spots.iter().any(|spot| is_it(self.slip(*spot)))
        };
        let places = self.binder.of_person(&leaf.whom).filter(is_it);
        places
            .filter_map(|place| u32::try_from(place).ok())
            .collect()
    }

    /// The picture of a name, by its place among the files; one in the same folder first.
    pub(in crate::forms) fn picture(self, name: &str) -> Option<u32> {
        let folder = self
            .all()
            .next()
            .map(|slip| self.reading(slip.file).folder());
        let is_it = |reading: &Reading| {
            reading.kind == Some(Kind::BasicImage) && reading.base_name() == name
        };
        let place = self
            .readings
            .iter()
            .position(|reading| is_it(reading) && Some(reading.folder()) == folder)
            .or_else(|| self.readings.iter().position(is_it))?;
        u32::try_from(place).ok()
    }

    /// Whether a delete file takes it away.
    pub(in crate::forms) fn is_withdrawn(self) -> bool {
        self.leaf().fate.is_withdrawn
    }

    /// Whether several records claim to be this one paper.
    pub(in crate::forms) fn is_doubled(self) -> bool {
        self.leaf().fate.is_doubled
    }

    /// A file, by its place among those given.
    pub(in crate::forms) fn reading(self, file: u32) -> &'a Reading {
        &self.readings[usize::try_from(file).expect("a place in a slice")]
    }

    fn slip(self, spot: Spot) -> Slip<'a> {
        let document = self
            .reading(spot.file)
            .document
            .as_ref()
            .expect("spots are made of documents");
        Slip {
            file: spot.file,
            record: document.record(usize::try_from(spot.record).expect("a place in a slice")),
        }
    }
}
