//! A file of the standard as a table: its items by name, its codes in words. Only the rows on the screen are here.

use crate::browser;
use crate::components::finding_list::target;
use crate::components::paper::Canvas;
use crate::components::show::Show;
use crate::shelf::Shelf;
use crate::state::use_app;
use crate::viewing::how;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use viewer::protocol::{Ask, Sheet, TableFacts};

/// Rows on the screen at a time.
const ROWS: u32 = 50;

/// A file with its table folded away.
#[component]
pub fn FileTable(shelf: Shelf, file: TableFacts) -> impl IntoView {
    let app = use_app();
    let TableFacts {
        file: key,
        title,
        rows: total,
    } = file;
    let open = RwSignal::new(false);
    let from = RwSignal::new(0_u32);
    let sheet = RwSignal::new(None::<Arc<Sheet>>);
    let aim = RwSignal::new(None::<String>);

    // A finding's link opens the table at its row.
    Effect::new(move |_| {
        let Some(wanted) = shelf.wanted.get().filter(|wanted| wanted.file == key) else {
            return;
        };
        if let Some(record) = wanted.place.record.filter(|record| *record <= total) {
            let first = record.saturating_sub(1) / ROWS * ROWS;
            if first != from.get_untracked() {
                from.set(first);
            }
            if !open.get_untracked() {
                open.set(true);
            }
            aim.set(Some(target(key, wanted.place)));
        } else {
            browser::focus(&format!("[id='file-{key}']"));
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            return;
        }
        let first = from.get();
        let how = shelf.outcome.with(|outcome| how(app, outcome));
        spawn_local(async move {
            let ask = Ask::Rows {
                file: key,
                from: first,
                count: ROWS,
                how,
            };
            let answer = shelf.viewing.sheet(ask).await;
            if from.try_get_untracked() == Some(first) {
                sheet.set(answer.map(Arc::new));
            }
        });
    });
    let name = StoredValue::new(title.clone());
    let pager = move || {
        let button = move |word: fn(&'static crate::text::Text) -> &'static str,
                           off: Signal<bool>,
                           to: fn(u32) -> u32| {
            view! {
                <button
                    type="button"
                    class="button"
                    disabled=move || off.get()
                    on:click=move |_| from.update(|from| *from = to(*from))
                >
                    {app.t(word)}
                </button>
            }
        };
        view! {
            <div class="buttons pager">
                {button(|t| t.previous_rows, Signal::derive(move || from.get() == 0), |from| from.saturating_sub(ROWS))}
                <span role="status">
                    {move || {
                        let first = from.get();
                        app.lang.get().rows(first + 1, (first + ROWS).min(total), total)
                    }}
                </span>
                {button(|t| t.next_rows, Signal::derive(move || { from.get() + ROWS >= total }), |from| from + ROWS)}
            </div>
        }
    };
    view! {
        <section class="file-table" id=format!("file-{key}") tabindex="-1">
            <h4 class="file-title">{title}</h4>
            {if total == 0 {
                view! { <p class="empty">{app.t(|t| t.empty_table)}</p> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        class="button"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {move || {
                            let text = app.lang.get().text();
                            if open.get() { text.close_table } else { text.open_table }
                        }}
                        <span class="hidden">{name.get_value()}</span>
                    </button>
                }
                    .into_any()
            }}
            <Show when=move || open.get()>
                <div
                    class="table-scroll"
                    role="region"
                    tabindex="0"
                    aria-label=move || {
                        format!("{} {}", name.get_value(), app.lang.get().text().table_scroll)
                    }
                >
                    <Canvas shelf sheet aim />
                </div>
                {(total > ROWS).then(pager)}
            </Show>
        </section>
    }
}
