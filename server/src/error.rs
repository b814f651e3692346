//! What can go wrong, and what the caller is told of it.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use wire::{Code, Problem};

/// Why a request, or a task, did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A problem that the caller is told as it is.
    #[error("{}", .0.code)]
    Problem(Box<Problem>),
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database's migrations.
    #[error("the database's migrations: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something stored cannot be read: a changed or damaged database, or the wrong master key.
    #[error("what is stored cannot be read: {0}")]
    Stored(&'static str),
    /// A file or a socket.
    #[error("{0}: {1}")]
    Io(String, #[source] std::io::Error),
    /// What the operator asked for cannot be done; a sentence.
    #[error("{0}")]
    Setup(String),
}

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The problem that a caller is told: a code and a safe sentence, never the cause.
    pub fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::Database(sqlx::Error::Database(error)) if error.message().contains("full") => {
                Problem::new(Code::StorageFull)
            }
            _ => Problem::new(Code::Internal),
        }
    }

    /// Whether this is the problem of a code.
    pub fn is(&self, code: Code) -> bool {
        matches!(self, Self::Problem(problem) if problem.code == code)
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<JsonRejection> for Error {
    fn from(rejection: JsonRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Code::TooLarge.into()
        } else {
            Code::Invalid.into()
        }
    }
}

impl From<QueryRejection> for Error {
    fn from(_: QueryRejection) -> Self {
        Code::Invalid.into()
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        // The cause is logged here, once; a plain refusal is not worth a line.
        if !matches!(self, Self::Problem(_)) {
            tracing::error!(cause = %self, "a request failed");
        }
        problem_response(&self.into_problem())
    }
}

/// A problem as an answer (RFC 9457).
pub fn problem_response(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [
            (header::CONTENT_TYPE, Problem::MEDIA_TYPE),
            (header::CACHE_CONTROL, "no-store"),
        ],
        Json(problem).into_response().into_body(),
    )
        .into_response()
}
