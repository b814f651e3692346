//! News from the server, one stream for all tabs of a browser.
//!
//! The tab that holds the lock `careplan-link-events` (Web Locks) listens and passes on what it hears (BroadcastChannel).
//! When it is closed, the next tab gets the lock. A browser without locks listens in each tab.

use crate::page::Page;
use crate::state::App;
use crate::{api, browser, gate, json};
use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wire::Code;
use wire::server_api::{News, path};

const NAME: &str = "careplan-link-events";
/// Milliseconds before the stream is opened again after it was refused.
const PAUSE: u32 = 3_000;

/// What tabs say to each other: news as JSON, or one of these.
const UP: &str = "up";
const DOWN: &str = "down";
/// Somebody has signed out: nothing of theirs stays on a screen.
const LEAVE: &str = "leave";

/// Listens as long as the page lives.
pub fn listen(app: App) {
    watch_network(app);
    let channel = web_sys::BroadcastChannel::new(NAME).ok();
    if let Some(channel) = &channel {
        let on_message = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(
            move |event: web_sys::MessageEvent| {
                if let Some(text) = event.data().as_string() {
                    hear(app, &text);
                }
            },
        );
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }
    lead(move || spawn_local(stay(app, channel)));
}

/// Signing out in one tab leaves the page in all tabs of the browser.
pub fn leave_all() {
    if let Ok(channel) = web_sys::BroadcastChannel::new(NAME) {
        channel.post_message(&JsValue::from_str(LEAVE)).ok();
    }
}

/// Calls `listen` in the one tab that holds the lock.
fn lead(listen: impl FnOnce() + 'static) {
    let Some(locks) = browser::locks() else {
        listen();
        return;
    };
    let callback = Closure::once_into_js(move |_lock: JsValue| -> js_sys::Promise {
        listen();
        // Held until the tab is closed.
        js_sys::Promise::new(&mut |_, _| {})
    });
    // Refused only where locks are forbidden altogether; lists are then fetched at each visit.
    let _held = locks.request(NAME, callback.unchecked_ref::<js_sys::Function>());
}

fn hear(app: App, text: &str) {
    match text {
        UP => reached(app, true),
        DOWN => reached(app, false),
        LEAVE => browser::leave_to(&Page::Login.path()),
        _ => {
            if let Some(news) = json::read::<News>(text) {
                app.take_news(news);
            }
        }
    }
}

fn reached(app: App, server: bool) {
    if app.reach.get_untracked().server != server {
        app.reach.update(|reach| reach.server = server);
    }
    if server {
        // What happened meanwhile was not heard.
        app.changes.update(|changes| *changes += 1);
    }
}

/// Keeps a stream open, again and again.
async fn stay(app: App, channel: Option<web_sys::BroadcastChannel>) {
    let tell = move |text: &str| {
        hear(app, text);
        if let Some(channel) = &channel {
            // Other tabs fetch at their next visit what they do not hear.
            channel.post_message(&JsValue::from_str(text)).ok();
        }
    };
    let tell = std::rc::Rc::new(tell);
    loop {
        stream(std::rc::Rc::clone(&tell)).await;
        match api::session().await {
            Err(failure) if failure.code() == Some(Code::Unauthenticated) => gate::wait().await,
            Err(_) => {
                tell(DOWN);
                TimeoutFuture::new(PAUSE).await;
            }
            Ok(_) => TimeoutFuture::new(PAUSE).await,
        }
    }
}

/// Listens until the stream is closed for good.
async fn stream(tell: std::rc::Rc<impl Fn(&str) + 'static>) {
    let Ok(source) = web_sys::EventSource::new(path::EVENTS) else {
        return;
    };
    let (closed, wait) = oneshot::channel::<()>();
    let mut closed = Some(closed);

    let say = std::rc::Rc::clone(&tell);
    let on_news =
        Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            if let Some(text) = event.data().as_string() {
                say(&text);
            }
        });
    source
        .add_event_listener_with_callback("news", on_news.as_ref().unchecked_ref())
        .ok();

    let say = std::rc::Rc::clone(&tell);
    let on_open = Closure::<dyn FnMut()>::new(move || say(UP));
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));

    let watched = source.clone();
    let on_error = Closure::<dyn FnMut()>::new(move || {
        if watched.ready_state() == web_sys::EventSource::CLOSED {
            if let Some(closed) = closed.take() {
                closed.send(()).ok();
            }
        } else {
            tell(DOWN);
        }
    });
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));

    wait.await.ok();
    source.close();
}

/// The browser knows first when the network is gone.
fn watch_network(app: App) {
    browser::on_window("offline", move |_| reached(app, false));
    browser::on_window("online", move |_| reached(app, true));
}
