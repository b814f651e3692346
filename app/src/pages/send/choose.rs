//! Step 1, ファイルを選ぶ: what was dropped is read and sorted; errors stand at their place.

use super::attachments::Attachments;
use super::compose::{Compose, Step, purpose};
use crate::components::drop_zone::DropZone;
use crate::components::file_name::file_name;
use crate::components::readings::{ReadingState, Readings};
use crate::components::show::Show;
use crate::components::undo_bar::UndoBar;
use crate::draft::Letter;
use crate::files::Taken;
use crate::pages::doctor::Doctor;
use crate::state::use_app;
use leptos::prelude::*;
use worker::protocol::UnitFacts;

#[component]
pub fn Choose() -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    compose.shelf.wake();
    let take = Callback::new(move |taken: Vec<Taken>| compose.take(app, taken));
    let any = move || compose.shelf.files.with(|files| !files.is_empty());
    let letters = move || compose.draft.with(|draft| draft.letters.len());
    let can_go_on = move || letters() > 0 && compose.shelf.progress.with(Option::is_none);
    view! {
        <DropZone take />
        <ReadingState shelf=compose.shelf />
        <UndoBar
            shelf=compose.shelf
            back=Callback::new(move |taken| compose.bring_back(app, taken))
        />
        <Doctor
            shelf=compose.shelf
            purpose
            changed=Callback::new(move |()| compose.follow(app))
        />
        <Show when=any>
            <Units compose />
            <Attachments />
            <div class="buttons step-buttons">
                <button
                    type="button"
                    class="button button-primary"
                    aria-disabled=move || (!can_go_on()).to_string()
                    on:click=move |_| {
                        if can_go_on() {
                            compose.step.set(Step::Review);
                        }
                    }
                >
                    {app.t(|t| t.check_contents)}
                </button>
                <button type="button" class="button" on:click=move |_| compose.put_all_away()>
                    {app.t(|t| t.remove_all)}
                </button>
            </div>
            <Show when=move || letters() == 0 && compose.shelf.progress.with(Option::is_none)>
                <p class="notice">{app.t(|t| t.nothing_sendable)}</p>
            </Show>
        </Show>
        <Readings shelf=compose.shelf />
    }
}

/// The sending units, those that can be sent first.
#[component]
fn Units(compose: Compose) -> impl IntoView {
    let app = use_app();
    let of = move |sendable: bool| {
        compose.shelf.outcome.with(|outcome| {
            outcome
                .units
                .iter()
                .filter(|unit| unit.sendable == sendable)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    view! {
        {move || {
            let units = of(true);
            (!units.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="units-title">
                            <h2 id="units-title">{app.t(|t| t.letters_to_send)}</h2>
                            <ul class="units">
                                {units
                                    .into_iter()
                                    .map(|unit| view! { <UnitLine unit /> })
                                    .collect_view()}
                            </ul>
                        </section>
                    }
                })
        }}
        {move || {
            let units = of(false);
            let others = compose.other_files();
            (!units.is_empty() || !others.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="held-back-title">
                            <h2 id="held-back-title">{app.t(|t| t.letters_held_back)}</h2>
                            <p>{app.t(|t| t.held_back_hint)}</p>
                            <ul class="units units-held">
                                {units
                                    .into_iter()
                                    .map(|unit| view! { <UnitLine unit /> })
                                    .collect_view()}
                                {others
                                    .into_iter()
                                    .map(|name| {
                                        view! {
                                            <li class="unit">
                                                <span class="file-name">{file_name(&name)}</span>
                                                <span class="sub">{app.t(|t| t.other_files)}</span>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </section>
                    }
                })
        }}
    }
}

/// One unit in a line, with a way to put it away.
#[component]
fn UnitLine(unit: UnitFacts) -> impl IntoView {
    let app = use_app();
    let keys = unit.files.clone();
    let count = unit.files.len();
    let persons = unit.persons.len();
    let (errors, warnings) = (unit.errors, unit.warnings);
    let group = unit.group.clone();
    let month = unit.month.clone().filter(|month| month != "000000");
    let (number, first) = (unit.to.to_string(), unit.files.first().copied());
    let to = move || {
        app.compose.draft.with(|draft| {
            let letter = draft
                .letters
                .iter()
                .find(|it| it.files.first().copied() == first);
            letter.map_or_else(|| number.clone(), Letter::destination)
        })
    };
    view! {
        <li class="unit">
            <span class="unit-name">
                {move || app.lang.get().text().unit(group.as_deref())}
                {month
                    .map(|month| {
                        view! {
                            "　"
                            {app.say(move |lang| lang.month(&month))}
                        }
                    })}
            </span>
            <span class="sub">
                {app.t(|t| t.recipient)} " " {to} "　" {app.t(|t| t.persons)} " "
                {app.say(move |lang| lang.persons(persons))} "　" {app.t(|t| t.files)} " "
                {app.say(move |lang| lang.files(count))}
            </span>
            {(errors > 0)
                .then(|| {
                    view! {
                        <span class="mark mark-error">
                            {app.t(|t| t.severity_error)} " " {errors}
                        </span>
                    }
                })}
            {(warnings > 0)
                .then(|| {
                    view! {
                        <span class="mark mark-warning">
                            {app.t(|t| t.severity_warning)} " " {warnings}
                        </span>
                    }
                })}
            <button
                type="button"
                class="button button-small"
                on:click=move |_| app.compose.remove(app, keys.clone())
            >
                {app.t(|t| t.remove)}
                <span class="hidden">
                    {app.say({
                        let group = unit.group.clone();
                        move |lang| lang.of_file(lang.text().unit(group.as_deref()))
                    })}
                </span>
            </button>
        </li>
    }
}
