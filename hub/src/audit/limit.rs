//! How many refusals of one kind are recorded one by one.
//!
//! Whoever is refused again and again must not be able to fill the disk, or to hide one event among a million (T51).
//! The first refusals of a caller and a code within a minute are recorded each by itself; those after them are counted,
//! and the count is recorded as one when the minute is over. So none is ever left out.

use crate::store::refusals::Refused;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use wire::{Digest, Time};

/// Refusals of a kind that are recorded each by itself within a minute.
const EACH: u64 = 20;
/// How long they are counted together, in seconds.
const MINUTE: i64 = 60;
/// Kinds that are told apart; the callers beyond them are counted together.
const KINDS: usize = 10_000;

/// Who was refused, and with which code. Nobody where there are too many to tell apart.
type Kind = (Option<Digest>, String);

/// What was refused within the last minute.
#[derive(Debug, Default)]
pub struct Limit(Mutex<HashMap<Kind, Counted>>);

#[derive(Debug)]
struct Counted {
    since: Time,
    recorded: u64,
    /// The last one that was not recorded by itself, with how many there were.
    waiting: Option<Refused>,
}

impl Limit {
    /// What is to be recorded now that this was refused: the refusal itself, unless it is only counted.
    pub fn admit(&self, refused: Refused) -> Option<Refused> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kind = (refused.fingerprint, refused.code.clone());
        if kinds.len() >= KINDS && !kinds.contains_key(&kind) {
            kind.0 = None;
        }
        let counted = kinds.entry(kind).or_insert(Counted {
            since: refused.time,
            recorded: 0,
            waiting: None,
        });
        if counted.recorded < EACH {
            counted.recorded += 1;
            return Some(refused);
        }
        let times = counted.waiting.as_ref().map_or(0, |waiting| waiting.times);
        counted.waiting = Some(Refused {
            times: times + 1,
            ..refused
        });
        None
    }

    /// What was only counted, of every kind whose minute is over at a time.
    pub fn due(&self, now: Time) -> Vec<Refused> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        kinds.retain(|_, counted| {
            let over = counted.since.plus_seconds(MINUTE) <= now;
            if over {
                due.extend(counted.waiting.take());
            }
            !over
        });
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(time: i64, code: &str) -> Refused {
        Refused {
            time: Time(time),
            code: code.to_owned(),
            route: "GET /v1/inbox".to_owned(),
            fingerprint: None,
            claimed_from: None,
            claimed_to: None,
            times: 1,
        }
    }

    #[test]
    fn t51_a_flood_of_refusals_is_counted_and_none_is_left_out() {
        let limit = Limit::default();
        let recorded = (0..1_000_000)
            .filter_map(|time| limit.admit(refused(time % 50_000, "forbidden")))
            .count();
        assert_eq!(recorded, 20);
        // Another kind is not drowned by it.
        assert!(limit.admit(refused(1, "sender_mismatch")).is_some());
        assert_eq!(limit.due(Time(59_000)), [], "the minute is not over");
        let due = limit.due(Time(60_001));
        assert_eq!(due.iter().map(|due| due.times).sum::<u64>(), 999_980);
        assert_eq!(limit.due(Time(i64::MAX)), [], "said once");
        assert!(limit.admit(refused(61_000, "forbidden")).is_some());
    }
}
