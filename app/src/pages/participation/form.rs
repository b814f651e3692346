//! 利用申請: the form. What is wrong stands beside its field, and nothing that was typed goes away.

use crate::api;
use crate::browser;
use crate::components::show::Show;
use crate::failure::Failure;
use crate::state::{App, use_app};
use crate::text::Text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wire::FieldProblem;
use wire::server_api::Participation;
use wire::server_api::participation::{ApplicationForm, Service, field};

/// Picks a label.
type Label = fn(&'static Text) -> &'static str;

/// What is wrong, as the server said last.
type Wrong = RwSignal<Vec<FieldProblem>>;

/// The form of an office that can apply.
#[component]
pub fn Apply(
    /// What the office said last.
    begin: ApplicationForm,
    /// Called once the application has been received.
    done: Callback<Participation>,
) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let wrong: Wrong = RwSignal::new(Vec::new());
    let with_file = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::HtmlFormElement>().ok())
            .and_then(|form| web_sys::FormData::new_with_form(&form).ok());
        let (Some(form), Some(office)) = (form, app.office_now()) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        wrong.set(Vec::new());
        spawn_local(async move {
            let answer = api::apply(&office, &form).await;
            busy.try_set(false);
            match answer {
                Ok(told) => done.run(told),
                Err(refused) => {
                    wrong.try_set(refused.fields());
                    failure.try_set(Some(refused));
                    browser::focus(".form-alert");
                }
            }
        });
    };
    let (own, others): (Vec<Service>, Vec<Service>) =
        begin.services.into_iter().partition(|it| it.chosen);
    let many = !others.is_empty();
    view! {
        <h2>{app.t(|t| t.apply_title)}</h2>
        <p>{app.t(|t| t.apply_lead)}</p>
        <form class="application" on:submit=submit novalidate>
            <div role="alert" tabindex="-1" class="form-alert">
                {move || failure.get().map(|failure| summary(app, &failure, wrong.get()))}
            </div>
            {text_field(app, wrong, field::TELEPHONE, |t| t.office_telephone, "tel", begin.telephone)}
            {text_field(app, wrong, field::EMAIL, |t| t.office_email, "email", begin.email)}
            <fieldset id=field::SERVICE_TYPES tabindex="-1">
                <legend class="field-label">{app.t(|t| t.service_types)}</legend>
                {error(app, wrong, field::SERVICE_TYPES)}
                {choices(own)}
                {many
                    .then(|| {
                        view! {
                            <details>
                                <summary>{app.t(|t| t.other_services)}</summary>
                                <div class="service-choices">{choices(others)}</div>
                            </details>
                        }
                    })}
            </fieldset>
            <fieldset>
                <legend class="field-label">{app.t(|t| t.connect_with)}</legend>
                {radio(app, with_file, false, field::MADE, |t| t.with_made)}
                {radio(app, with_file, true, field::FILE, |t| t.with_file)}
                // Hidden and not gone: what was chosen is still chosen after a look at the other way.
                <div hidden=move || !with_file.get()>
                    <div class="field">
                        <label class="field-label" for=field::CERTIFICATE>
                            {app.t(|t| t.certificate_file)}
                        </label>
                        {error(app, wrong, field::CERTIFICATE)}
                        <input
                            id=field::CERTIFICATE
                            name=field::CERTIFICATE
                            type="file"
                            accept=".p12,.pfx"
                            aria-describedby=describes(field::CERTIFICATE)
                        />
                    </div>
                    <div class="field">
                        <label class="field-label" for=field::PASSWORD>
                            {app.t(|t| t.certificate_password)}
                        </label>
                        {error(app, wrong, field::PASSWORD)}
                        <input
                            id=field::PASSWORD
                            name=field::PASSWORD
                            type="password"
                            autocomplete="off"
                            aria-describedby=describes(field::PASSWORD)
                        />
                    </div>
                </div>
            </fieldset>
            <button
                type="submit"
                class="button button-primary"
                aria-disabled=move || busy.get().to_string()
            >
                {app.t(|t| t.apply)}
            </button>
            <p role="status" class="form-status">
                <Show when=move || busy.get()>{app.t(|t| t.applying)}</Show>
            </p>
        </form>
    }
}

/// What did not work, with a way to each field that is meant.
fn summary(app: App, failure: &Failure, wrong: Vec<FieldProblem>) -> impl IntoView + use<> {
    let failure = failure.clone();
    view! {
        <p class="problem-sentence">
            <span class="problem-mark" aria-hidden="true">"!"</span>
            {app.say(move |lang| failure.sentence(lang))}
        </p>
        <ul>
            {wrong
                .into_iter()
                .map(|it| {
                    let place = format!("#{}", it.field);
                    let words = app.say(move |lang| lang.pick(&it.text, &it.text_en).to_owned());
                    view! {
                        <li>
                            <a href=place rel="external">{words}</a>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// The id of what is said beside a field.
fn describes(name: &str) -> String {
    format!("{name}-wrong")
}

/// What is wrong with a field.
fn error(app: App, wrong: Wrong, name: &'static str) -> impl IntoView {
    view! {
        <p class="problem-sentence field-wrong" id=describes(name)>
            {app.say(move |lang| {
                wrong.with(|wrong| {
                    let found = wrong.iter().find(|it| it.field == name);
                    found.map(|it| lang.pick(&it.text, &it.text_en).to_owned()).unwrap_or_default()
                })
            })}
        </p>
    }
}

fn text_field(
    app: App,
    wrong: Wrong,
    name: &'static str,
    label: Label,
    mode: &'static str,
    value: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=name>{app.t(label)}</label>
            {error(app, wrong, name)}
            <input
                id=name
                name=name
                type="text"
                inputmode=mode
                autocomplete=mode
                spellcheck="false"
                value=value
                aria-describedby=describes(name)
            />
        </div>
    }
}

fn radio(
    app: App,
    with_file: RwSignal<bool>,
    file: bool,
    value: &'static str,
    label: Label,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name=field::WITH
                value=value
                checked=!file
                on:change=move |_| with_file.set(file)
            />
            <span>{app.t(label)}</span>
        </label>
    }
}

fn choices(services: Vec<Service>) -> impl IntoView {
    services
        .into_iter()
        .map(|service| {
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        name=field::SERVICE_TYPES
                        value=service.code.to_string()
                        checked=service.chosen
                    />
                    <span>{service.name} " " <span class="sub-inline">{service.code.to_string()}</span></span>
                </label>
            }
        })
        .collect_view()
}
