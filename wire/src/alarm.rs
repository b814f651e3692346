//! What does not fit between the hub's word and what an office knows: in words, with what to do.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($( $(#[$doc:meta])* $name:ident, $ja:literal, $en:literal; )*) => {
        /// What does not fit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum AlarmKind {
            $( $(#[$doc])* $name, )*
        }

        impl AlarmKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What was found, in Japanese.
            pub const fn japanese(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }

            /// What was found, in English.
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

kinds! {
    /// The journal does not continue the one that was seen before.
    HistoryChanged,
        "連携基盤の記録が、前に確かめた記録とつながりません。書き換えられたか、古い状態に戻ったおそれがあります。",
        "The hub's journal does not continue the one seen before. It may have been rewritten, or put back to an earlier state.";
    /// A partner was shown another journal than this office.
    TwoStories,
        "連携基盤が、相手の事業所に別の記録を見せています。",
        "The hub shows a partner another journal than this office.";
    /// The hub calls itself by another journal or key.
    JournalReplaced,
        "連携基盤の記録の名前または鍵が、前と違います。受信と送信を止めて待っています。",
        "The hub's journal has another name or key than before. Receiving and sending wait.";
    /// A receipt's entry is not in the journal.
    EntryMissing,
        "連携基盤が受け付けたはずの送受信が、連携基盤の記録に載っていません。",
        "A letter for which the hub gave its receipt is not in the hub's journal.";
    /// An entry or its proof is not what the receipt says.
    EntryChanged,
        "連携基盤の記録が、送受信の控えと合いません。",
        "An entry of the hub's journal does not fit the receipt.";
    /// An entry's time contradicts its place.
    TimeWrong,
        "連携基盤の記録の日時が、記録の順序と合いません。",
        "The time of an entry of the hub's journal contradicts its place.";
    /// A mailbox number was passed over.
    LetterMissing,
        "受信データの番号が飛んでいます。届くはずのデータが届いていないおそれがあります。",
        "A number is missing among the received letters. Something sent to this office may not have arrived.";
    /// A mailbox number was given twice.
    NumberReused,
        "2つの受信データに同じ番号が付いています。",
        "Two received letters have the same number.";
    /// What the hub lists or delivers does not fit its receipt.
    ReceiptWrong,
        "連携基盤から届いたデータが、連携基盤の控えと合いません。そのデータは取り込んでいません。",
        "What the hub delivered does not fit its receipt. It was not taken in.";
    /// A card under this office's number that it did not make.
    CardForeign,
        "この事業所の名前で、こちらが作っていない鍵が使われています。",
        "A key that this office did not make is in use under its name.";
    /// Withdrawn, the hub says; the sender has not signed it.
    WithdrawalUnsigned,
        "連携基盤は送信元が取り消したと伝えていますが、送信元の署名がないか正しくありません。",
        "The hub says that the sender has withdrawn a letter, but the sender's signature is missing or wrong.";
    /// Collected, the hub says; the receiver has not signed it.
    StatementMissing,
        "連携基盤は相手が受け取ったと伝えていますが、相手の署名がないか正しくありません。",
        "The hub says that the recipient has collected a letter, but the recipient's signature is missing or wrong.";
}

impl AlarmKind {
    /// What to do, in Japanese.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::LetterMissing => {
                "心当たりのある事業所に電話で確かめ、連携基盤の窓口にも連絡してください。"
            }
            Self::WithdrawalUnsigned => {
                "取り消したかどうかを、送信元の事業所に電話で確かめてください。"
            }
            Self::StatementMissing => {
                "受け取ったかどうかを、相手の事業所に電話で確かめてください。"
            }
            Self::CardForeign => {
                "連携基盤の窓口に電話し、解決するまで、この事業所あてに送らないよう相手の事業所に伝えてください。"
            }
            _ => "連携基盤の窓口に、この文を伝えて確かめてください。",
        }
    }

    /// What to do, in English.
    pub const fn advice_english(self) -> &'static str {
        match self {
            Self::LetterMissing => {
                "Ask the offices that may have sent something by telephone, and tell the hub's operator."
            }
            Self::WithdrawalUnsigned => {
                "Ask the sender by telephone whether the letter was withdrawn."
            }
            Self::StatementMissing => {
                "Ask the recipient by telephone whether the letter was received."
            }
            Self::CardForeign => {
                "Call the hub's operator, and ask partners not to send to this office until it is resolved."
            }
            _ => "Tell the hub's operator this sentence, and ask what has happened.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_short_and_ends_as_one() {
        for kind in AlarmKind::ALL {
            for sentence in [kind.japanese(), kind.advice()] {
                assert!(sentence.ends_with('。'), "{sentence}");
                assert!(sentence.matches('。').count() <= 2, "{sentence}");
            }
            for sentence in [kind.english(), kind.advice_english()] {
                assert!(sentence.ends_with('.'), "{sentence}");
            }
        }
    }
}
