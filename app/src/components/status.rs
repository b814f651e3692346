//! A letter's state: always a word and a shape, never colour alone.

use crate::state::use_app;
use leptos::prelude::*;
use wire::State;

/// The shape and the style of a state.
fn look(state: State) -> (&'static str, &'static str) {
    match state {
        State::Held | State::Queued => ("…", "status status-waiting"),
        State::Failed => ("×", "status status-bad"),
        State::Arrived => ("→", "status status-way"),
        State::Collected => ("✓", "status status-good"),
        State::TakenIn => ("◎", "status status-good"),
        State::Returned => ("↩", "status status-bad"),
        State::Refused => ("×", "status status-bad"),
        State::Withdrawn => ("－", "status status-gone"),
        State::Expired => ("－", "status status-gone"),
    }
}

/// 状態 of a letter.
#[component]
pub fn Status(
    state: State,
    /// It came, and cannot be opened: for whoever reads that comes before how far it has come.
    #[prop(optional)]
    unopened: bool,
) -> impl IntoView {
    let app = use_app();
    let (shape, class) = look(if unopened { State::Failed } else { state });
    view! {
        <span class=class>
            <span class="status-shape" aria-hidden="true">{shape}</span>
            {move || {
                let text = app.lang.get().text();
                if unopened { text.state_unopened } else { text.state(state) }
            }}
        </span>
    }
}

/// 未読.
#[component]
pub fn Unread() -> impl IntoView {
    let app = use_app();
    view! {
        <span class="status status-unread">
            <span class="status-shape" aria-hidden="true">"●"</span>
            {app.t(|t| t.unread)}
        </span>
    }
}
