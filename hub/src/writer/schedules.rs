//! S3: the queue under many schedules. Who asks, who gives up, what fails, and who is let on next is chosen by a seed.
//!
//! loom and shuttle would try the schedules of threads, but they can not run this: the store is SQLite's own thread, in C,
//! for which they do not wait.
//! Between two awaits nothing here meets anything else, so a schedule is the order in which tasks are let on, and that is
//! what the seed chooses: callers are polled by hand, and work stops in its middle.
//! The store is the real one, on the disk. When its thread answers is its own affair: a seed says nearly, not wholly, the same
//! each time.
//!
//! `CAREPLAN_SOAK_SCHEDULES` says how many (a few without it), `CAREPLAN_SOAK_SEED` which.

use super::{Batch, Gathering, Together, Writer, Writing};
use crate::error::{Error, Result};
use crate::news::News;
use crate::store::offices::{self, Registered};
use crate::store::{Connection, Database, Store, mailboxes};
use futures_util::future::BoxFuture;
use futures_util::poll;
use soak::Dice;
use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use tokio::sync::watch;
use tokio::task::yield_now;
use wire::{Code, EnvelopeId, OfficeNumber, Time};

#[path = "../../../tests/hub/soak.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "shared with the fault tests, which use all of it"
)]
mod soak;

/// After so many turns whoever waits waits for ever. No clock says so: on a busy machine a turn takes as long as it takes.
const TURNS: u64 = 20_000_000;

/// What becomes of a letter whenever it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is kept, the first time; later it is found.
    Kept,
    /// It is refused, without the others.
    Refused,
    /// It makes everything fail that is done with it.
    Fails,
    /// The same, by a panic.
    Panics,
}

/// A letter, for which an office stands that is registered: its number is the letter's, its name is the receipt.
#[derive(Debug, Clone)]
struct Letter {
    id: EnvelopeId,
    number: OfficeNumber,
    fate: Fate,
}

/// Keeps letters, each under the next number of the desk.
struct Keeping {
    desk: OfficeNumber,
    dice: Mutex<Dice>,
    /// How many were done together each time, and about how many letters.
    together: Arc<Mutex<Vec<(usize, usize)>>>,
}

impl Keeping {
    fn below(&self, end: u64) -> u64 {
        lock(&self.dice).below(end)
    }

    /// Let others on.
    async fn pause(&self) {
        for _ in 0..self.below(4) {
            yield_now().await;
        }
    }

    async fn keep(&self, connection: &mut Connection, letter: &Letter) -> Result<(u64, bool)> {
        if let Some(known) = offices::find(connection, &letter.number).await? {
            return Ok((receipt(&known), false));
        }
        self.pause().await;
        let next = mailboxes::advance_one(connection, &self.desk).await?;
        offices::insert(connection, &office(&letter.number, next), Time(0)).await?;
        self.pause().await;
        match letter.fate {
            Fate::Fails => Err(Code::Forbidden.into()),
            Fate::Panics => resume_unwind(Box::new("as it was asked to")),
            Fate::Kept | Fate::Refused => Ok((next, true)),
        }
    }
}

impl Together for Arc<Keeping> {
    type Asked = Letter;
    type Made = u64;

    fn letter(asked: &Letter) -> EnvelopeId {
        asked.id
    }

    fn all<'a>(
        &'a self,
        connection: &'a mut Connection,
        _: Time,
        asked: &'a [Letter],
    ) -> BoxFuture<'a, Result<Batch<u64>>> {
        Box::pin(async move {
            let ids: HashSet<_> = asked.iter().map(|letter| letter.id).collect();
            lock(&self.together).push((asked.len(), ids.len()));
            let (mut answers, mut changes) = (Vec::new(), Vec::new());
            for letter in asked {
                self.pause().await;
                if letter.fate == Fate::Refused {
                    answers.push(Err(Code::Forbidden.into()));
                    continue;
                }
                let (kept, new) = self.keep(connection, letter).await?;
                changes.extend(new.then(|| (self.desk.clone(), kept)));
                answers.push(Ok(kept));
            }
            if self.below(20) == 0 {
                return Err(Error::Later {
                    code: Code::Unavailable,
                    seconds: 1,
                    detail: "chosen by the seed",
                });
            }
            Ok(Batch { answers, changes })
        })
    }
}

/// What was seen in all schedules, so that a test that tries nothing is noticed.
#[derive(Debug, Default)]
struct Seen {
    kept: u64,
    refused: u64,
    later: u64,
    given_up: u64,
    together: u64,
}

