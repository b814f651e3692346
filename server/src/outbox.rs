//! 送信: a letter is stored sealed before the browser is told 送信を受け付けました.

pub mod form;
pub mod sender;
pub mod withdraw;

use crate::contents::{self, File};
use crate::error::{Error, Result};
use crate::inbox::label;
use crate::mandates::held;
use crate::offices::Office;
use crate::seal::{self, Recipient};
use crate::staff::{Desk, Letter};
use crate::store::{NewSent, SentRow};
use crate::{Server, archive, cards, clock, sent};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use form::Form;
use std::sync::Arc;
use std::time::Duration;
use wire::hub_api::MANIFEST_LIMIT;
use wire::server_api::{OutgoingLetter, SentLetter, path};
use wire::{Code, EnvelopeId, FileEntry, Label, Manifest, OfficeCard, Problem};

/// How long a browser may be silent in the middle of a letter: it may have gone, and others wait for its turn.
const SILENCE: Duration = Duration::from_secs(30);

/// Hand a letter over. The same again is answered with the same letter; anything else under its id is refused.
#[utoipa::path(put, path = path::OUTGOING, params(("number" = String, Path), ("id" = EnvelopeId, Path)),
    request_body(content_type = "multipart/form-data", description = "`letter` (OutgoingLetter, JSON) first, then one `file` per file"),
    responses(
        (status = 201, body = SentLetter), (status = 200, body = SentLetter, description = "it was handed over before"),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem),
    ),
)]
pub async fn send(
    State(server): State<Server>,
    desk: Desk,
    Letter(id): Letter,
    request: Request,
) -> Result<(StatusCode, axum::Json<SentLetter>)> {
    desk.must_exchange()?;
    let turn = server.uploads.acquire().await;
    let _turn = turn.expect("the semaphore is never closed");
    let Form { letter, files } = form::read(request, SILENCE).await?;
    form::check(&desk.office, &letter, &files)?;
    let packed = pack(letter, files).await?;
    if let Some(row) = server.store.sent_letter(&desk.office.number, id).await? {
        return again(&server, &desk, row, &packed).await;
    }
    let card = cards::check(&server, &desk.office, &packed.letter.to, packed.letter.kind)
        .await?
        .card?;
    let stored = store(&server, &desk, id, &packed, &card).await?;
    let row = server.store.sent_letter(&desk.office.number, id).await?;
    let row = row.ok_or(Error::Stored("a letter that was just stored"))?;
    if stored {
        desk.office.outgoing.notify_one();
        server.announcements.announce(&desk.office.number);
        let letter = sent::letter(&server, &desk.office, row).await?;
        Ok((StatusCode::CREATED, axum::Json(letter)))
    } else {
        // The same id was handed over twice at the same time.
        again(&server, &desk, row, &packed).await
    }
}

/// A letter with its contents packed, but not sealed yet.
struct Packed {
    letter: OutgoingLetter,
    contents: Vec<u8>,
    manifest: Manifest,
}

async fn pack(letter: OutgoingLetter, files: Vec<File>) -> Result<Packed> {
    let work = move || {
        let contents = contents::pack(&files).map_err(|_| Error::from(Code::TooLarge))?;
        let manifest = Manifest {
            format: Manifest::FORMAT,
            note: letter.note.clone(),
            files: files
                .iter()
                .map(|file| FileEntry {
                    name: file.name.clone(),
                    size: size(&file.octets),
                    sha256: evidence::digest(&file.octets),
                })
                .collect(),
            persons: letter.persons.clone(),
            contents_sha256: evidence::digest(&contents),
            mended: letter.mended.clone(),
            checkpoint: None,
            card_sha256: None,
        };
        Ok(Packed {
            letter,
            contents,
            manifest,
        })
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::Stored("a letter"))?
}

/// Seal the letter for the receiver's keys and our own, and keep it. Returns false when its id is in use.
async fn store(
    server: &Server,
    desk: &Desk,
    id: EnvelopeId,
    packed: &Packed,
    card: &OfficeCard,
) -> Result<bool> {
    let now = clock::now();
    let letter = &packed.letter;
    let mandate = held::acting_for(server, &desk.office).await?;
    let label = Label {
        format: Label::FORMAT,
        id,
        kind: letter.kind,
        from: letter.from.clone(),
        to: letter.to.clone(),
        unit: letter.unit.clone(),
        month: letter.month.clone(),
        serial: letter.serial.clone(),
        size: size(&packed.contents),
        time: now,
        replaces: letter.replaces,
        acting_for: mandate.map(|id| id.to_string()),
    };
    let principal = principal(server, &desk.office).await?;
    let recipients = recipients(&desk.office, card, principal.as_ref())?;
    let number = &desk.office.number;
    // So that the receiver can tell whether the hub tells us both the same.
    let pinned = server.store.pinned_card(number, &letter.to.number).await?;
    let manifest = Manifest {
        checkpoint: server.store.latest_checkpoint(number).await?,
        card_sha256: pinned.map(|pinned| evidence::digest(pinned.card.text.as_bytes())),
        ..packed.manifest.clone()
    };
    let (office, contents) = (Arc::clone(&desk.office), packed.contents.clone());
    let sealed = tokio::task::spawn_blocking(move || {
        let signer = &office.connection()?.signer;
        seal::seal(&label, &manifest, &contents, signer, &recipients).map_err(|error| {
            tracing::error!(office = %office.number, %error, "a letter could not be sealed");
            Error::Stored("a letter cannot be sealed")
        })
    })
    .await
    .map_err(|_| Error::Stored("a letter"))??;
    if sealed.manifest.len() > MANIFEST_LIMIT {
        // The hub would refuse it, when nobody looks any more.
        return Err(Problem::new(Code::TooLarge)
            .with_detail("`persons`, `mended` and the names of the files")
            .into());
    }
    let new = NewSent {
        id,
        partner: &letter.to.number,
        label: &sealed.label,
        manifest: &sealed.manifest,
        body: &sealed.body,
        time: now,
        held_until: clock::after(now, server.config.hold),
        user: &desk.user,
    };
    Ok(server
        .store
        .add_sent(&desk.office.number, new)
        .await?
        .is_some())
}

