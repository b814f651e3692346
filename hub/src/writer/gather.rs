//! Work of one kind that comes from many callers at once, and is done for all of them in the same few statements.
//!
//! What a statement and an `fsync` cost is shared so: those who come while others are being committed meet in the next commit.
//! SQLite has one writer, and one clerk here brings it all work. On PostgreSQL there are several, so that one whose offices
//! are held by another hub does not hold up the rest; rows are locked in an order, so that no two wait for each other.

use super::{Writer, enter};
use crate::error::{Error, Result};
use crate::store::Connection;
use futures_util::future::BoxFuture;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, oneshot};
use wire::{EnvelopeId, OfficeNumber, Time};

/// The most that are done together.
const TOGETHER: usize = 64;
/// How many octets they may have, the last one aside.
const OCTETS: usize = 4 * 1024 * 1024;
/// How many may wait.
const WAITING: usize = 256;

/// A kind of work on letters that can be done for several at once.
pub(crate) trait Together: Send + Sync + 'static {
    /// What one caller asks for.
    type Asked: Clone + Send + Sync + 'static;
    /// What it gets.
    type Made: Send + 'static;

    /// The letter: two callers who ask about the same one are served one after the other.
    fn letter(asked: &Self::Asked) -> EnvelopeId;

    /// How many octets are to be written for it.
    fn octets(_asked: &Self::Asked) -> usize {
        0
    }

    /// Do it for several, whose letters are not the same. What is refused for one of them is written for none of it.
    ///
    /// # Errors
    /// When the store fails: then nothing may be kept of any of them.
    fn all<'a>(
        &'a self,
        connection: &'a mut Connection,
        now: Time,
        asked: &'a [Self::Asked],
    ) -> BoxFuture<'a, Result<Batch<Self::Made>>>;
}

/// What has become of it.
#[derive(Debug)]
pub(crate) struct Batch<M> {
    /// What each gets, or why it is refused, in their order.
    pub answers: Vec<Result<M>>,
    /// The new cursors of offices.
    pub changes: Vec<(OfficeNumber, u64)>,
}

type Answer<K> = oneshot::Sender<Result<<K as Together>::Made>>;
/// What is asked for, and where its answer goes.
type Waiting<K> = (<K as Together>::Asked, Answer<K>);

/// The entrance for work of a kind.
#[derive(Debug)]
pub(crate) struct Gathering<K: Together> {
    /// Where they wait for each other.
    entrance: mpsc::Sender<Waiting<K>>,
}

impl<K: Together> Clone for Gathering<K> {
    fn clone(&self) -> Self {
        let entrance = self.entrance.clone();
        Self { entrance }
    }
}

impl<K: Together> Gathering<K> {
    /// Begin to take work, with so many clerks; what waits is done even when the last entrance is gone.
    pub fn start(writer: &Writer, kind: K, clerks: usize) -> Self {
        let (entrance, waiting) = mpsc::channel(WAITING);
        let (kind, waiting) = (Arc::new(kind), Arc::new(Mutex::new(waiting)));
        for _ in 0..clerks {
            let clerk = Clerk {
                writer: writer.clone(),
                kind: Arc::clone(&kind),
            };
            tokio::spawn(clerk.run(Arc::clone(&waiting)));
        }
        Self { entrance }
    }

    /// Have it done and committed. It is done even if the caller does not wait for the answer.
    ///
    /// # Errors
    /// Why it is refused; `unavailable` when too many wait; otherwise those of [`Writer::run`].
    pub async fn ask(&self, asked: K::Asked) -> Result<K::Made> {
        let (answer, answered) = oneshot::channel();
        enter(&self.entrance, (asked, answer)).await?;
        answered.await.map_err(|_| Error::Stopped)?
    }
}

/// Who brings them to the writer.
#[derive(Debug)]
struct Clerk<K> {
    writer: Writer,
    kind: Arc<K>,
}

impl<K: Together> Clerk<K> {
    /// Do what waits, again and again.
    async fn run(self, waiting: Arc<Mutex<mpsc::Receiver<Waiting<K>>>>) {
        let mut left = None;
        loop {
            let (asked, answers) = match left.take() {
                Some(first) => match waiting.try_lock() {
                    Ok(mut waiting) => gather::<K>(first, &mut waiting, &mut left),
                    // Another clerk listens, perhaps for long.
                    Err(_) => (vec![first.0], vec![first.1]),
                },
                None => {
                    let mut waiting = waiting.lock().await;
                    let Some(first) = waiting.recv().await else {
                        return;
                    };
                    gather::<K>(first, &mut waiting, &mut left)
                }
            };
            self.serve(asked.into(), answers).await;
        }
    }

