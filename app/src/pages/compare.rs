//! 予定と実績: a month's plan beside its results, from a received letter or from ファイルを点検する.

pub mod changes;
mod gather;
mod month;

use crate::api::{self, Side};
use crate::browser;
use crate::components::forms::Weeks;
use crate::components::paper::Canvas;
use crate::components::problem::{Problem, Waiting};
use crate::failure::Failure;
use crate::files::Taken;
use crate::page::Page;
use crate::state::{App, use_app};
use crate::viewing::{Viewing, how};
use leptos::prelude::*;
use leptos::task::spawn_local;
use month::{Chosen, Found, choose};
use std::sync::Arc;
use viewer::compare::{Awaited, Compared};
use viewer::protocol::{Answer, Ask, Given, Sheet};
use wire::{Code, EnvelopeId};
use worker::protocol::Outcome;

/// What is compared.
#[derive(Clone, Default)]
struct Sides {
    plans: Vec<Taken>,
    results: Vec<Taken>,
    /// Results that nobody has opened.
    unread: Vec<Found>,
}

/// How far comparing has come.
#[derive(Clone)]
enum Seen {
    Working,
    Failed(Failure),
    Done(Arc<Compared>),
}

/// The comparison of a received letter's month, or of the files that are being checked.
#[component]
pub fn Compare(id: Option<EnvelopeId>) -> impl IntoView {
    let app = use_app();
    let viewing = Viewing::new();
    on_cleanup(move || viewing.close());
    let sides = RwSignal::new_local(None::<Sides>);
    let seen = RwSignal::new(Seen::Working);
    let sheet = RwSignal::new(None::<Arc<Sheet>>);
    let week = RwSignal::new(Some(0_u32));
    let gather = move || {
        seen.set(Seen::Working);
        spawn_local(async move {
            let gathered = match id {
                Some(id) => of_letter(app, id).await,
                None => Ok(of_check(app)),
            };
            match gathered {
                Ok(gathered) => sides.set(Some(gathered)),
                Err(failure) => seen.set(Seen::Failed(failure)),
            }
        });
    };
    gather();
    // The words of the comparison are made in the worker: another language is another question.
    Effect::new(move |_| {
        let how = how(app, &Outcome::default());
        let Some(sides) = sides.get() else { return };
        if sides.plans.is_empty() || sides.results.is_empty() {
            seen.set(Seen::Done(Arc::default()));
            return;
        }
        spawn_local(async move {
            let ask = Ask::Compare {
                plans: given(&sides.plans),
                results: given(&sides.results),
                how,
            };
            let blobs = sides.plans.iter().chain(&sides.results);
            let blobs = blobs.map(|file| &file.blob).collect();
            match viewing.ask(&ask, &blobs).await {
                Some(Answer::Compared(compared)) => {
                    week.try_set(Some(compared.sheet.week));
                    sheet.try_set(Some(Arc::new(compared.sheet.clone())));
                    seen.try_set(Seen::Done(Arc::new(compared)));
                }
                _ => {
                    seen.try_set(Seen::Failed(const { Failure::of(Code::Internal) }));
                }
            }
        });
    });
    let back = match id {
        Some(id) => (Page::Letter(id), app.t(|t| t.letter)),
        None => (Page::Check, app.t(|t| t.check)),
    };
    let words = Signal::derive(move || app.lang.get().text().comparing.to_owned());
    view! {
        <p class="back">
            <a href=back.0.path()>{back.1}</a>
        </p>
        <h1 tabindex="-1">{app.t(|t| t.compare)}</h1>
        {move || match seen.get() {
            Seen::Working => view! { <Waiting words /> }.into_any(),
            Seen::Failed(failure) => {
                view! { <Problem failure retry=Callback::new(move |()| gather()) /> }.into_any()
            }
            Seen::Done(compared) => {
                let sides = sides.get().unwrap_or_default();
                if sides.plans.is_empty() {
                    view! { <p class="notice">{app.t(|t| t.no_plan)}</p> }.into_any()
                } else if sides.results.is_empty() {
                    view! { <p class="notice">{app.t(|t| t.no_results)}</p> }.into_any()
                } else {
                    view! { <Summary compared unread=sides.unread /> }.into_any()
                }
            }
        }}
        <div class="paper-view" data-show=move || week.get().map(|week| week.to_string())>
            <Weeks sheet week />
            <Canvas shelf=app.checked sheet aim=RwSignal::new(None) />
        </div>
    }
}

