//! 受信一覧: what has arrived for this office.

use crate::api;
use crate::components::letter_list::{FilesCell, KindCell, NoteCell, Pages, Portion, When};
use crate::components::problem::{Problem, Waiting};
use crate::components::status::{Status, Unread};
use crate::failure::Failure;
use crate::page::Page;
use crate::state::use_app;
use leptos::prelude::*;
use wire::Code;
use wire::server_api::ReceivedLetter;

/// The list. It changes by itself when something arrives.
#[component]
pub fn Inbox() -> impl IntoView {
    let app = use_app();
    let pages = Pages::new(
        |letter: &ReceivedLetter| letter.sequence,
        move |before| async move {
            let office = app.office_now().ok_or(Failure::of(Code::Forbidden))?;
            let page = api::inbox(&office, before).await?;
            app.count_unread(&office, page.unread);
            Ok(Portion {
                letters: page.letters,
                more: page.more,
            })
        },
    );
    let empty = move || pages.loaded.get() && pages.letters.with(Vec::is_empty);
    let retry = Callback::new(move |()| app.changes.update(|changes| *changes += 1));
    view! {
        <h1 tabindex="-1">{app.t(|t| t.inbox)}</h1>
        {move || pages.failure.get().map(|failure| view! { <Problem failure retry /> })}
        <Show when=move || !pages.loaded.get() && pages.failure.with(Option::is_none)>
            <Waiting words=Signal::derive(move || app.lang.get().text().loading.to_owned()) />
        </Show>
        <Show when=empty>
            <p class="empty">{app.t(|t| t.inbox_empty)}</p>
        </Show>
        <Show when=move || pages.letters.with(|letters| !letters.is_empty())>
            <table class="letters">
                <caption class="hidden">{app.t(|t| t.inbox)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="col-time">{app.t(|t| t.received_at)}</th>
                        <th scope="col" class="col-office">{app.t(|t| t.from_office)}</th>
                        <th scope="col" class="col-note">{app.t(|t| t.note)}</th>
                        <th scope="col" class="col-files">{app.t(|t| t.file_name)}</th>
                        <th scope="col" class="col-kind">{app.t(|t| t.file_kind)}</th>
                        <th scope="col" class="col-state">{app.t(|t| t.state)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || pages.letters.get()
                        key=|letter| (letter.id, letter.state, letter.unread, letter.since)
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

/// One letter of the list; the office's name leads to it.
#[component]
fn Row(letter: ReceivedLetter) -> impl IntoView {
    let app = use_app();
    let address = letter.from.address.to_string();
    let name = letter.from.name.clone().unwrap_or_else(|| address.clone());
    let unread = letter.unread;
    let broken = letter.problem.is_some();
    view! {
        <tr class:unread=unread>
            <td class="col-time"><When time=letter.time /></td>
            <th scope="row" class="col-office">
                <a class="row-link" href=Page::Letter(letter.id).path()>{name}</a>
                <span class="sub">{address}</span>
            </th>
            <td class="col-note"><NoteCell contents=letter.contents.clone() /></td>
            <td class="col-files"><FilesCell contents=letter.contents.clone() /></td>
            <td class="col-kind">
                <KindCell kind=letter.kind unit=letter.unit month=letter.month />
            </td>
            <td class="col-state">
                {if unread {
                    view! { <Unread /> }.into_any()
                } else {
                    view! { <Status state=letter.state /> }.into_any()
                }}
                {broken.then(|| view! { <span class="sub">{app.t(|t| t.cannot_open_short)}</span> })}
            </td>
        </tr>
    }
}
