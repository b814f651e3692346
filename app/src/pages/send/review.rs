//! Step 2, 内容を確認する: who gets what about whom, letter by letter, and one button for all.

use super::compose::{Step, why_not};
use crate::api::Side;
use crate::components::drop_zone::DropZone;
use crate::components::file_name::file_name;
use crate::components::forms::Forms;
use crate::components::problem::{Waiting, seldom};
use crate::components::readings::ReadingState;
use crate::components::show::Show;
use crate::draft::{Asked, Fate, Letter, Readiness, tick};
use crate::files::Taken;
use crate::pages::compare::changes::{Changes, Version};
use crate::state::use_app;
use crate::when;
use leptos::prelude::*;
use wire::server_api::limit;
use wire::{Address, EnvelopeId};
use worker::protocol::PersonFacts;

#[component]
pub fn Review() -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let ids = Memo::new(move |_| {
        compose.draft.with(|draft| {
            draft
                .letters
                .iter()
                .map(|letter| letter.id)
                .collect::<Vec<_>>()
        })
    });
    let blocked = move || {
        let outcome = compose.shelf.outcome.get();
        compose.draft.with(|draft| draft.to_send(&outcome).err())
    };
    let off = move || blocked().is_some() || compose.sending.get();
    // Letters in all, those that are accepted, and whether nobody answers.
    let so_far = move || {
        compose.draft.with(|draft| {
            let letters = || draft.letters.iter().filter(|letter| !letter.left_out);
            let done = letters().filter(|it| matches!(it.fate, Fate::Accepted(_)));
            let waiting = letters().any(|letter| letter.fate == Fate::Waiting);
            (letters().count(), done.count(), waiting)
        })
    };
    let progress = seldom(
        move || (so_far(), app.lang.get()),
        move || {
            let lang = app.lang.get();
            let (all, done, waiting) = so_far();
            // The banner says the same as soon as it knows.
            if waiting && app.reach.get().server {
                return lang.text().waiting_network.to_owned();
            }
            let percent = compose.draft.with(|draft| {
                draft.letters.iter().find_map(|letter| match letter.fate {
                    Fate::Sending(percent) => Some(percent),
                    _ => None,
                })
            });
            lang.sending(done, all, percent.unwrap_or(0))
        },
    );
    view! {
        <p class="notice">{app.t(|t| t.who_reads)}</p>
        <For each=move || ids.get() key=|id| *id let:id>
            <LetterCard id number=Signal::derive(move || {
                ids.with(|ids| ids.iter().position(|it| *it == id).unwrap_or(0) + 1)
            }) />
        </For>
        <Forms shelf=compose.shelf />
        <details class="attach">
            <summary>{app.t(|t| t.attach)}</summary>
            <DropZone take=Callback::new(move |taken: Vec<Taken>| compose.take(app, taken)) />
            <ReadingState shelf=compose.shelf />
        </details>
        <super::attachments::Attachments />
        <Show when=move || !compose.sending.get()>
            {move || {
                blocked()
                    .map(|why| {
                        view! {
                            <p class="notice" id="why-not">
                                {app.say(move |lang| why_not(&why, lang))}
                            </p>
                        }
                    })
            }}
        </Show>
        <div class="buttons step-buttons">
            <button
                type="button"
                class="button button-primary"
                aria-disabled=move || off().to_string()
                aria-describedby="why-not"
                on:click=move |_| {
                    if !off() {
                        compose.send(app);
                    }
                }
            >
                {app.t(|t| t.send_now)}
            </button>
            <Show when=move || !compose.sending.get()>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| compose.step.set(Step::Choose)
                >
                    {app.t(|t| t.back_to_choose)}
                </button>
            </Show>
        </div>
        <Show when=move || compose.sending.get()>
            <Waiting words=progress />
        </Show>
    }
}

