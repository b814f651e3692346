//! The archive: sealed letters, opened in memory whenever a person looks at one.
//!
//! Nothing opened is ever written to disk.
//! Manifests that were opened are remembered for a while in memory, so that lists are quick.

use crate::Server;
use crate::contents::{self, File};
use crate::error::{Error, Result};
use crate::inbox::label;
use crate::mandates::signers;
use crate::offices::Office;
use crate::seal::{self, OpenError, Opened};
use crate::store::{ReceivedRow, SentRow};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wire::server_api::ContentsList;
use wire::{Code, Digest, EnvelopeId, Manifest, OfficeNumber};

/// Manifests in memory; more than this are forgotten together.
const REMEMBERED: usize = 2_000;
/// A larger manifest is opened each time, so that a partner cannot fill the memory.
const LARGEST: usize = 64 * 1024;

/// Manifests that were opened, by office and by the octets that were opened.
#[derive(Default)]
pub struct Manifests(Mutex<HashMap<Key, Arc<Opened<Manifest>>>>);

/// Never without the office: what one may see is nothing to another (T45).
/// And not by the letter's id: what was verified is this label with this manifest, not whatever a hub lists under the id (T42).
type Key = (OfficeNumber, Digest);

impl Manifests {
    fn known(&self, key: &Key) -> Option<Arc<Opened<Manifest>>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }

    fn remember(&self, key: Key, manifest: Arc<Opened<Manifest>>) {
        let mut manifests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if manifests.len() >= REMEMBERED {
            manifests.clear();
        }
        manifests.insert(key, manifest);
    }
}

/// Open the manifest of a received letter with the office's keys; its signer must be one of the sender's pinned
/// certificates, or of those of the agent that its label names.
pub async fn received_manifest(
    server: &Server,
    office: &Office,
    row: &ReceivedRow,
) -> Result<Arc<Opened<Manifest>>> {
    let label = label(&row.label)?;
    let certificates = signers::of_letter(server, office, &label, row.arrived).await?;
    manifest(
        server,
        office,
        row.id,
        &row.label,
        &row.manifest,
        &certificates,
    )
}

/// Open the manifest of a sent letter, which was sealed for this office too.
pub async fn sent_manifest(
    server: &Server,
    office: &Office,
    row: &SentRow,
) -> Result<Arc<Opened<Manifest>>> {
    let arrived = row.arrived.unwrap_or(row.time);
    let certificates = signers::of_letter(server, office, &label(&row.label)?, arrived).await?;
    manifest(
        server,
        office,
        row.id,
        &row.label,
        &row.manifest,
        &certificates,
    )
}

fn manifest(
    server: &Server,
    office: &Office,
    id: EnvelopeId,
    label: &str,
    sealed: &[u8],
    certificates: &[Vec<u8>],
) -> Result<Arc<Opened<Manifest>>> {
    let label_sha256 = evidence::digest(label.as_bytes());
    let key = (
        office.number.clone(),
        evidence::digest_parts(&[label_sha256.as_ref(), sealed]),
    );
    if let Some(known) = server.manifests.known(&key) {
        return Ok(known);
    }
    let opened = seal::open_manifest(label, sealed, &office.opening, certificates)
        .map_err(|error| cannot_open(office, id, error))?;
    let opened = Arc::new(opened);
    if sealed.len() <= LARGEST {
        server.manifests.remember(key, Arc::clone(&opened));
    }
    Ok(opened)
}

/// Open a sealed body whose manifest is open. Takes a tenth of a second for 10 MB, on a thread for such work.
pub async fn body(
    office: &Arc<Office>,
    id: EnvelopeId,
    label: String,
    manifest: Arc<Opened<Manifest>>,
    body: Vec<u8>,
) -> Result<Opened<Vec<u8>>> {
    let office = Arc::clone(office);
    tokio::task::spawn_blocking(move || {
        seal::open_body(&label, &manifest, &body, &office.opening)
            .map_err(|error| cannot_open(&office, id, error))
    })
    .await
    .map_err(|_| Error::Stored("a letter"))?
}

/// The files of opened contents, as the manifest lists them.
pub fn files(manifest: &Manifest, contents: &[u8]) -> Result<Vec<File>> {
    contents::unpack_as(&manifest.files, contents).map_err(|error| {
        tracing::warn!(%error, "the contents of a letter cannot be unpacked");
        Code::CannotOpen.into()
    })
}

/// Opened contents as a ZIP that can be saved anywhere.
pub fn zip_for_saving(contents: Vec<u8>) -> Result<Vec<u8>> {
    contents::for_saving(contents).map_err(|error| {
        tracing::warn!(%error, "the contents of a letter cannot be unpacked");
        Code::CannotOpen.into()
    })
}

/// What a manifest says, for a list.
pub fn contents_list(manifest: &Manifest) -> ContentsList {
    ContentsList {
        note: manifest.note.clone(),
        files: manifest.files.clone(),
        persons: manifest.persons.clone(),
        mended: manifest.mended.clone(),
    }
}

/// The sentence is always the same; the cause is for the log.
fn cannot_open(office: &Office, id: EnvelopeId, error: OpenError) -> Error {
    tracing::warn!(office = %office.number, %id, cause = ?error.cause(), "a letter cannot be opened");
    Code::CannotOpen.into()
}
