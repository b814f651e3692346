//! Names and values of files, shown so that none deceives the eye.

use leptos::prelude::*;

/// The text, with the code point in the place of each character that would not be seen or would turn others round.
pub fn file_name(text: &str) -> AnyView {
    if !text.contains(worker::is_hidden) {
        return text.to_owned().into_any();
    }
    let mut parts = Vec::new();
    for part in text.split_inclusive(worker::is_hidden) {
        let hidden = part.chars().next_back().filter(|it| worker::is_hidden(*it));
        let before = part.strip_suffix(worker::is_hidden).unwrap_or(part);
        parts.push(before.to_owned().into_any());
        parts.extend(hidden.map(|hidden| {
            let code = format!("U+{:04X}", u32::from(hidden));
            view! { <span class="code-point">{code}</span> }.into_any()
        }));
    }
    parts.into_any()
}