/// Somebody who waits for an answer.
struct Caller {
    letter: Letter,
    answer: BoxFuture<'static, Result<u64>>,
    /// How often it is let on before it gives up.
    patience: u64,
}

/// One schedule, in its own part of the store.
struct Schedule {
    store: Store,
    desk: OfficeNumber,
    heard: watch::Receiver<u64>,
    dice: Dice,
    /// The receipts that were answered.
    receipts: HashMap<OfficeNumber, u64>,
    /// Letters that may or may not be kept: whoever asked was gone before the answer.
    unknown: HashSet<OfficeNumber>,
}

impl Schedule {
    async fn run(store: Store, place: u64, seen: &mut Seen) {
        // Each schedule has dice of its own: what one does changes no other.
        let mut dice = Dice::of(&format!("schedule {place}"));
        let desk = number(place, 0);
        let news = Arc::new(News::default());
        let heard = news.listen(&desk);
        let (writer, task) = Writer::start(&store, news).await.expect("a writer");
        registered(&writer, &desk).await.expect("the desk");
        let together = Arc::default();
        let keeping = Arc::new(Keeping {
            desk: desk.clone(),
            dice: Mutex::new(Dice::of(&format!("work {place}"))),
            together: Arc::clone(&together),
        });
        let gathering = Gathering::start(&writer, Arc::clone(&keeping), 1);
        let letters = letters(place, &mut dice);
        let callers = callers(&gathering, &writer, &keeping, &letters, &mut dice);
        let mut schedule = Self {
            store,
            desk,
            heard,
            dice,
            receipts: HashMap::new(),
            unknown: HashSet::new(),
        };
        // Only the callers can let work in from now on.
        drop((gathering, writer));
        schedule.let_on(callers, seen).await;
        for turn in 0_u64.. {
            if task.is_finished() {
                break;
            }
            assert!(turn < TURNS, "the writer goes on though nobody can ask");
            yield_now().await;
        }
        task.await.expect("no panic ends the writer");
        schedule.judge(&letters).await;
        for (asked, letters) in &*lock(&together) {
            // Said here: a panic among the work would only undo it.
            assert_eq!(asked, letters, "a letter is twice in what is done together");
            seen.together += u64::from(*asked > 1);
        }
    }

    /// Let callers on, one after the other as the dice say, until each has its answer or has given up.
    async fn let_on(&mut self, mut callers: Vec<Caller>, seen: &mut Seen) {
        let mut turns = 0;
        while !callers.is_empty() {
            turns += 1;
            assert!(turns < TURNS, "{} are not answered", callers.len());
            let next = self.place_below(callers.len());
            let caller = &mut callers[next];
            if let Poll::Ready(answer) = poll!(&mut caller.answer) {
                let caller = callers.swap_remove(next);
                self.answered(&caller.letter, answer, seen).await;
            } else if caller.patience == 0 {
                let caller = callers.swap_remove(next);
                self.unknown.insert(caller.letter.number);
                seen.given_up += 1;
            } else {
                caller.patience -= 1;
            }
            for _ in 0..self.dice.below(4) {
                yield_now().await;
            }
        }
    }

    /// Success is answered after the commit, and after it was told.
    async fn answered(&mut self, letter: &Letter, answer: Result<u64>, seen: &mut Seen) {
        match answer {
            Ok(receipt) => {
                assert_eq!(letter.fate, Fate::Kept, "{letter:?}");
                assert_eq!(self.kept(letter).await, Some(receipt), "not committed");
                assert!(*self.heard.borrow() >= receipt, "not told");
                let earlier = self.receipts.insert(letter.number.clone(), receipt);
                assert!(earlier.is_none_or(|earlier| earlier == receipt));
                seen.kept += 1;
            }
            Err(Error::Later { .. }) => seen.later += 1,
            Err(error) => {
                let known = matches!(error, Error::Refused(_) | Error::Stopped);
                assert!(known && letter.fate != Fate::Kept, "{letter:?}: {error}");
                seen.refused += 1;
            }
        }
    }

    /// What is in the store when all is over.
    async fn judge(&self, letters: &[Letter]) {
        let mut numbers = Vec::new();
        for letter in letters {
            let kept = self.kept(letter).await;
            numbers.extend(kept);
            let answered = self.receipts.get(&letter.number);
            let may = letter.fate == Fate::Kept && self.unknown.contains(&letter.number);
            assert!(
                kept.as_ref() == answered || (answered.is_none() && may),
                "{letter:?}: kept {kept:?}, answered {answered:?}"
            );
        }
        numbers.sort_unstable();
        let without_gap: Vec<_> = (1..=count(numbers.len())).collect();
        assert_eq!(numbers, without_gap, "what was undone has left a number");
        assert_eq!(
            *self.heard.borrow(),
            count(numbers.len()),
            "{:?}",
            self.desk
        );
    }

