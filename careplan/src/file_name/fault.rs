//! What is wrong with a file's name, without the words for it: who only opens a file needs none.

use crate::finding::{Finding, RuleId};

/// One thing that is wrong or odd; it becomes a [`Finding`] where somebody is told.
#[derive(Debug)]
pub(crate) struct NameFault {
    rule: RuleId,
    found: Option<String>,
    expected: Option<(String, String)>,
}

impl NameFault {
    pub(super) fn standard(number: u16) -> Self {
        Self::of(RuleId::Standard(number))
    }

    pub(super) fn own(number: u16) -> Self {
        Self::of(RuleId::Own(number))
    }

    fn of(rule: RuleId) -> Self {
        Self {
            rule,
            found: None,
            expected: None,
        }
    }

    /// Quotes what stands there.
    pub(super) fn found(mut self, text: &str) -> Self {
        self.found = Some(text.to_owned());
        self
    }

    /// What should stand there, in Japanese and English.
    pub(super) fn expected(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.expected = Some((ja.into(), en.into()));
        self
    }
}

impl From<NameFault> for Finding {
    fn from(fault: NameFault) -> Self {
        let mut finding = Self::of(fault.rule);
        if let Some(found) = fault.found {
            finding = finding.found(&found);
        }
        match fault.expected {
            Some((ja, en)) => finding.expected(ja, en),
            None => finding,
        }
    }
}
