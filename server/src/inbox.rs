//! 受信一覧 and 受信データ詳細確認: lists, and the moment when a person opens a letter.

pub mod sync;

use crate::contents::File;
use crate::error::{Error, Result};
use crate::extract::Query;
use crate::mandates::signers;
use crate::offices::Office;
use crate::page::Page;
use crate::staff::{Desk, Letter, path_part};
use crate::store::{Act, Entry, Opening, ReceivedRow};
use crate::{Server, alarms, answers, archive, cards, clock, directory, files};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use evidence::statement::Facts;
use std::sync::Arc;
use sync::SyncError;
use wire::server_api::{Received, ReceivedLetter, path};
use wire::{Code, EnvelopeId, Label, Manifest, Problem, State as LetterState, statement};

/// 受信一覧, newest first.
#[utoipa::path(get, path = path::INBOX, params(("number" = String, Path), Page), responses(
    (status = 200, body = Received), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn list(
    State(server): State<Server>,
    desk: Desk,
    Query(page): Query<Page>,
) -> Result<axum::Json<Received>> {
    self::page(&server, &desk.office, page)
        .await
        .map(axum::Json)
}

/// One page of an office's letters.
pub async fn page(server: &Server, office: &Office, page: Page) -> Result<Received> {
    let number = &office.number;
    let mut rows = server
        .store
        .received(number, page.before(), page.limit() + 1)
        .await?;
    let more = page.cut(&mut rows);
    let mut letters = Vec::with_capacity(rows.len());
    for row in rows {
        letters.push(letter(server, office, row).await?);
    }
    let unread = server.store.unread(number).await?;
    Ok(Received {
        letters,
        more,
        unread,
    })
}

/// One received letter.
#[utoipa::path(get, path = path::RECEIVED, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, body = ReceivedLetter), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn show(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
) -> Result<axum::Json<ReceivedLetter>> {
    let row = row(&server, &desk, id).await?;
    letter(&server, &desk.office, row).await.map(axum::Json)
}

/// A person opens the letter. If nobody has before, it is collected at the hub and kept in the archive.
#[utoipa::path(post, path = path::OPEN, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, body = ReceivedLetter), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem), (status = 410, body = Problem), (status = 503, body = Problem),
))]
pub async fn open(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
) -> Result<axum::Json<ReceivedLetter>> {
    let mut row = row(&server, &desk, id).await?;
    if row.collected {
        server.store.log(entry(&desk, Act::Read, id)).await?;
        if row.problem.is_some() && contents(&server, &desk, &row).await.is_ok() {
            server
                .store
                .clear_received_problem(&desk.office.number, id)
                .await?;
        }
    } else {
        desk.must_exchange()?;
        collect(&server, &desk, &row).await?;
    }
    row = self::row(&server, &desk, id).await?;
    letter(&server, &desk.office, row).await.map(axum::Json)
}

/// One file of an opened letter, by its place in the list of files.
#[utoipa::path(get, path = path::RECEIVED_FILE,
    params(("number" = String, Path), ("id" = EnvelopeId, Path), ("index" = usize, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
)]
pub async fn file(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
    Place(place): Place,
) -> Result<Response> {
    let row = row(&server, &desk, id).await?;
    let (manifest, contents) = contents(&server, &desk, &row).await?;
    let file = nth(archive::files(&manifest, &contents)?, place)?;
    server.store.log(entry(&desk, Act::Download, id)).await?;
    Ok(files::download(file))
}

/// All files of an opened letter, as a ZIP.
#[utoipa::path(get, path = path::RECEIVED_ZIP, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, content_type = "application/zip"), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem),
))]
pub async fn zip(State(server): State<Server>, desk: Desk, Letter(id): Letter) -> Result<Response> {
    let row = row(&server, &desk, id).await?;
    let (_, contents) = contents(&server, &desk, &row).await?;
    server.store.log(entry(&desk, Act::Download, id)).await?;
    Ok(files::download_all(
        &label(&row.label)?,
        archive::zip_for_saving(contents)?,
    ))
}

/// A file's place in the list of files, from 0.
pub struct Place(pub usize);

impl FromRequestParts<Server> for Place {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self> {
        path_part(parts, server, "index").await.map(Self)
    }
}

/// The file at a place.
pub fn nth(files: Vec<File>, place: usize) -> Result<File> {
    files
        .into_iter()
        .nth(place)
        .ok_or_else(|| Code::NotFound.into())
}

/// The label of a kept letter.
pub fn label(text: &str) -> Result<Label> {
    serde_json::from_str(text).map_err(|_| Error::Stored("a label"))
}

pub async fn row(server: &Server, desk: &Desk, id: EnvelopeId) -> Result<ReceivedRow> {
    let row = server
        .store
        .received_letter(&desk.office.number, id)
        .await?;
    row.ok_or_else(|| Code::NotFound.into())
}

