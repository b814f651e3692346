//! 利用申請: how an office asks to take part, before the hub knows its certificate.
//!
//! It is spoken to the hub's public listener, which shows a server certificate and asks for none.

use crate::signed::Statable;
use crate::{Octets, OfficeNumber, ServiceType, Time, is_unseen};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Paths of the public listener, as axum writes them.
pub mod path {
    /// `POST` a `Signed<Application>`: 201 with [`super::Received`]; the same again 200; anything else under its id 409.
    pub const APPLICATIONS: &str = "/v1/applications";
    /// `GET` with the token as bearer (RFC 6750): [`super::Standing`].
    pub const APPLICATION: &str = "/v1/applications/{id}";
}

/// The name of an application: a UUID of version 7 (RFC 9562), made by the office's server and kept there before the first try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
#[serde(transparent)]
pub struct ApplicationId(pub Uuid);

impl ApplicationId {
    /// A new id, from the clock and the system's randomness.
    #[expect(
        clippy::new_without_default,
        reason = "a default that differs each time would surprise"
    )]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ApplicationId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// What an office says when it applies, signed by its connection key: so it holds the key that it shows.
///
/// Exactly one of `request` and `certificate` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Always `careplan-link/application`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// The application: the same id and text again are the same application.
    pub id: ApplicationId,
    /// 事業所番号.
    pub number: OfficeNumber,
    /// The service types under which it will send and receive, at least one.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// The office's telephone number.
    pub telephone: String,
    /// The office's e-mail address.
    pub email: String,
    /// A request for a certificate of the hub's own CA (PKCS#10, DER).
    pub request: Option<Octets>,
    /// A certificate of another CA that the hub accepts, such as the claims CA's (X.509, DER).
    pub certificate: Option<Octets>,
    /// The office's time.
    pub time: Time,
}

impl Application {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for Application {
    const TYPE: &'static str = "careplan-link/application";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}

/// The longest name of an office, in characters.
const NAME: usize = 100;
/// The longest telephone number, in octets.
const TELEPHONE: usize = 20;
/// The longest e-mail address, in octets (RFC 5321 section 4.5.3.1).
const EMAIL: usize = 254;

/// Whether an office can be called so: any characters that are seen, with no space at either end.
///
/// 「（株）」, 「①」, 「Ⅱ」 and full-width letters stand in the names of real offices.
pub fn is_office_name(text: &str) -> bool {
    (1..=NAME).contains(&text.chars().count())
        && text.trim() == text
        && !text.chars().any(is_unseen)
}

/// Whether this is a telephone number: at least nine digits, and the signs that people write between them.
pub fn is_telephone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = |octet: u8| octet.is_ascii_digit() || b"+-() ".contains(&octet);
    text.len() <= TELEPHONE && digits >= 9 && text.bytes().all(is_number)
}

/// Whether this is a mailbox at a host, without the forms that nobody uses (RFC 5321 section 4.1.2).
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let is_local =
        |octet: u8| octet.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&octet);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
    };
    text.len() <= EMAIL
        && (1..=64).contains(&local.len())
        && local.bytes().all(is_local)
        && host.contains('.')
        && host.split('.').all(is_label)
}

/// How far an application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// 申請中: the hub's operator has not decided.
    Applied,
    /// 承認: the certificate is registered, and the office can begin.
    Approved,
    /// 差し戻し: with a reason; the office applies again.
    Returned,
}

impl ApplicationState {
    /// As it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }
}

/// An application as its applicant sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// The application.
    pub id: ApplicationId,
    /// How far it is.
    pub state: ApplicationState,
    /// Why it was returned, in the operator's words.
    pub reason: Option<String>,
    /// When it came in, by the hub's clock.
    pub applied: Time,
    /// When the operator decided.
    pub decided: Option<Time>,
    /// The connection certificate (X.509, DER), once approved.
    pub certificate: Option<Octets>,
}

/// The answer to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Received {
    /// The application.
    pub id: ApplicationId,
    /// Whoever has this may ask how far it is: 64 hexadecimal digits, given once.
    pub token: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_e_mail_address_is_a_mailbox_at_a_host() {
        for good in [
            "office@example.com",
            "a.b+c@mail.example.co.jp",
            "o'neil@example.org",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "office",
            "@example.com",
            "office@",
            "office@example",
            "office@-a.com",
            "a b@example.com",
            "office@example..com",
            "見本@example.com",
            "a@b@example.com\r\nto: x@example.com",
            "<a@example.com>",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn an_office_is_called_what_can_be_seen() {
        for good in [
            "はじめのいっぽ（利用申請の見本）",
            "（株）見本ケア・第２事業所",
            "㈱ケアセンターⅡ ①号館",
            "Ｃａｒｅ Офис",
            "髙﨑ケアプラン",
        ] {
            assert!(is_office_name(good), "{good}");
        }
        for bad in [
            "",
            " 見本",
            "見本\u{3000}",
            "見本\u{202e}所",
            "見\u{200b}本",
            "見本\n所",
            &"見".repeat(101),
        ] {
            assert!(!is_office_name(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_telephone_number_has_nine_digits_or_more_and_no_words() {
        for good in ["000-0000-0000", "03 (0000) 0000", "+81-3-0000-0000"] {
            assert!(is_telephone(good), "{good}");
        }
        for bad in [
            "",
            "000",
            "000-0000-0000; x",
            "０００-００００-００００",
            &"0".repeat(21),
        ] {
            assert!(!is_telephone(bad), "{bad}");
        }
    }
}
