//! The office's statements on their way to the hub: kept until it has taken them, in the order in which they were made.

use crate::Server;
use crate::answers::state_after;
use crate::inbox::sync::SyncError;
use crate::offices::Office;
use crate::store::StatementDue;
use wire::statement::Act;
use wire::{Code, EnvelopeId, Problem, State};

/// Give the hub the statements that it is due. What it does not take for now is given again later.
pub async fn deliver(server: &Server, office: &Office) -> Result<(), SyncError> {
    for due in server.store.statements_due(&office.number).await? {
        give(server, office, &due).await?;
    }
    Ok(())
}

/// The same for one letter: what the hub does not take of it for good.
pub async fn deliver_of(
    server: &Server,
    office: &Office,
    id: EnvelopeId,
) -> Result<Option<Problem>, SyncError> {
    let mut refused = None;
    for due in server.store.statements_due(&office.number).await? {
        if due.id == id {
            refused = give(server, office, &due).await?;
        }
    }
    Ok(refused)
}

async fn give(
    server: &Server,
    office: &Office,
    due: &StatementDue,
) -> Result<Option<Problem>, SyncError> {
    let relay = &office.connection()?.relay;
    let act = due.statement.read().map(|statement| statement.act);
    let given = match act {
        Ok(Act::Collected) | Err(_) => relay.collected(due.id, &due.statement).await,
        Ok(_) => relay.answer(due.id, &due.statement).await,
    };
    let refused = match given {
        Ok(_) => None,
        Err(error) if error.is_for_now() => return Err(error.into()),
        Err(error) => {
            // It would be refused again; the letter itself is in the archive.
            tracing::error!(office = %office.number, id = %due.id, %error, "the hub does not take a statement");
            Some(error)
        }
    };
    if let (Some(error), Ok(Act::TakenIn | Act::Returned | Act::Refused)) = (&refused, &act) {
        let settled = error.is(Code::AnswerSettled);
        let before = |last: Option<&wire::Signed<wire::Statement>>| {
            last.and_then(|signed| signed.read().ok())
                .and_then(|statement| state_after(statement.act))
                .unwrap_or(State::Collected)
        };
        server
            .store
            .take_back_answer(&office.number, due.id, &due.statement, before, settled)
            .await?;
        server.announcements.announce(&office.number);
    }
    server.store.statement_done(due).await?;
    Ok(refused.map(|error| error.problem()))
}
