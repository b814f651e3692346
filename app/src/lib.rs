//! The screens.
use leptos::prelude::*;
/// start
pub fn start() { mount_to_body(|| view!{ <p>"a"</p> }); let _ = leptos_router::hooks::use_location; }
