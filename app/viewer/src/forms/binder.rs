//! Which papers files hold together, and from which records each is filled in.

mod join;
mod sort;

use std::collections::HashMap;
use std::ops::Range;

use careplan::{Kind, Reading, ms932};

pub(super) use join::withdrawn_forms;

use super::slip::Slip;
use crate::paper::{Form, Head, Paper};

/// The papers of files, by person and form. Only their heads are made; a paper is laid out when it is asked for.
#[derive(Clone, Default)]
pub struct Binder {
    heads: Vec<Head>,
    leaves: Vec<Leaf>,
    /// Records of 利用者補足情報 by person.
    supplements: HashMap<Whom, Vec<Supplement>>,
}

/// 保険者番号 and 被保険者番号 as sent.
type Whom = (Vec<u8>, Vec<u8>);

/// The records that one paper is filled in from.
#[derive(Clone)]
struct Leaf {
    form: Form,
    whom: Whom,
    /// The month or day that tells the papers of a person apart, as sent.
    occasion: Vec<u8>,
    /// The sending unit, by its place among the units; none for files of no unit.
    unit: Option<usize>,
    spots: Vec<Spot>,
    /// What is told of it on the screen.
    fate: Fate,
}

/// What other files here say of a paper.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Fate {
    /// A delete file that came later takes it away.
    is_withdrawn: bool,
    /// It is filled in from several records where one should be.
    is_doubled: bool,
}

/// A record of a file.
#[derive(Clone, Copy)]
struct Spot {
    file: u32,
    record: u32,
}

/// A record of 利用者補足情報 and what it belongs to.
#[derive(Clone)]
struct Supplement {
    unit: Option<usize>,
    occasion: Vec<u8>,
    spot: Spot,
}

impl Binder {
    /// Sorts the records of the files into papers.
    #[must_use]
    pub fn of(readings: &[Reading]) -> Self {
        let mut binder = sort::sort(readings);
        join::join(&mut binder, readings);
        binder.heads = (0..binder.leaves.len())
            .map(|place| super::head(&binder.stack(readings, place)))
            .collect();
        join::tell_apart(&mut binder, readings);
        binder
    }

    /// What papers there are: by person, then in the order of the forms.
    #[must_use]
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Lays a paper out, by its place among the heads; none beyond the last.
    ///
    /// `readings` are those that the binder was made of.
    #[must_use]
    pub fn paper(&self, readings: &[Reading], place: usize) -> Option<Paper> {
        (place < self.leaves.len()).then(|| super::lay_out(&self.stack(readings, place)))
    }

    /// The places of a person's papers: they stand together, since papers are sorted by person.
    fn of_person(&self, whom: &Whom) -> Range<usize> {
        let begin = self.leaves.partition_point(|leaf| leaf.whom < *whom);
        let length = self.leaves[begin..].partition_point(|leaf| leaf.whom == *whom);
        begin..begin + length
    }

    fn stack<'a>(&'a self, readings: &'a [Reading], place: usize) -> Stack<'a> {
        Stack {
            readings,
            binder: self,
            place,
        }
    }
}

/// All that one paper is filled in from.
#[derive(Clone, Copy)]
pub(super) struct Stack<'a> {
    pub(super) readings: &'a [Reading],
    binder: &'a Binder,
    place: usize,
}

impl<'a> Stack<'a> {
    fn leaf(self) -> &'a Leaf {
        &self.binder.leaves[self.place]
    }

    /// Which form it is.
    pub(super) fn form(self) -> Form {
        self.leaf().form
    }

    /// The month or day that it is of, as sent.
    pub(super) fn occasion(self) -> std::borrow::Cow<'a, str> {
        ms932::decode(&self.leaf().occasion)
    }

    /// What lists show of it. Empty while the binder is being made.
    pub(super) fn head(self) -> Head {
        self.binder
            .heads
            .get(self.place)
            .cloned()
            .unwrap_or_default()
    }

    /// Its records, in the order of the files.
    pub(super) fn all(self) -> impl Iterator<Item = Slip<'a>> {
        self.leaf().spots.iter().map(move |spot| self.slip(*spot))
    }

    /// Its records of a kind, in the order of the files.
    pub(super) fn slips(self, kind: Kind) -> impl Iterator<Item = Slip<'a>> {
        self.all()
            .filter(move |slip| slip.record.document().kind() == kind)
    }

    /// Its first record of a kind.
    pub(super) fn first(self, kind: Kind) -> Option<Slip<'a>> {
        self.slips(kind).next()
    }

    /// 利用者補足情報 for it: of the same unit if there, else of the same plan or month.
    pub(super) fn supplement(self) -> Option<Slip<'a>> {
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
    pub(super) fn any_supplement(self) -> Option<Slip<'a>> {
        let all = self.binder.supplements.get(&self.leaf().whom)?;
        self.supplement()
            .or_else(|| all.first().map(|one| self.slip(one.spot)))
    }

    /// The first record of a kind about the same person, in any paper.
    pub(super) fn of_person(self, kind: Kind) -> Option<Slip<'a>> {
        self.binder.leaves[self.binder.of_person(&self.leaf().whom)]
            .iter()
            .flat_map(|other| &other.spots)
            .map(|spot| self.slip(*spot))
            .find(|slip| slip.record.document().kind() == kind)
    }

    /// A 第1表 by this office, of whomever: it tells the office's name.
    pub(super) fn plan_by(self, office_number: &str) -> Option<Slip<'a>> {
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
    pub(super) fn papers_with(self, form: Form, is_it: impl Fn(Slip<'a>) -> bool) -> Vec<u32> {
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
    pub(super) fn picture(self, name: &str) -> Option<u32> {
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
    pub(super) fn is_withdrawn(self) -> bool {
        self.leaf().fate.is_withdrawn
    }

    /// Whether several records claim to be this one paper.
    pub(super) fn is_doubled(self) -> bool {
        self.leaf().fate.is_doubled
    }

    /// A file, by its place among those given.
    pub(super) fn reading(self, file: u32) -> &'a Reading {
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
