//! 送信済データ詳細確認: one sent letter, and how far it has come.

use crate::address_bar;
use crate::api::{self, Side};
use crate::components::forms::Forms;
use crate::components::letter_facts::{Fact, KindFacts, NoteFact, PartnerFact, PersonsFact};
use crate::components::letter_files::LetterFiles;
use crate::components::letter_list::WhenLong;
use crate::components::mended::MendedFact;
use crate::components::problem::{Problem, Waiting};
use crate::components::show::Show;
use crate::components::status::Status;
use crate::failure::Failure;
use crate::files::{of_letter, readable};
use crate::page::Page;
use crate::shelf::Shelf;
use crate::state::use_app;
use crate::viewing::Look;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::server_api::SentLetter as Letter;
use wire::{Code, EnvelopeId, FileEntry, State, Time};

/// The letter; its state changes by itself.
#[component]
pub fn SentLetter(id: EnvelopeId) -> impl IntoView {
    let app = use_app();
    let letter = RwSignal::new(None::<Letter>);
    let failure = RwSignal::new(None::<Failure>);
    let turn = StoredValue::new(0_u64);
    Effect::new(move |_| {
        app.changes.track();
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn_local(async move {
            let Some(office) = app.office_now() else {
                return;
            };
            let answer = api::sent_letter(&office, id).await;
            // A later request has overtaken this one, or the page is gone.
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(found) => {
                    failure.set(None);
                    letter.set(Some(found));
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    });
    // What never changes is drawn once, so that a download in progress or the focus is not disturbed.
    let first = Memo::new(move |before: Option<&Option<Letter>>| {
        before.cloned().flatten().or_else(|| letter.get())
    });
    let retry = Callback::new(move |()| app.changes.update(|changes| *changes += 1));
    view! {
        <p class="back">
            <a href=Page::Sent.path()>{app.t(|t| t.back_to_sent)}</a>
        </p>
        <h1 tabindex="-1">{app.t(|t| t.sent_letter)}</h1>
        {move || failure.get().map(|failure| view! { <Problem failure retry /> })}
        <Show when=move || letter.with(Option::is_none) && failure.with(Option::is_none)>
            <Waiting words=Signal::derive(move || app.lang.get().text().loading.to_owned()) />
        </Show>
        {move || letter.get().map(|letter| view! { <Way letter /> })}
        <Undo letter failure />
        {move || first.get().map(|letter| view! { <Still letter /> })}
    }
}

/// 到着 → 受取済 …, each with its time.
#[component]
fn Way(letter: Letter) -> impl IntoView {
    let app = use_app();
    let step = |state: State, time: Option<Time>| {
        time.map(|time| {
            view! {
                <li>
                    <Status state />
                    " "
                    <WhenLong time />
                </li>
            }
        })
    };
    // The newest state is not yet said by the times of the way.
    let newest = match letter.state {
        State::Arrived if letter.arrived.is_some() => None,
        State::Collected if letter.collected.is_some() => None,
        state => Some((state, letter.since)),
    };
    let failed = (letter.state == State::Failed).then(|| {
        let files = letter.contents.map(|it| it.files).unwrap_or_default();
        view! { <Again id=letter.id files /> }
    });
    view! {
        <section aria-labelledby="way-title">
            <h2 id="way-title">{app.t(|t| t.progress_title)}</h2>
            <div role="status">
            <ol class="way">
                {step(State::Arrived, letter.arrived)}
                {step(State::Collected, letter.collected)}
                {newest.and_then(|(state, time)| step(state, Some(time)))}
            </ol>
            </div>
            {letter
                .problem
                .map(Failure::from)
                .map(|failure| {
                    if failure.passes() {
                        // It goes on by itself: nothing to be alarmed at.
                        let words = app.say(move |lang| failure.sentence(lang));
                        view! { <p class="notice">{words}</p> }.into_any()
                    } else {
                        view! { <Problem failure /> }.into_any()
                    }
                })}
            {failed}
        </section>
    }
}

/// A letter that was refused for good: its files go into a new one.
#[component]
fn Again(id: EnvelopeId, files: Vec<FileEntry>) -> impl IntoView {
    let app = use_app();
    let failure = RwSignal::new(None::<Failure>);
    let again = move |_| {
        let files = files.clone();
        spawn_local(async move {
            match of_letter(app, Side::Sent, id, &files, |_| true).await {
                Ok(taken) => {
                    app.dropped.update(|dropped| dropped.extend(taken));
                    address_bar::go(app.page, Page::Send, false);
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    view! {
        <div class="notice">
            <p>{app.t(|t| t.failed_files)}</p>
            {move || failure.get().map(|failure| view! { <Problem failure /> })}
            <Show when=move || app.may_exchange()>
                <button type="button" class="button" on:click=again.clone()>
                    {app.t(|t| t.failed_again)}
                </button>
            </Show>
        </div>
    }
}

/// 送信を取り消す, as long as it can succeed.
#[component]
fn Undo(letter: RwSignal<Option<Letter>>, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let can = move || {
        app.may_exchange()
            && letter.with(|letter| {
                letter
                    .as_ref()
                    .is_some_and(|letter| letter.state.can_be_withdrawn())
            })
    };
    let undo = move |_| {
        let Some(id) = letter.with_untracked(|letter| letter.as_ref().map(|it| it.id)) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = match app.office_now() {
                Some(office) => api::withdraw(&office, id).await,
                None => Err(const { Failure::of(Code::Forbidden) }),
            };
            busy.set(false);
            match answer {
                Ok(withdrawn) => letter.set(Some(withdrawn)),
                Err(refused) => {
                    failure.set(Some(refused));
                }
            }
        });
    };
    view! {
        <Show when=can>
            <div class="undo">
                <p>{app.t(|t| t.undo_until_collected)}</p>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || busy.get().to_string()
                    on:click=undo
                >
                    {app.t(|t| t.undo)}
                </button>
            </div>
        </Show>
    }
}

/// What never changes of a sent letter.
#[component]
fn Still(letter: Letter) -> impl IntoView {
    let app = use_app();
    let shelf = Shelf::new();
    let entries = StoredValue::new(
        letter
            .contents
            .as_ref()
            .map(|it| it.files.clone())
            .unwrap_or_default(),
    );
    // The files are fetched when somebody looks at the forms.
    let id = letter.id;
    Effect::new(move |_| {
        if shelf.viewing.look.get() != Look::Opening || !shelf.files.with_untracked(Vec::is_empty) {
            return;
        }
        spawn_local(async move {
            let files = entries.get_value();
            let taken = of_letter(app, Side::Sent, id, &files, readable).await;
            match taken {
                _ if shelf.files.try_get_untracked().is_none() => {}
                Ok(taken) if !taken.is_empty() => shelf.hold(taken),
                _ => shelf.viewing.look.set(Look::Failed),
            }
        });
    });
    let any = entries.with_value(|files| files.iter().any(|file| readable(&file.name)));
    let contents = letter.contents;
    let note = contents.as_ref().map(|it| it.note.clone());
    let mended = contents.as_ref().map(|it| it.mended.clone());
    let persons = contents.as_ref().map(|it| it.persons.clone());
    // Attachments alone are about nobody in particular.
    let persons = persons.filter(|persons| !persons.is_empty());
    let files = contents.map(|it| it.files).unwrap_or_default();
    view! {
        <dl class="facts">
            <PartnerFact name=|t| t.to_office partner=letter.to />
            <Fact name=|t| t.sender>{letter.from.to_string()}</Fact>
            <Fact name=|t| t.sent_at>
                <WhenLong time=letter.time />
            </Fact>
            <KindFacts
                kind=letter.kind
                unit=letter.unit
                month=letter.month
                serial=letter.serial
            />
            {persons.map(|persons| view! { <PersonsFact persons /> })}
            {note.map(|note| view! { <NoteFact note /> })}
            {mended.map(|mended| view! { <MendedFact mended /> })}
        </dl>
        <LetterFiles side=Side::Sent id=letter.id files />
        {any.then(|| view! { <Forms shelf /> })}
    }
}
