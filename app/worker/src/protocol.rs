//! What the page and its worker say to each other.
//!
//! Every question and answer is one text, written by the crate `pack` and carried by the crate `post`; the files of [`Ask::Read`] are posted beside it as `File` or `Blob`, so that nothing is copied on the main thread.
//! Words that depend on the language cross in both, so that switching the language asks for nothing again.

use pack::packed;

/// What the page can ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Read these files, check them together with those already here, and answer [`Answer::Read`].
    Read {
        /// Name and folder of each file, in the order in which they are posted.
        files: Vec<Given>,
        /// What they are read for.
        purpose: Purpose,
    },
    /// Put these files away and check the rest again; answers [`Answer::Read`].
    Remove {
        /// Keys of the files.
        files: Vec<u32>,
        /// What they are read for.
        purpose: Purpose,
    },
}

/// A file that the page hands over.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The page's own key of the file; it never means another one.
    pub key: u32,
    /// The file's name.
    pub name: String,
    /// The folder from which it was dropped; empty for files dropped by themselves. A sending unit never spans folders.
    pub folder: String,
}

/// What files are read for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// ファイルを点検する: only looked at.
    Check {
        /// The time, in milliseconds since 1970 (UTC).
        now: i64,
    },
    /// 新規作成: to be sent by this office.
    Send {
        /// 事業所番号 of the sending office.
        office: String,
        /// The time, in milliseconds since 1970 (UTC).
        now: i64,
    },
    /// 受信データ詳細確認: received by this office.
    Received {
        /// 事業所番号 of the receiving office.
        office: String,
        /// When the letter was received, in milliseconds since 1970 (UTC).
        now: i64,
    },
}

/// What the worker can answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// So far, of what [`Ask::Read`] asked for.
    Progress(Progress),
    /// What was read.
    Read(Box<Outcome>),
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files that are done.
    pub done: u32,
    /// All files.
    pub total: u32,
    /// Whether all are read and are now being checked.
    pub checking: bool,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// 日本語.
    pub ja: String,
    /// English.
    pub en: String,
}

/// Everything that the page must know of the files here.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// The files, in the order in which they were handed over.
    pub files: Vec<FileFacts>,
    /// The sending units.
    pub units: Vec<UnitFacts>,
    /// The findings; equal ones are one entry.
    pub findings: Vec<FindingGroup>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileSort {
    /// A CSV file of the standard, or one that should be.
    Csv,
    /// 家族構成 image that belongs to 利用者基本情報.
    Image,
    /// PDF or JPEG beside the standard: an attachment.
    Attachment,
    /// Anything else: it cannot be sent.
    Other,
}

/// What the page must know of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileFacts {
    /// The file's key.
    pub key: u32,
    /// Its name.
    pub name: String,
    /// Its size in octets.
    pub size: u64,
    /// What it is.
    pub sort: FileSort,
}

/// A sending unit: files that travel in one letter.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFacts {
    /// The unit's name in RULES.md section 5, `monthly_plan` and so on, once it is clear.
    pub group: Option<String>,
    /// 送信元.
    pub from: Party,
    /// 宛先.
    pub to: Party,
    /// サービス提供年月 `YYYYMM`.
    pub month: Option<String>,
    /// ファイル連番.
    pub serial: Option<String>,
    /// Keys of the files.
    pub files: Vec<u32>,
    /// The persons.
    pub persons: Vec<PersonFacts>,
    /// Number of errors; without any the unit can be sent.
    pub errors: u32,
    /// Number of warnings.
    pub warnings: u32,
    /// Whether the files form a `careplan::Bundle`.
    pub sendable: bool,
}

/// An office as a file name says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// 事業所番号.
    pub number: String,
    /// サービス種類コード; file names of edition 3 have none.
    pub service_type: Option<String>,
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.number)?;
        match &self.service_type {
            Some(service_type) => write!(f, "-{service_type}"),
            None => Ok(()),
        }
    }
}

/// A person of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    /// 保険者番号.
    pub insurer_number: String,
    /// 被保険者番号.
    pub insured_number: String,
    /// 利用者名.
    pub name: Option<String>,
    /// 利用者名カナ.
    pub kana: Option<String>,
    /// サービス提供年月 `YYYYMM`.
    pub month: Option<String>,
    /// Whether a 第6表 is here and has no service of the recipient for this person: perhaps the wrong partner.
    pub stranger: bool,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// エラー: the unit cannot be sent.
    Error,
    /// 警告.
    Warning,
    /// お知らせ.
    Note,
}

/// Equal findings of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingGroup {
    /// Rule id, for the help desk.
    pub rule: String,
    /// How serious.
    pub severity: Severity,
    /// The file's key; of a whole unit the first; none where it concerns no file that is here.
    pub file: Option<u32>,
    /// How many files it concerns: more than one where something is wrong with a unit.
    pub files: u32,
    /// The sentence of the first of them: the place, what is wrong, how to mend it.
    pub message: Words,
    /// Name of the item in the standard.
    pub item_name: Option<String>,
    /// What was found, of the first.
    pub found: Option<String>,
    /// What is expected.
    pub expected: Words,
    /// Who can mend it.
    pub who: Who,
    /// How many there are.
    pub count: u32,
    /// Their places, the first of them at most 200.
    pub places: Vec<Place>,
}

/// Where a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Record, counted from 1.
    pub record: Option<u32>,
    /// Line in the file, counted from 1.
    pub line: Option<u32>,
    /// Item, counted from 1.
    pub item: Option<u32>,
}

/// Who can mend a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// 介護ソフトで直す.
    CareSoftware,
    /// ここで直せる.
    Here,
    /// 相手に連絡.
    Partner,
}

packed! {
    enum Ask { 0 Read { files, purpose }, 1 Remove { files, purpose } }
    struct Given { key, name, folder }
    enum Purpose { 0 Check { now }, 1 Send { office, now }, 2 Received { office, now } }
    enum Answer { 0 Progress(progress), 1 Read(outcome) }
    struct Progress { done, total, checking }
    struct Words { ja, en }
    struct Outcome { files, units, findings }
    enum FileSort { 0 Csv, 1 Image, 2 Attachment, 3 Other }
    struct FileFacts { key, name, size, sort }
    struct UnitFacts { group, from, to, month, serial, files, persons, errors, warnings, sendable }
    struct Party { number, service_type }
    struct PersonFacts { insurer_number, insured_number, name, kana, month, stranger }
    enum Severity { 0 Error, 1 Warning, 2 Note }
    struct FindingGroup {
        rule, severity, file, files, message, item_name, found, expected, who, count, places
    }
    struct Place { record, line, item }
    enum Who { 0 CareSoftware, 1 Here, 2 Partner }
}
