//! What the two lists of letters have in common: cells of a row, and loading page by page.

use crate::api::Answer;
use crate::failure::Failure;
use crate::state::use_app;
use crate::when;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::server_api::ContentsList;
use wire::{LetterKind, Time};

/// A time as a cell.
#[component]
pub fn When(time: Time) -> impl IntoView {
    view! {
        <time datetime=when::iso(time) title=when::long(time)>
            {when::short(time)}
        </time>
    }
}

/// A time in full, where there is room.
#[component]
pub fn WhenLong(time: Time) -> impl IntoView {
    view! { <time datetime=when::iso(time)>{when::long(time)}</time> }
}

/// メッセージ.
#[component]
pub fn NoteCell(contents: Option<ContentsList>) -> impl IntoView {
    let note = contents.map(|it| it.note).unwrap_or_default();
    view! { <span class="clamp">{note}</span> }
}

/// ファイル名: the first, and how many more.
#[component]
pub fn FilesCell(contents: Option<ContentsList>) -> impl IntoView {
    let app = use_app();
    let files = contents.map(|it| it.files).unwrap_or_default();
    let more = files.len().saturating_sub(1);
    view! {
        <span class="file-name clamp">{files.first().map(|it| it.name.clone())}</span>
        {(more > 0)
            .then(|| {
                view! {
                    <span class="sub">
                        {app.say(move |lang| {
                            let count = lang.files(more);
                            lang.pick(&format!("ほか{count}"), &format!("and {count} more"))
                                .to_owned()
                        })}
                    </span>
                }
            })}
    }
}

/// ファイル種別, the unit and its month.
#[component]
pub fn KindCell(kind: LetterKind, unit: Option<String>, month: Option<String>) -> impl IntoView {
    let app = use_app();
    let name = unit.clone();
    view! {
        <span>{move || app.lang.get().text().letter_kind(kind, unit.as_deref())}</span>
        {name
            .map(|name| {
                view! {
                    <span class="sub">
                        {move || app.lang.get().text().unit(Some(&name))}
                    </span>
                }
            })}
        {month
            .map(|month| {
                view! { <span class="sub">{app.say(move |lang| lang.month(&month))}</span> }
            })}
    }
}

/// A list that is loaded page by page and again whenever something has changed.
pub struct Pages<T: 'static> {
    pub letters: RwSignal<Vec<T>>,
    pub more: RwSignal<bool>,
    /// Whether it has been loaded once.
    pub loaded: RwSignal<bool>,
    pub failure: RwSignal<Option<Failure>>,
    wanted: RwSignal<usize>,
    turn: StoredValue<u64>,
}

impl<T> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pages<T> {}

/// What a page of a list gives: its letters, and whether there are more.
pub struct Portion<T> {
    pub letters: Vec<T>,
    pub more: bool,
}

impl<T: Clone + Send + Sync + PartialEq + 'static> Pages<T> {
    /// Loads with `fetch`, given where the page before ended (`sequence`).
    pub fn new<F, Fut>(sequence: fn(&T) -> u64, fetch: F) -> Self
    where
        F: Fn(Option<u64>) -> Fut + Clone + 'static,
        Fut: Future<Output = Answer<Portion<T>>> + 'static,
    {
        let app = use_app();
        let pages = Self {
            letters: RwSignal::new(Vec::new()),
            more: RwSignal::new(false),
            loaded: RwSignal::new(false),
            failure: RwSignal::new(None),
            wanted: RwSignal::new(1),
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            app.changes.track();
            let wanted = pages.wanted.get();
            let fetch = fetch.clone();
            pages.turn.update_value(|turn| *turn += 1);
            let turn = pages.turn.get_value();
            spawn_local(async move {
                let mut letters: Vec<T> = Vec::new();
                let mut more = true;
                for _ in 0..wanted {
                    match fetch(letters.last().map(sequence)).await {
                        Ok(portion) => {
                            letters.extend(portion.letters);
                            more = portion.more;
                        }
                        Err(failure) => {
                            pages.failure.set(Some(failure));
                            return;
                        }
                    }
                    if !more {
                        break;
                    }
                }
                // A later request has overtaken this one, or the page is gone.
                if pages.turn.try_get_value() != Some(turn) {
                    return;
                }
                pages.failure.set(None);
                pages.more.set(more);
                pages.letters.set(letters);
                pages.loaded.set(true);
            });
        });
        pages
    }

    /// さらに古いものを表示.
    pub fn older(self) {
        self.wanted.update(|wanted| *wanted += 1);
    }
}
