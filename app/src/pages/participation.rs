//! 利用状況: until when the office takes part, how far its 利用申請 is, and what the hub's operator has to say.
//!
//! The sentences are the server's; here they are put in their places.

mod form;

use crate::api;
use crate::browser;
use crate::components::letter_facts::Fact;
use crate::components::problem::{Problem, Waiting};
use crate::components::show::Show;
use crate::failure::Failure;
use crate::state::{App, use_app};
use crate::when;
use form::Apply;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::Time;
use wire::server_api::participation::Participation as Told;
use wire::server_api::{Words, participation::OwnApplication};

/// The page.
#[component]
pub fn Participation() -> impl IntoView {
    let app = use_app();
    let told = RwSignal::new(None::<Told>);
    let failure = RwSignal::new(None::<Failure>);
    let load = move || {
        let Some(office) = app.office_now() else {
            return;
        };
        spawn_local(async move {
            match api::participation(&office).await {
                Ok(answer) => {
                    told.try_set(Some(answer));
                    failure.try_set(None);
                }
                Err(refused) => {
                    failure.try_set(Some(refused));
                }
            }
        });
    };
    Effect::new(move |_| {
        app.changes.track();
        app.office.track();
        load();
    });
    // What is typed stays while the rest of the page is told anew.
    let applying = Memo::new(move |_| {
        told.with(|told| {
            let told = told.as_ref()?;
            told.form.as_ref().map(|_| told.number.clone())
        })
    });
    view! {
        <h1 tabindex="-1">{app.t(|t| t.participation)}</h1>
        {move || {
            failure
                .get()
                .map(|failure| view! { <Problem failure retry=Callback::new(move |()| load()) /> })
        }}
        <Show when=move || told.with(Option::is_none) && failure.with(Option::is_none)>
            <Waiting words=Signal::derive(move || app.lang.get().text().loading.to_owned()) />
        </Show>
        {move || told.get().map(|told| facts(app, told))}
        {move || {
            applying
                .get()
                .and_then(|_| told.get_untracked()?.form)
                .map(|begin| {
                    let done = Callback::new(move |answer| {
                        told.set(Some(answer));
                        browser::focus_heading();
                    });
                    view! { <Apply begin done /> }
                })
        }}
    }
}

/// A sentence in the language of the screens.
fn said(app: App, words: Words) -> impl IntoView {
    view! { <p>{app.say(move |lang| lang.pick(&words.text, &words.text_en).to_owned())}</p> }
}

/// Everything but the form.
fn facts(app: App, told: Told) -> impl IntoView {
    let announcements = told.announcements;
    view! {
        <dl class="facts">
            <Fact name=|t| t.office_label>
                <strong>{told.name}</strong>
                <br />
                <span class="sub-inline">{told.number.to_string()}</span>
            </Fact>
            {told
                .licence
                .map(|licence| {
                    // The end is the first moment that is not in it any more.
                    let period = format!(
                        "{} 〜 {}",
                        when::date(licence.from),
                        when::date(Time(licence.until.0 - 1)),
                    );
                    view! {
                        <Fact name=|t| t.licence_period>
                            <strong>{period}</strong>
                            {licence.sentences.into_iter().map(|it| said(app, it)).collect_view()}
                        </Fact>
                    }
                })}
            {told.application.map(|application| progress(app, application))}
        </dl>
        {told.hindrance.map(|words| view! { <div class="notice">{said(app, words)}</div> })}
        {(!announcements.is_empty())
            .then(|| {
                view! {
                    <h2>{app.t(|t| t.announcements)}</h2>
                    {announcements
                        .into_iter()
                        .map(|words| view! { <div class="notice">{said(app, words)}</div> })
                        .collect_view()}
                }
            })}
    }
}

/// How far the application is.
fn progress(app: App, application: OwnApplication) -> impl IntoView {
    view! {
        <Fact name=|t| t.application>
            {said(app, application.sentence)}
            {application
                .reason
                .map(|reason| {
                    view! {
                        <p class="problem-sentence">{app.t(|t| t.return_reason)} " " {reason}</p>
                    }
                })}
            <p class="sub-inline">
                {app.t(|t| t.applied_at)} " " {when::long(application.applied)}
                {application
                    .decided
                    .map(|time| {
                        view! { <br /> {app.t(|t| t.decided_at)} " " {when::long(time)} }
                    })}
            </p>
        </Fact>
    }
}
