//! The screens of Careplan Link, drawn in the browser.
//!
//! A page owns a screen and its loading, a component draws what it is given.
//! Only [`api`] talks to the office's server, and only [`reader`] to the worker that reads files.
//! What can be decided without a browser is plain data with tests: [`draft`], [`when`], [`page`], [`label_check`].

mod address_bar;
mod api;
mod browser;
mod components;
mod draft;
mod events;
mod failure;
mod files;
mod gate;
mod json;
mod label_check;
mod page;
mod pages;
mod post;
mod shelf;
mod state;
mod text;
mod viewing;
mod when;

use components::shell::Shell;
use leptos::prelude::*;
use leptos::task::spawn_local;
use page::Page;
use pages::login::{Login, LoginAgain};
use state::App;
use wasm_bindgen::JsCast;
use wire::server_api::Start;

/// Asks what must be known first, then draws the app into the page.
///
/// Drawn any earlier, the page would move under the reader's eyes when the answers come.
pub fn start() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let inbox = matches!(address_bar::page(), Page::Home | Page::Inbox);
        let start = api::start(inbox).await.ok();
        mount_to_body(move || view! { <Screens start /> });
        // The sentence that stood there meanwhile.
        if let Some(waiting) = browser::document().get_element_by_id("starting") {
            waiting.remove();
        }
    });
}

/// Everything.
#[component]
fn Screens(start: Option<Start>) -> impl IntoView {
    let app = App::new(start);
    provide_context(app);
    Effect::new(move |_| browser::set_lang(app.lang.get().tag()));
    let listening = StoredValue::new(false);
    Effect::new(move |_| {
        if app.is_signed_in() && !listening.get_value() {
            listening.set_value(true);
            events::listen(app);
        }
    });
    address_bar::follow(app.page);
    view! { <Pages /> }
}

/// The shell and the page of the address.
#[component]
fn Pages() -> impl IntoView {
    let app = state::use_app();
    let page = Memo::new(move |_| app.page.get());
    title(app, page);
    take_files(app, page);

    // `/` and a login that is not needed lead on.
    Effect::new(move |_| {
        if matches!(page.get(), Page::Home | Page::Login) && app.is_signed_in() {
            address_bar::go(app.page, Page::Inbox, true);
        }
    });

    let signed_in = Memo::new(move |_| app.is_signed_in());
    view! {
        <Shell page>
            {move || match (page.get(), signed_in.get()) {
                (Page::Check, _) => view! { <pages::check::Check /> }.into_any(),
                (Page::Compare(None), _) => view! { <pages::compare::Compare id=None /> }.into_any(),
                (Page::NotFound, _) => view! { <pages::not_found::NotFound /> }.into_any(),
                (_, false) => view! { <Login /> }.into_any(),
                (Page::Home | Page::Login | Page::Inbox, _) => {
                    view! { <pages::inbox::Inbox /> }.into_any()
                }
                (Page::Letter(id), _) => view! { <pages::letter::Letter id /> }.into_any(),
                (Page::Compare(id), _) => view! { <pages::compare::Compare id /> }.into_any(),
                (Page::Participation, _) => {
                    view! { <pages::participation::Participation /> }.into_any()
                }
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
            Page::Compare(None) => text.compare,
            Page::NotFound => text.not_found_title,
            _ if !app.is_signed_in() => text.login,
            Page::Home | Page::Login | Page::Inbox => text.inbox,
            Page::Letter(_) => text.letter,
            Page::Compare(_) => text.compare,
            Page::Participation => text.participation,
            Page::Send => text.send,
            Page::Sent => text.sent,
            Page::SentLetter(_) => text.sent_letter,
        };
        let demo = app
            .about
            .with(|about| about.as_ref().is_some_and(|it| it.demo));
        let mark = if demo {
            format!("【{}】", text.demo)
        } else {
            String::new()
        };
        browser::set_title(&format!("{mark}{here} - {}", text.product));
        if before.is_some_and(|before| before != page) {
            browser::focus_heading();
        }
        page
    });
}

/// Whether text is dragged into a field, which the browser sees to; anything else would leave the page.
fn is_text_into_field(event: &web_sys::Event) -> bool {
    let target = event.target();
    let field = target
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok())
        .and_then(|it| it.closest("textarea, input").ok().flatten());
    let carried = event
        .dyn_ref::<web_sys::DragEvent>()
        .and_then(web_sys::DragEvent::data_transfer);
    field.is_some() && carried.is_some_and(|it| !it.types().includes(&"Files".into(), 0))
}

/// Files dropped or pasted anywhere go to the page that reads files; from any other page they begin a new letter,
/// or are checked where nobody has signed in.
fn take_files(app: App, page: Memo<Page>) {
    let take = move |taken: Vec<files::Taken>| {
        if taken.is_empty() {
            return;
        }
        app.dropped.update(|dropped| dropped.extend(taken));
        let here = page.get_untracked();
        let reader = match (here.is_open(), untrack(|| app.is_signed_in())) {
            (false, true) => Page::Send,
            // What is compared without a letter are the files that are being checked.
            _ => Page::Check,
        };
        if reader != here {
            address_bar::go(app.page, reader, false);
        }
    };
    browser::on_window("dragover", |event| {
        if !is_text_into_field(&event) {
            event.prevent_default();
        }
    });
    browser::on_window("drop", move |event| {
        if is_text_into_field(&event) {
            return;
        }
        event.prevent_default();
        let drop = event
            .dyn_ref::<web_sys::DragEvent>()
            .and_then(web_sys::DragEvent::data_transfer);
        if let Some(drop) = drop {
            let walk = files::of_drop(&drop);
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
