//! Which papers files hold together, and from which records each is filled in.

mod join;
mod sort;
mod stack;

use std::ops::Range;

use careplan::{Reading, Sorted};

pub(super) use join::withdrawn_forms;
pub(super) use stack::Stack;

use crate::paper::{Form, Head, Paper};

/// The papers of files, by person and form. Only their heads are made; a paper is laid out when it is asked for.
#[derive(Clone, Default)]
pub struct Binder {
    heads: Vec<Head>,
    leaves: Vec<Leaf>,
    /// Records of 利用者補足情報 by person.
    supplements: Sorted<Whom, Vec<Supplement>>,
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
