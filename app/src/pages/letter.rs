//! 受信データ詳細確認: one received letter, opened and read.

use crate::api::{self, Side};
use crate::browser;
use crate::components::letter_facts::{Fact, KindFacts, NoteFact, PartnerFact, PersonsFact};
use crate::components::letter_files::LetterFiles;
use crate::components::letter_list::WhenLong;
use crate::components::mended::MendedFact;
use crate::components::problem::{Problem, Waiting};
use crate::components::readings::{ReadingState, Readings};
use crate::components::show::Show;
use crate::components::status::{Status, Unread};
use crate::failure::Failure;
use crate::files::{of_letter, readable};
use crate::label_check::contradictions;
use crate::page::Page;
use crate::pages::compare::changes::{Changes, Version};
use crate::shelf::Shelf;
use crate::state::{App, use_app};
use crate::when;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::server_api::ReceivedLetter;
use wire::{Code, EnvelopeId};
use worker::protocol::Purpose;

/// What is known of the letter so far.
#[derive(Clone)]
enum Seen {
    Opening,
    Failed(Failure),
    Open(Box<ReceivedLetter>),
}

/// The letter; coming here opens it.
#[component]
pub fn Letter(id: EnvelopeId) -> impl IntoView {
    let app = use_app();
    let seen = RwSignal::new(Seen::Opening);
    let shelf = Shelf::new();
    on_cleanup(move || shelf.cancel());
    let open = move || {
        seen.set(Seen::Opening);
        spawn_local(async move {
            match fetch(app, id).await {
                Ok(letter) => {
                    seen.set(Seen::Open(Box::new(letter.clone())));
                    read(app, shelf, &letter, seen).await;
                }
                Err(failure) => seen.set(Seen::Failed(failure)),
            }
        });
    };
    open();
    view! {
        <p class="back">
            <a href=Page::Inbox.path()>{app.t(|t| t.back_to_inbox)}</a>
        </p>
        <h1 tabindex="-1">{app.t(|t| t.letter)}</h1>
        {move || match seen.get() {
            Seen::Opening => {
                view! {
                    <Waiting words=Signal::derive(move || app.lang.get().text().opening.to_owned()) />
                }
                    .into_any()
            }
            Seen::Failed(failure) => {
                let report = report(id, &failure);
                view! {
                    <Problem failure retry=Callback::new(move |()| open()) />
                    <CopyReport report />
                }
                    .into_any()
            }
            Seen::Open(letter) => view! { <Opened letter=*letter shelf /> }.into_any(),
        }}
    }
}

/// Opens the letter if the person may; otherwise shows what the list knows.
async fn fetch(app: App, id: EnvelopeId) -> api::Answer<ReceivedLetter> {
    let office = app
        .office_now()
        .ok_or(const { Failure::of(Code::Forbidden) })?;
    let may = app
        .membership_now()
        .is_some_and(|it| it.role.may_exchange());
    if may {
        match api::open(&office, id).await {
            // It stays in the list with its reason; what is known of it is shown.
            Err(failure) if failure.code() == Some(Code::CannotOpen) => {
                api::received(&office, id).await
            }
            answer => answer,
        }
    } else {
        api::received(&office, id).await
    }
}

/// Fetches the files and has them read.
async fn read(app: App, shelf: Shelf, letter: &ReceivedLetter, seen: RwSignal<Seen>) {
    let Some(contents) = &letter.contents else {
        return;
    };
    if letter.unread || letter.problem.is_some() {
        return;
    }
    let taken = match of_letter(app, Side::Received, letter.id, &contents.files, readable).await {
        Ok(taken) => taken,
        Err(failure) => {
            seen.set(Seen::Failed(failure));
            return;
        }
    };
    let Some(office) = app.office_now() else {
        return;
    };
    let purpose = Purpose::Received {
        office: office.to_string(),
        now: letter.time.0,
    };
    shelf.add(taken, purpose).await;
}

/// What a help desk needs, without anything about a person.
fn report(id: EnvelopeId, failure: &Failure) -> String {
    format!(
        "Careplan Link\nid: {id}\nproblem: {}\ntime: {}",
        failure.report(),
        when::iso(browser::now())
    )
}

