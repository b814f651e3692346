//! An office's card in the directory: what a sender needs to seal a letter for it.

use crate::signed::Statable;
use crate::{Digest, Octets, OfficeNumber, ServiceType, Signed, Time};
use serde::{Deserialize, Serialize};

/// What an office says of itself, signed by its connection key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfficeCard {
    /// Always `careplan-link/card`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// 事業所番号.
    pub number: OfficeNumber,
    /// The service types under which it sends and receives.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// What it can take, as media types: `text/csv`, `application/pdf`, `image/jpeg`.
    pub accepts: Vec<String>,
    /// The connection certificate (X.509, DER) whose key signs this card.
    pub connection_certificate: Octets,
    /// The keys to seal for: at least one, two while one is being rotated.
    pub sealing_keys: Vec<SealingKey>,
    /// Ids of the mandates whose agents' keys a letter is sealed for as well.
    pub mandates: Vec<String>,
    /// When the card was made. A newer card takes the place of an older one.
    pub time: Time,
}

impl OfficeCard {
    /// The version of the format that we write.
    pub const FORMAT: u16 = 1;
}

impl Statable for OfficeCard {
    const TYPE: &'static str = "careplan-link/card";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}

/// A key that letters are sealed for, with the office's word that it is its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SealingKey {
    /// A self-signed P-256 certificate (X.509, DER); it names the key in a CMS recipient and makes it usable with `openssl cms`.
    pub certificate: Octets,
    /// The connection key's word for it.
    pub statement: Signed<SealingKeyStatement>,
}

/// "This sealing key is ours", signed by the connection key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SealingKeyStatement {
    /// Always `careplan-link/sealing-key`.
    pub r#type: String,
    /// Version of this format: 1.
    pub format: u16,
    /// 事業所番号.
    pub number: OfficeNumber,
    /// SHA-256 of the sealing certificate (DER).
    pub certificate_sha256: Digest,
    /// When the key may be sealed for: from.
    pub from: Time,
    /// When the key may be sealed for: until.
    pub until: Time,
}

impl Statable for SealingKeyStatement {
    const TYPE: &'static str = "careplan-link/sealing-key";

    fn stated_type(&self) -> &str {
        &self.r#type
    }
}
