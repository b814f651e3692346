//! Draws what the viewer says, stroke by stroke, without knowing which form it is.

use crate::browser;
use crate::shelf::Shelf;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use viewer::drawing::{Attribute, Stroke};
use viewer::protocol::Sheet;
use wasm_bindgen::prelude::*;

/// How long drawing may hold the page before the page may answer, in milliseconds.
const SLICE_MS: i64 = 12;

/// The place for one drawing. It is drawn beside the page and put there whole.
#[component]
pub fn Canvas(
    shelf: Shelf,
    sheet: RwSignal<Option<Arc<Sheet>>>,
    /// The id of the element that takes the focus once it is there.
    aim: RwSignal<Option<String>>,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let pictures = StoredValue::new(Vec::<String>::new());
    let drawn = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let (Some(place), Some(sheet_now)) = (place.get(), sheet.get()) else {
            return;
        };
        spawn_local(async move {
            let still = || {
                sheet.with_untracked(|now| {
                    now.as_ref().is_some_and(|now| Arc::ptr_eq(now, &sheet_now))
                })
            };
            let (content, new) = draw(&sheet_now, shelf, || {
                sheet.try_get_untracked().is_some() && still()
            })
            .await;
            if sheet.try_get_untracked().is_none() || !still() {
                revoke(&new);
                return;
            }
            place.replace_children_with_node_1(&content);
            pictures.try_update_value(|old| revoke(&std::mem::replace(old, new)));
            drawn.update(|drawn| *drawn += 1);
        });
    });
    Effect::new(move |_| {
        drawn.track();
        let (Some(place), Some(id)) = (place.get(), aim.get()) else {
            return;
        };
        if let Ok(Some(before)) = place.query_selector(".cell-wanted") {
            before.class_list().remove_1("cell-wanted").ok();
        }
        let target = browser::document().get_element_by_id(&id);
        if let Some(target) = target.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            target.class_list().add_1("cell-wanted").ok();
            browser::lead_to(&target);
            aim.set(None);
        }
    });
    on_cleanup(move || {
        pictures.try_with_value(|pictures| revoke(pictures));
    });
    view! { <div class="canvas" node_ref=place on:click=move |event| press(&event, shelf)></div> }
}

/// A picture that is pressed opens larger, and smaller again; the name of another paper leads there.
fn press(event: &web_sys::MouseEvent, shelf: Shelf) {
    let target = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let pressed = target.and_then(|it| it.closest(".paper-picture, [data-paper]").ok().flatten());
    let Some(pressed) = pressed else { return };
    let place = pressed.get_attribute("data-paper");
    if let Some(place) = place.and_then(|place| place.parse().ok()) {
        shelf.viewing.place.set(place);
        return;
    }
    let large = pressed.class_list().toggle("large").unwrap_or(false);
    let expanded = if large { "true" } else { "false" };
    pressed.set_attribute("aria-expanded", expanded).ok();
}

fn revoke(pictures: &[String]) {
    for picture in pictures {
        web_sys::Url::revoke_object_url(picture).ok();
    }
}

/// Makes the elements of a drawing, in slices; with them the addresses of the pictures, to be revoked after use.
pub async fn draw(
    sheet: &Sheet,
    shelf: Shelf,
    go_on: impl Fn() -> bool,
) -> (web_sys::Element, Vec<String>) {
    let document = browser::document();
    let make = |tag: &str| {
        document
            .create_element(tag)
            .expect("the tags of a drawing are elements")
    };
    let content = make("div");
    let mut pictures = Vec::new();
    let mut inside = vec![content.clone()];
    let mut since = browser::now().0;
    for (count, stroke) in sheet.drawing.strokes.iter().enumerate() {
        if count % 64 == 63 && browser::now().0 - since > SLICE_MS {
            gloo_timers::future::TimeoutFuture::new(0).await;
            if !go_on() {
                break;
            }
            since = browser::now().0;
        }
        let Some(parent) = inside.last() else { break };
        match stroke {
            Stroke::Open { tag, attributes } => {
                let element = make(tag.as_str());
                for (attribute, value) in attributes {
                    dress(&element, *attribute, value, shelf, &mut pictures);
                }
                parent.append_child(&element).ok();
                inside.push(element);
            }
            Stroke::Text(text) => {
                parent.append_child(&document.create_text_node(text)).ok();
            }
            Stroke::Close => {
                inside.pop();
            }
        }
    }
    (content, pictures)
}

fn dress(
    element: &web_sys::Element,
    attribute: Attribute,
    value: &str,
    shelf: Shelf,
    pictures: &mut Vec<String>,
) {
    match attribute {
        Attribute::Style => {
            if let (Some((name, value)), Some(element)) = (
                value.split_once(':'),
                element.dyn_ref::<web_sys::HtmlElement>(),
            ) {
                element.style().set_property(name, value).ok();
            }
        }
        Attribute::Picture => {
            let file = value.parse().ok().and_then(|key| shelf.file(key));
            if let Some(url) = file.and_then(|file| browser::picture(&file.blob)) {
                element.set_attribute("src", &url).ok();
                pictures.push(url);
            }
        }
        other => {
            element.set_attribute(other.as_str(), value).ok();
        }
    }
}
