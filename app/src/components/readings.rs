//! Everything that was read: findings, and the forms that the files hold.

use crate::browser;
use crate::components::file_name::file_name;
use crate::components::finding_list::FindingList;
use crate::components::forms::Forms;
use crate::components::problem::{Waiting, seldom};
use crate::components::show::Show;
use crate::shelf::{Shelf, Trouble};
use crate::state::use_app;
use leptos::prelude::*;
use std::time::Duration;
use worker::protocol::Severity;

/// So many files are listed without being asked.
const FEW: usize = 12;

/// What was read, part by part; nothing while there are no files.
#[component]
pub fn Readings(
    shelf: Shelf,
    /// Whether the page lists the files itself.
    #[prop(optional)]
    listed: bool,
) -> impl IntoView {
    let app = use_app();
    let names = move || {
        shelf.outcome.with(|outcome| {
            outcome
                .files
                .iter()
                .map(|file| view! { <li class="file-name">{file_name(&file.name)}</li> })
                .collect_view()
        })
    };
    let count = move || shelf.outcome.with(|outcome| outcome.files.len());
    view! {
        <Show when=move || shelf.outcome.with(|outcome| !outcome.files.is_empty())>
            <FindingList shelf />
            {(!listed)
                .then(|| {
                    view! {
                        <details class="files-read" open=move || { count() <= FEW }>
                            <summary>
                                {app.t(|t| t.files)} " " {move || app.lang.get().files(count())}
                            </summary>
                            <ul class="names">{names}</ul>
                        </details>
                    }
                })}
            <Forms shelf />
        </Show>
    }
}

/// How far reading has come, with a way to stop it, and what came of it.
#[component]
pub fn ReadingState(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let step = move || {
        let checking = shelf.progress.get().map(|progress| progress.checking);
        (checking, app.lang.get())
    };
    let words = seldom(step, move || {
        let lang = app.lang.get();
        shelf.progress.get().map_or_else(String::new, |progress| {
            if progress.checking {
                lang.text().checking.to_owned()
            } else {
                lang.reading(progress.done, progress.total)
            }
        })
    });
    let count = move |severity: Severity| {
        shelf.outcome.with(|outcome| {
            outcome
                .findings
                .iter()
                .filter(|group| group.severity == severity)
                .map(|group| u64::from(group.count))
                .sum::<u64>()
        })
    };
    let result = move || {
        let files = shelf.outcome.with(|outcome| outcome.files.len());
        (files > 0 && shelf.progress.with(Option::is_none)).then(|| {
            app.lang
                .get()
                .read_result(files, count(Severity::Error), count(Severity::Warning))
        })
    };
    view! {
        <Show when=move || shelf.progress.with(Option::is_some)>
            <div class="reading">
                <Waiting words />
                // A single file moves the bar by itself; several move it one by one.
                <progress
                    aria-label=app.t(|t| t.reading_files)
                    max=move || shelf.progress.get().map_or(1, |it| it.total.max(1)).to_string()
                    value=move || {
                        let progress = shelf.progress.get().filter(|it| it.total > 1);
                        progress.map(|it| it.done.to_string())
                    }
                ></progress>
                <Elapsed />
                <button type="button" class="button" on:click=move |_| shelf.cancel()>
                    {app.t(|t| t.cancel)}
                </button>
            </div>
        </Show>
        <p role="status" class="read-result">{result}</p>
        {move || {
            shelf
                .trouble
                .get()
                .map(|trouble| {
                    let text = app.lang.get().text();
                    view! {
                        <p class="problem-sentence" role="alert">
                            {match trouble {
                                Trouble::Cancelled => text.cancelled,
                                Trouble::Failed => text.reader_failed,
                            }}
                        </p>
                    }
                })
        }}
    }
}

/// The seconds since it is shown: a long wait is seen to go on. Not announced; the words beside it are.
#[component]
fn Elapsed() -> impl IntoView {
    let app = use_app();
    let begun = browser::now().0;
    let seconds = RwSignal::new(0);
    let tick = move || seconds.set((browser::now().0 - begun) / 1000);
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_millis(500)) {
        on_cleanup(move || timer.clear());
    }
    view! { <span class="sub">{move || app.lang.get().seconds(seconds.get())}</span> }
}
