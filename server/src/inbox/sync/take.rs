//! A letter of the inbox is kept, with what its sender's manifest says about the hub.

use super::{SyncError, numbers, unproved_end};
use crate::alarms::raise;
use crate::journal::made_here;
use crate::mandates::signers::{self, Signers};
use crate::mandates::{held, letters};
use crate::offices::Office;
use crate::seal::{self, OpenError, Opened};
use crate::store::ReceivedRow;
use crate::{Server, cards};
use evidence::VerifyingKey;
use wire::hub_api::MailboxItem;
use wire::{AlarmKind, Label, Manifest, OfficeNumber, Receipt, State};

/// Keep a letter of the inbox, and learn who sent it.
pub async fn take(
    server: &Server,
    office: &Office,
    key: &VerifyingKey,
    item: &MailboxItem,
) -> Result<(), SyncError> {
    let number = &office.number;
    let receipt = evidence::receipt::verify(key, &item.receipt, &item.label);
    let label = serde_json::from_str::<Label>(&item.label);
    let (Ok(receipt), Ok(label)) = (receipt, label) else {
        return pass_over(server, office, item, "receipt").await;
    };
    if label.id != item.id || label.to.number != *number || receipt.sequence != item.sequence {
        return pass_over(server, office, item, "label").await;
    }
    if held::since(server, office)
        .await?
        .is_some_and(|since| receipt.time < since)
    {
        // It came before there was an agent, and is not sealed for one.
        let store = &server.store;
        store.pass_over(number, item.sequence, item.changed).await?;
        return Ok(());
    }
    let known = server.store.received_letter(number, item.id).await?;
    if known
        .as_ref()
        .is_some_and(|known| known.receipt != item.receipt)
    {
        // One letter has one receipt, whatever happens to the hub.
        return pass_over(server, office, item, "second receipt").await;
    }
    let manifest = manifest(server, office, &label, &receipt, item).await?;
    let partner = &label.from.number;
    let before = known.as_ref().map_or(State::Arrived, |known| known.state);
    let mut item = item.clone();
    if let Some(kind) = doubtful(server, office, key, partner, &item, known.as_ref()).await? {
        let subject = format!("{} {:?}", item.id, item.state);
        raise(server, office, kind, &subject, Some(item.id), None).await?;
        let (state, since) = known.map_or((State::Arrived, receipt.time), |known| {
            (known.state, known.since)
        });
        (item.state, item.since) = (state, since);
        (item.withdrawal, item.non_delivery) = (None, None);
    }
    let item = &item;
    letters::note(server, office, item, before).await?;
    server
        .store
        .keep_received(number, partner, receipt.time, item)
        .await?;
    server.store.prove(number, item.id, false).await?;
    numbers::hidden(server, office, item, &receipt).await?;
    let other = server
        .store
        .same_number(number, item.id, item.sequence)
        .await?;
    if other.is_some() {
        let (kind, subject) = (AlarmKind::NumberReused, item.sequence.to_string());
        raise(server, office, kind, &subject, Some(item.id), None).await?;
    }
    if let Some(manifest) = manifest {
        hear(server, office, item, &manifest).await?;
    }
    Ok(())
}

/// Whether the hub's word on what became of the letter is not to be believed, and with which alarm.
async fn doubtful(
    server: &Server,
    office: &Office,
    key: &VerifyingKey,
    partner: &OfficeNumber,
    item: &MailboxItem,
    known: Option<&ReceivedRow>,
) -> Result<Option<AlarmKind>, SyncError> {
    let ended = matches!(item.state, State::Withdrawn | State::Expired);
    if ended && known.is_some_and(|known| known.collected) {
        // Whoever has collected a letter knows that nobody took it back before.
        return Ok(Some(AlarmKind::HistoryChanged));
    }
    let doubt = async || {
        let signers = Signers::of(server, office, partner, item.id).await?;
        Ok::<_, SyncError>(unproved_end(item, key, &signers))
    };
    if item.state != State::Withdrawn || doubt().await?.is_none() {
        return doubt().await;
    }
    // The sender's certificate may be newer than what is pinned, or it is an agent's.
    if partner != &office.number {
        cards::look_up(server, office, partner).await?;
    }
    signers::learn(server, office, item.id).await?;
    doubt().await
}

/// A letter that makes no sense must not stop the ones after it.
async fn pass_over(
    server: &Server,
    office: &Office,
    item: &MailboxItem,
    what: &str,
) -> Result<(), SyncError> {
    let subject = format!("{} {what}", item.id);
    let found = Some(serde_json::json!({ "label": item.label, "receipt": item.receipt }));
    let kind = AlarmKind::ReceiptWrong;
    raise(server, office, kind, &subject, Some(item.id), found).await?;
    server
        .store
        .skip_received(&office.number, item.changed)
        .await?;
    Ok(())
}

/// The manifest, if it can be opened.
/// A sender who is not known yet, whose certificate is new, or for whom an agent sends, is looked up before anybody sees the letter.
async fn manifest(
    server: &Server,
    office: &Office,
    label: &Label,
    receipt: &Receipt,
    item: &MailboxItem,
) -> Result<Option<Manifest>, SyncError> {
    let (number, partner) = (&office.number, &label.from.number);
    let opened = async || {
        let certificates = signers::of_letter(server, office, label, receipt.time).await?;
        Ok::<_, SyncError>(open(office, item, &certificates))
    };
    let known = partner == number || server.store.partner(number, partner).await?.is_some();
    let mut found = opened().await?;
    if !known || found.is_err() {
        if partner != number {
            cards::look_up(server, office, partner).await?;
        }
        if label.acting_for.is_some() {
            signers::learn(server, office, item.id).await?;
        }
        found = opened().await?;
    }
    Ok(found.ok().map(|opened| opened.content))
}

fn open(
    office: &Office,
    item: &MailboxItem,
    certificates: &[Vec<u8>],
) -> Result<Opened<Manifest>, OpenError> {
    seal::open_manifest(&item.label, &item.manifest.0, &office.opening, certificates)
}

/// What the sender was told by the hub: the journal's checkpoint, and which card is ours.
async fn hear(
    server: &Server,
    office: &Office,
    item: &MailboxItem,
    manifest: &Manifest,
) -> Result<(), SyncError> {
    if let Some(checkpoint) = &manifest.checkpoint {
        server
            .store
            .hear(&office.number, item.id, checkpoint)
            .await?;
    }
    match &manifest.card_sha256 {
        Some(sha256) if office.agent.is_none() => {
            made_here(server, office, sha256, Some(item.id)).await
        }
        _ => Ok(()),
    }
}
