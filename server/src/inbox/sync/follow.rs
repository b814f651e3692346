//! A letter of the outbox is followed: what became of it counts only when the receiver has signed it.

use super::{SyncError, unproved_end};
use crate::alarms::raise;
use crate::mandates::letters;
use crate::mandates::signers::{self, Signers};
use crate::offices::Office;
use crate::{Server, answers, cards};
use evidence::{VerifyingKey, statement};
use wire::hub_api::MailboxItem;
use wire::statement::Act;
use wire::{AlarmKind, OfficeNumber, Scope, Signed, State, Statement, Time};

/// Follow a letter of the outbox. Returns whether it is one that this server keeps.
pub async fn follow(
    server: &Server,
    office: &Office,
    key: &VerifyingKey,
    item: &MailboxItem,
) -> Result<bool, SyncError> {
    let number = &office.number;
    let Ok(receipt) = evidence::receipt::verify(key, &item.receipt, &item.label) else {
        let subject = format!("{} sent", item.id);
        let kind = AlarmKind::ReceiptWrong;
        raise(server, office, kind, &subject, Some(item.id), None).await?;
        return Ok(false);
    };
    let store = &server.store;
    if item.state == State::Arrived && store.withdraw_late(number, item.id, &item.label).await? {
        // It was on its way when it was taken back, and the hub had not heard of it then.
        office.outgoing.notify_one();
        return Ok(true);
    }
    let taken_up = letters::take_up(server, office, item, &receipt).await?;
    let statements = believed(server, office, &receipt.to.number, item).await?;
    let mut item = item.clone();
    let unsigned = !is_signed(item.state, &statements);
    if unsigned {
        // The receiver fetches the letter a moment before it states that; until then the letter has arrived.
        let collected = is_signed(State::Collected, &statements);
        waits(
            &mut item,
            if collected {
                State::Collected
            } else {
                State::Arrived
            },
            receipt.time,
        );
        if !item.statements.is_empty() {
            let subject = item.id.to_string();
            let found = Some(serde_json::json!({ "statements": item.statements }));
            let kind = AlarmKind::StatementMissing;
            raise(server, office, kind, &subject, Some(item.id), found).await?;
        }
    }
    let ourselves = Signers::of(server, office, number, item.id).await?;
    if let Some(kind) = unproved_end(&item, key, &ourselves) {
        let subject = format!("{} {:?}", item.id, item.state);
        raise(server, office, kind, &subject, Some(item.id), None).await?;
        waits(&mut item, State::Arrived, receipt.time);
    }
    item.statements = statements;
    let ours = store.keep_sent_state(number, &item, receipt.time).await?;
    if ours {
        store.prove(number, item.id, unsigned).await?;
    }
    Ok(ours || taken_up)
}

/// What the hub says of the letter is not believed: it is in a state that is proved.
fn waits(item: &mut MailboxItem, state: State, since: Time) {
    item.state = state;
    item.since = since;
    if state == State::Arrived {
        item.collected = None;
    }
}

/// Whether a state that is the receiver's to bring about is signed by it. Of its answers the last one counts.
fn is_signed(state: State, statements: &[Signed<Statement>]) -> bool {
    let mut acts = statements
        .iter()
        .filter_map(|signed| signed.read().ok())
        .map(|statement| statement.act);
    match state {
        State::Collected => acts.any(|act| act == Act::Collected),
        State::TakenIn | State::Returned | State::Refused => {
            acts.filter_map(answers::state_after).next_back() == Some(state)
        }
        _ => true,
    }
}

/// The statements whose signature is the receiver's, or its agent's.
async fn believed(
    server: &Server,
    office: &Office,
    partner: &OfficeNumber,
    item: &MailboxItem,
) -> Result<Vec<Signed<Statement>>, SyncError> {
    let good = async || {
        let signers = Signers::of(server, office, partner, item.id).await?;
        let is_good = |signed: &&Signed<Statement>| {
            let time = signed.read().map(|said| said.time).unwrap_or_default();
            let certificates = signers.at(Scope::Receive, time);
            certificates
                .iter()
                .any(|certificate| statement::verify(certificate, signed, &item.receipt).is_ok())
        };
        Ok::<_, SyncError>(item.statements.iter().filter(is_good).cloned().collect())
    };
    let known: Vec<_> = good().await?;
    if known.len() == item.statements.len() {
        return Ok(known);
    }
    // The receiver's certificate may be newer than what is pinned, or it is an agent's.
    if partner != &office.number {
        cards::look_up(server, office, partner).await?;
    }
    signers::learn(server, office, item.id).await?;
    good().await
}
