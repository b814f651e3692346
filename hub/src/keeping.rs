//! What becomes of letters in time: the hub keeps them for a while, and says what it does.
//!
//! | After the deposit | What |
//! |---|---|
//! | 5 and 20 days | a letter that nobody has collected: its sender is told |
//! | `body_days` (90) | the sealed octets are deleted; a letter that nobody has collected expires, with the hub's signed notice |
//! | `record_days` (5 years) | label, receipt and statements are deleted; of the journal's entries the hashes stay |
//!
//! 利用申請 that were decided are deleted after `application_days` (1 year) ([`applications`]).
//! Every letter carries the moment at which it is to be looked at next, so that nothing else is looked at.
//! Of several hub processes on one store the one that holds the lease does it, one letter in a transaction:
//! a transaction over many would hold mailboxes that deposits and collections want in another order.

mod applications;

use crate::Hub;
use crate::envelopes::change;
use crate::error::{Error, Result};
use crate::journal::JournalKey;
use crate::store::journal::{self, About};
use crate::store::letters::{Keeping, Letter};
use crate::store::tree::{self, Lease};
use crate::store::{keeping, mailboxes};
use crate::writer::Writing;
use evidence::leaf::What;
use std::sync::Arc;
use std::time::Duration;
use wire::{EnvelopeId, State, Time};

/// Letters that are listed at a time.
const BATCH: i64 = 100;
/// How long a process keeps the lease without renewing it, in seconds.
const LEASE: i64 = 10;
/// A day, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// How long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Days until the sealed octets are deleted.
    pub body_days: i64,
    /// Days until the rest is deleted.
    pub record_days: i64,
}

/// What is to be done about a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Tell the sender that it lies uncollected for 5 days.
    Tell5,
    /// Tell the sender that it lies uncollected for 20 days.
    Tell20,
    /// Delete the sealed octets.
    DeleteOctets,
    /// Delete everything.
    Forget,
}

/// The next step of a letter, and when it is due.
fn next(keeping: &Keeping, state: State, terms: Terms) -> (Time, Step) {
    let after = |days: i64| keeping.deposited.plus_seconds(days.saturating_mul(DAY));
    if keeping.deleted.is_some() {
        return (after(terms.record_days), Step::Forget);
    }
    let delete = (after(terms.body_days), Step::DeleteOctets);
    if state != State::Arrived {
        return delete;
    }
    let tell = match (keeping.told_5, keeping.told_20) {
        (None, _) => (after(5), Step::Tell5),
        (_, None) => (after(20), Step::Tell20),
        _ => return delete,
    };
    if tell.0 < delete.0 { tell } else { delete }
}

/// When a new letter is to be looked at first.
pub(crate) fn first_due(deposited: Time, terms: Terms) -> Time {
    let new = Keeping {
        deposited,
        ..Keeping::default()
    };
    next(&new, State::Arrived, terms).0
}

/// Do what is due from time to time, until the hub stops.
pub(crate) async fn run(hub: Hub) {
    let holder = uuid::Uuid::now_v7().to_string();
    loop {
        tokio::select! {
            () = hub.stopping.cancelled() => break,
            () = tokio::time::sleep(Duration::from_secs(hub.config.sweep_seconds)) => {}
        }
        let done = match all(&hub, &holder).await {
            Ok(()) => applications::forget(&hub, &holder).await,
            other => other,
        };
        match done {
            Ok(()) | Err(Error::Stopped) => {}
            Err(error) => tracing::error!(%error, "what is due about letters could not be done"),
        }
    }
    let released = hub
        .writer
        .insist(move |writing| {
            Box::pin(
                async move { tree::release(writing.connection, Lease::Keeping, &holder).await },
            )
        })
        .await;
    if let Err(error) = released {
        tracing::warn!(%error, "the lease of the keeping runs out by itself");
    }
}

/// Do all that is due, unless another process is at it.
async fn all(hub: &Hub, holder: &str) -> Result<()> {
    let (now, terms) = (hub.now(), hub.config.terms());
    loop {
        let due = keeping::due(&mut hub.store.read().await?, now, BATCH).await?;
        if due.is_empty() {
            return Ok(());
        }
        for id in due {
            if hub.stopping.is_cancelled() {
                return Ok(());
            }
            let (key, holder) = (Arc::clone(&hub.journal), holder.to_owned());
            let done = hub
                .writer
                .insist(move |writing| {
                    Box::pin(async move {
                        if !is_ours(writing, &holder).await? {
                            return Ok(false);
                        }
                        letter(writing, &key, id, now, terms).await?;
                        Ok(true)
                    })
                })
                .await?;
            if !done {
                return Ok(());
            }
        }
    }
}

/// Whether this process does the work; then no other one does until the commit.
async fn is_ours(writing: &mut Writing<'_>, holder: &str) -> Result<bool> {
    let now = writing.now();
    let until = now.plus_seconds(LEASE);
    let held = tree::lease(writing.connection, Lease::Keeping, holder, now, until).await?;
    Ok(held.is_some())
}

