//! What an agent has done for this office shows here too: its letters are taken into the archive, its acts into the record.

use super::signers::{self, Signers};
use crate::Server;
use crate::alarms::raise;
use crate::error::Error;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::relay::RelayError;
use crate::store::{Act, Entry, SentByAgent};
use wire::hub_api::MailboxItem;
use wire::{AlarmKind, Label, Mandate, Receipt, Scope, State, statement};

/// Take a letter of the outbox that an agent has sent into the archive. Returns whether it is there now.
///
/// A letter in the office's name that nobody was allowed to send is an alarm: somebody else has its keys, or the hub invents it.
pub async fn take_up(
    server: &Server,
    office: &Office,
    item: &MailboxItem,
    receipt: &Receipt,
) -> Result<bool, SyncError> {
    let number = &office.number;
    if office.agent.is_some() || server.store.sent_letter(number, item.id).await?.is_some() {
        return Ok(false);
    }
    let label: Label = serde_json::from_str(&item.label).map_err(|_| Error::Stored("a label"))?;
    let Some(named) = &label.acting_for else {
        return Ok(false);
    };
    let learnt = signers::learn(server, office, item.id).await?;
    let mut mandates = learnt.iter().filter_map(|one| one.mandate.read().ok());
    let ours = |mandate: &Mandate| mandate.office == *number && mandate.id.to_string() == *named;
    let mandate = mandates.find(ours);
    let certificates = signers::of_letter(server, office, &label, receipt.time).await?;
    let (Some(mandate), false) = (mandate, certificates.is_empty()) else {
        let subject = format!("{} mandate", item.id);
        let found = Some(serde_json::json!({ "label": item.label, "receipt": item.receipt }));
        let kind = AlarmKind::ReceiptWrong;
        raise(server, office, kind, &subject, Some(item.id), found).await?;
        return Ok(false);
    };
    let body = match office.connection()?.relay.body(item.id).await {
        Ok(body) => body,
        // Withdrawn, or kept no longer: there is nothing left to archive.
        Err(error) if error.is_refusal() => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    if evidence::receipt::verify_stored(receipt, &item.manifest.0, &body).is_err() {
        return Err(RelayError::Answer("a body does not fit its receipt".to_owned()).into());
    }
    let sent = SentByAgent {
        item,
        partner: &receipt.to.number,
        body: &body,
        arrived: receipt.time,
        agent: &mandate.agent,
    };
    server.store.add_sent_by_agent(number, sent).await?;
    Ok(true)
}

/// Write into the record what an agent has stated about a received letter, once the letter's state tells of it.
/// A statement in the office's name that nobody was allowed to make is an alarm.
pub async fn note(
    server: &Server,
    office: &Office,
    item: &MailboxItem,
    before: State,
) -> Result<(), SyncError> {
    let (number, last) = (&office.number, item.statements.last());
    let (Some(signed), false) = (last, office.agent.is_some() || before == item.state) else {
        return Ok(());
    };
    let verify = |der: &[u8]| evidence::statement::verify(der, signed, &item.receipt);
    if office.certificates.iter().any(|der| verify(der).is_ok()) {
        return Ok(());
    }
    signers::learn(server, office, item.id).await?;
    let signers = Signers::of(server, office, number, item.id).await?;
    let time = signed.read().map(|said| said.time).unwrap_or_default();
    let allowed = signers.at(Scope::Receive, time);
    let by = allowed.iter().find(|der| verify(der).is_ok());
    let Some(agent) = by.and_then(|der| signers.agent(der)) else {
        let (kind, subject) = (AlarmKind::StatementMissing, item.id.to_string());
        let found = Some(serde_json::json!({ "statements": item.statements }));
        raise(server, office, kind, &subject, Some(item.id), found).await?;
        return Ok(());
    };
    let collected = signed
        .read()
        .is_ok_and(|said| said.act == statement::Act::Collected);
    let entry = Entry {
        time,
        number: Some(number),
        user: Some(agent.as_str()),
        act: if collected {
            Act::AgentCollect
        } else {
            Act::AgentAnswer
        },
        id: Some(item.id),
    };
    Ok(server.store.log(entry).await?)
}