/// A button that copies a report.
#[component]
fn CopyReport(report: String) -> impl IntoView {
    let app = use_app();
    let copied = RwSignal::new(None::<bool>);
    let report = StoredValue::new(report);
    let copy = move |_| {
        spawn_local(async move {
            let done = browser::copy(&report.get_value()).await.is_ok();
            copied.set(Some(done));
        });
    };
    view! {
        <p>
            <button type="button" class="button" on:click=copy>
                {app.t(|t| t.copy_report)}
            </button>
        </p>
        <p role="status">
            {move || {
                copied
                    .get()
                    .map(|done| {
                        let text = app.lang.get().text();
                        if done { text.copied } else { text.copy_failed }
                    })
            }}
        </p>
        <Show when=move || copied.get() == Some(false)>
            <pre class="report">{report.get_value()}</pre>
        </Show>
    }
}

/// The plan or the results that the letter brings, once its files are read.
fn version(letter: &ReceivedLetter, shelf: Shelf) -> Option<Version> {
    let unit = letter.unit.clone();
    let unit = unit.filter(|unit| matches!(unit.as_str(), "monthly_plan" | "result"))?;
    let files: Vec<u32> = shelf
        .outcome
        .with(|outcome| outcome.files.iter().map(|file| file.key).collect());
    (!files.is_empty()).then(|| {
        Some(Version {
            side: Side::Received,
            unit,
            partner: letter.from.address.clone(),
            month: letter.month.clone()?,
            serial: letter.serial.clone()?,
            files,
        })
    })?
}

/// The letter with everything that is known of it.
#[component]
fn Opened(letter: ReceivedLetter, shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let id = letter.id;
    let contents = letter.contents.clone();
    let problem = letter.problem.clone();
    let openable = problem.is_none() && !letter.unread;
    let label = StoredValue::new(letter.clone());
    let differs = Memo::new(move |_| {
        shelf.outcome.with(|outcome| {
            let read = !outcome.files.is_empty();
            let letter = label.get_value();
            if read {
                contradictions(&letter, outcome)
            } else {
                Vec::new()
            }
        })
    });
    let unopened = problem.is_some();
    let broken = problem.map(|problem| {
        let failure = Failure::from(problem);
        let report = report(id, &failure);
        view! {
            <Problem failure />
            <CopyReport report />
        }
    });
    let note = contents.as_ref().map(|it| it.note.clone());
    let mended = contents.as_ref().map(|it| it.mended.clone());
    let compares = openable && letter.unit.as_deref() == Some("result");
    let version = Signal::derive(move || version(&label.get_value(), shelf));
    let persons = contents.as_ref().map(|it| it.persons.clone());
    // Attachments alone are about nobody in particular.
    let persons = persons.filter(|persons| !persons.is_empty());
    let files = contents.map(|it| it.files).unwrap_or_default();
    view! {
        {broken}
        {letter
            .unread
            .then(|| view! { <p class="notice">{app.t(|t| t.read_only_unread)}</p> })}
        <Show when=move || !differs.with(Vec::is_empty)>
            <div class="severity severity-error" role="alert">
                <h2>
                    <span class="severity-shape" aria-hidden="true">"×"</span>
                    {app.t(|t| t.contradiction_title)}
                </h2>
                <ul>
                    {move || {
                        let text = app.lang.get().text();
                        differs
                            .get()
                            .into_iter()
                            .map(|it| view! { <li>{it.words(text)}</li> })
                            .collect_view()
                    }}
                </ul>
                <p>{app.t(|t| t.contradiction_fix)}</p>
            </div>
        </Show>
        <dl class="facts">
            <PartnerFact name=|t| t.from_office partner=letter.from />
            <Fact name=|t| t.received_at>
                <WhenLong time=letter.time />
            </Fact>
            <Fact name=|t| t.state>
                {if letter.unread && !unopened {
                    view! { <Unread /> }.into_any()
                } else {
                    view! { <Status state=letter.state unopened /> }.into_any()
                }}
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
        {compares
            .then(|| {
                view! {
                    <p>
                        <a class="button" href=Page::Compare(Some(id)).path()>
                            {app.t(|t| t.compare_link)}
                        </a>
                    </p>
                }
            })}
        <Changes shelf version />
        {openable.then(|| view! { <LetterFiles side=Side::Received id files /> })}
        <ReadingState shelf />
        <Readings shelf listed=true />
    }
}
