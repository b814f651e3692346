//! The evidence file of a letter, for whoever of the office asks for it.

use super::pack::{Letter as Facts, pack};
use crate::error::{Error, Result};
use crate::mandates::signers::Signers;
use crate::offices::Office;
use crate::seal::Opened;
use crate::staff::{Desk, Letter};
use crate::store::{Act, Entry, Kept};
use crate::{Server, archive, clock, contents};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;
use wire::server_api::path;
use wire::{
    Code, EnvelopeId, Manifest, OfficeNumber, Problem, Scope, Signed, Statement, Withdrawal,
};

/// The evidence file of a sent letter.
#[utoipa::path(get, path = path::SENT_EVIDENCE, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, content_type = "application/zip"), (status = 401, body = Problem), (status = 404, body = Problem),
    (status = 503, body = Problem, description = "not proved yet"),
))]
pub async fn sent(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
) -> Result<Response> {
    let number = &desk.office.number;
    let row = server.store.sent_letter(number, id).await?;
    let row = row.ok_or(Code::NotFound)?;
    let kept = server.store.kept_sent(number, id).await?;
    let manifest = archive::sent_manifest(&server, &desk.office, &row).await?;
    let body = server.store.sent_body(number, id).await?;
    let letter = Sealed {
        id,
        label: row.label,
        manifest: row.manifest,
        body,
        receiver: row.partner,
    };
    answer(&server, &desk, letter, manifest, kept).await
}

/// The evidence file of a letter that was received and opened.
#[utoipa::path(get, path = path::RECEIVED_EVIDENCE, params(("number" = String, Path), ("id" = EnvelopeId, Path)), responses(
    (status = 200, content_type = "application/zip"), (status = 401, body = Problem), (status = 404, body = Problem),
    (status = 422, body = Problem), (status = 503, body = Problem, description = "not proved yet"),
))]
pub async fn received(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
) -> Result<Response> {
    let number = &desk.office.number;
    let row = server.store.received_letter(number, id).await?;
    let row = row.ok_or(Code::NotFound)?;
    let body = server.store.received_body(number, id).await?;
    let kept = server.store.kept_received(number, id).await?;
    let manifest = archive::received_manifest(&server, &desk.office, &row).await?;
    let letter = Sealed {
        id,
        label: row.label,
        manifest: row.manifest,
        // An uncollected letter has nothing to show yet.
        body: body.ok_or(Code::NotFound)?,
        receiver: number.clone(),
    };
    answer(&server, &desk, letter, manifest, kept).await
}

struct Sealed {
    id: EnvelopeId,
    label: String,
    manifest: Vec<u8>,
    body: Vec<u8>,
    receiver: OfficeNumber,
}

async fn answer(
    server: &Server,
    desk: &Desk,
    letter: Sealed,
    manifest: Arc<Opened<Manifest>>,
    kept: Option<Kept>,
) -> Result<Response> {
    let office = &desk.office;
    let number = &office.number;
    let kept = kept.ok_or(Code::NotFound)?;
    let proofs = server.store.proofs(number, letter.id).await?;
    let journal = server.store.pinned_journal(number).await?;
    let (Some((_, journal_key)), false) = (journal, proofs.is_empty()) else {
        return Err(Code::Unavailable.into());
    };
    let statements = signed(server, office, &letter, &kept).await?;
    let withdrawal = own_withdrawal(server, office, &letter, &kept).await?;
    let mandates = server.store.letter_mandates(number, letter.id).await?;
    let opened = archive::body(
        office,
        letter.id,
        letter.label.clone(),
        Arc::clone(&manifest),
        letter.body.clone(),
    )
    .await?;
    let name = format!("evidence_{}.zip", letter.id);
    let entry = Entry {
        time: clock::now(),
        number: Some(number),
        user: Some(&desk.user),
        act: Act::Download,
        id: Some(letter.id),
    };
    server.store.log(entry).await?;
    let work = move || {
        pack(&Facts {
            label: &letter.label,
            manifest: &letter.manifest,
            body: &letter.body,
            opened_manifest: &manifest,
            opened_body: &opened,
            receipt: &kept.receipt,
            journal_key: &journal_key,
            mandates: &mandates,
            statements: &statements,
            withdrawal,
            notice: kept.non_delivery.as_ref(),
            proofs: &proofs,
        })
    };
    let zip = tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::Stored("a letter"))?
        .map_err(|_| Error::from(Code::CannotOpen))?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            contents::content_disposition(&name),
        ),
    ];
    Ok((headers, zip).into_response())
}

/// The withdrawal with the certificate that signed it, the sender's or its agent's: only the sender has a letter that was taken back.
async fn own_withdrawal(
    server: &Server,
    office: &Office,
    letter: &Sealed,
    kept: &Kept,
) -> Result<Option<(Signed<Withdrawal>, Vec<u8>)>> {
    let Some(signed) = &kept.withdrawal else {
        return Ok(None);
    };
    let time = signed.read().map(|said| said.time).unwrap_or_default();
    let signers = Signers::of(server, office, &office.number, letter.id).await?;
    let mut certificates = signers.at(Scope::Send, time).into_iter();
    let by =
        certificates.find(|der| evidence::withdrawal::verify(der, signed, &letter.label).is_ok());
    Ok(by.map(|certificate| (signed.clone(), certificate)))
}

/// The statements, each with the certificate that signed it: the receiver's, or its agent's.
async fn signed(
    server: &Server,
    office: &Office,
    letter: &Sealed,
    kept: &Kept,
) -> Result<Vec<(Signed<Statement>, Vec<u8>)>> {
    let signers = Signers::of(server, office, &letter.receiver, letter.id).await?;
    let by = |signed: &Signed<Statement>| {
        let time = signed.read().ok()?.time;
        let mut certificates = signers.at(Scope::Receive, time).into_iter();
        certificates.find(|der| evidence::statement::verify(der, signed, &kept.receipt).is_ok())
    };
    let statements = kept.statements.iter();
    Ok(statements
        .filter_map(|signed| Some((signed.clone(), by(signed)?)))
        .collect())
}
