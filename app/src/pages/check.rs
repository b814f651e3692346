//! ファイルを点検する: reads and checks without login; nothing leaves the browser.

use crate::browser;
use crate::components::drop_zone::DropZone;
use crate::components::readings::{ReadingState, Readings};
use crate::components::show::Show;
use crate::components::undo_bar::UndoBar;
use crate::files::Taken;
use crate::page::Page;
use crate::pages::compare::can_compare;
use crate::pages::doctor::Doctor;
use crate::state::{App, use_app};
use leptos::prelude::*;
use leptos::task::spawn_local;
use worker::protocol::{Purpose, Severity};

/// Drop, findings, tables.
#[component]
pub fn Check() -> impl IntoView {
    let app = use_app();
    let shelf = app.checked;
    shelf.wake();
    let purpose: fn(App) -> Option<Purpose> = |_| {
        Some(Purpose::Check {
            now: browser::now().0,
        })
    };
    let take = move |taken: Vec<Taken>| {
        spawn_local(async move {
            let Some(purpose) = purpose(app) else { return };
            if shelf.add(taken, purpose).await {
                let errors = shelf.outcome.with_untracked(|outcome| {
                    outcome
                        .findings
                        .iter()
                        .any(|group| group.severity == Severity::Error)
                });
                if errors {
                    browser::focus("#findings");
                }
            }
        });
    };
    Effect::new(move |_| {
        if app.dropped.with(|dropped| !dropped.is_empty()) {
            take(app.dropped.write().drain(..).collect());
        }
    });
    view! {
        <h1 tabindex="-1">{app.t(|t| t.check)}</h1>
        <p>{app.t(|t| t.check_lead)}</p>
        <DropZone take=Callback::new(take) />
        <ReadingState shelf />
        <UndoBar shelf back=Callback::new(take) />
        <Show when=move || shelf.files.with(|files| !files.is_empty())>
            <p>
                <button type="button" class="button" on:click=move |_| shelf.put_all_away()>
                    {app.t(|t| t.remove_all)}
                </button>
            </p>
        </Show>
        <Doctor shelf purpose changed=Callback::new(|()| ()) saves=true />
        <Show when=move || {
            shelf.files.with(|files| can_compare(files.iter().map(|file| file.taken.name.as_str())))
        }>
            <p>
                <a class="button" href=Page::Compare(None).path()>{app.t(|t| t.compare_link)}</a>
            </p>
        </Show>
        <Readings shelf />
    }
}
