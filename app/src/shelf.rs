//! The files that a page has in hand: kept here as handles, read and checked in the worker.

use crate::files::Taken;
use crate::post::{Broken, Post};
use crate::viewing::Viewing;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use std::sync::Arc;
use worker::protocol::{Answer, Ask, Given, Outcome, Place, Progress, Purpose};

/// The script that starts the reading worker (`public/worker_loader.js`).
const LOADER: &str = "/worker_loader.js";

/// A file in hand.
#[derive(Clone)]
pub struct Held {
    /// Its key: no other file of this shelf ever has it.
    pub key: u32,
    pub taken: Taken,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Cancelled,
    Failed,
}

/// A place in a file that somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub file: u32,
    pub place: Place,
}

/// Files with what was read of them.
#[derive(Clone, Copy)]
pub struct Shelf {
    reader: StoredValue<Post, LocalStorage>,
    next: StoredValue<u32>,
    /// The files in hand.
    pub files: RwSignal<Vec<Held>, LocalStorage>,
    /// What was read of them.
    pub outcome: RwSignal<Arc<Outcome>>,
    /// While reading: how far.
    pub progress: RwSignal<Option<Progress>>,
    /// Why reading gave nothing.
    pub trouble: RwSignal<Option<Trouble>>,
    /// The place that a finding's link leads to.
    pub wanted: RwSignal<Option<Wanted>>,
    /// Files that a person has just put away, for 元に戻す.
    pub put_away: RwSignal<Vec<Taken>, LocalStorage>,
    /// The forms that they hold.
    pub viewing: Viewing,
    /// The files that stand here as mended copies, with their originals.
    pub mended: RwSignal<Vec<Mended>, LocalStorage>,
}

/// A file that was mended.
#[derive(Clone)]
pub struct Mended {
    /// The copy's key; no file has it once another took its place.
    pub key: u32,
    /// The file as it was given.
    pub original: Taken,
    /// What is different in the copy.
    pub changes: Vec<wire::Mending>,
}

impl Shelf {
    pub fn new() -> Self {
        let reader = Post::new(LOADER);
        let progress = RwSignal::new(None);
        reader.on_said(move |text| {
            if let Some(Answer::Progress(so_far)) = pack::unpack(text) {
                progress.try_set(Some(so_far));
            }
        });
        Self {
            reader: StoredValue::new_local(reader),
            next: StoredValue::new(0),
            files: RwSignal::new_local(Vec::new()),
            outcome: RwSignal::new(Arc::default()),
            progress,
            trouble: RwSignal::new(None),
            wanted: RwSignal::new(None),
            put_away: RwSignal::new_local(Vec::new()),
            viewing: Viewing::new(),
            mended: RwSignal::new_local(Vec::new()),
        }
    }

    /// Lets the worker start: files are about to come.
    pub fn wake(self) {
        self.reader.with_value(Post::wake);
    }

    /// Takes more files and reads them; everything here is checked together again. Says whether it was read.
    pub async fn add(self, taken: Vec<Taken>, purpose: Purpose) -> bool {
        // A page that was left while it fetched files has taken its shelf along.
        if taken.is_empty() || self.files.is_disposed() {
            return false;
        }
        self.put_away.set(Vec::new());
        self.trouble.set(None);
        let before = self.files.get_untracked();
        let new: Vec<Held> = taken
            .into_iter()
            .map(|taken| Held {
                key: self.key(),
                taken,
            })
            .collect();
        // A file dropped again takes the place of the one before.
        let again: Vec<u32> = before
            .iter()
            .filter(|old| {
                new.iter().any(|new| {
                    new.taken.name == old.taken.name && new.taken.folder == old.taken.folder
                })
            })
            .map(|old| old.key)
            .collect();
        if !again.is_empty() {
            let ask = Ask::Remove {
                files: again.clone(),
                purpose: purpose.clone(),
            };
            if let Err(broken) = self.ask(ask, Vec::new()).await {
                self.report(broken);
                return false;
            }
            self.files
                .update(|files| files.retain(|file| !again.contains(&file.key)));
            self.mended
                .update(|mended| mended.retain(|it| !again.contains(&it.key)));
        }
        let kept = self.files.try_get_untracked().unwrap_or_default();
        self.files.update(|files| files.extend(new.iter().cloned()));
        match self.read(&new, &purpose).await {
            Ok(()) => true,
            Err(broken) => {
                // Said at once; what was there before is read again by a new worker.
                self.files.set(kept.clone());
                self.report(broken);
                if kept.is_empty() {
                    self.outcome.set(Arc::default());
                } else {
                    self.read(&kept, &purpose).await.ok();
                }
                false
            }
        }
    }

