//! 送信一覧 and 送信済データ詳細確認, from the office's own archive.

use crate::error::Result;
use crate::extract::Query;
use crate::inbox::{Place, label, nth};
use crate::offices::Office;
use crate::page::Page;
use crate::staff::{Desk, Letter};
use crate::store::{Act, Entry, SentRow};
use crate::{Server, answers, archive, clock, directory, files};
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use wire::server_api::{Sent, SentLetter, path};
use wire::{Code, EnvelopeId, Manifest, Problem, State as LetterState};

/// 送信一覧, newest first.
#[utoipa::path(get, path = path::SENT, params(("number" = String, Path), Page), responses(
    (status = 200, body = Sent), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn list(
    State(server): State<Server>,
    desk: Desk,
    Query(page): Query<Page>,
) -> Result<axum::Json<Sent>> {
    let number = &desk.office.number;
    let mut rows = server
        .store
        .sent(number, page.before(), page.limit() + 1)
        .await?;
    let more = page.cut(&mut rows);
    let mut letters = Vec::with_capacity(rows.len());
    for row in rows {
        letters.push(letter(&server, &desk.office, row).await?);
    }
    Ok(axum::Json(Sent { letters, more }))
}

/// One sent letter.
#[utoipa::path(get, path = path::SENT_LETTER, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, body = SentLetter), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn show(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
) -> Result<axum::Json<SentLetter>> {
    let row = row(&server, &desk, id).await?;
    letter(&server, &desk.office, row).await.map(axum::Json)
}

/// One file of a sent letter, by its place in the list of files.
#[utoipa::path(get, path = path::SENT_FILE,
    params(("number" = String, Path), ("id" = EnvelopeId, Path), ("index" = usize, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 401, body = Problem), (status = 404, body = Problem)),
)]
pub async fn file(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
    Place(place): Place,
) -> Result<Response> {
    let row = row(&server, &desk, id).await?;
    let (manifest, contents) = contents(&server, &desk, &row).await?;
    nth(archive::files(&manifest, &contents)?, place).map(files::download)
}

/// All files of a sent letter, as a ZIP.
#[utoipa::path(get, path = path::SENT_ZIP, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, content_type = "application/zip"), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn zip(State(server): State<Server>, desk: Desk, Letter(id): Letter) -> Result<Response> {
    let row = row(&server, &desk, id).await?;
    let (_, contents) = contents(&server, &desk, &row).await?;
    Ok(files::download_all(
        &label(&row.label)?,
        archive::zip_for_saving(contents)?,
    ))
}

async fn row(server: &Server, desk: &Desk, id: EnvelopeId) -> Result<SentRow> {
    let row = server.store.sent_letter(&desk.office.number, id).await?;
    row.ok_or_else(|| Code::NotFound.into())
}

/// The opened contents of a sent letter; whoever looks is written into the record.
async fn contents(server: &Server, desk: &Desk, row: &SentRow) -> Result<(Manifest, Vec<u8>)> {
    let office = &desk.office;
    let manifest = archive::sent_manifest(server, office, row).await?;
    let body = server.store.sent_body(&office.number, row.id).await?;
    let opened = archive::body(
        office,
        row.id,
        row.label.clone(),
        Arc::clone(&manifest),
        body,
    )
    .await?;
    server
        .store
        .log(Entry {
            time: clock::now(),
            number: Some(&office.number),
            user: Some(&desk.user),
            act: Act::Download,
            id: Some(row.id),
        })
        .await?;
    Ok((manifest.content.clone(), opened.content))
}

/// A letter as people see it.
pub async fn letter(server: &Server, office: &Office, row: SentRow) -> Result<SentLetter> {
    let label = label(&row.label)?;
    let contents = archive::sent_manifest(server, office, &row)
        .await
        .ok()
        .map(|manifest| archive::contents_list(&manifest.content));
    Ok(SentLetter {
        id: row.id,
        sequence: row.sequence,
        kind: label.kind,
        from: label.from,
        to: directory::partner(server, office, label.to).await?,
        unit: label.unit,
        month: label.month,
        serial: label.serial,
        time: row.time,
        state: row.state,
        since: row.since,
        held_until: (row.state == LetterState::Held).then_some(row.held_until),
        arrived: row.arrived,
        collected: row.collected,
        problem: row.problem,
        contents,
        answer: answers::last(office, &row.label, &row.statements),
        uncollected: row.uncollected,
    })
}
