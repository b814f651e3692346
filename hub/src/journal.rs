//! `/v1/journal`: the hub's journal, and the key that signs receipts and checkpoints.
//!
//! What happens is entered into it by the store ([`crate::store::journal`]); the [`crate::sequencer`] grows its tree.

pub mod entries;
pub mod proofs;

use crate::error::{Error, Result};
use crate::folder::{Folder, read_text};
use crate::json::Json;
use crate::store::tree;
use crate::{Hub, Peer};
use axum::extract::State;
use evidence::SigningKey;
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;
use wire::Problem;
use wire::hub_api::{Journal, path};

/// The journal's id and key.
#[derive(Debug)]
pub struct JournalKey {
    /// The journal's id, which stands on every receipt.
    pub id: String,
    /// The key that signs receipts and checkpoints.
    pub key: SigningKey,
}

impl JournalKey {
    /// Read id and key from the hub's folder.
    ///
    /// # Errors
    /// When they are not there or cannot be used.
    pub fn open(folder: &Folder) -> Result<Self> {
        let path = folder.journal_key();
        let pem = read_text(&path)?;
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes())
            .map_err(|error| Error::Certificate(format!("{}: {error}", path.display())))?;
        Ok(Self {
            id: read_text(&folder.journal_id())?.trim().to_owned(),
            key: SigningKey::from_pkcs8(der.secret_pkcs8_der())?,
        })
    }
}

/// The journal's id, its key, and its newest checkpoint.
#[utoipa::path(
    get, path = path::CHECKPOINT,
    responses((status = 200, body = Journal), (status = "default", body = Problem, content_type = "application/problem+json")),
)]
pub async fn checkpoint(_: Peer, State(hub): State<Hub>) -> Result<Json<Journal>> {
    let newest = tree::newest(&mut hub.store.read().await?).await?;
    Ok(Json(Journal {
        journal: hub.journal.id.clone(),
        key: hub.journal.key.public_key().into(),
        checkpoint: newest.map(|(_, checkpoint)| checkpoint),
    }))
}
