//! The three parts of a deposit, as they come in.

use super::label;
use crate::error::{Error, Result};
use crate::json::Path;
use crate::store::mandates;
use crate::{Hub, Peer};
use aws_lc_rs::digest::{Context, SHA256};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, FromRequestParts as _, Multipart, Request};
use bytes::Bytes;
use std::time::Duration;
use tokio::time::timeout;
use wire::hub_api::{MANIFEST_LIMIT, part};
use wire::{Code, Digest, EnvelopeId, Label, MandateId, Scope};

/// The longest label.
const LABEL_LIMIT: u64 = 8 * 1024;
/// How long the sender may be silent in the middle of a deposit.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a refused deposit is still listened to, so that its sender hears the refusal.
const REFUSED: Duration = Duration::from_secs(10);

/// A deposit: read within its limits, label checked, and of an office that the caller may act for.
#[derive(Debug, Clone)]
pub struct Deposit {
    /// The label.
    pub label: Label,
    /// Its text, verbatim.
    pub label_text: String,
    /// The sealed manifest.
    pub manifest: Vec<u8>,
    /// The sealed body.
    pub body: Bytes,
    /// Digest of manifest and body, one after the other.
    pub stored_sha256: Digest,
}

impl FromRequest<Hub> for Deposit {
    type Rejection = Error;

    async fn from_request(request: Request, hub: &Hub) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let peer = Peer::from_request_parts(&mut parts, hub).await?;
        let Path(id) = Path::<EnvelopeId>::from_request_parts(&mut parts, hub).await?;
        let request = Request::from_parts(parts, body);
        let mut form = Multipart::from_request(request, hub).await?;
        let deposit = read(&mut form, &peer, id, hub).await;
        if deposit.is_err() {
            // Not an error of ours if it takes longer: then the connection is simply closed.
            let _ = timeout(REFUSED, drain(&mut form, hub.config.deposit_limit)).await;
        }
        deposit
    }
}

/// Read label, manifest and body, in this order, so that a wrong label is refused before the rest is read.
async fn read(form: &mut Multipart, peer: &Peer, id: EnvelopeId, hub: &Hub) -> Result<Deposit> {
    let limit = hub.config.deposit_limit;
    let mut left = limit;
    let label_text = next(form, part::LABEL, LABEL_LIMIT, &mut left, None).await?;
    let label_text = String::from_utf8(label_text)
        .map_err(|_| Error::refused(Code::LabelInvalid, "the label is not UTF-8"))?;
    let label = label::read(&label_text)?;
    let claimed = |error: Error| error.claimed(&label);
    may_send(hub, peer, &label).await.map_err(claimed)?;
    label::check(&label, id, hub.now()).map_err(claimed)?;

    let manifest_limit = u64::try_from(MANIFEST_LIMIT).expect("1 MiB fits 64 bits");
    let mut stored = Context::new(&SHA256);
    let digest = Some(&mut stored);
    let manifest = next(form, part::MANIFEST, manifest_limit, &mut left, digest)
        .await
        .map_err(claimed)?;
    let digest = Some(&mut stored);
    // No more is kept in memory than the label has announced.
    let most = label::largest_body(&label);
    let body = next(form, part::BODY, most, &mut left, digest).await;
    let body = match body {
        Err(error) if error.code() == Code::TooLarge && most < limit => {
            label::check_size(&label, usize::MAX).map_err(claimed)?;
            return Err(claimed(error));
        }
        body => body.map_err(claimed)?,
    };
    label::check_size(&label, body.len()).map_err(claimed)?;
    if manifest.is_empty() {
        return Err(claimed(invalid("the manifest is empty")));
    }
    if form.next_field().await?.is_some() {
        return Err(claimed(invalid("there are more than three parts")));
    }
    let mut stored_sha256 = [0; 32];
    stored_sha256.copy_from_slice(stored.finish().as_ref());
    Ok(Deposit {
        label,
        label_text,
        manifest,
        body: body.into(),
        stored_sha256: Digest(stored_sha256),
    })
}

/// Whether the caller may send for the label's `from`: as that office itself, or under the mandate that the label names.
async fn may_send(hub: &Hub, peer: &Peer, label: &Label) -> Result<()> {
    let from = &label.from.number;
    match (&label.acting_for, peer.may_act_for(from)) {
        (None, true) => Ok(()),
        (Some(_), true) => Err(Error::refused(
            Code::LabelInvalid,
            "an office needs no mandate for itself",
        )),
        (None, false) => Err(Code::SenderMismatch.into()),
        (Some(mandate), false) => {
            let id: MandateId = mandate.parse().map_err(|_| {
                Error::refused(Code::LabelInvalid, "`acting_for` is no mandate's id")
            })?;
            let mut connection = hub.store.read().await?;
            let record = mandates::find(&mut connection, id).await?;
            let mandate = record
                .filter(|record| record.revoked.is_none())
                .and_then(|record| record.mandate.read().ok());
            let now = hub.now();
            let holds = mandate.is_some_and(|mandate| {
                mandate.office == *from
                    && peer.may_act_for(&mandate.agent)
                    && mandate.scope.contains(&Scope::Send)
                    && (mandate.from..mandate.until).contains(&now)
            });
            // Without it, nobody learns whether there is such a mandate.
            holds
                .then_some(())
                .ok_or_else(|| Code::SenderMismatch.into())
        }
    }
}

/// The next part, which must have this name, within its own limit and what is left of the whole.
async fn next(
    form: &mut Multipart,
    name: &'static str,
    limit: u64,
    left: &mut u64,
    mut digest: Option<&mut Context>,
) -> Result<Vec<u8>> {
    let field = timeout(SILENCE, form.next_field()).await;
    let mut field = field.map_err(|_| silent())??.ok_or_else(|| missing(name))?;
    if field.name() != Some(name) {
        return Err(missing(name));
    }
    let mut own = limit;
    let mut octets = Vec::new();
    while let Some(chunk) = chunk(&mut field).await? {
        let length = u64::try_from(chunk.len()).expect("a chunk fits 64 bits");
        for rest in [&mut own, &mut *left] {
            *rest = rest.checked_sub(length).ok_or(Code::TooLarge)?;
        }
        if let Some(digest) = &mut digest {
            digest.update(&chunk);
        }
        octets.extend_from_slice(&chunk);
    }
    Ok(octets)
}

async fn chunk(field: &mut Field<'_>) -> Result<Option<Bytes>> {
    let chunk = timeout(SILENCE, field.chunk()).await;
    Ok(chunk.map_err(|_| silent())??)
}

/// Read on without keeping anything, at most as much again as a deposit may hold.
async fn drain(form: &mut Multipart, limit: u64) {
    let mut left = limit;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(chunk)) = field.chunk().await {
            let length = u64::try_from(chunk.len()).expect("a chunk fits 64 bits");
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    }
}

fn invalid(why: &'static str) -> Error {
    Error::refused(Code::Invalid, why)
}

/// Not the letter's fault: whoever tries again may have a better line.
fn silent() -> Error {
    Error::refused(Code::Unavailable, "the deposit stopped in the middle")
}

fn missing(name: &'static str) -> Error {
    Error::refused(
        Code::Invalid,
        format!("the part `{name}` is missing or not in its place: label, manifest, body"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server gives a letter up for good when it is refused with 4xx.
    #[test]
    fn a_line_that_falls_silent_is_no_refusal_for_good() {
        assert_eq!(silent().code().status(), 503);
    }
}
