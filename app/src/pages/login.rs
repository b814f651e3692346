//! ログイン: on its own page, and as an overlay where a session has ended.

use crate::components::show::Show;
use crate::failure::Failure;
use crate::page::Page;
use crate::state::{App, Who, use_app};
use crate::{api, browser, gate};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// The page for signing in; the page that was asked for comes after it.
#[component]
pub fn Login() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="login">
            <h1 tabindex="-1">{app.t(|t| t.login)}</h1>
            <LoginForm />
            <p>{app.t(|t| t.forgot)}</p>
            <p>
                <a href=Page::Check.path()>{app.t(|t| t.login_check)}</a>
            </p>
        </div>
    }
}

/// The overlay: everything behind it stays as it is.
#[component]
pub fn LoginAgain() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if app.shut.get() {
            if !dialog.open() {
                dialog.show_modal().ok();
                browser::focus("dialog [name=password]");
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="login-again"
            node_ref=dialog
            aria-labelledby="login-again-title"
            // Escape would leave requests waiting with no way to sign in.
            on:cancel=|event: web_sys::Event| event.prevent_default()
        >
            <Show when=move || app.shut.get()>
                <h2 id="login-again-title">{app.t(|t| t.login_again_title)}</h2>
                <p>{app.t(|t| t.login_again)}</p>
                <LoginForm />
            </Show>
        </dialog>
    }
}

/// 利用者ID and パスワード.
#[component]
fn LoginForm() -> impl IntoView {
    let app = use_app();
    // Where a session has ended it is nearly always the same person who goes on.
    let user = RwSignal::new(app.who.with_untracked(|who| match who {
        Who::Somebody(session) => session.user.clone(),
        Who::Nobody => String::new(),
    }));
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Refusal>);

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // What a password manager has filled in may not have said so.
        if let Some(form) = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok())
        {
            for (name, signal) in [("user", user), ("password", password)] {
                let field = form
                    .query_selector(&format!("[name={name}]"))
                    .ok()
                    .flatten();
                if let Some(field) =
                    field.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok())
                {
                    signal.set(field.value());
                }
            }
        }
        let (name, secret) = (
            user.get_untracked().trim().to_owned(),
            password.get_untracked(),
        );
        if name.is_empty() || secret.is_empty() {
            failure.set(Some(Refusal::Empty));
            browser::focus(".form-alert");
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = api::sign_in(name, secret).await;
            busy.set(false);
            password.set(String::new());
            match answer {
                Ok(session) => enter(app, session),
                Err(refused) => {
                    failure.set(Some(Refusal::Answer(refused)));
                    browser::focus(".form-alert");
                }
            }
        });
    };

    view! {
        <form class="form" on:submit=submit novalidate>
            <div role="alert" tabindex="-1" class="form-alert">
                {move || {
                    failure
                        .get()
                        .map(|refusal| view! { <p class="problem-sentence">
                            <span class="problem-mark" aria-hidden="true">"!"</span>
                            {app.say(move |lang| match &refusal {
                                Refusal::Empty => lang.text().login_needed.to_owned(),
                                Refusal::Answer(failure) => failure.sentence(lang),
                            })}
                        </p> })
                }}
            </div>
            <label class="field">
                <span class="field-label">{app.t(|t| t.user)}</span>
                <input
                    name="user"
                    type="text"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    prop:value=user
                    on:input=move |event| user.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                <span class="field-label">{app.t(|t| t.password)}</span>
                <input
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                    prop:value=password
                    on:input=move |event| password.set(event_target_value(&event))
                />
            </label>
            <button type="submit" class="button button-primary" aria-disabled=move || busy.get().to_string()>
                {app.t(|t| t.login)}
            </button>
            <p role="status" class="form-status">
                {move || if busy.get() { app.lang.get().text().logging_in } else { "" }}
            </p>
        </form>
    }
}

/// Why nobody was let in.
#[derive(Clone)]
enum Refusal {
    Empty,
    Answer(Failure),
}

/// Somebody has signed in: whoever waited goes on, unless it is another person.
fn enter(app: App, session: wire::server_api::Session) {
    let other = app.who.with_untracked(|who| match who {
        Who::Somebody(before) => before.user != session.user,
        Who::Nobody => false,
    });
    if other {
        // What is on the page belongs to somebody else: it goes.
        browser::leave_to(&Page::Home.path());
        return;
    }
    app.signed_in(session);
    gate::open();
    app.changes.update(|changes| *changes += 1);
}
