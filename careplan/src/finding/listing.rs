//! A list of findings that stays readable: of equal ones in a file of garbage, only the first are kept.

use std::collections::HashMap;

use super::{Finding, RuleId};

/// How many findings of one rule and item are listed for one file.
const MOST: usize = 10_000;

/// Findings of one file, with those beyond the first of each rule and item counted only.
///
/// Nothing is hidden by it: what is left out has its like in the list, and C-007 says how much it is.
#[derive(Default)]
pub(crate) struct Listing {
    findings: Vec<Finding>,
    counts: HashMap<(RuleId, Option<u8>), usize>,
    left_out: usize,
}

impl Listing {
    /// Whether a rule that points at no item is listed in full already, so that its findings need not be made.
    pub(crate) fn is_full(&self, rule: RuleId) -> bool {
        self.counts
            .get(&(rule, None))
            .is_some_and(|count| *count >= MOST)
    }

    /// Counts a finding that was not made, because its rule is listed in full.
    pub(crate) fn leave_out(&mut self) {
        self.left_out += 1;
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        let count = self.counts.entry((finding.rule, finding.item)).or_default();
        *count += 1;
        if *count <= MOST {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
        }
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
