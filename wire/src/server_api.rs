//! The office server's contract (`/api`), spoken by the browser and by `careplan send`.
//!
//! Errors are [`crate::Problem`]s. A path names the office; the session says whether one may act for it.

pub mod participation;

pub use participation::Participation;

use crate::hub_api::{Office, Uncollected};
use crate::{
    Address, AlarmKind, EnvelopeId, FileEntry, LetterKind, MandateId, Mending, OfficeNumber,
    Person, Problem, Reason, Scope, ServiceType, State, Time,
};
use serde::{Deserialize, Serialize};

/// Paths, as axum writes them.
pub mod path {
    /// `GET ?inbox=`, with and without login: [`super::Start`].
    pub const START: &str = "/api/start";
    /// `POST` [`super::SignIn`]: [`super::Session`]. `GET`: the session. `DELETE`: sign out; 204.
    pub const SESSION: &str = "/api/session";
    /// `GET`: server-sent events, each `event: news` with [`super::News`] as JSON data.
    pub const EVENTS: &str = "/api/events";
    /// `GET ?query=`: [`crate::hub_api::Directory`].
    pub const DIRECTORY: &str = "/api/offices/{number}/directory";
    /// `GET`: [`super::Recipient`], whether a letter can go to this address, with the reason if not.
    pub const RECIPIENT: &str = "/api/offices/{number}/directory/{address}";
    /// `GET ?before=&limit=`: [`super::Received`], newest first.
    pub const INBOX: &str = "/api/offices/{number}/inbox";
    /// `GET`: [`super::ReceivedLetter`].
    pub const RECEIVED: &str = "/api/offices/{number}/inbox/{id}";
    /// `POST`: a person opens the letter. Collects it at the hub if nobody has, keeps it in the archive; [`super::ReceivedLetter`].
    pub const OPEN: &str = "/api/offices/{number}/inbox/{id}/open";
    /// `POST` [`super::NewAnswer`]: answer an opened letter; [`super::ReceivedLetter`]. It can be changed until the sender has acted on it.
    pub const ANSWER: &str = "/api/offices/{number}/inbox/{id}/answer";
    /// `GET`: one file of an opened letter, by its place (from 0) in the list of files.
    pub const RECEIVED_FILE: &str = "/api/offices/{number}/inbox/{id}/files/{index}";
    /// `GET`: all files of an opened letter as a ZIP.
    pub const RECEIVED_ZIP: &str = "/api/offices/{number}/inbox/{id}/files.zip";
    /// `GET ?before=&limit=`: [`super::Sent`], newest first.
    pub const SENT: &str = "/api/offices/{number}/sent";
    /// `PUT` multipart `letter` ([`super::OutgoingLetter`]) and one part `file` per file: 201 or 200 [`super::SentLetter`].
    /// `DELETE`: 送信を取り消す, [`super::SentLetter`].
    pub const OUTGOING: &str = "/api/offices/{number}/outbox/{id}";
    /// `GET`: [`super::SentLetter`].
    pub const SENT_LETTER: &str = "/api/offices/{number}/sent/{id}";
    /// `GET`: one file of a sent letter.
    pub const SENT_FILE: &str = "/api/offices/{number}/sent/{id}/files/{index}";
    /// `GET`: all files of a sent letter as a ZIP.
    pub const SENT_ZIP: &str = "/api/offices/{number}/sent/{id}/files.zip";
    /// `GET`: [`super::Alarms`], what does not fit between the hub's word and what the office knows.
    pub const ALARMS: &str = "/api/offices/{number}/alarms";
    /// `DELETE`: an administrator has cleared it up; 204.
    pub const ALARM: &str = "/api/offices/{number}/alarms/{alarm}";
    /// `GET`: the evidence file of a sent letter, a ZIP.
    pub const SENT_EVIDENCE: &str = "/api/offices/{number}/sent/{id}/evidence.zip";
    /// `GET`: the evidence file of an opened letter, a ZIP.
    pub const RECEIVED_EVIDENCE: &str = "/api/offices/{number}/inbox/{id}/evidence.zip";
    /// `GET`: [`super::Mandates`], 代行, given and held. `POST` [`super::NewMandate`]: give one; 201 [`super::Mandates`].
    pub const MANDATES: &str = "/api/offices/{number}/mandates";
    /// `DELETE`: revoke a mandate that was given, or lay one down that is held; 204.
    pub const MANDATE: &str = "/api/offices/{number}/mandates/{mandate}";
    /// `GET`: [`super::Participation`], 利用状況. `POST` multipart ([`super::participation::field`]): 利用申請, by an administrator;
    /// 201 [`super::Participation`], or 422 with what is wrong in which field.
    pub const APPLICATION: &str = "/api/offices/{number}/application";
    /// `GET`: [`crate::hub_api::Announcements`], what the hub's operator has to say.
    pub const ANNOUNCEMENTS: &str = "/api/announcements";
    /// `GET`: the OpenAPI document.
    pub const OPENAPI: &str = "/api/openapi.json";
}

/// Names of the parts of an outgoing letter.
pub mod part {
    /// The letter without its files, JSON.
    pub const LETTER: &str = "letter";
    /// One file; the part's `filename` is the file's name.
    pub const FILE: &str = "file";
}

