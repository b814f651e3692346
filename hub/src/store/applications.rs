//! 利用申請: applications and what became of them.

use super::query::{query, query_as, query_scalar};
use super::{Connection, digest, offices, unsigned};
use crate::error::{Error, Result};
use sqlx::FromRow;
use uuid::Uuid;
use wire::application::ApplicationState;
use wire::{ApplicationId, Digest, OfficeNumber, ServiceType, Time};

/// An application as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: ApplicationId,
    /// 事業所番号.
    pub number: OfficeNumber,
    /// Its service types.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// The office's telephone number.
    pub telephone: String,
    /// The office's e-mail address.
    pub email: String,
    /// The request for a certificate (PKCS#10, DER), unless the office has one of another CA.
    pub request: Option<Vec<u8>>,
    /// The certificate (X.509, DER): the office's own, or the one issued on approval.
    pub certificate: Option<Vec<u8>>,
    /// How far it is.
    pub state: ApplicationState,
    /// Why it was returned.
    pub reason: Option<String>,
    /// When it came in.
    pub applied: Time,
    /// When it was decided.
    pub decided: Option<Time>,
}

#[derive(FromRow)]
struct Row {
    id: Vec<u8>,
    number: String,
    service_types: String,
    name: String,
    telephone: String,
    email: String,
    request: Option<Vec<u8>>,
    certificate: Option<Vec<u8>>,
    state: String,
    reason: Option<String>,
    applied: i64,
    decided: Option<i64>,
}

impl TryFrom<Row> for Kept {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: id(&row.id)?,
            number: offices::number(&row.number)?,
            service_types: offices::split(&row.service_types)?,
            name: row.name,
            telephone: row.telephone,
            email: row.email,
            request: row.request,
            certificate: row.certificate,
            state: match row.state.as_str() {
                "applied" => ApplicationState::Applied,
                "approved" => ApplicationState::Approved,
                "returned" => ApplicationState::Returned,
                _ => return Err(Error::Corrupt("application")),
            },
            reason: row.reason,
            applied: Time(row.applied),
            decided: row.decided.map(Time),
        })
    }
}

fn id(octets: &[u8]) -> Result<ApplicationId> {
    Uuid::from_slice(octets)
        .map(ApplicationId)
        .map_err(|_| Error::Corrupt("application"))
}

/// Keep a new application.
///
/// # Errors
/// When the store fails.
pub async fn insert(
    connection: &mut Connection,
    kept: &Kept,
    text_sha256: &Digest,
    token_sha256: &Digest,
) -> Result<()> {
    query(
        "insert into applications
            (id, text_sha256, token_sha256, number, service_types, name, telephone, email, request, certificate, state, applied)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(kept.id.0.as_bytes().as_slice())
    .bind(text_sha256.as_ref())
    .bind(token_sha256.as_ref())
    .bind(kept.number.as_str())
    .bind(&offices::joined(&kept.service_types))
    .bind(&kept.name)
    .bind(&kept.telephone)
    .bind(&kept.email)
    .bind(kept.request.as_deref())
    .bind(kept.certificate.as_deref())
    .bind(kept.state.as_str())
    .bind(kept.applied.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The digest of the text of an application, if there is one under this id.
///
/// # Errors
/// When the store fails.
pub async fn text_of(connection: &mut Connection, id: ApplicationId) -> Result<Option<Digest>> {
    let found: Option<Vec<u8>> = query_scalar("select text_sha256 from applications where id = $1")
        .bind(id.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    found.map(|octets| digest(&octets)).transpose()
}

/// Give an application another token; the one before is no use any more.
///
/// # Errors
/// When the store fails.
pub async fn set_token(
    connection: &mut Connection,
    id: ApplicationId,
    token_sha256: &Digest,
) -> Result<()> {
    query("update applications set token_sha256 = $2 where id = $1")
        .bind(id.0.as_bytes().as_slice())
        .bind(token_sha256.as_ref())
        .execute(connection)
        .await?;
    Ok(())
}

/// The applications that were decided before a time, the longest ago first.
///
/// # Errors
/// When the store fails.
pub async fn decided_before(
    connection: &mut Connection,
    time: Time,
    limit: i64,
) -> Result<Vec<ApplicationId>> {
    let ids: Vec<Vec<u8>> =
        query_scalar("select id from applications where decided < $1 order by decided limit $2")
            .bind(time.0)
            .bind(limit)
            .fetch_all(connection)
            .await?;
    ids.iter().map(|octets| id(octets)).collect()
}

/// Delete a decided application. The digest of its text; none when it has gone already.
///
/// # Errors
/// When the store fails.
pub async fn forget(connection: &mut Connection, id: ApplicationId) -> Result<Option<Digest>> {
    let found: Option<Vec<u8>> = query_scalar(
        "delete from applications where id = $1 and decided is not null returning text_sha256",
    )
    .bind(id.0.as_bytes().as_slice())
    .fetch_optional(connection)
    .await?;
    found.map(|octets| digest(&octets)).transpose()
}

/// How many applications wait for a decision: all, and those of one office.
///
/// # Errors
/// When the store fails.
pub async fn waiting(connection: &mut Connection, number: &OfficeNumber) -> Result<(u64, u64)> {
    let (all, own): (i64, i64) = query_as(
        "select count(*), cast(coalesce(sum(case when number = $1 then 1 else 0 end), 0) as bigint)
           from applications where state = 'applied'",
    )
    .bind(number.as_str())
    .fetch_one(connection)
    .await?;
    Ok((unsigned(all)?, unsigned(own)?))
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, number, service_types, name, telephone, email, request, certificate, state, reason, applied, decided
               from applications ",
            $rest
        )
    };
}

/// The application with an id, for whoever has its token.
///
/// # Errors
/// When the store fails.
pub async fn of_token(
    connection: &mut Connection,
    id: ApplicationId,
    token_sha256: &Digest,
) -> Result<Option<Kept>> {
    query_as::<Row>(select!("where id = $1 and token_sha256 = $2"))
        .bind(id.0.as_bytes().as_slice())
        .bind(token_sha256.as_ref())
        .fetch_optional(connection)
        .await?
        .map(Kept::try_from)
        .transpose()
}

/// The application with an id.
///
/// # Errors
/// When the store fails.
pub async fn find(connection: &mut Connection, id: ApplicationId) -> Result<Option<Kept>> {
    query_as::<Row>(select!("where id = $1"))
        .bind(id.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?
        .map(Kept::try_from)
        .transpose()
}

/// All applications in a state, or all there are; oldest first.
///
/// # Errors
/// When the store fails.
pub async fn list(
    connection: &mut Connection,
    state: Option<ApplicationState>,
) -> Result<Vec<Kept>> {
    query_as::<Row>(select!(
        "where state = coalesce($1, state) order by applied, id"
    ))
    .bind(state.map(ApplicationState::as_str))
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(Kept::try_from)
    .collect()
}

/// Write down what was decided. False when it was decided before.
///
/// # Errors
/// When the store fails.
pub async fn decide(connection: &mut Connection, kept: &Kept) -> Result<bool> {
    let changed = query(
        "update applications set state = $2, reason = $3, certificate = $4, decided = $5
          where id = $1 and state = 'applied'",
    )
    .bind(kept.id.0.as_bytes().as_slice())
    .bind(kept.state.as_str())
    .bind(&kept.reason)
    .bind(kept.certificate.as_deref())
    .bind(kept.decided.map(|time| time.0))
    .execute(connection)
    .await?;
    Ok(changed == 1)
}
