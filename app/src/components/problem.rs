//! The one way to show that something did not work, and the one way to show waiting.

use crate::browser;
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
    // What the banner says is not announced twice.
    let said = failure == Failure::Away && !app.reach.get_untracked().server;
    let role = (!said).then_some("alert");
    view! {
        <div class="problem" role=role>
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

/// Words that move on, for [`Waiting`]: new at most every five seconds, so that nobody is read every step; at once when `what` changes.
pub fn seldom<T: PartialEq + Send + Sync + 'static>(
    what: impl Fn() -> T + Send + Sync + 'static,
    words: impl Fn() -> String + Send + Sync + 'static,
) -> Signal<String> {
    const PAUSE_MS: i64 = 5_000;
    let last = StoredValue::new((None::<T>, 0));
    let words = Memo::new(move |before: Option<&String>| {
        let (what, words, now) = (Some(what()), words(), browser::now().0);
        let same = last.with_value(|(before, at)| *before == what && now - at < PAUSE_MS);
        match before {
            Some(before) if same => before.clone(),
            _ => {
                last.set_value((what, now));
                words
            }
        }
    });
    words.into()
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
