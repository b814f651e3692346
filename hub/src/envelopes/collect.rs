//! Collect a letter: by the first fetch of its body, and in words by a signed statement.
//!
//! Collecting and withdrawing pass through the one queue and look at the state there: exactly one of them wins.

use super::signer::invalid;
use super::{change, open, own, state_of};
use crate::error::Result;
use crate::store;
use crate::store::journal::About;
use crate::store::{journal, mailboxes, statements};
use crate::writer::Writing;
use evidence::digest;
use evidence::leaf::What;
use wire::hub_api::StateChange;
use wire::statement::Act;
use wire::{EnvelopeId, OfficeNumber, Signed, State, Statement};

/// The receiver fetches the body: if it is the first time, the letter is collected.
pub(super) async fn collect(
    writing: &mut Writing<'_>,
    id: EnvelopeId,
    office: OfficeNumber,
) -> Result<()> {
    let mut letter = own(writing.connection, id, &office).await?;
    open(&letter)?;
    if letter.state == State::Arrived {
        letter.collected = Some(writing.now());
        let digests = vec![letter.label_sha256];
        change(
            writing,
            &mut letter,
            State::Collected,
            What::Collection,
            digests,
        )
        .await?;
    }
    Ok(())
}

/// Check what can be checked of a statement by itself.
pub(super) fn check(statement: &Statement) -> Result<()> {
    if statement.act == Act::Collected {
        Ok(())
    } else {
        Err(invalid("another act is stated"))
    }
}

/// Keep the statement that a letter was collected.
///
/// It collects the letter if the body was not fetched yet.
/// The first statement counts: a second one changes nothing and is answered like the first.
pub(super) async fn state(
    writing: &mut Writing<'_>,
    id: EnvelopeId,
    office: OfficeNumber,
    signed: Signed<Statement>,
) -> Result<StateChange> {
    let mut letter = own(writing.connection, id, &office).await?;
    open(&letter)?;
    if statements::exists(writing.connection, &letter.place, Act::Collected).await? {
        return Ok(state_of(&letter));
    }
    let now = writing.now();
    statements::insert(
        writing.connection,
        &letter.place,
        Act::Collected,
        &signed,
        now,
    )
    .await?;
    let digests = vec![letter.label_sha256, digest(signed.text.as_bytes())];
    if letter.state == State::Arrived {
        letter.collected = Some(now);
        change(
            writing,
            &mut letter,
            State::Collected,
            What::Statement,
            digests,
        )
        .await?;
    } else {
        // The state stays; that there is a statement now is a change all the same.
        (letter.recipient_changed, letter.sender_changed) =
            mailboxes::advance_both(writing.connection, &office, &letter.sender).await?;
        store::letters::change(writing.connection, &letter, letter.state).await?;
        let about = About::from(&letter);
        journal::add(writing.connection, What::Statement, digests, now, about).await?;
        writing.changed(&office, letter.recipient_changed);
        writing.changed(&letter.sender, letter.sender_changed);
    }
    Ok(state_of(&letter))
}
