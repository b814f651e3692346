//! What many callers look up at the same time, looked up for all of them in one statement.
//!
//! On SQLite a statement goes to its connection's own thread and back, which costs more than a small query itself.
//! So those who ask while others are being answered meet in the next statement. Nobody waits for company,
//! and everybody hears what the store held after they had asked: nothing is remembered.
//! On PostgreSQL everybody asks on a connection of their own.

use crate::error::{Error, Result};
use crate::store::{Connection, Store};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;
use std::panic::AssertUnwindSafe;
use tokio::sync::{mpsc, oneshot};

/// The most that are looked up together.
const TOGETHER: usize = 64;
/// How many may wait; whoever comes later waits to be let in.
const WAITING: usize = 256;

/// A kind of thing that can be looked up for several callers at once.
pub(crate) trait LookUp: Send + Sync + 'static {
    /// By what.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    /// What each caller gets of whom something is known.
    type Found: Clone + Send + 'static;

    /// Look several up, which may be the same.
    ///
    /// # Errors
    /// When the store fails, or what it holds of one of them cannot be read.
    fn all<'a>(
        connection: &'a mut Connection,
        keys: &'a [Self::Key],
    ) -> BoxFuture<'a, Result<HashMap<Self::Key, Self::Found>>>;
}

type Answer<L> = oneshot::Sender<Result<Option<<L as LookUp>::Found>>>;
/// What is looked up, and where the answer goes.
type Waiting<L> = (<L as LookUp>::Key, Answer<L>);

/// Where things of a kind are asked for.
#[derive(Debug)]
pub(crate) struct Desk<L: LookUp> {
    clerk: Clerk<L>,
    /// Where they wait for each other.
    entrance: Option<mpsc::Sender<Waiting<L>>>,
}

impl<L: LookUp> Desk<L> {
    /// Begin to answer; the task ends when the desk is gone.
    pub fn open(store: &Store) -> Self {
        let clerk = || Clerk {
            store: store.clone(),
            kind: PhantomData,
        };
        let entrance = (!store.is_shared()).then(|| {
            let (entrance, waiting) = mpsc::channel(WAITING);
            tokio::spawn(clerk().run(waiting));
            entrance
        });
        let clerk = clerk();
        Self { clerk, entrance }
    }

    /// Look one up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ask(&self, key: L::Key) -> Result<Option<L::Found>> {
        let Some(entrance) = &self.entrance else {
            return self.clerk.one(key).await;
        };
        let (answer, answered) = oneshot::channel();
        let entered = entrance.send((key, answer)).await;
        entered.map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }
}

/// Who looks things up.
#[derive(Debug)]
struct Clerk<L> {
    store: Store,
    kind: PhantomData<fn() -> L>,
}

impl<L: LookUp> Clerk<L> {
    /// Answer those who wait, again and again.
    async fn run(self, mut waiting: mpsc::Receiver<Waiting<L>>) {
        let mut asked = Vec::with_capacity(TOGETHER);
        while waiting.recv_many(&mut asked, TOGETHER).await > 0 {
            let (keys, answers): (Vec<_>, Vec<_>) = asked.drain(..).unzip();
            // A panic is one failed request, not the end of all others.
            let serving = AssertUnwindSafe(self.serve(&keys, answers)).catch_unwind();
            if serving.await.is_err() {
                tracing::error!("looking something up has ended in a panic");
            }
        }
    }

    async fn serve(&self, keys: &[L::Key], answers: Vec<Answer<L>>) {
        match self.all(keys).await {
            Ok(found) => {
                for (answer, key) in answers.into_iter().zip(keys) {
                    // Whoever asked may have gone.
                    let _ = answer.send(Ok(found.get(key).cloned()));
                }
            }
            // One of them may be the cause: the others do not share its fate.
            Err(_) if keys.len() > 1 => {
                for (answer, key) in answers.into_iter().zip(keys) {
                    let _ = answer.send(self.one(key.clone()).await);
                }
            }
            Err(error) => {
                for answer in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }

    async fn one(&self, key: L::Key) -> Result<Option<L::Found>> {
        let mut found = self.all(std::slice::from_ref(&key)).await?;
        Ok(found.remove(&key))
    }

    async fn all(&self, keys: &[L::Key]) -> Result<HashMap<L::Key, L::Found>> {
        L::all(&mut self.store.read().await?, keys).await
    }
}
