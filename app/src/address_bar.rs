//! The address bar: which page it names, links that change it without loading anything anew, Back and Forward.
//!
//! All paths are in [`Page`], so that nothing is left for a router to match.

use crate::browser::{on_window, window};
use crate::page::Page;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

/// The page that the address names just now.
pub fn page() -> Page {
    Page::of(&window().location().pathname().unwrap_or_default())
}

/// Follows links, Back and Forward as long as the app lives.
pub fn follow(here: RwSignal<Page>) {
    on_window("popstate", move |_| here.set(page()));
    on_window("click", move |event| {
        if let Some(path) = inner_path(&event) {
            event.prevent_default();
            write(&path, false);
            here.set(page());
        }
    });
}

/// Goes to a page. `instead` puts it in the place of the one before, so that Back does not lead there.
pub fn go(here: RwSignal<Page>, to: Page, instead: bool) {
    write(&to.path(), instead);
    here.set(to);
}

fn write(path: &str, instead: bool) {
    if let Ok(history) = window().history() {
        // Refused only after hundreds of changes within seconds; the page is shown all the same.
        if instead {
            history.replace_state_with_url(&JsValue::NULL, "", Some(path))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(path))
        }
        .ok();
    }
}

/// Where a click leads, if it is a plain one on a link to another page of the app.
fn inner_path(event: &web_sys::Event) -> Option<String> {
    let click = event.dyn_ref::<web_sys::MouseEvent>()?;
    let plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if !plain || click.default_prevented() {
        return None;
    }
    let link: web_sys::HtmlAnchorElement = click
        .target()?
        .dyn_into::<web_sys::Element>()
        .ok()?
        .closest("a[href]")
        .ok()??
        .dyn_into()
        .ok()?;
    let location = window().location();
    let elsewhere = !link.target().is_empty()
        || link.has_attribute("download")
        || link.origin() != location.origin().ok()?;
    // The browser itself goes to a place on the page.
    let on_this_page = !link.hash().is_empty() && link.pathname() == location.pathname().ok()?;
    if elsewhere || on_this_page {
        None
    } else {
        Some(format!(
            "{}{}{}",
            link.pathname(),
            link.search(),
            link.hash()
        ))
    }
}
