//! 文字と形式を直す: what can be mended here is listed, mended with the office's consent, and can be restored.

use crate::browser;
use crate::components::mended::MendedList;
use crate::components::paper::Canvas;
use crate::components::show::Show;
use crate::files::Taken;
use crate::shelf::{Mended, Shelf};
use crate::state::{App, use_app};
use crate::viewing::how;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use viewer::doctor::{Diagnosis, Wish};
use viewer::protocol::{Answer, Ask, Given, Sheet};
use wasm_bindgen::JsCast;
use wire::Mending;
use worker::protocol::{Outcome, Purpose};

/// The rules whose findings are mended here: 外字, UTF-8, line ends, quotation marks.
const RULES: [&str; 4] = ["R-022", "R-023", "R-025", "R-037"];

/// Nothing, as long as there is nothing to mend.
#[component]
pub fn Doctor(
    shelf: Shelf,
    /// What the files are read for.
    purpose: fn(App) -> Option<Purpose>,
    /// Files were replaced by their copies, or the other way round.
    changed: Callback<()>,
    /// Whether the copies are of use outside: then they can be saved.
    #[prop(optional)]
    saves: bool,
) -> impl IntoView {
    let app = use_app();
    let sheet = RwSignal::new(None::<Arc<Sheet>>);
    let aim = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let said = RwSignal::new(false);
    let sick = Memo::new(move |_| shelf.outcome.with(|outcome| sick(outcome)));
    Effect::new(move |_| {
        let how = how(app, &Outcome::default());
        let keys = sick.get();
        said.set(false);
        if keys.is_empty() {
            sheet.set(None);
            return;
        }
        spawn_local(async move {
            let (diagnosis, _) = ask(shelf, keys, Vec::new(), how).await;
            sheet.try_set(diagnosis.map(|found| Arc::new(found.sheet)));
        });
    });
    let mend = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(false);
        let how = untrack(|| how(app, &Outcome::default()));
        spawn_local(async move {
            let (diagnosis, copies) = ask(shelf, sick.get_untracked(), wishes(), how).await;
            if let Some(found) = diagnosis {
                let is_done = found.refused == 0 && !found.files.is_empty();
                if is_done {
                    take(app, shelf, purpose, &found, &copies).await;
                    changed.run(());
                } else {
                    said.try_set(found.refused == 0);
                    aim.try_set(found.first.clone());
                    sheet.try_set(Some(Arc::new(found.sheet)));
                }
            }
            busy.try_set(false);
        });
    };
    let undo = move |_| {
        spawn_local(async move {
            let originals = shelf.mended.with_untracked(|mended| {
                mended
                    .iter()
                    .map(|it| it.original.clone())
                    .collect::<Vec<_>>()
            });
            shelf.mended.set(Vec::new());
            if let Some(purpose) = purpose(app) {
                shelf.add(originals, purpose).await;
                changed.run(());
                browser::focus("#doctor");
            }
        });
    };
    let list = move || shelf.mended.with(|mended| changes(mended));
    view! {
        <section id="doctor" class="doctor" tabindex="-1" aria-labelledby="doctor-title"
            hidden=move || sheet.with(Option::is_none) && shelf.mended.with(Vec::is_empty)
        >
            <h2 id="doctor-title">{app.t(|t| t.doctor)}</h2>
            <Show when=move || sheet.with(Option::is_some)>
                <p>{app.t(|t| t.doctor_lead)}</p>
                <Canvas shelf sheet aim />
                <p role="status">
                    {move || said.get().then(|| app.lang.get().text().doctor_nothing)}
                </p>
                <p class="buttons">
                    <button
                        type="button"
                        class="button button-primary"
                        aria-disabled=move || busy.get().to_string()
                        on:click=mend
                    >
                        {app.t(|t| t.mend)}
                    </button>
                </p>
            </Show>
            <Show when=move || !shelf.mended.with(Vec::is_empty)>
                <p role="status">{app.t(|t| t.mended_now)}</p>
                {move || view! { <MendedList mended=list() /> }}
                <p class="buttons">
                    <button type="button" class="button" on:click=undo>
                        {app.t(|t| t.unmend)}
                    </button>
                    {saves
                        .then(|| {
                            view! {
                                <button type="button" class="button" on:click=move |_| save(shelf)>
                                    {app.t(|t| t.save_mended)}
                                </button>
                            }
                        })}
                </p>
            </Show>
        </section>
    }
}