/// Fetch the body, which collects the letter; keep it; state what was found in it.
async fn collect(server: &Server, desk: &Desk, row: &ReceivedRow) -> Result<()> {
    match row.state {
        LetterState::Withdrawn => return Err(Code::Withdrawn.into()),
        LetterState::Expired => return Err(Code::Expired.into()),
        _ => {}
    }
    let office = &desk.office;
    let connection = office.connection()?;
    // The sender's certificate may be newer than what is pinned; if the hub is away, the fetch below says so.
    let mut manifest = archive::received_manifest(server, office, row).await;
    if manifest.is_err() {
        if row.partner != office.number {
            cards::look_up(server, office, &row.partner).await?;
        }
        if label(&row.label)?.acting_for.is_some() {
            signers::learn(server, office, row.id)
                .await
                .map_err(SyncError::into_error)?;
        }
        manifest = archive::received_manifest(server, office, row).await;
    }
    if office.agent.is_some() && manifest.is_err() {
        // It may not be sealed for the agent: it waits for the office itself, uncollected.
        return Err(Code::CannotOpen.into());
    }
    let body = match connection.relay.body(row.id).await {
        Ok(body) => body,
        Err(error) => {
            // It may have been withdrawn a moment ago: look at the mailbox again.
            office.incoming.notify_one();
            return Err(error.into());
        }
    };
    // What is kept is kept for good, so it must be what the sender left there.
    let receipt = row.receipt.read().map_err(|_| Error::Stored("a receipt"))?;
    if evidence::receipt::verify_stored(&receipt, &row.manifest, &body).is_err() {
        let kind = wire::AlarmKind::ReceiptWrong;
        let subject = row.id.to_string();
        alarms::raise(server, office, kind, &subject, Some(row.id), None).await?;
        return Err(Code::HubRefused.into());
    }
    let opened = match manifest {
        Ok(manifest) => {
            archive::body(office, row.id, row.label.clone(), manifest, body.clone()).await
        }
        Err(error) => Err(error),
    };
    let (contents_sha256, problem) = match opened {
        Ok(opened) => (Some(opened.sha256), None),
        Err(Error::Problem(problem)) => (None, Some(problem)),
        Err(error) => return Err(error),
    };
    let now = clock::now();
    let facts = Facts {
        act: statement::Act::Collected,
        contents_sha256,
        reason: None,
        comment: None,
        time: now,
    };
    let statement = evidence::statement::make(
        &connection.key,
        &connection.certificate,
        &row.receipt,
        facts,
    )
    .map_err(|_| Error::Stored("a receipt"))?;
    let opening = Opening {
        user: &desk.user,
        problem: problem.as_deref(),
        statement: &statement,
        now,
    };
    server
        .store
        .archive_received(&office.number, row.id, &body, opening)
        .await?;
    office.incoming.notify_one();
    server.announcements.announce(&office.number);
    Ok(())
}

/// The opened contents of a collected letter.
pub async fn contents(
    server: &Server,
    desk: &Desk,
    row: &ReceivedRow,
) -> Result<(Manifest, Vec<u8>)> {
    let office = &desk.office;
    let body = server.store.received_body(&office.number, row.id).await?;
    // An uncollected letter has no files yet.
    let body = body.ok_or(Code::NotFound)?;
    let manifest = archive::received_manifest(server, office, row).await?;
    let opened = archive::body(
        office,
        row.id,
        row.label.clone(),
        Arc::clone(&manifest),
        body,
    )
    .await?;
    Ok((manifest.content.clone(), opened.content))
}

/// A letter as people see it.
pub async fn letter(server: &Server, office: &Office, row: ReceivedRow) -> Result<ReceivedLetter> {
    let label = label(&row.label)?;
    let manifest = archive::received_manifest(server, office, &row).await;
    let (contents, unreadable) = match manifest {
        Ok(manifest) => (Some(archive::contents_list(&manifest.content)), None),
        Err(Error::Problem(problem)) => (None, Some(*problem)),
        Err(error) => return Err(error),
    };
    let gone = match row.state {
        LetterState::Withdrawn if !row.collected => Some(Problem::new(Code::Withdrawn)),
        LetterState::Expired if !row.collected => Some(Problem::new(Code::Expired)),
        _ => None,
    };
    Ok(ReceivedLetter {
        id: row.id,
        sequence: row.sequence,
        kind: label.kind,
        from: directory::partner(server, office, label.from).await?,
        to: label.to,
        unit: label.unit,
        month: label.month,
        serial: label.serial,
        time: row.arrived,
        state: row.state,
        since: row.since,
        unread: row.opened.is_none() && gone.is_none(),
        contents,
        can_be_answered: row.collected && !row.settled && gone.is_none(),
        answer: answers::last(office, &row.label, &row.answers),
        problem: gone.or(row.problem).or(unreadable),
    })
}

fn entry(desk: &Desk, act: Act, id: EnvelopeId) -> Entry<'_> {
    Entry {
        time: clock::now(),
        number: Some(&desk.office.number),
        user: Some(&desk.user),
        act,
        id: Some(id),
    }
}
