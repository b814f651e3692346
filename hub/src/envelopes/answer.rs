//! The three answers to a collected letter: taken in, returned, refused.
//!
//! An answer can be changed until the sender has acted on it, that is, until it has sent another letter in its place
//! (a label whose `replaces` names this one). Every answer stays, the last one counts.

use super::signer::invalid;
use super::{change, own, state_of};
use crate::error::Result;
use crate::store::statements;
use crate::writer::Writing;
use evidence::digest;
use evidence::leaf::What;
use wire::hub_api::StateChange;
use wire::statement::Act;
use wire::{Code, EnvelopeId, OfficeNumber, Signed, State, Statement};

/// The longest code of a reason, in characters.
const REASON: usize = 40;
/// The largest sealed comment, in octets.
const COMMENT: usize = 64 * 1024;
/// Answers to one letter at most: who changes them more often does so by mistake.
const ANSWERS: usize = 50;

/// The state into which an answer brings a letter; none for what is no answer.
pub(super) const fn state_after(act: Act) -> Option<State> {
    match act {
        Act::Collected => None,
        Act::TakenIn => Some(State::TakenIn),
        Act::Returned => Some(State::Returned),
        Act::Refused => Some(State::Refused),
    }
}

/// Check what can be checked of an answer by itself.
pub(super) fn check(statement: &Statement) -> Result<()> {
    if state_after(statement.act).is_none() {
        return Err(invalid("another act is stated"));
    }
    let code = |text: &String| {
        text.len() <= REASON
            && text
                .bytes()
                .all(|octet| octet.is_ascii_lowercase() || octet == b'_')
    };
    if !statement.reason.as_ref().is_none_or(code) {
        return Err(invalid("the reason is no code"));
    }
    let length = statement
        .comment
        .as_ref()
        .map_or(0, |comment| comment.0.len());
    if length > COMMENT {
        return Err(Code::TooLarge.into());
    }
    Ok(())
}

/// Keep an answer whose signature is good. The same again changes nothing.
pub(super) async fn answer(
    writing: &mut Writing<'_>,
    id: EnvelopeId,
    office: OfficeNumber,
    signed: Signed<Statement>,
    statement: Statement,
) -> Result<StateChange> {
    let mut letter = own(writing.connection, id, &office).await?;
    let Some(state) = state_after(statement.act) else {
        return Err(invalid("another act is stated"));
    };
    match letter.state {
        State::Collected | State::TakenIn | State::Returned | State::Refused => {}
        State::Withdrawn => return Err(Code::Withdrawn.into()),
        State::Expired => return Err(Code::Expired.into()),
        _ => return Err(Code::NotCollected.into()),
    }
    let before = statements::list(writing.connection, &letter.place).await?;
    if before.contains(&signed) {
        return Ok(state_of(&letter));
    }
    if letter.keeping.replaced_by.is_some() {
        return Err(Code::AnswerSettled.into());
    }
    if before.len() > ANSWERS {
        return Err(Code::RateLimited.into());
    }
    // An answer that comes late must not undo a newer one.
    let newest = before
        .iter()
        .filter_map(|signed| signed.read().ok())
        .filter(|statement| state_after(statement.act).is_some())
        .map(|statement| statement.time)
        .max();
    if newest.is_some_and(|newest| statement.time <= newest) {
        return Err(invalid("it is not newer than the answer before it"));
    }
    let (said, now) = ([(&letter.place, &signed)], writing.now());
    statements::insert(writing.connection, statement.act, &said, now).await?;
    let digests = vec![letter.label_sha256, digest(signed.text.as_bytes())];
    change(writing, &mut letter, state, What::Statement, digests).await?;
    Ok(state_of(&letter))
}
