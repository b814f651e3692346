//! The hub's contract (`/v1`), spoken over mTLS by an office's server.
//!
//! A caller that may act for several offices names one by `?office=`.
//! Errors are [`crate::Problem`]s.

use crate::{
    EnvelopeId, Mandate, NonDelivery, Octets, OfficeCard, OfficeNumber, Receipt, ServiceType,
    Signed, State, Statement, Time, Withdrawal, statement::Checkpoint,
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
    /// `GET`: [`super::MailboxItem`].
    pub const ENVELOPE: &str = "/v1/envelopes/{id}";
    /// `GET`: the sealed body as octets, with ranges (RFC 9110 section 14). The receiver's first fetch collects the letter.
    pub const BODY: &str = "/v1/envelopes/{id}/body";
    /// `POST` a `Signed<Statement>` whose act is `collected`: [`super::StateChange`].
    pub const COLLECTED: &str = "/v1/envelopes/{id}/collected";
    /// `POST` a `Signed<Statement>` whose act is `taken_in`, `returned` or `refused`: [`super::StateChange`].
    pub const ANSWER: &str = "/v1/envelopes/{id}/answer";
    /// `POST` a `Signed<Withdrawal>`: the sender takes the letter back, until it is collected; [`super::StateChange`].
    pub const WITHDRAWN: &str = "/v1/envelopes/{id}/withdrawn";
    /// `GET`: a `Signed<KeptFrom>`, from which number on the inbox is kept.
    pub const KEPT_FROM: &str = "/v1/inbox/kept";
    /// `GET`: [`super::LetterMandates`], those under which agents have acted on a letter, for its two parties.
    pub const LETTER_MANDATES: &str = "/v1/envelopes/{id}/mandates";
    /// `GET`: [`super::Mandates`]. `POST` a `Signed<Mandate>`: give one; 201, or 200 when it is given already.
    pub const MANDATES: &str = "/v1/mandates";
    /// `DELETE`: revoke a mandate, at once; 204.
    pub const MANDATE: &str = "/v1/mandates/{id}";
    /// `GET`: [`super::Announcements`], the operator's news.
    pub const ANNOUNCEMENTS: &str = "/v1/announcements";
    /// `GET`: [`super::Licence`], one's own.
    pub const LICENCE: &str = "/v1/licence";
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
    /// `GET ?from=&limit=`: [`crate::journal::Entries`], hashes for all. `?letter=` or `?own=true`: those of one's letter or office.
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

/// The largest sealed manifest that a hub takes, in octets.
pub const MANIFEST_LIMIT: usize = 1024 * 1024;

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

/// From when until when an office takes part, and what that costs, as it sees it itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Licence {
    /// Whether it takes part today.
    pub standing: Standing,
    /// First moment.
    pub from: Time,
    /// End.
    pub until: Time,
    /// Whether it is renewed by itself.
    pub renews: bool,
    /// What the newest period costs, in yen, tax included.
    pub fee_yen: Option<u32>,
    /// The campaign that made it cheaper, if one did.
    pub campaign: Option<String>,
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
    /// The sender's word that it has taken the letter back, for `withdrawn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Signed<Withdrawal>>,
    /// When the sender was told that the letter lies uncollected, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncollected: Vec<Uncollected>,
    /// The hub's notice that the letter was never collected, for `expired`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_delivery: Option<Signed<NonDelivery>>,
    /// When the hub deleted the sealed letter; label, receipt and statements stay longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Time>,
    /// A later letter by which the sender has acted on the answer: it can not be changed any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<EnvelopeId>,
}

/// The sender was told that a letter lies uncollected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uncollected {
    /// For how many days it lay there: 5 or 20.
    pub days: u16,
    /// When that was told.
    pub time: Time,
}

/// The mandates that an office has given, and those that it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mandates {
    /// Newest first.
    pub mandates: Vec<MandateRecord>,
}

/// A mandate, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MandateRecord {
    /// The mandate as it was given.
    pub mandate: Signed<Mandate>,
    /// The hub's time at which it was given.
    pub given: Time,
    /// Since when it is revoked.
    pub revoked: Option<Time>,
}

/// The mandates under which agents have acted on a letter: whoever reads their signatures needs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetterMandates {
    /// The mandate that the label names, and those of whoever has signed a statement for its office.
    pub mandates: Vec<LetterMandate>,
}

/// A mandate under which an agent has acted on a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetterMandate {
    /// The mandate as it was given.
    pub mandate: Signed<Mandate>,
    /// Since when it is revoked.
    pub revoked: Option<Time>,
    /// The journal's entry of its giving, once it has its place.
    pub entry: Option<crate::journal::Entry>,
}

/// What the operator has to say, the newest first; what is over is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Announcements {
    /// The announcements.
    pub announcements: Vec<Announcement>,
}

/// One announcement of the hub's operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Announcement {
    /// Its number.
    pub number: u64,
    /// What kind it is.
    pub kind: AnnouncementKind,
    /// The text in Japanese.
    pub text: String,
    /// The text in English.
    pub text_en: String,
    /// From when it is shown; for maintenance, when that begins.
    pub from: Time,
    /// Until when it is shown; for maintenance, when that ends.
    pub until: Time,
}

/// What kind of announcement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementKind {
    /// お知らせ.
    News,
    /// メンテナンス: the hub will be away, or is; shown from the moment it is announced.
    Maintenance,
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