    /// Takes files to be looked at only: they are not checked.
    pub fn hold(self, taken: Vec<Taken>) {
        let held = taken.into_iter().map(|taken| Held {
            key: self.key(),
            taken,
        });
        self.files.set(held.collect());
    }

    /// Puts files away.
    pub async fn remove(self, keys: Vec<u32>, purpose: Purpose) {
        let (gone, stays) = self
            .files
            .get_untracked()
            .into_iter()
            .partition(|file| keys.contains(&file.key));
        self.files.set(stays);
        self.offer_back(gone);
        self.mended
            .update(|mended| mended.retain(|it| !keys.contains(&it.key)));
        let ask = Ask::Remove {
            files: keys,
            purpose,
        };
        match self.ask(ask, Vec::new()).await {
            Ok(Answer::Read(outcome)) => self.outcome.set(Arc::new(*outcome)),
            Ok(_) => {}
            Err(broken) => self.report(broken),
        }
    }

    /// Puts everything away at a person's word; 元に戻す brings it back.
    pub fn put_all_away(self) {
        let gone = self.files.get_untracked();
        self.clear();
        self.offer_back(gone);
    }

    fn offer_back(self, gone: Vec<Held>) {
        self.put_away
            .set(gone.into_iter().map(|file| file.taken).collect());
    }

    /// Begins anew.
    pub fn clear(self) {
        self.reader.with_value(Post::cancel);
        self.viewing.close();
        self.put_away.set(Vec::new());
        self.mended.set(Vec::new());
        self.files.set(Vec::new());
        self.outcome.set(Arc::default());
        self.progress.set(None);
        self.trouble.set(None);
        self.wanted.set(None);
    }

    /// Stops reading at once.
    pub fn cancel(self) {
        self.reader.with_value(Post::cancel);
    }

    /// What was mended in files, by their keys.
    pub fn mendings(self, keys: &[u32]) -> Vec<wire::Mending> {
        self.mended.with_untracked(|mended| {
            let of = mended.iter().filter(|it| keys.contains(&it.key));
            of.flat_map(|it| it.changes.clone()).collect()
        })
    }

    /// A file by its key.
    pub fn file(self, key: u32) -> Option<Taken> {
        self.files.with_untracked(|files| {
            files
                .iter()
                .find(|file| file.key == key)
                .map(|file| file.taken.clone())
        })
    }

    async fn read(self, files: &[Held], purpose: &Purpose) -> Result<(), Broken> {
        self.progress.set(Some(Progress {
            total: u32::try_from(files.len()).unwrap_or(u32::MAX),
            ..Progress::default()
        }));
        let ask = Ask::Read {
            files: files
                .iter()
                .map(|file| Given {
                    key: file.key,
                    name: file.taken.name.clone(),
                    folder: file.taken.folder.clone(),
                })
                .collect(),
            purpose: purpose.clone(),
        };
        let blobs = files.iter().map(|file| file.taken.blob.clone()).collect();
        let answer = self.ask(ask, blobs).await;
        // What was read is unpacked in one task and shown in the next: neither holds the page up for long.
        TimeoutFuture::new(0).await;
        self.progress.set(None);
        match answer? {
            Answer::Read(outcome) => {
                self.outcome.set(Arc::new(*outcome));
                Ok(())
            }
            _ => Err(Broken::Failed),
        }
    }

    async fn ask(self, ask: Ask, files: Vec<web_sys::Blob>) -> Result<Answer, Broken> {
        // Nobody is left to see the answer of a reader that is gone.
        let reader = self.reader.try_get_value().ok_or(Broken::Cancelled)?;
        let answer = reader
            .ask(&pack::pack(&ask), &files.iter().collect())
            .await?;
        pack::unpack(&answer).ok_or(Broken::Failed)
    }

    fn key(self) -> u32 {
        self.next.update_value(|next| *next += 1);
        self.next.get_value()
    }

    fn report(self, broken: Broken) {
        self.progress.set(None);
        self.trouble.set(Some(match broken {
            Broken::Cancelled => Trouble::Cancelled,
            Broken::Failed => Trouble::Failed,
        }));
    }
}
