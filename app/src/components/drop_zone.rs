//! Where files come in: a place to drop them, and a button for each way that is not dragging.

use crate::components::show::Show;
use crate::files::{self, Taken};
use crate::state::use_app;
use leptos::html;
use leptos::prelude::*;

/// The place for files, with ファイルを選択 and フォルダを選択.
#[component]
pub fn DropZone(
    /// What to do with files.
    #[prop(into)]
    take: Callback<Vec<Taken>>,
) -> impl IntoView {
    let app = use_app();
    let files = NodeRef::<html::Input>::new();
    let folder = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let picked = move |input: NodeRef<html::Input>| {
        move |_| {
            if let Some(input) = input.get_untracked() {
                take.run(files::of_list(input.files()));
                // The same file can be chosen again after it was mended.
                input.set_value("");
            }
        }
    };
    // An input for a folder; the attribute has no name in the typed elements.
    Effect::new(move |_| {
        if let Some(folder) = folder.get() {
            folder.set_webkitdirectory(true);
        }
    });
    let press = |input: NodeRef<html::Input>| {
        move |_| {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        }
    };
    view! {
        <div
            class="drop"
            class:drop-over=over
            // The drop itself is taken by the window: files can be dropped anywhere.
            on:dragover=move |_| over.set(true)
            on:dragleave=move |_| over.set(false)
            on:drop=move |_| over.set(false)
        >
            <p class="drop-here">{app.t(|t| t.drop_here)}</p>
            <p class="drop-hint">{app.t(|t| t.drop_hint)}</p>
            <div class="buttons">
                <button type="button" class="button" on:click=press(files)>
                    {app.t(|t| t.pick_files)}
                </button>
                <input
                    node_ref=files
                    type="file"
                    multiple
                    hidden
                    on:change=picked(files)
                />
                <button type="button" class="button" on:click=press(folder)>
                    {app.t(|t| t.pick_folder)}
                </button>
                <input
                    node_ref=folder
                    type="file"
                    multiple
                    hidden
                    on:change=picked(folder)
                />
            </div>
            <Show when=move || app.unpack_failed.get()>
                <p class="problem-sentence" role="alert">{app.t(|t| t.unpack_failed)}</p>
            </Show>
        </div>
    }
}
