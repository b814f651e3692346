//! 印刷: the forms on A4, each on sheets of its own.

use crate::browser;
use crate::components::paper::draw;
use crate::components::problem::Waiting;
use crate::components::show::Show;
use crate::shelf::Shelf;
use crate::state::{App, use_app};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use viewer::protocol::{Ask, How};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What stands beside the page while it is printed; the stylesheet then hides the page.
const PRINTED: &str = "printed";

/// How much is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Much {
    Form,
    Person,
    All,
}

/// The buttons.
#[component]
pub fn Print(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let contents = shelf.viewing.contents;
    let progress = RwSignal::new(None::<(usize, usize)>);
    let of = move |much: Much| -> Vec<u32> {
        let place = shelf.viewing.place.get();
        contents.with(|contents| {
            let person = contents.papers.get(place as usize).map(|it| it.person);
            (0..)
                .zip(&contents.papers)
                .filter(|(it, paper)| match much {
                    Much::Form => *it == place,
                    Much::Person => Some(paper.person) == person,
                    Much::All => true,
                })
                .map(|(it, _)| it)
                .collect()
        })
    };
    let button = move |word: fn(&'static crate::text::Text) -> &'static str, much: Much| {
        view! {
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    if progress.get_untracked().is_none() {
                        let places = untrack(|| of(much));
                        spawn_local(print(app, shelf, places, progress));
                    }
                }
            >
                {app.t(word)}
            </button>
        }
    };
    let words = Signal::derive(move || {
        let (done, total) = progress.get().unwrap_or_default();
        app.lang.get().preparing(done, total)
    });
    view! {
        <div class="buttons print-buttons">
            {button(|t| t.print_form, Much::Form)}
            {move || (of(Much::Person).len() > 1).then(|| button(|t| t.print_person, Much::Person))}
            {move || {
                contents
                    .with(|contents| contents.persons.len() > 1)
                    .then(|| button(|t| t.print_all, Much::All))
            }}
        </div>
        <Show when=move || progress.get().is_some()>
            <Waiting words />
        </Show>
    }
}

/// Draws the papers beside the page, prints, and takes them away again.
async fn print(
    app: App,
    shelf: Shelf,
    places: Vec<u32>,
    progress: RwSignal<Option<(usize, usize)>>,
) {
    clear();
    clear_afterwards();
    let document = browser::document();
    let (Ok(host), Some(body)) = (document.create_element("div"), document.body()) else {
        return;
    };
    host.set_class_name(PRINTED);
    if app
        .about
        .with_untracked(|about| about.as_ref().is_some_and(|it| it.demo))
        && let Ok(mark) = document.create_element("p")
    {
        // Fixed to the page box: it stands on every sheet.
        mark.set_class_name("printed-sample");
        mark.set_text_content(Some(untrack(app.t(|t| t.demo))));
        host.append_child(&mark).ok();
    }
    let total = places.len();
    for (done, place) in places.into_iter().enumerate() {
        progress.set(Some((done, total)));
        let how = How {
            print: true,
            ..How::default()
        };
        let Some(sheet) = shelf.viewing.sheet(Ask::Paper { place, how }).await else {
            continue;
        };
        // The addresses of pictures are needed as long as the printer's window is open.
        let go_on = || progress.try_get_untracked().is_some();
        let (paper, _) = draw(&sheet, shelf, go_on).await;
        if !go_on() {
            return;
        }
        host.append_child(&paper).ok();
    }
    progress.set(None);
    body.append_child(&host).ok();
    decode(&host).await;
    browser::window().print().ok();
}

/// Waits until the pictures are there.
async fn decode(host: &web_sys::Element) {
    let Ok(pictures) = host.query_selector_all("img") else {
        return;
    };
    for place in 0..pictures.length() {
        if let Some(picture) = pictures
            .get(place)
            .and_then(|it| it.dyn_into::<web_sys::HtmlImageElement>().ok())
        {
            // One that is no picture prints as its words.
            JsFuture::from(picture.decode()).await.ok();
        }
    }
}

/// Takes away what was printed.
fn clear() {
    if let Ok(Some(host)) = browser::document().query_selector("body > .printed") {
        host.remove();
    }
}

/// Has it taken away when the printer's window closes.
fn clear_afterwards() {
    thread_local! {
        static LISTENING: Cell<bool> = const { Cell::new(false) };
    }
    if !LISTENING.replace(true) {
        browser::on_window("afterprint", |_| clear());
    }
}
