//! 送信一覧: what this office has sent, and how far it has come.

use crate::api;
use crate::components::letter_list::{FilesCell, KindCell, NoteCell, Pages, Portion, When};
use crate::components::problem::{Problem, Waiting};
use crate::components::status::Status;
use crate::failure::Failure;
use crate::page::Page;
use crate::state::use_app;
use leptos::prelude::*;
use wire::Code;
use wire::server_api::SentLetter;

/// The list. States change by themselves.
#[component]
pub fn Sent() -> impl IntoView {
    let app = use_app();
    let pages = Pages::new(
        |letter: &SentLetter| letter.sequence,
        move |before| async move {
            let office = app.office_now().ok_or(Failure::of(Code::Forbidden))?;
            let page = api::sent(&office, before).await?;
            Ok(Portion {
                letters: page.letters,
                more: page.more,
            })
        },
    );
    let empty = move || pages.loaded.get() && pages.letters.with(Vec::is_empty);
    let retry = Callback::new(move |()| app.changes.update(|changes| *changes += 1));
    view! {
        <h1 tabindex="-1">{app.t(|t| t.sent)}</h1>
        {move || pages.failure.get().map(|failure| view! { <Problem failure retry /> })}
        <Show when=move || !pages.loaded.get() && pages.failure.with(Option::is_none)>
            <Waiting words=Signal::derive(move || app.lang.get().text().loading.to_owned()) />
        </Show>
        <Show when=empty>
            <p class="empty">{app.t(|t| t.sent_empty)}</p>
        </Show>
        <Show when=move || pages.letters.with(|letters| !letters.is_empty())>
            <table class="letters">
                <caption class="hidden">{app.t(|t| t.sent)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="col-time">{app.t(|t| t.sent_at)}</th>
                        <th scope="col" class="col-office">{app.t(|t| t.to_office)}</th>
                        <th scope="col" class="col-note">{app.t(|t| t.note)}</th>
                        <th scope="col" class="col-files">{app.t(|t| t.file_name)}</th>
                        <th scope="col" class="col-kind">{app.t(|t| t.file_kind)}</th>
                        <th scope="col" class="col-state">{app.t(|t| t.state)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || pages.letters.get()
                        key=|letter| (letter.id, letter.state, letter.since, letter.problem.is_some())
                        let:letter
                    >
                        <Row letter />
                    </For>
                </tbody>
            </table>
        </Show>
        <Show when=move || pages.more.get()>
            <p>
                <button type="button" class="button" on:click=move |_| pages.older()>
                    {app.t(|t| t.older)}
                </button>
            </p>
        </Show>
    }
}

#[component]
fn Row(letter: SentLetter) -> impl IntoView {
    let app = use_app();
    let address = letter.to.address.to_string();
    let name = letter.to.name.clone().unwrap_or_else(|| address.clone());
    let problem = letter.problem.clone();
    view! {
        <tr>
            <td class="col-time"><When time=letter.time /></td>
            <th scope="row" class="col-office">
                <a class="row-link" href=Page::SentLetter(letter.id).path()>{name}</a>
                <span class="sub">{address}</span>
            </th>
            <td class="col-note"><NoteCell contents=letter.contents.clone() /></td>
            <td class="col-files"><FilesCell contents=letter.contents.clone() /></td>
            <td class="col-kind">
                <KindCell kind=letter.kind unit=letter.unit month=letter.month />
            </td>
            <td class="col-state">
                <Status state=letter.state />
                <span class="sub"><When time=letter.since /></span>
                {problem
                    .map(|problem| {
                        let failure = Failure::from(problem);
                        view! {
                            <span class="sub">{app.say(move |lang| failure.sentence(lang))}</span>
                        }
                    })}
            </td>
        </tr>
    }
}