/// Limits when sending, in octets (DESIGN.md section 9).
pub mod limit {
    /// One CSV file.
    pub const CSV: u64 = 10 * 1024 * 1024;
    /// One attachment (PDF, JPEG).
    pub const ATTACHMENT: u64 = 20 * 1024 * 1024;
    /// All files of a letter together.
    pub const LETTER: u64 = 50 * 1024 * 1024;
    /// Characters of a message.
    pub const NOTE: usize = 2_000;
    /// Characters of a comment in an answer.
    pub const COMMENT: usize = 1_000;
}

/// What the app must know before it draws anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Start {
    /// The server.
    pub about: About,
    /// Who is signed in, if anybody is.
    pub session: Option<Session>,
    /// The newest letters of the first of the person's offices, if they were asked for.
    pub inbox: Option<Received>,
}

/// What the app must know before anyone signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct About {
    /// Version of the program.
    pub version: String,
    /// Whether this is `careplan demo`: every page and print says 見本.
    pub demo: bool,
    /// Seconds in which a letter is held before it goes to the hub.
    pub hold_seconds: u32,
    /// The server's clock.
    pub now: Time,
}

/// Who wants to sign in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// 利用者ID.
    pub user: String,
    /// パスワード.
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// 利用者ID.
    pub user: String,
    /// The name that colleagues know.
    pub name: String,
    /// The offices that this person works for, the first one first.
    pub offices: Vec<Membership>,
}

/// A person's place in an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// 事業所名.
    pub name: String,
    /// The office's service types.
    pub service_types: Vec<ServiceType>,
    /// What the person may do there.
    pub role: Role,
    /// 未読: letters that nobody of the office has opened.
    pub unread: u64,
}

/// What a member of staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 管理者: everything, staff and keys included.
    Administrator,
    /// 送受信: send and receive.
    Exchange,
    /// 閲覧のみ: read what others have opened.
    ReadOnly,
}

impl Role {
    /// The word on the screens.
    pub const fn japanese(self) -> &'static str {
        match self {
            Self::Administrator => "管理者",
            Self::Exchange => "送受信",
            Self::ReadOnly => "閲覧のみ",
        }
    }

    /// Whether the role may send, withdraw, and open unread letters.
    pub const fn may_exchange(self) -> bool {
        matches!(self, Self::Administrator | Self::Exchange)
    }
}

/// "Something has changed at this office": fetch what is on the screen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct News {
    /// The office.
    pub number: OfficeNumber,
    /// Letters that nobody of the office has opened.
    pub unread: u64,
    /// Whether the office's server reaches the hub.
    pub hub_reachable: bool,
    /// The one thing that matters most just now, in a few sentences: an alarm before all.
    #[serde(default)]
    pub warning: Option<Warning>,
}

/// Something that is said to a person, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    /// In Japanese.
    pub text: String,
    /// In English.
    pub text_en: String,
}

impl Words {
    /// The same in Japanese and in English.
    pub fn new(text: impl Into<String>, text_en: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            text_en: text_en.into(),
        }
    }

    /// With more said after it.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.text.push_str(&more.text);
        self.text_en.push(' ');
        self.text_en.push_str(&more.text_en);
        self
    }
}

/// What stands on every page: what was found, what to do.
pub type Warning = Words;

/// What does not fit, and is not cleared up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alarms {
    /// Newest first.
    pub alarms: Vec<Alarm>,
}

/// Something that does not fit between the hub's word and what the office knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alarm {
    /// Its number.
    pub alarm: u64,
    /// What it is.
    pub kind: AlarmKind,
    /// What was found, in Japanese.
    pub title: String,
    /// What was found, in English.
    pub title_en: String,
    /// What to do, in Japanese.
    pub advice: String,
    /// What to do, in English.
    pub advice_en: String,
    /// The letter, if it is about one.
    pub letter: Option<EnvelopeId>,
    /// When it was found.
    pub raised: Time,
}

/// The other office of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Partner {
    /// Its address.
    pub address: Address,
    /// 事業所名, if the directory knows it.
    pub name: Option<String>,
    /// Its telephone number, if the directory knows it.
    pub telephone: Option<String>,
}

/// One page of 受信一覧.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Received {
    /// Newest first.
    pub letters: Vec<ReceivedLetter>,
    /// Whether there are older ones.
    pub more: bool,
    /// Letters that nobody of the office has opened.
    pub unread: u64,
}

/// A received letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivedLetter {
    /// The letter.
    pub id: EnvelopeId,
    /// Its number in the mailbox; pages go by it.
    pub sequence: u64,
    /// What it is.
    pub kind: LetterKind,
    /// 送信元事業所.
    pub from: Partner,
    /// The desk of this office that it is for.
    pub to: Address,
    /// The sending unit's name, if it has one.
    pub unit: Option<String>,
    /// サービス提供年月 `YYYYMM`.
    pub month: Option<String>,
    /// ファイル連番.
    pub serial: Option<String>,
    /// 受信日時: the hub's time of the deposit.
    pub time: Time,
    /// The letter's state.
    pub state: State,
    /// Since when it is in that state.
    pub since: Time,
    /// Whether nobody of the office has opened it.
    pub unread: bool,
    /// What the manifest says; none if it could not be opened.
    pub contents: Option<ContentsList>,
    /// Why the letter, or its manifest, cannot be opened.
    pub problem: Option<Problem>,
    /// What this office has answered.
    #[serde(default)]
    pub answer: Option<Answer>,
    /// Whether an answer can be given or changed now.
    #[serde(default)]
    pub can_be_answered: bool,
}