    async fn serve(&self, asked: Arc<[K::Asked]>, answers: Vec<Answer<K>>) {
        match self.all(Arc::clone(&asked)).await {
            Ok(made) => {
                for (answer, made) in answers.into_iter().zip(made) {
                    // Whoever asked may have gone; what was done stays done.
                    let _ = answer.send(made);
                }
            }
            // One of them may be the cause: the others do not share its fate.
            Err(error) if asked.len() > 1 && !matches!(error, Error::Later { .. }) => {
                for (answer, one) in answers.into_iter().zip(asked.iter()) {
                    let _ = answer.send(self.one(one.clone()).await);
                }
            }
            Err(error) => {
                for answer in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }

    async fn one(&self, asked: K::Asked) -> Result<K::Made> {
        let mut made = self.all([asked].into()).await?;
        made.pop().unwrap_or(Err(Error::Stopped))
    }

    async fn all(&self, asked: Arc<[K::Asked]>) -> Result<Vec<Result<K::Made>>> {
        let kind = Arc::clone(&self.kind);
        self.writer
            .run(move |writing| {
                Box::pin(async move {
                    let now = writing.now();
                    let batch = kind.all(writing.connection, now, &asked).await?;
                    for (office, cursor) in batch.changes {
                        writing.changed(&office, cursor);
                    }
                    Ok(batch.answers)
                })
            })
            .await
    }
}

/// The first and those that wait already, up to the bounds. One about a letter that is among them is left for the next time.
fn gather<K: Together>(
    first: Waiting<K>,
    waiting: &mut mpsc::Receiver<Waiting<K>>,
    left: &mut Option<Waiting<K>>,
) -> (Vec<K::Asked>, Vec<Answer<K>>) {
    let mut letters = HashSet::new();
    let mut octets = 0;
    let mut gathered = (Vec::new(), Vec::new());
    let mut next = Some(first);
    while let Some((asked, answer)) = next {
        if !letters.insert(K::letter(&asked)) {
            *left = Some((asked, answer));
            break;
        }
        octets += K::octets(&asked);
        gathered.0.push(asked);
        gathered.1.push(answer);
        let full = gathered.0.len() >= TOGETHER || octets >= OCTETS;
        next = if full { None } else { waiting.try_recv().ok() };
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::News;
    use crate::store::{Database, Store};
    use std::sync::Mutex;
    use std::time::Duration;
    use wire::Code;

    /// Counts how many were done together; what is asked for with `true` makes the whole batch fail.
    #[derive(Default)]
    struct Counting(Arc<Mutex<Vec<usize>>>);

    impl Together for Counting {
        type Asked = (EnvelopeId, bool);
        type Made = usize;

        fn letter(asked: &Self::Asked) -> EnvelopeId {
            asked.0
        }

        fn all<'a>(
            &'a self,
            _: &'a mut Connection,
            _: Time,
            asked: &'a [Self::Asked],
        ) -> BoxFuture<'a, Result<Batch<usize>>> {
            Box::pin(async move {
                // So that the others come meanwhile.
                tokio::time::sleep(Duration::from_millis(50)).await;
                self.0
                    .lock()
                    .expect("no test panics here")
                    .push(asked.len());
                if asked.iter().any(|(_, fails)| *fails) {
                    return Err(Code::Forbidden.into());
                }
                Ok(Batch {
                    answers: asked.iter().map(|_| Ok(asked.len())).collect(),
                    changes: Vec::new(),
                })
            })
        }
    }

    /// What a number of callers hear who ask at once, and how many were done together each time.
    async fn ask(
        clerks: usize,
        asked: Vec<(EnvelopeId, bool)>,
    ) -> (Vec<Result<usize>>, Vec<usize>) {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::File(folder.path().join("hub.db"));
        let store = Store::open(&database).await.expect("a store");
        let started = Writer::start(&store, Arc::new(News::default())).await;
        let (writer, _) = started.expect("a writer");
        let done = Arc::default();
        let gathering = Gathering::start(&writer, Counting(Arc::clone(&done)), clerks);
        let answers = asked.into_iter().map(|asked| gathering.ask(asked));
        let answers = futures_util::future::join_all(answers).await;
        let done = done.lock().expect("no test panics here").clone();
        (answers, done)
    }

    #[tokio::test]
    async fn who_comes_meanwhile_is_served_together() {
        let asked = (0..20).map(|_| (EnvelopeId::new(), false)).collect();
        let (answers, done) = ask(1, asked).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(done.iter().sum::<usize>(), 20);
        assert!(done.len() <= 3, "{done:?}");
    }

    #[tokio::test]
    async fn one_that_makes_a_batch_fail_fails_alone() {
        let asked = (0..10).map(|place| (EnvelopeId::new(), place == 4));
        let (answers, _) = ask(1, asked.collect()).await;
        for (place, answer) in answers.iter().enumerate() {
            assert_eq!(answer.is_err(), place == 4, "{place}");
        }
    }

    #[tokio::test]
    async fn two_about_one_letter_are_served_one_after_the_other() {
        let id = EnvelopeId::new();
        let (answers, done) = ask(1, vec![(id, false); 3]).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(done, [1, 1, 1]);
    }

    #[tokio::test]
    async fn with_several_clerks_nobody_is_left_behind() {
        let id = EnvelopeId::new();
        let others = (0..20).map(|_| (EnvelopeId::new(), false));
        let asked = [(id, false); 3].into_iter().chain(others).collect();
        let (answers, done) = ask(4, asked).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(done.iter().sum::<usize>(), 23);
    }
}