/// The card of the office that an agent sends for: it can open what was sent in its name.
async fn principal(server: &Server, office: &Office) -> Result<Option<OfficeCard>> {
    if office.agent.is_none() {
        return Ok(None);
    }
    let number = &office.number;
    let pinned = server.store.pinned_card(number, number).await?;
    let card = pinned.and_then(|pinned| pinned.card.read().ok());
    card.map(Some).ok_or_else(|| Code::CardInvalid.into())
}

/// Every key on the receiver's card that is valid now, every one of our own, and those of the office that we act for.
fn recipients(
    office: &Office,
    card: &OfficeCard,
    principal: Option<&OfficeCard>,
) -> Result<Vec<Recipient>> {
    let now = clock::now();
    let theirs = evidence::card::sealing_certificates(card, now);
    if theirs.is_empty() {
        return Err(Problem::new(Code::RecipientNotReady)
            .with_detail("no sealing key on the receiver's card is valid now")
            .into());
    }
    let own = office.sealing.iter().map(|key| key.certificate.as_slice());
    let mut certificates: Vec<&[u8]> = theirs;
    certificates.extend(own);
    certificates.extend(
        principal
            .into_iter()
            .flat_map(|card| evidence::card::sealing_certificates(card, now)),
    );
    certificates.sort_unstable();
    certificates.dedup();
    certificates
        .into_iter()
        .map(|certificate| Recipient::new(certificate).map_err(|_| Code::CardInvalid.into()))
        .collect()
}

/// The id was used before: for the same letter, or for another?
async fn again(
    server: &Server,
    desk: &Desk,
    row: SentRow,
    packed: &Packed,
) -> Result<(StatusCode, axum::Json<SentLetter>)> {
    let kept = archive::sent_manifest(server, &desk.office, &row).await?;
    if !is_same(&label(&row.label)?, &kept.content, packed) {
        return Err(Code::IdInUse.into());
    }
    let letter = sent::letter(server, &desk.office, row).await?;
    Ok((StatusCode::OK, axum::Json(letter)))
}

/// Whether a kept letter says and holds the same. The digests of the files stand for their octets.
///
/// Not the digest of the packed contents: another version of the library may pack the same files differently,
/// and a retry after an upgrade is a retry all the same.
fn is_same(label: &Label, manifest: &Manifest, packed: &Packed) -> bool {
    let Packed {
        letter,
        manifest: new,
        ..
    } = packed;
    label.kind == letter.kind
        && label.from == letter.from
        && label.to == letter.to
        && label.unit == letter.unit
        && label.month == letter.month
        && label.serial == letter.serial
        && label.replaces == letter.replaces
        && manifest.note == new.note
        && manifest.persons == new.persons
        && manifest.mended == new.mended
        && manifest.files == new.files
}

fn size(octets: &[u8]) -> u64 {
    u64::try_from(octets.len()).expect("sizes in memory fit 64 bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Address, LetterKind, Time};

    fn address(text: &str) -> Address {
        text.parse().expect("an address")
    }

    async fn packed(octets: &[u8]) -> Packed {
        let letter = OutgoingLetter {
            kind: LetterKind::Files,
            from: address("9970100018-43"),
            to: address("9970200024-11"),
            unit: None,
            month: None,
            serial: None,
            note: String::new(),
            persons: Vec::new(),
            mended: Vec::new(),
            replaces: None,
        };
        let file = File {
            name: "a.pdf".to_owned(),
            octets: octets.to_vec(),
        };
        pack(letter, vec![file]).await.expect("packed")
    }

    #[tokio::test]
    async fn a_retry_is_the_same_letter_after_an_upgrade_of_the_zip_library_too() {
        let (kept, retry) = (packed(b"%PDF-1.7").await, packed(b"%PDF-1.7").await);
        let label = Label {
            format: Label::FORMAT,
            id: EnvelopeId::new(),
            kind: kept.letter.kind,
            from: kept.letter.from.clone(),
            to: kept.letter.to.clone(),
            unit: None,
            month: None,
            serial: None,
            size: size(&kept.contents),
            time: Time(0),
            replaces: None,
            acting_for: None,
        };
        let mut manifest = kept.manifest.clone();
        manifest.contents_sha256 = evidence::digest(b"the same files, packed by an older library");
        assert!(is_same(&label, &manifest, &retry));
        assert!(!is_same(&label, &manifest, &packed(b"%PDF-1.8").await));
    }
}