/// Keys of the files in which something is found that can be mended here.
fn sick(outcome: &Outcome) -> Vec<u32> {
    let mut keys: Vec<u32> = outcome
        .findings
        .iter()
        .filter(|group| RULES.contains(&group.rule.as_str()))
        .filter_map(|group| group.file)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What was changed in the files that are mended just now.
pub fn changes(mended: &[Mended]) -> Vec<Mending> {
    mended.iter().flat_map(|it| it.changes.clone()).collect()
}

/// Has files mended; the copies come beside the answer.
async fn ask(
    shelf: Shelf,
    keys: Vec<u32>,
    wishes: Vec<Wish>,
    how: viewer::protocol::How,
) -> (Option<Diagnosis>, js_sys::Array) {
    let files: Vec<(u32, Taken)> = keys
        .into_iter()
        .filter_map(|key| Some((key, shelf.file(key)?)))
        .collect();
    let ask = Ask::Mend {
        files: files
            .iter()
            .map(|(key, file)| Given {
                key: *key,
                name: file.full_name(),
            })
            .collect(),
        wishes,
        how,
    };
    let blobs = files.iter().map(|(_, file)| &file.blob).collect();
    match shelf.viewing.ask_beside(&ask, &blobs).await {
        Some((Answer::Mended(diagnosis), copies)) => (Some(diagnosis), copies),
        _ => (None, js_sys::Array::new()),
    }
}

/// What stands in the fields of the list; each has its character's number for a name.
fn wishes() -> Vec<Wish> {
    let Ok(fields) = browser::document().query_selector_all("#doctor input") else {
        return Vec::new();
    };
    (0..fields.length())
        .filter_map(|place| fields.item(place))
        .filter_map(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok())
        .map(|field| Wish {
            code: field.name(),
            text: field.value(),
        })
        .collect()
}

/// Puts the copies in the places of the originals, which are kept.
async fn take(
    app: App,
    shelf: Shelf,
    purpose: fn(App) -> Option<Purpose>,
    diagnosis: &Diagnosis,
    copies: &js_sys::Array,
) {
    let Some(purpose) = purpose(app) else { return };
    let mut taken = Vec::new();
    let mut originals = Vec::new();
    for (file, copy) in diagnosis.files.iter().zip(copies.iter()) {
        let Some(original) = shelf.file(file.key) else {
            continue;
        };
        taken.push(Taken {
            blob: copy.unchecked_into(),
            ..original.clone()
        });
        let change = |change: &viewer::doctor::Change| Mending {
            file: original.name.clone(),
            record: change.record,
            item: change.item,
            before: change.before.clone(),
            after: change.after.clone(),
        };
        let changes = file.changes.iter().map(change).collect();
        originals.push((original, changes));
    }
    shelf.add(taken, purpose).await;
    let is = |one: &Taken, other: &Taken| (&one.name, &one.folder) == (&other.name, &other.folder);
    shelf.mended.update(|mended| {
        for (original, changes) in originals {
            let files = shelf.files.get_untracked();
            let Some(held) = files.iter().find(|held| is(&held.taken, &original)) else {
                continue;
            };
            // Mended once more: the first original stays the one to restore, and all changes are told.
            let before = mended.iter_mut().find(|it| is(&it.original, &original));
            match before {
                Some(before) => {
                    before.key = held.key;
                    before.changes.extend::<Vec<Mending>>(changes);
                }
                None => mended.push(Mended {
                    key: held.key,
                    original,
                    changes,
                }),
            }
        }
    });
    browser::focus("#doctor");
}

/// Saves the copies under their names.
fn save(shelf: Shelf) {
    for mended in shelf.mended.get_untracked() {
        if let Some(file) = shelf.file(mended.key) {
            browser::save(&file.blob, &file.name);
        }
    }
}
