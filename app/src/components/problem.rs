//! The one way to show that something did not work, and the one way to show waiting.

use crate::failure::Failure;
use crate::state::use_app;
use leptos::prelude::*;

/// A failure in a sentence, with a way to go on if there is one.
#[component]
pub fn Problem(
    /// What happened.
    failure: Failure,
    /// What もう一度試す does.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let app = use_app();
    let code = failure.report();
    view! {
        <div class="problem" role="alert">
            <p class="problem-sentence">
                <span class="problem-mark" aria-hidden="true">"!"</span>
                {app.say(move |lang| failure.sentence(lang))}
            </p>
            <p class="problem-code">{code}</p>
            {retry
                .map(|retry| {
                    view! {
                        <button type="button" class="button" on:click=move |_| retry.run(())>
                            {app.t(|t| t.retry)}
                        </button>
                    }
                })}
        </div>
    }
}

/// Waiting, in words.
#[component]
pub fn Waiting(
    /// What is being done.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="waiting" role="status">
            <span class="waiting-mark" aria-hidden="true"></span>
            {move || words.get()}
        </p>
    }
}
