//! The screens of Careplan Link, drawn in the browser.
//!
//! A page owns a screen and its loading, a component draws what it is given.
//! Only [`api`] talks to the office's server, and only [`reader`] to the worker that reads files.
//! What can be decided without a browser is plain data with tests: [`draft`], [`when`], [`page`], [`label_check`].

mod page;
mod text;
mod when;
mod failure;
mod draft;
mod label_check;
mod state;
mod gate;
mod api;
mod events;
mod browser;
mod files;
mod reader;
mod shelf;
mod pages;
mod components;

use components::shell::Shell;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use page::Page;
use pages::login::{Login, LoginAgain};
use state::{App, Who};
use wasm_bindgen::JsCast;

/// Draws the app into the page.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(Screens);
    // The sentence that stood there while the app was loading.
    if let Some(waiting) = browser::document().get_element_by_id("starting") {
        waiting.remove();
    }
}

/// Everything.
#[component]
fn Screens() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    greet(app);
    Effect::new(move |_| browser::set_lang(app.lang.get().tag()));
    view! {
        <Router>
            // All paths are in `Page`: one route takes them all.
            <FlatRoutes fallback=|| ()>
                <Route path=path!("/*any") view=Pages />
            </FlatRoutes>
        </Router>
    }
}

/// Asks what must be known first, and listens for news once somebody is signed in.
fn greet(app: App) {
    spawn_local(async move {
        if let Ok(about) = api::about().await {
            app.about.set(Some(about));
        }
    });
    spawn_local(async move {
        // A browser in which nobody has signed in asks nothing.
        if !browser::remembers_sign_in() {
            app.who.set(Who::Nobody);
            return;
        }
        match api::session().await {
            Ok(session) => app.signed_in(session),
            Err(failure) => {
                if failure.code() == Some(wire::Code::Unauthenticated) {
                    browser::remember_sign_in(false);
                }
                app.who.set(Who::Nobody);
            }
        }
    });
    let listening = StoredValue::new(false);
    Effect::new(move |_| {
        if app.is_signed_in() && !listening.get_value() {
            listening.set_value(true);
            events::listen(app);
        }
    });
}

/// The shell and the page of the address.
#[component]
fn Pages() -> impl IntoView {
    let app = state::use_app();
    let location = use_location();
    let page = Memo::new(move |_| Page::of(&location.pathname.get()));
    title(app, page);
    take_files(app, page);

    // `/` and a login that is not needed lead on.
    let navigate = use_navigate();
    Effect::new(move |_| {
        if matches!(page.get(), Page::Home | Page::Login) && app.is_signed_in() {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&Page::Inbox.path(), options);
        }
    });

    let who = Memo::new(move |_| {
        app.who.with(|who| match who {
            Who::Unknown => None,
            Who::Nobody => Some(false),
            Who::Somebody(_) => Some(true),
        })
    });
    view! {
        <Shell page>
            {move || match (page.get(), who.get()) {
                (Page::Check, _) => view! { <pages::check::Check /> }.into_any(),
                (Page::NotFound, _) => view! { <pages::not_found::NotFound /> }.into_any(),
                (_, None) => {
                    view! {
                        <components::problem::Waiting words=Signal::derive(move || {
                            app.lang.get().text().loading_start.to_owned()
                        }) />
                    }
                        .into_any()
                }
                (_, Some(false)) => view! { <Login /> }.into_any(),
                (Page::Home | Page::Login | Page::Inbox, _) => {
                    view! { <pages::inbox::Inbox /> }.into_any()
                }
                (Page::Letter(id), _) => view! { <pages::letter::Letter id /> }.into_any(),
                (Page::Send, _) => view! { <pages::send::Send /> }.into_any(),
                (Page::Sent, _) => view! { <pages::sent::Sent /> }.into_any(),
                (Page::SentLetter(id), _) => {
                    view! { <pages::sent_letter::SentLetter id /> }.into_any()
                }
            }}
        </Shell>
        <LoginAgain />
    }
}

/// The tab's title says where one is, and nothing about anybody; after a change of page the heading has the focus.
fn title(app: App, page: Memo<Page>) {
    Effect::new(move |before: Option<Page>| {
        let page = page.get();
        let text = app.lang.get().text();
        let here = match page {
            Page::Home | Page::Inbox if app.is_signed_in() => text.inbox,
            Page::Check => text.check,
            Page::NotFound => text.not_found_title,
            _ if !app.is_signed_in() => text.login,
            Page::Home | Page::Login | Page::Inbox => text.inbox,
            Page::Letter(_) => text.letter,
            Page::Send => text.send,
            Page::Sent => text.sent,
            Page::SentLetter(_) => text.sent_letter,
        };
        let demo = app.about.with(|about| about.as_ref().is_some_and(|it| it.demo));
        let mark = if demo { format!("【{}】", text.demo) } else { String::new() };
        browser::set_title(&format!("{mark}{here} - {}", text.product));
        if before.is_some_and(|before| before != page) {
            browser::focus_heading();
        }
        page
    });
}

/// Files dropped or pasted anywhere go to the page that reads files; from any other page they begin a new letter.
fn take_files(app: App, page: Memo<Page>) {
    let navigate = use_navigate();
    let take = move |taken: Vec<files::Taken>| {
        if taken.is_empty() || !(app.is_signed_in() || page.get_untracked().is_open()) {
            return;
        }
        app.dropped.update(|dropped| dropped.extend(taken));
        if !matches!(page.get_untracked(), Page::Send | Page::Check) {
            navigate(&Page::Send.path(), NavigateOptions::default());
        }
    };
    let taken = take.clone();
    browser::on_window("dragover", |event| event.prevent_default());
    browser::on_window("drop", move |event| {
        event.prevent_default();
        let drop = event
            .dyn_ref::<web_sys::DragEvent>()
            .and_then(web_sys::DragEvent::data_transfer);
        if let Some(drop) = drop {
            let walk = files::of_drop(&drop);
            let take = taken.clone();
            spawn_local(async move {
                match walk.await {
                    Some(files) => take(files),
                    None => app.unpack_failed.set(true),
                }
            });
        }
    });
    browser::on_window("paste", move |event| {
        let files = event
            .dyn_ref::<web_sys::ClipboardEvent>()
            .and_then(web_sys::ClipboardEvent::clipboard_data)
            .and_then(|data| data.files());
        take(files::of_list(files));
    });
}
