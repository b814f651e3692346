//! What can go wrong, and how it is said to a caller.

use crate::objects;
use crate::store::fault::Fault;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use std::sync::Arc;
use wire::{Code, Label, OfficeNumber, Problem};

/// The result of the hub's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the hub does not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The caller is refused, in words that the caller may see.
    #[error("refused: {0}")]
    Refused(Box<Refusal>),
    /// Not now: the caller may come again after some seconds.
    #[error("not now: {code} ({detail})")]
    Later {
        /// The stable code: one of those with status 429, 503 or 507.
        code: Code,
        /// When to come again.
        seconds: u64,
        /// What exactly.
        detail: &'static str,
    },
    /// The store failed; nothing was changed.
    #[error("the store failed: {0}")]
    Store(Arc<sqlx::Error>),
    /// Object storage did not do what it should; nothing was changed.
    #[error("{0}")]
    Objects(objects::Fault),
    /// The store could not be brought to this version's form.
    #[error("the store could not be prepared: {0}")]
    Migration(Arc<sqlx::migrate::MigrateError>),
    /// The store holds something that it never should.
    #[error("the store holds an invalid {0}")]
    Corrupt(&'static str),
    /// Another process was first, and this one looks again.
    #[error("another process has changed the letter")]
    Changed,
    /// The disk did not take what was written to its end.
    #[error(
        "the disk failed to keep what was written (fsync): the hub stops, and must be started again"
    )]
    Unsynced,
    /// The writer has stopped.
    #[error("the writer has stopped")]
    Stopped,
    /// A signature could not be made or a key not be read.
    #[error("{0}")]
    Evidence(Arc<evidence::Error>),
    /// A file of the hub's folder cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: Arc<std::io::Error>,
    },
    /// `hub init` never overwrites.
    #[error("{0} exists already, and nothing is overwritten")]
    Exists(PathBuf),
    /// Certificates or keys do not fit together.
    #[error("certificate or key: {0}")]
    Certificate(String),
    /// TLS cannot be set up.
    #[error("TLS: {0}")]
    Tls(Arc<rustls::Error>),
    /// The folder belongs to `careplan demo`, whose keys are known.
    #[error("{0} was made by `careplan demo`, whose keys are not secret; choose another folder")]
    Demo(PathBuf),
    /// The operator named something that is not there.
    #[error("{0} is not registered")]
    Unknown(String),
    /// The operator's input contradicts itself or the register.
    #[error("{0}")]
    Input(String),
}

/// A refusal: the code that the caller sees, and what the audit keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// What exactly, for people who write software; never personal data.
    pub detail: Option<String>,
    /// The sender that the request claimed.
    pub from: Option<OfficeNumber>,
    /// The recipient that the request claimed.
    pub to: Option<OfficeNumber>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        self.detail
            .as_ref()
            .map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}

impl Error {
    /// A refusal, said more exactly.
    pub fn refused(code: Code, detail: impl Into<String>) -> Self {
        Self::Refused(Box::new(Refusal {
            code,
            detail: Some(detail.into()),
            from: None,
            to: None,
        }))
    }

    /// The same, with the numbers that the label claims, for the audit.
    #[must_use]
    pub fn claimed(mut self, label: &Label) -> Self {
        if let Self::Refused(refusal) = &mut self {
            refusal.from = Some(label.from.number.clone());
            refusal.to = Some(label.to.number.clone());
        }
        self
    }

    /// A file that cannot be read or written.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            path,
            source: Arc::new(source),
        }
    }

    /// After how many seconds the caller may come again, where that helps (RFC 9110 section 10.2.3).
    fn retry_after(&self) -> Option<u64> {
        match (self, self.code()) {
            (Self::Later { seconds, .. }, _) => Some(*seconds),
            (_, Code::Unavailable) => Some(2),
            (_, Code::RateLimited) => Some(5),
            (_, Code::StorageFull) => Some(60),
            _ => None,
        }
    }

    /// Whether the store could not be written to its end on the disk: SQLite's `SQLITE_IOERR_FSYNC` and `SQLITE_IOERR_DIR_FSYNC`.
    pub(crate) fn is_unsynced(&self) -> bool {
        let Self::Store(error) = self else {
            return false;
        };
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        matches!(code.as_deref(), Some("1034" | "1290"))
    }

    /// The code that a caller sees.
    pub fn code(&self) -> Code {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Store(error) => Fault::of(error).code(),
            Self::Objects(objects::Fault::Gone | objects::Fault::Damaged) => Code::Internal,
            Self::Objects(_) | Self::Changed => Code::Unavailable,
            Self::Later { code, .. } => *code,
            Self::Stopped => Code::Unavailable,
            _ => Code::Internal,
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(Box::new(Refusal {
            code,
            detail: None,
            from: None,
            to: None,
        }))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(Arc::new(error))
    }
}

impl From<evidence::Error> for Error {
    fn from(error: evidence::Error) -> Self {
        Self::Evidence(Arc::new(error))
    }
}

impl From<rustls::Error> for Error {
    fn from(error: rustls::Error) -> Self {
        Self::Tls(Arc::new(error))
    }
}

impl From<rcgen::Error> for Error {
    fn from(error: rcgen::Error) -> Self {
        Self::Certificate(error.to_string())
    }
}

macro_rules! rejections {
    ($($rejection:ty => $code:expr;)*) => {
        $(impl From<$rejection> for Error {
            fn from(rejection: $rejection) -> Self {
                let code: fn(&$rejection) -> Code = $code;
                Self::refused(code(&rejection), rejection.body_text())
            }
        })*
    };
}

/// A body over the limit is `too_large`, anything else `invalid`.
fn by_status(status: StatusCode) -> Code {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge
    } else {
        Code::Invalid
    }
}

// An id or number in a path that cannot be one names nothing.
impl From<axum::extract::rejection::PathRejection> for Error {
    fn from(_: axum::extract::rejection::PathRejection) -> Self {
        Code::NotFound.into()
    }
}

// The text of these says which field is wrong, and may repeat a query: it is not passed on.
impl From<axum::extract::rejection::QueryRejection> for Error {
    fn from(_: axum::extract::rejection::QueryRejection) -> Self {
        Self::refused(Code::Invalid, "the query cannot be read")
    }
}

impl From<axum::extract::rejection::JsonRejection> for Error {
    fn from(rejection: axum::extract::rejection::JsonRejection) -> Self {
        Self::refused(
            by_status(rejection.status()),
            "the JSON of the body cannot be read",
        )
    }
}

rejections! {
    axum::extract::multipart::MultipartRejection => |rejection| by_status(rejection.status());
    axum::extract::multipart::MultipartError => |rejection| by_status(rejection.status());
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let code = self.code();
        let retry_after = self.retry_after();
        let mut problem = Problem::new(code);
        let plain = |detail| Refusal {
            code,
            detail,
            from: None,
            to: None,
        };
        let refusal = match self {
            Self::Refused(refusal) => *refusal,
            Self::Later { detail, .. } => plain(Some(detail.to_owned())),
            error => {
                tracing::error!(%error, "a request failed");
                plain(None)
            }
        };
        problem.detail.clone_from(&refusal.detail);
        let status = StatusCode::from_u16(problem.status)
            .expect("every code of the contract has a valid status");
        let mut response = (status, axum::Json(problem)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(Problem::MEDIA_TYPE),
        );
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(refusal);
        response
    }
}
