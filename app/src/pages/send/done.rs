//! Step 3: the letters are accepted; how far each has come, and 送信を取り消す as long as it can be.

use crate::browser;
use crate::components::problem::Problem;
use crate::components::show::Show;
use crate::components::status::Status;
use crate::draft::Fate;
use crate::page::Page;
use crate::state::use_app;
use leptos::prelude::*;
use std::time::Duration;
use wire::State;
use wire::server_api::SentLetter;

#[component]
pub fn Done() -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    Effect::new(move |before: Option<u64>| {
        let changes = app.changes.get();
        if before.is_some() {
            compose.refresh(app);
        }
        changes
    });
    let left = countdown(compose.held_until);
    let letters = move || compose.accepted();
    let all_withdrawn = move || letters().iter().all(|sent| sent.state == State::Withdrawn);
    let can_undo = move || letters().iter().any(|sent| sent.state.can_be_withdrawn());
    let title = move || {
        let lang = app.lang.get();
        if all_withdrawn() {
            lang.text().undone.to_owned()
        } else if left.get() > 0 {
            lang.accepted(left.get())
        } else {
            lang.text().accepted.to_owned()
        }
    };
    let refused = move || {
        compose.draft.with(|draft| {
            draft
                .letters
                .iter()
                .filter(|letter| matches!(letter.fate, Fate::Refused(_)))
                .count()
        })
    };
    view! {
        <section class="done" aria-labelledby="done-title">
            <h2 id="done-title">
                <span class="status-shape" aria-hidden="true">"✓"</span>
                {title}
            </h2>
            <p class="hidden" role="status">
                {move || {
                    let text = app.lang.get().text();
                    if all_withdrawn() { text.undone } else { text.accepted }
                }}
            </p>
            {move || {
                compose.undo_failure.get().map(|failure| view! { <Problem failure /> })
            }}
            <div class="undo">
                <p>
                    {move || {
                        let text = app.lang.get().text();
                        if can_undo() {
                            text.undo_until_collected
                        } else if all_withdrawn() {
                            text.undone
                        } else {
                            text.undo_over
                        }
                    }}
                </p>
                <Show when=can_undo>
                    <button
                        type="button"
                        class="button"
                        aria-disabled=move || compose.undoing.get().to_string()
                        on:click=move |_| compose.take_back(app)
                    >
                        {app.t(|t| t.undo)}
                    </button>
                </Show>
            </div>
            <ul class="units">
                {move || {
                    letters()
                        .into_iter()
                        .map(|sent| view! { <Accepted sent /> })
                        .collect_view()
                }}
            </ul>
            <Show when=move || { refused() > 0 }>
                <div class="notice">
                    <p>{app.t(|t| t.some_failed)}</p>
                    <Refused />
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| compose.step.set(super::compose::Step::Review)
                    >
                        {app.t(|t| t.try_failed_again)}
                    </button>
                </div>
            </Show>
            <h3>{app.t(|t| t.next_title)}</h3>
            <ul class="next">
                <li>
                    <a href=Page::Sent.path()>{app.t(|t| t.next_sent)}</a>
                </li>
                <li>
                    <button type="button" class="button" on:click=move |_| compose.clear()>
                        {app.t(|t| t.next_new)}
                    </button>
                </li>
            </ul>
        </section>
    }
}

/// A letter that the server has taken, and how far it has come.
#[component]
fn Accepted(sent: SentLetter) -> impl IntoView {
    let app = use_app();
    let name = sent.to.name.unwrap_or_else(|| sent.to.address.to_string());
    let what = move || {
        let text = app.lang.get().text();
        match sent.unit.as_deref() {
            Some(unit) => text.unit(Some(unit)),
            None => text.attachments,
        }
    };
    view! {
        <li class="unit">
            <a class="unit-name" href=Page::SentLetter(sent.id).path()>
                {name}
            </a>
            <span class="sub">{what}</span>
            <Status state=sent.state />
        </li>
    }
}

/// The letters that the server did not take, each with its reason.
#[component]
fn Refused() -> impl IntoView {
    let app = use_app();
    let refused = move || {
        let lang = app.lang.get();
        app.compose.draft.with(|draft| {
            draft
                .letters
                .iter()
                .filter_map(|letter| match &letter.fate {
                    Fate::Refused(failure) => Some(format!(
                        "{}：{}",
                        letter
                            .to
                            .as_ref()
                            .map(ToString::to_string)
                            .unwrap_or_default(),
                        failure.sentence(lang)
                    )),
                    _ => None,
                })
                .map(|words| view! { <li>{words}</li> })
                .collect_view()
        })
    };
    view! { <ul>{refused}</ul> }
}

/// Whole seconds until a moment, counted down while the page is shown.
fn countdown(until: RwSignal<Option<i64>>) -> RwSignal<i64> {
    let seconds = move || {
        let left = until.get_untracked().unwrap_or(0) - browser::now().0;
        (left.max(0) + 999) / 1000
    };
    let left = RwSignal::new(seconds());
    if let Ok(timer) = set_interval_with_handle(
        move || {
            let now = seconds();
            if left.get_untracked() != now {
                left.set(now);
            }
        },
        Duration::from_millis(250),
    ) {
        on_cleanup(move || timer.clear());
    }
    left
}
