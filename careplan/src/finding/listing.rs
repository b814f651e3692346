//! A list of findings that stays readable: of equal ones in a file of garbage, only the first are kept.

use super::{Finding, RuleId};
use cells::places::Places;

/// How many findings of one rule and item are listed for one file.
const MOST: usize = 10_000;
/// The same once the list is long: a file of garbage breaks many rules in each of its rows.
const FEW: usize = 100;
/// How many findings make a list long.
const LONG: usize = 30_000;

/// Findings of one file or of the files of one unit, with those beyond the first of each rule and item counted only.
///
/// Nothing is hidden by it: what is left out has its like in the list, and C-007 says how much it is.
#[derive(Default)]
pub(crate) struct Listing {
    findings: Vec<Finding>,
    /// Rules and items, and how often each was found.
    places: Places,
    counts: Vec<usize>,
    left_out: usize,
}

impl Listing {
    /// Whether a rule that points at no item is listed in full already, so that its findings need not be made.
    pub(crate) fn is_full(&self, rule: RuleId) -> bool {
        let place = self.places.find(&rule.key());
        place.is_some_and(|place| self.counts[place] >= MOST)
    }

    /// Counts findings that were not made, because their rule is listed in full.
    pub(crate) fn leave_out(&mut self, count: usize) {
        self.left_out += count;
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        let [own, high, low] = finding.rule.key();
        let place = match finding.item {
            Some(item) => self.places.of(&[own, high, low, item]),
            None => self.places.of(&[own, high, low]),
        };
        if place == self.counts.len() {
            self.counts.push(0);
        }
        let count = &mut self.counts[place];
        *count += 1;
        let most = if self.findings.len() < LONG {
            MOST
        } else {
            FEW
        };
        if *count <= most {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    /// How many were found, those that are left out included.
    pub(crate) fn len(&self) -> usize {
        self.findings.len() + self.left_out
    }

    /// The findings, with a word about those that are left out.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        if self.left_out > 0 {
            let left_out = self.left_out.to_string();
            self.findings.push(Finding::own(7).found(&left_out));
        }
        self.findings
    }
}

impl Extend<Finding> for Listing {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}
