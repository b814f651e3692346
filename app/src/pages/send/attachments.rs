//! PDF and JPEG: each goes with a letter, or all of them alone to an office found by number or name.

use super::compose::desk;
use crate::api;
use crate::components::file_name::file_name;
use crate::components::problem::Problem;
use crate::components::show::Show;
use crate::draft::{Asked, Attachment};
use crate::failure::Failure;
use crate::state::use_app;
use crate::when;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::hub_api::Office;
use wire::{Address, EnvelopeId, LetterKind};

/// The value of the choice "alone".
const ALONE: &str = "alone";

/// The attachments in hand, and where each goes.
#[component]
pub fn Attachments() -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let attachments = Memo::new(move |_| compose.draft.with(|draft| draft.attachments.clone()));
    let alone = Memo::new(move |_| {
        compose.draft.with(|draft| {
            draft
                .letters
                .iter()
                .find(|letter| letter.kind == LetterKind::Files && !letter.is_gone())
                .map(|letter| letter.id)
        })
    });
    view! {
        <Show when=move || attachments.with(|it| !it.is_empty())>
            <section aria-labelledby="attachments-title">
                <h2 id="attachments-title">{app.t(|t| t.attachments)}</h2>
                <p>{app.t(|t| t.attach_hint)}</p>
                <ul class="units">
                    {move || {
                        attachments
                            .get()
                            .into_iter()
                            .map(|attachment| view! { <Line attachment /> })
                            .collect_view()
                    }}
                </ul>
                {move || alone.get().map(|id| view! { <Find id /> })}
            </section>
        </Show>
    }
}

/// One attachment with its choice.
#[component]
fn Line(attachment: Attachment) -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let key = attachment.key;
    let choose = move |event| {
        let value = event_target_value(&event);
        compose.draft.update(|draft| {
            let letter = if value == ALONE {
                desk(app).map(|desk| draft.files_letter(&desk))
            } else {
                value.parse().ok()
            };
            draft.attach(key, letter);
        });
    };
    let options = move || {
        let lang = app.lang.get();
        compose.draft.with(|draft| {
            let chosen = attachment.letter;
            let units: Vec<_> = draft
                .letters
                .iter()
                .filter(|letter| letter.kind == LetterKind::Unit && !letter.is_gone())
                .map(|letter| {
                    let name = lang.text().unit(letter.unit.as_deref());
                    (letter.id, [name, " → ", &letter.destination()].concat())
                })
                .collect();
            let alone = chosen.is_some_and(|id| units.iter().all(|(unit, _)| *unit != id));
            view! {
                <option value="" selected=chosen.is_none()>"—"</option>
                {units
                    .into_iter()
                    .map(|(id, name)| {
                        view! {
                            <option value=id.to_string() selected=chosen == Some(id)>
                                {name}
                            </option>
                        }
                    })
                    .collect_view()}
                <option value=ALONE selected=alone>{lang.text().attach_alone}</option>
            }
        })
    };
    view! {
        <li class="unit">
            <span class="unit-name file-name">{file_name(&attachment.name)}</span>
            <span class="sub">{when::size(attachment.size)}</span>
            <label class="field-inline">
                <span>{app.t(|t| t.attach_to)}</span>
                <select on:change=choose>{options}</select>
            </label>
            <button
                type="button"
                class="button button-small"
                on:click=move |_| compose.remove(app, vec![key])
            >
                {app.t(|t| t.remove)}
                <span class="hidden">
                    {app.say(move |lang| lang.of_file(&attachment.name))}
                </span>
            </button>
        </li>
    }
}

/// 宛先をさがす, for attachments alone.
#[component]
fn Find(id: EnvelopeId) -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let query = RwSignal::new(String::new());
    let found = RwSignal::new(None::<(Vec<Office>, bool)>);
    let failure = RwSignal::new(None::<Failure>);
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = query.get_untracked().trim().to_owned();
        let Some(office) = app.office_now() else {
            return;
        };
        if words.is_empty() {
            return;
        }
        spawn_local(async move {
            match api::directory(&office, &words).await {
                Ok(directory) => {
                    failure.set(None);
                    found.set(Some((directory.offices, directory.more)));
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    let chosen = Memo::new(move |_| {
        compose
            .draft
            .with(|draft| draft.letter(id).and_then(|letter| letter.to.clone()))
    });
    view! {
        <form class="find" role="search" on:submit=search>
            <label class="field">
                <span class="field-label">{app.t(|t| t.find_office)}</span>
                <span class="field-hint">{app.t(|t| t.find_office_hint)}</span>
                <input
                    type="search"
                    autocomplete="off"
                    prop:value=query
                    on:input=move |event| query.set(event_target_value(&event))
                />
            </label>
            <button type="submit" class="button">{app.t(|t| t.find)}</button>
        </form>
        {move || failure.get().map(|failure| view! { <Problem failure /> })}
        <div role="status">
            {move || {
                found
                    .get()
                    .map(|(offices, more)| view! { <Results id offices more chosen /> })
            }}
        </div>
        {move || {
            chosen
                .get()
                .map(|to| {
                    view! {
                        <p class="chosen">
                            {app.t(|t| t.chosen_recipient)} ": " <strong>{to.to_string()}</strong>
                        </p>
                    }
                })
        }}
    }
}

/// The offices that were found, one choice for each desk.
#[component]
fn Results(
    id: EnvelopeId,
    offices: Vec<Office>,
    more: bool,
    chosen: Memo<Option<Address>>,
) -> impl IntoView {
    let app = use_app();
    if offices.is_empty() {
        return view! { <p>{app.t(|t| t.none_found)}</p> }.into_any();
    }
    let desks: Vec<(Address, String)> = offices
        .into_iter()
        .flat_map(|office| {
            let Office {
                number,
                service_types,
                name,
                ..
            } = office;
            service_types.into_iter().map(move |service_type| {
                let address = Address {
                    number: number.clone(),
                    service_type,
                };
                let label = format!("{name}（{address}）");
                (address, label)
            })
        })
        .collect();
    view! {
        <fieldset class="results">
            <legend>{app.t(|t| t.recipient)}</legend>
            {desks
                .into_iter()
                .map(|(address, label)| {
                    let of_this = address.clone();
                    let choose = move |_| {
                        let to = address.clone();
                        app.compose
                            .change(
                                id,
                                |letter| {
                                    letter.to = Some(to);
                                    letter.recipient = Asked::No;
                                },
                            );
                        app.compose.ask_recipients(app);
                    };
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="recipient"
                                prop:checked=move || {
                                    chosen.with(|chosen| chosen.as_ref() == Some(&of_this))
                                }
                                on:change=choose
                            />
                            <span>{label}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
        {more.then(|| view! { <p>{app.t(|t| t.more_found)}</p> })}
    }
    .into_any()
}
