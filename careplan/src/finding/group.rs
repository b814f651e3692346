//! Equal findings as one line: a thousand rows with the same mistake are one thing to tell.

use serde::{Deserialize, Serialize};

use super::Finding;
use cells::places::Places;

/// Findings of the same rule, file and item, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingGroup {
    /// All of them; there is at least one, and the first stands for the rest.
    pub findings: Vec<Finding>,
}

impl FindingGroup {
    /// The one that stands for all.
    ///
    /// # Panics
    /// Never for groups made by [`group`]: they are not empty.
    #[must_use]
    pub fn first(&self) -> &Finding {
        self.findings
            .first()
            .expect("a group is made around its first finding")
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings.len()
    }
}

/// Puts findings of the same rule, file and item together, in the order of the first of each.
#[must_use]
pub fn group(findings: &[Finding]) -> Vec<FindingGroup> {
    let mut places = Places::default();
    let mut groups: Vec<FindingGroup> = Vec::new();
    let mut key = Vec::new();
    for finding in findings {
        key.clear();
        key.extend_from_slice(&finding.rule.key());
        key.extend(finding.item);
        for name in [&finding.unit, &finding.file] {
            key.push(0);
            key.extend(name.iter().flat_map(|name| name.bytes()));
        }
        let place = places.of(&key);
        match groups.get_mut(place) {
            Some(group) => group.findings.push(finding.clone()),
            None => groups.push(FindingGroup {
                findings: vec![finding.clone()],
            }),
        }
    }
    groups
}
