//! The words that findings are told with: languages, phrases, how serious, and who can mend.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The language of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 日本語.
    #[default]
    Ja,
    /// English.
    En,
}

/// A short text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phrase {
    /// In Japanese.
    pub ja: Cow<'static, str>,
    /// In English.
    pub en: Cow<'static, str>,
}

impl Phrase {
    /// A phrase that is known beforehand.
    #[must_use]
    pub const fn fixed(ja: &'static str, en: &'static str) -> Self {
        Self {
            ja: Cow::Borrowed(ja),
            en: Cow::Borrowed(en),
        }
    }

    /// A phrase made of what was found.
    #[must_use]
    pub fn made(ja: String, en: String) -> Self {
        Self {
            ja: Cow::Owned(ja),
            en: Cow::Owned(en),
        }
    }

    /// The text in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// How serious a finding is, most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// エラー: the unit cannot be sent.
    Error,
    /// 警告: it can be sent, but should be looked at.
    Warning,
    /// お知らせ: worth knowing.
    Note,
}

impl Severity {
    /// The word on the screen.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Error, Lang::Ja) => "エラー",
            (Self::Warning, Lang::Ja) => "警告",
            (Self::Note, Lang::Ja) => "お知らせ",
            (Self::Error, Lang::En) => "Error",
            (Self::Warning, Lang::En) => "Warning",
            (Self::Note, Lang::En) => "Note",
        }
    }
}

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// 介護ソフトで直す: in the care software that wrote the file.
    CareSoftware,
    /// ここで直せる: here, on this screen.
    Here,
    /// 相手に連絡: the office that sent it.
    Partner,
}

impl Who {
    /// The words on the screen.
    #[must_use]
    pub fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::CareSoftware, Lang::Ja) => "介護ソフトで直す",
            (Self::Here, Lang::Ja) => "ここで直せる",
            (Self::Partner, Lang::Ja) => "相手に連絡",
            (Self::CareSoftware, Lang::En) => "Mend in the care software",
            (Self::Here, Lang::En) => "Can be mended here",
            (Self::Partner, Lang::En) => "Contact the partner",
        }
    }
}