/// One letter: everything that a person wants to see before it goes.
#[component]
fn LetterCard(id: EnvelopeId, number: Signal<usize>) -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let letter = Memo::new(move |_| compose.draft.with(|draft| draft.letter(id).cloned()));
    let files = Memo::new(move |_| {
        let keys = compose.draft.with(|draft| draft.files_of(id));
        compose.shelf.outcome.with(|outcome| {
            outcome
                .files
                .iter()
                .filter(|file| keys.contains(&file.key))
                .map(|file| (file.name.clone(), file.size))
                .collect::<Vec<_>>()
        })
    });
    let part = move |pick: fn(&Letter) -> Option<String>| {
        move || letter.with(|letter| letter.as_ref().and_then(pick))
    };
    let left_out = move || letter.with(|letter| letter.as_ref().is_some_and(|it| it.left_out));
    let unit = part(|letter| letter.unit.clone());
    let kind = move || letter.with(|letter| letter.as_ref().map(|it| it.kind));
    let title = move || {
        let text = app.lang.get().text();
        match kind() {
            Some(wire::LetterKind::Unit) => text.unit(unit().as_deref()),
            _ => text.attachments,
        }
    };
    let month = part(|letter| letter.month.clone().filter(|month| month != "000000"));
    let persons = move || {
        letter.with(|letter| {
            letter
                .as_ref()
                .map(|it| it.persons.clone())
                .unwrap_or_default()
        })
    };
    let strangers = Memo::new(move |_| {
        letter.with(|letter| {
            letter
                .as_ref()
                .map(|it| it.strangers().cloned().collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let warnings = move || letter.with(|letter| letter.as_ref().map_or(0, |it| it.warnings));
    let version = Signal::derive(move || letter.get().as_ref().and_then(version));
    let heading = format!("letter-{id}");
    view! {
        <section class="card" class:card-out=left_out aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>
                <span class="card-number">{move || app.lang.get().letter_number(number.get())}</span>
                " "
                {title}
                {move || month().map(|month| view! { "　" {app.lang.get().month(&month)} })}
            </h2>
            <dl class="facts">
                <div class="fact">
                    <dt>{app.t(|t| t.sender)}</dt>
                    <dd>
                        {move || app.membership().map(|it| it.name)}
                        " "
                        <span class="sub-inline">{part(|letter| Some(letter.from.to_string()))}</span>
                    </dd>
                </div>
                <div class="fact">
                    <dt>{app.t(|t| t.recipient)}</dt>
                    <dd>
                        <RecipientFact letter />
                    </dd>
                </div>
                <Show when=move || !persons().is_empty()>
                    <div class="fact">
                        <dt>{app.t(|t| t.persons)}</dt>
                        <dd>
                            <Names persons=Signal::derive(persons) />
                        </dd>
                    </div>
                </Show>
                <div class="fact">
                    <dt>{app.t(|t| t.files)}</dt>
                    <dd>
                        {move || {
                            let lang = app.lang.get();
                            files
                                .with(|files| {
                                    let size: u64 = files.iter().map(|(_, size)| size).sum();
                                    format!("{}　{}", lang.files(files.len()), when::size(size))
                                })
                        }}
                        <ul class="names">
                            {move || {
                                files
                                    .get()
                                    .into_iter()
                                    .map(|(name, _)| view! { <li class="file-name">{file_name(&name)}</li> })
                                    .collect_view()
                            }}
                        </ul>
                    </dd>
                </div>
                <div class="fact">
                    <dt>{app.t(|t| t.findings)}</dt>
                    <dd>
                        {move || {
                            let text = app.lang.get().text();
                            match warnings() {
                                0 => text.no_findings.to_owned(),
                                count => format!("{} {count}", text.severity_warning),
                            }
                        }}
                    </dd>
                </div>
            </dl>
            <Show when=move || !strangers.with(Vec::is_empty) && !left_out()>
                <Strangers id strangers />
            </Show>
            <Changes shelf=compose.shelf version />
            <Show when=move || !left_out()>
                <Note id />
            </Show>
            {move || {
                letter
                    .with(|letter| match letter.as_ref().map(|it| it.fate.clone()) {
                        Some(Fate::Refused(failure)) => Some(failure),
                        _ => None,
                    })
                    .map(|failure| {
                        view! {
                            <p class="problem-sentence" role="alert">
                                {app.say(move |lang| failure.sentence(lang))}
                            </p>
                        }
                    })
            }}
            <p>
                <Show when=left_out>
                    <span>{app.t(|t| t.left_out)}</span>
                </Show>
                <button
                    type="button"
                    class="button button-small"
                    on:click=move |_| compose.change(id, |letter| letter.left_out = !letter.left_out)
                >
                    {move || {
                        let text = app.lang.get().text();
                        if left_out() { text.put_back } else { text.leave_out }
                    }}
                    <span class="hidden">
                        {move || {
                            let lang = app.lang.get();
                            lang.of_file(&lang.letter_number(number.get()))
                        }}
                    </span>
                </button>
            </p>
        </section>
    }
}

/// The plan that a letter will bring; an earlier one went to the same office.
fn version(letter: &Letter) -> Option<Version> {
    let is_plan = letter.unit.as_deref() == Some("monthly_plan") && !letter.is_gone();
    Some(Version {
        side: Side::Sent,
        unit: letter.unit.clone()?,
        partner: letter.to.clone().filter(|_| is_plan)?,
        month: letter.month.clone()?,
        serial: letter.serial.clone()?,
        files: letter.files.clone(),
    })
}

/// The recipient, as the directory knows it, or why nothing can go there.
#[component]
fn RecipientFact(letter: Memo<Option<Letter>>) -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    view! {
        {move || {
            let lang = app.lang.get();
            let text = lang.text();
            letter
                .get()
                .map(|letter| {
                    let address = letter.to.as_ref().map(ToString::to_string);
                    let outcome = compose.shelf.outcome.get();
                    let readiness = compose.draft.with(|draft| draft.readiness(letter.id, &outcome));
                    let refusal = match &readiness {
                        Readiness::Refused(failure) => Some(failure.sentence(lang)),
                        Readiness::NoRecipient => Some(text.choose_recipient_first.to_owned()),
                        _ => None,
                    };
                    let (name, new, asking) = match &letter.recipient {
                        Asked::Answered(recipient) => {
                            let office = recipient.office.as_ref();
                            (
                                office.map(|office| (office.name.clone(), office.telephone.clone())),
                                letter.goes_to_a_new_office() && !letter.left_out,
                                false,
                            )
                        }
                        Asked::Waiting => (None, false, true),
                        Asked::No | Asked::Failed(_) => (None, false, false),
                    };
                    view! {
                        {name
                            .map(|(name, telephone)| {
                                view! {
                                    <strong>{name}</strong>
                                    " "
                                    {telephone
                                        .map(|telephone| {
                                            view! {
                                                <span class="telephone">
                                                    {text.telephone} " " {telephone}
                                                </span>
                                            }
                                        })}
                                    " "
                                }
                            })}
                        <span class="sub-inline">{address}</span>
                        {asking.then(|| view! { <p role="status">{text.recipient_checking}</p> })}
                        {new.then(|| letter.to.map(|to| view! { <NewRecipient to /> }))}
                        {refusal
                            .map(|refusal| {
                                view! {
                                    <p class="problem-sentence" role="alert">
                                        <span class="problem-mark" aria-hidden="true">"!"</span>
                                        {refusal}
                                    </p>
                                }
                            })}
                    }
                })
        }}
    }
}

/// この宛先に送る: asked once for an office that nothing has been sent to before, however many letters go there.
#[component]
fn NewRecipient(to: Address) -> impl IntoView {
    let app = use_app();
    let draft = app.compose.draft;
    let of_this = to.clone();
    let checked = move || draft.with(|draft| draft.confirmed.contains(&of_this));
    let press = move |event| {
        let on = event_target_checked(&event);
        draft.update(|draft| {
            if on {
                draft.confirmed.insert(to.clone());
            } else {
                draft.confirmed.remove(&to);
            }
        });
    };
    view! {
        <fieldset class="strangers">
            <legend>
                <span class="severity-shape" aria-hidden="true">"▲"</span>
                {app.t(|t| t.new_recipient)}
            </legend>
            <label class="choice">
                <input type="checkbox" prop:checked=checked on:change=press />
                <span>{app.t(|t| t.send_to_new)}</span>
            </label>
        </fieldset>
    }
}

/// What a person is called here.
fn called(person: &PersonFacts) -> String {
    match &person.name {
        Some(name) => format!("{name}（{}）", person.insured_number),
        None => person.insured_number.clone(),
    }
}

/// The persons, folded away.
#[component]
fn Names(persons: Signal<Vec<PersonFacts>>) -> impl IntoView {
    let app = use_app();
    view! {
        <details class="persons">
            <summary>{move || app.lang.get().persons(persons.with(Vec::len))}</summary>
            <ul>
                {move || {
                    persons
                        .get()
                        .iter()
                        .map(|person| view! { <li>{called(person)}</li> })
                        .collect_view()
                }}
            </ul>
        </details>
    }
}

/// A tick for each person who has no service of the recipient: perhaps the wrong partner.
#[component]
fn Strangers(id: EnvelopeId, strangers: Memo<Vec<PersonFacts>>) -> impl IntoView {
    let app = use_app();
    view! {
        <fieldset class="strangers">
            <legend>
                <span class="severity-shape" aria-hidden="true">"▲"</span>
                {app.t(|t| t.stranger_hint)}
            </legend>
            {move || {
                strangers
                    .get()
                    .into_iter()
                    .map(|person| view! { <Stranger id person /> })
                    .collect_view()
            }}
        </fieldset>
    }
}

/// この利用者の情報も送る, for one person.
#[component]
fn Stranger(id: EnvelopeId, person: PersonFacts) -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let key = tick(&person);
    let of_this = key.clone();
    let checked = move || {
        compose.draft.with(|draft| {
            draft
                .letter(id)
                .is_some_and(|letter| letter.ticked.contains(&of_this))
        })
    };
    let press = move |event| {
        let on = event_target_checked(&event);
        compose.change(id, |letter| {
            if on {
                letter.ticked.insert(key.clone());
            } else {
                letter.ticked.remove(&key);
            }
        });
    };
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=checked on:change=press />
            <span>{app.t(|t| t.send_this_person)} "　" {called(&person)}</span>
        </label>
    }
}

/// メッセージ. It is kept as it is typed.
#[component]
fn Note(id: EnvelopeId) -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    let written = compose.draft.with_untracked(|draft| {
        draft
            .letter(id)
            .map(|letter| letter.note.clone())
            .unwrap_or_default()
    });
    let field = format!("note-{id}");
    let hint = format!("note-hint-{id}");
    view! {
        <div class="field">
            <label class="field-label" for=field.clone()>{app.t(|t| t.note)}</label>
            <span class="field-hint" id=hint.clone()>{app.t(|t| t.note_hint)}</span>
            <textarea
                id=field
                rows="3"
                maxlength=limit::NOTE.to_string()
                aria-describedby=hint
                prop:value=written
                on:input=move |event| {
                    let note = event_target_value(&event);
                    compose
                        .draft
                        .update_untracked(|draft| {
                            if let Some(letter) = draft.letter_mut(id) {
                                letter.note = note;
                            }
                        });
                }
            ></textarea>
        </div>
    }
}
