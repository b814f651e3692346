//! Every page and its path, in one place.

use wire::EnvelopeId;

/// Where a person can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// `/`: leads to 受信一覧 until there is 今月の状況.
    Home,
    /// ログイン.
    Login,
    /// 受信一覧.
    Inbox,
    /// 受信データ詳細確認.
    Letter(EnvelopeId),
    /// 新規作成.
    Send,
    /// 送信一覧.
    Sent,
    /// 送信済データ詳細確認.
    SentLetter(EnvelopeId),
    /// ファイルを点検する, without login.
    Check,
    /// 予定と実績 of a received letter, or of the files that are being checked, without login.
    Compare(Option<EnvelopeId>),
    /// 利用状況, with 利用申請.
    Participation,
    /// No such page.
    NotFound,
}

impl Page {
    /// The page of a path.
    pub fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["login"] => Self::Login,
            ["inbox"] => Self::Inbox,
            ["inbox", id] => id.parse().map_or(Self::NotFound, Self::Letter),
            ["send"] => Self::Send,
            ["sent"] => Self::Sent,
            ["sent", id] => id.parse().map_or(Self::NotFound, Self::SentLetter),
            ["settings", "application"] => Self::Participation,
            ["check"] => Self::Check,
            ["compare"] => Self::Compare(None),
            ["compare", id] => id
                .parse()
                .map_or(Self::NotFound, |id| Self::Compare(Some(id))),
            _ => Self::NotFound,
        }
    }

    /// The path of the page.
    pub fn path(self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".to_owned(),
            Self::Login => "/login".to_owned(),
            Self::Inbox => "/inbox".to_owned(),
            Self::Letter(id) => format!("/inbox/{id}"),
            Self::Send => "/send".to_owned(),
            Self::Sent => "/sent".to_owned(),
            Self::SentLetter(id) => format!("/sent/{id}"),
            Self::Participation => "/settings/application".to_owned(),
            Self::Check => "/check".to_owned(),
            Self::Compare(None) => "/compare".to_owned(),
            Self::Compare(Some(id)) => format!("/compare/{id}"),
        }
    }

    /// Whether it can be seen without signing in.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Check | Self::Compare(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_by_its_own_path() {
        let id = EnvelopeId::from_bytes([7; 16]);
        for page in [
            Page::Home,
            Page::Login,
            Page::Inbox,
            Page::Letter(id),
            Page::Send,
            Page::Sent,
            Page::SentLetter(id),
            Page::Participation,
            Page::Check,
            Page::Compare(None),
            Page::Compare(Some(id)),
        ] {
            assert_eq!(Page::of(&page.path()), page);
        }
    }

    #[test]
    fn a_path_that_is_no_page_is_not_found() {
        assert_eq!(Page::of("/inbox/not-an-id"), Page::NotFound);
        assert_eq!(Page::of("/inboxes"), Page::NotFound);
    }

    #[test]
    fn only_the_validator_is_open() {
        assert!(Page::Check.is_open());
        assert!(Page::Compare(None).is_open());
        assert!(!Page::Compare(Some(EnvelopeId::from_bytes([7; 16]))).is_open());
        assert!(!Page::Inbox.is_open());
    }
}
