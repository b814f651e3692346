//! What became of a use, and how much of it there was, in words: the same on screens, paper and the command line.

use super::{ServiceUse, UseKind};
use crate::finding::Phrase;

impl UseKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> Phrase {
        match self {
            Self::AsPlanned => Phrase::fixed("予定どおり", "As planned"),
            Self::Moved => Phrase::fixed("時刻の違い", "Other time"),
            Self::PlannedOnly => Phrase::fixed("予定のみ", "Planned only"),
            Self::ActualOnly => Phrase::fixed("実績のみ", "Done only"),
            Self::Differs => Phrase::fixed("回数・単位の違い", "Count or units differ"),
            Self::NotArrived => Phrase::fixed("未着", "Not arrived"),
        }
    }
}

impl ServiceUse {
    /// 9:00〜10:00 1回 387単位, and what else tells it apart.
    #[must_use]
    pub fn words(&self) -> Phrase {
        let mut parts: Vec<(String, String)> = Vec::new();
        let both = |text: &str| (text.to_owned(), text.to_owned());
        if let (Some(start), Some(end)) = (&self.start, &self.end) {
            parts.push((format!("{start}〜{end}"), format!("{start}-{end}")));
        }
        let count = self.count;
        parts.push((format!("{count}回"), format!("{count} times")));
        if let Some(units) = self.units {
            parts.push((format!("{units}単位"), format!("{units} units")));
        }
        if let Some(days) = self.proration_days {
            parts.push((format!("日割{days}日"), format!("{days} days pro rata")));
        }
        if self.over_30_days {
            parts.push(("30日超".to_owned(), "beyond 30 days".to_owned()));
        }
        if let Some(satellite) = &self.satellite {
            parts.push((
                format!("サテライト {satellite}"),
                format!("satellite {satellite}"),
            ));
        }
        parts.extend(self.equipment_code.as_deref().map(both));
        let (ja, en): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
        Phrase::made(ja.join(" "), en.join(" "))
    }
}
