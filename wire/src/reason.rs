//! Why a letter is returned (差し戻し) or refused (取込不可).

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($( $(#[$doc:meta])* $name:ident, $code:literal, $ja:literal, $en:literal; )*) => {
        /// Why a letter is returned or refused, as a stable code.
        ///
        /// A statement carries the code as text, so that one which a later version adds can still be read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Reason {
            $( $(#[$doc])* $name, )*
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it stands in a statement.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The sentence in Japanese.
            pub const fn japanese(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }

            /// The sentence in English.
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

reasons! {
    /// The plan is of another month.
    WrongMonth, "wrong_month", "サービス提供年月が違います。", "It is for another month.";
    /// The person is no client of the office.
    NotOurClient, "not_our_client", "この事業所の利用者ではありません。", "The person is not a client of this office.";
    /// Files are missing.
    FileMissing, "file_missing", "足りないファイルがあります。", "A file is missing.";
    /// What it says is wrong.
    ContentWrong, "content_wrong", "内容に誤りがあります。", "The content is wrong.";
    /// It was sent twice.
    Duplicate, "duplicate", "同じものをすでに受け取っています。", "The same was received before.";
    /// The letter or a file cannot be opened.
    CannotOpen, "cannot_open", "開けませんでした。", "It could not be opened.";
    /// The care software does not take it.
    NotTakenIn, "not_taken_in", "介護ソフトに取り込めませんでした。", "The care software did not take it in.";
    /// Something else, said in the comment.
    Other, "other", "その他の理由です。コメントをご覧ください。", "Another reason, said in the comment.";
}

impl Reason {
    /// The reason of a code; one that is not known here is [`Reason::Other`].
    pub fn of(code: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.as_str() == code)
            .unwrap_or(Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_written_as_serde_writes_it() {
        for reason in Reason::ALL {
            let json = serde_json::to_string(reason).expect("a reason is a string");
            assert_eq!(json, format!("\"{}\"", reason.as_str()));
            assert_eq!(Reason::of(reason.as_str()), *reason);
            assert!(reason.japanese().ends_with('。') && reason.english().ends_with('.'));
        }
        assert_eq!(Reason::of("of_a_later_version"), Reason::Other);
    }
}
