//! Collect letters: by the first fetch of a body, and in words by a signed statement.
//!
//! Collecting and withdrawing pass through the one queue and look at the state there: exactly one of them wins.

use super::signer::invalid;
use super::{open, parties, state_of};
use crate::error::{Error, Result};
use crate::store::journal::{self, About};
use crate::store::letters::{self, Letter};
use crate::store::{Connection, mailboxes, statements};
use crate::writer::{Batch, Together};
use evidence::digest;
use evidence::leaf::{self, Leaf, What};
use futures_util::future::BoxFuture;
use std::collections::HashSet;
use wire::hub_api::StateChange;
use wire::statement::Act;
use wire::{EnvelopeId, OfficeNumber, Signed, State, Statement, Time};

/// What the receiver does with a letter.
#[derive(Debug, Clone)]
pub(crate) struct Collect {
    /// The letter.
    pub id: EnvelopeId,
    /// The receiver.
    pub office: OfficeNumber,
    /// Its signed word that a person has opened it; without it, its body is fetched.
    pub statement: Option<Signed<Statement>>,
}

/// How letters are collected.
///
/// The first fetch of the body collects a letter, and so does a statement if the body was not fetched yet.
/// The first statement counts: a second one changes nothing and is answered like the first.
#[derive(Debug)]
pub(crate) struct Collecting;

impl Together for Collecting {
    type Asked = Collect;
    type Made = StateChange;

    fn letter(collect: &Collect) -> EnvelopeId {
        collect.id
    }

    fn all<'a>(
        &'a self,
        connection: &'a mut Connection,
        now: Time,
        asked: &'a [Collect],
    ) -> BoxFuture<'a, Result<Batch<StateChange>>> {
        Box::pin(collect(connection, now, asked))
    }
}

/// Check what can be checked of a statement by itself.
pub(super) fn check(statement: &Statement) -> Result<()> {
    if statement.act == Act::Collected {
        Ok(())
    } else {
        Err(invalid("another act is stated"))
    }
}

/// A letter about which something is to be written.
struct Step<'a> {
    letter: Letter,
    was: State,
    statement: Option<&'a Signed<Statement>>,
}

async fn collect(
    connection: &mut Connection,
    now: Time,
    asked: &[Collect],
) -> Result<Batch<StateChange>> {
    let ids: Vec<_> = asked.iter().map(|collect| collect.id).collect();
    let mut letters = letters::find_all(connection, &ids).await?;
    let places = letters.values().map(|letter| &letter.place);
    let stated = if asked.iter().any(|collect| collect.statement.is_some()) {
        statements::stated(connection, places, Act::Collected).await?
    } else {
        HashSet::new()
    };
    let mut answers = Vec::with_capacity(asked.len());
    let mut steps = Vec::with_capacity(asked.len());
    for Collect {
        id,
        office,
        statement,
    } in asked
    {
        let letter = parties(letters.remove(id), office);
        let letter = letter.and_then(|letter| open(&letter).map(|()| letter));
        let mut letter = match letter {
            Ok(letter) => letter,
            Err(refused) => {
                answers.push(Err(refused));
                continue;
            }
        };
        let statement = statement
            .as_ref()
            .filter(|_| !stated.contains(&letter.place));
        let was = letter.state;
        if was == State::Arrived {
            letter.state = State::Collected;
            (letter.collected, letter.since) = (Some(now), now);
        }
        answers.push(Ok(state_of(&letter)));
        if was == State::Arrived || statement.is_some() {
            // That there is a statement now is a change too, even where the state stays.
            steps.push(Step {
                letter,
                was,
                statement,
            });
        }
    }
    let changes = write(connection, now, &mut steps).await?;
    Ok(Batch { answers, changes })
}

/// Write new states, statements and entries in the journal. Gives the new cursors of offices.
async fn write(
    connection: &mut Connection,
    now: Time,
    steps: &mut [Step<'_>],
) -> Result<Vec<(OfficeNumber, u64)>> {
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let ways: Vec<_> = steps
        .iter()
        .map(|step| (&step.letter.place.recipient, &step.letter.sender))
        .collect();
    let cursors = mailboxes::advance(connection, &ways).await?;
    let mut changes = Vec::with_capacity(2 * steps.len());
    let mut leaves = Vec::with_capacity(steps.len());
    for (
        Step {
            letter, statement, ..
        },
        (recipient, sender),
    ) in steps.iter_mut().zip(cursors)
    {
        (letter.recipient_changed, letter.sender_changed) = (recipient, sender);
        changes.push((letter.place.recipient.clone(), recipient));
        changes.push((letter.sender.clone(), sender));
        let mut digests = vec![letter.label_sha256];
        digests.extend(statement.map(|signed| digest(signed.text.as_bytes())));
        let what = if statement.is_some() {
            What::Statement
        } else {
            What::Collection
        };
        leaves.push(Leaf::new(leaf::salt(), what, digests, None, now).text()?);
    }
    let changed: Vec<_> = steps.iter().map(|step| (&step.letter, step.was)).collect();
    if letters::change(connection, &changed).await? != changed.len() {
        return Err(Error::Changed);
    }
    let said: Vec<_> = steps
        .iter()
        .filter_map(|step| Some((&step.letter.place, step.statement?)))
        .collect();
    if !said.is_empty() {
        statements::insert(connection, Act::Collected, &said, now).await?;
    }
    let entries = steps.iter().zip(&leaves).map(|(step, entry)| journal::New {
        entry,
        time: now,
        about: About::from(&step.letter),
    });
    journal::insert(connection, &entries.collect::<Vec<_>>()).await?;
    Ok(changes)
}