/// What an office says about a letter that it has collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// 取り込みました.
    TakenIn,
    /// もう一度送ってください.
    Returned,
    /// 取り込めません.
    Refused,
}

/// An answer as a person gives it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// What is answered.
    pub answer: AnswerKind,
    /// Why; needed for `returned` and `refused`, and for nothing else.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// A comment for the sender alone.
    #[serde(default)]
    pub comment: Option<String>,
}

/// An answer that was given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// What was answered.
    pub answer: AnswerKind,
    /// Why.
    pub reason: Option<Reason>,
    /// The comment, if there is one and it can be opened.
    pub comment: Option<String>,
    /// When, by the answering office's clock.
    pub time: Time,
}

/// What a manifest says of a letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentsList {
    /// メッセージ.
    pub note: String,
    /// The files.
    pub files: Vec<FileEntry>,
    /// The persons.
    pub persons: Vec<Person>,
    /// What was mended before sending.
    pub mended: Vec<Mending>,
}

/// A letter as the app hands it to the server, without its files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutgoingLetter {
    /// What it is: `unit`, `files` or `test`.
    pub kind: LetterKind,
    /// The desk of this office that sends it.
    pub from: Address,
    /// The receiving office.
    pub to: Address,
    /// The sending unit's name, if it has one.
    pub unit: Option<String>,
    /// サービス提供年月 `YYYYMM`.
    pub month: Option<String>,
    /// ファイル連番.
    pub serial: Option<String>,
    /// メッセージ.
    pub note: String,
    /// The persons.
    pub persons: Vec<Person>,
    /// What was mended.
    pub mended: Vec<Mending>,
    /// An earlier letter that this one takes the place of.
    pub replaces: Option<EnvelopeId>,
}

/// One page of 送信一覧.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sent {
    /// Newest first.
    pub letters: Vec<SentLetter>,
    /// Whether there are older ones.
    pub more: bool,
}

/// A sent letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentLetter {
    /// The letter.
    pub id: EnvelopeId,
    /// This office's own count of sent letters; pages go by it.
    pub sequence: u64,
    /// What it is.
    pub kind: LetterKind,
    /// The desk of this office that sent it.
    pub from: Address,
    /// 送信先事業所.
    pub to: Partner,
    /// The sending unit's name, if it has one.
    pub unit: Option<String>,
    /// サービス提供年月 `YYYYMM`.
    pub month: Option<String>,
    /// ファイル連番.
    pub serial: Option<String>,
    /// 送信日時: when this server accepted it.
    pub time: Time,
    /// The letter's state.
    pub state: State,
    /// Since when it is in that state.
    pub since: Time,
    /// Until when it is held, while it is.
    pub held_until: Option<Time>,
    /// 到着: the hub's time, once it has arrived.
    pub arrived: Option<Time>,
    /// 受取済: when it was collected.
    pub collected: Option<Time>,
    /// Why it could not be sent, for `failed`; or why it still waits, for `queued`.
    pub problem: Option<Problem>,
    /// What the manifest says.
    pub contents: Option<ContentsList>,
    /// What the receiver has answered.
    #[serde(default)]
    pub answer: Option<Answer>,
    /// When the hub told that the letter lies uncollected for 5 and for 20 days.
    #[serde(default)]
    pub uncollected: Vec<Uncollected>,
}

/// Whether a letter can go to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recipient {
    /// The address asked for.
    pub address: Address,
    /// The directory's entry, if there is one.
    pub office: Option<Office>,
    /// Why a letter cannot go there; none if it can.
    pub problem: Option<Problem>,
    /// Whether this office has sent to it before.
    pub known: bool,
}

/// 代行: whom the office lets act for it, and for whom it may act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mandates {
    /// Newest first.
    pub mandates: Vec<GivenMandate>,
}

/// A mandate, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenMandate {
    /// Its id.
    pub id: MandateId,
    /// The office that gives it.
    pub office: OfficeNumber,
    /// The office that may act.
    pub agent: OfficeNumber,
    /// What it may do.
    pub scope: Vec<Scope>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
    /// Since when it is revoked.
    pub revoked: Option<Time>,
}

/// A mandate that is to be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMandate {
    /// The mandate's id, made by whoever asks: the same twice is one mandate.
    pub id: MandateId,
    /// The office that may act.
    pub agent: OfficeNumber,
    /// What it may do.
    pub scope: Vec<Scope>,
    /// From when.
    pub from: Time,
    /// Until when.
    pub until: Time,
}

print_as_stars!(SignIn, ContentsList, OutgoingLetter, NewAnswer, Answer);
