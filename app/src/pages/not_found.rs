//! No such page.

use crate::state::use_app;
use leptos::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    let app = use_app();
    view! {
        <h1 tabindex="-1">{app.t(|t| t.not_found_title)}</h1>
        <p>{app.t(|t| t.not_found)}</p>
    }
}