/// The sum of it, and the offices that have not answered.
#[component]
fn Summary(compared: Arc<Compared>, unread: Vec<Found>) -> impl IntoView {
    let app = use_app();
    let sum = {
        let compared = Arc::clone(&compared);
        move || {
            app.lang
                .get()
                .compared(compared.differences, compared.differing, compared.agreeing)
        }
    };
    let awaited = compared.awaited.clone();
    view! {
        <p role="status" class="read-result">{sum}</p>
        <p class="buttons">
            <button type="button" class="button" on:click=move |_| browser::print()>
                {app.t(|t| t.print)}
            </button>
        </p>
        {(!awaited.is_empty())
            .then(|| {
                view! {
                    <section class="awaited" aria-labelledby="awaited-title">
                        <h2 id="awaited-title">{app.t(|t| t.awaited)}</h2>
                        <ul>
                            {awaited
                                .into_iter()
                                .map(|office| {
                                    let letter = unread
                                        .iter()
                                        .find(|it| it.partner.number.as_str() == office.number)
                                        .map(|it| it.id);
                                    view! { <AwaitedOffice office letter /> }
                                })
                                .collect_view()}
                        </ul>
                    </section>
                }
            })}
    }
}

/// An office whose results are not here: whom to call, or the letter to open.
#[component]
fn AwaitedOffice(office: Awaited, letter: Option<EnvelopeId>) -> impl IntoView {
    let app = use_app();
    let telephone = RwSignal::new(None::<String>);
    let number = office.number.clone();
    spawn_local(async move {
        let Some(own) = app.office_now() else { return };
        if let Ok(directory) = api::directory(&own, &number).await {
            let found = directory.offices.into_iter();
            let mut found = found.filter(|it| it.number.as_str() == number);
            telephone.try_set(found.next().and_then(|it| it.telephone));
        }
    });
    view! {
        <li>
            {office.name.map(|name| view! { <strong>{name}</strong> " " })}
            <span class="sub-inline">{office.number}</span>
            " "
            {app.say(move |lang| lang.persons(office.persons as usize))}
            {move || {
                telephone
                    .get()
                    .map(|telephone| {
                        view! {
                            " "
                            {app.t(|t| t.telephone)}
                            " "
                            <span class="telephone">{telephone}</span>
                        }
                    })
            }}
            {letter
                .map(|id| {
                    view! {
                        " "
                        <a href=Page::Letter(id).path()>{app.t(|t| t.unread_results)}</a>
                    }
                })}
        </li>
    }
}

/// The month of a received letter: the newest plans and results of its persons.
async fn of_letter(app: App, id: EnvelopeId) -> api::Answer<Sides> {
    let office = app
        .office_now()
        .ok_or(const { Failure::of(Code::Forbidden) })?;
    let letter = api::received(&office, id).await?;
    let provider = letter.from.address;
    let Some(month) = letter.month else {
        return Ok(Sides::default());
    };
    let sent = gather::letters(&office, Side::Sent, &month).await?;
    let received = gather::letters(&office, Side::Received, &month).await?;
    let Chosen {
        plans,
        results,
        unread,
    } = choose(sent, received, &provider);
    Ok(Sides {
        plans: gather::files(app, &plans).await?,
        results: gather::files(app, &results).await?,
        unread,
    })
}

/// The files that are being checked, by their names.
fn of_check(app: App) -> Sides {
    let mut sides = Sides::default();
    for held in app.checked.files.get_untracked() {
        if is_result(&held.taken.name) {
            sides.results.push(held.taken);
        } else {
            sides.plans.push(held.taken);
        }
    }
    sides.plans.retain(|file| gather::is_table(&file.name));
    if !sides.plans.iter().any(|file| is_plan(&file.name)) {
        sides.plans.clear();
    }
    sides
}

/// Whether 予定と実績 can be compared among files of these names.
pub fn can_compare<'a>(names: impl Iterator<Item = &'a str> + Clone) -> bool {
    names.clone().any(is_plan) && names.into_iter().any(is_result)
}

fn is_plan(name: &str) -> bool {
    name.starts_with("UPPLAN_") || name.starts_with("DLTPLAN_")
}

fn is_result(name: &str) -> bool {
    name.starts_with("UPJSK_") || name.starts_with("DLTJSK_")
}

/// The names that cross with the files.
fn given(files: &[Taken]) -> Vec<Given> {
    (0..)
        .zip(files)
        .map(|(key, file)| Given {
            key,
            name: file.full_name(),
        })
        .collect()
}
