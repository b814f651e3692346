//! 様式を見る: the forms that files in hand hold, person by person, and each file as a table.

mod picker;
mod print;

use crate::components::file_table::FileTable;
use crate::components::paper::Canvas;
use crate::components::problem::Waiting;
use crate::components::show::Show;
use crate::shelf::Shelf;
use crate::state::use_app;
use crate::viewing::{Look, how};
use leptos::prelude::*;
use leptos::task::spawn_local;
use picker::Picker;
use print::Print;
use std::sync::Arc;
use viewer::protocol::{Ask, PaperFacts, Sheet};

/// A button that opens the forms, and the forms.
#[component]
pub fn Forms(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let viewing = shelf.viewing;
    let is = move |look: Look| viewing.look.get() == look;
    // Whenever the files change while somebody looks, they are handed over again, one change after another.
    let looking = Memo::new(move |_| !matches!(viewing.look.get(), Look::Closed | Look::Failed));
    Effect::new(move |_| {
        shelf.outcome.track();
        let files = shelf.files.get();
        if looking.get() && !files.is_empty() && shelf.progress.with(Option::is_none) {
            spawn_local(viewing.open(files));
        }
    });
    // A finding's link leads into the table of its file.
    Effect::new(move |_| {
        if shelf.wanted.with(Option::is_some) {
            viewing.start();
        }
    });
    let words = Signal::derive(move || app.lang.get().text().opening.to_owned());
    view! {
        <section class="forms" aria-labelledby="forms-title">
            <h2 id="forms-title" class="hidden">{app.t(|t| t.forms)}</h2>
            <button
                type="button"
                class="button forms-button"
                class:button-primary=move || !looking.get()
                aria-expanded=move || looking.get().to_string()
                on:click=move |_| {
                    if looking.get_untracked() { viewing.close() } else { viewing.start() }
                }
            >
                {move || {
                    let text = app.lang.get().text();
                    if looking.get() { text.close_forms } else { text.forms }
                }}
            </button>
            <Show when=move || is(Look::Opening)>
                <Waiting words />
            </Show>
            <Show when=move || is(Look::Failed)>
                <p class="problem-sentence" role="alert">
                    {app.t(|t| t.forms_failed)}
                </p>
            </Show>
            <Show when=move || is(Look::Open)>
                <Opened shelf />
            </Show>
        </section>
    }
}

/// The forms, and below them the files as tables.
#[component]
fn Opened(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let contents = shelf.viewing.contents;
    let tables = move || contents.with(|contents| contents.tables.clone());
    view! {
        <Show
            when=move || contents.with(|contents| !contents.papers.is_empty())
            fallback=move || view! { <p class="empty">{app.t(|t| t.no_forms)}</p> }
        >
            <Papers shelf />
        </Show>
        <Show when=move || contents.with(|contents| !contents.tables.is_empty())>
            <h3>{app.t(|t| t.tables)}</h3>
            <For each=tables key=|file| (file.file, file.rows) let:file>
                <FileTable shelf file />
            </For>
        </Show>
    }
}

/// Whose form, which form, and the form.
#[component]
fn Papers(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let viewing = shelf.viewing;
    let sheet = RwSignal::new(None::<Arc<Sheet>>);
    let week = RwSignal::new(Some(0_u32));
    Effect::new(move |_| {
        viewing.contents.track();
        let place = viewing.place.get();
        let how = shelf.outcome.with(|outcome| how(app, outcome));
        spawn_local(async move {
            let found = viewing.sheet(Ask::Paper { place, how }).await;
            if viewing.place.try_get_untracked() == Some(place) {
                if let Some(found) = &found {
                    week.update(|week| *week = week.map(|_| found.week));
                }
                sheet.set(found.map(Arc::new));
            }
        });
    });
    view! {
        <Picker viewing />
        <Tabs shelf />
        <Print shelf />
        <div class="paper-view" data-show=move || week.get().map(|week| week.to_string())>
            <Weeks sheet week />
            <Canvas shelf sheet aim=RwSignal::new(None) />
        </div>
    }
}

/// The forms of the person; one of them is shown.
#[component]
fn Tabs(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let viewing = shelf.viewing;
    let papers = move || {
        viewing.contents.with(|contents| {
            let person = contents
                .papers
                .get(viewing.place.get() as usize)
                .map(|it| it.person);
            (0..)
                .zip(&contents.papers)
                .filter(|(_, paper)| Some(paper.person) == person)
                .map(|(place, paper)| (place, paper.clone()))
                .collect::<Vec<(u32, PaperFacts)>>()
        })
    };
    view! {
        <div class="buttons paper-tabs" role="group" aria-label=app.t(|t| t.forms_of)>
            {move || {
                papers()
                    .into_iter()
                    .map(|(place, paper)| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                aria-pressed=move || (viewing.place.get() == place).to_string()
                                on:click=move |_| viewing.place.set(place)
                            >
                                {app.say(move |lang| lang.pick(&paper.name.ja, &paper.name.en).to_owned())}
                                <span class="sub">{paper.when.clone()}</span>
                            </button>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

/// On narrow screens: one week of the days, or all of them. What is shown stands in a `paper-view` with `data-show`.
#[component]
pub fn Weeks(sheet: RwSignal<Option<Arc<Sheet>>>, week: RwSignal<Option<u32>>) -> impl IntoView {
    let app = use_app();
    let weeks = move || {
        sheet.with(|sheet| {
            sheet
                .as_ref()
                .map(|it| it.weeks.clone())
                .unwrap_or_default()
        })
    };
    let last = move || u32::try_from(weeks().len()).unwrap_or(0).saturating_sub(1);
    view! {
        <Show when=move || !weeks().is_empty()>
            <div class="buttons week-bar">
                <Show when=move || week.get().is_some()>
                    <button
                        type="button"
                        class="button"
                        disabled=move || week.get() == Some(0)
                        on:click=move |_| week.update(|it| *it = it.map(|it| it.saturating_sub(1)))
                    >
                        {app.t(|t| t.previous_week)}
                    </button>
                    <span role="status">
                        {move || week.get().and_then(|week| weeks().get(week as usize).cloned())}
                    </span>
                    <button
                        type="button"
                        class="button"
                        disabled=move || week.get() == Some(last())
                        on:click=move |_| week.update(|it| *it = it.map(|it| (it + 1).min(last())))
                    >
                        {app.t(|t| t.next_week)}
                    </button>
                </Show>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| week.update(|it| *it = if it.is_some() { None } else { Some(0) })
                >
                    {move || {
                        let text = app.lang.get().text();
                        if week.get().is_some() { text.whole_month } else { text.one_week }
                    }}
                </button>
            </div>
        </Show>
    }
}
