//! The hub's contract (`/v1`), spoken over mTLS by an office's server.
//!
//! A caller that may act for several offices names one by `?office=`.
//! Errors are [`crate::Problem`]s.

use crate::{
    EnvelopeId, Octets, OfficeCard, OfficeNumber, Receipt, ServiceType, Signed, State, Statement,
    Time, statement::Checkpoint,
};
use serde::{Deserialize, Serialize};

/// Paths, as axum writes them.
pub mod path {
    /// `GET ?query=`: [`super::Directory`].
    pub const OFFICES: &str = "/v1/offices";
    /// `GET`: [`super::OfficeRecord`].
    pub const OFFICE: &str = "/v1/offices/{number}";
    /// `PUT` a `Signed<OfficeCard>`: publish or renew one's own card; 204.
    pub const CARD: &str = "/v1/offices/{number}/card";
    /// `PUT` multipart `label` (JSON), `manifest` (DER), `body` (DER): 201 or 200 with `Signed<Receipt>`.
    /// `GET`: [`super::MailboxItem`]. `DELETE`: withdraw, answers [`super::StateChange`].
    pub const ENVELOPE: &str = "/v1/envelopes/{id}";
    /// `GET`: the sealed body as octets, with ranges (RFC 9110 section 14). The receiver's first fetch collects the letter.
    pub const BODY: &str = "/v1/envelopes/{id}/body";
    /// `POST` a `Signed<Statement>` whose act is `collected`: [`super::StateChange`].
    pub const COLLECTED: &str = "/v1/envelopes/{id}/collected";
    /// `GET ?after=&changed_after=&limit=`: [`super::Mailbox`].
    pub const INBOX: &str = "/v1/inbox";
    /// `GET ?after=&changed_after=&limit=`: [`super::Mailbox`].
    pub const OUTBOX: &str = "/v1/outbox";
    /// `GET ?after=`: server-sent events, each `event: cursor` with [`super::Cursor`] as JSON data.
    pub const EVENTS: &str = "/v1/events";
    /// `GET`: the hub's journal id, key and newest checkpoint, [`super::Journal`].
    pub const CHECKPOINT: &str = "/v1/journal/checkpoint";
    /// `GET ?leaf=` or `?index=`, `&size=`: [`crate::journal::InclusionProof`], in the tree of a checkpoint's size.
    pub const INCLUSION: &str = "/v1/journal/proof/inclusion";
    /// `GET ?first=&second=`: [`crate::journal::ConsistencyProof`] between the trees of two checkpoints' sizes.
    pub const CONSISTENCY: &str = "/v1/journal/proof/consistency";
    /// `GET ?after=&limit=`: [`crate::journal::Entries`], hashes for all. `?letter=` or `?own=true`: those of one's letter or office.
    pub const ENTRIES: &str = "/v1/journal/entries";
    /// `GET`: the OpenAPI document.
    pub const OPENAPI: &str = "/v1/openapi.json";
}

/// Names of the three parts of a deposit.
pub mod part {
    /// The label, JSON.
    pub const LABEL: &str = "label";
    /// The sealed manifest, DER.
    pub const MANIFEST: &str = "manifest";
    /// The sealed body, DER.
    pub const BODY: &str = "body";
}

/// The largest deposit that a hub takes, all parts together, in octets.
pub const DEPOSIT_LIMIT: u64 = 64 * 1024 * 1024;

/// An answer of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Directory {
    /// Offices by number, at most 100.
    pub offices: Vec<Office>,
    /// Whether there are more than these.
    pub more: bool,
}

/// An office as the directory lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Office {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// Its service types.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// The office's telephone number, if it gave one.
    pub telephone: Option<String>,
    /// Whether it can send and receive today.
    pub standing: Standing,
    /// First moment of its licence.
    pub active_from: Time,
    /// End of its licence.
    pub active_until: Time,
    /// Whether it has published a card, so that letters can be sealed for it.
    pub ready: bool,
}

/// Whether an office takes part today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It sends and receives.
    Active,
    /// Its licence has not begun.
    NotYet,
    /// Its licence has ended: it can collect and read, not send.
    Expired,
    /// The operator has suspended it.
    Suspended,
}

/// An office with its card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficeRecord {
    /// The directory's entry.
    pub office: Office,
    /// The card, once published.
    pub card: Option<Signed<OfficeCard>>,
    /// Earlier cards' words for this one are checked by the reader: the card before it, if there was one.
    pub previous_card: Option<Signed<OfficeCard>>,
}

/// One page of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mailbox {
    /// Letters in the order that was asked for.
    pub letters: Vec<MailboxItem>,
    /// Whether there are more after these.
    pub more: bool,
    /// The office's newest cursor at the time of the answer.
    pub cursor: u64,
}

/// A letter as its parties see it at the hub: everything but the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxItem {
    /// The letter.
    pub id: EnvelopeId,
    /// Its number in the mailbox asked for: in the inbox the receipt's `sequence`, in the outbox the sender's own count.
    pub sequence: u64,
    /// The office's cursor at the letter's last change; `changed_after` pages by it.
    pub changed: u64,
    /// The label's JSON text exactly as deposited.
    pub label: String,
    /// The sealed manifest.
    pub manifest: Octets,
    /// Size of the sealed body in octets.
    pub body_size: u64,
    /// The letter's state.
    pub state: State,
    /// The hub's receipt.
    pub receipt: Signed<Receipt>,
    /// The receiving office's statements, oldest first.
    pub statements: Vec<Signed<Statement>>,
    /// When it was collected.
    pub collected: Option<Time>,
    /// When the state last changed.
    pub since: Time,
}

/// A letter's state after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateChange {
    /// The letter.
    pub id: EnvelopeId,
    /// Its state now.
    pub state: State,
    /// Since when.
    pub since: Time,
}

/// "Something has changed": list from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cursor {
    /// Counts every change of any letter of the office.
    pub cursor: u64,
}

/// The hub's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Journal {
    /// Its id.
    pub journal: String,
    /// The public key that signs receipts and checkpoints (SubjectPublicKeyInfo, DER).
    pub key: Octets,
    /// The newest checkpoint, once there is one.
    pub checkpoint: Option<Signed<Checkpoint>>,
}