    async fn kept(&self, letter: &Letter) -> Option<u64> {
        let mut connection = self.store.read().await.expect("a connection");
        let found = offices::find(&mut connection, &letter.number).await;
        found.expect("the store answers").as_ref().map(receipt)
    }

    fn place_below(&mut self, end: usize) -> usize {
        usize::try_from(self.dice.below(count(end))).expect("smaller than a size")
    }
}

/// A few letters, most of which can be kept.
fn letters(place: u64, dice: &mut Dice) -> Vec<Letter> {
    let fates = [Fate::Refused, Fate::Fails, Fate::Panics];
    (1..=2 + dice.below(5))
        .map(|letter| Letter {
            id: EnvelopeId::new(),
            number: number(place, letter),
            fate: match dice.below(8) {
                fate @ 0..3 => fates[usize::try_from(fate).expect("a small number")],
                _ => Fate::Kept,
            },
        })
        .collect()
}

/// Each letter is asked for once or more often: a retry comes while the first try is under way.
fn callers(
    gathering: &Gathering<Arc<Keeping>>,
    writer: &Writer,
    keeping: &Arc<Keeping>,
    letters: &[Letter],
    dice: &mut Dice,
) -> Vec<Caller> {
    let mut callers = Vec::new();
    for letter in letters {
        for _ in 0..=dice.below(3) {
            let (gathering, asked) = (gathering.clone(), letter.clone());
            let (writer, keeping) = (writer.clone(), Arc::clone(keeping));
            let alone = dice.below(3) == 0;
            callers.push(Caller {
                letter: letter.clone(),
                answer: Box::pin(async move {
                    if !alone {
                        return gathering.ask(asked).await;
                    }
                    let work = writer.run(move |writing| {
                        Box::pin(async move { keep_alone(writing, &keeping, &asked).await })
                    });
                    work.await
                }),
                patience: if dice.below(4) == 0 {
                    dice.below(20)
                } else {
                    u64::MAX
                },
            });
        }
    }
    callers
}

/// The same by itself, as other work of the hub is done: what is refused is refused after it was written.
async fn keep_alone(writing: &mut Writing<'_>, keeping: &Keeping, letter: &Letter) -> Result<u64> {
    let (kept, new) = keeping.keep(writing.connection, letter).await?;
    if new {
        writing.changed(&keeping.desk, kept);
    }
    match letter.fate {
        Fate::Refused => Err(Code::Forbidden.into()),
        _ => Ok(kept),
    }
}

async fn registered(writer: &Writer, number: &OfficeNumber) -> Result<bool> {
    let office = office(number, 0);
    let work = writer.run(move |writing| {
        Box::pin(async move { offices::insert(writing.connection, &office, Time(0)).await })
    });
    work.await
}

fn office(number: &OfficeNumber, receipt: u64) -> Registered {
    Registered {
        number: number.clone(),
        name: receipt.to_string(),
        telephone: None,
        service_types: vec!["11".parse().expect("a service type")],
        active_from: Time(0),
        active_until: Time(1),
        suspended: None,
        ready: false,
    }
}

fn receipt(office: &Registered) -> u64 {
    office.name.parse().expect("a number")
}

fn number(schedule: u64, letter: u64) -> OfficeNumber {
    format!("{schedule:08}{letter:02}")
        .parse()
        .expect("a number")
}

fn count(of: usize) -> u64 {
    u64::try_from(of).expect("a small number")
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[tokio::test]
async fn s3_whatever_the_schedule_each_is_answered_and_success_is_durable() {
    let schedules = soak::count("SCHEDULES", 60);
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::File(folder.path().join("hub.db"));
    let store = Store::open(&database).await.expect("a store");
    let mut seen = Seen::default();
    for place in 1..=schedules {
        Schedule::run(store.clone(), place, &mut seen).await;
    }
    let all_seen = [
        seen.kept,
        seen.refused,
        seen.later,
        seen.given_up,
        seen.together,
    ];
    assert!(all_seen.iter().all(|seen| *seen > 0), "{seen:?}");
    let [kept, refused, later, given_up, together] = all_seen;
    soak::record(
        "S3",
        &[
            ("schedules", schedules),
            ("kept", kept),
            ("refused", refused),
            ("later", later),
            ("given_up", given_up),
            ("done_together", together),
        ],
    );
}
