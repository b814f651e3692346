//! What is new in a plan that takes the place of an earlier one: for who received it, and for who is about to send it.

use super::gather;
use super::given;
use super::month::{earlier, newer};
use crate::api::Side;
use crate::components::paper::Canvas;
use crate::files::Taken;
use crate::page::Page;
use crate::shelf::Shelf;
use crate::state::use_app;
use crate::viewing::how;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use viewer::protocol::{Answer, Ask, Sheet};
use wire::{Address, EnvelopeId};
use worker::protocol::Outcome;

/// A plan or results, and where another version of it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Among the received letters or the sent ones.
    pub side: Side,
    /// The sending unit's name: `monthly_plan` or `result`.
    pub unit: String,
    pub partner: Address,
    /// サービス提供年月 `YYYYMM`.
    pub month: String,
    /// ファイル連番.
    pub serial: String,
    /// Keys of its files on the shelf.
    pub files: Vec<u32>,
}

/// A newer version that has arrived already, and the changes from the version before, if there was one.
#[component]
pub fn Changes(shelf: Shelf, #[prop(into)] version: Signal<Option<Version>>) -> impl IntoView {
    let app = use_app();
    let older = RwSignal::new_local(Vec::<Taken>::new());
    let sheet = RwSignal::new(None::<Arc<Sheet>>);
    let overtaken_by = RwSignal::new(None::<EnvelopeId>);
    // The earlier letter is looked for once for each plan.
    let version = Memo::new(move |_| version.get());
    Effect::new(move |_| {
        let (Some(version), Some(office)) = (version.get(), app.office_now()) else {
            return;
        };
        spawn_local(async move {
            let Ok(letters) = gather::letters(&office, version.side, &version.month).await else {
                return;
            };
            let Version {
                side,
                unit,
                partner,
                serial,
                ..
            } = version;
            if side == Side::Received {
                overtaken_by.try_set(newer(letters.clone(), &unit, &partner, &serial));
            }
            let is_plan = unit == "monthly_plan";
            let before = earlier(letters, &partner, &serial).filter(|_| is_plan);
            if let Some(before) = before {
                // Without the earlier files there is nothing to say; the letter itself is whole.
                older.try_set(gather::files(app, &[before]).await.unwrap_or_default());
            }
        });
    });
    Effect::new(move |_| {
        let how = how(app, &Outcome::default());
        let (older, Some(version)) = (older.get(), version.get()) else {
            return;
        };
        let newer: Vec<Taken> = shelf
            .files
            .get()
            .into_iter()
            .filter(|held| version.files.contains(&held.key))
            .map(|held| held.taken)
            .collect();
        if older.is_empty() || newer.is_empty() {
            return;
        }
        spawn_local(async move {
            let ask = Ask::Changes {
                older: given(&older),
                newer: given(&newer),
                how,
            };
            let blobs = older.iter().chain(&newer).map(|file| &file.blob).collect();
            if let Some(Answer::Drawing(found)) = shelf.viewing.ask(&ask, &blobs).await {
                sheet.try_set(Some(Arc::new(found)));
            }
        });
    });
    view! {
        {move || {
            overtaken_by
                .get()
                .map(|id| {
                    view! {
                        <p class="notice" role="alert">
                            {app.t(|t| t.newer_known)}
                            " "
                            <a href=Page::Letter(id).path()>{app.t(|t| t.newer_open)}</a>
                        </p>
                    }
                })
        }}
        <section class="changes" hidden=move || sheet.with(Option::is_none)>
            <h2>{app.t(|t| t.changes)}</h2>
            <p>{app.t(|t| t.changes_lead)}</p>
            <Canvas shelf sheet aim=RwSignal::new(None) />
        </section>
    }
}
