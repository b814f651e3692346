//! The forms that files in hand hold: listed and drawn in a worker of their own, which starts when somebody looks.

use crate::browser;
use crate::post::Post;
use crate::shelf::Held;
use crate::state::App;
use crate::text::Lang;
use crate::when;
use leptos::prelude::*;
use std::sync::Arc;
use viewer::protocol::{Answer, Ask, Contents, Fault, Given, How, Sheet};
use worker::protocol::{Outcome, Severity};

/// The script that starts the worker (`public/viewer_loader.js`).
const LOADER: &str = "/viewer_loader.js";

/// How far looking has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nobody looks.
    Closed,
    /// The files are being read.
    Opening,
    /// The forms are listed.
    Open,
    /// The worker does not run.
    Failed,
}

/// The forms of a shelf.
#[derive(Clone, Copy)]
pub struct Viewing {
    post: StoredValue<Post, LocalStorage>,
    pub look: RwSignal<Look>,
    /// What was found in the files.
    pub contents: RwSignal<Arc<Contents>>,
    /// The paper on the screen, by its place in the contents.
    pub place: RwSignal<u32>,
}

impl Viewing {
    pub fn new() -> Self {
        Self {
            post: StoredValue::new_local(Post::new(LOADER)),
            look: RwSignal::new(Look::Closed),
            contents: RwSignal::new(Arc::default()),
            place: RwSignal::new(0),
        }
    }

    /// Somebody looks; the files are handed over by whoever shows them.
    pub fn start(self) {
        if matches!(self.look.get_untracked(), Look::Closed | Look::Failed) {
            self.look.set(Look::Opening);
        }
    }

    /// Puts everything away.
    pub fn close(self) {
        self.post.with_value(Post::cancel);
        self.look.set(Look::Closed);
        self.contents.set(Arc::default());
        self.place.set(0);
    }

    /// Hands the files over; those that the worker has are not read again.
    pub async fn open(self, files: Vec<Held>) {
        let ask = Ask::Open {
            files: files
                .iter()
                .map(|file| Given {
                    key: file.key,
                    name: file.taken.full_name(),
                })
                .collect(),
        };
        let blobs = files.into_iter().map(|file| file.taken.blob).collect();
        let answer = self.ask(&ask, &blobs).await;
        if self
            .look
            .try_get_untracked()
            .is_none_or(|look| look == Look::Closed)
        {
            return;
        }
        if let Some(Answer::Open(contents)) = answer {
            if self.place.get_untracked() as usize >= contents.papers.len() {
                self.place.set(0);
            }
            self.contents.set(Arc::new(contents));
            self.look.set(Look::Open);
        } else {
            self.look.set(Look::Failed);
        }
    }

    /// Draws a paper, or rows of a file.
    pub async fn sheet(self, ask: Ask) -> Option<Sheet> {
        match self.ask(&ask, &js_sys::Array::new()).await {
            Some(Answer::Drawing(sheet)) => Some(sheet),
            _ => None,
        }
    }

    /// The persons that a text finds.
    pub async fn find(self, text: String) -> Vec<u32> {
        match self.ask(&Ask::Find { text }, &js_sys::Array::new()).await {
            Some(Answer::Found(found)) => found,
            _ => Vec::new(),
        }
    }

    /// Asks with files beside the question.
    pub async fn ask(self, ask: &Ask, blobs: &js_sys::Array) -> Option<Answer> {
        self.ask_beside(ask, blobs).await.map(|(answer, _)| answer)
    }

    /// The same, with the files that come beside the answer.
    pub async fn ask_beside(
        self,
        ask: &Ask,
        blobs: &js_sys::Array,
    ) -> Option<(Answer, js_sys::Array)> {
        let post = self.post.try_get_value()?;
        let (answer, beside) = post.ask_beside(&pack::pack(ask), blobs).await.ok()?;
        Some((pack::unpack(&answer)?, beside))
    }
}

/// How forms are drawn here and now; `outcome` has the places to mark.
pub fn how(app: App, outcome: &Outcome) -> How {
    let mut today = when::iso(browser::now());
    today.truncate("2025-11-03".len());
    How {
        today,
        english: app.lang.get() == Lang::En,
        print: false,
        faults: faults(outcome),
    }
}

fn faults(outcome: &Outcome) -> Vec<Fault> {
    let mut faults = Vec::new();
    for group in &outcome.findings {
        for place in &group.places {
            if let (Some(file), Some(record), Some(item)) = (group.file, place.record, place.item) {
                faults.push(Fault {
                    file,
                    record,
                    item,
                    error: group.severity == Severity::Error,
                });
            }
        }
    }
    faults
}
