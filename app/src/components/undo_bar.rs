//! 元に戻す for files that were put away: what is done by mistake is undone, and nobody is asked beforehand.

use crate::browser;
use crate::components::show::Show;
use crate::files::Taken;
use crate::shelf::Shelf;
use crate::state::use_app;
use leptos::prelude::*;

/// Says how many files were put away, and brings them back; gone as soon as others are taken.
#[component]
pub fn UndoBar(
    shelf: Shelf,
    /// Takes the files again.
    back: Callback<Vec<Taken>>,
) -> impl IntoView {
    let app = use_app();
    let count = move || shelf.put_away.with(Vec::len);
    // What was pressed is gone with the files: the focus comes here.
    Effect::new(move |before: Option<usize>| {
        let count = count();
        if count > 0 && before.is_some() {
            browser::focus("#bring-back");
        }
        count
    });
    view! {
        <p role="status">
            {move || (count() > 0).then(|| app.lang.get().put_away(count()))}
        </p>
        <Show when=move || { count() > 0 }>
            <p>
                <button
                    type="button"
                    id="bring-back"
                    class="button"
                    on:click=move |_| {
                        // The button goes: the focus stays near.
                        browser::focus("h1");
                        back.run(shelf.put_away.get_untracked());
                    }
                >
                    {app.t(|t| t.bring_back)}
                </button>
            </p>
        </Show>
    }
}
