//! 利用状況 and 利用申請, as an office sees them at its own server.

use super::Words;
use crate::application::ApplicationState;
use crate::{OfficeNumber, ServiceType, Time};
use serde::{Deserialize, Serialize};

/// Names of the fields of the form by which an office applies (multipart).
pub mod field {
    /// サービス種類コード; as often as there are.
    pub const SERVICE_TYPES: &str = "service_types";
    /// The office's telephone number.
    pub const TELEPHONE: &str = "telephone";
    /// The office's e-mail address.
    pub const EMAIL: &str = "email";
    /// What the connection will be made with: [`MADE`] or [`FILE`].
    pub const WITH: &str = "with";
    /// A .p12 or .pfx file, for [`FILE`].
    pub const CERTIFICATE: &str = "certificate";
    /// The password of the file.
    pub const PASSWORD: &str = "password";
    /// The server makes the key; it never leaves the server.
    pub const MADE: &str = "made";
    /// The office has a certificate with its key already.
    pub const FILE: &str = "file";
}

/// How an office takes part, and how far its application is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participation {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// 事業所名.
    pub name: String,
    /// 利用期間, once the hub has told.
    pub licence: Option<OwnLicence>,
    /// The application that was made last.
    pub application: Option<OwnApplication>,
    /// The form, for an administrator of an office that can apply now.
    pub form: Option<ApplicationForm>,
    /// Why an administrator cannot apply just now, if there is something to say.
    pub hindrance: Option<Words>,
    /// What the hub's operator has to say.
    pub announcements: Vec<Words>,
}

/// From when until when an office takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnLicence {
    /// First moment.
    pub from: Time,
    /// End.
    pub until: Time,
    /// How it stands, how it goes on, and what it costs.
    pub sentences: Vec<Words>,
}

/// An application, as its office sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnApplication {
    /// How far it is.
    pub state: ApplicationState,
    /// The same in a sentence, with what comes next.
    pub sentence: Words,
    /// Why it was returned, in the operator's words.
    pub reason: Option<String>,
    /// When it was made.
    pub applied: Time,
    /// When it was decided.
    pub decided: Option<Time>,
}

/// What the form begins with: what the office said last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationForm {
    /// Every service type that is exchanged, the office's own first.
    pub services: Vec<Service>,
    /// The office's telephone number.
    pub telephone: String,
    /// The office's e-mail address.
    pub email: String,
}

/// A service type that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Service {
    /// サービス種類コード.
    pub code: ServiceType,
    /// Its name in the standard.
    pub name: String,
    /// Whether it is the office's.
    pub chosen: bool,
}
