//! 利用申請: how an office asks to take part, before the hub knows its certificate.
//!
//! It is spoken to the hub's public listener, which shows a server certificate and asks for none.

use crate::signed::Statable;
use crate::{Octets, OfficeNumber, ServiceType, Time};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Paths of the public listener, as axum writes them.
pub mod path {
    /// `POST` a `Signed<Application>`: 201 with [`super::Received`].
    pub const APPLICATIONS: &str = "/v1/applications";
    /// `GET` with the token as bearer (RFC 6750): [`super::Standing`].
    pub const APPLICATION: &str = "/v1/applications/{id}";
}

/// The name of an application: a UUID of version 7, made by the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Uuid))]
#[serde(transparent)]
pub struct ApplicationId(pub Uuid);

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