/// Do what is due about one letter, all that has become due since it was looked at last.
async fn letter(
    writing: &mut Writing<'_>,
    key: &JournalKey,
    id: EnvelopeId,
    now: Time,
    terms: Terms,
) -> Result<()> {
    // It may have gone since it was listed: another process was here. From here on the row is locked.
    let Some(mut letter) = crate::store::letters::find(writing.connection, id).await? else {
        return Ok(());
    };
    loop {
        let (due, step) = next(&letter.keeping, letter.state, terms);
        letter.keeping.due = due;
        if due > now {
            return keeping::write(writing.connection, &letter).await;
        }
        match step {
            Step::Tell5 => {
                letter.keeping.told_5 = Some(now);
                tell(writing, &mut letter).await?;
            }
            Step::Tell20 => {
                letter.keeping.told_20 = Some(now);
                tell(writing, &mut letter).await?;
            }
            Step::DeleteOctets => delete_octets(writing, key, &mut letter, now).await?,
            Step::Forget => return forget(writing, &letter, now).await,
        }
    }
}

/// That a letter still waits is news for its sender.
async fn tell(writing: &mut Writing<'_>, letter: &mut Letter) -> Result<()> {
    letter.sender_changed = mailboxes::advance_one(writing.connection, &letter.sender).await?;
    writing.changed(&letter.sender, letter.sender_changed);
    keeping::write(writing.connection, letter).await
}

async fn delete_octets(
    writing: &mut Writing<'_>,
    key: &JournalKey,
    letter: &mut Letter,
    now: Time,
) -> Result<()> {
    letter.keeping.deleted = Some(now);
    keeping::delete_octets(writing.connection, &letter.place, now).await?;
    if letter.state == State::Arrived {
        let notice = evidence::non_delivery::make(&key.key, &letter.receipt, now)?;
        keeping::notify(writing.connection, &letter.place, &notice).await?;
        let digests = vec![
            letter.label_sha256,
            evidence::digest(notice.text.as_bytes()),
        ];
        change(writing, letter, State::Expired, What::Expiry, digests).await?;
    } else {
        let (digests, about) = (vec![letter.label_sha256], About::from(&*letter));
        journal::add(writing.connection, What::Deletion, digests, now, about).await?;
    }
    keeping::write(writing.connection, letter).await
}

async fn forget(writing: &mut Writing<'_>, letter: &Letter, now: Time) -> Result<()> {
    let (place, deposited) = (&letter.place, letter.keeping.deposited);
    mailboxes::forget(
        writing.connection,
        &place.recipient,
        place.sequence,
        deposited,
    )
    .await?;
    keeping::forget(writing.connection, letter).await?;
    // Whose letter it was is forgotten with it.
    let (digests, about) = (vec![letter.label_sha256], About::default());
    journal::add(writing.connection, What::Deletion, digests, now, about).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: Terms = Terms {
        body_days: 90,
        record_days: 1826,
    };
    const DAY_MS: i64 = DAY * 1000;

    /// The days after the deposit on which something is done, and what.
    fn life(mut state: State, terms: Terms, collected_on: Option<i64>) -> Vec<(i64, Step)> {
        let mut keeping = Keeping {
            deposited: Time(1_764_061_215_000),
            ..Keeping::default()
        };
        let mut steps = Vec::new();
        loop {
            let (due, step) = next(&keeping, state, terms);
            let day = (due.0 - keeping.deposited.0) / DAY_MS;
            if state == State::Arrived && collected_on.is_some_and(|on| on < day) {
                state = State::Collected;
                continue;
            }
            steps.push((day, step));
            match step {
                Step::Tell5 => keeping.told_5 = Some(due),
                Step::Tell20 => keeping.told_20 = Some(due),
                Step::DeleteOctets => keeping.deleted = Some(due),
                Step::Forget => return steps,
            }
        }
    }

    #[test]
    fn an_uncollected_letter_is_told_of_twice_and_expires() {
        let steps = [
            (5, Step::Tell5),
            (20, Step::Tell20),
            (90, Step::DeleteOctets),
            (1826, Step::Forget),
        ];
        assert_eq!(life(State::Arrived, TERMS, None), steps);
    }

    #[test]
    fn a_collected_letter_is_not_told_of() {
        let ends = [(90, Step::DeleteOctets), (1826, Step::Forget)];
        assert_eq!(life(State::Collected, TERMS, None), ends);
        assert_eq!(life(State::Withdrawn, TERMS, None), ends);
        assert_eq!(life(State::Arrived, TERMS, Some(2)), ends);
        let once = [(5, Step::Tell5), ends[0], ends[1]];
        assert_eq!(life(State::Arrived, TERMS, Some(7)), once);
    }

    #[test]
    fn the_shortest_keeping_ends_before_the_second_reminder() {
        let terms = Terms {
            body_days: 10,
            ..TERMS
        };
        let steps = [
            (5, Step::Tell5),
            (10, Step::DeleteOctets),
            (1826, Step::Forget),
        ];
        assert_eq!(life(State::Arrived, terms, None), steps);
    }
}
