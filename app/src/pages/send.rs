//! 新規作成: files are chosen, checked with their recipients, and sent; every step can be gone back from until it is done.

pub mod compose;

mod attachments;
mod choose;
mod done;
mod review;

use crate::browser;
use crate::components::show::Show;
use crate::state::use_app;
use choose::Choose;
use compose::Step;
use done::Done;
use leptos::prelude::*;
use review::Review;

/// The three steps. What is composed stays while other pages are visited.
#[component]
pub fn Send() -> impl IntoView {
    let app = use_app();
    let compose = app.compose;
    // A finished one is over when one comes here anew; afterwards 送信一覧 has 送信を取り消す.
    if compose.step.get_untracked() == Step::Done && !compose.is_held() {
        compose.clear();
    }
    Effect::new(move |before: Option<Step>| {
        let step = compose.step.get();
        if before.is_some_and(|before| before != step) {
            browser::focus_heading();
        }
        step
    });
    Effect::new(move |_| {
        if app.dropped.with(|dropped| !dropped.is_empty()) {
            let taken: Vec<_> = app.dropped.write().drain(..).collect();
            compose.take(app, taken);
        }
    });
    let step = move || {
        let text = app.lang.get().text();
        let (number, title) = match compose.step.get() {
            Step::Choose => (1, text.step_choose),
            Step::Review => (2, text.step_check),
            Step::Done => (3, text.step_done),
        };
        app.lang.get().step(number, title)
    };
    view! {
        <h1 tabindex="-1">{app.t(|t| t.send)}</h1>
        <Show
            when=move || app.may_exchange()
            fallback=move || view! { <p class="notice">{app.t(|t| t.read_only_send)}</p> }
        >
            <p class="step">{step}</p>
            {move || match compose.step.get() {
                Step::Choose => view! { <Choose /> }.into_any(),
                Step::Review => view! { <Review /> }.into_any(),
                Step::Done => view! { <Done /> }.into_any(),
            }}
        </Show>
    }
}
